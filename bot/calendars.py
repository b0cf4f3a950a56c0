"""Deadlines as an iCalendar file that phones and office calendars take in (RFC 5545).

An event stands on the last day that is in time: "trước ngày 10/11" on the 9th. Two reminders are
inside: at eight in the morning three days before, and the day before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Alarm, Calendar, Event, vRecur

from bot import messages
from bot.due import Due, due_on, plan_end
from corpus.model import Deadline, Plan

HOURS_BEFORE = (64, 16)  # of midnight: 8:00 three days before, 8:00 the day before
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PRODUCT = "-//planbot//planbot//VI"


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline that has a day, with its plan."""

    plan: Plan
    due: Due


def dated(entries: Iterable[tuple[Plan, Due]]) -> list[Dated]:
    """The entries that have a day to stand on in a calendar."""
    return [Dated(plan, due) for plan, due in entries if due.due is not None]


def calendar(entries: Iterable[Dated], now: dt.datetime, zone: ZoneInfo) -> bytes:
    """A calendar file (UTF-8) of these deadlines; the same deadline has the same UID every time."""
    sheet = Calendar()
    sheet.add("prodid", PRODUCT)
    sheet.add("version", "2.0")
    sheet.add("method", "PUBLISH")
    sheet.add("x-wr-calname", messages.CALENDAR_NAME)
    sheet.add("x-wr-timezone", zone.key)
    for entry in entries:
        for part in _one_rule_each(entry):
            sheet.add_component(_event(part, now, zone))
    sheet.add_missing_timezones()
    return bytes(sheet.to_ical())


def _one_rule_each(entry: Dated) -> list[Dated]:
    """A deadline of several rules ("trước ngày 15/6 và 10/12 hằng năm") as one event a rule: RFC
    5545 has no more than one RRULE in an event."""
    deadline = entry.due.deadline
    lines = [line for line in (deadline.rule or "").split("\n") if "DTSTART" not in line]
    if len(lines) < 2 or entry.due.last_day is None:
        return [entry]
    day = entry.due.last_day
    parts = (replace(deadline, rule=line.removeprefix("RRULE:")) for line in lines)
    return [Dated(entry.plan, due_on(part, entry.plan, day)) for part in parts]


def _event(entry: Dated, now: dt.datetime, zone: ZoneInfo) -> Event:
    deadline, plan = entry.due.deadline, entry.plan
    event = Event()
    event.add("uid", uid_of(plan, deadline))
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("summary", messages.calendar_summary(deadline, plan))
    event.add("description", messages.calendar_description(entry.due, plan))
    first, last = _days(entry.due)
    if deadline.time and deadline.kind in ("by", "recurring"):
        hour, minute = map(int, deadline.time.split(":"))
        at = dt.datetime.combine(last, dt.time(min(hour, 23), minute), zone)
        event.add("dtstart", at)
    else:
        event.add("dtstart", first)
        event.add("dtend", last + dt.timedelta(days=1))
    if deadline.kind == "recurring" and deadline.rule:
        _add_rule(event, entry)
    event.add("transp", "TRANSPARENT")
    for hours in HOURS_BEFORE:
        event.add_component(_alarm(hours, deadline, plan))
    return event


def uid_of(plan: Plan, deadline: Deadline) -> str:
    """A name that stays the same for the same words of the same plan, wherever it is made."""
    words = (plan.id, str(deadline.section), str(deadline.item), deadline.phrase, deadline.sentence)
    place = "\n".join((*words, deadline.rule or ""))
    return f"{hashlib.sha256(place.encode()).hexdigest()[:32]}@planbot"


def _days(due: Due) -> tuple[dt.date, dt.date]:
    """First and last day of the event."""
    last = due.last_day or due.due
    assert last is not None
    deadline = due.deadline
    first = deadline.start if deadline.kind == "range" and deadline.start else last
    return min(first, last), last


def _alarm(hours: int, deadline: Deadline, plan: Plan) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", messages.calendar_summary(deadline, plan))
    alarm.add("trigger", -dt.timedelta(hours=hours))
    return alarm


LISTED = 36  # days of a rule that no shifted rule can say: three years of a monthly one


def _add_rule(event: Event, entry: Dated) -> None:
    """The rule, or a list of days where no rule can say the day before ("before the 30th", which in
    February is the 28th)."""
    deadline = entry.due.deadline
    assert entry.due.due is not None
    if "BYSETPOS" not in (deadline.rule or "") or deadline.bound != "before" or deadline.time:
        event.add("rrule", _rule(entry))
        return
    end = plan_end(deadline, entry.plan) or dt.date.max
    days = occurrences(deadline.rule or "", entry.due.due, LISTED)
    event.add("rdate", [day - dt.timedelta(days=1) for day in days[1:] if day <= end])


def _rule(entry: Dated) -> vRecur:
    """The deadline's rule, counted on its last day in time, up to the end of the plan's term."""
    deadline = entry.due.deadline
    text = (deadline.rule or "").rpartition("RRULE:")[2]
    parts = dict(part.split("=", 1) for part in text.split(";"))
    if deadline.bound == "before" and not deadline.time:
        parts = day_earlier(parts)
    if end := plan_end(deadline, entry.plan):
        # of the same type as DTSTART: a day for a day, UTC for a time
        parts["UNTIL"] = f"{end:%Y%m%d}T165959Z" if deadline.time else f"{end:%Y%m%d}"
    found: vRecur = vRecur.from_ical(";".join(f"{k}={value}" for k, value in parts.items()))
    return found


def day_earlier(parts: dict[str, str]) -> dict[str, str]:
    """A rule's parts for the days before its own: "before the 25th" is met on the 24th.

    The day before the first of a month is the last of the month before.
    """
    if days := parts.get("BYDAY"):
        shifted = ",".join(WEEK[(WEEK.index(day) - 1) % 7] for day in days.split(","))
        return {**parts, "BYDAY": shifted}
    if "BYMONTHDAY" not in parts:
        return parts
    days_of_month = [int(day) for day in parts["BYMONTHDAY"].split(",")]
    shifted_days = [-1 if day == 1 else day - 1 for day in days_of_month]
    found = {**parts, "BYMONTHDAY": ",".join(map(str, shifted_days))}
    if "BYMONTH" in parts and days_of_month == [1]:
        months = [int(month) for month in parts["BYMONTH"].split(",")]
        found["BYMONTH"] = ",".join(str((month - 2) % 12 + 1) for month in months)
    return found


def occurrences(rule: str, start: dt.date, count: int) -> list[dt.date]:
    """The first days of a rule from a day on."""
    text = re.sub(r"^DTSTART[^\n]*\nRRULE:", "", rule)
    found = rrulestr(text, dtstart=dt.datetime.combine(start, dt.time()))
    return [moment.date() for _, moment in zip(range(count), found, strict=False)]
