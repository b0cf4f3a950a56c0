"""What a deadline means on a day: its next time, the last day in time, the days left."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateutil.rrule import rrulebase, rrulestr

from corpus.deadlines import own_years
from corpus.model import Deadline, Plan
from corpus.relative import falls_on
from corpus.wording import NEXT_YEAR

DATED = frozenset({"by", "within", "range", "recurring", "relative", "approx"})
ANY_TIME = frozenset({*DATED, "target", "ongoing"})


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with what it means today: the next day, the last day in time, days left.

    `missed` is the last time of a recurring deadline, where that was not long ago;
    `is_asked` says that `due` is the time a question asks for, not the next one; `counted_from` is
    the day of the event that a relative deadline is counted from.
    """

    deadline: Deadline
    due: dt.date | None
    last_day: dt.date | None
    days_left: int | None
    missed: dt.date | None = None
    is_asked: bool = False
    counted_from: dt.date | None = None


JUST_MISSED = dt.timedelta(days=45)  # of what returns every quarter or year
JUST_MISSED_OFTEN = dt.timedelta(days=7)  # every month or week: the next one is near
PLAN_STAGE = re.compile(r"giai\s+đoạn\s+20\d\d\s*[-–]\s*(?P<end>20\d\d)", re.IGNORECASE)
ONCE_A_YEAR = re.compile(r"YEARLY(?!.*BYMONTH=\d+,)")
A_MONTH = dt.timedelta(days=31)
NEXT_PERIOD = re.compile(
    r"(?:tháng|quý|tuần)\s+(?:sau|tiếp\s+theo|kế\s+tiếp|liền\s+kề)", re.IGNORECASE
)
AFTER_YEAR = re.compile(NEXT_YEAR, re.IGNORECASE)


def due_on(deadline: Deadline, plan: Plan, today: dt.date) -> Due:
    """What a deadline means on a day; a recurring one is taken at its next time."""
    if deadline.kind == "recurring" and deadline.rule:
        return _recurring_on(deadline, plan, today)
    if deadline.kind == "relative":
        return _counted_on(deadline, plan, today)
    if deadline.kind == "ongoing" or deadline.due is None:
        return Due(deadline, deadline.due, None, None)
    last = deadline.last_day or deadline.due
    return Due(deadline, deadline.due, last, (last - today).days)


def due_in(
    deadline: Deadline, plan: Plan, today: dt.date, first: dt.date, last: dt.date
) -> Due | None:
    """A deadline in a period, at its first day there; None where it has none."""
    if deadline.kind != "recurring" or not deadline.rule:
        due = due_on(deadline, plan, today)
        return due if due.due and first <= due.due <= last else None
    day = next_time(deadline, plan, first - _margin(deadline))
    if day is None or day > last or (plan.issued_on and day < plan.issued_on):
        return None  # nothing was due before there was a plan
    usual = due_on(deadline, plan, today)
    if usual.due == day:
        return usual
    last_day = day - _margin(deadline)
    return Due(deadline, day, last_day, (last_day - today).days, is_asked=True)


def times_near(
    deadline: Deadline, plan: Plan, today: dt.date, since: dt.date, until: dt.date
) -> list[Due]:
    """Every time of a deadline whose last day in time lies between two days, as it is on a third."""
    if deadline.kind == "recurring":
        return list(_times(deadline, plan, today, since, until))
    now = due_on(deadline, plan, today)
    return [now] if now.last_day is not None and since <= now.last_day <= until else []


def _times(
    deadline: Deadline, plan: Plan, today: dt.date, since: dt.date, until: dt.date
) -> Iterator[Due]:
    day = next_time(deadline, plan, since)
    while day is not None and (last := day - _margin(deadline)) <= until:
        yield Due(deadline, day, last, (last - today).days)
        day = next_time(deadline, plan, last + dt.timedelta(days=1))


def gap_before(deadline: Deadline, due: dt.date) -> int | None:
    """Days from the time before to this time of a recurring deadline; None where it does not
    return."""
    if deadline.kind != "recurring" or not deadline.rule:
        return None
    before = _day_before(deadline.rule, due.year, _just_before(due))
    return (due - before).days if before else None


NAMED_DAY = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(20\d\d)(?!\d)")


def _counted_on(deadline: Deadline, plan: Plan, today: dt.date) -> Due:
    """A relative deadline: open, or closed by the day that its words or staff give the event."""
    event = plan.day_of_event(deadline) or _named_day(deadline.event or "")
    due = falls_on(deadline, event) if event else None
    if event is None or due is None:
        return Due(deadline, None, None, None)
    return Due(deadline, due, due, (due - today).days, counted_from=event)


def _named_day(event: str) -> dt.date | None:
    """The day in "trước ngày 15/12/2026 ít nhất 05 ngày"."""
    match = NAMED_DAY.search(event)
    try:
        return dt.date(*map(int, match.groups()[::-1])) if match else None
    except ValueError:
        return None


def _recurring_on(deadline: Deadline, plan: Plan, today: dt.date) -> Due:
    next_day, before = next_time(deadline, plan, today), _last_time(deadline, today)
    issued = plan.issued_on or dt.date.min
    rarely = "YEARLY" in (deadline.rule or "") or "INTERVAL" in (deadline.rule or "")
    since = today - (JUST_MISSED if rarely else JUST_MISSED_OFTEN)
    missed = before if before and before >= max(issued, since) else None
    if next_day is None:
        return Due(deadline, None, None, None, missed)
    last = next_day - _margin(deadline)
    return Due(deadline, next_day, last, (last - today).days, missed)


def next_time(deadline: Deadline, plan: Plan, today: dt.date) -> dt.date | None:
    """The next day of a recurring deadline that can still be met; None after the plan's time."""
    today = max(today, plan_start(plan))
    day = _day_after(deadline.rule or "", today.year, _first_moment(deadline, today))
    ends = plan_end(deadline, plan)
    return None if day and ends and day > ends else day


def next_of_rule(rule: str, today: dt.date) -> dt.date | None:
    """The next day of an RFC 5545 rule."""
    return _day_after(rule, today.year, _just_before(today))


def _last_time(deadline: Deadline, today: dt.date) -> dt.date | None:
    return _day_before(deadline.rule or "", today.year, _first_moment(deadline, today))


# a list of coming deadlines asks the same of many plans: most reports return on the same days
@lru_cache(maxsize=4096)
def _day_after(rule: str, year: int, moment: dt.datetime) -> dt.date | None:
    found = _rule(rule, year).after(moment)
    return found.date() if found else None


@lru_cache(maxsize=4096)
def _day_before(rule: str, year: int, moment: dt.datetime) -> dt.date | None:
    found = _rule(rule, year).before(moment, inc=True)
    return found.date() if found else None


@lru_cache(maxsize=1024)
def _rule(text: str, year: int) -> rrulebase:
    rule: rrulebase = rrulestr(text, dtstart=dt.datetime(max(year - 1, 1), 1, 1))
    return rule


def _margin(deadline: Deadline) -> dt.timedelta:
    """What lies between the last day in time and the day that is named: one day for "trước ngày",
    none for "trước 17 giờ ngày"."""
    return dt.timedelta(days=deadline.bound == "before" and not deadline.time)


def _first_moment(deadline: Deadline, today: dt.date) -> dt.datetime:
    """Just before the first day that can still be met: of "before the 10th" not the 10th itself."""
    return _just_before(today + _margin(deadline))


def _just_before(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) - dt.timedelta(seconds=1)


def plan_end(deadline: Deadline, plan: Plan) -> dt.date | None:
    """The last day of the plan's term, of the stage or of the year in its title; what is due "in
    the next year" or "in the next month" may come so much later. What returns every year outlasts
    the year in a title."""
    years = plan_years(plan)
    if years and ONCE_A_YEAR.search(deadline.rule or ""):
        return None
    end = dt.date(years[1], 12, 31) if years else term_end(plan)
    if end is None:
        return None
    if AFTER_YEAR.search(deadline.phrase):
        return end.replace(year=end.year + 1)
    return end + A_MONTH if NEXT_PERIOD.search(deadline.phrase) else end


def plan_start(plan: Plan) -> dt.date:
    """The first day of the year that a plan is for, where it was issued before it and names no day
    until then: a plan for Tết begins when it is issued."""
    years, issued = plan_years(plan), plan.issued_on
    if years is None or issued is None or years[0] <= issued.year:
        return dt.date.min
    first = dt.date(years[0], 1, 1)
    early = any(day and issued <= day < first for d in plan.deadlines for day in (d.start, d.due))
    return dt.date.min if early else first


_own_years = lru_cache(maxsize=2048)(own_years)


def plan_years(plan: Plan) -> tuple[int, int] | None:
    """The first and last year that a plan is for by its title; None where a term or a stage says how
    long it lasts."""
    stage = plan.term or PLAN_STAGE.search(plan.title)
    return None if stage else _own_years(plan.title, plan.issued_on)


def term_end(plan: Plan) -> dt.date | None:
    """The last day of the plan's term, or of the stage in its title."""
    stage = PLAN_STAGE.search(plan.title)
    year = plan.term[-4:] if plan.term else stage["end"] if stage else None
    return dt.date(int(year), 12, 31) if year else None
