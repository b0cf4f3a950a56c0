"""Which passages can be among the best: rough sums of the rare terms, bounds for the frequent ones.

After MaxScore (Turtle and Flood, 1995): once what the remaining terms can add is less than what the
count-th best passage has, only passages near it are looked at further. Nothing here is a score.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.postings import Impacts, Positions, Postings, Scores

Flags = npt.NDArray[np.bool_]
Needed = Callable[[float], float]

BLOCK = 256  # passages; the best of each block bound the k-th best of all
DENSE = 1 / 8  # of all passages: from here on a term's impacts are kept for every passage
KEPT = 48_000_000  # impacts of frequent terms that are kept at the least: 192 MB
AT_ONCE = 3  # frequent terms added before the bound is looked at again
ROUNDING = 1e-5  # of sums in 32 bits


@dataclass(frozen=True, slots=True)
class Part:
    """A term of a question: its number, how many passages have it, the weight of its impacts, and
    the positions and impacts of passages that the arrays do not hold."""

    number: int
    passages: int
    weight: float
    new: tuple[Positions, Impacts] | None


def kth_at_least(sums: Impacts | Scores, count: int) -> float:
    """A bound that the `count`-th best reaches: blocks beyond the `count`-th best hold no better."""
    if len(sums) < count:
        return 0.0
    if len(sums) > 2 * BLOCK * count:
        sums = np.maximum.reduceat(sums, np.arange(0, len(sums), BLOCK))
    return _kth(sums, count)


def _kth(sums: Impacts | Scores, count: int) -> float:
    return float(np.partition(sums, len(sums) - count)[len(sums) - count])


def top(scores: Scores, count: int) -> list[int]:
    """Positions of the best scores above 0, best first, ties in order; sorts only those near."""
    bound = kth_at_least(scores, count)
    near = np.flatnonzero(scores >= bound) if bound > 0 else np.flatnonzero(scores > 0)
    order = near[np.lexsort((near, -scores[near]))][:count]
    return [int(position) for position in order]


class Pruner:
    """Looks through the arrays of one index; keeps the impacts of its frequent terms in rows."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._rows: OrderedDict[int, Impacts] = OrderedDict()
        self._sums: Impacts = np.zeros(0, dtype=np.float32)

    def near(
        self, parts: Sequence[Part], count: int, size: int, alive: Flags | None,
        needed: Needed, drift: float,
    ) -> Positions:  # fmt: skip
        """Positions, ascending, among which the `count` best of `size` passages are.

        `needed` gives the score from the question's own terms without which a passage cannot reach
        a score; `drift` is how far the impacts may be off, as a share.
        """
        slack = (1 + drift + ROUNDING) ** 2
        parts = sorted(parts, key=lambda part: part.passages)
        sums = self._cleared(size)
        reach = self._reach(parts)
        done = self._sum_rare(parts, sums)
        for part in parts:
            if part.new:
                np.add.at(sums, part.new[0], part.new[1] * np.float32(part.weight))
        while True:
            if alive is not None:
                sums *= alive
            least = needed(kth_at_least(sums, count)) / slack
            if done == len(parts) or reach[done] * slack < least:
                break
            for part in parts[done : done + AT_ONCE]:
                of_arrays = sums[: len(self._postings.lengths)]
                of_arrays += self._row(part.number) * np.float32(part.weight)
            done = min(done + AT_ONCE, len(parts))
        bound = least - reach[done]
        near = np.flatnonzero(sums >= bound if bound > 0 else sums > 0)
        rough = sums[near]
        for place, part in enumerate(parts[done:], done):
            held = np.searchsorted(near, len(self._postings.lengths))
            rough[:held] += self._row(part.number)[near[:held]] * np.float32(part.weight)
            if len(near) > count:
                least = needed(_kth(rough, count)) / slack
                kept = rough >= least - reach[place + 1]
                near, rough = near[kept], rough[kept]
        return near.astype(np.int32)

    def _cleared(self, size: int) -> Impacts:
        if len(self._sums) != size:
            self._sums = np.zeros(size, dtype=np.float32)
        else:
            self._sums.fill(0)
        return self._sums

    def _reach(self, parts: Sequence[Part]) -> list[float]:
        """What the terms from each place on can add to a passage of the arrays."""
        reach = [0.0]
        for part in reversed(parts):
            held = part.number < len(self._postings.terms)
            highest = float(self._postings.highest[part.number]) if held else 0.0
            reach.append(reach[-1] + part.weight * highest)
        return reach[::-1]

    def _sum_rare(self, parts: Sequence[Part], sums: Impacts) -> int:
        """Adds the impacts of the rare terms; returns how many these are."""
        for place, part in enumerate(parts):
            positions, impacts = self._slice(part.number)
            if len(positions) > DENSE * len(self._postings.lengths):
                return place
            np.add.at(sums, positions, impacts * np.float32(part.weight))
        return len(parts)

    def _slice(self, number: int) -> tuple[Positions, Impacts]:
        held = self._postings
        if number >= len(held.terms):
            return held.positions[:0], held.impacts[:0]
        part = slice(held.starts[number], held.starts[number + 1])
        return held.positions[part], held.impacts[part]

    def _row(self, number: int) -> Impacts:
        """The impacts of a term for every passage of the arrays."""
        row = self._rows.get(number)
        if row is None:
            size = len(self._postings.lengths)
            row = self._rows[number] = np.zeros(size, dtype=np.float32)
            positions, impacts = self._slice(number)
            row[positions] = impacts
            while len(self._rows) * size > max(KEPT, 64 * size):
                self._rows.popitem(last=False)
        self._rows.move_to_end(number)
        return row
