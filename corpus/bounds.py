"""Where the words that bind a date begin, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.dates import FEAST_DAYS, Calendar, Expression
from corpus.model import Bound, Deadline
from corpus.wording import (
    AFTER_LEAD,
    ATTRIBUTE,
    ATTRIBUTE_BARE,
    BRACKETS_END,
    CITED_NUMBER,
    DAY_LEAD,
    DOING,
    DONE_IN,
    EVENT_DAY,
    EVENT_DAY_ENDS,
    FEAST_BEFORE,
    IN_BRACKETS,
    LEADS,
    NO_TASK,
    NOT_TAKEN,
    PAST,
    SENT_ON,
    TOO_LATE,
    YEAR_HEAD,
)

LEAD_TAIL = 90  # of these, what a bound word and its fillers take at the most
TAIL = 240  # characters before a date in which the words that bind it are looked for

Found = Iterator[tuple[int, int, Deadline]]  # start, end, deadline


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: positions of section and item, and who the heading names."""

    section: int
    item: int
    heading_addressee: str | None
    goals: bool


def before(sentence: str, position: int) -> str:
    """The words before a position that are looked at: a long sentence costs no more than its length."""
    return sentence[max(0, position - TAIL) : position]


def year_at(sentence: str, position: int) -> int | None:
    """The year at the head of the sentence or clause that a position stands in: "Riêng năm 2028 …"."""
    for head in reversed(list(YEAR_HEAD.finditer(sentence, 0, position))):
        between, year = sentence[head.end() : position], head["y"]
        others = set(re.findall(r"(?<!\d)20\d\d(?!\d)", between)) - {year}
        if not others and (head.start() == 0 or ";" not in between):
            return int(year)
    return None


Lead = tuple[int, Bound] | None


def lead_of(sentence: str, expression: Expression) -> Lead:
    """Where the binding words begin, and what they mean; None where nothing binds the date."""
    begin = max(0, expression.start - TAIL)
    words = before(sentence, expression.start)
    for pattern in (ATTRIBUTE, ATTRIBUTE_BARE):
        if match := pattern.search(words):
            return begin + match.start(), "in"
    if (bracket := _bracket_before(sentence, expression, words)) is not None:
        return begin + bracket, "in"
    if expression.weak:
        return None
    return _bound_word(sentence, expression, words[-LEAD_TAIL:]) or _place_as_time(
        sentence, expression, words
    )


def _bound_word(sentence: str, expression: Expression, near: str) -> Lead:
    """ "trước", "chậm nhất", "đến hết", "sáng", "sau … coi như không" right before the date."""
    begin = expression.start - len(near)
    for bound, pattern in LEADS:
        if match := pattern.search(near):
            return begin + match.start(), bound
    if expression.unit in ("day", "run") and (match := DAY_LEAD.search(near)):
        feast = FEAST_BEFORE.search(near[: match.start()])
        return None if feast else (begin + match.start(), "in")
    if (match := AFTER_LEAD.search(near)) and TOO_LATE.match(sentence, expression.end):
        return begin + match.start(), "through"
    if match := NOT_TAKEN.search(near):
        return begin + match.start("lead"), "through"
    return None


def _place_as_time(sentence: str, expression: Expression, words: str) -> Lead:
    """A time by where it stands: "Vòng chung khảo: ngày 16/5/2026", "Tháng 3: …", "sơ kết tháng 7"."""
    unit = expression.unit
    if unit in ("day", "run") and EVENT_DAY.search(words):
        said = sentence[expression.start : expression.end].lower()
        ends = EVENT_DAY_ENDS.match(sentence, expression.end)
        if expression.named_year or not said[0].isdigit() or (":" in words[-4:] and ends):
            return expression.start, "in"
    if unit in ("month", "quarter", "day", "run") and _heads(sentence, expression):
        return expression.start, "in"
    if unit in ("month", "quarter") and DONE_IN.search(words[-LEAD_TAIL:]):
        return expression.start, "in"
    return None


def _heads(sentence: str, expression: Expression) -> bool:
    """ "Tháng 3: …", "Tháng 7, 8, 9": a time that what follows it is done in."""
    before_it = sentence[: expression.start].strip(" -+*•")
    after = sentence[expression.end :].strip()
    return not before_it and (not after.strip(".:;") or after.startswith(":"))


def day_of_event(sentence: str, expression: Expression, context: Calendar) -> Lead:
    """A day without a bound word on which something is to be done: "phát hành ngày 13/6/2026",
    "Ngày 20/10 tổ chức tọa đàm". A day up to the issue, or that of a document, is none."""
    issued, day = context.issued_on, expression.first
    if expression.unit != "day" or day is None or issued is None or day <= issued:
        return None
    words = before(sentence, expression.start)
    said = sentence[expression.start : expression.end].lower()
    after = sentence[expression.end :]
    if any(pattern.search(words) for pattern in (FEAST_BEFORE, CITED_NUMBER, AFTER_LEAD)):
        return None
    if not re.search(r"ngày|thứ|chủ\s+nhật", said):
        ends = EVENT_DAY_ENDS.match(after)
        return (expression.start, "in") if ends and SENT_ON.search(words) else None
    if not re.split(r"[;,.](?=\s|$)", words)[-1].strip() and DOING.match(after.lstrip(" ,")):
        return expression.start, "in"
    if (day.day, day.month) in FEAST_DAYS and not expression.named_year:
        return None
    clause = re.split(r"[;.](?=\s|$)", words)[-1]
    if not expression.named_year and not PAST.search(clause):
        return expression.start, "in"
    return (expression.start, "in") if DOING.search(clause) else None


def _bracket_before(sentence: str, expression: Expression, words: str) -> int | None:
    """Where the bracket opens in "Tổ chức hội diễn (quý II/2026).": what is to be done, then its
    time and nothing more."""
    if expression.unit == "day" and not expression.named_year:
        return None  # "đạt 10/10 (10/10)"
    match = IN_BRACKETS.search(words[-LEAD_TAIL:])
    ends = match and BRACKETS_END.match(sentence, expression.end)
    if not match or not ends or NO_TASK.search(words[-LEAD_TAIL:][: match.start() + 1]):
        return None
    return (
        len(words) - len(words[-LEAD_TAIL:]) + match.start()
        if DOING.search(sentence[:60])
        else None
    )
