"""Lines of a text file become blocks."""

from __future__ import annotations

from corpus.formats.columns import in_reading_order
from corpus.formats.plain import blocks


def test_markdown_marks_are_taken_off_and_remembered() -> None:
    heading, bold, link = blocks(
        "## **I. MỤC ĐÍCH**\n\n**Nguyễn Văn An**\nqua [a@b.vn](mailto:a@b.vn) *ngay*"
    )
    assert (heading.text, heading.emphasis) == ("I. MỤC ĐÍCH", "heading")
    assert (bold.text, bold.emphasis, bold.gap) == ("Nguyễn Văn An", "bold", True)
    assert (link.text, link.emphasis, link.gap) == ("qua a@b.vn ngay", "", False)


def test_dots_for_rows_that_are_left_out_close_the_row_before() -> None:
    def lines(*cells: str) -> list[str]:
        return [line for cell in cells for line in (cell, "|")]

    head, first = lines("TT", "Việc", "Hạn"), lines("1", "In giấy", "15/5/2026")
    text = ["|", *head, "|", *first, "……………", "|", *lines("4", "Gửi giấy", "20/5/2026")]
    rows = [block.cells for block in blocks("\n".join(text)) if block.cells]
    assert rows[1:] == [("1", "In giấy", "15/5/2026"), ("4", "Gửi giấy", "20/5/2026")]


def test_a_star_between_operands_is_no_mark() -> None:
    (line,) = blocks("- Tỷ lệ = số người / tổng số * 100%;")
    assert line.text == "- Tỷ lệ = số người / tổng số * 100%;"


def test_bold_over_several_lines_is_bold_on_each() -> None:
    found = blocks("**Phát động “Đợt thi đua\ncao điểm\nnăm 2026”**\n\nThực hiện")
    assert [b.emphasis for b in found] == ["bold", "bold", "bold", ""]


def test_a_bold_heading_that_runs_into_its_text_is_two_blocks() -> None:
    head, text = blocks("**I. ĐÁNH GIÁ CHUNG** Thay mặt Ban Thường vụ, biểu dương các đơn vị.")
    assert head.text == "I. ĐÁNH GIÁ CHUNG"
    assert text.text.startswith("Thay mặt")


def test_a_table_row_has_its_cells_also_in_markdown() -> None:
    rows = [b for b in blocks("TT | Việc | Hạn\n1 | In giấy | 15/5/2026") if b.cells]
    assert rows[1].cells == ("1", "In giấy", "15/5/2026")
    rows = [b for b in blocks("| TT | Việc |\n|---|---|\n| 1 | In giấy |") if b.cells]
    assert [r.cells for r in rows] == [("TT", "Việc"), ("1", "In giấy")]


BAR_TABLE = """|
**TT**
|
**Nội dung**
|
**Chủ trì**
|
**Thời hạn**
|
|
**I**
|
**CHĂM LO**
|
|
1
|
Lập danh sách
|
|
Trước ngày 15/11/2026
|
|
2
|
Trao quà
|
Văn phòng
|
15/01/2027
|

Sau bảng."""


def test_cells_on_lines_of_their_own_between_bars_are_a_table() -> None:
    found = blocks(BAR_TABLE)
    assert [b.cells for b in found if b.cells] == [
        ("TT", "Nội dung", "Chủ trì", "Thời hạn"),
        ("I", "CHĂM LO"),
        ("1", "Lập danh sách", "", "Trước ngày 15/11/2026"),
        ("2", "Trao quà", "Văn phòng", "15/01/2027"),
    ]
    assert found[-1].text == "Sau bảng."


def test_a_table_is_as_wide_as_its_widest_row_where_heads_are_merged() -> None:
    rows = [["TT", "Chỉ tiêu", "Giai đoạn"], ["Năm 2026", "Năm 2027"], ["1", "Số lớp", "12", "15"],
            ["2", "Số người", "", "1.300"]]  # fmt: skip
    lines = [
        "|",
        *(
            line
            for row in rows
            for line in (*(x for c in row for x in ([c, "|"] if c else ["|"])), "|")
        ),
    ]
    found = blocks("\n".join([*lines[:-1], "", "Sau bảng."]))
    assert [b.cells for b in found if b.cells][2:] == [
        ("1", "Số lớp", "12", "15"), ("2", "Số người", "", "1.300")
    ]  # fmt: skip
    assert found[-1].text == "Sau bảng."


def test_an_odd_mark_inside_a_line_makes_nothing_bold() -> None:
    found = blocks("*- Quà Tết**: *số suất đạt trên\n1.250 suất")
    assert [b.emphasis for b in found] == ["", ""]


def test_a_layout_of_two_columns_is_read_line_by_line() -> None:
    text = "|\n**LIÊN ĐOÀN LAO ĐỘNG**\n|\n**CỘNG HÒA XÃ HỘI**\nĐộc lập\n|\n|\nSố: 2/KH\n|\nHà Đô, ngày\n|"
    assert [b.text for b in blocks(text)] == [
        "LIÊN ĐOÀN LAO ĐỘNG", "CỘNG HÒA XÃ HỘI", "Độc lập", "Số: 2/KH", "Hà Đô, ngày",
    ]  # fmt: skip


FOOT = ["Nơi nhận:\tTM. BAN THƯỜNG VỤ", "- Như trên;\tCHỦ TỊCH", "\tNguyễn Văn An"]


def test_one_tab_before_a_line_of_a_foot_puts_it_beside_the_recipients() -> None:
    assert [line.strip() for _, line in in_reading_order(FOOT)][-3:] == [
        "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Nguyễn Văn An",
    ]  # fmt: skip
