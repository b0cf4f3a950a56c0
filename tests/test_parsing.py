"""A whole file becomes a Plan, and no word of it is lost."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, SHARED, needs_shared

from corpus.formats import plain
from corpus.model import Plan, Signer, UnreadableFileError
from corpus.parsing import parse_file

SAMPLE = Path(__file__).parent / "data" / "plan.txt"
DEMO = sorted((ROOT / "corpus" / "plans").glob("*.txt"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))


def parse(path: Path) -> Plan:
    return parse_file(path.name, path.read_bytes())


def test_a_plan_has_its_head() -> None:
    plan = parse(SAMPLE)
    assert plan.number == "12/KH-LĐLĐ"
    assert plan.kind == "Kế hoạch"
    assert plan.title == "Tổ chức Hội thi “Thợ giỏi” và kiểm tra tài chính năm 2026"
    assert plan.issuer == "Liên đoàn Lao động huyện Bình Giang"
    assert (plan.place, plan.issued_on) == ("Bình Giang", dt.date(2026, 2, 5))
    assert plan.signer == Signer("Vũ Thị Hồng Nhạn", "PHÓ CHỦ TỊCH", "TM. BAN THƯỜNG VỤ")
    assert plan.id == "12-kh-ldld-2026-huyen-binh-giang"
    assert plan.warnings == ()


def test_a_plan_has_its_tree() -> None:
    plan = parse(SAMPLE)
    tree = [(s.label, s.role, len(s.items)) for s in plan.sections if s.label or s.role != "body"]
    assert tree == [
        ("", "head", 9),
        ("I", "body", 2),
        ("II", "body", 0),
        ("II.1", "body", 0),
        ("II.1.1", "body", 3),
        ("II.2", "body", 1),
        ("III", "body", 0),
        ("III.1", "body", 1),
        ("", "recipients", 2),
        ("", "signature", 4),
        ("PHỤ LỤC", "annex", 4),
    ]
    assert plan.sections[2].items[0].text.endswith("chào mừng Đại hội công đoàn các cấp.")


def test_a_plan_has_its_deadlines_from_text_and_table() -> None:
    found = [(d.kind, str(d.due), d.addressee) for d in parse(SAMPLE).deadlines]
    assert found == [
        ("by", "2026-04-30", "Các công đoàn cơ sở"),
        ("within", "2026-09-30", "Ủy ban kiểm tra LĐLĐ huyện"),
        ("by", "2026-10-05", "Ban Chấp hành Công đoàn cơ sở"),
        ("by", "2026-05-15", "Văn phòng LĐLĐ huyện"),
        ("within", "2026-06-30", "Ban Tổ chức hội thi"),
    ]


def test_what_is_no_text_is_listed_with_its_line() -> None:
    leftovers = parse(SAMPLE).leftovers
    assert [(part.line, part.text) for part in leftovers] == [
        (23, "IP HÀ"), (24, "ĐOÀN"), (25, "JONG"), (29, "2"),
    ]  # fmt: skip


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def words_of_plan(plan: Plan) -> Counter[str]:
    parts = [part.text for part in plan.leftovers]
    for section in plan.sections:
        whole = any(item.text.startswith(section.heading.rstrip("…")) for item in section.items)
        parts += [section.number, *(() if whole else (section.heading,))]
        parts += [f"{item.marker} {item.text}" for item in section.items]
    return words(" ".join(parts))


@pytest.mark.parametrize("path", [SAMPLE, *DEMO], ids=lambda p: p.stem)
def test_every_word_of_the_file_ends_up_somewhere(path: Path) -> None:
    raw = plain.decode(path.read_bytes())
    lines = [plain.clean(line) for line in raw.splitlines()]
    assert words(" ".join(lines)) - words_of_plan(parse(path)) == Counter()


@needs_shared
@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_every_word_of_a_seed_ends_up_somewhere(path: Path) -> None:
    test_every_word_of_the_file_ends_up_somewhere(path)


REFUSED = [
    (b"", "empty"),
    (b"  \n\n ", "empty"),
    (b"%PDF-1.7 ...", "damaged"),
    (b"PK\x03\x04....", "damaged"),
    (b"Rar!\x1a\x07", "foreign"),
    ("Kế hoạch".encode("cp1258", "ignore") + b"\xe2\xff", "not_unicode"),
    (b"abc\0def", "not_text"),
    (b"x " * 1_500_000, "too_long"),
    ("Hôm nay trời đẹp, chúng tôi đi chơi. ".encode() * 50, "no_plan"),
    ("Số: 1/KH-LĐLĐ\nKẾ HOẠCH\nNgắn".encode(), "too_short"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_a_file_that_is_no_plan_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        parse_file("tep.txt", data)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("\n", "\r\n").encode(),
        lambda t: b"\xef\xbb\xbf" + t.encode(),
        lambda t: t.encode("utf-16"),
        lambda t: __import__("unicodedata").normalize("NFD", t).encode(),
    ],
    ids=["crlf", "bom", "utf-16", "nfd"],
)
def test_the_encoding_makes_no_difference(change) -> None:  # type: ignore[no-untyped-def]
    text = SAMPLE.read_text(encoding="utf-8")
    plan = parse_file("plan.txt", change(text))
    assert plan.number == "12/KH-LĐLĐ"
    assert len(plan.deadlines) == 5


def test_the_same_number_in_another_year_is_another_plan() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    later = parse_file("b.txt", text.replace("tháng 02 năm 2026", "tháng 02 năm 2027").encode())
    assert later.id != parse(SAMPLE).id


TABLE = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN AN BÌNH\nSố: 8/KH-LĐLĐ\nAn Bình, ngày 02 tháng 3 năm 2027\n\n"
    "Phân công thực hiện nhiệm vụ trọng tâm sáu tháng đầu năm 2027 của các ban và công đoàn cơ sở trực thuộc huyện:\n\n"
    "| TT | Việc | Đơn vị | Thời gian |\n| 1 | Lập danh sách đoàn viên khó khăn | Ban Chính sách | Trước 25/4/2027 |\n"
    "| 2 | Gửi báo cáo | CĐCS | Trước 30/4/2027 |\n| 3 | Tổng hợp | Văn phòng | Trước 10/6/2027 |\n"
)


def test_a_table_stays_one_when_a_body_stands_in_its_cells() -> None:
    plan = parse_file("bang.txt", TABLE.encode())
    assert [str(d.due) for d in plan.deadlines] == ["2027-04-25", "2027-04-30", "2027-06-10"]
    assert plan.deadlines[1].addressee == "CĐCS"


def test_lines_without_end_are_refused_before_they_cost_anything() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        parse_file("dai.txt", b"- a;\n" * 100_000)
    assert refused.value.reason == "too_long"
