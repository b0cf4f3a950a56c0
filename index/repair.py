"""What the member meant: abbreviations and chat spellings written out, from curated lists."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from corpus.letters import fold
from index.text import normal

WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\.?", re.UNICODE)


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
def places() -> frozenset[str]:
    """Folded names of provinces and districts."""
    return frozenset(
        " ".join(re.findall(r"\w+", fold(name)))
        for names in lexicon("places").values()
        for name in names
    )


def expand(text: str, keep: frozenset[str] = frozenset()) -> str:
    """A question in normal form with its abbreviations written out.

    "CĐCS Q1 bn" -> "công đoàn cơ sở quận 1 bao nhiêu". A word of `keep` (one that the plans
    themselves use as a word, like "dn") is left; so is a plan's number ("31/KH-LĐLĐ").
    """
    plain = re.sub(r"\bq\.?\s?(\d{1,2})\b", r"quận \1", normal(text))
    plain = re.sub(r"\bđ/c\b", "đồng chí", plain)
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
