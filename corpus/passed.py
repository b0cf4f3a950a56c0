"""What looks like a date and is no deadline: each with the rule that says so, for people to check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import accents, dates
from corpus.bounds import Place
from corpus.clauses import read_spans
from corpus.dates import Calendar
from corpus.deadlines import UNREAD, calendar_of
from corpus.model import Deadline, Item, PassedOver, Plan, Rule
from corpus.objections import against_unbound
from corpus.sentences import sentences
from corpus.wording import TIME_COLUMN, TIME_HEADING, TIME_PREFIX, I

# figures and words that people may take for a time, whether or not the table of dates knows them
DATE_LIKE = re.compile(
    r"(?<![\w/.,\-])(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}|\d{1,2}/\d{1,4}|\d{1,2}-[A-ZĐ]{2}[^\s,;]*)(?![\w/])"
    r"|(?<!\w)(?:ngày|tháng|quý|tuần|năm)\s+(?:thứ\s+)?(?:\d[\d/.\-]*|[ivx]{1,4}(?!\w))(?:\s*[/\-–]\s*\d{2,4})?"
    r"|(?<!\w)\d{1,3}\s+(?:ngày|giờ|tuần|tháng)(?:\s+làm\s+việc)?(?!\w)",
    I,
)


def passed_over(plan: Plan) -> tuple[PassedOver, ...]:
    """Every date-like phrase of a plan that is no deadline, in reading order."""
    context = calendar_of(plan)
    return tuple(
        PassedOver(phrase, sentence, rule, position)
        for position, section in enumerate(plan.sections)
        for phrase, sentence, rule in _in_section(plan, position, context)
        if section.role not in UNREAD
    )


Passed = Iterator[tuple[str, str, Rule]]


def _in_section(plan: Plan, position: int, context: Calendar) -> Passed:
    section = plan.sections[position]
    place = Place(position, 0, None, goals=False)
    if section.role == "head":
        for item in section.items:
            for phrase in _date_like(item.text):
                own = phrase.lower().startswith("ngày")
                yield phrase, item.text, "own_date" if own else "named"
        return
    timed = bool(TIME_HEADING.match(section.heading))
    texts = [section.heading] if section.heading else []
    for text in texts:
        yield from _in_text(text, context, place, "")
    for item in section.items:
        if item.cells:
            yield from _in_row(item, context, place)
        else:
            yield from _in_text(item.text, context, place, TIME_PREFIX if timed else "")


def _in_row(item: Item, context: Calendar, place: Place) -> Passed:
    for head, cell in item.cells:
        if TIME_COLUMN.search(head):
            yield from _in_text(cell, context, place, TIME_PREFIX)
        else:
            yield from ((p, item.text, _in_other_cell(cell, p)) for p in _date_like(cell))


def _in_other_cell(cell: str, phrase: str) -> Rule:
    """A date outside the time column: of a cited document or the like, else the column says so."""
    for expression in dates.find(cell, Calendar()):
        if cell[expression.start : expression.end].find(phrase) >= 0:
            rule = against_unbound(cell, expression)
            return "column" if rule == "unbound" else rule
    return "number"


def _in_text(text: str, context: Calendar, place: Place, prefix: str) -> Passed:
    bare = accents.is_bare(text)
    for sentence in sentences(accents.restored(text) if bare else text):
        spans = read_spans(prefix + sentence, context, place)
        whole = prefix + sentence
        found = [(s, e, r) for s, e, r in spans if not isinstance(r, Deadline)]
        taken = [(s, e) for s, e, _ in spans]
        found += [
            (m.start(), m.end(), "number") for m in DATE_LIKE.finditer(whole)
            if all(m.end() <= s or m.start() >= e for s, e in taken)
        ]  # fmt: skip
        for start, end, rule in sorted(found, key=lambda f: f[0]):
            yield whole[start:end].strip(), sentence, rule


def _date_like(text: str) -> list[str]:
    """Calendar expressions of a text, and what else looks like one."""
    found = [(e.start, e.end) for e in dates.find(text, Calendar())]
    found += [
        m.span() for m in DATE_LIKE.finditer(text)
        if all(m.end() <= s or m.start() >= e for s, e in found)
    ]  # fmt: skip
    return [text[start:end].strip() for start, end in sorted(found)]
