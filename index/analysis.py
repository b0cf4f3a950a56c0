"""Text to terms, one function for passages and questions: the one door to underthesea.

A term is an underthesea word ("công_đoàn"), after "=" a syllable as written ("=công"), or after "~"
a syllable without diacritics ("~cong") or a pair of them ("~cong~doan"). The "~" terms make a
question without diacritics cost nothing and carry the ranking; words and "=" terms refine it and
tell "lương" from "lượng".
"""

from __future__ import annotations

import re
import threading
from itertools import pairwise

from corpus.letters import fold
from index.text import normal, one_spelling, tokens

VERSION = "5"  # stored with every passage; raise it when terms change

LEADING_ZERO = re.compile(r"^0(?=\d$)")  # "đợt 01" is "đợt 1"

_warm = threading.Lock()
_ready = False


def warm_up() -> None:
    """Loads underthesea's model once; its first call must not be made by two threads."""
    global _ready
    with _warm:
        if not _ready:
            _segment("công đoàn")
            _ready = True


def _segment(line: str) -> list[str]:
    from underthesea.pipeline.word_tokenize import word_tokenize  # half a second: only when used

    return list(word_tokenize(line))


def terms(text: str) -> list[str]:
    """All terms of a text, line by line, in order."""
    found: list[str] = []
    for line in text.splitlines():
        plain = normal(line)
        if plain:
            found += words(plain)
            found += syllable_terms(plain)
    return found


def words(normal_line: str) -> list[str]:
    """underthesea's words of a line in normal form; punctuation is left out."""
    warm_up()
    return [w.replace(" ", "_") for w in _segment(normal_line) if any(c.isalnum() for c in w)]


def plain_words(text: str) -> list[str]:
    """underthesea's words of a text as they come, lower case: what a first attempt would index."""
    warm_up()
    found = [word for line in text.splitlines() for word in _segment(line)]
    return [w.lower().replace(" ", "_") for w in found if any(c.isalnum() for c in w)]


def syllable_terms(normal_line: str) -> list[str]:
    """Syllables as written, without diacritics, and pairs of these."""
    spelt = tokens(one_spelling(normal_line))
    syllables = [LEADING_ZERO.sub("", fold(token)) for token in spelt]
    found = [f"={token}" for token in spelt if token.isalpha()]
    found += [f"~{s}" for s in syllables]
    found += [f"~{a}~{b}" for a, b in pairwise(syllables)]
    for s in syllables:  # a date is also found by its day and month, its month and year, its year
        if s.count("/") == 2 and "-" not in s:
            day, month, year = s.split("/")
            found += [f"~{day}/{month}", f"~{month}/{year}", f"~{year}"]
    return found
