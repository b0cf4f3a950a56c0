"""A web page becomes blocks, and nothing that it names is fetched."""

import pytest

from corpus.formats import web
from corpus.model import Note, UnreadableFileError


def texts(body: str) -> list[str]:
    return [block.text for block in web.read(body.encode()).blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>KẾ HOẠCH</h1><p>Chăm lo\n   Tết</p>", ["KẾ HOẠCH", "Chăm lo Tết"]),
        ("chữ trần<div>trong khối</div>rồi thôi", ["chữ trần", "trong khối", "rồi thôi"]),
        ("<p>mở <b>đậm</b> đóng", ["mở đậm đóng"]),
        ("<ul><li>Việc một<ul><li>Phần nhỏ</ul><li><p>Việc hai</p></ul>", ["- Việc một", "+ Phần nhỏ", "- Việc hai"]),
        ("<ol start=3><li>Ba<li>Bốn<li value=9>Chín</ol>", ["3. Ba", "4. Bốn", "9. Chín"]),
        ("<ol type=I><li>MỤC ĐÍCH<li>NỘI DUNG</ol>", ["I. MỤC ĐÍCH", "II. NỘI DUNG"]),
        ("<ul><li>- Gạch sẵn<li>a) Chữ sẵn</ul>", ["- Gạch sẵn", "a) Chữ sẵn"]),
        ("<p>KẾ HOẠCH<br>Thi đua<br>năm 2027</p>", ["KẾ HOẠCH", "Thi đua năm 2027"]),
        ("<p>Chủ tịch<br><br>Lê Văn Ba</p>", ["Chủ tịch", "Lê Văn Ba"]),
        ("<pre>- dòng một\n- dòng hai</pre>", ["- dòng một", "- dòng hai"]),
        ("<script>x()</script><style>p{}</style><p>Còn lại<!-- ghi chú --></p>", ["Còn lại"]),
        ("<p style='display:none'>Ẩn</p><p>Hiện</p>", ["Hiện"]),
        ("<p>A &amp; B&nbsp;&lt;C&gt; tie&#770;&#769;n</p>", ["A & B <C> tiến"]),
    ],
)  # fmt: skip
def test_a_page_reads_as_it_is_shown(body, expected):
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "emphasis"),
    [
        ("<h2>Nội dung</h2>", "heading"),
        ("<p><b>Nội dung</b></p>", "bold"),
        ("<p style='font-weight: bold'>Nội dung</p>", "bold"),
        ("<p><b>Nội</b> dung</p>", ""),
    ],
)
def test_emphasis_is_what_the_whole_paragraph_has(body, emphasis):
    assert web.read(body.encode()).blocks[0].emphasis == emphasis


def test_a_table_is_read_row_by_row_with_its_merged_cells():
    page = (
        "<table><thead><tr><th>TT<th>Việc<th>Hạn</thead><tbody><tr><td colspan=3>A. Chuẩn bị"
        "<tr><td>1<td>Lập tổ<td rowspan=2>05/3<tr><td>2<td>Gửi <b>giấy</b> mời</table>"
    )
    blocks = web.read(page.encode()).blocks
    assert [block.cells for block in blocks] == [
        ("TT", "Việc", "Hạn"), ("A. Chuẩn bị", "", ""), ("1", "Lập tổ", "05/3"),
        ("2", "Gửi giấy mời", "05/3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("border=1", ["Tháng | Việc", "Ba | Hội thao"]),
        ("", ["Tháng", "Việc", "Ba", "Hội thao"]),
    ],
)
def test_two_columns_are_data_where_lines_are_drawn(attributes, expected):
    rows = "<tr><td>Tháng<td>Việc<tr><td>Ba<td>Hội thao"
    assert texts(f"<table {attributes}>{rows}</table>") == expected


def test_the_head_of_a_document_is_read_column_by_column():
    page = (
        "<table><tr><td><p>CÔNG ĐOÀN CÔNG TY SAO MAI<p>Số: 7/KH-CĐ"
        "<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</table>"
    )
    assert texts(page) == [
        "CÔNG ĐOÀN CÔNG TY SAO MAI", "Số: 7/KH-CĐ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]  # fmt: skip


def test_lines_of_a_centred_title_belong_together():
    page = "".join(f"<p align=center><b>{t}</b></p>" for t in ("KẾ HOẠCH", "Chăm lo", "đoàn viên"))
    assert [block.gap for block in web.read(page.encode()).blocks] == [True, False, False]


PAGE = '<meta charset="{}"><p>Kế hoạch năm mới'


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>Kế hoạch năm mới".encode(), "Kế hoạch năm mới"),
        ("<p>Kế hoạch năm mới".encode("utf-8-sig"), "Kế hoạch năm mới"),
        ("<p>Kế hoạch năm mới".encode("utf-16"), "Kế hoạch năm mới"),
        (PAGE.format("utf-16").encode(), "Kế hoạch năm mới"),
        (PAGE.format("khong-co-that").encode(), "Kế hoạch năm mới"),
        ('<meta charset="iso-8859-1"><p>Déjà vu'.encode("latin-1"), "Déjà vu"),
    ],
)
def test_a_page_is_decoded_by_what_it_says_of_itself(data, text):
    assert web.read(data).blocks[0].text == text


def test_a_legacy_font_is_converted():
    found = web.read('<meta charset=utf-8><p><font face=".VnTime">C«ng ®oµn</font> ta'.encode())
    assert found.blocks[0].text == "Công đoàn ta"
    assert found.notes == (Note("converted_letters"),)


def test_a_draft_says_so():
    assert web.read("<p>DỰ THẢO</p><p>KẾ HOẠCH".encode()).notes == (Note("draft"),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html></html>", "no_text"),
        (b"", "no_text"),
        (b"<p>" + bytes(range(128, 256)) * 9, "damaged"),
        (b"<i>" * 1_000_001, "hostile"),
        (b"<div>" * 200 + b"sau", "hostile"),
        (b"<table><tr><td>" * 100 + b"sau", "hostile"),
    ],
)
def test_a_page_that_nobody_should_read_is_refused(data, reason):
    with pytest.raises(UnreadableFileError) as error:
        web.read(data)
    assert error.value.reason == reason


MENU = "<ul><li><a href='/'>Trang chủ</a><li><a href='/tin'>Tin tức</a></ul><p>Thứ hai, 22/03/2027 | Lượt xem: 5</p>"
PLAN = "<p>LIÊN ĐOÀN LAO ĐỘNG HUYỆN A</p><p>Số: 5/KH-LĐLĐ</p><p>KẾ HOẠCH</p><p>Chăm lo Tết</p>"
ASIDE = "<p><a href='/thi'>Đăng ký dự thi trước ngày 15/02/2027</a></p><p>Hỏi: <a href='mailto:a@b.vn'>a@b.vn</a></p>"


def test_what_a_site_puts_around_a_document_is_left_out():
    assert texts(MENU + PLAN + ASIDE) == [
        "LIÊN ĐOÀN LAO ĐỘNG HUYỆN A", "Số: 5/KH-LĐLĐ", "KẾ HOẠCH", "Chăm lo Tết", "Hỏi: a@b.vn",
    ]  # fmt: skip
