"""The provinces and districts that a question names, told from ordinary words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.letters import fold
from index import repair
from index.dictionary import are_a_word

BEFORE_A_PLACE = frozenset(
    ["tinh", "huyen", "quan", "pho", "xa", "phuong", "o", "tai", "cua", "ve", "thuoc"]
)
# "diễn biến", "người dân phường": typed without marks, a place only behind one of these
ALSO_A_WORD = frozenset({"dien bien", "dan phuong"})


def places_in(spelt: str) -> list[str]:
    """The provinces and districts that a question in normal form names, folded, the longest first.

    With its marks "dân phường" is no Đan Phượng and "diễn biến" no Điện Biên; without them a name
    does not begin within a word ("nhan dan phuong").
    """
    found: list[str] = []
    words = re.findall(r"\w+", spelt.lower())
    syllables = [fold(word) for word in words]
    starts = [start for start, first in enumerate(syllables) if first in repair.place_starts()]
    inside = _second_halves(syllables) if starts else set()
    for size in (4, 3, 2):
        for start in starts:
            place = " ".join(syllables[start : start + size])
            if place not in repair.places() or any(place in longer for longer in found):
                continue
            if _is_spelt_so(words[start : start + size], place):
                behind = syllables[start - 1] if start else ""
                is_bare = all(map(str.isascii, words[start : start + size]))
                unsure = start in inside or place in ALSO_A_WORD
                if not (is_bare and unsure and behind not in BEFORE_A_PLACE):
                    found.append(place)
    return found


def _is_spelt_so(words: Sequence[str], place: str) -> bool:
    """Are words a place's name, each with its marks or with none?"""
    return any(
        all(word in (mark, fold(mark)) for word, mark in zip(words, name, strict=True))
        for name in repair.place_spellings()[place]
    )


def _second_halves(syllables: Sequence[str]) -> set[int]:
    """Where the second syllables of words are, read from the left."""
    found: set[int] = set()
    for at in range(1, len(syllables)):
        if at - 1 not in found and are_a_word(syllables[at - 1], syllables[at]):
            found.add(at)
    return found
