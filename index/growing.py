"""A corpus of any size grown from real plans, for measuring: the same seed grows the same one.

A grown plan is a real one with another number and issuer; of its passages' terms some are drawn from
the whole corpus as often as they stand there, and some are new, as numbers and names are.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import Plan
from corpus.store import PassageRow

DRAWN = 0.15  # share of a passage's terms that are drawn anew
NEW = 2  # terms of a passage that may stand in no other
WORDS_ASKED = (6, 14)


@dataclass(frozen=True, slots=True)
class Seedling:
    """A real plan with its passages."""

    plan: Plan
    rows: tuple[PassageRow, ...]


def grown(seedlings: Sequence[Seedling], passages: int, seed: int = 0) -> Iterator[Seedling]:
    """Plans with so many passages in all; the real ones come first, as they are."""
    dice = random.Random(seed)
    common = [term for s in seedlings for row in s.rows for term in row.terms]
    count = 0
    for number in itertools.count():
        real = seedlings[number % len(seedlings)]
        rows = real.rows[: passages - count]
        if number >= len(seedlings):
            rows = tuple(replace(row, terms=_varied(row.terms, common, dice)) for row in rows)
        yield Seedling(real.plan if number < len(seedlings) else _renamed(real.plan, number), rows)
        count += len(rows)
        if count >= passages:
            return


def _varied(terms: Sequence[str], common: Sequence[str], dice: random.Random) -> tuple[str, ...]:
    varied = list(terms)
    for _ in range(int(DRAWN * len(varied))):
        varied[int(dice.random() * len(varied))] = common[int(dice.random() * len(common))]
    new = [f"~{dice.randrange(10**6)}/kh-ldld" for _ in range(NEW)]
    return (*varied, *new)


def _renamed(plan: Plan, number: int) -> Plan:
    sha = hashlib.sha256(f"{plan.id} {number}".encode()).hexdigest()
    return replace(
        plan, id=f"{plan.id}-{number}", number=f"{number}/KH-LĐLĐ", issuer=f"LĐLĐ huyện Thôn {number}",
        source=replace(plan.source, sha256=sha),
    )  # fmt: skip


def questions(seedlings: Sequence[Seedling], count: int, seed: int = 1) -> list[str]:
    """Runs of words out of the plans' own paragraphs."""
    dice = random.Random(seed)
    texts = [
        item.text.split()
        for s in seedlings
        for section in s.plan.sections
        for item in section.items
    ]
    texts = [words for words in texts if len(words) > WORDS_ASKED[1]]
    found = []
    for _ in range(count):
        words = dice.choice(texts)
        length = dice.randint(*WORDS_ASKED)
        start = dice.randrange(len(words) - length)
        found.append(" ".join(words[start : start + length]))
    return found
