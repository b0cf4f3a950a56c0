"""What a PDF must be before a reader touches it: open, of few pages, with modest streams."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pypdfium2
from pypdfium2 import raw

from corpus.model import UnreadableFileError

MAX_STREAM = 30_000_000  # bytes that one stream may inflate to; pictures are not inflated here
MAX_INFLATED = 120_000_000
HEADER_WITHIN = 1024
STREAM = re.compile(rb"stream\r?\n")
PASSWORD = re.compile("password", re.IGNORECASE)
MAX_PAGES = 100
MAX_SIDE = 15_000  # points
MAX_LETTERS = 30_000  # of one page: a full one has 4 000
BACKDROP = 0.85  # of the page: a picture so large is a scan


def from_header(data: bytes) -> bytes:
    """The file from its header on; some programs write a few lines before it."""
    start = data[: HEADER_WITHIN + 5].find(b"%PDF-")
    if start < 0:
        raise UnreadableFileError("damaged")
    return data[start:]


def require_small_streams(data: bytes) -> None:
    """Refuses a file with a stream that inflates without end, before a reader inflates it."""
    total = 0
    for match in STREAM.finditer(data):
        head = data[max(0, match.start() - 400) : match.start()].rpartition(b" obj")[2]
        if b"FlateDecode" not in head and b"/Fl " not in head:
            continue
        if re.search(rb"/Subtype\s*/Image", head):
            continue
        total += _inflated(data, match.end(), rounds=head.count(b"FlateDecode"))
        if total > MAX_INFLATED:
            raise UnreadableFileError("hostile")


def _inflated(data: bytes, start: int, rounds: int) -> int:
    """Size of a stream once it is inflated so many times."""
    end = data.find(b"endstream", start)
    content = data[start : end if end > 0 else len(data)]
    for _ in range(max(1, min(rounds, 4))):
        try:
            content = zlib.decompressobj().decompress(content, MAX_STREAM + 1)
        except zlib.error:
            break  # encrypted or damaged: what reads it will say so
        if len(content) > MAX_STREAM:
            raise UnreadableFileError("hostile")
    return len(content)


def require_open(data: bytes) -> None:
    """Refuses what is damaged, has a password, too many pages, or far too much on a page."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MAX_PAGES:
                raise UnreadableFileError("too_many_pages", str(len(document)))
            if not len(document):
                raise UnreadableFileError("damaged")
            for number in range(len(document)):
                _require_modest(document[number])
    except pypdfium2.PdfiumError as error:
        locked = PASSWORD.search(str(error))
        raise UnreadableFileError("password" if locked else "damaged") from None


def _require_modest(page: Any) -> None:
    if max(page.get_size()) > MAX_SIDE:
        raise UnreadableFileError("hostile")
    text = page.get_textpage()
    letters = text.count_chars()
    text.close()
    page.close()
    if letters > MAX_LETTERS:
        raise UnreadableFileError("hostile")


def unseen_pages(data: bytes) -> frozenset[int]:
    """The pages, counted from 1, whose text lies unseen on a picture of the whole page:
    somebody else's OCR."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            return frozenset(n for n in range(1, len(document) + 1) if _is_unseen(document[n - 1]))
    except pypdfium2.PdfiumError:
        return frozenset()


def _is_unseen(page: Any) -> bool:
    things = list(page.get_objects(max_depth=4))
    texts = [thing for thing in things if thing.type == raw.FPDF_PAGEOBJ_TEXT]
    is_scan = any(_covers(thing, page) for thing in things)
    unseen = sum(map(_is_invisible, texts))
    page.close()
    return is_scan and 2 * unseen > len(texts)


def _covers(thing: Any, page: Any) -> bool:
    if thing.type != raw.FPDF_PAGEOBJ_IMAGE:
        return False
    left, bottom, right, top = thing.get_bounds()
    box = page.get_mediabox()
    area = (box[2] - box[0]) * (box[3] - box[1])
    return bool((right - left) * (top - bottom) >= BACKDROP * area)


def _is_invisible(thing: Any) -> bool:
    mode = raw.FPDFTextObj_GetTextRenderMode(thing.raw)
    return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)
