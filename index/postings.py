"""The arrays of an index: which passages have a term, how often, and what that is worth at the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

K1 = 0.9
B = 0.75

Positions = npt.NDArray[np.int32]
Frequencies = npt.NDArray[np.int32]
Lengths = npt.NDArray[np.int64]
Impacts = npt.NDArray[np.float32]
Table = npt.NDArray[np.unsignedinteger]
Scores = npt.NDArray[np.float64]

NOWHERE: Positions = np.zeros(0, dtype=np.int32)
AT_ONCE = 1_000_000  # postings
FREQUENT = 1 / 8  # of all passages: from here on a term has a column in the table


class Term(NamedTuple):  # asked for thirty times a question
    """A term of an index: its number, its slice of the arrays with the highest impact there, its
    column of the table (-1: none), its idf, and the positions and impacts of passages that the
    arrays do not hold."""

    number: int
    start: int
    stop: int
    highest: float
    column: int
    idf: float
    new: tuple[Positions, Impacts] | None

    @property
    def held(self) -> int:
        """Passages of the arrays that have it."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Postings:
    """`terms` in the order of their slices `starts[n]:starts[n + 1]` of `positions`, `frequencies`
    and `impacts`; the length of every passage; the highest impact of every term.

    An impact is a term's part of a passage's score without its idf, rounded to 32 bits, for the
    mean length that these passages have: good for telling which passages come near the best.
    `norms` are the passages' part of it. A frequent term's frequencies stand once more in its
    column (`columns[n]`, -1: none) of `table`, a row a passage: looked up without searching.
    """

    terms: list[str]
    starts: npt.NDArray[np.int64]
    positions: Positions
    frequencies: Frequencies
    lengths: Lengths
    impacts: Impacts
    highest: Impacts
    norms: Impacts
    columns: npt.NDArray[np.int32]
    table: Table

    @property
    def mean_length(self) -> float:
        """Mean length of a passage; 1 where there is none."""
        return mean_of(self.lengths)

    def frequencies_in_table(
        self, columns: Sequence[int], positions: npt.NDArray[np.integer]
    ) -> Table:
        """How often each of some passages has each of some frequent terms: a row a passage."""
        rows = positions.astype(np.intp) * self.table.shape[1]
        at = rows[:, None] + np.array(columns, dtype=np.intp)
        found: Table = self.table.reshape(-1).take(at)
        return found

    def frequencies_at(self, terms: Sequence[Term], positions: Positions) -> Frequencies:
        """How often each of some passages has each of some rare terms that these arrays hold: a row
        a term; positions ascend."""
        at = np.empty((len(terms), len(positions)), dtype=np.intp)
        for row, term in zip(at, terms, strict=True):
            row[:] = self.positions[term.start : term.stop].searchsorted(positions)
        at += np.array([term.start for term in terms], dtype=np.intp)[:, None]
        # what lies beyond a term's last posting is another term's first
        np.minimum(at, np.array([term.stop - 1 for term in terms], dtype=np.intp)[:, None], out=at)
        found: Frequencies = self.frequencies.take(at) * (self.positions.take(at) == positions)
        return found


def mean_of(lengths: Lengths) -> float:
    """Mean length of passages; 1 where there is none."""
    return float(lengths.mean()) or 1.0 if len(lengths) else 1.0


def norm_of(lengths: Lengths, mean: float, k1: float, b: float) -> Scores:
    """BM25's part of the denominator that a passage's length makes."""
    norm: Scores = np.multiply(k1, 1 - b + b * lengths / mean)
    return norm


def impact(frequencies: Frequencies, norm: Scores, k1: float) -> Scores:
    """BM25's factor of a term that stands so often in passages of these lengths."""
    found: Scores = np.divide(frequencies * (k1 + 1), norm + frequencies)
    return found


def postings_of(
    terms: list[str], starts: npt.NDArray[np.int64], positions: Positions,
    frequencies: Frequencies, lengths: Lengths, k1: float, b: float,
) -> Postings:  # fmt: skip
    """Postings with their impacts and the table of frequent terms."""
    columns, table = _table(starts, positions, frequencies, len(lengths))
    nothing: Impacts = np.zeros(0, dtype=np.float32)
    bare = Postings(
        terms, starts, positions, frequencies, lengths, nothing, nothing, nothing, columns, table
    )
    return with_impacts(bare, mean_of(lengths), k1, b)


def with_impacts(held: Postings, mean: float, k1: float, b: float) -> Postings:
    """The same postings with their impacts for a mean length."""
    norms = norm_of(held.lengths, mean, k1, b).astype(np.float32)
    impacts = np.zeros(len(held.positions), dtype=np.float32)
    for first in range(0, len(held.positions), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        often = held.frequencies[part].astype(np.float32)
        impacts[part] = often * np.float32(k1 + 1) / (norms[held.positions[part]] + often)
    highest = np.maximum.reduceat(impacts, held.starts[:-1]) if held.terms else impacts
    return replace(held, impacts=impacts, highest=highest, norms=norms)


def _table(
    starts: npt.NDArray[np.int64], positions: Positions, frequencies: Frequencies, size: int
) -> tuple[npt.NDArray[np.int32], Table]:
    """The column of every term and the table of the frequent ones."""
    frequent = np.flatnonzero(np.diff(starts) > FREQUENT * size)
    columns = np.full(len(starts) - 1, -1, dtype=np.int32)
    columns[frequent] = np.arange(len(frequent))
    narrow = np.min_scalar_type(int(frequencies.max(initial=0)))
    table = np.zeros((size, len(frequent)), dtype=narrow)
    for column, number in enumerate(frequent):
        part = slice(starts[number], starts[number + 1])
        table[positions[part], column] = frequencies[part]
    return columns, table


def no_postings() -> Postings:
    """The arrays of an empty index."""
    start = np.zeros(1, dtype=np.int64)
    return postings_of([], start, NOWHERE, NOWHERE, np.zeros(0, dtype=np.int64), K1, B)
