"""Which of a plan's dates binds whom to what: the deadlines, each with the plan's own words.

A calendar expression alone is no deadline: a bound word ("trước", "chậm nhất", "đến hết",
"trong"), an attribute ("Thời gian thực hiện:") or a table column must make it one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from corpus import accents, attributes, dates
from corpus.addressees import addressee_before, addressee_in, addressee_of_heading, begins_with_body
from corpus.attributes import lead_body
from corpus.bounds import Place
from corpus.clauses import read_sentence
from corpus.dates import Calendar
from corpus.letters import fold
from corpus.model import Deadline, Item, Plan, Section
from corpus.sentences import sentences, tasks_of
from corpus.wording import (
    FROM_COLUMN,
    ONGOING,
    ONLY_WHEN,
    RELATIVE_CELL,
    SHORT_TIME,
    TASK_COLUMN,
    TIME_COLUMN,
    TIME_HEADING,
    TIME_PREFIX,
    TITLE_YEAR,
    TO_COLUMN,
    UNIT_COLUMN,
    YEAR_OF_ANOTHER,
    I,
)


def find(plan: Plan) -> tuple[Deadline, ...]:
    """Every deadline of a plan in reading order."""
    context = calendar_of(plan)
    found: list[Deadline] = []
    for position, section in enumerate(plan.sections):
        if section.role in UNREAD:
            continue
        place = _place_of(section, position)
        if _has_own_heading(section):
            found += in_text(section.heading, context, place)
        for first, last in attributes.task_groups(section.items):
            head = section.items[first]
            if " | " in head.text and not head.cells:  # a row that heads a group of rows
                body = addressee_of_heading(head.text.rpartition(" | ")[2])
                place = replace(place, heading_addressee=body or place.heading_addressee)
            found += _in_group(section, first, last, context, place)
    return tuple(found)


UNREAD = ("recipients", "signature")


def _place_of(section: Section, position: int) -> Place:
    who = next(filter(None, map(addressee_of_heading, reversed(_headings(section)))), None)
    goals = bool(re.search(r"mục\s+tiêu|chỉ\s+tiêu", " ".join(section.path), I))
    return Place(position, -1, who, goals)


def _headings(section: Section) -> tuple[str, ...]:
    """The headings down to a section, the last in full where it is a sentence that was cut."""
    last = section.path[-1] if section.path else ""
    cut = last.endswith("…") and section.items
    return (*section.path[:-1], section.items[0].text) if cut else section.path


def _has_own_heading(section: Section) -> bool:
    """Is the heading no mere beginning of an item that follows?"""
    start = section.heading.rstrip("…")
    return bool(section.heading) and not any(i.text.startswith(start) for i in section.items)


def _in_group(
    section: Section, first: int, last: int, context: Calendar, place: Place
) -> list[Deadline]:
    """A task with the attribute lines under it: they are its deadline and its body."""
    timed = bool(TIME_HEADING.match(section.heading))
    head = section.items[first]
    attribute_first = attributes.is_attribute(head.text)
    task = section.heading if attribute_first else head.text
    body = next(filter(None, (lead_body(i.text) for i in section.items[first : last + 1])), None)
    who = body or (addressee_in(task) if last > first else None)
    found: list[Deadline] = []
    for number in range(first, last + 1):
        item = section.items[number]
        own = _in_item(item, context, replace(place, item=number), timed)
        if attributes.is_attribute(item.text) and not item.cells and task:
            own = [_of_task(d, task, who) for d in own]
        elif body and not item.cells:
            own = [replace(d, addressee=body) for d in own]
        found += own
    return found


def _of_task(deadline: Deadline, task: str, who: str | None) -> Deadline:
    """A deadline of an attribute line, with the task that the line belongs to."""
    sentence = f"{task} {deadline.sentence}" if task not in deadline.sentence else deadline.sentence
    return replace(
        deadline,
        task=task.strip(" :.;"),
        sentence=sentence,
        addressee=who or deadline.addressee,
    )


def calendar_of(plan: Plan) -> Calendar:
    """The plan's own time: what dates without a year are resolved from."""
    issued = plan.issued_on.year if plan.issued_on else None
    near = [year for year in _title_years(plan) if issued is None or year in (issued, issued + 1)]
    term_end = dt.date(int(plan.term[-4:]), 12, 31) if plan.term else None
    year = near[-1] if near else None
    if year is not None and issued is not None and year > issued and _begins_at_once(plan):
        year = None  # a plan for next year that sets days this year too
    return Calendar(plan.issued_on, year, term_end)


def _title_years(plan: Plan) -> list[int]:
    return [int(m["y"]) for m in TITLE_YEAR.finditer(plan.title)]


def own_years(title: str, issued_on: dt.date | None) -> tuple[int, int] | None:
    """The first and last year that a plan is for by its title, "hoạt động năm 2027"; None where the
    title names none, or one farther on, or only the year of what it carries out ("Luật … năm 2024").
    """
    found = list(TITLE_YEAR.finditer(title))
    if issued_on is None or not found:
        return None
    years = sorted(int(match["y"]) for match in found)
    if not issued_on.year <= years[-1] <= issued_on.year + 1:
        return None
    at = max(match.start("y") for match in found if int(match["y"]) == years[-1])
    return None if YEAR_OF_ANOTHER.search(title[:at]) else (years[0], years[-1])


def _begins_at_once(plan: Plan) -> bool:
    """Does a plan name a day, with its year, between its issue and the end of that year?"""
    issued = plan.issued_on
    if issued is None:
        return False
    texts = (
        item.text for s in plan.sections if s.role not in ("head", *UNREAD) for item in s.items
    )
    days = (e.first for text in texts for e in dates.find(text, Calendar()) if e.unit == "day")
    return any(day is not None and issued < day and day.year == issued.year for day in days)


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
    spanned = _spanned(item, context, place)
    for head, cell in item.cells:
        if TASK_COLUMN.search(head):
            found += [
                replace(d, addressee=unit or d.addressee) for d in in_text(cell, context, place)
                if d.bound in ("before", "through") and d.kind in ("by", "within", "recurring", "relative")
            ]  # fmt: skip
        if TIME_COLUMN.search(head) and not (TASK_COLUMN.search(head) and cell == task):
            in_cell = [*_undated_cell(cell), *_in_cell(cell, context, place)]
            if spanned and (FROM_COLUMN.search(head) or TO_COLUMN.search(head)):
                in_cell = [spanned] if TO_COLUMN.search(head) else []
            found += [
                replace(d, task=task, addressee=unit or place.heading_addressee, sentence=item.text, section=place.section,
                        item=place.item, phrase=d.phrase.removeprefix(TIME_PREFIX))
                for d in in_cell
            ]  # fmt: skip
    return found


def _spanned(item: Item, context: Calendar, place: Place) -> Deadline | None:
    """The range of a row with a column for its first day and one for its last."""
    first = next((cell for head, cell in item.cells if FROM_COLUMN.search(head)), "")
    last = next((cell for head, cell in item.cells if TO_COLUMN.search(head)), "")
    if not first or not last:
        return None
    found = read_sentence(f"{TIME_PREFIX}từ {first} đến {last}", context, place)
    if len(found) != 1 or found[0].kind != "range":
        return None
    start, due = found[0].start, found[0].due
    both = f"{first} | {last}"
    ordered = start is not None and due is not None and start <= due
    return replace(found[0], phrase=both if both in item.text else last) if ordered else None


def _in_cell(cell: str, context: Calendar, place: Place) -> list[Deadline]:
    """A time cell: every date in it binds, also after other words ("02 tháng (tháng 4 và …)")."""
    expressions = dates.find(cell, context)
    if len(expressions) == 1 and STARTING.search(cell[: expressions[0].start]):
        return []  # "Bắt đầu từ năm 2027" names no end
    found = read_sentence(TIME_PREFIX + cell, context, place)
    if found or not expressions:
        return found
    return read_sentence(TIME_PREFIX + cell[expressions[0].start :], context, place)


STARTING = re.compile(r"(?:^|\s)(?:từ|bắt đầu)(?:\s+(?:ngày|tháng|quý|năm|đầu))*\s*$", I)


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
    if accents.is_bare(text):
        return [_as_typed(d) for d in _in_text(accents.restored(text), context, place)]
    return _in_text(text, context, place)


def _as_typed(deadline: Deadline) -> Deadline:
    """A deadline of a text without diacritics, in the letters that were typed."""
    return replace(
        deadline,
        phrase=fold(deadline.phrase),
        sentence=fold(deadline.sentence),
        task=fold(deadline.task),
        event=deadline.event and fold(deadline.event),
    )


def _in_text(text: str, context: Calendar, place: Place) -> list[Deadline]:
    found: list[Deadline] = []
    previous = ""
    body = lead_body(text)
    for sentence in sentences(text):
        read = read_sentence(sentence, context, place)
        is_attribute = attributes.is_attribute(sentence)
        belongs = bool(previous) and (is_attribute or bool(ONLY_WHEN.match(sentence)))
        whole = f"{previous} {sentence}" if belongs else sentence
        who = body or addressee_in(whole)
        if who is None and not begins_with_body(whole):
            who = place.heading_addressee
        tasks = tasks_of(whole, [deadline.phrase for deadline in read])
        if belongs and is_attribute:
            tasks = [previous.strip(" :.;")] * len(read)
        found += [
            replace(deadline, sentence=whole, task=task, section=place.section, item=place.item,
                    addressee=body or _who(task, whole, deadline.phrase, len(read)) or who)
            for deadline, task in zip(read, tasks, strict=True)
        ]  # fmt: skip
        if not is_attribute:
            previous = sentence
    return found
