"""A question typed without marks, with the marks that plans have: a hint for ranking, never more.

Folded terms find the passage; which of "lương" and "lượng" was meant is told by the words of the
plans: of "tien luong" only "tiền_lương" is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.letters import fold
from index.text import tokens

LONGEST = 4  # syllables of a word
MOST = 0.45  # of a score; measured on uit_regs, alqac, xquad_vi: 0.25 to 0.6 are within 0.006 of it
CLEARLY = 3.0  # times as often as the next reading of the same letters

Frequency = Callable[[str], int]


class Restorer:
    """The words of an index by their letters without marks; follows a list of terms that grows."""

    def __init__(self, terms: Sequence[str], frequency: Frequency) -> None:
        """`frequency` tells how many passages hold a term."""
        self._terms, self._frequency = terms, frequency
        self._seen = 0
        self._readings: dict[str, list[str]] = {}

    def _follow(self) -> None:
        for term in self._terms[self._seen :]:
            if term[0] == "=" or (term[0] != "~" and "_" in term):
                self._readings.setdefault(fold(term.removeprefix("=")), []).append(term)
        self._seen = len(self._terms)

    def restored(self, normal_text: str) -> list[str]:
        """Terms as written ("tiền_lương", "=tiền") that a bare question most likely means."""
        self._follow()
        syllables = tokens(fold(normal_text))
        found: list[str] = []
        position = 0
        while position < len(syllables):
            length, word = self._word_at(syllables, position)
            if word:
                found += ([word] if "_" in word else []) + [f"={part}" for part in word.split("_")]
            position += length
        return found

    def _word_at(self, syllables: list[str], position: int) -> tuple[int, str]:
        for length in range(min(LONGEST, len(syllables) - position), 0, -1):
            readings = self._readings.get("_".join(syllables[position : position + length]), ())
            counted = sorted(((self._frequency(term), term) for term in readings), reverse=True)
            if not counted or not counted[0][0]:
                continue
            most, word = counted[0][0], counted[0][1].removeprefix("=")
            next_most = counted[1][0] if len(counted) > 1 else 0
            if most >= CLEARLY * next_most and not word.isascii():
                return length, word
        return 1, ""


def is_bare(typed: str) -> bool:
    """Was a question typed without any marks?"""
    return fold(typed) == typed
