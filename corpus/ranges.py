"""From one day to another: "từ … đến …" in all its spellings."""

from __future__ import annotations

import datetime as dt
import re

from corpus.bounds import before, lead_of
from corpus.dates import Expression, with_year
from corpus.model import Deadline, DeadlineKind, Note
from corpus.wording import ATTRIBUTE, ELIDED_START, RANGE_JOIN, RANGE_LEAD, I


def read_range(
    sentence: str, first: Expression, last: Expression | None
) -> tuple[int, int, int, Deadline] | None:
    """ "từ … đến …" of two expressions, or of one whose first day is cut short ("từ 01 đến …").

    Returns start and end of the phrase, how many expressions it took and the deadline.
    """
    words = before(sentence, first.start)
    begin_at = first.start - len(words)
    if last is not None and RANGE_JOIN.match(sentence[first.end : last.start]):
        lead = RANGE_LEAD.search(words)
        attribute = lead_of(sentence, first)
        if (lead or (attribute and attribute[1] == "in")) and (
            first.first or first.day or first.month
        ):
            start = begin_at + lead.start() if lead else first.start
            begin, end = _ends(first, last)
            return start, last.end, 2, _range_of(sentence, start, end, begin, first, bool(lead))
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
    kind: DeadlineKind = "range" if named and "part" not in (first.unit, last.unit) else "within"
    return Deadline(kind, phrase, sentence, "from", due=last.last, start=begin, time=last.time,
                    notes=(*first.notes, *last.notes, *_assumed(first, last)))  # fmt: skip
