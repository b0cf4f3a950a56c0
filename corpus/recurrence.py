"""Dates that return: what says so in a sentence, and the rule (RFC 5545) it makes."""

from __future__ import annotations

import re

from corpus import dates
from corpus.bounds import TAIL, Found, Place, before
from corpus.dates import Calendar, Expression
from corpus.model import Bound, Deadline
from corpus.wording import (
    LIST_GOES_ON,
    MONTHLY_AFTER,
    NEXT_QUARTER_AFTER,
    PERIODIC_ANYWHERE,
    PERIODIC_BEFORE,
    PERIODIC_CLAUSE,
    QUARTER_AFTER,
    RETURNING,
    YEAR_REPORT_BEFORE,
    YEARLY_AFTER,
    YEARLY_CLAUSE,
)

RULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def returning(sentence: str, context: Calendar, place: Place) -> Found:
    """ "trước thứ Sáu hằng tuần", "ngày 05 và 20 hằng tháng", wherever it stands in a sentence."""
    for period, pattern in RETURNING:
        for match in pattern.finditer(sentence):
            groups = match.groupdict()
            rule = _rule_of(period, groups)
            if rule:
                lead = (groups.get("lead") or "").lower()
                bound = _bound_of(lead or match[0].lower())
                time = dates.clock(groups)
                found = Deadline("recurring", match[0], sentence, bound, rule=rule, time=time)
                yield match.start(), match.end(), found


def _bound_of(lead: str) -> Bound:
    if lead.startswith("trước"):
        return "before"
    return "through" if lead.startswith(("chậm", "muộn", "đến", "từ")) else "in"


def _rule_of(period: str, groups: dates.Groups) -> str | None:
    if period == "week":
        weekday = 6 if groups["sunday"] else dates.WEEKDAYS[(groups["wd"] or "").lower()]
        return f"FREQ=WEEKLY;BYDAY={RULE_DAYS[weekday]}"
    if period == "day":
        return "FREQ=DAILY"
    days = [int(day) for day in re.findall(r"\d+", groups["days"] or "")]
    if period == "month":
        return f"FREQ=MONTHLY;{_month_days(days)}"
    months = [int(month) for month in re.findall(r"\d+", groups["months"] or "")]
    if not all(1 <= month <= 12 for month in months):
        return None
    return f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))};BYMONTHDAY={days[0]}"


def _month_days(days: list[int]) -> str:
    """Several days of a month; of a short one the last day stands for a day that it lacks."""
    if len(days) == 1:
        return _month_day(days[0])
    return f"BYMONTHDAY={','.join(str(day if day <= 28 else -1) for day in days)}"


def period_of(sentence: str, start: int, expression: Expression) -> str | None:
    """ "year", "quarter" or "month" where the date is said to return."""
    after = sentence[_end_of_list(sentence, expression) :][:TAIL]
    for word, pattern in (
        ("next quarter", NEXT_QUARTER_AFTER), ("quarter", QUARTER_AFTER), ("month", MONTHLY_AFTER), ("year", YEARLY_AFTER),
    ):  # fmt: skip
        if pattern.match(after):
            return word
    words = before(sentence, start)
    match = (
        PERIODIC_BEFORE.search(words)
        or YEAR_REPORT_BEFORE.search(words)
        or PERIODIC_CLAUSE.search(words)
        or YEARLY_CLAUSE.search(words)
    )
    if not match and expression.unit == "monthday":
        match = PERIODIC_ANYWHERE.search(words)
        if re.search(r"riêng\s+tháng\s+\d", words):
            return None  # "trước ngày 20 hằng tháng, riêng tháng 12 nộp trước ngày 15"
    if not match:
        return None
    word = match.groupdict().get("word", match[0]).lower()
    if "tháng" in word and not re.search(r"\d|sáu|chín", word):
        return "month"
    return "quarter" if "quý" in word else "year"


def _end_of_list(sentence: str, expression: Expression) -> int:
    """ "trước ngày 01/6 và 15/11 hằng năm": what is said after the last day holds for each."""
    end = expression.end
    while match := LIST_GOES_ON.match(sentence, end):
        end = match.end()
    return end


def recurrence(period: str, expression: Expression, context: Calendar) -> str | None:
    """RFC 5545 rule of a date that returns; a quarterly one counts from a quarter's last month."""
    if expression.month and expression.unit == "day":  # "hằng quý trước ngày 25/3, 25/6, …"
        return f"FREQ=YEARLY;BYMONTH={expression.month};BYMONTHDAY={expression.day}"
    if period == "year" and expression.month and expression.unit in ("month", "quarter"):
        last_month = expression.month + (2 if expression.unit == "quarter" else 0)
        last_day = -1 if last_month == 2 else dates.month_days(2001, last_month)[1].day
        return f"FREQ=YEARLY;BYMONTH={last_month};BYMONTHDAY={last_day}"
    if expression.day is None:
        return None
    if period == "month":
        return f"FREQ=MONTHLY;{_month_day(expression.day)}"
    if period in ("quarter", "next quarter"):
        year = context.issued_on.year if context.issued_on else 2000
        month = "03" if period == "quarter" else "01"
        start = f"DTSTART:{year}{month}{min(expression.day, 28):02d}T000000"
        return f"{start}\nRRULE:FREQ=MONTHLY;INTERVAL=3;{_month_day(expression.day)}"
    return None


def _month_day(day: int) -> str:
    """The part of a rule for a day of the month; a short month has its last day instead."""
    if day <= 28:
        return f"BYMONTHDAY={day}"
    if day == 31:
        return "BYMONTHDAY=-1"
    return f"BYMONTHDAY={','.join(map(str, range(28, day + 1)))};BYSETPOS=-1"
