"""Reads pictures and scanned PDF pages: photos and scans to words on pages, tables to grids."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from corpus.formats import joining, ocr_repair, photo, ruled, tesseract
from corpus.formats.words import Page
from corpus.model import Note, Reading, UnreadableFileError

if TYPE_CHECKING:
    from PIL import Image

Picture = NDArray[np.uint8]

MAX_PIXELS = 40_000_000
MAX_PAGES = 40
AT_ONCE = 2  # pages read side by side
SHORT_SIDE = 595.0  # points: A4, whatever the picture says of its resolution
PICTURES = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")
RENDERED_DPI = 200  # more is read worse
COVERS = 0.9  # of a PDF page: a picture so large is the page

DOUBTFUL = 75  # percent of confidence below which a page may lie on its side
POOR, HOPELESS = 80, 45  # percent: a page to look at; a page nobody can read
FEW_WORDS = 5
MANY_LETTERS = 60  # letters outside all words' boxes: about a line was passed over
MISSED_SHARE = 0.12  # of a page's letters


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read: its words, the confidence in percent, and how many letters no word
    covers."""

    page: Page
    confidence: float
    letters: int
    missed: int

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
    sheets = [sheet for data in pictures for sheet in _opened(data)]
    if len(sheets) > MAX_PAGES:
        raise UnreadableFileError("too_many_pages")
    reads = _side_by_side(_read, (_decoded(sheet) for sheet in sheets))
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
            reads = _side_by_side(_read, (_page_picture(document, n) for n in wanted))
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


# ---- from a file to pixels


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture of a file that was opened but not decoded yet."""

    image: Image.Image
    frame: int


def _opened(data: bytes) -> list[Sheet]:
    """A file's pictures; what it is and how large is told from the header alone."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data), formats=_formats(data))
        frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    except Image.DecompressionBombError:
        raise UnreadableFileError("too_large") from None
    except UnidentifiedImageError:
        raise UnreadableFileError("unknown_kind") from None
    except (OSError, ValueError, SyntaxError):
        raise UnreadableFileError("damaged") from None
    if frames > MAX_PAGES:
        raise UnreadableFileError("too_many_pages")
    _gate(*image.size)
    return [Sheet(image, frame) for frame in range(frames)]


def _formats(data: bytes) -> tuple[str, ...]:
    """What the picture may be: Pillow knows formats that start other programs."""
    from PIL import Image

    if data[4:8] != b"ftyp":
        Image.init()
        return tuple(name for name in PICTURES if name in Image.OPEN)
    try:
        import pillow_heif
    except ImportError:
        raise UnreadableFileError("needs_ocr", "pillow-heif") from None
    pillow_heif.register_heif_opener()
    return ("HEIF",)


def _decoded(sheet: Sheet) -> Picture:
    """The pixels of a picture, the way up that the camera noted."""
    from PIL import Image, ImageOps

    try:
        sheet.image.seek(sheet.frame)
        _gate(*sheet.image.size)
        return _pixels(ImageOps.exif_transpose(sheet.image))
    except Image.DecompressionBombError:
        raise UnreadableFileError("too_large") from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise UnreadableFileError("damaged") from None


def _pixels(image: Image.Image) -> Picture:
    """RGB or grey pixels; what is transparent is white."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):  # 16 bits of grey
        deep = np.asarray(image, np.float32)
        return np.asarray(deep * (255 / max(255.0, float(deep.max()))), np.uint8)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.asarray(image.convert("L" if image.mode in ("1", "L", "LA") else "RGB"))


def _gate(width: float, height: float) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadableFileError("too_large")


def _page_picture(document: pdfium.PdfDocument, number: int) -> Picture:
    """A PDF page as a picture: the scan in it at its own size, or what the page looks like."""
    page = document[number]
    scan = _scan_in(page)
    if scan is None:
        return _rendered(page, RENDERED_DPI / 72)
    _gate(*scan.get_px_size())
    if page.get_rotation() == 0 and _is_upright(scan):
        picture = _pixels(scan.get_bitmap().to_pil())
        if np.median(picture) >= 128:  # else a stencil, white on black
            return picture
    return _rendered(page, max(scan.get_px_size()) / max(page.get_size()))


def _rendered(page: pdfium.PdfPage, scale: float) -> Picture:
    width, height = page.get_size()
    scale = min(scale, (MAX_PIXELS / 2 / max(1.0, width * height)) ** 0.5)
    return _pixels(page.render(scale=scale).to_pil())


def _scan_in(page: pdfium.PdfPage) -> pdfium.PdfImage | None:
    """The picture that covers the page, where nothing else but unseen text stands on it."""
    seen = [thing for thing in page.get_objects(max_depth=1) if not _is_unseen(thing)]
    if len(seen) != 1 or seen[0].type != raw.FPDF_PAGEOBJ_IMAGE:
        return None
    left, bottom, right, top = seen[0].get_bounds()
    box = page.get_mediabox()
    area = (box[2] - box[0]) * (box[3] - box[1])
    return seen[0] if (right - left) * (top - bottom) >= COVERS * area else None


def _is_unseen(thing: pdfium.PdfObject) -> bool:
    is_text = thing.type == raw.FPDF_PAGEOBJ_TEXT
    mode = raw.FPDFTextObj_GetTextRenderMode(thing.raw) if is_text else None
    return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _is_upright(scan: pdfium.PdfImage) -> bool:
    a, b, c, d = scan.get_matrix().get()[:4]
    return bool(a > 0 and d > 0 and abs(b) + abs(c) < 0.01 * (a + d))


# ---- from pixels to words


def _read(picture: Picture) -> Read:
    """A page's words and tables; a page that lies on its side or its head is turned."""
    page = photo.flat(picture)
    lies = page.shape[1] > page.shape[0]  # an annex may be wide and stand upright
    if lies and (degrees := tesseract.turn(page)):
        return _read_flat(photo.deskewed(photo.turned(page, degrees)))
    read = _read_flat(page)
    turns: tuple[int, ...] = (90, 270) if _stands_sideways(read) else ()
    if not turns and not lies and read.confidence < DOUBTFUL:
        turns = (tesseract.turn(page),)
    others = [_read_flat(photo.deskewed(photo.turned(page, turn))) for turn in turns if turn]
    return max([read, *others], key=_worth)


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
