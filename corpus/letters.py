"""The letters of Vietnamese: capital and small, for patterns that tell a name from a word; folded.

A range such as À-Ỹ holds both cases: Unicode has them in turn.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0309\u0303\u0323"


_TONED = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


_MARKED = [letter for letter in (*_VOWELS, *_TONED) if _base(letter) != letter]
_FOLDED = str.maketrans(
    {"đ": "d", "Đ": "D"}
    | {letter: _base(letter) for small in _MARKED for letter in (small, small.upper())}
)


SHORT = 24  # characters: words, that are folded again and again


def fold(text: str) -> str:
    """The text without diacritics: "Long Biên" -> "Long Bien", "đ" -> "d"."""
    return _folded_word(text) if len(text) <= SHORT else _folded(text)


def _folded(text: str) -> str:
    found = text.translate(_FOLDED)
    if found.isascii():
        return found
    decomposed = unicodedata.normalize("NFD", found)  # marks that stand alone, letters of others
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_folded_word = lru_cache(maxsize=65_536)(_folded)
LOWER = "".join(dict.fromkeys([*"abcdefghijklmnopqrstuvwxyz", *_VOWELS, *_TONED, "đ"]))
UPPER = LOWER.upper()
