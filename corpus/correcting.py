"""What staff correct in a plan before it is published: kept as a list, applied in order."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from corpus import deadlines
from corpus.letters import fold
from corpus.model import Deadline, Note, Plan, Section
from corpus.parsing import plan_id

Field = Literal["number", "kind", "title", "issuer", "issued_on"]
What = Literal[
    "number", "kind", "title", "issuer", "issued_on", "day", "no_deadline", "new_deadline", "event_day"
]  # fmt: skip
FIELDS: tuple[Field, ...] = ("number", "kind", "title", "issuer", "issued_on")
READ_ANEW = frozenset({"issued_on", "title"})  # a day without a year is counted from these
Place = tuple[int, int, str]  # section, item, phrase: what makes a deadline the same one


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: the value of a field, or what becomes of a deadline at a place.

    `value` of a day is 2026-12-15; that of a new deadline is the phrase, which stands in the item.
    """

    what: What
    value: str = ""
    section: int = -1
    item: int = -1
    phrase: str = ""


def corrected(plan: Plan, corrections: Sequence[Correction]) -> Plan:
    """The plan with every correction made, those of fields first."""
    fields = {c.what: c.value for c in corrections if c.what in FIELDS}
    days = {"issued_on": _day(fields.pop("issued_on"))} if "issued_on" in fields else {}
    changed = replace(plan, **fields, **days)  # type: ignore[arg-type]
    if fields or days:
        changed = replace(changed, id=plan_id(changed), warnings=_left(changed, {*fields, *days}))
    if READ_ANEW & {c.what for c in corrections}:
        changed = replace(changed, deadlines=deadlines.find(changed))
    for correction in corrections:
        if correction.what not in FIELDS:
            changed = _with_deadline(changed, correction)
    return changed


MISSING = {
    "number": ("no_number",), "issued_on": ("no_date",), "title": ("no_title",), "kind": (),
    "issuer": ("no_issuer", "issuer_from_text", "issuer_unnamed"),
}  # fmt: skip


def _left(plan: Plan, given: Iterable[str]) -> tuple[Note, ...]:
    """The notes that still hold when these fields were given."""
    answered = {code for field in given for code in MISSING[field]}
    return tuple(note for note in plan.warnings if note.code not in answered)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def mark(deadline: Deadline) -> str:
    """What a button calls a deadline: the same as long as it stands at its place in its words."""
    place = "\0".join(map(str, place_of(deadline)))
    return hashlib.blake2b(place.encode(), digest_size=5).hexdigest()


def marked(plan: Plan, name: str) -> Deadline | None:
    """The deadline that a button calls so; None where it is gone."""
    return next((deadline for deadline in plan.deadlines if mark(deadline) == name), None)


def place_of(deadline: Deadline) -> Place:
    """What names a deadline within its plan."""
    return deadline.section, deadline.item, deadline.phrase


def _with_deadline(plan: Plan, correction: Correction) -> Plan:
    place = (correction.section, correction.item, correction.phrase)
    if correction.what == "new_deadline":
        return replace(plan, deadlines=(*plan.deadlines, _new(plan, correction)))
    kept: list[Deadline] = []
    for deadline in plan.deadlines:
        if place_of(deadline) != place:
            kept.append(deadline)
        elif correction.what == "day":
            kept.append(_on_day(deadline, _day(correction.value)))
        elif correction.what == "event_day":
            kept.append(deadline)
            event = deadline.counted_from
            known = {**dict(plan.event_days), event: _day(correction.value)}
            plan = replace(plan, event_days=tuple(known.items()))
    return replace(plan, deadlines=tuple(kept))


BY_STAFF = Note("by_staff")


def _on_day(deadline: Deadline, day: dt.date) -> Deadline:
    """A deadline at a day that staff have given; what the reader doubted is answered by that."""
    return replace(
        deadline, kind="by", due=day, start=None, rule=None, event=None, notes=(BY_STAFF,)
    )


def _new(plan: Plan, correction: Correction) -> Deadline:
    text = dict(_texts(plan.sections[correction.section]))[correction.item]
    return Deadline(
        "by", correction.phrase, text, "through", due=_day(correction.value), task=text,
        section=correction.section, item=correction.item, notes=(BY_STAFF,),
    )  # fmt: skip


def _texts(section: Section) -> Iterator[tuple[int, str]]:
    """The heading of a section as item -1, then its items."""
    yield -1, section.heading
    yield from enumerate(item.text for item in section.items)


def find_words(plan: Plan, words: str) -> tuple[int, int, str] | None:
    """Section, item and the plan's own spelling of words that staff have typed or copied; None
    where the plan does not have them."""
    wanted = " ".join(fold(words).lower().split())
    for position, section in enumerate(plan.sections):
        for number, text in _texts(section):
            plain = fold(text).lower()
            start = plain.find(wanted)
            if wanted and start >= 0 and len(plain) == len(text):
                return position, number, text[start : start + len(wanted)]
    return None


def as_text(corrections: Iterable[Correction]) -> str:
    """The corrections as JSON."""
    return json.dumps([asdict(c) for c in corrections], ensure_ascii=False)


def corrections_of(text: str) -> tuple[Correction, ...]:
    """The corrections that `as_text` has written."""
    return tuple(Correction(**row) for row in json.loads(text))
