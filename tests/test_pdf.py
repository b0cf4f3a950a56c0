"""PDFs to blocks: what is read, by whom, and what is refused."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from typing import Any

import matplotlib
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from corpus.formats import pdf, pdf_gates
from corpus.formats.words import Page, Word
from corpus.model import Note, Reading, Source, UnreadableFileError
from corpus.parsing import parse

FONTS = matplotlib.get_data_path() + "/fonts/ttf/"
pdfmetrics.registerFont(TTFont("Plain", FONTS + "DejaVuSans.ttf"))
pdfmetrics.registerFont(TTFont("Bold", FONTS + "DejaVuSans-Bold.ttf"))

SENTENCE = (
    "Các công đoàn cơ sở rà soát, thống kê số lượng đoàn viên cần tập huấn kỹ năng số và gửi "
    "danh sách về Văn phòng Liên đoàn Lao động tỉnh trước ngày 12/9/2026 để tổng hợp."
)
ENDING = (
    "Trên đây là kế hoạch mở lớp tập huấn kỹ năng số, đề nghị các đơn vị nghiêm túc thực hiện./."
)
HEAD = ["TT", "Việc phải làm", "Đơn vị chủ trì", "Thời hạn"]


def styled(text: str, font: str = "Plain", centred: bool = False, size: float = 11) -> Paragraph:
    """A paragraph as such plans have them, its first line indented."""
    style = ParagraphStyle(
        font,
        fontName=font,
        fontSize=size,
        leading=size * 1.3,
        alignment=1 if centred else 4,
        firstLineIndent=0 if centred else 28,
        spaceAfter=4,
    )
    return Paragraph(text, style)


def cells(texts: Sequence[str]) -> list[Paragraph]:
    style = ParagraphStyle("cell", fontName="Plain", fontSize=10, leading=12)
    return [Paragraph(text, style) for text in texts]


def ruled(rows: Sequence[Sequence[str]], *spans: tuple[Any, ...]) -> Table:
    lines = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans]
    return Table([cells(row) for row in rows], [30, 190, 140, 90], style=lines, repeatRows=1)


def beside(left: Sequence[Any], right: Sequence[Any]) -> Table:
    return Table(
        [[list(left), list(right)]], [225, 225], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]
    )


def plan(*body: Any) -> list[Any]:
    """A plan in the official layout around these paragraphs."""
    head = beside(
        [
            styled("LIÊN ĐOÀN LAO ĐỘNG TỈNH TRƯỜNG LÂM", "Plain", True, 9),
            styled("CÔNG ĐOÀN CÁC KHU CÔNG NGHIỆP", "Bold", True, 9),
            styled("Số: 27/KH-CĐKCN", "Plain", True, 10),
        ],
        [
            styled("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Bold", True, 9),
            styled("Độc lập - Tự do - Hạnh phúc", "Bold", True, 10),
            styled("Trường Lâm, ngày 03 tháng 8 năm 2026", "Plain", True, 10),
        ],
    )
    foot = beside(
        [styled(t, "Plain", False, 9) for t in ("Nơi nhận:", "- Như trên;", "- Lưu: VT, CSPL.")],
        [
            styled("TM. BAN THƯỜNG VỤ", "Bold", True),
            styled("CHỦ TỊCH", "Bold", True),
            Spacer(1, 40),
            styled("Bùi Thị Hương Sen", "Bold", True),
        ],
    )
    title = [
        styled("KẾ HOẠCH", "Bold", True, 13),
        styled("Mở lớp tập huấn kỹ năng số cho đoàn viên năm 2026", "Bold", True, 13),
    ]
    return [head, *title, *body, styled(ENDING), foot]


def made(story: Sequence[Any], margin: float = 70, page: tuple[float, float] = A4) -> bytes:
    def number(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Plain", 11)
        if document.page > 1:
            canvas.drawCentredString(page[0] / 2, page[1] - 40, str(document.page))

    file = io.BytesIO()
    SimpleDocTemplate(
        file, pagesize=page, leftMargin=margin, rightMargin=margin, topMargin=60, bottomMargin=60
    ).build(list(story), onFirstPage=number, onLaterPages=number)
    return file.getvalue()


def drawn(*pages: Sequence[str], font: str = "Plain", **options: Any) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    for lines in pages:
        canvas.setFont(font, 12)
        for number, line in enumerate(lines):
            canvas.drawString(80, 760 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableFileError) as refused:
        pdf.read(data)
    return refused.value.reason, refused.value.what


BODY = (
    styled("I. MỤC ĐÍCH, YÊU CẦU", "Bold"),
    styled(SENTENCE),
    styled("II. TỔ CHỨC THỰC HIỆN", "Bold"),
    styled("1. Công đoàn cơ sở", "Bold"),
    styled(f"- {SENTENCE}"),
    styled("2. Văn phòng", "Bold"),
    styled(f"- {SENTENCE}"),
)


def test_a_plan_in_the_official_layout_is_read_whole() -> None:
    reading = pdf.read(made(plan(*BODY)))
    assert texts(reading) == [
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH TRƯỜNG LÂM",
        "CÔNG ĐOÀN CÁC KHU CÔNG NGHIỆP",
        "Số: 27/KH-CĐKCN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Trường Lâm, ngày 03 tháng 8 năm 2026",
        "KẾ HOẠCH",
        "Mở lớp tập huấn kỹ năng số cho đoàn viên năm 2026",
        *(block.text for block in BODY),
        ENDING,
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, CSPL.",
        "TM. BAN THƯỜNG VỤ",
        "CHỦ TỊCH",
        "Bùi Thị Hương Sen",
    ]
    assert (reading.method, reading.notes) == ("typed", ())


def test_its_plan_has_number_issuer_day_and_signer() -> None:
    found = parse(pdf.read(made(plan(*BODY))).blocks, Source("a.pdf", "0" * 64))
    assert found.number == "27/KH-CĐKCN"
    assert (found.issuer or "").lower() == "công đoàn các khu công nghiệp"
    assert str(found.issued_on) == "2026-08-03"
    assert found.signer is not None
    assert found.signer.name == "Bùi Thị Hương Sen"


def test_bold_headings_are_marked_and_text_is_not() -> None:
    emphasis = {b.text: b.emphasis for b in pdf.read(made(plan(*BODY))).blocks}
    assert emphasis["I. MỤC ĐÍCH, YÊU CẦU"] == "bold"
    assert emphasis[SENTENCE] == ""


def test_a_paragraph_goes_on_over_the_page_break_and_its_number() -> None:
    found = texts(pdf.read(made(plan(*(BODY * 5)))))
    assert found.count(f"- {SENTENCE}") == 10
    assert "2" not in found


def test_a_table_over_a_page_break_has_its_head_once() -> None:
    rows = [
        [str(n), f"Tập huấn lớp thứ {n} cho đoàn viên", "Ban Chính sách", "15/9/2026"]
        for n in range(1, 60)
    ]
    found = [
        block.cells for block in pdf.read(made(plan(ruled([HEAD, *rows])))).blocks if block.cells
    ]
    assert found == [tuple(HEAD), *map(tuple, rows)]


def test_merged_cells_repeat_what_stands_above_and_give_nothing_to_the_right() -> None:
    rows = [
        HEAD,
        ["A", "Việc chung", "", ""],
        ["1", "Lập danh sách", "Văn phòng", "10/9/2026"],
        ["2", "Thuê hội trường", "", "12/9/2026"],
    ]
    table = ruled(rows, ("SPAN", (1, 1), (3, 1)), ("SPAN", (2, 2), (2, 3)))
    found = [block.cells for block in pdf.read(made(plan(table))).blocks if block.cells]
    assert found == [
        tuple(HEAD),
        ("A", "Việc chung", "", ""),
        ("1", "Lập danh sách", "Văn phòng", "10/9/2026"),
        ("2", "Thuê hội trường", "Văn phòng", "12/9/2026"),
    ]


def test_a_frame_around_text_is_no_table() -> None:
    frame = Table([[styled(SENTENCE)]], [450], style=[("BOX", (0, 0), (-1, -1), 1, "black")])
    reading = pdf.read(made(plan(frame)))
    assert SENTENCE in texts(reading)
    assert not any(block.cells for block in reading.blocks)


def test_an_annex_in_landscape_is_read_like_any_page() -> None:
    title = styled("PHỤ LỤC", "Bold", True)
    table = ruled([HEAD, ["1", "Lập danh sách", "Văn phòng", "10/9/2026"]])
    found = texts(pdf.read(made([title, table], page=landscape(A4))))
    assert found == ["PHỤ LỤC", " | ".join(HEAD), "1 | Lập danh sách | Văn phòng | 10/9/2026"]


OLD_LETTERS = "C«ng ®oµn c¬ së lËp danh s¸ch ®oµn viªn vµ göi vÒ V¨n phßng tr\xadíc ngµy 12/9/2026"
NEW_LETTERS = "Công đoàn cơ sở lập danh sách đoàn viên và gửi về Văn phòng trước ngày 12/9/2026"


def test_letters_of_old_fonts_are_converted() -> None:
    data = drawn([OLD_LETTERS])
    for file in (data, data.replace(b"+DejaVuSans", b"+.VnTime-Rg")):
        assert (texts(pdf.read(file)), pdf.read(file).notes) == (
            [NEW_LETTERS],
            (Note("converted_letters"),),
        )


def test_an_old_font_that_was_made_for_unicode_keeps_its_letters() -> None:
    data = drawn([NEW_LETTERS]).replace(b"+DejaVuSans", b"+.VnTime-Rg")
    assert (texts(pdf.read(data)), pdf.read(data).notes) == ([NEW_LETTERS], ())


def test_pages_with_few_words_are_not_left_to_ocr() -> None:
    assert texts(pdf.read(drawn(["Phụ lục I"], ["Danh sách"]))) == ["Phụ lục I", "Danh sách"]


# ---- pages without a text layer worth reading

GIBBERISH = ["Kqwz dfkj plmn xcvb rtyh wsdf zxqk vbnm hjkl fdsw qzxr mnbv lkjh tgfr pqwz"] * 4


def picture() -> bytes:
    """A PDF of one page that is a picture and nothing else."""
    grey = b"P5 60 85 255\n" + bytes(range(60)) * 85
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.drawImage(ImageReader(io.BytesIO(grey)), 0, 0, *A4)
    canvas.save()
    return file.getvalue()


def reader(data: bytes, numbers: Sequence[int]) -> dict[int, Page]:
    word = [
        Word("Lập", 80, 80, 100, 92, 12, confidence=0.9),
        Word("đoàn", 104, 80, 130, 92, 12, confidence=0.9),
    ]
    return {number: Page(595, 842, tuple(word)) for number in numbers}


@pytest.mark.parametrize("data", [picture(), drawn(GIBBERISH)], ids=["picture", "gibberish"])
def test_pages_that_cannot_be_read_are_left_to_ocr(data: bytes) -> None:
    assert refusal(data) == ("needs_ocr", "1")
    reading = pdf.read(data, reader)
    assert (texts(reading), reading.method) == (["Lập đoàn"], "ocr")


def test_of_a_file_that_is_part_text_only_the_other_pages_go_to_ocr() -> None:
    good = [SENTENCE[:70], SENTENCE[70:]]
    reading = pdf.read(drawn(good, GIBBERISH, good), reader)
    assert (reading.method, reading.notes) == ("typed", (Note("pages_ocr", "2"),))
    assert "Lập đoàn" in " ".join(texts(reading))


def test_one_page_that_nobody_can_read_is_noted() -> None:
    good = [SENTENCE[:70], SENTENCE[70:]]
    assert pdf.read(drawn(good, good, GIBBERISH)).notes == (Note("poor_ocr", "3"),)


# ---- gates


def bomb(size: int) -> bytes:
    content = zlib.compress(b" " * size, 9)
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n"
        + content
        + b"\nendstream\nendobj\n"
    )


GOOD = drawn([SENTENCE[:70], SENTENCE[70:]])

REFUSED = [
    ("not a PDF", b"hello", "damaged"),
    ("cut in the middle", GOOD[: len(GOOD) // 3], "damaged"),
    ("a password", drawn([SENTENCE], encrypt=StandardEncryption("a", "b")), "password"),
    ("too many pages", drawn(*([""] for _ in range(101))), "too_many_pages"),
    ("a stream without end", bomb(pdf_gates.MAX_STREAM + 1), "hostile"),
    ("nothing on its pages", drawn([], []), "no_text"),
]


@pytest.mark.parametrize(
    ("data", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_file_that_is_no_good_is_refused(data: bytes, reason: str) -> None:
    assert refusal(data)[0] == reason


def test_a_bomb_inside_a_bomb_is_found() -> None:
    inner = zlib.compress(b" " * (pdf_gates.MAX_STREAM + 1), 9)
    content = zlib.compress(inner)
    data = b"%PDF-1.4\n1 0 obj\n<< /Filter [/FlateDecode /FlateDecode] >>\nstream\n" + content
    assert refusal(data + b"\nendstream\nendobj\n")[0] == "hostile"


def test_junk_before_the_header_is_allowed() -> None:
    assert texts(pdf.read(b"junk\n" * 90 + GOOD)) == texts(pdf.read(GOOD))


def test_an_owners_password_keeps_nobody_from_reading() -> None:
    data = drawn([SENTENCE[:70]], encrypt=StandardEncryption("", "owner"))
    assert texts(pdf.read(data)) == [SENTENCE[:70].strip()]


def test_a_page_break_between_annexes_is_no_text() -> None:
    story = [styled("PHỤ LỤC I", "Bold", True), PageBreak(), styled("PHỤ LỤC II", "Bold", True)]
    assert texts(pdf.read(made(story))) == ["PHỤ LỤC I", "PHỤ LỤC II"]
