"""Plan to passages: the units that are ranked, each with its heading path and the plan's title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from corpus.attributes import is_attribute
from corpus.model import Item, Plan, Section
from corpus.rows import GROUPED, groups_above
from index.short_names import other_forms

# what members call the parts of a plan that do not name themselves
HINTS = {"head": ("Số, ký hiệu, ngày ban hành",), "signature": ("Người ký, ai ký",)}
CAPTION = re.compile(r"\W*\(?(?:Ban hành k|K)èm theo [^()]*\)?\W*")  # tells nothing
SENTENCE = 40  # characters: a heading from here on with a full stop says something itself
MAX_QUOTED = 2_800  # characters of a list that are shown
MAX_JOINED = 1_200  # characters: a bullet and its "+" items are one passage up to here


@dataclass(frozen=True, slots=True)
class Passage:
    """Items `first` to `last` of a section, both inclusive; -1 and -1 for the heading alone."""

    plan_key: int
    section: int
    first: int
    last: int

    @property
    def is_heading(self) -> bool:
        """Is this a whole section, found by its heading?"""
        return self.first < 0


def spans(plan: Plan) -> Iterator[tuple[int, int, int]]:
    """(section, first item, last item) of every passage of a plan, in reading order."""
    for position, section in enumerate(plan.sections):
        bare = len(plan.below(position)) == 1 and all(
            CAPTION.fullmatch(i.text) for i in section.items
        )
        if section.heading and section.role in ("body", "annex") and not (bare and section.items):
            yield position, -1, -1
        if section.role in ("head", "recipients", "signature"):
            if section.items:
                yield position, 0, len(section.items) - 1
            continue
        yield from ((position, first, last) for first, last in _groups(section))


def _groups(section: Section) -> Iterator[tuple[int, int]]:
    """A bullet with the "+" items under it, as long as that stays short."""
    first = 0
    while first < len(section.items):
        if _tells_nothing(section, first):
            first += 1
            continue
        head = section.items[first]
        last = _as_far(section, first, first, MAX_JOINED, partial(_belongs, head))
        yield first, last if last > first else _end_of_list(section, first)
        first = last + 1


def _as_far(
    section: Section, first: int, last: int, most: int, belongs: Callable[[Item], bool]
) -> int:
    """The last of the items after `last` that belong to a passage of at most so many characters."""
    length = sum(len(item.text) for item in section.items[first : last + 1])
    for item in section.items[last + 1 :]:
        length += len(item.text)
        if length > most or not belongs(item):
            break
        last += 1
    return last


def _end_of_list(section: Section, first: int) -> int:
    """The last item of the list that an item ends with a colon before; these are passages of their
    own too."""
    head = section.items[first]
    if not head.text.endswith(":"):
        return first
    return _as_far(
        section, first, first, MAX_JOINED,
        lambda item: not item.cells and item.marker not in ("", head.marker),
    )  # fmt: skip


def whole_list(section: Section, first: int, last: int) -> int:
    """The last item of the list that a passage begins, as far as it can be quoted: a passage is cut
    where it would be too long to be found by."""
    if first < 0 or last == first or section.items[first].cells:
        return last
    return _as_far(section, first, last, MAX_QUOTED, partial(_belongs, section.items[first]))


def _tells_nothing(section: Section, position: int) -> bool:
    """Is an item the caption of an annex, or a row with the heads of a table or of a group?"""
    item = section.items[position]
    if CAPTION.fullmatch(item.text):
        return True
    parts = item.text.split(" | ")
    if item.cells or len(parts) < 2:
        return False
    if GROUPED.match(item.text) and any(i.cells for i in section.items[position + 1 :]):
        return True  # the rows under it say what group they are of
    rows = (i.cells for i in section.items[position + 1 :] if i.cells)
    heads = [head for head, _ in next(rows, ())]
    named = sum(any(part in head for head in heads) for part in parts)
    return named > 1 and 2 * named >= len(parts)


def _belongs(head: Item, item: Item) -> bool:
    return (item.marker == "+" and head.marker != "+") or is_attribute(item.text)


def quoted(plan: Plan, section: int, first: int, last: int) -> str:
    """The passage word for word; for a heading, the whole section under it."""
    part = plan.sections[section]
    if first < 0:
        whole = plan.whole_text(section)
        says_something = part.heading.endswith(".") and len(part.heading) >= SENTENCE
        return f"{part.title}\n{whole}" if whole and says_something else whole or part.heading
    lines = [item.quoted for item in part.items[first : last + 1]]
    return "\n".join(lines)


def index_text(
    plan: Plan, section: int, first: int, last: int, short_names: Mapping[str, str]
) -> str:
    """What a passage is found by: plan title, twice the heading path, its own text, and what it
    writes short in full; `short_names` are those that the plan teaches."""
    part = plan.sections[section]
    lines = [head_text(plan), *part.path, *part.path]
    lines += groups_above(part.items, first)
    lines += HINTS.get(part.role, ())
    lines += [_said(item) for item in part.items[max(first, 0) : last + 1]]
    text = "\n".join(line for line in lines if line)
    return "\n".join([text, *other_forms(text, short_names)])


def _said(item: Item) -> str:
    """An item, of a table row with the heads that tell its columns apart: "Năm 2027"."""
    heads = (head for head, _ in item.cells if any(c.isdigit() for c in head))
    return " | ".join([item.text, *heads])


def head_text(plan: Plan) -> str:
    """Number, title and issuer: how members name a plan."""
    return f"{plan.number or ''} {plan.title}\n{plan.issuer or ''}".strip()
