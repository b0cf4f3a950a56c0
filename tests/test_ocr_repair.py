"""What OCR misreads in Vietnamese plans is put right, and what it read well is left alone."""

from __future__ import annotations

import pytest

from corpus.formats.ocr_repair import in_order, line, repaired, with_tones
from corpus.model import Block


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


def read(*lines: str) -> tuple[Block, ...]:
    return tuple(Block(text, (number,)) for number, text in enumerate(lines, 1))


@pytest.mark.parametrize(
    ("seen", "right"),
    [
        ("~ Lưu: VT, TCKT.", "- Lưu: VT, TCKT."),
        ("~- Ban Nữ công;", "- Ban Nữ công;"),
        (":- Căn cứ Nghị quyết", "- Căn cứ Nghị quyết"),
        (".2,1. Hội thi nấu ăn", "2.1. Hội thi nấu ăn"),
        ("-1. Văn phòng", "1. Văn phòng"),
        ("1, Văn phòng tổng hợp", "1. Văn phòng tổng hợp"),
        ("l. Mục đích", "1. Mục đích"),
        ("mỗi nhà 45. 000.000 đồng", "mỗi nhà 45.000.000 đồng"),
        ("mỗi suất 500. 000 đồng", "mỗi suất 500.000 đồng"),
        ("gửi về Idldtruonglam(@congdoan.example", "gửi về ldldtruonglam@congdoan.example"),
        ("gửi về doithoaï@congdoan.example", "gửi về doithoai@congdoan.example"),
        ("Xác.định rõ trách nhiệm", "Xác định rõ trách nhiệm"),
    ],
)
def test_marks_labels_sums_and_addresses_are_put_right(seen: str, right: str) -> None:
    assert line(seen) == right


@pytest.mark.parametrize(
    ("seen", "right"),
    [
        ("tố chức hội thao", "tổ chức hội thao"),
        ("Tố chức Đảng", "Tổ chức Đảng"),
        ("TỐ CHỨC THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"),
        ("bố sung nhiệm vụ", "bổ sung nhiệm vụ"),
        ("Ủy ban Kiếm tra", "Ủy ban Kiểm tra"),
        ("đế tống hợp, báo cáo", "để tổng hợp, báo cáo"),
        ("khăng định vai trò", "khẳng định vai trò"),
        ("một buối tọa đàm", "một buổi tọa đàm"),
        ("Nghị quyểt Đại hội", "Nghị quyết Đại hội"),
    ],
)
def test_a_tone_is_put_right_where_only_the_other_makes_a_word(seen: str, right: str) -> None:
    assert with_tones(seen) == right


@pytest.mark.parametrize(
    "well_read",
    [
        "- Quán triệt Nghị quyết của Ban Chấp hành Đảng bộ tỉnh",
        "1. Mục đích",
        "a) Đối tượng: đoàn viên có hoàn cảnh khó khăn",
        "trong năm 2025. 100 đoàn viên dự thi",
        "theo mục 3. 120 suất quà",
        "trước ngày 05/6/2025, chậm nhất 17 giờ 00",
        "Số: 45/KH-LĐLĐ",
        "kinh phí 486.500.000 đồng, chia 02 đợt",
        "cải cách thể chế và chế độ chính sách",
        "Chủ nghĩa đế quốc",
        "xem tại congdoan.vn để biết thêm",
        "ông Trần Hải Đăng, bà Lê Thị Tố Uyên",
        "kết quả chuyển đổi số, dữ liệu số và công dân số",
        "những tấm gương bố mẹ đông con",
    ],
)
def test_what_was_read_well_is_left_alone(well_read: str) -> None:
    assert line(well_read) == well_read


@pytest.mark.parametrize(
    ("seen", "right"),
    [
        (["I", "H", "HI", "IV"], ["I", "II", "III", "IV"]),
        (["I", "II", "II", "IV"], ["I", "II", "III", "IV"]),
        (["L", "Il", "IH"], ["I", "II", "III"]),
        (["H", "III"], ["II", "III"]),  # the first one was not seen at all
        (["I", "III", "IV"], ["I", "III", "IV"]),
        (["X", "XI", "XI", "XIIHI"], ["X", "XI", "XII", "XIII"]),
    ],
)
def test_roman_headings_are_counted(seen: list[str], right: list[str]) -> None:
    blocks = read(*(f"{numeral}. NỘI DUNG CHÍNH" for numeral in seen))
    assert [text.split(".")[0] for text in texts(in_order(blocks))] == right


def test_headings_counted_in_figures_stay_so() -> None:
    blocks = read("1. MỤC ĐÍCH", "2. YÊU CẦU", "3. KINH PHÍ")
    assert in_order(blocks) == blocks


def test_a_first_numeral_that_was_read_as_a_figure_becomes_roman() -> None:
    blocks = read("1. MỤC ĐÍCH", "- Ý thứ nhất", "II. YÊU CẦU")
    assert texts(in_order(blocks)) == ["I. MỤC ĐÍCH", "- Ý thứ nhất", "II. YÊU CẦU"]


def test_a_stop_that_was_misread_is_put_right() -> None:
    assert texts(in_order(read("I¡ MỤC ĐÍCH", "II, YÊU CẦU"))) == ["I. MỤC ĐÍCH", "II. YÊU CẦU"]


def test_an_annex_counts_anew() -> None:
    blocks = read("I. MỤC ĐÍCH", "II. YÊU CẦU", "PHỤ LỤC", "I. DANH SÁCH", "H. KINH PHÍ")
    assert texts(in_order(blocks))[3:] == ["I. DANH SÁCH", "II. KINH PHÍ"]


def test_the_incoming_mail_stamp_is_taken_out_of_the_heading() -> None:
    blocks = read(
        "LIÊN ĐOÀN LAO ĐỘNG HUYỆN AN BÌNH",
        "CÔNG VĂN ĐÈSố: 45/KH-LĐLĐ",
        "Số: 513",
        "Ngày: 27/3/2025",
        "KẾ HOẠCH",
    )
    assert texts(repaired(blocks)) == [
        "LIÊN ĐOÀN LAO ĐỘNG HUYỆN AN BÌNH",
        "Số: 45/KH-LĐLĐ",
        "KẾ HOẠCH",
    ]


def test_the_cells_of_a_table_are_repaired_like_its_text() -> None:
    row = Block("1 | Tống hợp", (1,), cells=("1", "Tống hợp"))
    assert repaired((row,)) == (Block("1 | Tổng hợp", (1,), cells=("1", "Tổng hợp")),)


@pytest.mark.parametrize(
    ("seen", "right"),
    [
        ("Số: 47/KH-CĐÐKCN", "Số: 47/KH-CĐKCN"),
        ("Số: 47/KH-CÐKCN", "Số: 47/KH-CĐKCN"),
        ("Số: 47/KH-LÐLÐ", "Số: 47/KH-LĐLĐ"),
        (": KẾ HOẠCH", "KẾ HOẠCH"),
        ("'.KẾ HOẠCH", "KẾ HOẠCH"),
        ("Độc lập Tựdo Hạnh phúc", "Độc lập - Tự do - Hạnh phúc"),
        ("Độc lập -Tự do- Hạnh phúc.", "Độc lập - Tự do - Hạnh phúc"),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆTNAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Tết Nguyên đán Đỉnh Mùi năm 2027", "Tết Nguyên đán Đinh Mùi năm 2027"),
        ("đón Xuân Định Mùi", "đón Xuân Đinh Mùi"),
        ("TẾT QUÝ MÃO, XUÂN ĐÌNH MÙI", "TẾT QUÝ MÃO, XUÂN ĐINH MÙI"),
    ],
)
def test_letters_heads_and_lunar_years_are_put_right(seen: str, right: str) -> None:
    assert line(seen) == right


@pytest.mark.parametrize(
    "well_read",
    [
        "LĐLĐ các huyện",
        "- Kế hoạch năm 2027 của công đoàn",
        ": kế hoạch được duyệt",
        "Xuân Kỉ Hợi",
        "ông Nguyễn Định Mùi",
        "năm Tản Dần",  # no such year: whatever it is, it is not guessed
        "Tết Bính Ngọ năm 2026",
    ],
)
def test_heads_and_names_that_were_read_well_stay(well_read: str) -> None:
    assert line(well_read) == well_read
