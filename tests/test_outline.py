"""Which line opens a section, at which level, under which address."""

from __future__ import annotations

import pytest

from corpus.model import Block
from corpus.outline import Outline, bullet_of, label_of, roman
from corpus.rows import groups_above

LABELS = [
    ("I. MỤC ĐÍCH", "roman.", 1),
    ("III- THỜI GIAN", "roman-", 3),
    ("IV. TỔ CHỨC", "roman.", 4),
    ("2. Yêu cầu", "number.", 2),
    ("1- Tập trung đại diện", "number-", 1),
    ("3.7. Đổi mới", "dotted", 7),
    ("2.1 Thăm hỏi", "dotted", 1),
    ("a) Đối tượng", "alpha", 1),
    ("đ) Mức quà", "alpha", 17),
    ("A. PHẦN CHUNG", "letter", 1),
    ("Phần thứ nhất", "part", 1),
    ("PHẦN THỨ HAI", "part", 2),
    ("Chương II: NHIỆM VỤ", "part", 2),
    ("Phần I Mục tiêu", "part", 1),
    ("PHỤ LỤC II", "annex", 0),
    ("Điều 5. Hiệu lực", "article", 5),
]


@pytest.mark.parametrize(("line", "style", "value"), LABELS)
def test_a_label_is_known_by_its_style(line: str, style: str, value: int) -> None:
    label = label_of(line)
    assert label is not None
    assert label.style == style
    if style not in ("annex", "alpha"):
        assert label.value == value


@pytest.mark.parametrize(
    "line",
    ["1.100 đoàn viên", "25/4/2025", "2 chương trình", "Vòng sơ khảo", "100% công đoàn", "24/7 phục vụ"],
)  # fmt: skip
def test_a_number_that_begins_a_line_is_no_label(line: str) -> None:
    assert label_of(line) is None


def test_roman_numerals_have_their_values() -> None:
    assert [roman(n) for n in ("I", "IV", "IX", "XVII", "K")] == [1, 4, 9, 17, 0]


@pytest.mark.parametrize(
    ("line", "bullet"),
    [
        ("- Xây dựng", ("-", "Xây dựng")),
        ("+ Phần thi", ("+", "Phần thi")),
        ("• Điểm", ("-", "Điểm")),
        ("-5 độ", None),
        ("Xây dựng", None),
    ],
)
def test_a_bullet_is_known_by_its_marker(line: str, bullet: tuple[str, str] | None) -> None:
    assert bullet_of(line) == bullet


def tree(*lines: str, emphasis: str = "") -> list[tuple[int, str, int]]:
    """(level, label, number of items) of the sections that these lines make."""
    outline = Outline()
    blocks = [Block(line) for line in lines]
    for position, block in enumerate(blocks):
        outline.add(block, blocks[position + 1] if position + 1 < len(blocks) else None)
    return [(s.level, s.label, len(s.items)) for s in outline.sections]


TREES = [
    # levels come from the labels; a mixed "III-" goes on counting after "II."
    (["I. MỘT", "1. Một", "- a", "2. Hai", "- b", "II. HAI", "III- BA", "- c"],
     [(1, "I", 0), (2, "I.1", 1), (2, "I.2", 1), (1, "II", 0), (1, "III", 1)]),
    # a list "1-" that begins anew under "2.1." belongs to it
    (["II. NỘI DUNG", "2. Kế hoạch", "2.1. Nhiệm vụ", "- 1- Một", "- 2- Hai", "2.2. Đột phá", "1- Ba"],
     [(1, "II", 0), (2, "II.2", 0), (3, "II.2.1", 0), (4, "II.2.1.1", 0), (4, "II.2.1.2", 0),
      (3, "II.2.2", 0), (4, "II.2.2.1", 0)]),
    # without Roman numbers, "1." is the first level
    (["1. Một", "a) Điểm thứ nhất;", "b) Điểm thứ hai.", "2. Hai", "- c"],
     [(1, "1", 2), (1, "2", 1)]),
    # "a)" with bullets under it is a heading
    (["1. Một", "a) Tuyên truyền", "- x", "- y", "b) Chăm lo", "- z"],
     [(1, "1", 0), (2, "1.a", 2), (2, "1.b", 1)]),
    # capitals without a label open a section
    (["MỤC TIÊU CHUNG", "- x", "MỤC TIÊU CỤ THỂ", "- y"], [(1, "", 1), (1, "", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), TREES)
def test_the_tree_follows_the_labels(
    lines: list[str], expected: list[tuple[int, str, int]]
) -> None:
    assert tree(*lines) == expected


def test_a_numbered_sentence_keeps_its_words_as_text_and_a_short_heading() -> None:
    outline = Outline()
    sentence = "Nắm đời sống và việc làm của người lao động ở cơ sở " * 4
    outline.add(Block(f"1. {sentence.strip()}"), None)
    (section,) = outline.sections
    assert section.items[0].text == sentence.strip()
    assert section.heading.endswith("…")
    assert len(section.heading) < 100


def test_a_table_row_pairs_its_cells_with_the_heads() -> None:
    outline = Outline()
    rows = [("TT", "Việc", "Thời hạn"), ("1", "In giấy khen", "15/5/2026")]
    for cells in rows:
        outline.add(Block(" | ".join(cells), cells=cells), None)
    head, row = outline.sections[0].items
    assert head.cells == ()
    assert row.cells == (("TT", "1"), ("Việc", "In giấy khen"), ("Thời hạn", "15/5/2026"))
    assert row.quoted == "Việc: In giấy khen\nThời hạn: 15/5/2026"


def test_a_second_table_right_after_the_first_has_its_own_heads() -> None:
    outline = Outline()
    rows = [("TT", "Việc", "Hạn"), ("1", "Hội thi", "25/9"), ("TT", "Việc", "Đơn vị", "Hạn"),
            ("1", "Hội thao", "CĐCS", "25/10")]  # fmt: skip
    for cells in rows:
        outline.add(Block(" | ".join(cells), cells=cells), None)
    last = outline.sections[-1].items[-1]
    assert dict(last.cells) == {"TT": "1", "Việc": "Hội thao", "Đơn vị": "CĐCS", "Hạn": "25/10"}


def test_heads_over_two_rows_are_one_and_groups_are_no_data() -> None:
    outline = Outline()
    rows = [
        ("TT", "Sản phẩm", "Kế hoạch 2026", "Kế hoạch 2027"),
        ("Lượng", "Giá trị", "Lượng", "Giá trị"),
        ("I", "Nông sản", "", "", "", ""),
        ("1", "Xoài", "13", "7", "14", "8"),
    ]
    for cells in rows:
        outline.add(Block(" | ".join(filter(None, cells)), cells=cells, gap=False), None)
    items = outline.sections[0].items
    assert [bool(item.cells) for item in items] == [False, False, False, True]
    assert items[3].cells == (
        ("TT", "1"), ("Sản phẩm", "Xoài"), ("Kế hoạch 2026, Lượng", "13"), ("Kế hoạch 2026, Giá trị", "7"),
        ("Kế hoạch 2027, Lượng", "14"), ("Kế hoạch 2027, Giá trị", "8"),
    )  # fmt: skip
    assert groups_above(items, 3) == ("I | Nông sản",)


def test_a_row_under_merged_cells_takes_their_words_from_the_row_above() -> None:
    outline = Outline()
    rows = [
        ("TT", "Đối tượng", "Thông số", "Thời gian"),
        ("1", "Nước ao", "pH", "Tháng 3/2026"),
        ("Kim loại", "Tháng 4/2026"),
        ("Tổng cộng",),
    ]
    for cells in rows:
        outline.add(Block(" | ".join(cells), cells=cells), None)
    merged, total = outline.sections[0].items[2:]
    assert dict(merged.cells) == {
        "TT": "1", "Đối tượng": "Nước ao", "Thông số": "Kim loại", "Thời gian": "Tháng 4/2026",
    }  # fmt: skip
    assert total.cells == ()
