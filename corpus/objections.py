"""Why a date binds nobody: statistics, past facts, conditions, names; one rule a kind."""

from __future__ import annotations

import datetime as dt
import re

from corpus.bounds import before
from corpus.dates import Calendar, Expression
from corpus.model import Bound, Deadline, Rule
from corpus.recurrence import period_of
from corpus.wording import (
    ACTION,
    AFTER_LEAD,
    ALREADY,
    AT_LEAST_BEFORE,
    ATTRIBUTE,
    AUTHORITY,
    CALLS_UPON,
    CITED,
    CITING,
    CONDITION,
    DATA_WORK,
    EXTENDED,
    FEAST_BEFORE,
    FOUNDED,
    IN_PLACE_OF,
    NAMED_AIM,
    NEGATED,
    ONWARDS,
    ORDERED,
    PAST,
    REPLACED,
    SENT,
    SENT_ON,
    SPAN_OF_DATA,
    STATISTIC,
    I,
)


def _is_work(words: str, lead: str) -> bool:
    """Are data to be sent or made by the day, not counted up to it?"""
    return "nhất" in lead or bool(SENT.search(words) or DATA_WORK.search(words))


def against_bound(
    sentence: str,
    start: int,
    expression: Expression,
    bound: Bound,
    listed: bool,
    context: Calendar,
) -> Rule | None:
    """The rule by which a date is no deadline although a bound word stands before it, at `start`."""
    words = before(sentence, start)
    after = sentence[expression.end :]
    lead = sentence[start : expression.start].lower()
    binds = bound == "before" or "nhất" in lead
    checks: tuple[tuple[Rule, object], ...] = (
        ("cited", is_authority(sentence, start)),
        ("counted_back", AT_LEAST_BEFORE.match(after)),
        ("condition", CONDITION.search(words) and not FOUNDED.search(words)),
        ("negated", NEGATED.search(words) and not AFTER_LEAD.match(lead)),
        ("replaced", is_replaced(sentence, expression)),
        ("statistic", STATISTIC.search(words) and not (binds and _is_work(words, lead))),
        ("number", _is_number(sentence, start, expression, bound, lead, listed)),
    )
    said = next((rule for rule, holds in checks if holds), None)
    if said is None and not (
        ":" in lead or binds or EXTENDED.search(before(sentence, expression.start))
    ):
        said = _against_loose(sentence, words, lead, expression, bound)
    if said is None and _is_past(sentence, start, expression, bound, context):
        return "past"
    return said


def _against_loose(
    sentence: str, words: str, lead: str, expression: Expression, bound: Bound
) -> Rule | None:
    """ "trong", "đến", "hết" bind less than "trước" and "chậm nhất" do."""
    if lead.startswith("(") or ATTRIBUTE.search(words):
        return None  # "Thời gian: từ nay đến hết năm 2026"
    clause = re.split(r";|\.(?!\d)", words)[-1]
    if expression.unit in ("year", "stage", "half", "term"):
        return _vague_period(clause, lead, expression, sentence)
    return "past" if PAST.search(clause) and bound in ("in", "through") else None


def _is_number(
    sentence: str, start: int, expression: Expression, bound: Bound, lead: str, listed: bool
) -> bool:
    """ "không quá 15/3 suất", and a bare "10/5" or "ngày 25" that nothing makes a date."""
    if "quá" in lead and expression.unit == "day" and not expression.named_year:
        return bool(re.match(r"\d{1,2}/\d", sentence[expression.start :]))
    bare = (
        expression.unit == "day"
        and not (expression.named_year or listed or lead.strip())
        and re.match(r"\d{1,2}/\d", sentence[expression.start :])
        and not sentence[:start].rstrip().endswith((":", "("))
        and not SENT_ON.search(before(sentence, start))
    )
    weak = expression.unit == "monthday" or bool(bare)
    if not weak or period_of(sentence, start, expression):
        return False
    return expression.unit == "monthday" or bound == "in"


def _is_past(
    sentence: str, start: int, expression: Expression, bound: Bound, context: Calendar
) -> bool:
    """ "đến ngày 19/11 đã có 15 bộ báo cáo": a fact before the issue, unless it is said to bind."""
    lead = sentence[start : expression.start].lower()
    words = before(sentence, start)
    clause = re.split(r"[;,]|\.(?!\d)", words)[-1]
    over = was_over(expression, context)
    if over and expression.unit == "day" and expression.named_year:
        return True  # no day before the issue can still be met
    if (over or not expression.named_year) and (
        ALREADY.search(clause) or (over and (CITED.search(words) or ORDERED.search(words)))
    ):
        return True
    binds = ":" in lead or bound == "before" or re.search(r"nhất|quá|hạn|hoàn thành|xong", lead)
    if binds:
        return False
    facts = re.match(r"\s*,?\s*(?:đã|có|toàn|cả)(?!\w)", sentence[expression.end :], I)
    return bool(facts and bound == "through") or over


def was_over(expression: Expression, context: Calendar) -> bool:
    """Did the period end before the document was issued?"""
    last, issued = expression.last, context.issued_on
    return last is not None and issued is not None and last < issued


def _vague_period(clause: str, lead: str, expression: Expression, sentence: str) -> Rule | None:
    """ "trong năm 2025" binds only where something is to be done in it."""
    if expression.unit in ("term", "stage"):
        return "named"  # `_targets` reads the one; a stage binds only as an attribute
    if re.search(r"đến|tới", lead) and not re.search(r"hết|nay", lead):
        return "named"  # a target, or the name of a strategy: `_targets` reads it
    if ONWARDS.match(sentence[expression.end :]):
        return "open_ended"  # no day can be missed
    if PAST.search(clause):
        return "past"
    if NAMED_AIM.search(clause):
        return "named"
    if expression.unit != "half" and "%" in sentence:
        return "target"
    return None if ACTION.search(clause) or re.search(r"hoàn thành|xong", lead) else "unbound"


def is_replaced(sentence: str, expression: Expression) -> bool:
    """Does another day take the place of this one: "20/5 (đã gia hạn đến 25/5)", "thay cho …"?"""
    words = before(sentence, expression.start)
    return bool(REPLACED.match(sentence, expression.end) or IN_PLACE_OF.search(words))


def against_unbound(sentence: str, expression: Expression) -> Rule:
    """What a date is that no bound word stands before: the day of a cited document, a name, …"""
    words = before(sentence, expression.start)
    if is_replaced(sentence, expression):
        return "replaced"
    if expression.unit in ("stage", "year", "term"):
        names = expression.unit == "stage" or CITING.search(words) or NAMED_AIM.search(words)
        return "named" if names else "unbound"
    for rule, pattern in (
        ("cited", CITING),
        ("feast", FEAST_BEFORE),
        ("named", NAMED_AIM),
        ("statistic", STATISTIC),
    ):
        if pattern.search(words):
            return rule  # type: ignore[return-value]
    return "unbound"


LONG_BEFORE = dt.timedelta(days=45)


def against_range(sentence: str, start: int, deadline: Deadline, context: Calendar) -> Rule | None:
    """The rule by which a period from one day to another is no deadline: it is over, data are
    counted in it, or it began long before the document and is no attribute of a task."""
    words = before(sentence, start)
    if SPAN_OF_DATA.search(words) or is_authority(sentence, start):
        return "statistic"
    issued = context.issued_on
    if issued and deadline.due and deadline.due < issued:
        return "past"
    began = deadline.start
    if issued and began and began < issued - LONG_BEFORE and not ATTRIBUTE.search(words):
        return "statistic"
    return None


def is_authority(sentence: str, position: int) -> bool:
    """Does a date stand in an opening that only names what the document rests on?"""
    return bool(AUTHORITY.match(sentence)) and not CALLS_UPON.search(sentence[:position])
