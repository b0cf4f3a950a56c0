"""Days on which chats that want quiet are told nothing: Sundays and Vietnam's public holidays."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

DAY = dt.timedelta(days=1)
SUNDAY = 6
LONGEST = 30  # days that a search for a working day goes back or on


@lru_cache(maxsize=16)
def holidays_of(year: int) -> frozenset[dt.date]:
    """The public holidays of a year, with the days off in lieu that are known for it.

    From the `holidays` library (Labour Code 2019, article 112, and the government's yearly
    notices); days off of a year that has no notice yet are the law's own.
    """
    from holidays import country_holidays  # a third of a second that only quiet chats need

    return frozenset(country_holidays("VN", years=year))


def is_quiet(day: dt.date) -> bool:
    """Is it a Sunday or a public holiday?"""
    return day.weekday() == SUNDAY or day in holidays_of(day.year)


def working_day_before(day: dt.date) -> dt.date:
    """The day itself, or the last one before it that is not quiet."""
    return next(d for back in range(LONGEST) if not is_quiet(d := day - back * DAY))


def working_day_after(day: dt.date) -> dt.date:
    """The day itself, or the next one that is not quiet."""
    return next(d for on in range(LONGEST) if not is_quiet(d := day + on * DAY))
