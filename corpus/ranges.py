"""From one day to another: "từ … đến …" in all its spellings."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from corpus.bounds import Found, Place, before, lead_of, year_at
from corpus.dates import Calendar, Expression, month_days, with_year
from corpus.model import Deadline, DeadlineKind, Note
from corpus.wording import (
    AFTER_BUT_BEFORE,
    AFTER_LEAD,
    ATTRIBUTE,
    BARE_RANGE,
    BARE_RANGE_AFTER,
    ELIDED_START,
    EVENT_DAY,
    RANGE_JOIN,
    RANGE_LEAD,
    SPAN_OF_DATA,
    TO_END_OF,
    I,
)  # fmt: skip


def read_range(
    sentence: str, first: Expression, last: Expression | None
) -> tuple[int, int, int, Deadline] | None:
    """ "từ … đến …" of two expressions, or of one whose first day is cut short ("từ 01 đến …").

    Returns start and end of the phrase, how many expressions it took and the deadline.
    """
    words = before(sentence, first.start)
    begin_at = first.start - len(words)
    between = sentence[first.end : last.start] if last is not None else ""
    opens = AFTER_LEAD if AFTER_BUT_BEFORE.match(between) else RANGE_LEAD
    joined = (AFTER_BUT_BEFORE if opens is AFTER_LEAD else RANGE_JOIN).match(between)
    if last is not None and joined:
        lead = opens.search(words)
        attribute = lead_of(sentence, first)
        headed = ":" in words[-4:] and EVENT_DAY.search(words)
        if (lead or headed or (attribute and attribute[1] == "in")) and (
            first.first or first.day or first.month
        ):
            start = begin_at + lead.start() if lead else first.start
            begin, end = _ends(first, last)
            found = _range_of(sentence, start, end, begin, first, bool(lead))
            if joined["before"]:
                found = replace(found, bound="before")  # "từ 09/6 đến trước ngày 20/6"
            return start, last.end, 2, found
    if ended := _to_end_of(sentence, first, begin_at, words):
        return ended
    elided = ELIDED_START.search(words)
    if (
        elided
        and first.unit == "day"
        and first.first
        and (elided["lead"] or _lead_at(words, elided))
    ):
        begin = _elided_day(first.first, elided)
        if begin and begin <= first.first:
            start = begin_at + elided.start()
            return start, first.end, 1, _range_of(sentence, start, first, begin, first, True)
    return None


def bare_ranges(sentence: str, context: Calendar, place: Place) -> Found:
    """ "20-24/5", "18/10 → 26/10": days that no "từ" opens, after words that make them a time."""
    for match in BARE_RANGE.finditer(sentence):
        words = before(sentence, match.start())
        cue = BARE_RANGE_AFTER.search(words)
        if RANGE_LEAD.search(words) or not (cue or match["y"]):
            continue
        said = match["y"] or year_at(sentence, match.start())
        found = _bare_days(match, int(said) if said else None, context)
        if found is None or SPAN_OF_DATA.search(words):
            continue
        first, last, note = found
        if context.issued_on and last < context.issued_on:
            continue
        phrase = match[0]
        deadline = Deadline("range", phrase, sentence, "from", due=last, start=first, notes=note)
        yield match.start(), match.end(), deadline


def _bare_days(
    match: re.Match[str], said: int | None, context: Calendar
) -> tuple[dt.date, dt.date, tuple[Note, ...]] | None:
    month, day = int(match["m2"]), int(match["d2"])
    year = said or context.year_of(month, day)
    if year is None:
        return None
    try:
        last = dt.date(year, month, day)
        first = dt.date(year, int(match["m1"] or month), int(match["d1"]))
    except ValueError:
        return None
    if first > last:
        first = first.replace(year=year - 1) if match["m1"] else first
    if first > last:
        return None
    return first, last, () if said else (Note("year_assumed", str(year)),)


def _to_end_of(
    sentence: str, first: Expression, begin_at: int, words: str
) -> tuple[int, int, int, Deadline] | None:
    """ "từ 14/10 đến hết tháng": to the end of the month, quarter or year of its first day."""
    match = TO_END_OF.match(sentence, first.end)
    lead = RANGE_LEAD.search(words)
    if not match or not lead or first.first is None or first.unit != "day":
        return None
    day = first.first
    months = {"tháng": 1, "quý": 3, "năm": 12}[match["unit"].lower()]
    begin = (day.month - 1) // months * months + 1
    last = month_days(day.year, begin, months)[1]
    start = begin_at + lead.start()
    phrase = sentence[start : match.end()].strip()
    notes = first.notes if first.named_year else (Note("year_assumed", str(day.year)),)
    deadline = Deadline("range", phrase, sentence, "from", due=last, start=day, notes=notes)
    return start, match.end(), 1, deadline


def _lead_at(words: str, match: re.Match[str]) -> bool:
    head = words[: match.start()]
    return bool(
        ATTRIBUTE.search(head) or re.search(r"(?:trong\s+)?(?:các\s+)?(?:ngày|trong)\s*$", head, I)
    )


def _elided_day(end: dt.date, match: re.Match[str]) -> dt.date | None:
    try:
        return end.replace(day=int(match["d"]), month=int(match["m"] or end.month))
    except ValueError:
        return None


def _ends(first: Expression, last: Expression) -> tuple[dt.date | None, Expression]:
    """First day, and the end, of a range of which one part may lack its year or month.

    "từ ngày 08 đến ngày 10 tháng 12" begins in the month of its end, "từ ngày 28 đến 05/11" in the
    one before; a year that is said for one part holds for the other, across New Year where it must.
    """
    if first.named_year and first.first and not last.named_year:
        same = with_year(last, first.first.year)
        early = same.last is not None and same.last < first.first
        return first.first, with_year(last, first.first.year + early)
    if last.first is None:
        return first.first, last
    if first.month is None and first.day:
        return _day_before(first.day, last.first), last
    if first.named_year or first.notes:
        return first.first, last
    same = with_year(first, last.first.year)
    late = same.first is not None and same.first > last.first
    return with_year(first, last.first.year - late).first, last


def _day_before(day: int, end: dt.date) -> dt.date | None:
    """The nearest day of a month with this number that is not after the end."""
    month = end if day <= end.day else end.replace(day=1) - dt.timedelta(days=1)
    try:
        return month.replace(day=day)
    except ValueError:
        return None


def _assumed(first: Expression, last: Expression) -> tuple[Note, ...]:
    """That no part of a range names its year."""
    if first.named_year or last.named_year or last.last is None:
        return ()
    return (Note("year_assumed", str(last.last.year)),)


def _range_of(
    sentence: str,
    start: int,
    last: Expression,
    begin: dt.date | None,
    first: Expression,
    lead: bool,
) -> Deadline:
    phrase = sentence[start : last.end].strip()
    named = lead or first.unit in ("day", "month")
    vague = first.unit == "part" or (last.unit == "part" and first.unit != "day")
    kind: DeadlineKind = "range" if named and not vague else "within"
    return Deadline(kind, phrase, sentence, "from", due=last.last, start=begin, time=last.time,
                    notes=(*first.notes, *last.notes, *_assumed(first, last)))  # fmt: skip
