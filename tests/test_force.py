"""A plan that is over is marked, one that is followed by a newer points to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot import messages
from bot.force import last_day, newer_of
from bot.workspace import Workspace
from corpus.parsing import parse_file
from corpus.store import StoredPlan

TODAY = dt.date(2026, 11, 20)
HEAD = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN BÌNH GIANG\nSố: {number}/KH-LĐLĐ\n\nBình Giang, ngày 02 tháng 3 năm {year}\n\nKẾ HOẠCH\n"
    "Tổ chức hội thao công nhân năm {year}\n\nI. MỤC ĐÍCH\nTạo sân chơi lành mạnh cho đoàn viên trong toàn huyện, nâng cao sức khỏe.\n\n"
    "II. NỘI DUNG\n1. Các công đoàn cơ sở đăng ký môn kéo co {when}.\n2. Ban Tổ chức bố trí sân bãi, trọng tài cho các môn thi đấu.\n"
)


def plan(number: int, year: int, when: str) -> StoredPlan:
    text = HEAD.format(number=number, year=year, when=when)
    return StoredPlan(number, parse_file(f"{number}.txt", text.encode()))


LAST = [
    ("trước ngày 15/4/2024", dt.date(2024, 4, 15)),
    ("trước ngày 15/4/2024, thi đấu ngày 01/5/2024", dt.date(2024, 5, 1)),
    ("trước ngày 25 hằng tháng", dt.date(2024, 12, 31)),  # the plan is for 2024
    ("trước ngày 25/4 hằng năm", None),
    ("khi có nhu cầu", None),
]


@pytest.mark.parametrize(("when", "day"), LAST)
def test_the_last_day_is_that_of_its_deadlines(when: str, day: dt.date | None) -> None:
    assert last_day(plan(5, 2024, when).plan) == day


def test_a_term_lasts_until_its_last_year_whatever_the_deadlines() -> None:
    for when in ("trước ngày 15/4/2024", "trước ngày 25 hằng tháng"):
        with_term = replace(plan(5, 2024, when).plan, term="2023 - 2028")
        assert last_day(with_term) == dt.date(2028, 12, 31)


def test_a_stage_in_the_title_is_a_term_too() -> None:
    staged = replace(
        plan(5, 2024, "trước ngày 15/4/2024").plan, title="Hội thao giai đoạn 2024 - 2030"
    )
    assert last_day(staged) == dt.date(2030, 12, 31)
    said = messages.over(staged, dt.date(2030, 12, 31))
    assert said == "Kế hoạch này đã qua: thời kỳ của kế hoạch đến hết năm 2030."


def test_the_newest_later_plan_of_the_issuer_on_the_same_matter_is_pointed_to() -> None:
    old, newer, newest = (
        plan(n, y, "trước ngày 15/4") for n, y in ((5, 2024), (6, 2025), (7, 2026))
    )
    other = StoredPlan(8, replace(newest.plan, title="Phát triển đoàn viên năm 2026"))
    decision = StoredPlan(9, replace(newest.plan, kind="Quyết định"))
    assert newer_of(old.plan, [old, newest, newer, other, decision]) == newest.plan
    assert newer_of(newest.plan, [old, newest, newer, other, decision]) is None
    assert newer_of(old.plan, [old, other, decision]) is None


def test_answers_say_so(empty: Workspace) -> None:
    now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    empty.add("a.txt", HEAD.format(number=5, year=2024, when="trước ngày 15/4/2024").encode(), now)
    asked = "huyện Bình Giang đăng ký kéo co hạn nào theo kế hoạch 5"
    before = messages.answer(empty.answerer.answer(asked, TODAY))[0]
    assert "Kế hoạch này đã qua: ngày muộn nhất ghi trong kế hoạch là 15/04/2024." in before
    assert "mới hơn" not in before
    empty.add("b.txt", HEAD.format(number=9, year=2026, when="trước ngày 15/12/2026").encode(), now)
    after = messages.answer(empty.answerer.answer(asked, TODAY))[0]
    assert "Cùng cơ quan có kế hoạch mới hơn về việc này: Kế hoạch số 9/KH-LĐLĐ" in after
    assert "đã qua" not in messages.answer(empty.answerer.answer("kéo co kế hoạch 9", TODAY))[0]


def test_of_two_plans_that_answer_alike_the_one_with_days_to_come_is_taken(
    empty: Workspace,
) -> None:
    now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    for number, year, when in (
        (9, 2026, "trước ngày 15/12/2026"),
        (5, 2024, "trước ngày 15/4/2024"),
    ):
        empty.add("x.txt", HEAD.format(number=number, year=year, when=when).encode(), now)
    found = empty.answerer.answer("đăng ký môn kéo co hạn nào", TODAY)
    assert found.deadlines[0].due == dt.date(2026, 12, 15)
    in_time = empty.answerer.answer("đăng ký môn kéo co hạn nào", dt.date(2024, 3, 20))
    assert in_time.found
