"""What a chat is told on a morning: tables of days, wishes and what was said before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.due import next_time
from bot.quiet_days import is_quiet, working_day_after, working_day_before
from bot.reminders import (
    Candidate,
    Line,
    candidates,
    entries,
    followed,
    is_for_body,
    morning,
)
from bot.subscriptions import Follow, Subscription
from corpus.correcting import mark
from corpus.deadlines import own_years
from corpus.model import Plan
from corpus.parsing import parse_file

ZONE = dt.timezone(dt.timedelta(hours=7))
LONG_AGO = dt.datetime(2026, 1, 1, 8, tzinfo=ZONE)
CHAT = Subscription(-5, 0, "group", "Tổ 1", "on", LONG_AGO, (Follow("all"),))
HEAD = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: 7/KH-LĐLĐ\n\nTứ Kỳ, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n"
    "Kiểm tra công đoàn cơ sở năm 2026\n\nI. MỤC ĐÍCH\n- Giúp các công đoàn cơ sở thực hiện đúng Điều lệ, quản lý tốt tài chính.\n\n"
    "II. NỘI DUNG\n"
)


def plan(*lines: str) -> Plan:
    text = HEAD + "".join(f"{n}. {line}\n" for n, line in enumerate(lines, 1))
    return parse_file("7.txt", text.encode())


def of_day(today: dt.date, *lines: str) -> list[Candidate]:
    known = plan(*lines)
    numbers = {(known.id, mark(d)): (n, "2026-01-01") for n, d in enumerate(known.deadlines, 1)}
    return candidates([(1, known)], numbers, today)


def told(
    today: dt.date, *lines: str, chat: Subscription = CHAT, said: dict[str, set[str]] | None = None,
    done: frozenset[str] = frozenset(), again: dict[str, str] | None = None,
) -> list[Line]:  # fmt: skip
    before = {item: frozenset(steps) for item, steps in (said or {}).items()}
    return morning(chat, followed(chat, of_day(today, *lines)), before, done, again or {}, today)


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


BY = "Các công đoàn cơ sở gửi báo cáo chậm nhất ngày 20/5/2026."
BEFORE = "Các công đoàn cơ sở gửi báo cáo trước ngày 20/5/2026."
# what is written, the day, the steps that are said
STEPS = [
    (BY, day(5, 12), ()),
    (BY, day(5, 13), ("7",)),
    (BY, day(5, 19), ("1", "7")),  # nothing said before: the farther step is said with it
    (BY, day(5, 20), ("0", "1", "7")),
    (BY, day(5, 21), ("missed",)),
    (BY, day(5, 23), ("missed",)),  # the bot was off for two days
    (BY, day(5, 24), ()),
    (BEFORE, day(5, 12), ("7",)),  # the 19th is the last day in time
    (BEFORE, day(5, 19), ("0", "1", "7")),
    (BEFORE, day(5, 20), ("missed",)),
    ("Hoàn thành kiểm tra trong quý II/2026.", day(6, 29), ("1", "7")),
    ("Tổ chức kiểm tra từ ngày 01/5/2026 đến ngày 20/5/2026.", day(5, 13), ("7",)),
    ("Duy trì sinh hoạt thường xuyên, hằng năm có ít nhất 90% đoàn viên dự.", day(5, 13), ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "today", "steps"), STEPS)
def test_a_deadline_is_said_at_its_steps(text: str, today: dt.date, steps: tuple[str, ...]) -> None:
    lines = told(today, text)
    assert [set(line.steps) for line in lines] == ([set(steps)] if steps else [])


def test_each_step_is_said_once_and_a_nearer_one_again() -> None:
    item = of_day(day(5, 14), BY)[0].item
    assert item == "1@2026-05-20"
    assert told(day(5, 14), BY, said={item: {"7"}}) == []
    (line,) = told(day(5, 19), BY, said={item: {"7"}})
    assert line.steps == ("1",)


def test_a_missed_step_is_said_late_with_the_days_that_are_left() -> None:
    (line,) = told(day(5, 15), BY)
    assert line.steps == ("7",)
    assert line.candidate.due.days_left == 5


def test_what_is_over_when_a_chat_comes_is_not_told_as_missed() -> None:
    late = replace(CHAT, since=dt.datetime(2026, 5, 21, 9, tzinfo=ZONE))
    assert told(day(5, 21), BY, chat=late) == []


def test_of_an_approximate_day_nothing_is_said_to_be_missed() -> None:
    assert told(day(1, 1, 2027), "Tổng kết đợt kiểm tra vào cuối năm 2026.") == []


MONTHLY = "Các công đoàn cơ sở gửi báo cáo chậm nhất ngày 25 hằng tháng."
WEEKLY = "Các tổ công đoàn gửi số liệu vào thứ Sáu hằng tuần."


@pytest.mark.parametrize(
    ("today", "item", "step"),
    [
        (day(5, 18), "1@2026-05-25", "7"), (day(5, 25), "1@2026-05-25", "0"), (day(5, 26), "1@2026-05-25", "missed"),
        (day(6, 18), "1@2026-06-25", "7"), (day(6, 24), "1@2026-06-25", "1"),
    ],
)  # fmt: skip
def test_what_returns_is_said_each_time(today: dt.date, item: str, step: str) -> None:
    lines = told(today, MONTHLY)
    assert [(line.candidate.item, line.steps[0]) for line in lines] == [(item, step)]


def test_what_returns_every_week_has_no_step_of_a_week() -> None:
    assert told(day(5, 23), WEEKLY, said={"1@2026-05-22": {"missed"}}) == []
    (line,) = told(day(5, 28), WEEKLY)
    assert (line.candidate.item, line.steps) == ("1@2026-05-29", ("1",))


def test_what_returns_every_day_is_not_told_as_missed() -> None:
    (line,) = told(day(5, 20), "Các tổ công đoàn gửi số liệu trước 16h30 hằng ngày.")
    assert (line.candidate.item, line.steps) == ("1@2026-05-20", ("0",))


def test_a_weekly_report_that_falls_into_tet_is_said_before_it() -> None:
    text = "Các tổ công đoàn gửi số liệu chậm nhất thứ Tư hằng tuần."
    quiet = replace(CHAT, quiet=True, before=(1, 0))
    (line,) = told(day(2, 14), text, chat=quiet, said={"1@2026-02-11": {"missed"}})
    assert (line.candidate.item, set(line.steps)) == ("1@2026-02-18", {"0", "1"})


NEXT_YEAR = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: 9/KH-LĐLĐ\n\nTứ Kỳ, ngày 18 tháng 11 năm 2026\n\nKẾ HOẠCH\n"
    "Chăm lo Tết cho đoàn viên năm 2027\n\nI. NỘI DUNG\n1. Công đoàn cơ sở báo cáo trước ngày 20 hằng tháng.\n"
)


@pytest.mark.parametrize(
    ("also", "first"),
    [("", "2027-01-20"), ("2. Văn phòng lập danh sách trước ngày 05/12/2026.\n", "2026-12-20")],
)
def test_a_plan_for_next_year_begins_with_it_unless_it_names_a_day_before(
    also: str, first: str
) -> None:
    known = parse_file("9.txt", (NEXT_YEAR + also).encode())
    monthly = known.deadlines[0]
    found = next_time(monthly, known, day(12, 1))
    assert str(found) == first


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Hoạt động công đoàn năm 2026", (2026, 2026)),
        ("Thực hiện nhiệm vụ công tác công đoàn năm 2027", (2027, 2027)),
        ("Hoạt động cuối năm 2026, đầu năm 2027", (2026, 2027)),
        ("Triển khai thi hành Luật Công đoàn năm 2026", None),
        ("Học tập Nghị quyết Đại hội năm 2026", None),
        ("Phát triển đoàn viên năm 2026, định hướng cho năm 2030", None),
        ("Kiểm tra công đoàn cơ sở", None),
    ],
)
def test_the_years_that_a_plan_is_for(title: str, years: tuple[int, int] | None) -> None:
    assert own_years(title, day(3, 2)) == years


@pytest.mark.parametrize(("today", "is_told"), [(day(12, 24), True), (day(1, 24, 2027), False)])
def test_what_returns_ends_with_the_year_that_the_plan_is_for(
    today: dt.date, is_told: bool
) -> None:
    said = {"1@2026-12-25": {"missed"}}
    assert bool(told(today, MONTHLY, said=said)) is is_told


def test_what_was_done_is_not_said_any_more_but_the_next_time_is() -> None:
    done = frozenset({"1@2026-05-25"})
    assert told(day(5, 24), MONTHLY, done=done) == []
    assert [line.candidate.item for line in told(day(6, 24), MONTHLY, done=done)] == [
        "1@2026-06-25"
    ]


def test_tomorrow_again_is_said_once_and_not_after_the_deadline() -> None:
    item, said = "1@2026-05-20", {"1@2026-05-20": {"7"}}
    again = {item: "2026-05-15"}
    (line,) = told(day(5, 15), BY, said=said, again=again)
    assert line.steps == ("again 2026-05-15",)
    assert told(day(5, 14), BY, said=said, again=again) == []
    assert told(day(5, 16), BY, said={item: {"7", "again 2026-05-15"}}, again=again) == []


def test_the_nearest_come_first_and_what_was_missed_last() -> None:
    lines = told(
        day(5, 13), "Gửi danh sách chậm nhất ngày 20/5/2026.", "Nộp hồ sơ chậm nhất ngày 14/5/2026.",
        "Gửi kế hoạch chậm nhất ngày 12/5/2026.",
    )  # fmt: skip
    assert [(line.part, line.candidate.due.days_left) for line in lines] == [
        ("due", 1), ("due", 7), ("missed", -1),
    ]  # fmt: skip


# ---- quiet days

QUIET = replace(CHAT, quiet=True)


@pytest.mark.parametrize(
    ("date", "quiet"),
    [
        (day(11, 22), True), (day(11, 20), False), (day(9, 2), True), (day(4, 30), True), (day(1, 1), True),
        (day(2, 17), True), (day(4, 26), True), (day(12, 25), False), (day(2, 6, 2027), True),
    ],
)  # fmt: skip
def test_sundays_and_public_holidays_are_quiet(date: dt.date, quiet: bool) -> None:
    assert is_quiet(date) is quiet


def test_working_days_around_tet() -> None:
    assert working_day_before(day(2, 8, 2027)) == day(2, 3, 2027)
    assert working_day_after(day(2, 4, 2027)) == day(2, 11, 2027)


SUNDAY = "Gửi danh sách chậm nhất ngày 24/5/2026."  # a Sunday


def test_a_step_of_a_quiet_day_is_said_on_the_working_day_before() -> None:
    (line,) = told(day(5, 23), SUNDAY, chat=QUIET)
    assert set(line.steps) == {"0", "1", "7"}  # Saturday speaks for Sunday
    assert told(day(5, 24), SUNDAY, chat=QUIET) == []
    (over,) = told(day(5, 25), SUNDAY, chat=QUIET, said={"1@2026-05-24": {"0", "1", "7"}})
    assert over.steps == ("missed",)


def test_what_was_missed_in_tet_is_said_after_it() -> None:
    text = "Gửi danh sách chậm nhất ngày 05/02/2027."
    said = {"1@2027-02-05": {"0", "1", "7"}}
    assert told(day(2, 10, 2027), text, chat=QUIET, said=said) == []
    (line,) = told(day(2, 11, 2027), text, chat=QUIET, said=said)
    assert line.steps == ("missed",)


# ---- the week

WEEKLY_LIST = replace(CHAT, digest=True)
WEEK = (
    "Nộp hồ sơ chậm nhất ngày 18/5/2026.", "Gửi danh sách chậm nhất ngày 21/5/2026.",
    "Gửi kế hoạch chậm nhất ngày 25/5/2026.", "Gửi tổng hợp chậm nhất ngày 27/5/2026.",
)  # fmt: skip
MONDAY = day(5, 18)


def test_mondays_list_has_what_the_reminders_of_that_morning_have_not() -> None:
    said = {"2@2026-05-21": {"7"}}
    lines = told(MONDAY, *WEEK, chat=WEEKLY_LIST, said=said)
    assert [(line.part, line.candidate.number) for line in lines] == [
        ("due", 1),
        ("due", 3),
        ("week", 2),
    ]
    assert entries(lines, MONDAY) == [
        ("1@2026-05-18", ("0", "1", "7")), ("3@2026-05-25", ("7",)), ("2@2026-05-21", ("week",)),
        ("week 2026-21", ("week",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "swept", "is_told"),
    [
        (day(5, 18), "2026-05-17", True),
        (day(5, 19), "2026-05-18", False),  # Monday had nothing to list
        (day(5, 19), "2026-05-15", True),  # the bot was off
        (day(5, 20), "2026-05-15", True),
        (day(5, 21), "2026-05-15", False),
    ],
)
def test_the_list_is_told_once_a_week(today: dt.date, swept: str, is_told: bool) -> None:
    chat = replace(WEEKLY_LIST, swept=swept)
    said = {
        f"{n}@{d}": {"0", "1", "7"}
        for n, d in ((1, "2026-05-18"), (2, "2026-05-21"), (3, "2026-05-25"))
    }
    lines = told(today, *WEEK, chat=chat, said=said)
    assert any(line.part == "week" for line in lines) is is_told
    again = told(today, *WEEK, chat=chat, said={**said, "week 2026-21": {"week"}})
    assert not any(line.part == "week" for line in again)


# ---- who follows what


@pytest.mark.parametrize(
    ("addressee", "who", "is_for"),
    [
        ("Các công đoàn cơ sở", "cong doan co so", True),
        ("Ban Chấp hành CĐCS", "cong doan co so", True),
        ("Các cấp công đoàn", "cong doan co so", True),
        ("Ban Tài chính", "cong doan co so", False),
        (None, "cong doan co so", False),
    ],
)
def test_a_body_is_told_what_calls_upon_it_or_upon_all(
    addressee: str | None, who: str, is_for: bool
) -> None:
    assert is_for_body(addressee, who) is is_for


BODIES = ("Các công đoàn cơ sở gửi báo cáo chậm nhất ngày 20/5/2026.", "Ban Tài chính quyết toán chậm nhất ngày 20/5/2026.")  # fmt: skip


@pytest.mark.parametrize(
    ("follow", "numbers"),
    [
        (Follow("all"), [1, 2]),
        (Follow("body", "cong doan co so"), [1]),
        (Follow("issuer", "lien doan lao dong huyen tu ky"), [1, 2]),
        (Follow("issuer", "lien doan lao dong huyen khac"), []),
        (Follow("deadline", "2"), [2]),
        (Follow("plan", "another"), []),
    ],
)
def test_a_chat_is_told_what_it_follows(follow: Follow, numbers: list[int]) -> None:
    lines = told(day(5, 13), *BODIES, chat=replace(CHAT, follows=(follow,)))
    assert [line.candidate.number for line in lines] == numbers
