"""A workbook becomes blocks: titles, then rows with their cells."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook

from corpus.formats import sheet, tables
from corpus.formats.sheet import text_of
from corpus.formats.tables import Cell, row_blocks, table_blocks
from corpus.model import Block, Note, UnreadableFileError


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> Workbook:
    book = Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    for span in merged:
        page.merge_cells(span)
    return book


def test_a_sheet_is_its_title_and_then_its_rows():
    book = workbook(
        ("PHỤ LỤC",),
        ("Lịch tập huấn cán bộ công đoàn",),
        (),
        ("TT", "Nội dung", "Ngày"),
        ("A. Khối cơ quan",),
        (1, "Lớp thứ nhất", dt.date(2027, 3, 5)),
        merged=("A1:C1", "A2:C2", "A5:C5"),
    )
    blocks = sheet.read(saved(book)).blocks
    assert [block.text for block in blocks] == [
        "PHỤ LỤC", "Lịch tập huấn cán bộ công đoàn", "TT | Nội dung | Ngày", "A. Khối cơ quan",
        "1 | Lớp thứ nhất | 05/03/2027",
    ]  # fmt: skip
    assert [block.cells for block in blocks] == [
        (), (), ("TT", "Nội dung", "Ngày"), ("A. Khối cơ quan", "", ""),
        ("1", "Lớp thứ nhất", "05/03/2027"),
    ]  # fmt: skip
    assert [block.lines for block in blocks] == [(1,), (2,), (3,), (4,), (5,)]


def test_a_cell_merged_over_rows_stands_in_each_of_them():
    book = workbook(
        ("TT", "Việc", "Nơi làm"), (1, "Họp", "Hội trường"), (2, "Liên hoan", None), merged=("C2:C3",)
    )  # fmt: skip
    assert sheet.read(saved(book)).blocks[-1].text == "2 | Liên hoan | Hội trường"


def test_an_empty_cell_that_is_not_merged_stays_empty():
    book = workbook(("TT", "Việc", "Nơi làm"), (1, "Họp", "Hội trường"), (2, "Liên hoan", None))
    assert sheet.read(saved(book)).blocks[-1].cells == ("2", "Liên hoan", "")


def test_a_hidden_sheet_is_only_named():
    book = workbook(("Danh sách", "đội thi"))
    book.create_sheet("Trống")
    book.create_sheet("Nháp")["A1"] = "chưa duyệt"
    book["Nháp"].sheet_state = "hidden"
    found = sheet.read(saved(book))
    assert [block.text for block in found.blocks] == ["Danh sách | đội thi"]
    assert found.notes == (Note("hidden_sheet", "Nháp"),)


def test_sheets_follow_each_other():
    book = workbook(("PHỤ LỤC 1",))
    book.create_sheet("Hai")["B2"] = "PHỤ LỤC 2"
    assert [block.text for block in sheet.read(saved(book)).blocks] == ["PHỤ LỤC 1", "PHỤ LỤC 2"]


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (dt.datetime(2027, 3, 5), "dd/mm/yyyy", "05/03/2027"),
        (dt.datetime(2027, 3, 5, 8, 30), "", "08:30 05/03/2027"),
        (dt.datetime(2027, 3, 1), "mm/yyyy", "03/2027"),
        (dt.time(14, 5), "h:mm", "14:05"),
        (60_000_000, "#,##0", "60.000.000"),
        (60_000_000, "General", "60000000"),
        (2.5, "General", "2,5"),
        (3.0, "General", "3"),
        (0.85, "0%", "85%"),
        ("  hai   đội ", "", "hai đội"),
        (None, "", ""),
    ],
)
def test_a_cell_reads_as_it_is_shown(value, shown_as, text):
    assert text_of(value, shown_as) == text


def test_rows_before_the_first_with_two_cells_are_a_title():
    assert list(row_blocks([("Tên bảng", ""), ("", ""), ("a", "b"), ("c", "")])) == [
        Block("Tên bảng"),
        Block("a | b", cells=("a", "b")),
        Block("c", gap=False, cells=("c", "")),
    ]


def cells(*texts: str) -> list[Cell]:
    return [Cell((Block(text),) if text else ()) for text in texts]


def test_a_foot_is_read_column_by_column_and_empty_columns_do_not_count():
    foot = [
        cells("Nơi nhận:", "", "TM. BAN CHẤP HÀNH"),
        cells("- Các tổ công đoàn;", "", "CHỦ TỊCH"),
    ]
    assert [block.text for block in table_blocks(foot, is_ruled=False)] == [
        "Nơi nhận:", "- Các tổ công đoàn;", "TM. BAN CHẤP HÀNH", "CHỦ TỊCH",
    ]  # fmt: skip


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as error:
        sheet.read(data)
    return error.value.reason


def test_a_workbook_without_text_is_refused():
    assert refused(saved(Workbook())) == "no_text"


def test_a_damaged_workbook_is_refused():
    assert refused(saved(workbook(("a", "b")))[:-80]) == "damaged"


def test_a_sheet_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(sheet, "MAX_ROWS", 3)
    assert refused(saved(workbook(*[("a", "b")] * 4))) == "too_large"


def test_a_text_merged_over_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "MAX_CHARS", 1_000)
    book = workbook(("x" * 300, "a"), *[(None, "b")] * 4, merged=("A1:A5",))
    assert refused(saved(book)) == "too_large"


def test_the_head_of_a_plan_in_a_sheet_is_no_table():
    book = workbook(
        ("LIÊN ĐOÀN LAO ĐỘNG HUYỆN A", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Số: 5/KH-LĐLĐ", None, None, "A, ngày 02 tháng 3 năm 2027"),
        ("KẾ HOẠCH",),
        ("Công tác tháng 4 năm 2027",),
        ("TT", "Việc", "Đơn vị", "Thời gian"),
        (1, "Gửi báo cáo", "CĐCS", dt.date(2027, 4, 30)),
    )
    blocks = sheet.read(saved(book)).blocks
    assert [block.text for block in blocks[:6]] == [
        "LIÊN ĐOÀN LAO ĐỘNG HUYỆN A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/KH-LĐLĐ",
        "A, ngày 02 tháng 3 năm 2027", "KẾ HOẠCH", "Công tác tháng 4 năm 2027",
    ]  # fmt: skip
    assert blocks[-1].cells == ("1", "Gửi báo cáo", "CĐCS", "30/04/2027")
