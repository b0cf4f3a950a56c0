"""The arrays of an index: which passages have a term, how often, and what that is worth at the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

K1 = 0.9
B = 0.75

Positions = npt.NDArray[np.int32]
Frequencies = npt.NDArray[np.int32]
Lengths = npt.NDArray[np.int64]
Impacts = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]

NOWHERE: Positions = np.zeros(0, dtype=np.int32)
AT_ONCE = 1_000_000  # postings


class Term(NamedTuple):  # asked for thirty times a question
    """A term of an index: its number, its slice of the arrays with the highest impact there, its idf,
    and the positions and impacts of passages that the arrays do not hold."""

    number: int
    start: int
    stop: int
    highest: float
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
    """

    terms: list[str]
    starts: npt.NDArray[np.int64]
    positions: Positions
    frequencies: Frequencies
    lengths: Lengths
    impacts: Impacts
    highest: Impacts

    @property
    def mean_length(self) -> float:
        """Mean length of a passage; 1 where there is none."""
        return mean_of(self.lengths)

    def frequencies_at(self, terms: Sequence[Term], positions: Positions) -> Frequencies:
        """How often each of some passages has each of some terms that these arrays hold: a row a
        term; positions ascend."""
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


def with_impacts(
    terms: list[str], starts: npt.NDArray[np.int64], positions: Positions,
    frequencies: Frequencies, lengths: Lengths, mean: float, k1: float, b: float,
) -> Postings:  # fmt: skip
    """Postings with their impacts for a mean length."""
    norm = norm_of(lengths, mean, k1, b).astype(np.float32)
    impacts = np.zeros(len(positions), dtype=np.float32)
    for first in range(0, len(positions), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        often = frequencies[part].astype(np.float32)
        impacts[part] = often * np.float32(k1 + 1) / (norm[positions[part]] + often)
    highest = np.maximum.reduceat(impacts, starts[:-1]) if terms else impacts
    return Postings(terms, starts, positions, frequencies, lengths, impacts, highest)


def no_postings() -> Postings:
    """The arrays of an empty index."""
    none, zero = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    nothing = np.zeros(0, dtype=np.float32)
    return Postings([], zero, NOWHERE, NOWHERE, none, nothing, nothing)
