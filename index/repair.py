"""What the member meant: keystrokes, slips and abbreviations undone; nothing that is right is touched.

A word that a plan has, or that could be a Vietnamese syllable, stays as it is: only what is none is
read as raw Telex or VNI, as words run together, or as a slip of one finger.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise, product
from typing import Any

from corpus.letters import fold
from corpus.syllables import TONES, is_possible, toned
from index.dictionary import are_a_word, is_syllable
from index.keyboard import telex, vni
from index.text import normal

WORD = re.compile(r"[^\W_]+(?:[.&][^\W_]+)*\.?", re.UNICODE)


@cache
def lexicon(name: str) -> dict[str, Any]:
    """A word list of index/lexicon, table by table."""
    data = resources.files("index").joinpath(f"lexicon/{name}.toml").read_bytes()
    return tomllib.loads(data.decode())


@cache
def abbreviations() -> dict[str, str]:
    """Every abbreviation, folded, with what it stands for."""
    return {key: full for table in lexicon("abbreviations").values() for key, full in table.items()}


@cache
def place_spellings() -> dict[str, list[list[str]]]:
    """Provinces and districts: the folded name, and its syllables in each spelling."""
    found: dict[str, list[list[str]]] = {}
    for name in (name for names in lexicon("places").values() for name in names):
        syllables = re.findall(r"\w+", normal(name))
        found.setdefault(" ".join(map(fold, syllables)), []).append(syllables)
    return found


@cache
def place_starts() -> frozenset[str]:
    """The folded first syllables of provinces and districts."""
    return frozenset(name.split()[0] for name in place_spellings())


@cache
def places() -> frozenset[str]:
    """Folded names of provinces and districts."""
    return frozenset(place_spellings())


def expand(text: str, keep: frozenset[str] = frozenset()) -> str:
    """A question in normal form with its abbreviations written out.

    "CĐCS Q1 bn" -> "công đoàn cơ sở quận 1 bao nhiêu". A word of `keep` (one that the plans
    themselves use as a word, like "dn") is left; so is a plan's number ("31/KH-LĐLĐ").
    """
    plain = re.sub(r"\bq\.?\s?(\d{1,2})\b", r"quận \1", normal(text))
    plain = re.sub(r"\bđ/c\b", "đồng chí", plain)
    plain = re.sub(r"\b(bao|mấy|may) h\b", r"\1 giờ", plain)
    return WORD.sub(lambda match: _expanded(match, plain, keep), plain)


def _expanded(match: re.Match[str], text: str, keep: frozenset[str]) -> str:
    word = match[0]
    inside_number = text[match.start() - 1 : match.start()] in ("/", "-") or text[
        match.end() : match.end() + 1
    ] in ("-", "@", "/")
    key = fold(word).replace(".", "")
    if inside_number or word in keep or key not in abbreviations():
        return word
    full = abbreviations()[key]
    return full if fold(word) == word or fold(full)[0] == key[0] else word


Knows = Callable[[str], bool]
LETTERS = "abcdeghiklmnopqrstuvxy"
SHORTEST_SLIP = 3  # letters: a shorter word could be too many others
SHORTEST_ALONE = 4  # letters of a word that is read as another though nothing beside it says so
SHORTEST_SHORT = 4  # letters of an abbreviation in which a slip is seen: "cđsc"
DOUBLED_STROKE = re.compile(r"(?<=[-–/])l(?:dd|d9)l(?:dd|d9)(?!\w)", re.IGNORECASE)  # LĐLĐ as keys
LONGEST_WORD = 30


@dataclass(frozen=True, slots=True)
class Repaired:
    """A question as it is understood; `changed` are its words that were read as others, `shown`
    is the question with these, its abbreviations as they were typed."""

    text: str
    changed: tuple[tuple[str, str], ...] = ()
    shown: str = ""


CAPITALS = re.compile(r"\b[A-ZĐ]{3,8}\b")


def repair(text: str, knows: Knows) -> Repaired:
    """A question with its keystrokes and slips undone and its abbreviations written out.

    `knows` tells whether a term ("~doan", "~cong~doan") is in any plan.
    """
    plain = normal(DOUBLED_STROKE.sub("lđlđ", text))
    words = plain.split(" ")
    bare = [word.strip("?!.,;:()\"“”'…") for word in words]
    raw = sum(telex(word) is not None for word in bare) >= RAW_WORDS
    changed: list[tuple[str, str]] = []
    capitals = set() if text.isupper() else {w.lower() for w in CAPITALS.findall(text)}
    for position, word in enumerate(bare):
        if not word or len(word) > LONGEST_WORD or word in capitals:
            continue  # what was typed in capitals is an abbreviation, not a slip
        beside = (fold(bare[position - 1]) if position else "",
                  fold(bare[position + 1]) if position + 1 < len(bare) else "")  # fmt: skip
        meant = _meant(word, beside, knows, raw)
        if meant and meant != word:
            words[position] = words[position].replace(word, meant, 1)
            bare[position] = meant.split()[-1]
            changed.append((word, meant))
    shown = " ".join(words)
    return Repaired(expand(shown), tuple(changed), shown)


RAW_WORDS = 2  # of a question in raw Telex: a single such word may be a slip
Beside = tuple[str, str]  # the folded words before and after


def _meant(word: str, beside: Beside, knows: Knows, raw: bool) -> str | None:
    """What a word that stands for nothing was meant to be; None where it stays."""
    if not word.isascii() and knows(f"={word}"):
        return None
    if short := _short(word):
        return short
    if not word.isalpha():
        return _known(vni(word), knows) if word.isalnum() else None
    folded = fold(word)
    if folded in abbreviations() or folded in spoken() or knows(f"={word}"):
        return None
    if word.isascii() and knows(f"~{folded}"):
        return None
    keys = telex(word)
    if keys and raw and (knows(f"~{fold(keys)}") or fold(keys) in spoken()):
        return _with_marks(keys, knows)
    if keys and not raw and _fits(fold(keys), beside, knows):
        return _parted(folded, knows) or fold(keys)
    if is_syllable(word):
        return _misspelt(word, beside, knows)
    slip = _slip(folded, beside, knows)
    return slip or _parted(folded, knows) or (keys if raw else None)


HALF_TYPED = {"a": "aâă", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}


def _with_marks(syllable: str, knows: Knows) -> str:
    """A syllable whose hat or horn was left out, with the only ones that plans have: "nọp" -> "nộp"."""
    if knows(f"={syllable}"):
        return syllable
    letters, tone = "", ""
    for char in unicodedata.normalize("NFD", syllable):
        if char in TONES.values():
            tone = char
        else:
            letters += char
    plain = unicodedata.normalize("NFC", letters)
    spelt = (toned("".join(c), tone) for c in product(*(HALF_TYPED.get(c, c) for c in plain)))
    known = [word for word in spelt if knows(f"={word}")]
    return known[0] if len(known) == 1 else syllable


def _misspelt(word: str, beside: Beside, knows: Knows) -> str | None:
    """A syllable between words that it never stands beside, where one slip makes another that
    stands beside both ("giai đon 1"), or, typed without marks, makes a word with one of them."""
    before, after = beside
    folded = fold(word)
    if len(folded) < SHORTEST_SLIP or _fits(folded, beside, knows):
        return None
    if are_a_word(before, folded) or are_a_word(folded, after):
        return None

    word_is_bare = word.isascii()

    def is_meant(word: str) -> bool:
        known = _beside(before, word, knows), _beside(word, after, knows)
        words = are_a_word(before, word), are_a_word(word, after)
        return all(known) or (word_is_bare and any(map(all, zip(known, words, strict=True))))

    near = (w for w in dict.fromkeys(_one_edit(folded)) if w in spoken() or knows(f"~{w}"))
    return next(filter(is_meant, near), None)


def _fits(word: str, beside: Beside, knows: Knows) -> int:
    """Beside how many of its neighbours a word stands in a plan or in a way of asking."""
    before, after = beside
    return _beside(before, word, knows) + _beside(word, after, knows)


def _short(word: str) -> str | None:
    """An abbreviation typed as keys ("cddcs", "ld9ld9") or with a slip in it ("cđsc")."""
    keys = fold(word).replace("dd", "d").replace("d9", "d")
    if keys in abbreviations():
        return keys if keys != fold(word) else None
    if len(keys) < SHORTEST_SHORT or not keys.isalpha() or is_possible(keys):
        return None
    if any(c in "aeiouy" for c in keys[1:-1]):
        return None
    near = {
        edit for edit in _one_edit(keys) if len(edit) >= SHORTEST_SHORT and edit in abbreviations()
    }
    return near.pop() if len(near) == 1 else None


def _beside(first: str, second: str, knows: Knows) -> bool:
    """Do two words stand beside each other in a plan, or in a way of asking?"""
    return bool(first and second) and (
        knows(f"~{first}~{second}") or (first, second) in spoken_pairs()
    )


@cache
def spoken_pairs() -> frozenset[tuple[str, str]]:
    """Folded neighbours in ways of asking: "ngày nào"."""
    data = lexicon("asking")
    phrases = [fold(phrase).split() for phrase in [*data["phrases"], *data["words"]]]
    return frozenset(pair for words in phrases for pair in pairwise(words))


def _known(word: str | None, knows: Knows) -> str | None:
    return word if word and (knows(f"~{fold(word)}") or not word.isascii()) else None


CONTACTS = frozenset({"email", "mail", "gmail", "zalo"})


@cache
def spoken() -> frozenset[str]:
    """Folded words of asking, conversation and places, which no plan need have."""
    data = lexicon("asking")
    phrases = [*data["phrases"], *data["words"], *data["light"]["words"]]
    words = {fold(word) for phrase in phrases for word in phrase.split()}
    return frozenset(words | CONTACTS | {word for name in places() for word in name.split()})


def _parted(folded: str, knows: Knows) -> str | None:
    """ "congdoan": words of the plans run together."""
    for at in range(2, len(folded) - 1):
        first, rest = folded[:at], folded[at:]
        if not (is_possible(first) and knows(f"~{first}")):
            continue
        if is_possible(rest) and knows(f"~{first}~{rest}"):
            return f"{first} {rest}"
        if (
            len(rest) > 3
            and (more := _parted(rest, knows))
            and knows(f"~{first}~{more.split()[0]}")
        ):
            return f"{first} {more}"
    return None


def _slip(folded: str, beside: Beside, knows: Knows) -> str | None:
    """The syllable of a plan that one slip of a finger makes of it, best the one that stands
    beside these neighbours in a plan."""
    if len(folded) < SHORTEST_SLIP:
        return None
    near = [
        word
        for word in dict.fromkeys(_one_edit(folded))
        if word in spoken() or (is_possible(word) and (knows(f"~{word}") or is_syllable(word)))
    ]

    def suits(word: str) -> tuple[int, bool]:
        words = are_a_word(beside[0], word) + are_a_word(word, beside[1])
        return 2 * _fits(word, beside, knows) + words, knows(f"~{word}")

    best = max(near, key=suits, default=None)
    if best is None:
        return None
    known = [word for word in near if knows(f"~{word}")]
    alone = known == [best] and len(folded) > SHORTEST_ALONE
    return best if alone or suits(best)[0] else None


def is_one_slip(typed: str, meant: str) -> bool:
    """Does one slip of a finger, or one on each of two letters swapped, make one of the other?"""
    return typed != meant and meant in set(_one_edit(typed))


def _one_edit(word: str) -> Iterator[str]:
    """Every word that one letter more, less, other or swapped makes of it; the likeliest first."""
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
    for at in range(len(word) + 1):
        for letter in LETTERS:
            yield word[:at] + letter + word[at:]
    for at in range(len(word)):
        for letter in LETTERS:
            yield word[:at] + letter + word[at + 1 :]
