"""The rows of one table, one after the other: each with the heads of its columns, or a head of a group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import tables
from corpus.model import ROW_NUMBER_HEADS, Block, Item

# "1", "2.1", "IV", "III.1.2", "B" before a row
ROW_NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}(?:\.\d{1,2})*|[A-E])?\.?$")
LABEL = re.compile(r"(?:[A-E]|[IVX]{1,5}(?:\.\d{1,2})*|\d{1,3}(?:\.\d{1,2})*)\.?")
GROUPED = re.compile(
    r"(?P<label>[A-E]|[IVX]{1,5}(?:\.\d{1,2})*|\d{1,3}(?:\.\d{1,2})*)\.? \| [^|]+$"
)
OVER_TIMES = re.compile(
    r"giai\s*đoạn|thời\s*gian|năm|tiến\s*độ|lộ\s*trình|kế\s*hoạch", re.IGNORECASE
)


class Table:
    """What is known of a table after some of its rows."""

    def __init__(self) -> None:
        self._columns: tuple[str, ...] = ()
        self._second: tuple[str, ...] = ()  # the row under the heads, which may be heads too
        self._last: tuple[str, ...] = ()

    def item_of(self, block: Block) -> tuple[Item, str]:
        """A row as an item, and the text of an earlier row that this one shows to be heads, else "".

        The first row of a table is the heads of its columns.
        """
        if not self._columns or self._begins(block):
            self._columns, self._second, self._last = block.cells, (), ()
            return Item("", block.text), ""
        heads = ""
        if self._has_merged_head(block.cells):
            heads = " | ".join(filter(None, self._second))
            self._columns = _with_parts(self._columns, self._second, len(block.cells))
        self._second = self._second or block.cells
        cells = self._full(block.cells)
        is_data = len(cells) == len(self._columns) and block.cells != self._columns
        if not is_data or _is_group(cells):
            return Item("", block.text), heads
        self._last = cells
        pairs = zip(self._columns, cells, strict=True)
        return Item("", block.text, tuple(pair for pair in pairs if pair[1])), heads

    def _begins(self, block: Block) -> bool:
        """Is this the first row of another table right after the one before?"""
        if block.cells[0].strip(" .") in ROW_NUMBER_HEADS:
            return True
        other = len(block.cells) != len(self._columns)
        return block.gap and other and not re.search(r"\d", block.text)

    def _has_merged_head(self, cells: Sequence[str]) -> bool:
        """Is a row as wide as the heads are once one of them is parted as the row under them says?"""
        parts = len([part for part in self._second if part])
        merged = len(self._columns) + parts - len(cells)  # so many heads have parts
        wider = len(cells) > len(self._columns) and 1 < parts < len(cells)
        return wider and merged > 0 and parts % merged == 0

    def _full(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """A row with fewer cells than the table has columns, each cell under its own head."""
        own = cells
        while own and not own[-1]:
            own = own[:-1]
        missing = len(self._columns) - len(own)
        if missing <= 0 or not own or self._columns[0].strip(".") not in ROW_NUMBER_HEADS:
            return cells
        if ROW_NUMBER.match(own[0]):
            return tables.fitted(own, self._columns) if len(own) > 2 else cells
        if len(self._last) == len(self._columns) and len(own) > 1:
            return tables.fitted(own, self._columns, self._last)
        return cells


def _with_parts(columns: Sequence[str], second: Sequence[str], width: int) -> tuple[str, ...]:
    """Heads of which one has parts under it ("Giai đoạn 2026 - 2030" above "Năm 2026", "Năm 2027"),
    or the last ones as many each."""
    parts = [part for part in second if part]
    merged = len(columns) + len(parts) - width
    if merged > 1:
        each, plain = len(parts) // merged, len(columns) - merged
        over = [head for head in columns[plain:] for _ in range(each)]
        return (
            *columns[:plain],
            *(f"{head}, {part}" for head, part in zip(over, parts, strict=True)),
        )
    times = [place for place, head in enumerate(columns) if OVER_TIMES.search(head)]
    place = times[-1] if times else len(columns) - 1
    return (*columns[:place], *parts, *columns[place + 1 :])


def _is_group(cells: Sequence[str]) -> bool:
    """Is a row nothing but a number and what the rows under it are about?"""
    said = [cell for cell in cells if cell]
    return len(said) == 2 and said == list(cells[:2]) and bool(ROW_NUMBER.match(said[0]))


def groups_above(items: Sequence[Item], position: int) -> tuple[str, ...]:
    """The heads of the groups that a row of a table stands in, the widest first: "I | Giai đoạn
    2025-2027", "I.1 | Dịch vụ số"; none for anything but a row."""
    if position < 0 or not items[position].cells:
        return ()
    found: list[str] = []
    first_head, label = items[position].cells[0]
    numbered = first_head.strip(".") in ROW_NUMBER_HEADS and LABEL.fullmatch(label)
    ranks: list[tuple[int, int]] = [_rank(label.rstrip(".")) if numbered else (9, 9)]
    for item in reversed(items[:position]):
        if " | " not in item.text:
            break
        match = None if item.cells else GROUPED.match(item.text)
        if match and (rank := _rank(match["label"])) < ranks[-1]:
            found.append(item.text)
            ranks.append(rank)
    return tuple(reversed(found))


def _rank(label: str) -> tuple[int, int]:
    """How high a label stands: "A" above "II" above "II.1" above "3" above "3.1"."""
    first = label.split(".")[0]
    kind = 2 if first.isdigit() else 1 if re.fullmatch(r"[IVX]+", first) else 0
    return kind, label.count(".")
