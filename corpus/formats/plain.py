"""Reads .txt and .md files: bytes to blocks, markdown marks taken off."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from corpus.formats import legacy
from corpus.formats.columns import in_reading_order
from corpus.model import Block, UnreadableFileError

MAX_CHARS = 2_000_000

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

HASHES = re.compile(r"^#{1,6}\s+")
QUOTE = re.compile(r"^>\s?")
LINK = re.compile(r"\[([^\]]+)\]\((?:mailto:|https?://)[^)\s]*\)")
STARS = re.compile(r"\\?\*+")
# the one star of a line between two operands: "Tỷ lệ = b/a * 100%"
TIMES = re.compile(r"^([^*]*[\w)%] )\*( [\w(][^*]*)$")
BOLD_START = re.compile(r"^[\s>#]*(?:[-+•]\s*)?\*\*")
RULE = re.compile(r"^[\s|:\-–—_=*\\.+]*$")
RUN_IN = re.compile(
    r"^\s*\*\*(?P<head>(?:[IVX]+|\d+(?:\.\d+)*)\s*[.)][^*]{2,150})\*\*\s*(?P<rest>\S.*)$"
)


def decode(data: bytes) -> str:
    """Text of a file in Unicode, TCVN3, VNI or Windows-1258, NFC; refuses anything else."""
    encoding = next((name for bom, name in BOMS if data.startswith(bom)), _without_bom(data))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = legacy.decode(data) or ""
        if not text:
            raise UnreadableFileError("not_unicode") from None
    if "\0" in text:
        raise UnreadableFileError("not_text")
    if len(text) > MAX_CHARS:
        raise UnreadableFileError("too_long")
    return unicodedata.normalize("NFC", legacy.UNSEEN.sub("", text))


def _without_bom(data: bytes) -> str:
    """UTF-16 where every other byte of a text is 0, else UTF-8."""
    head = data[:2_000]
    zeros = head[1::2].count(0), head[::2].count(0)
    few = max(1, len(head) // 8)
    return "utf-16-le" if zeros[0] > few else "utf-16-be" if zeros[1] > few else "utf-8"


def blocks(text: str) -> tuple[Block, ...]:
    """Non-blank lines of a text as blocks, in order, with their line numbers."""
    ordered = in_reading_order(text.splitlines())
    lines, found, number = _closed_rows([line for _, line in ordered]), list[Block](), 0
    gap, bold = True, False
    while number < len(lines):
        raw = lines[number]
        number += 1
        if not raw.strip():
            gap, bold = True, False
            continue
        if raw.strip() == "|" and (rows := bar_rows(lines, number))[0]:
            found += _row_blocks(rows[0])
            number, gap = rows[1], True
            continue
        # "*- Quà**: *Tổng": an odd mark in the middle opens nothing
        opens = raw.count("**") % 2 == 1 and (bold or bool(BOLD_START.match(raw)))
        for block in _line_blocks(raw, number, gap, bold or opens):
            found.append(block)
            gap = False
        bold ^= opens
    numbers = [position + 1 for position, _ in ordered]
    return tuple(replace(b, lines=tuple(numbers[n - 1] for n in b.lines)) for b in found)


LEFT_OUT = re.compile(r"^[.…\s]*(?:…|\.{3})[.…\s]*$")


def _closed_rows(lines: list[str]) -> list[str]:
    """The lines; dots alone between bars, for rows that the copy leaves out, close the row before."""
    between = zip(lines, lines[1:], lines[2:], strict=False)
    dots = {
        at for at, (before, line, after) in enumerate(between, 1)
        if before.strip() == after.strip() == "|" and LEFT_OUT.match(line)
    }  # fmt: skip
    return ["|" if at in dots else line for at, line in enumerate(lines)] if dots else lines


Cell = list[tuple[int, str]]  # the numbered lines of one cell


def bar_rows(lines: list[str], start: int) -> tuple[list[list[Cell]], int]:
    """Rows of a table whose cells stand on lines of their own between lines that hold one bar.

    `start` is the position after the first bar. Two bars in a row close a row; while the row has
    fewer cells than the first one they are an empty cell, unless a row number follows. A blank line after a bar ends the table,
    and so does a line after the bar of a full row, or one that opens another part of the document.
    Returns the rows and the position after the table.
    """
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    cell: Cell = []
    width = _longest_run(lines, start)
    bars, cell_start, position = 1, start, start
    while position < len(lines):
        line = lines[position].strip()
        full = bool(rows) and len(row) >= width
        is_cell = position + 1 < len(lines) and lines[position + 1].strip() == "|"
        opens_part = _opens_part(line, is_cell)
        if bars and full and line != "|" and is_cell and [] in row:
            split = len(row) - 1 - row[::-1].index([])  # it was no empty cell: the row ended there
            rows, row = [*rows, row[:split]], row[split + 1 :]
            full = False
        if bars and (not line or (full and line != "|") or opens_part):
            break
        if not line:  # an open cell that ends in a blank line is text after the table
            return ([*rows, row] if row else rows), cell_start
        if line != "|":
            cell_start = position if bars else cell_start
            cell, bars = [*cell, (position + 1, line)], 0
        elif not bars:
            row, cell, bars = [*row, cell], [], 1
        elif row and rows and len(row) < width and not _opens_row(lines, position + 1):
            row, bars = [*row, []], bars + 1
        else:
            rows, row, bars = [*rows, row] if row else rows, [], bars + 1
        if bars > MAX_BARS:
            return [], position  # bars and nothing else: no table
        position += 1
    if cell:  # the last bar is missing
        row = [*row, cell]
    return ([*rows, row] if row else rows), position


def _opens_part(line: str, is_cell: bool) -> bool:
    """Does a line open another part of the document?"""
    return bool(AFTER_TABLE.match(line) or (ROMAN_PART.match(line) and not is_cell))


def _longest_run(lines: list[str], start: int) -> int:
    """The most cells between single bars up to the first blank line: the table has as many columns,
    also where heads are merged."""
    longest = run = bars = 0
    for line in lines[start:]:
        text = line.strip()
        if not text or _opens_part(text, is_cell=True):
            break
        bars = bars + 1 if text == "|" else 0
        run = 0 if bars > 1 else run + (bars == 1)
        longest = max(longest, run)
    return longest


MAX_BARS = 40
AFTER_TABLE = re.compile(r"^[*_\s]*(?:PHỤ LỤC|KẾ HOẠCH|QUYẾT ĐỊNH|CHƯƠNG TRÌNH)")
ROMAN_PART = re.compile(r"^[*_\s]*[IVX]{1,5}\.\s")  # between bars it heads a group of rows
ROW_NUMBER = re.compile(
    r"^[*_\s]*(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}(?:\.\d{1,2})*|[A-E])\.?[*_\s]*$"
)


def _opens_row(lines: list[str], position: int) -> bool:
    return position < len(lines) and bool(ROW_NUMBER.match(lines[position].strip()))


def _row_blocks(rows: list[list[Cell]]) -> Iterator[Block]:
    """A real row as one block with cells; the cells of a two-column layout line by line."""
    for row in rows:
        if len(rows[0]) > 2:
            cells = tuple(" ".join(clean(line) for _, line in cell) for cell in row)
            numbers = tuple(number for cell in row for number, _ in cell)
            yield Block(" | ".join(filter(None, cells)), numbers, "", False, cells)
        else:
            for cell in row:
                for number, line in cell:
                    yield from _line_blocks(line, number, line == cell[0][1], False)


def _line_blocks(raw: str, number: int, gap: bool, in_bold: bool) -> Iterator[Block]:
    """One line as one block, or two where a bold heading runs into its text."""
    if (run_in := RUN_IN.match(raw)) and clean(run_in["rest"]):
        yield Block(clean(run_in["head"]), (number,), "bold", gap)
        yield Block(clean(run_in["rest"]), (number,), "", False)
        return
    text = clean(raw)
    if RULE.match(raw):
        yield Block(raw.strip(), (number,), "", gap)
        return
    cells = _cells(raw)
    text = " | ".join(cells) if cells else text
    yield Block(text, (number,), _emphasis(raw, text, in_bold), gap, cells)


def clean(line: str) -> str:
    """A line without markdown marks and repeated blanks; the words are untouched."""
    line = LINK.sub(r"\1", QUOTE.sub("", HASHES.sub("", line.strip())))
    product = TIMES.match(line) if "=" in line else None
    line = (line if product else STARS.sub("", line)).replace("\\", "").replace("\u00a0", " ")
    return " ".join(line.split())


def _emphasis(raw: str, text: str, in_bold: bool) -> Literal["", "bold", "heading"]:
    if HASHES.match(raw.strip()):
        return "heading"
    marked = sum(len(clean(m)) for m in re.findall(r"\*\*(.+?)\*\*", raw))
    return "bold" if in_bold or (text and marked >= 0.9 * len(text)) else ""


def _cells(raw: str) -> tuple[str, ...]:
    """Cells of a table row written with bars; a bar alone is no row."""
    if "|" not in raw:
        return ()
    inner = raw.strip().strip("|")
    cells = tuple(clean(cell) for cell in inner.split("|"))
    return cells if len(cells) > 1 else ()
