"""What stands side by side: the two columns of heading and foot, tables over page breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import mean, median

from corpus.formats.lines import ANNEX, Line, joined, kind_alone, lines_of
from corpus.formats.words import Grid, Word
from corpus.header import NUMBER
from corpus.letters import fold
from corpus.signature import BEHALF, OFFICE, RECIPIENTS

Span = tuple[float, float]  # left and right end, in points
Row = tuple[str | None, ...]
Taken = Callable[[Line], Sequence[Span]]

ALIKE = 0.8  # share of letters in which two readings of one table head agree
HEAD_ROWS = 3  # a head with merged cells has no more rows than that
ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-H])\s?[.)]?$|S?TT$|Số TT$")
MIN_ROWS = 3
EVEN = 1.3
MOTTO = re.compile(r"\b(?:cong hoa xa hoi|dang cong san|doc lap ?[-–])")


def spans(row: Line, anchor: int | None = None) -> list[Span]:
    """The parts of a row between its wide gaps; the word at `anchor` begins a part in any case."""
    found: list[Span] = []
    least = _wide_gap(row)
    for number, word in enumerate(row.words):
        if found and number != anchor and word.left - found[-1][1] < least:
            found[-1] = (found[-1][0], max(found[-1][1], word.right))
        else:
            found.append((word.left, word.right))
    return found


def _wide_gap(row: Line) -> float:
    """From which width on a gap is no blank of this row: columns can nearly touch."""
    gaps = [b.left - a.right for a, b in pairwise(row.words)]
    if len(gaps) < 3:
        return row.size
    if max(gaps) < EVEN * min(gaps):  # justified: all its blanks are as wide
        return max(gaps) + 1
    return min(max(0.45 * row.size, 1.7 * median(gaps)), 1.1 * row.size)


def motto_at(row: Line) -> int | None:
    """Which word of the row begins the motto "CỘNG HÒA XÃ HỘI …", compared without marks."""
    folded = [fold(word.text.lower()) for word in row.words]
    match = MOTTO.search(" ".join(folded))
    return " ".join(folded)[: match.start()].count(" ") if match else None


def without(free: Sequence[Span], taken: Sequence[Span], least: float = 4.0) -> list[Span]:
    """What of the free spans is left beside the taken ones, and wide enough for a corridor."""
    found = list(free)
    for left, right in taken:
        parts = ((a, min(b, left)) for a, b in found), ((max(a, right), b) for a, b in found)
        found = [(a, b) for part in parts for a, b in part if b - a >= least]
    return sorted(set(found))


def head_columns(rows: Sequence[Line], width: float) -> tuple[int, float] | None:
    """How many rows from the top are the two-column heading, and where its columns part."""
    anchor = next((n for n, row in enumerate(rows[:6]) if motto_at(row) is not None), None)
    if anchor is None:
        return None
    kind = next((n for n, row in enumerate(rows) if kind_alone(row.text)), None)
    word = motto_at(rows[anchor]) or 0
    motto = rows[anchor].words[word]
    left = rows[anchor].words[word - 1].right if word else 0.15 * width
    free: list[Span] = [(left, motto.left)]
    if kind is None:
        return _grown(rows, anchor, free)
    # above "KẾ HOẠCH" there is nothing but the two columns, which may be a blank apart
    return _grown(rows[:kind], 0, free, words_of) or _grown(rows[:kind], anchor, free)


def words_of(row: Line) -> list[Span]:
    """The box of each word of a row."""
    return [(word.left, word.right) for word in row.words]


def foot_columns(rows: Sequence[Line], width: float) -> tuple[int, int, float] | None:
    """First row and row after the last of "Nơi nhận" beside the signature, and where they part."""
    begins = (n for n, row in enumerate(rows) if RECIPIENTS.match(row.text))
    start = next(begins, None)
    if start is None:
        return None
    grown = _grown(rows[start:], 0, [(0.2 * width, 0.8 * width)])
    if grown is None:
        return None
    first = start
    while first and rows[first - 1].left > grown[1] and _signs(rows[first - 1].text):
        first -= 1
    return first, start + grown[0], grown[1]


def _signs(text: str) -> bool:
    return bool(BEHALF.match(text) or OFFICE.match(text))


def _grown(
    rows: Sequence[Line], start: int, free: Sequence[Span], taken: Taken | None = None
) -> tuple[int, float] | None:
    """Rows from the start on as long as a corridor stays free between them, and its middle."""
    end, corridors = start, list(free)
    for row in rows[start:]:
        spaces = (taken(row), 0.1) if taken else (spans(row, motto_at(row)), 4.0)
        left = without(corridors, *spaces)
        if not left or kind_alone(row.text) or ANNEX.match(row.text):
            break
        corridors, end = left, end + 1
    sides = [at for at in corridors if _is_between(rows[:end], mean(at))]
    widest = max(sides, key=_width, default=None)
    return (end, mean(widest)) if widest else None


def _width(span: Span) -> float:
    return span[1] - span[0]


def _is_between(rows: Sequence[Line], at: float) -> bool:
    """Do words stand on both sides of this place?"""
    words = [word for row in rows for word in row.words]
    return any(word.right <= at for word in words) and any(word.left >= at for word in words)


def parted(rows: Iterable[Line], at: float) -> tuple[list[Line], list[Line]]:
    """The lines left and right of a place; two columns need not stand at one height."""
    words = [word for row in rows for word in row.words]
    left = [word for word in words if (word.left + word.right) / 2 < at]
    return lines_of(left), lines_of(word for word in words if word not in set(left))


# ---- ruled tables


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
