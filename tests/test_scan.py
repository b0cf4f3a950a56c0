"""Pictures and scanned PDF pages are read; what is too large, broken or unreadable is refused."""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace

import matplotlib
import numpy as np
import pytest

pytest.importorskip("cv2")
pytest.importorskip("PIL")

from PIL import Image, ImageDraw, ImageFont

from corpus.formats import pictures, scan, tesseract
from corpus.formats.kinds import kind_of
from corpus.formats.tesseract import Found
from corpus.formats.words import Page, Word
from corpus.model import Note, UnreadableFileError

needs_tesseract = pytest.mark.skipif(
    not shutil.which("tesseract") or tesseract.missing() is not None,
    reason="Tesseract or its Vietnamese data is not installed",
)

LINES = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    "- Công đoàn cơ sở gửi danh sách trước ngày 15/9/2026.",
    "- Mỗi đơn vị cử 02 đoàn viên dự hội thao.",
)


def font(size: int) -> ImageFont.FreeTypeFont:
    folder = matplotlib.get_data_path()
    return ImageFont.truetype(f"{folder}/fonts/ttf/DejaVuSans.ttf", size)


def drawn(lines: Sequence[str] = LINES, mode: str = "L") -> Image.Image:
    """A sheet of A4 at 150 dots per inch with these lines on it."""
    image = Image.new(mode, (1240, 1754), "white")
    pen = ImageDraw.Draw(image)
    for number, text in enumerate(lines):
        pen.text((120, 160 + 70 * number), text, font=font(30), fill="black")
    return image


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        scan.read_pictures([data])
    return caught.value.reason


# ---- with Tesseract


@needs_tesseract
def test_a_photo_of_an_iphone_is_read() -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.register_heif_opener()
    data = saved(drawn(mode="RGB"), "HEIF", quality=80)
    assert kind_of(data) == "picture"
    assert [block.text for block in scan.read_pictures([data]).blocks] == list(LINES)


@needs_tesseract
def test_a_picture_is_read_to_paragraphs() -> None:
    reading = scan.read_pictures([saved(drawn())])
    assert [block.text for block in reading.blocks] == list(LINES)
    assert reading.method == "ocr"
    assert reading.notes[0].code == "ocr"
    assert int(reading.notes[0].about) > 80


@needs_tesseract
def test_the_pictures_of_a_tiff_are_pages_in_order() -> None:
    first, second = drawn(LINES[:2]), drawn(LINES[2:])
    data = saved(first, "TIFF", save_all=True, append_images=[second])
    assert [block.text for block in scan.read_pictures([data]).blocks] == list(LINES)


@needs_tesseract
def test_a_picture_that_the_camera_noted_as_turned_stands_upright() -> None:
    turned = drawn().transpose(Image.Transpose.ROTATE_90)
    noted = Image.Exif()
    noted[0x0112] = 6
    data = saved(turned, "JPEG", exif=noted, quality=90)
    assert LINES[1] in [block.text for block in scan.read_pictures([data]).blocks]


@needs_tesseract
@pytest.mark.skipif("osd" not in tesseract._languages(), reason="no data for the orientation")
def test_a_page_that_lies_on_its_side_is_turned() -> None:
    lines = [line for line in LINES for _ in range(4)]
    data = saved(drawn(lines).transpose(Image.Transpose.ROTATE_270))
    assert LINES[1] in [block.text for block in scan.read_pictures([data]).blocks]


@needs_tesseract
def test_a_pdf_page_gives_words_in_points() -> None:
    data = saved(drawn(), "PDF", resolution=150.0)
    page = scan.pdf_pages(data, [0])[0]
    assert (round(page.width), round(page.height)) == (595, 842)
    word = next(word for word in page.words if word.text == "danh")
    assert 100 < word.left < 400
    assert 105 < word.top < 130
    assert 0.5 < word.confidence <= 1


@needs_tesseract
def test_a_ruled_table_becomes_rows_of_cells() -> None:
    image = drawn()
    pen = ImageDraw.Draw(image)
    cells = (("Việc", "Nơi làm", "Hạn"), ("Treo băng rôn", "Văn phòng", "25/4/2026"))
    for row, top in enumerate((600, 680)):
        for column, left in enumerate((120, 480, 800)):
            pen.rectangle((left, top, left + (360, 320, 300)[column], top + 80), outline=0, width=3)
            pen.text((left + 20, top + 22), cells[row][column], font=font(26), fill="black")
    rows = [block.cells for block in scan.read_pictures([saved(image)]).blocks if block.cells]
    assert rows == list(cells)


@needs_tesseract
def test_a_picture_without_words_is_refused() -> None:
    assert refusal(saved(Image.new("L", (800, 1100), "white"))) == "poor_picture"


# ---- gates


def enormous_png() -> bytes:
    """A PNG whose header promises 40 000 by 40 000 pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + crc + b"\0\0\0\0IDAT"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "missing", lambda: None)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (enormous_png(), "too_large"),
        (b"", "unknown_kind"),
        (b"no picture", "unknown_kind"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "unknown_kind"),
        (saved(drawn(), "JPEG")[:9000], "damaged"),
    ],
)
def test_a_picture_is_judged_before_it_is_read(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


@pytest.mark.usefixtures("installed")
def test_a_document_of_too_many_pages_is_refused() -> None:
    small = saved(Image.new("L", (9, 9)))
    with pytest.raises(UnreadableFileError, match="too_many_pages"):
        scan.read_pictures([small] * 41)
    with pytest.raises(UnreadableFileError, match="too_many_pages"):
        scan.pdf_pages(b"", range(41))


@pytest.mark.usefixtures("installed")
def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        scan.pdf_pages(b"%PDF-1.7 and nothing more", [0])


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert scan.missing() == "tesseract-ocr"
    with pytest.raises(UnreadableFileError) as caught:
        scan.read_pictures([saved(Image.new("L", (9, 9)))])
    assert (caught.value.reason, caught.value.what) == ("needs_ocr", "tesseract-ocr")


def test_vietnamese_data_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(tesseract, "_languages", lambda: frozenset({"eng", "osd"}))
    assert scan.missing() == "tesseract-ocr-vie"


def test_what_is_transparent_is_white() -> None:
    assert pictures._pixels(Image.new("RGBA", (4, 4), (0, 0, 0, 0))).min() == 255


# ---- what was read


def found(text: str, confidence: float, height: int = 30, line: int = 1) -> Found:
    return Found(text, 100, 100, 160, 100 + height, confidence, (1, 1, 1, line))


def test_scraps_of_a_seal_are_dropped() -> None:
    words = [
        found("Đoàn", 95),
        found("viên", 20),
        found("IP", 20),
        found("S“tIyM", 10),
        found("Tịch", 90, height=120),
        found("-", 90, line=2),
        found("-", 90),
    ]
    assert [word.text for word in tesseract.without_scraps(words)] == ["Đoàn", "viên", "-"]


def test_a_dash_stands_as_high_as_the_word_beside_it() -> None:
    dash = Found("-", 80, 113, 90, 117, 90, (1, 1, 1, 1))
    words = list(tesseract.as_words([dash, found("Đoàn", 95)], 0.5))
    assert (words[0].top, words[0].bottom, words[0].size) == (50, 65, 15)


def test_letters_that_no_word_covers_are_counted() -> None:
    page = np.full((600, 600), 255, np.uint8)
    for left in range(100, 500, 25):
        page[100:120, left : left + 12] = 0
        page[300:320, left : left + 12] = 0
    word = Found("chữ", 100, 95, 500, 125, 90, (1, 1, 1, 1))
    assert tesseract.letters(page, [word]) == (32, 16)


def read(confidence: float, letters: int = 1000, missed: int = 0) -> scan.Read:
    words = tuple(Word("chữ", 0, 0, 1, 1, 10) for _ in range(9))
    return scan.Read(Page(595, 842, words), confidence, letters, missed)


def test_staff_are_told_how_sure_the_reading_is_and_which_pages_need_a_look() -> None:
    pages = {0: read(95), 1: read(60, letters=500), 3: read(95, letters=1000, missed=300)}
    assert scan.notes(pages) == (Note("ocr", "88"), Note("poor_ocr", "2, 4"))
    assert scan.notes({0: read(95, missed=50)}) == (Note("ocr", "95"),)


def test_a_file_that_nobody_can_read_is_hopeless() -> None:
    assert scan.is_hopeless([read(30), read(40)])
    assert not scan.is_hopeless([read(30), read(90)])


def test_a_badly_read_page_takes_the_turn_of_all_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[int] = []

    def turned(page: pictures.Picture, turn: int) -> scan.Read:
        tried.append(turn)
        return replace(read(90), turn=turn)

    monkeypatch.setattr(scan, "_read_turned", turned)
    white = np.full((900, 600), 255, np.uint8)
    sure, doubtful = replace(read(92), turn=180), read(50)
    assert [r.turn for r in scan.agreed([sure, sure, doubtful], lambda number: white)] == [180] * 3
    assert tried == [180]
    upright = [read(92), sure, doubtful]  # they do not agree
    assert scan.agreed(upright, lambda number: white) == upright
    assert tried == [180]


def test_a_page_that_reads_worse_when_turned_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_read_turned", lambda page, turn: replace(read(40), turn=turn))
    pages = [replace(read(92), turn=180), read(60)]
    assert scan.agreed(pages, lambda number: np.full((900, 600), 255, np.uint8)) == pages
