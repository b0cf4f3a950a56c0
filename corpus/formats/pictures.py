"""Pictures and pages of a PDF to pixels, behind gates."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from corpus.model import UnreadableFileError

if TYPE_CHECKING:
    from PIL import Image

Picture = NDArray[np.uint8]

MAX_PAGES = 40
MAX_PIXELS = 40_000_000
PICTURES = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")
RENDERED_DPI = 200  # more is read worse
COVERS = 0.9  # of a PDF page: a picture so large is the page


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture of a file that was opened but not decoded yet."""

    image: Image.Image
    frame: int


def opened(data: bytes) -> list[Sheet]:
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


def decoded(sheet: Sheet) -> Picture:
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


def page_picture(document: pdfium.PdfDocument, number: int) -> Picture:
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
