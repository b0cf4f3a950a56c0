"""Rows of cells to blocks: data tables row by row, layout tables column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus import header, signature
from corpus.model import ROW_NUMBER_HEADS, Block, UnreadableFileError

MAX_CHARS = 2_000_000
OFFICIAL_COLUMNS = 4  # the two texts of a head or foot, with empty columns between
RECIPIENTS = re.compile(r"^nơi\s+nhận\s*:", re.IGNORECASE)  # without ":" it is a column's head

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its blocks, the columns it takes, and whether it repeats the one above."""

    blocks: tuple[Block, ...] = ()
    span: int = 1
    is_repeated: bool = False

    @property
    def text(self) -> str:
        """The cell on one line."""
        return " ".join(block.text for block in self.blocks)


def table_blocks(rows: Sequence[Sequence[Cell]], is_ruled: bool) -> list[Block]:
    """A table of data row by row; one that only sets text side by side, cell by cell.

    Every row has the same number of cells: under a wide cell stand empty ones.
    """
    if is_official(rows):
        return [block for part in _between_full_rows(rows) for block in _by_column(part)]
    columns = [any(cell.text for cell in column) for column in zip(*rows, strict=True)]
    if sum(columns) > 2 or (sum(columns) == 2 and is_ruled and len(rows) > 1):
        grid = [
            tuple(cell.text for cell, is_used in zip(row, columns, strict=True) if is_used)
            for row in rows
        ]
        return list(row_blocks(grid))
    return [block for row in rows for block in _by_column([row])]


def is_official(rows: Sequence[Sequence[Cell]]) -> bool:
    """Is this the head or the foot of a document, which stand side by side in a table?"""
    widest = max((sum(1 for cell in row if cell.blocks) for row in rows), default=0)
    if not 0 < widest <= OFFICIAL_COLUMNS or rows[0][0].text in ROW_NUMBER_HEADS:
        return False
    return any(
        header.MOTTO.search(block.text)
        or header.PLACE_ONLY.match(block.text)
        or RECIPIENTS.match(block.text)
        or signature.BEHALF.match(block.text)
        for row in rows
        for cell in row
        for block in cell.blocks
    )


def _between_full_rows(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    """The rows in runs, a row of one wide cell on its own: what it says belongs to no column."""
    for is_full, grouped in groupby(rows, lambda row: 1 < len(row) <= row[0].span):
        run = list(grouped)
        yield from ([row] for row in run) if is_full else [run]


def _by_column(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    for column in zip(*rows, strict=True):
        for cell in column:
            yield from () if cell.is_repeated else cell.blocks


def _rows_above(rows: Sequence[Row]) -> int:
    """How many rows stand above the first row of data."""
    for number, row in enumerate(rows):
        if sum(map(bool, row)) > 1 and not header.is_layout(row):
            return number
    return len(rows)


def row_blocks(rows: Sequence[Row]) -> Iterator[Block]:
    """Rows of data as blocks; above them stand lines of one cell each, and the head of a document
    with the issuer beside the motto."""
    filled = [row for row in rows if any(row)]
    heads = _rows_above(filled)
    for row in filled[:heads]:
        yield from (Block(cell) for cell in row if cell)
    chars = 0
    for n, row in enumerate(filled[heads:]):
        chars += sum(map(len, row))
        if chars > MAX_CHARS:  # one long text merged over thousands of rows
            raise UnreadableFileError("too_large")
        yield Block(" | ".join(filter(None, row)), gap=n == 0, cells=row)
