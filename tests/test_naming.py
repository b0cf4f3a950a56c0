"""Which plan a question names: numbers that stand alone, telegrams, the Party's numbers, places."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.places import places_in
from bot.workspace import Workspace

NOW = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
PLAN = """ỦY BAN NHÂN DÂN
TỈNH SÔNG THAO
Số: 617/KH-UBND

Sông Thao, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Thi đua làm sạch bến bãi năm 2026

I. NỘI DUNG
1. Các bến đò quét dọn mỗi tuần một lần, xong trước ngày 20/6/2026.
2. Công trình theo Quyết định số 66 của tỉnh được cấp 200 thùng rác, ứng phó bão số 9.

II. THỰC HIỆN
1. UBND xã, phường vận động người dân phường giữ bến sạch trước ngày 25/6/2026.
2. Ban quản lý bến nêu rõ diễn biến mực nước.
"""
TELEGRAM = """BỘ THỦY LỢI
Số: 24/CĐ-BTL

Hà Nội, ngày 20 tháng 02 năm 2026

CÔNG ĐIỆN
Về việc gia cố bờ bao tại tỉnh Sông Thao

1. Kè bờ bao được gia cố trước ngày 30/4/2026.
2. Tiền mua đá hộc là 40 tỷ đồng.
"""
GUIDE = """BAN TUYÊN HUẤN TỈNH ỦY
Số: 37-HD/BTHTU

Sông Thao, ngày 10 tháng 02 năm 2026

HƯỚNG DẪN
Đọc sách trong chi bộ

1. Mỗi chi bộ đọc một cuốn sách trước ngày 19/5/2026.
2. Sách do thư viện tỉnh cho mượn, mỗi cuốn không quá hai tuần, đọc xong trả lại nguyên vẹn.
3. Bài nói về cuốn sách đã đọc được kể trong buổi sinh hoạt gần nhất của chi bộ.
"""


@pytest.fixture
def library(empty: Workspace) -> Workspace:
    for name, text in (("617", PLAN), ("24", TELEGRAM), ("37", GUIDE)):
        empty.add(f"{name}.txt", text.encode(), NOW)
    return empty


# question, the numbers of the plans it can be about (None: any)
MEANT = [
    ("số 617 ban hành ngày nào", {"617/KH-UBND"}),
    ("phong trào thi đua 617 xong khi nào", {"617/KH-UBND"}),
    ("công điện 24 nói gì", {"24/CĐ-BTL"}),
    ("cong dien 24 ai ky", {"24/CĐ-BTL"}),
    ("hướng dẫn 37-HD/BTHTU hạn đọc sách", {"37-HD/BTHTU"}),
    ("theo NQ 66.4 thì bến đò quét dọn khi nào", None),
    ("nghị quyết 24 nói gì về bến đò", None),  # no plan of ours: the telegram has that number
    ("bão số 9 thì làm gì", None),
    ("cấp 200 thùng rác cho ai", None),
    # a place's own plan and what others wrote about it
    ("kè bờ bao ở Sông Thao gia cố xong khi nào", {"617/KH-UBND", "24/CĐ-BTL"}),
    ("kế hoạch của UBND tỉnh Sông Thao hạn nào", {"617/KH-UBND"}),
]


@pytest.mark.parametrize(("text", "numbers"), MEANT)
def test_the_plans_a_question_can_be_about(
    library: Workspace, text: str, numbers: set[str] | None
) -> None:
    question = library.answerer.answer(text, NOW.date()).question
    plans = [library.answerer.plan(key) for key in question.plans or ()]
    assert ({plan.number for plan in plans if plan} or None) == numbers


ANSWERED = [
    ("Sông Thao gia cố kè bờ bao xong trước ngày nào", "30/4/2026"),
    ("tiền mua đá hộc của Sông Thao là bao nhiêu", "40 tỷ"),
    ("UBND phường vận động giữ bến sạch trước ngày nào", "25/6/2026"),
    ("ubnd phuong van dong giu ben sach truoc ngay nao", "25/6/2026"),
    ("diễn biến mực nước do ai nêu", "diễn biến mực nước"),
    ("các bến đò quét dọn xong khi nào trong kế hoạch 617 của Sông Thao", "20/6/2026"),
]


@pytest.mark.parametrize(("text", "words"), ANSWERED)
def test_the_passage_is_found(library: Workspace, text: str, words: str) -> None:
    answer = library.answerer.answer(text, NOW.date())
    assert answer.status == "answered"
    assert answer.found is not None
    assert words in answer.found.text


PLACES = [
    ("ubnd các phường ở đan phượng", ["dan phuong"]),
    ("người dân phường phải làm gì", []),
    ("nguoi dan phuong phai lam gi", []),
    ("huyen dan phuong nop gi", ["dan phuong"]),
    ("diễn biến dịch bệnh", []),
    ("dien bien dich benh", []),
    ("tinh dien bien nop gi", ["dien bien"]),
    ("liên đoàn lao động hà nội", ["ha noi"]),
    ("lien doan lao dong ha noi", ["ha noi"]),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_a_place_is_its_name_and_not_two_halves_of_words(text: str, places: list[str]) -> None:
    assert places_in(text) == places


def test_what_a_question_calls_its_plan_is_its_title(library: Workspace) -> None:
    question = library.answerer.answer("kế hoạch làm sạch bến bãi hạn nào", NOW.date()).question
    (key,) = question.titled
    plan = library.answerer.plan(key)
    assert plan is not None
    assert plan.number == "617/KH-UBND"
