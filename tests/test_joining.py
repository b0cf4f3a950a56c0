"""Words with boxes to paragraphs and rows, as a text layer or a reader of pictures gives them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.formats.joining import blocks
from corpus.formats.lines import joined, lines_of
from corpus.formats.words import Grid, Page, Word

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, INDENT = 85, 545, 30
SIZE, BLANK = 12, 3


def words(text: str, left: float, top: float, bold: bool = False) -> list[Word]:
    """The words of one line, 6 points a letter."""
    found: list[Word] = []
    for word in text.split():
        right = left + 6 * len(word)
        found.append(Word(word, left, top, right, top + SIZE, SIZE, bold))
        left = right + BLANK
    return found


def centred(
    text: str, top: float, bold: bool = False, middle: float = (LEFT + RIGHT) / 2
) -> list[Word]:
    line = words(text, 0, top, bold)
    return words(text, middle - line[-1].right / 2, top, bold)


def wrapped(
    text: str, top: float, indent: float = INDENT, width: float = RIGHT
) -> list[list[Word]]:
    """A paragraph, its first line indented, 16 points a line."""
    lines: list[list[Word]] = [[]]
    left = LEFT + indent
    for word in text.split():
        if left + 6 * len(word) > width:
            lines.append([])
            left = LEFT
        lines[-1] += words(word, left, top + 16 * (len(lines) - 1))
        left = lines[-1][-1].right + BLANK
    return lines


def column(
    paragraphs: Sequence[str], top: float = 100, gap: float = 0, indent: float = INDENT
) -> list[Word]:
    found: list[Word] = []
    for text in paragraphs:
        lines = wrapped(text, top, indent)
        found += [word for line in lines for word in line]
        top += 16 * len(lines) + gap
    return found


def page(*parts: Sequence[Word], grids: tuple[Grid, ...] = ()) -> Page:
    return Page(WIDTH, HEIGHT, tuple(word for part in parts for word in part), grids)


def texts(*pages: Page) -> list[str]:
    return [block.text for block in blocks(pages)]


LONG = (
    "Ban Chấp hành công đoàn cơ sở phân công cán bộ theo dõi việc học bơi của con đoàn viên, "
    "lập danh sách các cháu đã biết bơi và chưa biết bơi, gửi về Công đoàn ngành đúng hẹn."
)
LIST = [
    f"1. {LONG}",
    "1.1. Trong tháng 5 mở hai lớp.",
    f"a) {LONG}",
    f"- {LONG}",
    "+ Lớp buổi sáng dành cho các cháu nhỏ;",
    f"Điều 5. {LONG}",
    LONG,
]

LAYOUTS = [("indented", 0, INDENT), ("with gaps", 6, 0), ("both", 6, INDENT)]


@pytest.mark.parametrize(
    ("gap", "indent"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS]
)
def test_a_paragraph_begins_at_a_label_an_indent_or_a_gap(gap: float, indent: float) -> None:
    paragraphs = [LONG, LONG, *LIST]
    assert texts(page(column(paragraphs, 100, gap, indent))) == paragraphs


def test_the_order_in_which_words_come_says_nothing() -> None:
    found = column(LIST)
    assert texts(page(found[::-1])) == LIST


def test_a_dash_in_a_sentence_that_comes_first_on_its_line_is_no_bullet() -> None:
    text = (
        "Phát động phong trào thi đua trong toàn thể đoàn viên, người lao động nhằm xây dựng "
        "kinh tế - xã hội của tỉnh ngày càng phát triển, nhiều việc làm mới cho người lao động."
    )
    for width in range(380, RIGHT, 7):  # wherever the line ends
        lines = wrapped(text, 100, width=width)
        after = wrapped(LONG, 100 + 16 * len(lines), width=width)
        found = texts(page([w for line in (*lines, *after) for w in line]))
        assert found == [text, LONG], width


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["Nghị quyết số 20-", "NQ/TW"], "Nghị quyết số 20-NQ/TW"),
        (["nhiệm kỳ 2023 -", "2028"], "nhiệm kỳ 2023 - 2028"),
        (["Kế hoạch số 31", "/KH-CĐN"], "Kế hoạch số 31/KH-CĐN"),
        (["hộp thư vanphong@", "cdnganh.example"], "hộp thư vanphong@cdnganh.example"),
        (["Ban Tuyên giáo", "và Nữ công"], "Ban Tuyên giáo và Nữ công"),
    ],
)
def test_lines_are_joined_with_a_blank_but_inside_a_sign(lines: list[str], whole: str) -> None:
    assert joined(lines) == whole


def test_bold_headings_stand_alone_and_are_marked() -> None:
    heading = words(
        "Về kinh phí và các điều kiện bảo đảm cho lớp học được liên tục", LEFT, 100, True
    )
    found = blocks([page(heading, column([LONG], 116, 0, 0))])
    assert [(block.emphasis, block.text) for block in found] == [
        ("bold", " ".join(word.text for word in heading)),
        ("", LONG),
    ]


def test_a_label_in_plain_type_does_not_make_a_heading_less_bold() -> None:
    label, text = words("I.", LEFT + INDENT, 100), words("MỤC ĐÍCH", LEFT + 60, 100, True)
    assert blocks([page(label, text, column([LONG], 130))])[0].emphasis == "bold"


# ---- heading and foot


HEADING = [
    *centred("TỔNG CÔNG ĐOÀN NGÀNH", 60, middle=170),
    *centred("CÔNG ĐOÀN GIÁO DỤC TỈNH", 76, True, 170),
    *centred("MINH KHAI", 92, True, 170),
    *centred("Số: 12/KH-CĐGD", 108, middle=170),
    *centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 60, True, 420),
    *centred("Độc lập - Tự do - Hạnh phúc", 78, True, 420),
    *centred("Minh Khai, ngày 07 tháng 5 năm 2026", 100, middle=420),
]
TITLE = [
    *centred("KẾ HOẠCH", 140, True),
    *centred("Phổ cập bơi cho con đoàn viên, người lao động trong ngành hè", 156, True),
    *centred("năm 2026 và những năm tiếp theo", 172, True),
]
FOOT = [
    *words("Nơi nhận:", LEFT, 500),
    *words("- Công đoàn ngành;", LEFT, 516),
    *words("- Các công đoàn cơ sở", LEFT, 532),
    *words("(để thực hiện);", LEFT, 548),
    *words("- Lưu: VT.", LEFT, 564),
    *centred("TM. BAN THƯỜNG VỤ", 497, True, 430),
    *centred("KT. CHỦ TỊCH", 513, True, 430),
    *centred("PHÓ CHỦ TỊCH", 529, True, 430),
    *centred("Lý Thu Ngân", 600, True, 430),
]
HEADING_TEXTS = [
    "TỔNG CÔNG ĐOÀN NGÀNH",
    "CÔNG ĐOÀN GIÁO DỤC TỈNH MINH KHAI",
    "Số: 12/KH-CĐGD",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Minh Khai, ngày 07 tháng 5 năm 2026",
    "KẾ HOẠCH",
    "Phổ cập bơi cho con đoàn viên, người lao động trong ngành hè năm 2026 và những năm tiếp theo",
]
FOOT_TEXTS = [
    "Nơi nhận:",
    "- Công đoàn ngành;",
    "- Các công đoàn cơ sở (để thực hiện);",
    "- Lưu: VT.",
    "TM. BAN THƯỜNG VỤ",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Lý Thu Ngân",
]


def test_heading_and_foot_are_read_column_by_column() -> None:
    found = texts(page(HEADING, TITLE, column([LONG, LONG], 200), FOOT))
    assert found == [*HEADING_TEXTS, LONG, LONG, *FOOT_TEXTS]


def test_columns_that_nearly_touch_are_parted_at_the_motto() -> None:
    left = [*words("LIÊN ĐOÀN LAO ĐỘNG TỈNH BẮC MINH", 60, 60), *words("Số: 3/KH-LĐLĐ", 100, 76)]
    edge = max(word.right for word in left)
    right = [
        *words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", edge + 4, 60),
        *words("Bắc Minh, ngày 2 tháng 3 năm 2026", edge + 10, 76),
    ]
    assert texts(page(left, right, TITLE, column([LONG], 200)))[:4] == [
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH BẮC MINH",
        "Số: 3/KH-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Bắc Minh, ngày 2 tháng 3 năm 2026",
    ]


def test_a_foot_that_the_page_breaks_is_still_two_columns() -> None:
    above = [word for word in FOOT if word.top < 545]
    below = [replace(w, top=w.top - 480, bottom=w.bottom - 480) for w in FOOT if w.top > 545]
    below = [word for word in below if word.text not in {"(để", "thực", "hiện);"}]
    above += words("(để thực hiện);", LEFT, 548)
    found = texts(page(column([LONG], 200), above), page(below))
    assert found == [LONG, *FOOT_TEXTS]


# ---- over the page break


def test_a_paragraph_goes_on_below_page_number_and_running_head() -> None:
    lines = wrapped(LONG, 780)
    first = page(words("Công đoàn ngành Giáo dục", LEFT, 30), column([LONG], 200), lines[0])
    rest = [replace(w, top=w.top - 700, bottom=w.bottom - 700) for line in lines[1:] for w in line]
    head = words("Công đoàn ngành Giáo dụe", LEFT, 30)  # as a picture is read
    second = page(head, centred("2", 50), rest, column([LONG], 200))
    assert texts(first, second) == [LONG, LONG, LONG]


@pytest.mark.parametrize("number", ["2", "- 2 -", "Trang 2/5", "2/5"])
def test_page_numbers_are_left_out(number: str) -> None:
    assert texts(page(column([LONG]), centred(number, 800))) == [LONG]


# ---- tables


def grid(*rows: Sequence[str | None], top: float = 300) -> Grid:
    return Grid(LEFT, top, RIGHT, top + 20 * len(rows), tuple(tuple(row) for row in rows))


TABLE_HEAD = ("TT", "Nội dung", "Đơn vị", "Thời hạn")


def cells(*pages: Page) -> list[tuple[str, ...]]:
    return [block.cells for block in blocks(pages) if block.cells]


def test_a_ruled_table_stands_between_the_text_above_and_below() -> None:
    table = grid(TABLE_HEAD, ("1", "Thuê bể\nbơi", "Văn phòng", "20/5"))
    assert texts(page(column([LONG], 100), column([LONG], 400), grids=(table,))) == [
        LONG,
        "TT | Nội dung | Đơn vị | Thời hạn",
        "1 | Thuê bể bơi | Văn phòng | 20/5",
        LONG,
    ]


def test_merged_cells_repeat_the_text_above_or_are_empty() -> None:
    table = grid(
        TABLE_HEAD,
        ("A", "Việc chung", None, None),
        ("1", "Thuê bể bơi", "Văn phòng", "20/5"),
        ("2", "Mời giáo viên", None, "22/5"),
    )
    assert cells(page(grids=(table,)))[1:] == [
        ("A", "Việc chung", "", ""),
        ("1", "Thuê bể bơi", "Văn phòng", "20/5"),
        ("2", "Mời giáo viên", "Văn phòng", "22/5"),
    ]


def test_a_table_over_the_page_break_is_one_and_a_cut_row_too() -> None:
    first = grid(TABLE_HEAD, ("1", "Thuê bể bơi và lập danh", "Văn phòng", "20/5"))
    second = grid(
        ("TT", "Nội dunq", "Đơn vị", "Thời hạn"),  # as a picture is read
        ("", "sách các cháu", "", ""),
        ("2", "Mời giáo viên", "Ban Nữ công", "22/5"),
        top=80,
    )
    assert cells(page(grids=(first,)), page(centred("2", 40), grids=(second,))) == [
        TABLE_HEAD,
        ("1", "Thuê bể bơi và lập danh sách các cháu", "Văn phòng", "20/5"),
        ("2", "Mời giáo viên", "Ban Nữ công", "22/5"),
    ]


def test_rows_that_are_nearly_alike_are_not_taken_for_the_head() -> None:
    rows = [(str(n), f"Mở lớp bơi số {n}", "Văn phòng", "20/5") for n in range(1, 5)]
    first, second = grid(TABLE_HEAD, *rows[:2]), grid(*rows[2:], top=60)
    assert cells(page(grids=(first,)), page(grids=(second,))) == [TABLE_HEAD, *rows]


def test_a_ruled_heading_is_no_data() -> None:
    table = grid(
        (
            "CÔNG ĐOÀN NGÀNH Y TẾ\nSố: 4/KH-CĐN",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        )
    )
    assert texts(page(column([LONG], 400), grids=(table,))) == [
        "CÔNG ĐOÀN NGÀNH Y TẾ",
        "Số: 4/KH-CĐN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        LONG,
    ]


def test_columns_without_ruling_are_a_table_too() -> None:
    at = (LEFT, 120, 300, 440)
    rows = [
        TABLE_HEAD,
        ("1", "Thuê bể bơi", "Văn phòng", "20/5"),
        ("2", "Mời giáo viên", "Ban Nữ công", "22/5"),
    ]
    placed = [
        w
        for n, row in enumerate(rows)
        for x, c in zip(at, row, strict=True)
        for w in words(c, x, 200 + 30 * n)
    ]
    wrap = words("dạy bơi", 120, 274)
    assert cells(page(column([LONG], 100), placed, wrap)) == [
        *rows[:2],
        ("2", "Mời giáo viên dạy bơi", "Ban Nữ công", "22/5"),
    ]


def test_a_justified_paragraph_with_wide_blanks_is_no_table() -> None:
    lines = [
        "Gửi về hộp thư điện tử",
        "vanphongcongdoan@cdnganh.example trước ngày",
        "15/5/2026 để tổng hợp.",
    ]
    found: list[Word] = []
    for n, text in enumerate(lines):
        line = words(text, LEFT, 100 + 16 * n)
        free = (RIGHT - line[-1].right) / (len(line) - 1) if n < 2 else 0
        found += [
            replace(w, left=w.left + free * i, right=w.right + free * i) for i, w in enumerate(line)
        ]
    assert texts(page(found)) == [" ".join(lines)]


# ---- pictures


def as_read(found: Sequence[Word], degrees: float) -> list[Word]:
    """Words as a reader of pictures gives them: tight boxes, a turned page, no bold type."""
    slope = math.tan(math.radians(degrees))
    done = []
    for n, word in enumerate(found):
        off = word.left * slope + (0.6 if n % 2 else -0.6)
        top = word.top + (4 if word.text == "-" else 1.5) + off
        bottom = word.bottom - (6 if word.text == "-" else n % 3) + off
        left, right = word.left - word.top * slope, word.right - word.top * slope
        done.append(Word(word.text, left, top, right, bottom, bottom - top, False, 0.9))
    return done


@pytest.mark.parametrize("degrees", [0, 0.6, -0.9])
def test_a_page_from_a_picture_is_joined_as_well(degrees: float) -> None:
    found = as_read([*HEADING, *TITLE, *column([LONG, LONG, "- Mở hai lớp."], 200), *FOOT], degrees)
    assert texts(page(found)) == [*HEADING_TEXTS, LONG, LONG, "- Mở hai lớp.", *FOOT_TEXTS]


def test_words_of_one_height_are_one_line() -> None:
    assert [line.text for line in lines_of(words("b c", 120, 101) + words("a", 85, 100))] == [
        "a b c"
    ]


def test_every_block_has_the_ordinals_of_its_lines() -> None:
    found = blocks([page(column([LONG, LONG]))])
    numbers = [number for block in found for number in block.lines]
    assert numbers == list(range(1, len(numbers) + 1))
    assert blocks([]) == ()


# ---- a body in two columns


def side(paragraphs: Sequence[str], left: float, top: float, wide: float = 220) -> list[Word]:
    """Paragraphs in a column, one line under the other."""
    found: list[Word] = []
    for text in paragraphs:
        line: list[Word] = []
        for word in text.split():
            at = line[-1].right + BLANK if line else left
            if line and at + 6 * len(word) > left + wide:
                found, line, top, at = found + line, [], top + 16, left
            line += words(word, at, top)
        found, top = found + line, top + 22
    return found


PARTS = [f"{number}. {LONG}" for number in range(1, 7)]


@pytest.mark.parametrize("shift", [0, 5, 9])
def test_a_body_in_two_columns_is_read_one_after_the_other(shift: float) -> None:
    title = centred("KẾ HOẠCH", 80, True)
    body = [*side(PARTS[:3], 60, 120), *side(PARTS[3:], 310, 120 + shift)]
    last = column([LONG], 500, indent=0)
    assert texts(page(title, body, last)) == ["KẾ HOẠCH", *PARTS, LONG]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    text = side([" ".join(PARTS)], 60, 120)
    half = [word for word in text if word.top < 120 + 16 * 12]
    rest = [
        replace(w, left=w.left + 250, right=w.right + 250, top=w.top - 192, bottom=w.bottom - 192)
        for w in text
        if w not in half
    ]
    assert texts(page(half, rest)) == [" ".join(PARTS)]


def test_two_short_lists_side_by_side_are_no_columns_of_text() -> None:
    left = [word for n in range(10) for word in words(f"Lớp {n}", 60, 120 + 16 * n)]
    right = [word for n in range(10) for word in words(f"{n} em", 320, 120 + 16 * n)]
    assert "Lớp 0 0 em" in " ".join(texts(page(left, right)))


# ---- headings


@pytest.mark.parametrize("left", [44, 50, 56, 62])
def test_a_left_column_that_ends_further_right_than_the_motto_begins(left: float) -> None:
    head = [
        *words("TỔNG LIÊN ĐOÀN LAO ĐỘNG", 60, 60, True),
        *words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 230, 60, True),
        *words("LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ NAM HẢI", left, 80, True),
        *words("Độc lập - Tự do - Hạnh phúc", 330, 80, True),
        *words("Số: 12/KH-LĐLĐ", 90, 100),
        *words("Nam Hải, ngày 02 tháng 11 năm 2026", 300, 100),
    ]
    found = texts(page(head, centred("KẾ HOẠCH", 130, True), column([LONG], 160)))
    assert found == [
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG",
        "LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ NAM HẢI",
        "Số: 12/KH-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nam Hải, ngày 02 tháng 11 năm 2026",
        "KẾ HOẠCH",
        LONG,
    ]


@pytest.mark.parametrize("right", [300, 241])
def test_a_blank_number_is_not_taken_for_the_gap_between_the_columns(right: float) -> None:
    head = [
        *words("CÔNG ĐOÀN CƠ SỞ TRƯỜNG MẦM NON", 60, 60, True),
        *words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 300, 60, True),
        *words("Số:", 60, 80),
        *words("/KH-CĐCS", 190, 80),
        *words("Nam Hải, ngày", right, 80),
        *words("tháng 11 năm 2026", right + 120, 80),
    ]
    found = texts(page(head, centred("KẾ HOẠCH", 130, True), column([LONG], 160)))
    assert found[1] == "Số: /KH-CĐCS"
    assert found[3] == "Nam Hải, ngày tháng 11 năm 2026"


@pytest.mark.parametrize("sign", [":", ". ", "'", "_ ~"])
def test_a_sign_before_the_kind_is_dust_where_it_was_read(sign: str) -> None:
    motto = words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 250, 60)
    kind = words(f"{sign} KẾ HOẠCH", 240, 100)
    read = [replace(word, confidence=0.9) for word in (*motto, *kind)]
    found = texts(page(read, column([LONG], 160)))
    assert found[1] == "KẾ HOẠCH"
