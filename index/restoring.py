"""A question typed without marks, with the marks that plans have: a hint for ranking, never more.

Folded terms find the passage; which of "lương" and "lượng" was meant is told by the words of the
plans: of "tien luong" only "tiền_lương" is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sized

from corpus.letters import fold
from index.text import tokens

LONGEST = 4  # syllables of a word
MOST = 0.45  # of a score; measured on uit_regs, alqac, xquad_vi: 0.25 to 0.6 are within 0.006 of it
CLEARLY = 3.0  # times as often as the next reading of the same letters


class Restorer:
    """The words of an index by their letters without marks."""

    def __init__(self, postings: Mapping[str, Sized]) -> None:
        """`postings` are the holders of each term; only how many they are is looked at."""
        self._best: dict[str, tuple[str, int, int]] = {}
        for term, holders in postings.items():
            if term[0] == "~":
                continue
            word = term.removeprefix("=")
            if term[0] != "=" and "_" not in word:
                continue
            self._count(fold(word), word, len(holders))

    def _count(self, folded: str, word: str, count: int) -> None:
        best, most, next_most = self._best.get(folded, ("", 0, 0))
        if count > most:
            self._best[folded] = (word, count, most)
        else:
            self._best[folded] = (best, most, max(next_most, count))

    def restored(self, normal_text: str) -> list[str]:
        """Terms as written ("tiền_lương", "=tiền") that a bare question most likely means."""
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
            word, most, next_most = self._best.get(
                "_".join(syllables[position : position + length]), ("", 0, 0)
            )
            if word and most >= CLEARLY * next_most and not word.isascii():
                return length, word
        return 1, ""


def is_bare(typed: str) -> bool:
    """Was a question typed without any marks?"""
    return fold(typed) == typed
