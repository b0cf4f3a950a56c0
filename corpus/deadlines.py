"""Which of a plan's dates binds whom to what: the deadlines, each with the plan's own words.

A calendar expression alone is no deadline: a bound word ("trước", "chậm nhất", "đến hết",
"trong"), an attribute ("Thời gian thực hiện:") or a table column must make it one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from corpus import dates
from corpus.addressees import addressee_before, addressee_in, addressee_of_heading, begins_with_body
from corpus.bounds import Place
from corpus.clauses import read_sentence
from corpus.dates import Calendar
from corpus.model import Deadline, Item, Plan
from corpus.sentences import sentences, tasks_of
from corpus.wording import (
    ONGOING,
    ONLY_WHEN,
    RELATIVE_CELL,
    SHORT_TIME,
    TASK_COLUMN,
    TIME_COLUMN,
    TIME_HEADING,
    TIME_PREFIX,
    TITLE_YEAR,
    UNIT_COLUMN,
    I,
)


def find(plan: Plan) -> tuple[Deadline, ...]:
    """Every deadline of a plan in reading order."""
    context = calendar_of(plan)
    found: list[Deadline] = []
    for position, section in enumerate(plan.sections):
        if section.role in ("recipients", "signature"):
            continue
        who = next(filter(None, map(addressee_of_heading, reversed(section.path))), None)
        goals = bool(re.search(r"mục\s+tiêu|chỉ\s+tiêu", " ".join(section.path), I))
        repeated = any(i.text.startswith(section.heading.rstrip("…")) for i in section.items)
        if section.heading and not repeated:
            place = Place(position, -1, who, goals)
            found += in_text(section.heading, context, place)
        for number, item in enumerate(section.items):
            place = Place(position, number, who, goals)
            found += _in_item(item, context, place, bool(TIME_HEADING.match(section.heading)))
    return tuple(found)


def calendar_of(plan: Plan) -> Calendar:
    """The plan's own time: what dates without a year are resolved from."""
    years = [int(m["y"]) for m in TITLE_YEAR.finditer(plan.title)]
    issued = plan.issued_on.year if plan.issued_on else None
    # a plan is for the year of its issue or the next one: others are aims or cited documents
    near = [year for year in years if issued is None or year in (issued, issued + 1)]
    term_end = dt.date(int(plan.term[-4:]), 12, 31) if plan.term else None
    return Calendar(plan.issued_on, near[-1] if near else None, term_end)


def _in_item(item: Item, context: Calendar, place: Place, timed: bool) -> list[Deadline]:
    if item.cells:
        return _in_row(item, context, place)
    if timed and len(item.text) < SHORT_TIME:
        return [_without_prefix(d) for d in in_text(TIME_PREFIX + item.text, context, place)]
    return in_text(item.text, context, place)


def _without_prefix(deadline: Deadline) -> Deadline:
    """A deadline that was read as "Thời gian: …", in the plan's own words again."""
    return replace(
        deadline,
        phrase=deadline.phrase.removeprefix(TIME_PREFIX),
        sentence=deadline.sentence.removeprefix(TIME_PREFIX),
        task=deadline.task.removeprefix(TIME_PREFIX.strip(": ")).strip(" :"),
    )


def _in_row(item: Item, context: Calendar, place: Place) -> list[Deadline]:
    """A table row: the cell under a time column, with the task and the unit of its row."""
    task = next((c for head, c in item.cells if TASK_COLUMN.search(head)), "")
    unit = next((c for head, c in item.cells if UNIT_COLUMN.search(head) and c != task), None)
    found: list[Deadline] = []
    for head, cell in item.cells:
        if TIME_COLUMN.search(head) and not (TASK_COLUMN.search(head) and cell == task):
            in_cell = [*_undated_cell(cell), *_in_cell(cell, context, place)]
            found += [
                replace(d, task=task, addressee=unit, sentence=item.text, section=place.section,
                        item=place.item, phrase=d.phrase.removeprefix(TIME_PREFIX))
                for d in in_cell
            ]  # fmt: skip
    return found


def _in_cell(cell: str, context: Calendar, place: Place) -> list[Deadline]:
    """A time cell: every date in it binds, also after other words ("02 tháng (tháng 4 và …)")."""
    found = read_sentence(TIME_PREFIX + cell, context, place)
    expressions = dates.find(cell, context)
    if found or not expressions:
        return found
    return read_sentence(TIME_PREFIX + cell[expressions[0].start :], context, place)


def _undated_cell(cell: str) -> Iterator[Deadline]:
    """ "Thường xuyên"; "Sau khi có Quy chế của Trung ương"."""
    if ONGOING.match(cell.strip()):
        yield Deadline("ongoing", cell.strip(), cell, "in")
    elif match := RELATIVE_CELL.fullmatch(cell.strip()):
        yield Deadline("relative", match["phrase"], cell, "through", event=match["event"])


def _who(task: str, sentence: str, phrase: str, count: int) -> str | None:
    """The body of one of several tasks, or of the clause that the date stands in."""
    return (addressee_in(task) if count > 1 else None) or addressee_before(sentence, phrase)


def in_text(text: str, context: Calendar, place: Place) -> list[Deadline]:
    """The deadlines of one paragraph, each with its sentence, task and addressee."""
    found: list[Deadline] = []
    previous = ""
    for sentence in sentences(text):
        read = read_sentence(sentence, context, place)
        whole = f"{previous} {sentence}" if previous and ONLY_WHEN.match(sentence) else sentence
        who = addressee_in(whole)
        if who is None and not begins_with_body(whole):
            who = place.heading_addressee
        tasks = tasks_of(whole, [deadline.phrase for deadline in read])
        found += [
            replace(deadline, sentence=whole, task=task, section=place.section, item=place.item,
                    addressee=_who(task, whole, deadline.phrase, len(read)) or who)
            for deadline, task in zip(read, tasks, strict=True)
        ]  # fmt: skip
        previous = sentence
    return found
