"""What a PDF must be before a reader touches it: open, of few pages, with modest streams; and what
on its pages is the text of the document: no watermark, no stamp, nothing struck out or unseen."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median
from typing import Any

import pypdfium2
from pypdfium2 import raw

from corpus.formats.lines import Line, lines_of
from corpus.formats.words import Word
from corpus.letters import fold
from corpus.model import UnreadableFileError

MAX_STREAM = 30_000_000  # bytes that one stream may inflate to; pictures are not inflated here
MAX_INFLATED = 120_000_000
HEADER_WITHIN = 1024
STREAM = re.compile(rb"stream\r?\n")
PASSWORD = re.compile("password", re.IGNORECASE)
MAX_PAGES = 100
MAX_SIDE = 15_000  # points
MAX_LETTERS = 30_000  # of one page: a full one has 4 000

SLANT = 8.0  # degrees: a line of text slants less, a watermark more
HUGE, HUGE_SIZE = 2.5, 36.0  # times the usual size, and points: no heading is so large
PALE, WHITE, LARGE = 0.6, 0.97, 1.5  # the grey of a watermark, and its size by the usual one
STRUCK = 0.12, 0.55  # of the letters' size above their foot; an underline runs below it
THIN, MAX_REACH = 2.0, 30.0  # points
STRUCK_SHARE = 0.6  # of the rule has letters on it
LOST_SIDEWAYS, LOST_MARKED = 6, 60  # letters that are left out: so many are worth a word
BACKDROP = 0.85  # of the page: a picture so large is a scan
STAMP_ZONE, STAMP_HIGH = 0.45, 7.0  # share of the page; times the size of its letters
SIGNED_ROWS, SMALL = 9, 0.9

Char = dict[str, Any]


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


# ---- letters that are the document's own


@dataclass(frozen=True, slots=True)
class Letters:
    """Which characters of a page are its text (by `id`), and what is known of the others."""

    own: frozenset[int]
    is_draft: bool
    is_changed: bool
    is_short: bool  # so many are left out that somebody should look
    is_slanting: bool  # most of them


def direction(char: Char) -> int | None:
    """Which way a character is written: 0 from left to right, 90 upwards; None for a slant."""
    along, up = char["matrix"][:2]
    angle = math.degrees(math.atan2(up, along)) % 360
    nearest = 90 * round(angle / 90)
    return nearest % 360 if abs(angle - nearest) <= SLANT else None


def turn_of(chars: Sequence[Char]) -> int:
    """By how many degrees clockwise a page must be turned so that most of it can be read."""
    ways = Counter(direction(char) for char in chars if char["text"].strip())
    ways.pop(None, 0)
    return ways.most_common(1)[0][0] or 0 if ways else 0


def letters(page: Any) -> Letters:
    """The characters that are text of a page that stands upright, without watermarks and without
    what is struck out."""
    chars: list[Char] = [char for char in page.chars if char["text"].strip()]
    sizes = [float(char["size"]) for char in chars if direction(char) == 0]
    usual = median(sizes) if sizes else 0.0
    ways = {id(char): direction(char) for char in chars}
    marks = [c for c in chars if ways[id(c)] is None or (ways[id(c)] == 0 and _is_mark(c, usual))]
    sideways = sum(1 for way in ways.values() if way)
    struck = _struck(page)
    gone = struck | {id(char) for char in marks}
    own = frozenset(id(c) for c in page.chars if id(c) not in gone and direction(c) == 0)
    is_draft = "duthao" in _bare("".join(char["text"] for char in marks))
    is_short = sideways >= LOST_SIDEWAYS or (len(marks) >= LOST_MARKED and not is_draft)
    slanting = sum(1 for way in ways.values() if way is None)
    return Letters(own, is_draft, bool(struck), is_short, 2 * slanting > len(chars))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", fold(unicodedata.normalize("NFC", text).lower()))


def _is_mark(char: Char, usual: float) -> bool:
    """Is a level character part of a watermark: far too large, or large and grey?"""
    size = float(char["size"])
    if size > max(HUGE * usual, HUGE_SIZE):
        return True
    shades = [s for s in _shades(char) if isinstance(s, int | float)]
    if len(shades) not in (1, 3):
        return False
    return size > LARGE * usual and min(shades) >= PALE and max(shades) < WHITE


def _shades(char: Char) -> Sequence[object]:
    colour = char.get("non_stroking_color")
    return colour if isinstance(colour, list | tuple) else [colour]


def _struck(page: Any) -> frozenset[int]:
    """The characters that a thin rule runs through, above their foot and not under them."""
    rules = [r for r in (*page.lines, *page.rects) if abs(r["y1"] - r["y0"]) <= THIN]
    feet: dict[float, list[Char]] = {}
    for char in page.chars if rules else ():
        feet.setdefault(round(char["matrix"][5], 1), []).append(char)
    found: set[int] = set()
    for rule in rules:
        at = (rule["y0"] + rule["y1"]) / 2
        near = (chars for foot, chars in feet.items() if 0 < at - foot < MAX_REACH)
        over = [char for chars in near for char in chars if _runs_through(rule, at, char)]
        wide = sum(char["x1"] - char["x0"] for char in over)
        if wide >= STRUCK_SHARE * (rule["x1"] - rule["x0"]):
            found |= {id(char) for char in over}
    return frozenset(found)


def _runs_through(rule: Char, at: float, char: Char) -> bool:
    height = (at - char["matrix"][5]) / max(float(char["size"]), 0.1)
    middle = (char["x0"] + char["x1"]) / 2
    return bool(STRUCK[0] <= height <= STRUCK[1] and rule["x0"] <= middle <= rule["x1"])


# ---- text that nobody sees


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


# ---- stamps

ARRIVED = re.compile(r"(?:CÔNG VĂN|VĂN BẢN) ĐẾN\W*$")
STAMP_LABEL = re.compile(r"(?:Số|SỐ|Ngày|NGÀY|Giờ|GIỜ)\s?:?$")
STAMP_VALUE = re.compile(r"(?:[\d.…_:-]+(?:/[\d.…_]+){0,2}|tháng|năm)$")
SIGNED_BY = re.compile(
    r"(?:được )?(?:người ký|ký bởi|ký số bởi|digitally signed by)\b", re.IGNORECASE
)
SIGNED_AT = re.compile(r"\b(?:thời gian ký|ngày ký|giờ ký|date)\b", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}:\d{2}\b")


def without_stamps(words: Sequence[Word], height: float) -> list[Word]:
    """The words of a page without the stamp of incoming mail and the box of a digital signature:
    their days are when a paper came or was signed by a machine."""
    gone = {id(word) for word in (*_mail_stamp(words, height), *_signature_box(words))}
    return [word for word in words if id(word) not in gone]


def _runs(row: Line) -> Iterator[list[Word]]:
    """The words of a row that stand a blank apart, without the wider gaps."""
    run: list[Word] = []
    for word in row.words:
        if run and word.left - run[-1].right > 0.8 * max(word.size, run[-1].size):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _mail_stamp(words: Sequence[Word], height: float) -> list[Word]:
    rows = lines_of(words)
    runs = [run for row in rows if row.top < STAMP_ZONE * height for run in _runs(row)]
    for title in (run for run in runs if ARRIVED.match(_said(run))):
        size, left, right = title[0].size, title[0].left, title[-1].right
        under = [
            run
            for run in runs
            if 0 < run[0].top - title[0].top < STAMP_HIGH * size
            and left - 2 * size < run[0].left < right
        ]
        if values := [found for run in under if (found := _stamp_line(run))]:
            return [*title, *(word for line in values for word in line)]
    return []


def _stamp_line(run: Sequence[Word]) -> list[Word]:
    """ "Số: 154" at the beginning of a run of words; nothing where a document's number follows."""
    if not STAMP_LABEL.match(run[0].text):
        return []
    values = list(takewhile(lambda word: STAMP_VALUE.match(word.text), run[1:]))
    rest = run[1 + len(values) :]
    return [run[0], *values] if values and not (rest and rest[0].text[0] in "/-–") else []


def _signature_box(words: Sequence[Word]) -> list[Word]:
    usual = median(word.size for word in words) if words else 0.0
    small = [word for word in words if word.size <= SMALL * usual]
    starts = (
        run[0] for row in lines_of(small) for run in _runs(row) if SIGNED_BY.match(_said(run))
    )
    return next((box for start in starts if (box := _signed(start, small))), [])


def _signed(start: Word, small: Sequence[Word]) -> list[Word]:
    """The lines from "Người ký: …" to "Thời gian ký: …"; none where there is no such line."""
    near = [w for w in small if w.left >= start.left - 3 and w.top >= start.top - 1]
    found: list[Word] = []
    is_end = False
    for row in lines_of(w for w in near if abs(w.size - start.size) <= 0.6)[:SIGNED_ROWS]:
        run = next(_runs(row))
        if abs(run[0].left - start.left) > 3 or (is_end and not CLOCK.match(_said(run))):
            break
        found += run
        is_end |= bool(SIGNED_AT.search(_said(found)) and re.search(r"\d\W*$", _said(run)))
    return found if is_end else []
