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


# ---- what on a page is no text of the document

TYPED = [
    "Các công đoàn cơ sở rà soát, thống kê số lượng đoàn viên cần tập huấn kỹ năng số",
    "và gửi danh sách về Văn phòng Liên đoàn Lao động tỉnh trước ngày 12/9/2026.",
]


def painted(*paints: Any, lines: Sequence[str] = TYPED, size: float = 12) -> bytes:
    """A page of these lines, and what else is painted on it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for number, line in enumerate(lines):
        canvas.setFont("Plain", size)
        canvas.drawString(60, 600 - 24 * number, line)
    for paint in paints:
        canvas.saveState()
        paint(canvas)
        canvas.restoreState()
    canvas.save()
    return file.getvalue()


def turned_text(
    degrees: float, size: float, text: str, at: tuple[float, float], grey: float
) -> Any:
    def paint(canvas: Canvas) -> None:
        canvas.translate(*at)
        canvas.rotate(degrees)
        canvas.setFillGray(grey)
        canvas.setFont("Plain", size)
        canvas.drawString(0, 0, text)

    return paint


def whole(data: bytes) -> str:
    return " ".join(texts(pdf.read(data)))


SIDEWAYS = [(90, (200.0, 100.0)), (270, (200.0, 800.0)), (180, (580.0, 400.0))]


@pytest.mark.parametrize(("degrees", "at"), SIDEWAYS)
def test_a_page_that_lies_on_its_side_is_read_turned(degrees: int, at: tuple[float, float]) -> None:
    data = painted(turned_text(degrees, 12, TYPED[0], at, 0), lines=())
    reading = pdf.read(data)
    assert (texts(reading), reading.notes) == ([TYPED[0]], ())


def test_a_page_whose_flag_lays_it_on_its_side_is_read_turned() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Plain", 12)
    canvas.drawString(60, 400, TYPED[0])
    canvas.setPageRotation(90)
    canvas.save()
    assert texts(pdf.read(file.getvalue())) == [TYPED[0]]


def test_text_at_the_side_of_a_page_is_left_out_with_a_word() -> None:
    reading = pdf.read(painted(turned_text(90, 12, "Nộp trước ngày 15/9", (30, 300), 0)))
    assert (" ".join(texts(reading)), reading.notes) == (" ".join(TYPED), (Note("poor_ocr", "1"),))


@pytest.mark.parametrize(("degrees", "size"), [(45, 90), (30, 14), (0, 100), (0, 24)])
def test_a_watermark_is_not_woven_into_the_words(degrees: float, size: float) -> None:
    mark = turned_text(degrees, size, "DỰ THẢO", (100, 500), 0.85)
    reading = pdf.read(painted(mark, lines=TYPED * 2))
    assert (" ".join(texts(reading)), reading.notes) == (" ".join(TYPED * 2), (Note("draft"),))


def test_a_watermark_that_says_something_else_makes_no_draft() -> None:
    reading = pdf.read(painted(turned_text(45, 90, "MẬT", (150, 500), 0.85)))
    assert (" ".join(texts(reading)), reading.notes) == (" ".join(TYPED), ())


def test_a_large_black_title_is_text() -> None:
    title = turned_text(0, 30, "Sổ tay cán bộ", (100, 700), 0)
    assert whole(painted(title)).startswith("Sổ tay cán bộ")


def test_a_heading_that_says_draft_is_noted() -> None:
    assert Note("draft") in pdf.read(drawn(["DỰ THẢO", *TYPED])).notes


def rule(low: float, left: float, right: float) -> Any:
    return lambda canvas: canvas.line(left, low, right, low)


def test_what_is_struck_out_is_gone_and_what_is_underlined_stays() -> None:
    old, new = "Nộp báo cáo trước ngày 10/5/2027", "20/5/2027 về Liên đoàn Lao động tỉnh"
    start = 60 + pdfmetrics.stringWidth(old[:-9], "Plain", 12)
    end = 60 + pdfmetrics.stringWidth(old, "Plain", 12)
    for low, shown, notes in (
        (604, f"{old[:-10]} {new}", (Note("tracked_changes"),)),
        (598.5, f"{old} {new}", ()),
        (611, f"{old} {new}", ()),
    ):
        reading = pdf.read(painted(rule(low, start, end), lines=[f"{old} {new}"]))
        assert (texts(reading), reading.notes) == ([shown], notes), low


def test_a_rule_across_the_page_strikes_nothing_out() -> None:
    reading = pdf.read(painted(rule(604, 20, 580), lines=["Nộp báo cáo trước ngày 10/5/2027"]))
    assert (texts(reading), reading.notes) == (["Nộp báo cáo trước ngày 10/5/2027"], ())


def placed(*lines: tuple[float, float, float, str]) -> Any:
    def paint(canvas: Canvas) -> None:
        for left, low, size, text in lines:
            canvas.setFont("Plain", size)
            canvas.drawString(left, low, text)

    return paint


def test_the_stamp_of_incoming_mail_is_no_text() -> None:
    stamp = placed(
        (70, 700, 11, "CÔNG VĂN ĐẾN"), (70, 685, 11, "Số: 154"), (70, 670, 11, "Ngày: 08/01/2027")
    )
    beside = placed((250, 685, 12, "KẾ HOẠCH"), (200, 670, 12, "Tập huấn kỹ năng số"))
    found = whole(painted(stamp, beside))
    assert found == " ".join(["KẾ HOẠCH", "Tập huấn kỹ năng số", *TYPED])


def test_a_documents_own_number_and_words_are_no_stamp() -> None:
    own = ["Số: 154 /KH-CĐCS", "Ngày: 08/01/2027 nộp báo cáo quản lý"]
    for title in ("Quản lý CÔNG VĂN ĐẾN", "SỔ ĐẾN"):
        lines = placed((70, 700, 11, title), (70, 685, 11, own[0]))
        assert f"{title} {own[0]}" in whole(painted(lines))


SIGNED_AT = [
    ["Thời gian ký: 08.01.2027 15:33:12 +07:00"],
    ["Thời gian ký: 08.01.2027", "15:33:12 +07:00"],
    ["Ngày ký:", "08/01/2027"],
]


@pytest.mark.parametrize("signed_at", SIGNED_AT)
def test_the_box_of_a_digital_signature_is_no_text(signed_at: list[str]) -> None:
    lines = ["Người ký: CÔNG ĐOÀN BỆNH VIỆN", "Email: cdbv@minhloc.example", *signed_at]
    box = placed(*((390, 820 - 9 * n, 7, text) for n, text in enumerate(lines)))
    assert whole(painted(box)) == " ".join(TYPED)


def test_a_signer_in_the_text_is_no_digital_signature() -> None:
    lines = ["Người ký: Chủ tịch công đoàn cơ sở", "Thời gian ký: trước ngày 08/01/2027", *TYPED]
    assert "08/01/2027" in whole(painted(lines=lines))


def test_the_letter_that_looks_like_d_with_a_stroke_becomes_it() -> None:
    assert whole(drawn(["Số: 27/KH-CÐKCN của Công đoàn các khu công nghiệp"])).startswith(
        "Số: 27/KH-CĐKCN của"
    )


def scan_with_text(mode: int) -> bytes:
    """A picture of a page, with text in a render mode on it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    grey = ImageReader(io.BytesIO(b"P5 60 85 255\n" + bytes(range(60)) * 85))
    canvas.drawImage(grey, 0, 0, *A4)
    for number, line in enumerate(TYPED * 6):
        text = canvas.beginText(60, 760 - 20 * number)
        text.setFont("Plain", 12)
        text.setTextRenderMode(mode)
        text.textOut(line)
        canvas.drawText(text)
    canvas.save()
    return file.getvalue()


def test_an_unseen_text_layer_is_read_anew() -> None:
    reading = pdf.read(scan_with_text(3), reader)
    assert (texts(reading), reading.method) == (["Lập đoàn"], "ocr")


def test_an_unseen_text_layer_is_better_than_nothing() -> None:
    def busy(data: bytes, numbers: Sequence[int]) -> dict[int, Page]:
        raise UnreadableFileError("too_many_pages")

    for ocr in (None, busy):
        reading = pdf.read(scan_with_text(3), ocr)
        assert TYPED[0] in " ".join(texts(reading))
        assert reading.notes == (Note("pages_ocr", "1"),)


def test_text_that_is_seen_on_a_picture_is_typed() -> None:
    reading = pdf.read(scan_with_text(0), reader)
    assert (reading.method, reading.notes) == ("typed", ())
    assert TYPED[0] in " ".join(texts(reading))


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
