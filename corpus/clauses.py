"""One sentence to its deadlines: which of its dates bind, and how."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from corpus import dates
from corpus.bounds import TAIL, Found, Place, before, lead_of
from corpus.dates import Calendar, Expression
from corpus.model import Bound, Deadline, DeadlineKind, Note
from corpus.ranges import read_range
from corpus.recurrence import period_of, recurrence, weekly
from corpus.wording import (
    ACTION,
    ALREADY,
    AT_LEAST_BEFORE,
    CITED,
    CONDITION,
    GOAL,
    MONTHLY_AFTER,
    NAMED_AIM,
    NEGATED,
    NEXT_QUARTER_AFTER,
    ONGOING_IN_TEXT,
    ONWARDS,
    PAST,
    PERIODIC_BEFORE,
    QUARTER_AFTER,
    RELATIVE,
    REPLACED,
    SENT,
    SPAN_OF_DATA,
    STATISTIC,
    TARGET,
    YEARLY_AFTER,
    I,
)


def read_sentence(sentence: str, context: Calendar, place: Place) -> list[Deadline]:
    """Deadlines of one sentence by the tables above; no span of text is read twice."""
    found: list[tuple[int, int, Deadline]] = []
    readers = (weekly, _relative, _dated, _targets, _ongoing)
    for reader in readers:
        for start, end, deadline in reader(sentence, context, place):
            if all(end <= s or start >= e for s, e, _ in found):
                found.append((start, end, deadline))
    return [deadline for _, _, deadline in sorted(found, key=lambda f: f[0])]


def _relative(sentence: str, context: Calendar, place: Place) -> Found:
    for pattern in RELATIVE:
        for match in pattern.finditer(sentence):
            groups = match.groupdict()
            phrase = match[0].strip().rstrip(" ,")
            start = None
            if groups.get("from"):
                start = dates.find(groups["from"] or "", context)[0].first
            bound: Bound = "before" if phrase.lower().startswith("trước") else "through"
            event = " ".join((groups["event"] or "").split())
            yield (
                match.start(),
                match.end(),
                Deadline("relative", phrase, sentence, bound, start=start, event=event),
            )


def _dated(sentence: str, context: Calendar, place: Place) -> Found:
    """Deadlines made of calendar expressions: single days and periods, ranges, joined ones."""
    expressions = dates.find(sentence, context)
    taken = -1
    carried: tuple[int, Bound, str] | None = None
    for position, expression in enumerate(expressions):
        if position <= taken:
            continue
        following = expressions[position + 1] if position + 1 < len(expressions) else None
        if span := read_range(sentence, expression, following):
            start, end, count, deadline = span
            taken = position + count - 1
            counts_data = SPAN_OF_DATA.search(before(sentence, start))
            if not counts_data and not _was_over(deadline.due, context):
                yield start, end, deadline
            continue
        listed = False
        if expression.unit == "monthday" and position:
            expression = _in_month(sentence, expression, expressions[position - 1])
        if carried and carried[2] == expression.unit and _joined(sentence, carried[0], expression):
            start, bound, listed = expression.start, carried[1], True
        elif lead := lead_of(sentence, expression):
            start, bound = lead
        else:
            carried = None
            continue
        if _is_no_deadline(sentence, start, expression, bound, listed) or _is_past(
            sentence, start, expression, bound, context
        ):
            continue
        carried = (expression.end, bound, expression.unit)
        single, start, end = _single(sentence, expression, bound, start, context)
        if single is not None:
            yield start, end, single


def _joined(sentence: str, end: int, expression: Expression) -> bool:
    """Does a date belong to the list that the one before it began? After a comma only where the
    list goes on or ends: "trước ngày 15/10, ngày 20/10 tổ chức tọa đàm" begins something new."""
    between = sentence[end : expression.start].strip()
    if between in ("và", "hoặc"):
        return True
    after = sentence[expression.end :]
    return between in (",", ";") and bool(
        re.match(r"\s*(?:$|[,;.)]|(?:và|hoặc|hằng|hàng)(?!\w))", after)
    )


def _in_month(sentence: str, day: Expression, month: Expression) -> Expression:
    """ "tháng 12/2026 (trước ngày 15)": the day of the month that was just named."""
    between = sentence[month.end : day.start]
    if month.unit != "month" or month.first is None or len(between) > 30 or ";" in between:
        return day
    try:
        date = month.first.replace(day=day.day or 1)
    except ValueError:
        return day
    return replace(
        day, unit="day", first=date, last=date, named_year=month.named_year, month=date.month
    )


def _is_no_deadline(
    sentence: str, start: int, expression: Expression, bound: Bound, listed: bool
) -> bool:
    """Statistics, past facts, names of programmes and bare years are no deadlines."""
    words = before(sentence, start)
    lead = sentence[start : expression.start].lower()
    binds = bound == "before" or "nhất" in lead
    if AT_LEAST_BEFORE.match(sentence[expression.end :]):
        return True  # `_relative` reads it
    if (
        CONDITION.search(words)
        or NEGATED.search(words)
        or REPLACED.match(sentence[expression.end :])
    ):
        return True
    if STATISTIC.search(words) and not (binds and SENT.search(words)):
        return True
    if "quá" in lead and not re.match(r"ngày|\d+[/.-]\d+[/.-]\d", sentence[expression.start :], I):
        return expression.unit == "day"  # "không quá 15/3 suất"
    weak = expression.unit == "monthday" or (
        expression.unit == "day" and ":" not in lead and not listed and not re.match(r"\D", sentence[expression.start :])
        and not expression.named_year and bound not in ("before", "through")
    )  # fmt: skip
    if weak and not period_of(sentence, start, expression):
        return expression.unit == "monthday" or bound == "in"
    if ":" in lead or binds:
        return False
    clause = re.split(r";|\.(?!\d)", words)[-1]
    if expression.unit in ("year", "stage", "half", "term"):
        return _vague_period(clause, lead, expression, sentence)
    return bool(PAST.search(clause)) and bound in ("in", "through")


def _is_past(
    sentence: str, start: int, expression: Expression, bound: Bound, context: Calendar
) -> bool:
    """ "đến ngày 19/11 đã có 15 bộ báo cáo": a fact before the issue, unless it is said to bind."""
    lead = sentence[start : expression.start].lower()
    clause = re.split(r"[;,]|\.(?!\d)", before(sentence, start))[-1]
    over = _was_over(expression.last, context)
    if (over or not expression.named_year) and (
        ALREADY.search(clause) or (over and CITED.search(before(sentence, start)))
    ):
        return True
    binds = ":" in lead or bound == "before" or re.search(r"nhất|quá|hạn|hoàn thành|xong", lead)
    if binds:
        return False
    facts = re.match(r"\s*,?\s*(?:đã|có|toàn|cả)(?!\w)", sentence[expression.end :], I)
    return bool(facts and bound == "through") or over


def _was_over(last: dt.date | None, context: Calendar) -> bool:
    return last is not None and context.issued_on is not None and last < context.issued_on


def _vague_period(clause: str, lead: str, expression: Expression, sentence: str) -> bool:
    """ "trong năm 2025" binds only where something is to be done in it."""
    if expression.unit in ("term", "stage"):
        return True  # `_targets` reads the one; a stage binds only as an attribute
    if re.search(r"đến|tới", lead) and not re.search(r"hết|nay", lead):
        return True  # a target, or the name of a strategy: `_targets` reads it
    if ONWARDS.match(sentence[expression.end :]):
        return True  # open-ended: no day can be missed
    if PAST.search(clause) or NAMED_AIM.search(clause) or "%" in sentence:
        return True
    return not (ACTION.search(clause) or re.search(r"hoàn thành|xong", lead))


Single = tuple[Deadline | None, int, int]  # a deadline and where its phrase begins and ends


def _single(
    sentence: str, expression: Expression, bound: Bound, start: int, context: Calendar
) -> Single:
    """One day or period with its bound."""
    period = None if expression.named_year else period_of(sentence, start, expression)
    if period and (rule := recurrence(period, expression, context)):
        return _returning(sentence, expression, bound, start, rule)
    end = expression.end
    if expression.unit == "monthday":
        return None, start, end
    if "(" in sentence[start:end] and sentence[end : end + 1] == ")":
        end += 1
    due, kind = expression.last, _kind(expression, bound)
    if bound == "before" and kind == "within":  # "trước tháng 6": its first day is too late
        due, kind = expression.first, "by"
    deadline = Deadline(
        kind, sentence[start:end].strip(), sentence, bound, due=due,
        start=expression.first if expression.unit == "stage" else None,
        time=expression.time, notes=_doubts(expression),
    )  # fmt: skip
    return deadline, start, end


def _returning(
    sentence: str, expression: Expression, bound: Bound, start: int, rule: str
) -> Single:
    """A date that returns; what says so belongs to its phrase."""
    end = expression.end
    after = (
        p.match(sentence[end : end + TAIL])
        for p in (NEXT_QUARTER_AFTER, QUARTER_AFTER, MONTHLY_AFTER, YEARLY_AFTER)
    )
    if match := next(filter(None, after), None):
        end += match.end()
    else:
        begin = max(0, start - TAIL)
        if match := PERIODIC_BEFORE.search(sentence[begin:start]):
            start = begin + match.start()
            end += sentence[end : end + 1] == ")"
    return (
        Deadline("recurring", sentence[start:end].strip(), sentence, bound, rule=rule),
        start,
        end,
    )


def _doubts(expression: Expression) -> tuple[Note, ...]:
    """What a person should know of how the date was read."""
    if expression.last is None and expression.unit != "part" and not expression.notes:
        return (Note("year_open"),)
    if not expression.named_year and expression.last:
        return (*expression.notes, Note("year_assumed", str(expression.last.year)))
    return expression.notes


def _kind(expression: Expression, bound: Bound) -> DeadlineKind:
    if expression.unit == "part" or bound == "around":
        return "approx"
    return "by" if expression.unit == "day" else "within"


def _targets(sentence: str, context: Calendar, place: Place) -> Found:
    if not (GOAL.search(sentence) or place.goals):
        return
    for match in TARGET.finditer(sentence):
        if NAMED_AIM.search(sentence[: match.start()]) or STATISTIC.search(
            sentence[: match.start()]
        ):
            continue
        year = match["y"] or match["y2"] or match["y3"]
        due = dt.date(int(year), 12, 31) if year else context.term_end
        yield (
            match.start(),
            match.end(),
            Deadline("target", match["phrase"], sentence, "through", due=due),
        )


def _ongoing(sentence: str, context: Calendar, place: Place) -> Found:
    match = ONGOING_IN_TEXT.match(sentence)
    if match and (GOAL.search(sentence) or place.goals):
        yield match.start(), match.end(), Deadline("ongoing", match["phrase"], sentence, "in")
