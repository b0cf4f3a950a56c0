"""What a deadline means on a day: its next time, the last day in time, the days left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateutil.rrule import rrulestr

from corpus.model import Deadline, Plan

DATED = frozenset({"by", "within", "range", "recurring", "relative", "approx"})


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with what it means today: the next day, the last day in time, days left."""

    deadline: Deadline
    due: dt.date | None
    last_day: dt.date | None
    days_left: int | None


def due_on(deadline: Deadline, plan: Plan, today: dt.date) -> Due:
    """What a deadline means on a day; a recurring one is taken at its next time."""
    if deadline.kind == "recurring" and deadline.rule:
        next_day = next_time(deadline, plan, today)
        if next_day is None:
            return Due(deadline, None, None, None)
        last = next_day - dt.timedelta(days=deadline.bound == "before")
        return Due(deadline, next_day, last, (last - today).days)
    if deadline.kind in ("relative", "ongoing") or deadline.due is None:
        return Due(deadline, deadline.due, None, None)
    last = deadline.last_day or deadline.due
    return Due(deadline, deadline.due, last, (last - today).days)


def next_time(deadline: Deadline, plan: Plan, today: dt.date) -> dt.date | None:
    """The next day of a recurring deadline that can still be met; None after the plan's term."""
    step = dt.timedelta(days=deadline.bound == "before")
    start = dt.datetime(today.year - 1, 1, 1)
    rule = rrulestr(deadline.rule or "", dtstart=start)
    after = dt.datetime.combine(today + step, dt.time()) - dt.timedelta(seconds=1)
    found = rule.after(after)
    if found is None:
        return None
    day: dt.date = found.date()
    ends = dt.date(int(plan.term[-4:]), 12, 31) if plan.term else None
    return None if ends and day > ends else day
