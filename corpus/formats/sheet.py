"""Reads .xlsx: every visible sheet, its title lines and its rows."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.formats.archive import BROKEN, Archive, open_archive
from corpus.formats.legacy import repaired
from corpus.formats.tables import row_blocks
from corpus.model import Block, Note, Reading, UnreadableFileError

MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_SHEETS = 50
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATIONS = "xl/_rels/workbook.xml.rels"
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"'](\w{1,10}):(\w{1,10})[\"']")
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")

Span = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0


def read(data: bytes) -> Reading:
    """Blocks of every visible sheet; hidden sheets are only named."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # costs 0.2 s: only for sheets

    box = open_archive(data)
    box.check_xml()
    blocks, notes = list[Block](), list[Note]()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that hold no text
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets[:MAX_SHEETS]:
                if sheet.sheet_state != "visible":
                    notes.append(Note("hidden_sheet", sheet.title))
                    continue
                blocks += _sheet_blocks(sheet, _merged(box, sheet.title))
    except (*BROKEN, LookupError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise UnreadableFileError("damaged") from error
    if not blocks:
        raise UnreadableFileError("no_text")
    numbered = (Block(b.text, (n,), "", b.gap, b.cells) for n, b in enumerate(blocks, 1))
    return Reading(tuple(numbered), notes=tuple(notes))


def _sheet_blocks(sheet: Any, spans: Sequence[Span]) -> Iterator[Block]:
    """The blocks of one sheet; its columns without any text are left out."""
    sheet.reset_dimensions()  # what the file says of its size can be a lie
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
    grid = [[text_of(cell.value, cell.number_format or "") for cell in row] for row in rows]
    if len(grid) > MAX_ROWS:
        raise UnreadableFileError("too_large")
    width = max(map(len, grid), default=0)
    grid = [row + [""] * (width - len(row)) for row in grid]
    for span in spans:
        _repeat_down(grid, span)
    used = [column for column in range(width) if any(row[column] for row in grid)]
    yield from row_blocks([tuple(row[column] for column in used) for row in grid])


def _repeat_down(grid: list[list[str]], span: Span) -> None:
    """Gives the rows of a cell merged over several rows its text: they mean "as above"."""
    top, left, bottom, _ = span
    if top < len(grid) and left < len(grid[top]):
        for row in grid[top + 1 : bottom + 1]:
            row[left] = row[left] or grid[top][left]


def text_of(value: object, shown_as: str = "") -> str:
    """A cell as it is read: a date as 05/03/2025, a share as 85%, a sum as 60.000.000."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%H:%M %d/%m/%Y")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y" if "d" in shown_as.lower() else "%m/%Y")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _figure(value, shown_as)
    return " ".join(repaired(str(value)).split())


def _figure(value: float, shown_as: str) -> str:
    """A number with a comma before its decimals, and with points where the sheet groups it."""
    if "%" in shown_as:
        return _figure(value * 100, "") + "%"
    text = f"{value:,.10g}" if "#,##" in shown_as else f"{value:.10g}"
    return text.translate(str.maketrans(",.", ".,"))


def _merged(box: Archive, title: str) -> list[Span]:
    """The merged cells of a sheet, which the reader of rows does not tell."""
    part = _part_of(box, title)
    found = MERGED.findall(box.part(part)) if part else []
    return [span for first, last in found if (span := _span(first.decode(), last.decode()))]


def _part_of(box: Archive, title: str) -> str | None:
    """The part of the archive that holds the sheet of this name."""
    book = box.related("", "officeDocument")
    if book is None or RELATIONS not in box.names:
        return None
    ids = [s.get(RELATION) for s in box.xml(book).iter("{*}sheet") if s.get("name") == title]
    relations = box.xml(RELATIONS)
    targets = [r.get("Target") or "" for r in relations if r.get("Id") in ids]
    paths = [t.lstrip("/") if t.startswith("/") else f"xl/{t}" for t in targets]
    return next((path for path in paths if path in box.names), None)


def _span(first: str, last: str) -> Span | None:
    places = [PLACE.fullmatch(place) for place in (first, last)]
    if not places[0] or not places[1]:
        return None
    (left, top), (right, bottom) = places[0].groups(), places[1].groups()
    return int(top) - 1, _column(left) - 1, int(bottom) - 1, _column(right) - 1


def _column(letters: str) -> int:
    """Position of a column: "A" -> 1, "AB" -> 28."""
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position
