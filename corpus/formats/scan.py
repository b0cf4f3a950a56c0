"""Reads pictures and scanned PDF pages: photos and scans to words on pages, tables to grids."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import pypdfium2 as pdfium

from corpus.formats import joining, ocr_repair, photo, ruled, tesseract
from corpus.formats.pictures import MAX_PAGES, Picture, decoded, opened, page_picture
from corpus.formats.words import Page
from corpus.model import Note, Reading, UnreadableFileError

AT_ONCE = 2  # pages read side by side
SHORT_SIDE = 595.0  # points: A4, whatever the picture says of its resolution

DOUBTFUL = 75  # percent of confidence below which a page may lie on its side
POOR, HOPELESS = 80, 45  # percent: a page to look at; a page nobody can read
FEW_WORDS = 5
MANY_LETTERS = 60  # letters outside all words' boxes: about a line was passed over
MISSED_SHARE = 0.12  # of a page's letters


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read: its words, the confidence in percent, how many letters no word
    covers, and by how many degrees clockwise it was turned."""

    page: Page
    confidence: float
    letters: int
    missed: int
    turn: int = 0

    @property
    def is_poor(self) -> bool:
        """Should staff look at this page: badly read, or a part of it passed over?"""
        lost = self.missed > MANY_LETTERS and self.missed > MISSED_SHARE * self.letters
        return lost or (bool(self.page.words or self.page.grids) and self.confidence < POOR)


def missing() -> str | None:
    """What must be installed on this machine before pictures can be read; None when nothing."""
    for module, package in (("cv2", "opencv-python-headless"), ("PIL", "pillow")):
        if importlib.util.find_spec(module) is None:
            return package
    return tesseract.missing()


def read_pictures(pictures: Sequence[bytes]) -> Reading:
    """The document whose pages are these pictures, in order; refuses with `UnreadableFileError`."""
    _require()
    sheets = [sheet for data in pictures for sheet in opened(data)]
    if len(sheets) > MAX_PAGES:
        raise UnreadableFileError("too_many_pages")
    reads = _side_by_side(_read, (decoded(sheet) for sheet in sheets))
    reads = agreed(reads, lambda number: decoded(sheets[number]))
    if is_hopeless(reads):
        raise UnreadableFileError("poor_picture")
    blocks = ocr_repair.repaired(joining.blocks([read.page for read in reads]))
    return Reading(blocks, "ocr", notes(dict(enumerate(reads))))


def pdf_pages(data: bytes, numbers: Sequence[int]) -> dict[int, Page]:
    """Pages of a PDF, by their number from 0, read as pictures."""
    return {number: read.page for number, read in pdf_reads(data, numbers).items()}


def pdf_reads(data: bytes, numbers: Sequence[int]) -> dict[int, Read]:
    """Pages of a PDF, by their number from 0, with how well each could be read."""
    _require()
    if len(numbers) > MAX_PAGES:
        raise UnreadableFileError("too_many_pages")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableFileError("password" if locked else "damaged") from None
    with document:
        wanted = [number for number in numbers if 0 <= number < len(document)]
        try:
            reads = _side_by_side(_read, (page_picture(document, n) for n in wanted))
            reads = agreed(reads, lambda number: page_picture(document, wanted[number]))
        except pdfium.PdfiumError:
            raise UnreadableFileError("damaged") from None
    return dict(zip(wanted, reads, strict=True))


def notes(reads: Mapping[int, Read]) -> tuple[Note, ...]:
    """What staff should know of pages by their number from 0: how sure, and which need a look."""
    weighed = [(r.confidence, r.letters) for r in reads.values() if r.page.words or r.page.grids]
    total = sum(letters for _, letters in weighed) or 1
    mean = sum(confidence * letters for confidence, letters in weighed) / total
    poor = [str(number + 1) for number, r in sorted(reads.items()) if r.is_poor]
    sure = Note("ocr", f"{mean:.0f}")
    return (sure, Note("poor_ocr", ", ".join(poor))) if poor else (sure,)


def is_hopeless(reads: Iterable[Read]) -> bool:
    """Could hardly anything be read on these pages?"""
    good = [read for read in reads if read.confidence >= HOPELESS]
    return sum(len(r.page.words) + FEW_WORDS * len(r.page.grids) for r in good) < FEW_WORDS


def _require() -> None:
    if what := missing():
        raise UnreadableFileError("needs_ocr", what)


T = TypeVar("T")
R = TypeVar("R")


def _side_by_side(work: Callable[[T], R], things: Iterable[T]) -> list[R]:
    """The results in order; few things are worked on, or held in memory, at a time."""
    results: list[R] = []
    batch: list[T] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for thing in things:
            batch.append(thing)
            if len(batch) == AT_ONCE:
                results += pool.map(work, batch)
                batch = []
        return results + list(pool.map(work, batch))


def agreed(reads: Sequence[Read], picture: Callable[[int], Picture]) -> list[Read]:
    """The pages, where those that were badly read are tried with the turn of all the others."""
    sure = Counter(read.turn for read in reads if read.confidence >= DOUBTFUL)
    turn = next(iter(sure)) if len(sure) == 1 else 0
    if not turn:
        return list(reads)
    found = list(reads)
    for number, read in enumerate(reads):
        if read.confidence < DOUBTFUL and read.turn != turn:
            found[number] = max(read, _read_turned(photo.flat(picture(number)), turn), key=_worth)
    return found


# ---- from pixels to words


def _read(picture: Picture) -> Read:
    """A page's words and tables; a page that lies on its side or its head is turned."""
    page = photo.flat(picture)
    lies = page.shape[1] > page.shape[0]  # an annex may be wide and stand upright
    if lies and (degrees := tesseract.turn(page)):
        return _read_turned(page, degrees)
    read = _read_flat(page)
    turns: tuple[int, ...] = (90, 270) if _stands_sideways(read) else ()
    if not turns and not lies and read.confidence < DOUBTFUL:
        turns = (tesseract.turn(page),)
    others = [_read_turned(page, turn) for turn in turns if turn]
    return max([read, *others], key=_worth)


def _read_turned(page: Picture, turn: int) -> Read:
    return replace(_read_flat(photo.deskewed(photo.turned(page, turn))), turn=turn)


def _stands_sideways(read: Read) -> bool:
    """Are the words higher than wide? Tesseract reads them so, but in no order."""
    if words := [word for word in read.page.words if len(word.text) > 2]:
        return sum(w.bottom - w.top > w.right - w.left for w in words) > len(words) / 2
    return False


def _worth(read: Read) -> float:
    return 0.0 if _stands_sideways(read) else read.confidence * len(read.page.words)


def _read_flat(page: Picture) -> Read:
    found = ruled.tables(page)
    rest = ruled.without_frames(ruled.without_tables(page, found))
    scale = SHORT_SIDE / min(page.shape)
    try:
        around = tesseract.words([rest])
        tables = [(table, ruled.read(page, table)) for table in found]
    except tesseract.TesseractError:
        raise UnreadableFileError("poor_picture") from None
    kept = tesseract.without_scraps(around)
    words = tuple(tesseract.as_words(kept, scale))
    grids = tuple(ruled.grid(table, cells, scale) for table, cells in tables)
    in_tables = [word for _, cells in tables for word in cells]
    letters, missed = tesseract.letters(rest, around)
    return Read(
        Page(page.shape[1] * scale, page.shape[0] * scale, words, grids),
        tesseract.confidence([*kept, *in_tables]),
        letters + sum(len(word.text) for word in in_tables),
        missed,
    )
