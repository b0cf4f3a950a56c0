"""Impacts of the frequent terms of an index for every passage, so that a whole row is added at once."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from index.postings import Impacts, Postings, Term

KEPT = 32_000_000  # impacts that are kept at the least: 128 MB
ROWS = 64  # that are kept at the least


class Rows:
    """Rows of the frequent terms that were added last: seldom, where no rare term says enough."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._size = len(postings.lengths)
        self._rows: OrderedDict[int, Impacts] = OrderedDict()

    def of(self, term: Term) -> Impacts:
        """A term's impact for every passage of the arrays, 0 where it does not stand."""
        row = self._rows.get(term.number)
        if row is None:
            held = self._postings
            row = np.zeros(self._size, dtype=np.float32)
            row[held.positions[term.start : term.stop]] = held.impacts[term.start : term.stop]
            self._rows[term.number] = row
            while len(self._rows) > ROWS and len(self._rows) * self._size > KEPT:
                self._rows.popitem(last=False)
        self._rows.move_to_end(term.number)
        return row
