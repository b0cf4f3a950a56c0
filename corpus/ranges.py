"""From one day to another: "từ … đến …" in all its spellings."""

from __future__ import annotations

import datetime as dt
import re

from corpus.bounds import TAIL, lead_of
from corpus.dates import Expression
from corpus.model import Deadline, DeadlineKind
from corpus.wording import ATTRIBUTE, ELIDED_START, RANGE_JOIN, RANGE_LEAD, I


def read_range(
    sentence: str, first: Expression, last: Expression | None
) -> tuple[int, int, int, Deadline] | None:
    """ "từ … đến …" of two expressions, or of one whose first day is cut short ("từ 01 đến …").

    Returns start and end of the phrase, how many expressions it took and the deadline.
    """
    begin_at = max(0, first.start - TAIL)
    before = sentence[begin_at : first.start]
    if last is not None and RANGE_JOIN.match(sentence[first.end : last.start]):
        lead = RANGE_LEAD.search(before)
        attribute = lead_of(sentence, first)
        if (lead or (attribute and attribute[1] == "in")) and (first.first or first.day):
            start = begin_at + lead.start() if lead else first.start
            begin = first.first or _day_in(last, first.day)
            return start, last.end, 2, _range_of(sentence, start, last, begin, first, bool(lead))
    elided = ELIDED_START.search(before)
    if (
        elided
        and first.unit == "day"
        and first.first
        and (elided["lead"] or _lead_at(before, elided))
    ):
        begin = _elided_day(first.first, elided)
        if begin and begin <= first.first:
            start = begin_at + elided.start()
            return start, first.end, 1, _range_of(sentence, start, first, begin, first, True)
    return None


def _lead_at(before: str, match: re.Match[str]) -> bool:
    head = before[: match.start()]
    return bool(
        ATTRIBUTE.search(head) or re.search(r"(?:trong\s+)?(?:các\s+)?(?:ngày|trong)\s*$", head, I)
    )


def _elided_day(end: dt.date, match: re.Match[str]) -> dt.date | None:
    try:
        return end.replace(day=int(match["d"]), month=int(match["m"] or end.month))
    except ValueError:
        return None


def _day_in(last: Expression, day: int | None) -> dt.date | None:
    """ "từ ngày 08 đến ngày 10 tháng 12": the first day is in the month of the last."""
    try:
        return last.first.replace(day=day or 1) if last.first else None
    except ValueError:
        return None


def _range_of(
    sentence: str,
    start: int,
    last: Expression,
    begin: dt.date | None,
    first: Expression,
    lead: bool,
) -> Deadline:
    phrase = sentence[start : last.end].strip()
    if begin and last.first and begin > last.first and not first.named_year:
        begin = begin.replace(year=begin.year - 1)
    named = lead or first.unit in ("day", "month")
    kind: DeadlineKind = "range" if named and "part" not in (first.unit, last.unit) else "within"
    return Deadline(kind, phrase, sentence, "from", due=last.last, start=begin, time=last.time,
                    notes=(*first.notes, *last.notes))  # fmt: skip
