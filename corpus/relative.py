"""Deadlines counted from an event: what says so, and their day once the event has one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from corpus import dates
from corpus.bounds import Found, Place, year_at
from corpus.dates import Calendar, Expression
from corpus.model import Bound, Deadline, Note
from corpus.wording import AFTER_A_DAY, BEFORE_A_DAY, COUNT, RELATIVE, I

NUMBERS = {"một": 1, "hai": 2, "ba": 3, "năm": 5, "bảy": 7, "mười": 10}
COUNTED = re.compile(COUNT, I)


def relative(sentence: str, context: Calendar, place: Place) -> Found:
    """Every run of words that counts from an event; the event is kept in the plan's words."""
    for pattern in RELATIVE:
        for match in pattern.finditer(sentence):
            groups = match.groupdict()
            phrase = match[0].strip().rstrip(" ,")
            start = None
            if groups.get("from"):
                start = dates.find(groups["from"] or "", context)[0].first
            bound: Bound = "before" if phrase.lower().startswith("trước") else "through"
            event = " ".join((groups.get("event") or "").split()) or None
            found = Deadline("relative", phrase, sentence, bound, start=start, event=event)
            yield match.start(), match.start() + len(phrase), found


def before_a_day(sentence: str, context: Calendar, place: Place) -> Found:
    """ "chậm nhất 05 ngày trước 30/4/2025", "trước ngày 15/12/2026 ít nhất 05 ngày làm việc": the
    day is told and the last day in time is counted back from it."""
    for pattern in BEFORE_A_DAY:
        for match in pattern.finditer(sentence):
            day = _day_told(sentence, match, context)
            if day is None or day.first is None:
                continue
            deadline = Deadline("by", match[0].strip(), sentence, "through", event=match["event"])
            due = falls_on(replace(deadline, phrase=f"trước {match[0]}"), day.first)
            notes = _notes(match, day)
            yield match.start(), match.end(), replace(deadline, due=due, notes=notes)


def after_a_day(sentence: str, context: Calendar, place: Place) -> Found:
    """ "Thời hạn: 15 ngày, kể từ ngày 01/5/2027": the last day in time is counted on from the day
    that is told; one that was over at the issue is a fact."""
    for match in AFTER_A_DAY.finditer(sentence):
        day = _day_told(sentence, match, context)
        if day is None or day.first is None:
            continue
        deadline = Deadline("by", match[0].strip(), sentence, "through", event=match["event"])
        due = falls_on(deadline, day.first)
        if due is None or (context.issued_on and due < context.issued_on):
            continue
        found = replace(deadline, due=due, notes=_notes(match, day))
        if context.issued_on and not day.named_year and day.first.year > context.issued_on.year:
            found = replace(found, due=None, notes=(Note("year_open"),))  # this year's may be meant
        yield match.start(), match.end(), found


def _day_told(sentence: str, match: re.Match[str], context: Calendar) -> Expression | None:
    """The day that is counted from; the year at the head of its clause goes before the next one."""
    year = year_at(sentence, match.start())
    calendar = Calendar(None, year, context.term_end) if year else context
    found = dates.find(match["event"], calendar)
    if not found or found[0].unit != "day":
        return None
    return replace(found[0], named_year=found[0].named_year or year is not None)


def _notes(match: re.Match[str], day: Expression) -> tuple[Note, ...]:
    """What a person should know of a day that is counted from another."""
    notes = day.notes
    if not day.named_year and day.first:
        notes = (Note("year_assumed", str(day.first.year)),)
    return (*notes, Note("holidays")) if match["working"] else notes


def falls_on(deadline: Deadline, event: dt.date) -> dt.date | None:
    """The day of a relative deadline whose event is on a day; None where it counts otherwise.

    The event's own day is not counted (Civil Code 2015, article 147). Working days leave out
    Saturdays and Sundays, not public holidays; hours count as whole days, rounded down: an early
    answer is never late.
    """
    match = COUNTED.search(deadline.phrase)
    if match is None:
        return event
    number = _number(match["n"])
    unit = match["unit"].lower()
    backwards = -1 if _counts_back(deadline.phrase, match) else 1
    if match["working"]:
        return _working_days(event, number * backwards)
    if unit == "tháng":
        return dates.same_day_later(event, number * backwards)
    days = {"ngày": number, "tuần": 7 * number, "giờ": number // 24, "h": number // 24, "phút": 0}[
        unit
    ]
    return event + dt.timedelta(days=days * backwards)


def _number(text: str) -> int:
    """The number of a count; of "24-48" the first, which is surely in time."""
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else NUMBERS[text.lower()]


def _counts_back(phrase: str, count: re.Match[str]) -> bool:
    """ "trước đại hội 15 ngày", "15 ngày trước ngày đại hội"."""
    after = phrase[count.end() :].lower()
    return phrase.lower().startswith("trước") or bool(re.match(r",?\s+trước", after))


def _working_days(day: dt.date, count: int) -> dt.date:
    step = dt.timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= day.weekday() < 5
    return day
