"""Reads .pdf files: their text layer, and by way of `ocr` the pages that have none worth reading."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page as PdfPage

from corpus.formats import joining, legacy
from corpus.formats.lines import lines_of
from corpus.formats.paragraphs import DRAFT, DRAFT_BLOCKS, DRAFT_CHARS
from corpus.formats.pdf_gates import (
    from_header,
    require_open,
    require_small_streams,
    unseen_pages,
)
from corpus.formats.pdf_letters import Char, Letters, letters, turn_of
from corpus.formats.pdf_stamps import without_stamps
from corpus.formats.words import Grid, Page, Word
from corpus.letters import LOWER, UPPER
from corpus.model import Method, Note, Reading, UnreadableFileError

Ocr = Callable[[bytes, Sequence[int]], dict[int, Page]]

MAX_EDGES = 4_000  # of a page that is searched for tables
FEW_WORDS = 12
LITTLE_TEXT = 40  # words beside a picture of the whole page
PICTURE_SHARE = 0.4  # of the page's area
MANY_CURVES = 150  # letters that were drawn as outlines

BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
CAPITALS = re.compile(rf"[{UPPER}]{{2,}}")
SMALL = re.compile(rf"[{LOWER}]{{2,}}")
MARKED = re.compile("[\u0102\u0103\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
LEGACY_FONTS = (".VnTime", "VNI-Times")  # tried where the fonts' names do not tell

ETH = str.maketrans("\u00d0", "\u0110")  # looks the same, and many programs write it


@dataclass(frozen=True, slots=True)
class _Layer:
    """What the text layer of a page gives; `is_lost` where the text stands in pictures,
    `guess` is the font whose letters it was read by, `letters` say what of it is no text."""

    page: Page
    is_lost: bool
    is_converted: bool
    guess: str
    letters: Letters


def read(data: bytes, ocr: Ocr | None = None) -> Reading:
    """The paragraphs and table rows of a PDF; `ocr` reads the pages whose text layer is no good."""
    body = from_header(data)
    require_small_streams(body)
    require_open(body)
    layers = _layers(body)
    lost = [number for number, layer in enumerate(layers, 1) if layer.is_lost]
    unseen = [number for number in sorted(unseen_pages(body)) if number not in lost]
    scanned = _scanned(body, lost, unseen, len(layers), ocr)
    pages = [scanned.get(n, layer.page) for n, layer in enumerate(layers, 1)]
    blocks = joining.blocks(pages)
    if not blocks:
        raise UnreadableFileError("no_text")
    method: Method = "ocr" if 2 * len(scanned) > len(layers) else "typed"
    notes = _notes(layers, scanned, lost, unseen)
    top = [block.text for block in blocks[:DRAFT_BLOCKS] if len(block.text) <= DRAFT_CHARS]
    is_draft = any(layer.letters.is_draft for layer in layers) or any(map(DRAFT.match, top))
    return Reading(blocks, method, (*notes, *[Note("draft")] * is_draft))


def _notes(
    layers: Sequence[_Layer], scanned: dict[int, Page], lost: list[int], unseen: list[int]
) -> Iterator[Note]:
    typed = {n: layer for n, layer in enumerate(layers, 1) if n not in scanned}
    if any(layer.letters.is_changed for layer in typed.values()):
        yield Note("tracked_changes")
    if any(layer.is_converted for layer in typed.values()):
        yield Note("converted_letters")
    by_ocr = {*scanned, *unseen} if len(scanned) < len(layers) else set()
    if by_ocr:
        yield Note("pages_ocr", ", ".join(map(str, sorted(by_ocr))))
    short = {n for n, layer in typed.items() if layer.letters.is_short}
    if unread := sorted(short | {n for n in lost if n not in scanned}):
        yield Note("poor_ocr", ", ".join(map(str, unread)))


def _scanned(
    data: bytes, lost: list[int], unseen: list[int], count: int, ocr: Ocr | None
) -> dict[int, Page]:
    """The pages that are read from their pictures; refuses where most text would be missing. What
    somebody else's OCR left on `unseen` pages is better than nothing."""
    if unseen and ocr is not None:
        with suppress(UnreadableFileError):
            return ocr(data, sorted([*lost, *unseen]))
    if not lost:
        return {}
    try:
        if ocr is None:
            raise UnreadableFileError("needs_ocr", ", ".join(map(str, lost)))
        return ocr(data, lost)
    except UnreadableFileError as error:
        if error.reason != "needs_ocr" or 2 * len(lost) >= count or 1 in lost:
            raise
        return {}


def _layers(data: bytes) -> list[_Layer]:
    """The text layer of every page; a page of a few words has the letters of the one before it."""
    layers: list[_Layer] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                layers.append(_layer(page, layers[-1].guess if layers else ""))
    except (PDFException, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise UnreadableFileError("damaged") from error
    return layers


def _layer(page: Any, hint: str) -> _Layer:
    """Words and tables of one page, in Unicode."""
    page = _stood_up(page)
    shown_letters = letters(page)
    found = _own_words(page, shown_letters)
    guess = _guessed_font(found, hint)
    fonts = _shown(found, guess)
    pairs = [(word, _plain(one)) for one in found if (word := _word(one, fonts)).text]
    words = without_stamps([word for word, _ in pairs], float(page.height))
    is_lost = _is_picture(page, len(words)) or not _is_readable(_text(words))
    is_lost |= shown_letters.is_slanting
    is_converted = any(word.text != plain for word, plain in pairs)
    tables = _tables(page) if words and not is_lost else []
    inside = [[word for word in words if _is_inside(word, table.bbox)] for table in tables]
    grids = tuple(_grid(table, held) for table, held in zip(tables, inside, strict=True) if held)
    taken = {id(word) for held in inside for word in held}
    free = tuple(word for word in words if id(word) not in taken and not is_lost)
    shown = Page(float(page.width), float(page.height), free, grids)
    page.close()
    return _Layer(shown, is_lost, is_converted and not is_lost, guess, shown_letters)


def _stood_up(page: Any) -> Any:
    """The page turned so that most of its letters stand upright: an annex may lie on its side."""
    if not (turn := turn_of(page.chars)):
        return page
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.rotation + turn) % 360
    return PdfPage(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _own_words(page: Any, own: Letters) -> list[Char]:
    """The words that are text of the page, each letter once, with their characters."""
    left, top, right, bottom = page.bbox
    shown = page.filter(
        lambda o: (
            o["object_type"] != "char"
            or (
                id(o) in own.own
                and (o["x0"] < right and o["x1"] > left and top < o["bottom"] <= bottom)
            )
        )
    )
    words: list[Char] = shown.dedupe_chars(extra_attrs=()).extract_words(
        x_tolerance_ratio=0.18, return_chars=True, expand_ligatures=True
    )
    return words


def _guessed_font(words: Sequence[Char], hint: str) -> str:
    """The legacy font whose letters make Vietnamese of a page that is none by its fonts' names."""
    if len(words) < FEW_WORDS and hint:
        return hint
    if _reads_in(words, ""):
        return ""
    return next((font for font in LEGACY_FONTS if _reads_in(words, font)), "")


def _reads_in(words: Sequence[Char], font: str) -> bool:
    fonts = _shown(words, font)
    return _is_readable(_text([_word(word, fonts) for word in words]))


def _plain(word: Char) -> str:
    return _mended(str(word["text"]))


def _mended(text: str) -> str:
    """NFC, and Đ for the letter that looks like it."""
    return legacy.repaired(text).strip().translate(ETH)


def _shown(words: Sequence[Char], font: str = "") -> dict[str, str]:
    """The legacy font of each font; none for one that shows Vietnamese letters of Unicode."""
    chars = [char for word in words for char in word["chars"]]
    unicode = {char["fontname"] for char in chars if MARKED.search(char["text"])}
    return {
        name: font or name.rpartition("+")[2]
        for name in {char["fontname"] for char in chars} - unicode
    }


def _is_readable(text: str) -> bool:
    """Is it Vietnamese, its abbreviations ("UBKT LĐLĐ.Q1") left aside?"""
    return legacy.is_vietnamese(CAPITALS.sub(" ", text) if SMALL.search(text) else text)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _word(word: Char, fonts: dict[str, str]) -> Word:
    """One word; a capital with a tone may have another font than the letters beside it."""
    chars = word["chars"]
    runs = groupby(chars, key=lambda char: fonts.get(char["fontname"], ""))
    text = "".join(legacy.by_font("".join(c["text"] for c in run), name) for name, run in runs)
    bold = sum(1 for char in chars if BOLD.search(char["fontname"]))
    size = sorted(float(char["size"]) for char in chars)[len(chars) // 2]
    left, top, right, bottom = (float(word[side]) for side in ("x0", "top", "x1", "bottom"))
    return Word(_mended(text), left, top, right, bottom, size, 2 * bold > len(chars))


def _is_picture(page: Any, words: int) -> bool:
    """Does the text stand in a picture, or in outlines of letters?"""
    if words >= LITTLE_TEXT:
        return False
    area = float(page.width) * float(page.height)
    covered = sum(float(i["width"]) * float(i["height"]) for i in page.images)
    outlines = words == 0 and len(page.curves) > MANY_CURVES
    return covered > PICTURE_SHARE * area or outlines


def _tables(page: Any) -> list[Any]:
    """The ruled tables with two columns and two rows or more; a frame around text is none."""
    if len(page.edges) > MAX_EDGES:
        return []
    return [
        table
        for table in page.find_tables()
        if max(len(row.cells) for row in table.rows) > 1
        and (len(table.rows) > 1 or len(table.rows[0].cells) > 2)
    ]


def _is_inside(word: Word, box: Sequence[float]) -> bool:
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _grid(table: Any, words: Sequence[Word]) -> Grid:
    """The words of a table in its cells, line under line; "" and None where a cell is merged."""
    boxes = [box for row in table.rows for box in row.cells if box]
    lefts = sorted({box[0] for box in boxes})
    rows = [(row.bbox[1], row.cells) for row in table.rows]
    texts = tuple(
        tuple(
            _cell_text(box, words) if box else _merged(left, top, boxes)
            for left, box in zip(lefts, cells, strict=True)
        )
        for top, cells in rows
    )
    left, top, right, bottom = (float(side) for side in table.bbox)
    return Grid(left, top, right, bottom, texts)


def _cell_text(box: Sequence[float], words: Sequence[Word]) -> str:
    return "\n".join(line.text for line in lines_of(w for w in words if _is_inside(w, box)))


def _merged(left: float, top: float, boxes: Sequence[Sequence[float]]) -> str | None:
    """None where the cell at this corner is part of one that begins in a row above."""
    from_above = (b for b in boxes if b[0] <= left < b[2] and b[1] < top - 0.1 < top + 0.1 < b[3])
    return None if any(from_above) else ""
