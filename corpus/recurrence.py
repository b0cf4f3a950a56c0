"""Dates that return: what says so in a sentence, and the rule (RFC 5545) it makes."""

from __future__ import annotations

import re

from corpus import dates
from corpus.bounds import TAIL, Found, Place, before
from corpus.dates import Calendar, Expression
from corpus.model import Bound, Deadline
from corpus.wording import (
    EVERY,
    LIST_GOES_ON,
    MONTHLY_AFTER,
    NEXT_QUARTER_AFTER,
    PERIODIC_ANYWHERE,
    PERIODIC_BEFORE,
    PERIODIC_CLAUSE,
    QUARTER_AFTER,
    REPORT_BEFORE,
    RETURNING,
    YEAR_REPORT_BEFORE,
    YEARLY_AFTER,
    YEARLY_CLAUSE,
)

SUNDAY = 6
RULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


# "03 lần/ngày (trước 8h00 và 17h30)": the phrase says both hours
MORE_HOURS = re.compile(
    r"(?:[’'′]?\s*(?:,|và)\s*(?:trước\s+)?\d{1,2}\s*(?:h|g|giờ)\s*\d{0,2}[’'′]?)+\)?", re.IGNORECASE
)


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
                more = MORE_HOURS.match(sentence, match.end()) if time else None
                end = more.end() if more else match.end()
                phrase = sentence[match.start() : end]
                found = Deadline("recurring", phrase, sentence, bound, rule=rule, time=time)
                yield match.start(), end, found


def _bound_of(lead: str) -> Bound:
    if lead.startswith("trước"):
        return "before"
    return "through" if lead.startswith(("chậm", "muộn", "đến", "từ")) else "in"


def _rule_of(period: str, groups: dates.Groups) -> str | None:
    if period == "week":
        named = dates.weekdays_in(f"{groups.get('also') or ''} thứ {groups['wd']}")
        days = sorted({*named, *([SUNDAY] if groups["sunday"] else [])})
        return f"FREQ=WEEKLY;BYDAY={','.join(RULE_DAYS[day] for day in days)}"
    if period == "day":
        return "FREQ=DAILY"
    if period == "last working day":
        return f"FREQ=MONTHLY;BYDAY={','.join(RULE_DAYS[:5])};BYSETPOS=-1"
    if period == "month end":
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
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


def said_to_return(sentence: str, expression: Expression) -> bool:
    """Do the words right before or after a date say that it returns: "tháng 01 hằng năm"?"""
    after = sentence[expression.end :][:TAIL]
    patterns = (NEXT_QUARTER_AFTER, QUARTER_AFTER, MONTHLY_AFTER, YEARLY_AFTER)
    if any(pattern.match(after) for pattern in patterns):
        return True
    match = PERIODIC_BEFORE.search(before(sentence, expression.start))
    return bool(match and re.search(r"[(,:]\s*(?:vào\s+|các\s+)*$", match[0]))


def joined_rules(first: str, second: str) -> str:
    """One rule for both: days or months of one rule where that says it, else a rule a line."""
    for name in ("BYMONTH", "BYMONTHDAY"):
        a, b = (
            (dict(part.split("=") for part in rule.split(";")) for rule in (first, second))
            if ":" not in first + second
            else ({}, {})
        )
        if a and a.keys() == b.keys() and "BYSETPOS" not in a and name in a:
            same = all(a[key] == b[key] for key in a if key != name)
            if same:
                days = ",".join(dict.fromkeys([*a[name].split(","), *b[name].split(",")]))
                return ";".join(f"{key}={days if key == name else a[key]}" for key in a)
    lines = [
        line if "RRULE:" in line or "DTSTART" in line else f"RRULE:{line}"
        for rule in (first, second)
        for line in rule.split("\n")
    ]
    return "\n".join(dict.fromkeys(lines))


def period_of(
    sentence: str, start: int, expression: Expression, context: Calendar | None = None
) -> str | None:
    """ "year", "quarter" or "month" where the date is said to return.

    In a plan for one year "báo cáo 6 tháng trước ngày 05/6" is due once.
    """
    after = sentence[_end_of_list(sentence, expression) :][:TAIL]
    for word, pattern in (
        ("next quarter", NEXT_QUARTER_AFTER), ("quarter", QUARTER_AFTER), ("month", MONTHLY_AFTER), ("year", YEARLY_AFTER),
    ):  # fmt: skip
        if pattern.match(after):
            return word
    words = before(sentence, start)
    match = (
        PERIODIC_BEFORE.search(words)
        or (REPORT_BEFORE.search(words) if expression.unit == "monthday" else None)
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
    one_year = context is not None and context.year is not None and context.term_end is None
    if one_year and re.fullmatch(r"(?:0?6|sáu|0?9|chín)\s+tháng|(?:cả\s+|tổng\s+kết\s+)?năm", word):
        return None
    monthly = re.search(rf"{EVERY}\s+tháng", word)
    if monthly or ("tháng" in word and not re.search(r"\d|sáu|chín", word)):
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
