"""Deadlines as a calendar file: the day, the rule, the reminders, the plan's own words."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from conftest import NOW
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import calendars
from bot.due import due_on
from corpus.model import Deadline, Plan, Section

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = dt.date(2026, 11, 20)
PLAN = Plan(
    id="12-kh", number="12/KH-LĐLĐ", kind="Kế hoạch", title="Công tác năm", issuer="LĐLĐ tỉnh Mẫu",
    place=None, issued_on=dt.date(2026, 1, 5), term=None, signer=None,
    sections=(Section("III.2", "2.", "Công đoàn cơ sở", 2, ("III.", "2.")),),
    event_days=(("ngày đại hội", dt.date(2027, 3, 31)),),
)  # fmt: skip


def event(deadline: Deadline) -> Any:
    entries = calendars.dated([(PLAN, due_on(deadline, PLAN, TODAY))])
    sheet = icalendar.Calendar.from_ical(calendars.calendar(entries, NOW, ZONE))
    (found,) = sheet.walk("VEVENT")
    return found


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def by(due: str, **more: Any) -> Deadline:
    words = {"phrase": f"hạn {due}", "sentence": f"Gửi báo cáo hạn {due}.", "bound": "through"}
    return Deadline(**{"kind": "by", **words, "due": day(due), "task": "Gửi báo cáo", **more})


DAYS = [
    (by("2026-12-10"), "2026-12-10", "2026-12-11"),
    (by("2026-12-10", bound="before"), "2026-12-09", "2026-12-10"),
    (by("2026-12-31", kind="within", bound="in"), "2026-12-31", "2027-01-01"),
    (by("2026-12-20", kind="range", bound="from", start=day("2026-12-01")), "2026-12-01", "2026-12-21"),
    (Deadline("relative", "chậm nhất 15 ngày trước ngày đại hội", "Gửi.", "through", event="ngày đại hội"),
     "2027-03-16", "2027-03-17"),
]  # fmt: skip


@pytest.mark.parametrize(("deadline", "first", "end"), DAYS)
def test_an_event_stands_on_the_last_day_that_is_in_time(
    deadline: Deadline, first: str, end: str
) -> None:
    found = event(deadline)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (day(first), day(end))


def test_a_time_of_day_is_kept_in_the_unions_time_zone() -> None:
    found = event(by("2026-12-15", bound="before", time="17:00"))
    assert found["DTSTART"].dt == dt.datetime(2026, 12, 15, 17, tzinfo=ZONE)
    assert found["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"


def test_the_plans_own_words_and_two_reminders_are_inside() -> None:
    found = event(by("2026-12-10", bound="before", addressee="CĐCS"))
    assert found["SUMMARY"] == "Hạn: CĐCS: Gửi báo cáo"
    for words in ("trước ngày 10/12/2026", "«hạn 2026-12-10»", "12/KH-LĐLĐ", "mục III.2"):
        assert words in found["DESCRIPTION"]
    starts = dt.datetime(2026, 12, 9)
    rings = [starts + alarm["TRIGGER"].dt for alarm in found.walk("VALARM")]
    assert rings == [dt.datetime(2026, 12, 6, 8), dt.datetime(2026, 12, 8, 8)]


def test_the_same_deadline_has_the_same_name_and_another_has_another() -> None:
    first, again, other = (event(by(d))["UID"] for d in ("2026-12-10", "2026-12-10", "2026-12-11"))
    assert first == again != other


def test_what_has_no_day_is_left_out() -> None:
    open_event = Deadline("relative", "sau khi xong", "Gửi sau khi xong.", "through", event="xong")
    assert calendars.dated([(PLAN, due_on(open_event, PLAN, TODAY))]) == []


RULES = [
    "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=10",
    "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1",
    "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20",
    "FREQ=MONTHLY;BYMONTHDAY=25",
    "FREQ=MONTHLY;BYMONTHDAY=1",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYMONTHDAY=5,20",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
    "DTSTART:20260320T000000\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20",
    "DTSTART:20260101T000000\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1",
    "FREQ=WEEKLY;BYDAY=FR",
    "FREQ=WEEKLY;BYDAY=MO",
]


@given(rule=st.sampled_from(RULES), today=st.dates(day("2026-01-01"), day("2029-12-31")))
@settings(max_examples=120, deadline=None)
def test_before_a_day_that_returns_each_event_stands_on_the_day_before(
    rule: str, today: dt.date
) -> None:
    deadline = Deadline("recurring", "trước", "Gửi trước.", "before", rule=rule)
    due = due_on(deadline, PLAN, today)
    assert due.due is not None
    entries = calendars.dated([(PLAN, due)])
    sheet = icalendar.Calendar.from_ical(calendars.calendar(entries, NOW, ZONE))
    (found,) = sheet.walk("VEVENT")
    start = found["DTSTART"].dt
    if "RRULE" in found:
        text = found["RRULE"].to_ical().decode()
        stands = list(rrulestr(text, dtstart=dt.datetime.combine(start, dt.time()))[:12])
        days = [moment.date() for moment in stands]
    else:
        days = [start, *(value.dt for value in found["RDATE"].dts)][:12]
    named = calendars.occurrences(rule, due.due, 12)
    assert days == [one - dt.timedelta(days=1) for one in named]


def test_a_rule_ends_with_the_plans_term() -> None:
    plan = Plan(**{**{f: getattr(PLAN, f) for f in PLAN.__dataclass_fields__}, "term": "2023-2028"})
    deadline = Deadline("recurring", "p", "s.", "through", rule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=10")  # fmt: skip
    entries = calendars.dated([(plan, due_on(deadline, plan, TODAY))])
    assert b"UNTIL=20281231" in calendars.calendar(entries, NOW, ZONE)
