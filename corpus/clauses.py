"""One sentence to its deadlines: which of its dates bind, and how; why the others do not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus import dates
from corpus.bounds import TAIL, Found, Place, before, day_of_event, lead_of, year_at
from corpus.dates import Calendar, Expression
from corpus.model import Bound, Deadline, DeadlineKind, Note, Rule
from corpus.objections import against_bound, against_range, against_unbound
from corpus.ranges import bare_ranges, read_range
from corpus.recurrence import joined_rules, period_of, recurrence, returning, said_to_return
from corpus.relative import after_a_day, before_a_day, relative
from corpus.wording import (
    CARRIED_OUT,
    DAILY_AFTER,
    GOAL,
    IN_PLACE_OF,
    LOOKING_BACK,
    MONTHLY_AFTER,
    NAMED_AIM,
    NEXT_OF_LIST,
    NEXT_QUARTER_AFTER,
    ONGOING_IN_TEXT,
    OTHER_YEAR,
    PERIODIC_BEFORE,
    QUARTER_AFTER,
    READY_BEFORE,
    SEVERAL,
    STATISTIC,
    TARGET,
    YEAR_HEAD,
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
    dated = _dated(sentence, context, explains=True)
    spans = _deadlines(sentence, context, place, dated)
    for start, end, rule in dated:
        if not isinstance(rule, Deadline) and _is_free(spans, start, end):
            spans.append((start, end, rule))
    return sorted(spans, key=lambda span: span[0])


def _deadlines(sentence: str, context: Calendar, place: Place, dated: Iterable[Span]) -> list[Span]:
    """What every reader finds, in order; of two that overlap the earlier reader's."""
    spans: list[Span] = []
    for reader in (
        before_a_day(sentence, context, place), after_a_day(sentence, context, place), returning(sentence, context, place),
        relative(sentence, context, place),
        bare_ranges(sentence, context, place), dated,
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


def _dated(sentence: str, context: Calendar, explains: bool = False) -> list[Span]:
    """Calendar expressions: single days and periods, ranges, joined ones; each with its deadline
    or the rule that says why it is none (of unbound ones only where it `explains`)."""
    expressions = _in_their_years(sentence, dates.find(sentence, context), context)
    spans: list[Span] = []
    taken = -1
    listed: _Listed | None = None
    for position, expression in enumerate(expressions):
        if position <= taken:
            continue
        following = expressions[position + 1] if position + 1 < len(expressions) else None
        if span := read_range(sentence, expression, following):
            start, end, count, deadline = span
            taken = position + count - 1
            spans.append(_ranged(sentence, start, end, expressions[taken], deadline, context))
            continue
        if expression.unit == "monthday" and position:
            expression = _in_month(sentence, expression, expressions[position - 1])
        before_it = listed if listed and listed.goes_on(sentence, expression) else None
        lead = (
            (expression.start, before_it.bound)
            if before_it
            else _lead(sentence, expression, context)
        )
        if lead is None:
            listed = None
            if explains:
                rule = against_unbound(sentence, expression)
                spans.append((expression.start, expression.end, rule))
            continue
        start, bound = lead
        if objection := against_bound(sentence, start, expression, bound, bool(before_it), context):
            spans.append((expression.start, expression.end, objection))
            continue
        period = None if expression.named_year else period_of(sentence, start, expression, context)
        if before_it and not expression.named_year:
            period = period or before_it.period
        listed = _Listed(expression.end, bound, expression.unit, period,
                         _count(sentence, start, expression, before_it))  # fmt: skip
        found = _single(sentence, expression, bound, start, context, period)
        merged = _merged(sentence, spans[-1], found) if before_it and spans else None
        if merged:
            spans[-1] = merged
        else:
            spans.append(found)
    return spans


def _count(sentence: str, start: int, expression: Expression, before_it: _Listed | None) -> int:
    """How many dates a list has had so far; "các ngày" begins one that surely goes on."""
    if before_it:
        return before_it.count + 1
    return 1 + bool(SEVERAL.search(sentence[start : expression.end]))


def _in_their_years(
    sentence: str, expressions: tuple[Expression, ...], context: Calendar
) -> tuple[Expression, ...]:
    """Dates without a year, with the one that stands at the head of their clause; where a year
    before them may be theirs or may name a thing ("Chỉ tiêu năm 2028 … trước 30/11") without one."""
    heads = {int(head["y"]) for head in YEAR_HEAD.finditer(sentence)}
    read = {
        year: {e.start: e for e in dates.find(sentence, Calendar(None, year, context.term_end))}
        for year in heads
    }
    found: list[Expression] = []
    for expression in expressions:
        start = expression.start
        year = year_at(sentence, start)
        if expression.named_year or expression.month is None or _returns(sentence, expression):
            found.append(expression)
        elif year and start in read[year]:
            found.append(_of_year(sentence, expression, read[year][start], context))
        else:
            first = expression.first
            open_year = first and first.year < _year_named(sentence, start, found, heads)
            found.append(_without_year(expression) if open_year else expression)
    return tuple(found)


def _returns(sentence: str, expression: Expression) -> bool:
    """Is a date one of every year, quarter or month?"""
    lead = lead_of(sentence, expression)
    start = lead[0] if lead else expression.start
    return bool(period_of(sentence, start, expression)) or said_to_return(sentence, expression)


def _without_year(expression: Expression) -> Expression:
    return replace(expression, first=None, last=None)


def _of_year(
    sentence: str, expression: Expression, said: Expression, context: Calendar
) -> Expression:
    """A date in the year that is `said` for it; left open where it would be over or looks back on
    that year ("Năm 2028 hoàn thành …, báo cáo trước ngày 15/01")."""
    day, issued = said.last or said.first, context.issued_on
    named = replace(said, named_year=True)
    if day is None or issued is None or day.year < issued.year:
        return named
    clause = before(sentence, expression.start).rpartition(";")[2]
    looks_back = (said.month or 0) <= FIRST_MONTHS and bool(LOOKING_BACK.search(clause))
    if day < issued:
        return expression if looks_back else _without_year(expression)
    return _without_year(expression) if looks_back else named


FIRST_MONTHS = 2  # of a year, in which the one before is reported on


def _year_named(
    sentence: str, position: int, earlier: Iterable[Expression], heads: set[int]
) -> int:
    """The last year before a position, in its clause or at the head of another, that its date may
    belong to: "Báo cáo quý I/2028 …"; 0 where there is none."""
    clause = sentence.rfind(";", 0, position) + 1
    years = [
        e.first.year for e in earlier
        if e.named_year and e.first and not e.weak and e.start >= clause and _may_lend(sentence, e)
    ]  # fmt: skip
    before_it = {int(head["y"]) for head in YEAR_HEAD.finditer(sentence, 0, position)} & heads
    return max((*years, *before_it), default=0)


UNLENDING = frozenset({"stage", "term", "part"})


def _may_lend(sentence: str, period: Expression) -> bool:
    """May a date have its year from a period that was named before it?"""
    words = before(sentence, period.start)
    if period.unit in UNLENDING or (period.unit == "year" and OTHER_YEAR.search(words)):
        return False
    return bool(CARRIED_OUT.search(words)) or not READY_BEFORE.search(words)


def _lead(sentence: str, expression: Expression, context: Calendar) -> tuple[int, Bound] | None:
    """Where the words that bind a date begin: a bound word, an event, or that the date returns."""
    if lead := lead_of(sentence, expression):
        return lead
    if expression.weak:
        return None
    if lead := day_of_event(sentence, expression, context):
        return lead
    returns = not expression.named_year and said_to_return(sentence, expression)
    return (expression.start, "in") if returns else None


def _merged(sentence: str, before: Span, found: Span) -> Span | None:
    """ "trước ngày 15/6 và 10/12 hằng năm": one deadline whose rule has both days."""
    first, second = before[2], found[2]
    if not isinstance(first, Deadline) or not isinstance(second, Deadline):
        return None
    if not first.rule or not second.rule:
        return None
    phrase = sentence[before[0] : found[1]].strip()
    rule = joined_rules(first.rule, second.rule)
    return before[0], found[1], replace(first, phrase=phrase, rule=rule)


def _ranged(
    sentence: str,
    start: int,
    end: int,
    last: Expression,
    deadline: Deadline,
    context: Calendar,
) -> Span:
    """A range with its days, once or every year."""
    if rule := against_range(sentence, start, deadline, context):
        return start, end, rule
    yearly = YEARLY_AFTER.match(sentence[end:][:TAIL]) if not last.named_year else None
    if yearly and (every := recurrence("year", last, context)):
        end += yearly.end()
        found = Deadline("recurring", sentence[start:end].strip(), sentence, "through", rule=every)
        return start, end, found
    return start, end, deadline


def _joined(sentence: str, end: int, expression: Expression, count: int) -> bool:
    """Does a date belong to the list that the one before it began, of `count` dates so far?

    After a comma only where the list goes on or ends: "trước ngày 15/10, ngày 20/10 tổ chức tọa
    đàm" begins something new. "10/9 (ảnh), 20/9 (video)" says of each what it is for.
    """
    between = re.sub(r"^\s*\([^()]{0,60}\)", "", sentence[end : expression.start]).strip()
    if between in ("và", "hoặc") or NEXT_OF_LIST.fullmatch(between):
        return True
    if not between:  # two days that stand one below the other in a cell
        return expression.unit == "day" and expression.named_year
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
        start=expression.first if expression.unit in ("stage", "run") else None,
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
    if expression.unit == "run":
        return "range"
    return "by" if expression.unit == "day" else "within"


def _targets(sentence: str, context: Calendar, place: Place) -> Found:
    if not (GOAL.search(sentence) or place.goals):
        return
    for match in TARGET.finditer(sentence):
        if NAMED_AIM.search(sentence[: match.start()]) or STATISTIC.search(
            sentence[: match.start()]
        ):
            continue
        if IN_PLACE_OF.search(f"{before(sentence, match.start())}đến "):
            continue  # "thay vì chỉ đến năm 2030, nay kéo dài đến năm 2035"
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
