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
FREQUENCIES_TO = 200_000  # passages: of larger indexes a row takes longer to fill than it saves


class Row(NamedTuple):
    """A term's impact for every passage of the arrays, 0 where it does not stand; in an index that
    is not too large its frequencies too."""

    impacts: Impacts
    frequencies: npt.NDArray[np.unsignedinteger] | None


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

    def frequencies(self, number: int) -> npt.NDArray[np.unsignedinteger] | None:
        """The frequencies of a term, where its row is there already and has them."""
        row = self._rows.get(number)
        return row.frequencies if row else None

    def of(self, number: int) -> Row:
        """The row of a term."""
        row = self._rows.get(number)
        if row is None:
            held = self._postings
            part = slice(held.starts[number], held.starts[number + 1])
            impacts = np.zeros(self._size, dtype=np.float32)
            impacts[held.positions[part]] = held.impacts[part]
            often = None
            if self._size <= FREQUENCIES_TO:
                often = np.zeros(self._size, dtype=self._counts)
                often[held.positions[part]] = held.frequencies[part]
            row = Row(impacts, often)
            self._rows[number] = row
            while len(self._rows) > ROWS and len(self._rows) * self._size > KEPT:
                self._rows.popitem(last=False)
        self._rows.move_to_end(number)
        return row
