"""What stands side by side: the two columns of heading and foot, tables over page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.formats.lines import Line, joined, kind_alone, lines_of
from corpus.formats.two_columns import motto_at, spans, without
from corpus.formats.words import Grid, Word
from corpus.header import NUMBER
from corpus.letters import fold
from corpus.signature import RECIPIENTS

Row = tuple[str | None, ...]

ALIKE = 0.8  # share of letters in which two readings of one table head agree
HEAD_ROWS = 3  # a head with merged cells has no more rows than that
ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-H])\s?[.)]?$|S?TT$|Số TT$")
MIN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand under one head, over all pages; every row has as many cells."""

    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0])


def table(grid: Grid) -> Table | None:
    """The rows of a ruled table that say something; None for one that says nothing."""
    rows = [tuple(None if cell is None else _cell(cell) for cell in row) for row in grid.rows]
    width = max((len(row) for row in rows), default=0)
    full = tuple((*row, *([""] * (width - len(row)))) for row in rows if any(row))
    return Table(full) if full and width > 1 else None


def _cell(text: str) -> str:
    return joined(" ".join(line.split()) for line in text.split("\n"))


def is_layout(grid: Grid) -> bool:
    """Are these cells only there to place the heading, or the recipients beside the signature?"""
    cells = [cell for row in grid.rows for cell in row if cell]
    lines = [line.strip() for cell in cells for line in cell.split("\n")]
    columns = max((len(row) for row in grid.rows), default=0)
    says = any(RECIPIENTS.match(line) or _is_motto(line) for line in lines)
    numbered = any(NUMBER.match(line) and "/" in line for line in lines[:8])
    return columns <= 3 and (says or (columns == 2 and numbered and len(cells) <= 6))


def _is_motto(text: str) -> bool:
    words = text.split()
    return bool(words) and motto_at(lines_of(_in_a_row(words))[0]) is not None


def _in_a_row(words: Sequence[str]) -> list[Word]:
    return [Word(text, n, 0, n + 0.5, 1, 1) for n, text in enumerate(words)]


def layout_columns(grid: Grid) -> list[list[str]]:
    """The lines of each column of a layout table, from the top down."""
    columns = max(len(row) for row in grid.rows)
    padded = [(*row, *([None] * (columns - len(row)))) for row in grid.rows]
    texts = [[row[n] or "" for row in padded] for n in range(columns)]
    return [[line for cell in column for line in cell.split("\n") if line] for column in texts]


# ---- over the page break


def continued(before: Table, after: Table) -> Table | None:
    """Both as one table, where the second goes on with the first: its head once, a row that the
    page cut in two as one; None where it does not."""
    if before.width != after.width:
        return None
    rows = after.rows[_repeated(before.rows, after.rows) :]
    if not rows:
        return before
    first, *rest = rows
    if _is_cut(before.rows[-1], first):
        last = tuple(_put_together(a, b) for a, b in zip(before.rows[-1], first, strict=True))
        return Table((*before.rows[:-1], last, *rest))
    return Table((*before.rows, _as_above(first), *rest))


def _repeated(before: Sequence[Row], after: Sequence[Row]) -> int:
    """How many rows of the head stand there once more."""
    count = 0
    for one, other in zip(before[:HEAD_ROWS], after, strict=False):
        numbered = ROW_NUMBER.match(one[0] or "") and (one[0] or "")[0].isdigit()
        if one != other and (numbered or not _alike(one, other)):
            break
        count += 1
    return count


def _alike(one: Row, other: Row) -> bool:
    """Do they say the same, as far as a reader of pictures can tell, and with the same figures?"""
    a, b = (fold(" ".join(cell or "" for cell in row).lower()) for row in (one, other))
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE


def _is_cut(before: Row, row: Row) -> bool:
    """Is this the rest of the row before it, for it has no number and fills few cells, or goes on
    in the middle of a sentence?"""
    filled = [n for n, cell in enumerate(row) if cell]
    if row[0] or not filled or not all(before[n] for n in filled):
        return False
    small = any((row[n] or "")[0].islower() for n in filled)
    return small or len(filled) * 2 < len(row)


def _put_together(one: str | None, other: str | None) -> str | None:
    return joined([one, other]) if one and other else one or other


def _as_above(row: Row) -> Row:
    """Empty cells at the beginning of a page's first row belong to merged cells."""
    started = next((n for n, cell in enumerate(row) if cell), len(row))
    is_group = started == len(row) - 1
    return tuple(None if n < started and not is_group else cell for n, cell in enumerate(row))


def filled(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Rows without None: what is merged downwards repeats the cell above, to the right is ""."""
    done: list[tuple[str, ...]] = []
    for row in rows:
        above = done[-1] if done and not _is_group(row, len(done)) else ("",) * len(row)
        done.append(tuple(above[n] if cell is None else cell for n, cell in enumerate(row)))
    return done


def _is_group(row: Row, number: int) -> bool:
    """Does the row head those below it, so that its last cells are merged to the right? A cell
    under the table's head is merged with none above it either."""
    said = [n for n, cell in enumerate(row) if cell]
    if not said or said[-1] > 1 or said[-1] == len(row) - 1:
        return False
    return number == 1 or said == [0] or not (row[0] or "")[:1].isdigit()


# ---- without ruling


def unruled(rows: Sequence[Line]) -> tuple[int, Table] | None:
    """How many lines from here on stand in three or more columns, and the table they are."""
    if not rows or len(spans(rows[0])) < 3:
        return None
    free = _gaps(rows[0])
    end = 0
    for row in rows:
        left = without(free, spans(row))
        if len(left) < 2 or kind_alone(row.text):
            break
        free, end = left, end + 1
    cuts = [(a + b) / 2 for a, b in free]
    lines = [_cells(row, cuts) for row in rows[:end]]
    if end < MIN_ROWS or sum(1 for cells in lines if sum(map(bool, cells)) >= 3) < MIN_ROWS:
        return None
    return end, Table(tuple(_rows_of(lines)))


def _gaps(row: Line) -> list[tuple[float, float]]:
    parts = spans(row)
    return [(a[1], b[0]) for a, b in pairwise(parts)]


def _cells(row: Line, cuts: Sequence[float]) -> tuple[str, ...]:
    """The words of a line by column."""
    cells: list[list[str]] = [[] for _ in range(len(cuts) + 1)]
    for word in row.words:
        middle = (word.left + word.right) / 2
        cells[sum(middle > cut for cut in cuts)].append(word.text)
    return tuple(" ".join(cell) for cell in cells)


def _rows_of(lines: Sequence[tuple[str, ...]]) -> list[Row]:
    """Lines to rows: a row begins with its number, or in a table without numbers its first cell."""
    numbered = sum(1 for cells in lines if ROW_NUMBER.match(cells[0])) >= 2
    rows: list[Row] = []
    for cells in lines:
        opens = bool(ROW_NUMBER.match(cells[0]) if numbered else cells[0])
        if opens or not rows:
            rows.append(cells)
        else:
            rows[-1] = tuple(_put_together(a, b) for a, b in zip(rows[-1], cells, strict=True))
    return rows
