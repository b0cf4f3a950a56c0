"""Rows of a table that has merged cells: which cell stands under which head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from corpus import dates
from corpus.addressees import HEADED
from corpus.wording import ONGOING, TIME_COLUMN, UNIT_COLUMN

MAX_COLUMNS = 10  # of wider tables the cells are taken as they come
RETURNING = re.compile(r"(?:thường xuyên\W+)?(?:định kỳ|hằng|hàng|mỗi)\s", re.IGNORECASE)
SHORT_CELL = 80  # characters: a longer one is no time


def fitted(
    cells: Sequence[str], columns: Sequence[str], above: Sequence[str] = ()
) -> tuple[str, ...]:
    """A short row spread over all columns, so that times stand under a time head and bodies under
    a body's; of equally good ways the first, or below merged cells the last.

    A row with a number of its own has empty cells where it has none; one without (`above` is the
    row before it) goes on under merged cells and has theirs.
    """
    first = 1 if above else 0
    rest = range(first, len(columns))
    if len(columns) > MAX_COLUMNS or len(cells) > len(rest):
        return tuple(cells)
    ways = [way for way in combinations(rest, len(cells)) if above or way[0] == 0]
    best = max(ways, key=lambda way: (_fit(way, cells, columns), _order(way, bool(above))))
    row = list(above) if above else [""] * len(columns)
    for column, cell in zip(best, cells, strict=True):
        row[column] = cell
    return tuple(row)


def _order(way: tuple[int, ...], last: bool) -> tuple[int, ...]:
    return way if last else tuple(-column for column in way)


def _fit(way: tuple[int, ...], cells: Sequence[str], columns: Sequence[str]) -> int:
    return sum(_suits(columns[at], cell) for at, cell in zip(way, cells, strict=True) if cell)


def _suits(head: str, cell: str) -> int:
    """How well a cell stands under a head: by what both say of times and bodies."""
    is_time = len(cell) < SHORT_CELL and bool(
        ONGOING.match(cell) or RETURNING.match(cell) or dates.find(cell, dates.Calendar())
    )
    if bool(TIME_COLUMN.search(head)) is not is_time:
        return -2
    is_body = bool(UNIT_COLUMN.search(head)) is bool(HEADED.match(cell))
    return 2 if is_time else int(is_body)
