"""Which syllables are Vietnamese and which stand together in a word: the list that underthesea brings.

Read at the first word that no plan has; without the list (another version of underthesea) every
syllable that could be one counts as one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from corpus.letters import fold
from corpus.syllables import is_possible
from index.text import new_tones

WORDS = "corpus/data/Viet74K.txt"
SYLLABLE = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Syllables as written and folded, and folded neighbours within a word."""

    syllables: frozenset[str]
    folded: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@cache
def _dictionary() -> Dictionary | None:
    try:
        text = resources.files("underthesea").joinpath(WORDS).read_text(encoding="utf-8")
    except (OSError, ModuleNotFoundError):
        return None
    spelt = new_tones(unicodedata.normalize("NFC", text).lower())
    syllables = set(SYLLABLE.findall(spelt))
    folded = fold(spelt)  # the whole list at once: line by line it takes half a second
    pairs = {
        pair
        for line in folded.splitlines()
        if " " in line
        for pair in pairwise(SYLLABLE.findall(line))
    }
    return Dictionary(frozenset(syllables), frozenset(SYLLABLE.findall(folded)), frozenset(pairs))


def is_syllable(word: str) -> bool:
    """Is it a Vietnamese syllable, as written ("đoàn") or, typed without marks, one of some ("doan")?"""
    known = _dictionary()
    if known is None:
        return is_possible(fold(word))
    return word in known.syllables or (word.isascii() and word in known.folded)


def are_a_word(first: str, second: str) -> bool:
    """Do two folded syllables stand together in a word: "bao hiem"?"""
    known = _dictionary()
    return known is not None and (first, second) in known.pairs
