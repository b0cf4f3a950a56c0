"""The frozen data that flow between the files: Plan, Section, Item, Deadline."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Literal

from corpus.letters import fold

DeadlineKind = Literal[
    "by", "within", "range", "recurring", "relative", "approx", "target", "ongoing"
]
Bound = Literal["before", "through", "in", "from", "around"]
Role = Literal["head", "body", "recipients", "signature", "annex"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table row of a document, before it is understood.

    `lines` are the 1-based line numbers it came from; `emphasis` is how the file marked it;
    `gap` says that a blank line stood before it; `cells` is set for a table row.
    """

    text: str
    lines: tuple[int, ...] = ()
    emphasis: Literal["", "bold", "heading"] = ""
    gap: bool = True
    cells: tuple[str, ...] = ()


ROW_NUMBER_HEADS = frozenset({"TT", "STT", "Stt", "Số TT", "Số thứ tự"})


@dataclass(frozen=True, slots=True)
class Item:
    """One bullet, paragraph or table row of a section, as it stands in the plan.

    `marker` is "-", "+", "a)" or "" and is no part of `text`; `cells` pairs the column heads of a
    table with the row's cells.
    """

    marker: str
    text: str
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def quoted(self) -> str:
        """The item as it is shown: marker and text; of a table row each cell under its head."""
        if self.cells:
            return "\n".join(
                f"{head}: {cell}" for head, cell in self.cells if head not in ROW_NUMBER_HEADS
            )
        return f"{self.marker} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Section:
    """One node of the plan's tree with the text that stands directly under its heading.

    `label` is the whole address ("III.2"), `number` the label as printed ("2."), `path` the
    headings from the top down to this one, `level` 0 for the preamble and 1 for "I.".
    """

    label: str
    number: str
    heading: str
    level: int
    path: tuple[str, ...]
    items: tuple[Item, ...] = ()
    role: Role = "body"

    @property
    def text(self) -> str:
        """The section's own text, one line an item."""
        return "\n".join(item.quoted for item in self.items)

    @property
    def title(self) -> str:
        """Number and heading as printed: "2. Ban chấp hành Công đoàn cơ sở"."""
        return f"{self.number} {self.heading}".strip()


@dataclass(frozen=True, slots=True)
class Note:
    """Something doubtful that a person should look at: what it is, and the words it is about.

    `bot.messages.note` makes the Vietnamese sentence of it.
    """

    code: Literal[
        "year_assumed", "year_open", "lunar", "lunar_feast", "misread", "holidays", "no_such_day", "wrong_weekday", "no_number", "no_date", "no_issuer",
        "issuer_from_text", "issuer_unnamed", "no_title", "no_signer",
        "tracked_changes", "draft", "converted_letters", "ocr", "poor_ocr", "hidden_sheet", "pages_ocr",
        "by_staff", "struck_out", "footnotes",
    ]  # fmt: skip
    about: str = ""


# why a date-like phrase is no deadline; `bot.messages.RULES` says each in Vietnamese
Rule = Literal[
    "cited", "own_date", "feast", "named", "statistic", "past", "condition", "negated", "replaced",
    "counted_back", "open_ended", "target", "number", "column", "unbound",
]  # fmt: skip


Method = Literal["typed", "converted", "ocr"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a file: its blocks in reading order, how they were got (`converted`
    through another format, `ocr` from a picture), and what staff should know of it."""

    blocks: tuple[Block, ...]
    method: Method = "typed"
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A date-like phrase that was taken for no deadline, with the rule that said so."""

    phrase: str
    sentence: str
    rule: Rule
    section: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time by which, or a period in which, somebody must do something under the plan.

    `due` is the last day that the plan names, `start` the first day of a range, `rule` an RFC 5545
    rule for a date that returns. `bound` keeps "trước ngày" (before) apart from "đến hết ngày"
    (through). `phrase` and `sentence` are the plan's own words. `section` and `item` are positions
    in `Plan.sections` and in that section's items; item -1 is the heading itself.
    """

    kind: DeadlineKind
    phrase: str
    sentence: str
    bound: Bound
    due: dt.date | None = None
    start: dt.date | None = None
    rule: str | None = None
    time: str | None = None
    event: str | None = None
    task: str = ""
    addressee: str | None = None
    section: int = 0
    item: int = -1
    notes: tuple[Note, ...] = ()

    @property
    def counted_from(self) -> str:
        """What a relative deadline is counted from: its event, else its own words."""
        return self.event or self.phrase

    @property
    def last_day(self) -> dt.date | None:
        """The day on which one can still be in time: for "trước ngày" one day earlier than `due`."""
        if self.due is None:
            return None
        exclusive = self.bound == "before" and self.kind in ("by", "range") and not self.time
        return self.due - dt.timedelta(days=1) if exclusive else self.due


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: the name, the office ("CHỦ TỊCH") and for whom ("TM. BAN THƯỜNG VỤ")."""

    name: str
    office: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file a plan was read from: its name and the SHA-256 of its bytes, in hex."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """A line of the file that is no text of the plan, and why."""

    line: int
    text: str
    reason: Literal["stamp", "furniture"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it was understood; what the file does not say is None."""

    id: str
    number: str | None
    kind: str | None
    title: str
    issuer: str | None
    place: str | None
    issued_on: dt.date | None
    term: str | None
    signer: Signer | None
    sections: tuple[Section, ...]
    deadlines: tuple[Deadline, ...] = ()
    source: Source = field(default_factory=lambda: Source("", ""))
    remark: str | None = None
    leftovers: tuple[Leftover, ...] = ()
    warnings: tuple[Note, ...] = ()
    event_days: tuple[tuple[str, dt.date], ...] = ()
    method: Method = "typed"

    def day_of_event(self, deadline: Deadline) -> dt.date | None:
        """The day that staff entered for the event a relative deadline is counted from."""
        return dict(self.event_days).get(deadline.counted_from)

    def section_deadlines(self, section: int) -> tuple[Deadline, ...]:
        """Deadlines that stand in the section at this position."""
        return tuple(d for d in self.deadlines if d.section == section)

    def below(self, section: int) -> range:
        """Positions of the section and everything under it, in reading order."""
        level, end = self.sections[section].level, section + 1
        while end < len(self.sections) and self.sections[end].level > level:
            end += 1
        return range(section, end if level else section + 1)

    def whole_text(self, section: int) -> str:
        """The section with everything under it, headings included, one line an item."""
        lines: list[str] = []
        for position in self.below(section):
            part = self.sections[position]
            if position > section and part.title and part.heading:
                cut = part.heading.endswith("…") and part.items  # the first item is the whole of it
                lines += [part.number] if cut and part.number else [] if cut else [part.title]
            lines += [item.quoted for item in part.items]
        return "\n".join(lines)


Refusal = Literal[
    "empty", "too_large", "too_long", "foreign", "not_unicode", "not_text", "no_plan",
    "is_folder", "cannot_open", "damaged", "password", "too_many_pages", "no_text", "poor_picture",
    "needs_ocr", "needs_office", "unknown_kind", "hostile", "too_slow", "mixed_files", "too_short", "pictures_only", "failed",
]  # fmt: skip


class UnreadableFileError(Exception):
    """A file that cannot be taken as a plan: why, and what it seems to be instead.

    `bot.messages.refusal` makes the Vietnamese sentence for the sender of it.
    """

    def __init__(self, reason: Refusal, what: str = "") -> None:
        super().__init__(reason, what)
        self.reason, self.what = reason, what


def slug(text: str) -> str:
    """ASCII words of a text joined by "-": the part of an id that people can type."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text.lower())))
