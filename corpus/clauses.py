"""One sentence to its deadlines: which of its dates bind, and how; why the others do not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus import dates
from corpus.bounds import TAIL, Found, Place, day_of_event, lead_of
from corpus.dates import Calendar, Expression
from corpus.model import Bound, Deadline, DeadlineKind, Note, Rule
from corpus.objections import against_bound, against_range, against_unbound
from corpus.ranges import read_range
from corpus.recurrence import period_of, recurrence, returning
from corpus.relative import relative
from corpus.wording import (
    DAILY_AFTER,
    GOAL,
    MONTHLY_AFTER,
    NAMED_AIM,
    NEXT_QUARTER_AFTER,
    ONGOING_IN_TEXT,
    PERIODIC_BEFORE,
    QUARTER_AFTER,
    STATISTIC,
    TARGET,
    YEARLY_AFTER,
)

DAYS = frozenset({"day", "monthday"})
Span = tuple[int, int, Deadline | Rule]  # start, end, what stands there or why it is no deadline


def read_sentence(sentence: str, context: Calendar, place: Place) -> list[Deadline]:
    """Deadlines of one sentence by the tables above; no span of text is read twice."""
    spans = _deadlines(sentence, context, place, _dated(sentence, context))
    return [found for _, _, found in spans if isinstance(found, Deadline)]


def read_spans(sentence: str, context: Calendar, place: Place) -> list[Span]:
    """Deadlines, and the dates that are none, each with its place in the sentence."""
    dated = list(_dated(sentence, context, explains=True))
    spans = _deadlines(sentence, context, place, dated)
    for start, end, rule in dated:
        if not isinstance(rule, Deadline) and _is_free(spans, start, end):
            spans.append((start, end, rule))
    return sorted(spans, key=lambda span: span[0])


def _deadlines(sentence: str, context: Calendar, place: Place, dated: Iterable[Span]) -> list[Span]:
    """What every reader finds, in order; of two that overlap the earlier reader's."""
    spans: list[Span] = []
    for reader in (
        returning(sentence, context, place), relative(sentence, context, place), dated,
        _targets(sentence, context, place), _ongoing(sentence, context, place),
    ):  # fmt: skip
        for start, end, found in reader:
            if isinstance(found, Deadline) and _is_free(spans, start, end):
                spans.append((start, end, found))
    return sorted(spans, key=lambda span: span[0])


def _is_free(spans: list[Span], start: int, end: int) -> bool:
    return all(end <= s or start >= e for s, e, _ in spans)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What holds for the dates that go on a list: "trước ngày 15/10, 20/11 và 15/12 hằng năm"."""

    end: int
    bound: Bound
    unit: dates.Unit
    period: str | None
    count: int = 1

    def goes_on(self, sentence: str, expression: Expression) -> bool:
        """Is this expression the next of the list?"""
        same = {self.unit, expression.unit} <= DAYS or self.unit == expression.unit
        return same and _joined(sentence, self.end, expression, self.count)


def _dated(sentence: str, context: Calendar, explains: bool = False) -> Iterator[Span]:
    """Calendar expressions: single days and periods, ranges, joined ones; each with its deadline
    or the rule that says why it is none (of unbound ones only where it `explains`)."""
    expressions = dates.find(sentence, context)
    taken = -1
    listed: _Listed | None = None
    for position, expression in enumerate(expressions):
        if position <= taken:
            continue
        following = expressions[position + 1] if position + 1 < len(expressions) else None
        if span := read_range(sentence, expression, following):
            start, end, count, deadline = span
            taken = position + count - 1
            yield _ranged(sentence, start, end, expressions[taken], deadline, context)
            continue
        if expression.unit == "monthday" and position:
            expression = _in_month(sentence, expression, expressions[position - 1])
        goes_on = listed is not None and listed.goes_on(sentence, expression)
        if goes_on and listed is not None:
            start, bound = expression.start, listed.bound
        elif lead := lead_of(sentence, expression) or day_of_event(sentence, expression, context):
            start, bound = lead
        else:
            listed = None
            if explains:
                yield expression.start, expression.end, against_unbound(sentence, expression)
            continue
        if rule := against_bound(sentence, start, expression, bound, goes_on, context):
            yield expression.start, expression.end, rule
            continue
        period = None if expression.named_year else period_of(sentence, start, expression)
        count = 1
        if goes_on and listed is not None:
            count = listed.count + 1
            period = period or (None if expression.named_year else listed.period)
        listed = _Listed(expression.end, bound, expression.unit, period, count)
        yield _single(sentence, expression, bound, start, context, period)


def _ranged(
    sentence: str,
    start: int,
    end: int,
    last: Expression,
    deadline: Deadline,
    context: Calendar,
) -> Span:
    """A range with its days, once or every year."""
    if rule := against_range(sentence, start, _was_over(deadline.due, context)):
        return start, end, rule
    yearly = YEARLY_AFTER.match(sentence[end:][:TAIL]) if not last.named_year else None
    if yearly and (every := recurrence("year", last, context)):
        end += yearly.end()
        found = Deadline("recurring", sentence[start:end].strip(), sentence, "through", rule=every)
        return start, end, found
    return start, end, deadline


def _was_over(last: dt.date | None, context: Calendar) -> bool:
    return last is not None and context.issued_on is not None and last < context.issued_on


def _joined(sentence: str, end: int, expression: Expression, count: int) -> bool:
    """Does a date belong to the list that the one before it began, of `count` dates so far?

    After a comma only where the list goes on or ends: "trước ngày 15/10, ngày 20/10 tổ chức tọa
    đàm" begins something new. "10/9 (ảnh), 20/9 (video)" says of each what it is for.
    """
    between = re.sub(r"^\s*\([^()]{0,60}\)", "", sentence[end : expression.start]).strip()
    if between in ("và", "hoặc"):
        return True
    after = sentence[expression.end :]
    return between in (",", ";") and (
        count > 1 or bool(re.match(r"\s*(?:$|[,;.()]|(?:và|hoặc|hằng|hàng)(?!\w))", after))
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


def _single(
    sentence: str,
    expression: Expression,
    bound: Bound,
    start: int,
    context: Calendar,
    period: str | None,
) -> Span:
    """One day or period with its bound."""
    if period and (rule := recurrence(period, expression, context)):
        return _returning(sentence, expression, bound, start, rule)
    end = expression.end
    if expression.unit == "monthday":
        return start, end, "number"
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
    return start, end, deadline


def _returning(sentence: str, expression: Expression, bound: Bound, start: int, rule: str) -> Span:
    """A date that returns; what says so belongs to its phrase."""
    end = expression.end
    after = (
        p.match(sentence[end : end + TAIL])
        for p in (NEXT_QUARTER_AFTER, QUARTER_AFTER, MONTHLY_AFTER, DAILY_AFTER, YEARLY_AFTER)
    )
    if match := next(filter(None, after), None):
        end += match.end()
    else:
        begin = max(0, start - TAIL)
        if match := PERIODIC_BEFORE.search(sentence[begin:start]):
            start = begin + match.start()
            end += sentence[end : end + 1] == ")"
    found = Deadline("recurring", sentence[start:end].strip(), sentence, bound, rule=rule,
                     time=expression.time)  # fmt: skip
    return start, end, found


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
