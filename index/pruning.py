"""Which passages can be among the best: rough sums of the rare terms, bounds for the frequent ones.

After MaxScore (Turtle and Flood, 1995): once what the remaining terms can add is less than what the
count-th best passage has, only passages near it are looked at further. Nothing here is a score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from index.frequent import Rows
from index.postings import Impacts, Positions, Postings, Scores, Term

Flags = npt.NDArray[np.bool_]
Needed = Callable[[float], float]

GROUP = 256  # passages; the best of each group bound the k-th best of all
AT_ONCE = 3  # frequent terms added before the bound is looked at again
MANY = 4_096  # passages: of more, whole rows are read faster than places of the table
ROUNDING = 1e-5  # of sums in 32 bits


Part = tuple[Term, float]  # a term of the question and the weight of its impacts


def kth_at_least(sums: Impacts | Scores, count: int) -> float:
    """A bound that the `count`-th best reaches: the best of as many groups are no better."""
    groups = len(sums) // GROUP
    if groups > 2 * count:
        return _kth(sums[: groups * GROUP].reshape(GROUP, groups).max(axis=0), count)
    return _kth(sums, count) if len(sums) >= count else 0.0


def _kth(sums: Impacts | Scores, count: int) -> float:
    return float(np.partition(sums, len(sums) - count)[len(sums) - count])


def top(scores: Scores, count: int) -> list[int]:
    """Positions of the best scores above 0, best first, ties in order; sorts only those near."""
    bound = kth_at_least(scores, count)
    near = np.flatnonzero(scores >= bound) if bound > 0 else np.flatnonzero(scores > 0)
    order = near[np.lexsort((near, -scores[near]))][:count]
    return [int(position) for position in order]


class Pruner:
    """Looks through the arrays of one index."""

    def __init__(self, postings: Postings, k1: float) -> None:
        self._postings, self._rows, self._k1 = postings, Rows(postings), k1
        self._sums: Impacts = np.zeros(0, dtype=np.float32)
        self._positions: npt.NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self._impacts: Impacts = np.zeros(0, dtype=np.float32)

    def near(
        self, parts: Sequence[Part], count: int, size: int, alive: Flags | None,
        needed: Needed, drift: float,
    ) -> Positions:  # fmt: skip
        """Positions, ascending, among which the `count` best of `size` passages are.

        `needed` gives the score from the question's own terms without which a passage cannot reach
        a score; `drift` is how far the impacts may be off, as a share.
        """
        off = 1 + drift + ROUNDING  # sums may be too high or too low by this factor
        sums = self._cleared(size)
        frequent = self._sum_rare(parts, sums)
        reach = _reach(frequent)
        done = 0
        while True:
            if alive is not None:
                sums *= alive
            least = needed(kth_at_least(sums, count) / off) / off
            if done == len(frequent) or reach[done] < least:
                break
            of_arrays = sums[: len(self._postings.lengths)]
            for term, weight in frequent[done : done + AT_ONCE]:
                of_arrays += self._rows.of(term) * np.float32(weight)
            done = min(done + AT_ONCE, len(frequent))
        bound = least - reach[done]
        near = np.flatnonzero(sums >= bound if bound > 0 else sums > 0)
        rough = sums[near]
        for first, last in ((done, done + AT_ONCE), (done + AT_ONCE, len(frequent))):
            if group := frequent[first:last]:
                rough = rough + self._sums_at(group, near)
                if len(near) > count:
                    least = needed(_kth(rough, count) / off) / off
                    kept = rough >= least - reach[min(last, len(frequent))]
                    near, rough = near[kept], rough[kept]
        return near.astype(np.int32)

    def _room(self, size: int) -> tuple[npt.NDArray[np.intp], Impacts]:
        """Arrays of this size that are used again: making them anew takes longer than filling them."""
        if len(self._impacts) < size:
            self._positions = np.empty(2 * size, dtype=np.intp)
            self._impacts = np.empty(2 * size, dtype=np.float32)
        return self._positions[:size], self._impacts[:size]

    def _cleared(self, size: int) -> Impacts:
        if len(self._sums) != size:
            self._sums = np.zeros(size, dtype=np.float32)
        else:
            self._sums.fill(0)
        return self._sums

    def _sum_rare(self, parts: Sequence[Part], sums: Impacts) -> list[Part]:
        """Adds the impacts of the rare terms and of all that lies outside the arrays; returns the
        frequent terms, those that can add most first."""
        held = self._postings
        rare: list[Part] = []
        frequent: list[Part] = []
        for part in parts:
            (rare if part[0].column < 0 else frequent).append(part)
        positions, impacts = self._room(sum(term.held for term, _ in rare))
        at = 0
        for term, weight in rare:
            place = slice(at, at := at + term.held)
            positions[place] = held.positions[term.start : term.stop]
            np.multiply(held.impacts[term.start : term.stop], weight, out=impacts[place])
        np.add.at(sums, positions, impacts)
        for term, weight in parts:
            if term.new:
                np.add.at(sums, term.new[0], term.new[1] * np.float32(weight))
        return sorted(frequent, key=_most, reverse=True)

    def _sums_at(self, parts: Sequence[Part], near: npt.NDArray[np.intp]) -> Impacts:
        """What frequent terms add to some passages."""
        sums: Impacts = np.zeros(len(near), dtype=np.float32)
        postings = self._postings
        held = near[: near.searchsorted(len(postings.lengths))]
        weights = np.array([weight for _, weight in parts], dtype=np.float32)
        if len(held) > MANY:
            impacts = np.array([self._rows.of(term).take(held) for term, _ in parts])
            sums[: len(held)] = weights @ impacts
            return sums
        often = postings.frequencies_in_table([term.column for term, _ in parts], held)
        shares = often.astype(np.float32)
        shares /= shares + postings.norms.take(held)[:, None]
        sums[: len(held)] = shares @ (weights * np.float32(self._k1 + 1))
        return sums


def _most(part: Part) -> float:
    """What a term can add to a passage of the arrays."""
    term, weight = part
    return weight * term.highest


def _reach(parts: Sequence[Part]) -> list[float]:
    """What the terms from each place on can add to a passage of the arrays."""
    reach = [0.0]
    for part in reversed(parts):
        reach.append(reach[-1] + _most(part))
    return reach[::-1]
