"""The frequent terms of an index in rows: their impact and frequency for every passage, looked up at once."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.postings import Impacts, Postings

DENSE = 1 / 8  # of all passages: from here on a row is worth its memory
KEPT = 32_000_000  # passages in rows that are kept at the least: 192 MB
ROWS = 64  # that are kept at the least


class Row(NamedTuple):
    """A term's impact and frequency for every passage of the arrays; 0 where it does not stand."""

    impacts: Impacts
    frequencies: npt.NDArray[np.unsignedinteger]


class Rows:
    """Rows of the frequent terms that were asked for last."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._size = len(postings.lengths)
        longest = int(postings.lengths.max()) if self._size else 0
        self._counts = np.min_scalar_type(longest)  # no term stands more often than that
        self._rows: OrderedDict[int, Row] = OrderedDict()

    def is_frequent(self, count: int) -> bool:
        """Is a term in so many passages of the arrays looked up in a row?"""
        return count > DENSE * self._size

    def kept(self, number: int) -> Row | None:
        """The row of a term, where there is one already."""
        return self._rows.get(number)

    def of(self, number: int) -> Row:
        """The row of a term."""
        row = self._rows.get(number)
        if row is None:
            held = self._postings
            part = slice(held.starts[number], held.starts[number + 1])
            row = Row(
                np.zeros(self._size, dtype=np.float32), np.zeros(self._size, dtype=self._counts)
            )
            row.impacts[held.positions[part]] = held.impacts[part]
            row.frequencies[held.positions[part]] = held.frequencies[part]
            self._rows[number] = row
            while len(self._rows) > ROWS and len(self._rows) * self._size > KEPT:
                self._rows.popitem(last=False)
        self._rows.move_to_end(number)
        return row
