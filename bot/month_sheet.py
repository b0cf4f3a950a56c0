"""The deadlines of a month put on its sheet: which day, which words; the drawing is elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot import messages
from bot.due import Due
from bot.month.page import Entry, Sheet
from bot.month.painting import draw


def draw_month(dues: Sequence[Due], first: dt.date, today: dt.date) -> bytes:
    """The picture (PNG) of a month; `first` is its first day."""
    return draw(sheet_of([entry_of(due) for due in dues], first, today))


def entry_of(due: Due) -> Entry:
    """A deadline on the sheet: on its last day in time, a range on all its days."""
    last = due.last_day or due.due
    assert last is not None
    deadline = due.deadline
    first = deadline.start if deadline.kind == "range" and deadline.start else last
    return Entry(min(first, last), last, messages.sheet_entry(deadline), True)


def sheet_of(entries: Sequence[Entry], first: dt.date, today: dt.date) -> Sheet:
    """The sheet of a month with all its words."""
    return Sheet(
        year=first.year, month=first.month, title=messages.month_title(first),
        weekdays=messages.SHEET_WEEKDAYS, entries=tuple(entries), today=today,
        more=messages.SHEET_MORE, empty=messages.SHEET_EMPTY, footer=messages.SHEET_FOOTER,
    )  # fmt: skip
