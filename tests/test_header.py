"""What the head and the foot of a plan say."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.header import is_layout, number_of, speaking_body, split_head, term_of
from corpus.model import Block, Signer
from corpus.signature import read_signer

NUMBERS = [
    ("Số: 31/KH-LĐLĐ", "31/KH-LĐLĐ"),
    ("Số: 31/KH - LĐLĐ", "31/KH-LĐLĐ"),
    ("Số: 19 /KH - LĐLD", "19/KH-LĐLĐ"),
    ("Số: 880/CTr-LĐLĐ", "880/CTr-LĐLĐ"),
    ("Số: 0124/KH-UBND", "0124/KH-UBND"),
    ("Số:      /KH-LĐLĐ", None),
    ("Số lượng: 120 suất", None),
]


@pytest.mark.parametrize(("line", "number"), NUMBERS)
def test_a_number_is_read_without_its_scanning_slips(line: str, number: str | None) -> None:
    assert number_of(line) == number


HEAD = [
    Block("LIÊN ĐOÀN LAO ĐỘNG TỈNH AN LẠC"),
    Block("LIÊN ĐOÀN LAO ĐỘNG HUYỆN BÌNH GIANG", gap=False),
    Block("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    Block("Số: 45/KH-LĐLĐ"),
    Block("Bình Giang, ngày 18 tháng 3 năm 2025"),
    Block("KẾ HOẠCH"),
    Block("Thực hiện Nghị quyết Đại hội lần thứ V", emphasis="bold"),
    Block("nhiệm kỳ 2023 - 2028", emphasis="bold", gap=False),
    Block("Thực hiện chương trình công tác, Ban Thường vụ xây dựng kế hoạch như sau:"),
]


def test_the_head_gives_number_kind_title_issuer_place_and_date() -> None:
    header, rest = split_head(HEAD)
    assert header.number == "45/KH-LĐLĐ"
    assert header.kind == "Kế hoạch"
    assert header.title == "Thực hiện Nghị quyết Đại hội lần thứ V nhiệm kỳ 2023 - 2028"
    assert (header.issuer or "").lower() == "liên đoàn lao động huyện bình giang"
    assert (header.place, header.issued_on) == ("Bình Giang", dt.date(2025, 3, 18))
    assert [block.text[:9] for block in rest] == ["Thực hiện"]


# lines above the kind of document, the issuer
ISSUERS = [
    (["ỦY BAN NHÂN DÂN TỈNH SÔNG THAO SỞ Y TẾ"], "Sở Y tế tỉnh Sông Thao"),
    (
        ["BAN CHẤP HÀNH TRUNG ƯƠNG BAN TUYÊN GIÁO VÀ DÂN VẬN"],
        "Ban Tuyên giáo và Dân vận Trung ương",
    ),
    (["BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH"], "Bộ Văn hóa, Thể thao và Du lịch"),
    (["CÔNG ĐOÀN SỞ Y TẾ"], "Công đoàn sở Y tế"),
    (["CÔNG ĐOÀN CƠ SỞ VĂN PHÒNG TỈNH"], "Công đoàn cơ sở Văn Phòng tỉnh"),
    (["CÔNG ĐOÀN CƠ SỞ CÔNG TY MAY AN BÌNH"], "Công đoàn cơ sở công ty May An Bình"),
    (["ỦY BAN NHÂN DÂN TỈNH SÔNG THAO"], "Ủy ban nhân dân tỉnh Sông Thao"),
]


@pytest.mark.parametrize(("lines", "issuer"), ISSUERS)
def test_an_office_is_named_with_whose_it_is(lines: list[str], issuer: str) -> None:
    header, _ = split_head([*map(Block, lines), Block("KẾ HOẠCH"), Block("Tập huấn")])
    assert header.issuer == issuer


def test_the_body_that_speaks_under_the_title_is_no_part_of_it() -> None:
    header, _ = split_head(
        [Block("BỘ THỦY LỢI"), Block("CÔNG ĐIỆN"), Block("VỀ VIỆC GIA CỐ BỜ BAO BỘ THỦY LỢI")]
    )
    assert (header.kind, header.title) == ("Công điện", "VỀ VIỆC GIA CỐ BỜ BAO")


def test_a_plan_may_end_its_title_with_its_own_body() -> None:
    header, _ = split_head(
        [Block("CÔNG ĐOÀN MAY AN BÌNH"), Block("KẾ HOẠCH"), Block("ĐẠI HỘI CÔNG ĐOÀN MAY AN BÌNH")]
    )
    assert header.title == "ĐẠI HỘI CÔNG ĐOÀN MAY AN BÌNH"


def test_a_letter_s_subject_may_stand_behind_its_number() -> None:
    header, _ = split_head(
        [
            Block("SỞ Y TẾ"),
            Block("Số: 51/SYT-NV Về hướng dẫn khám sức khỏe"),
            Block("Kính gửi các đơn vị"),
        ]
    )
    assert header.title == "hướng dẫn khám sức khỏe"


def test_a_head_that_was_lost_gives_nothing_made_up() -> None:
    header, _ = split_head([Block("KẾ HOẠCH"), Block("Sơ kết nửa nhiệm kỳ"), Block("Căn cứ …")])
    assert (header.number, header.issuer, header.issued_on, header.place) == (None,) * 4


def test_a_day_that_no_calendar_has_is_no_date_but_a_note() -> None:
    blocks = [Block("Số: 1/KH-LĐLĐ"), Block("Hà Đô, ngày 31 tháng 6 năm 2025"), Block("KẾ HOẠCH")]
    header, _ = split_head(blocks)
    assert header.issued_on is None
    assert [note.code for note in header.warnings] == ["no_such_day"]


SPEAKERS = [
    ("Ban Thường vụ LĐLĐ quận Long Giang xây dựng kế hoạch", "Liên đoàn Lao động quận Long Giang"),
    ("Ban Thường vụ Liên đoàn Lao động quận 1 lập kế hoạch", "Liên đoàn Lao động quận 1"),
    ("Ban Thường vụ Liên đoàn Lao động (LĐLĐ) huyện ban hành Kế hoạch", "Liên đoàn Lao động huyện"),
    ("Ban Thường vụ LĐLD Quận ban hành kế hoạch. Ban Thường vụ LĐLĐ Quận Long Giang đề nghị các đơn vị", "Liên đoàn Lao động quận Long Giang"),
    ("Thực hiện kế hoạch do Ban Thường vụ Liên đoàn Lao động tỉnh An Lạc ban hành, Ban Thường vụ LĐLĐ huyện Bình Giang xây dựng kế hoạch", "Liên đoàn Lao động huyện Bình Giang"),
    ("Chương trình của Ban Chấp hành Liên đoàn Lao động tỉnh An Lạc xây dựng năm 2024", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "issuer"), SPEAKERS)
def test_the_issuer_is_the_body_that_speaks_not_its_superior(text: str, issuer: str | None) -> None:
    assert speaking_body(text) == issuer


SIGNATURES = [
    (["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Nguyễn Văn An"],
     Signer("Nguyễn Văn An", "CHỦ TỊCH", "TM. BAN THƯỜNG VỤ")),
    (["TM BAN THƯỜNG VỤ", "CHỦ TỊCH", "Hồ Thị Bích"],
     Signer("Hồ Thị Bích", "CHỦ TỊCH", "TM BAN THƯỜNG VỤ")),
    (["TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lương Thế Bình"],
     Signer("Lương Thế Bình", "PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN")),
    (["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Tạ Quang Đức"], Signer("Tạ Quang Đức", "THỨ TRƯỞNG", None)),
    (["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"], None),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "signer"), SIGNATURES)
def test_the_signer_has_a_name_and_his_own_office(lines: list[str], signer: Signer | None) -> None:
    assert read_signer(lines) == signer


def test_the_term_comes_from_the_title_then_from_the_opening() -> None:
    assert (
        term_of("Nghị quyết lần thứ V, nhiệm kỳ 2023 – 2028", "nhiệm kỳ 2018-2023") == "2023-2028"
    )
    assert term_of("Hội thao", "thực hiện Nghị quyết nhiệm kỳ 2018-2023") == "2018-2023"
    assert term_of("Hội thao", "") is None


NAMES = [
    ("CĐCS BỆNH VIỆN MINH LỘC", "CĐCS Bệnh Viện Minh Lộc"),
    ("CÔNG ĐOÀN CÔNG TY TNHH MAY AN BÌNH", "Công đoàn công ty TNHH May An Bình"),
]


@pytest.mark.parametrize(("line", "name"), NAMES)
def test_abbreviations_in_a_body_s_name_stay_in_capitals(line: str, name: str) -> None:
    head, _ = split_head(
        [Block(line), Block("Số: 5/KH-CĐCS"), Block("KẾ HOẠCH"), Block("Về việc chăm lo")]
    )
    assert head.issuer == name


ROWS = [
    (("LIÊN ĐOÀN LAO ĐỘNG HUYỆN A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), True),
    (("Số: 5/KH-LĐLĐ", "An Bình, ngày 02 tháng 3 năm 2026"), True),
    (("", "CĐCS Trường A"), True),
    (("2", "Việc hai", "CĐCS", "Trước 30/4/2027"), False),
    (("TT", "Nội dung", "BAN CHỦ TRÌ"), False),
    (("Việc", "CĐCS", "Trước 30/4/2027"), False),
]


@pytest.mark.parametrize(("cells", "is_head"), ROWS)
def test_a_body_in_a_row_of_data_is_no_head(cells: tuple[str, ...], is_head: bool) -> None:
    assert is_layout(cells) is is_head
