"""Takes away the words of a question that only ask: "là ngày nào", "bao nhiêu", "ạ"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from corpus.letters import fold
from index.repair import Knows, lexicon


@cache
def _phrases() -> dict[str, list[list[str]]]:
    """Asking phrases by their folded first word, longest first."""
    found: dict[str, list[list[str]]] = {}
    data = lexicon("asking")
    for phrase in sorted([*data["phrases"], *data["words"]], key=lambda p: -len(p.split())):
        words = phrase.split()
        found.setdefault(fold(words[0]), []).append(words)
    return found


@cache
def light_words() -> frozenset[str]:
    """Words of conversation and grammar, as written."""
    return frozenset(lexicon("asking")["light"]["words"])


@cache
def light_folded() -> frozenset[str]:
    """The same without diacritics."""
    return frozenset(map(fold, light_words()))


NEGATIONS = frozenset({"không", "khong"})  # asks at the end of a question, denies before


def without_asking(text: str, knows: Knows) -> str:
    """The question without its asking words; `knows` tells whether a folded pair is in a plan."""
    words = text.split()
    bare = [word.strip(' ?!.,;:()"“”') for word in words]
    kept: list[str] = []
    position = 0
    while position < len(words):
        length = _asking_at(bare, position, knows)
        if not length:
            kept.append(words[position])
        position += length or 1
    return " ".join(kept).strip(" ?!.,")


def _asking_at(words: Sequence[str], position: int, knows: Knows) -> int:
    for phrase in _phrases().get(fold(words[position]), ()):
        typed = words[position : position + len(phrase)]
        if len(typed) == len(phrase) and all(map(_same, typed, phrase)):
            follower = words[position + len(phrase)] if position + len(phrase) < len(words) else ""
            if follower in lexicon("asking")["unless_before"].get(phrase[-1], ()):
                return 0
            if len(phrase) == 1 and _stands_in_plans(words, position, phrase[0], knows):
                return 0
            return len(phrase)
    return 0


def _same(typed: str, word: str) -> bool:
    return typed == word or typed == fold(word)


def _stands_in_plans(words: Sequence[str], position: int, asking: str, knows: Knows) -> bool:
    """Is it part of a word of the plans ("dữ liệu", "không gian")? One typed without the marks that
    tell it from others may also be any word that plans have beside its neighbour."""
    here = words[position]
    before = words[position - 1] if position else ""
    after = words[position + 1] if position + 1 < len(words) else ""
    if here in NEGATIONS and any(map(_says_something, words[position + 1 :])):
        return True  # "thanh toán không dùng tiền mặt"
    if here == asking and not here.isascii():
        return bool((before and knows(f"{before}_{here}")) or (after and knows(f"{here}_{after}")))
    before, here, after = fold(before), fold(here), fold(after)
    return bool((before and knows(f"~{before}~{here}")) or (after and knows(f"~{here}~{after}")))


def _says_something(word: str) -> bool:
    return len(word) > 1 and word not in light_words() and not _phrases().get(fold(word))
