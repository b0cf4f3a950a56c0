"""The table of rules that says which line opens a section, and at which level."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.model import Block, Item, Role, Section
from corpus.rows import Table

HEADING_CHARS = 150
SHORT_HEADING = 90

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: its style ("roman.", "number-"), its rank in the tree and its value."""

    printed: str
    style: str
    rank: int
    value: int
    rest: str


# style, rank, pattern. A lower rank stands higher in the tree when nothing else tells.
LABELS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("annex", 1, re.compile(r"(?P<label>PHỤ LỤC(?:\s+(?:SỐ\s+)?[IVX\d]+)?)\s*[.:]?(?=\s|$)")),
    (
        "annex",
        1,
        re.compile(r"(?P<label>Phụ lục(?:\s+số)?\s+(?:[IVX]+|\d+))\s*[.:]?(?=\s[A-ZĐ]|$)"),
    ),
    (
        "part",
        2,
        re.compile(r"(?P<label>(?:PHẦN|CHƯƠNG)\s+(?P<n>[IVX]+|\d+|THỨ [A-ZĐẤẢÀẮỨ]+))\b[.:]?"),
    ),
    (
        "part",
        2,
        re.compile(
            r"(?P<label>(?:Phần|Chương)\s+(?P<n>[IVX]+|\d+|thứ\s+[^\W\d_]+))(?:\s*[.:]\s*|\s+(?=[A-ZĐ])|$)"
        ),
    ),
    ("letter", 3, re.compile(r"(?P<label>(?P<n>[A-H])\s*[.)\-–/])\s+(?=\S)")),
    ("roman", 4, re.compile(r"(?P<label>(?P<n>[IVX]+)\s*[.)\-–/:])(?!\s*[vV]\b)\s*(?=\S)")),
    ("article", 5, re.compile(r"(?P<label>Điều\s+(?P<n>\d+)\s*[.:])\s*")),
    ("dotted", 7, re.compile(r"(?P<label>(?P<n>\d{1,2}(?:\.\d{1,2})+)\s*[.)\-–]?)\s+(?=\S)")),
    ("number", 6, re.compile(r"(?P<label>(?P<n>\d{1,2})\s*[.)\-–/])\s*(?=[^\d\s])")),
    ("alpha", 20, re.compile(r"(?P<label>(?P<n>[a-zđ]\d?)\s*[).])\s+(?=\S)")),
)
BULLET = re.compile(r"(?P<marker>[-–—•+*●▪■►✓o\uf0b7])\s*(?=\S)")
BULLET_TIGHT = re.compile(r"[-–—+]\d")


def roman(text: str) -> int:
    """Value of a Roman numeral of the letters I, V, X, L; 0 for anything else."""
    total = 0
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        value = ROMAN.get(letter, 0)
        total += -value if ROMAN.get(following, 0) > value else value
    return total


def label_of(text: str) -> Label | None:
    """The label that a line begins with, or None: "III- THỜI GIAN" -> roman, 3."""
    for style, rank, pattern in LABELS:
        if not (match := pattern.match(text)):
            continue
        groups = match.groupdict()
        number = groups.get("n") or groups["label"].split()[-1]
        value = _ordinal(number) or roman(number) or _last_number(number)
        depth = number.count(".") if style == "dotted" else 0
        closing = groups["label"].strip()[-1] if style in ("number", "roman") else ""
        if style == "roman" and not value:
            continue
        rest = text[match.end() :].strip()
        return Label(groups["label"].strip(), style + closing, rank + depth, value, rest)
    return None


ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def _ordinal(text: str) -> int:
    """ "thứ hai" -> 2; 0 for anything else."""
    first, _, word = text.lower().partition(" ")
    return ORDINALS.index(word) + 1 if first == "thứ" and word in ORDINALS else 0


def _last_number(text: str) -> int:
    if digits := re.findall(r"\d+", text):
        return int(digits[-1])
    return ord(text[0].lower()) - ord("a") + 1 if len(text) == 1 else 0


def bullet_of(text: str) -> tuple[str, str] | None:
    """Marker and text of a bullet: "+ Phần thi" -> ("+", "Phần thi")."""
    match = BULLET.match(text)
    if not match or (match["marker"] == "o" and not text.startswith("o ")):
        return None
    if BULLET_TIGHT.match(text):  # "-5 độ" is a number, "- 1- Tập trung" a bullet
        return None
    marker = "+" if match["marker"] == "+" else "-"
    return marker, text[match.end() :].strip()


def is_heading_text(text: str) -> bool:
    """Is this short enough, and no sentence, so that it can be a heading without a label?"""
    return len(text) <= HEADING_CHARS and not re.search(r"[.;,]$", text.rstrip(" ./"))


def is_capitals(text: str) -> bool:
    """Is every letter a capital, with at least four of them?"""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters)


@dataclass(slots=True)
class _Open:
    """A section that is being filled."""

    label: Label
    address: str
    position: int
    level: int


class Outline:
    """Builds the section tree from blocks, one after the other."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._stack: list[_Open] = []
        self._table = Table()
        self._role: Role = "body"

    def open_preamble(self, head: Iterable[str] = ()) -> None:
        """Keeps the lines of the head and starts the text before the first heading."""
        if items := tuple(Item("", line) for line in head):
            self.sections.append(Section("", "", "", 0, (), items, "head"))
        self.sections.append(Section("", "", "", 0, ()))

    def open_special(self, role: Role, heading: str) -> None:
        """Starts "Nơi nhận" or the signature: outside the numbering, at level 1."""
        self._stack = []
        self._table = Table()
        self.sections.append(Section("", "", heading, 1, (heading,) if heading else (), (), role))

    def open_annex(self) -> None:
        """Starts what stands after the signature without being called an annex."""
        self._stack, self._table, self._role = [], Table(), "annex"
        self.sections.append(Section("", "", "", 1, (), (), "annex"))

    def add(self, block: Block, following: Block | None) -> None:
        """Takes one block: a table row, a heading, a bullet or a paragraph."""
        if block.cells:
            self._add_row(block)
            return
        self._table = Table()
        bullet = bullet_of(block.text)
        label = label_of(bullet[1] if bullet else block.text)
        if label and bullet and not label.style.startswith("number"):
            label = None
        if label and (label.style != "alpha" or self._opens(label, following)):
            self._open(label)
        elif label:
            self._append(Item(label.printed, label.rest))
        elif bullet:
            self._append(Item(*bullet))
        elif self._is_bare_heading(block, following):
            if not self._title_annex(block.text):
                self._open(Label("", "bare", 15, 0, block.text))
        else:
            self._append(Item("", block.text))

    def _opens(self, label: Label, following: Block | None) -> bool:
        """Is an "a)" line a heading: one that goes on counting, or has something under it?"""
        open_alpha = [o.label.value for o in self._stack if o.label.style == "alpha"]
        return label.value - 1 in open_alpha or _has_children(label, following)

    def _is_bare_heading(self, block: Block, following: Block | None) -> bool:
        if following is None or not is_heading_text(block.text):
            return False
        return block.emphasis != "" or is_capitals(block.text)

    def _title_annex(self, text: str) -> bool:
        """ "PHỤ LỤC" and the line under it are one heading."""
        last = self.sections[-1] if self.sections else None
        if last is None or last.role != "annex" or last.heading or last.items:
            return False
        path = (*last.path[:-1], f"{last.number} {_shorten(text)}".strip())
        self.sections[-1] = replace(last, heading=text, path=path)
        return True

    def _open(self, label: Label) -> None:
        parent = self._parent_of(label)
        if label.style == "annex":
            self._role = "annex"
        level = parent.level + 1 if parent else 1
        printed = re.sub(r"\s*[.)\-–/:]+$", "", label.printed)
        above = parent.address if parent else ""
        address = _address(above, printed) if printed else above
        sentence = len(label.rest) > HEADING_CHARS
        heading = _shorten(label.rest) if sentence else label.rest
        above_path = self.sections[parent.position].path if parent else ()
        title = f"{label.printed} {_shorten(heading)}".strip()
        items = (Item("", label.rest),) if sentence else ()
        self.sections.append(
            Section(address, label.printed, heading, level, (*above_path, title), items, self._role)
        )
        self._stack.append(_Open(label, address, len(self.sections) - 1, level))

    def _parent_of(self, label: Label) -> _Open | None:
        """Closes what the new label ends and returns the section it belongs under.

        A label that goes on counting in an open style (or its kind: "II." then "III-") is a
        sibling; one that starts at 1 in a new style opens a list under what is open; else the
        ranks of the table decide.
        """
        kind = label.style.rstrip(".)-–/:")
        for depth in range(len(self._stack) - 1, -1, -1):
            open_label = self._stack[depth].label
            same = open_label.style == label.style and open_label.rank == label.rank
            counts_on = (
                open_label.style.rstrip(".)-–/:") == kind
                and open_label.rank == label.rank
                and label.value == open_label.value + 1
            )
            if (same and kind != "bare") or counts_on:
                del self._stack[depth:]
                return self._stack[-1] if self._stack else None
        starts_list = label.value == 1 and kind == "number" and self._stack
        if starts_list and self._stack[-1].label.style.startswith(("dotted", "number", "alpha")):
            return self._stack[-1]
        while self._stack and self._stack[-1].label.rank >= label.rank:
            self._stack.pop()
        return self._stack[-1] if self._stack else None

    def _append(self, item: Item) -> None:
        if not self.sections:
            self.open_preamble()
        last = self.sections[-1]
        self.sections[-1] = replace(last, items=(*last.items, item))

    def _add_row(self, block: Block) -> None:
        """A row with the heads of its columns; where it tells that an earlier one was heads too,
        that one is shown as it stands."""
        item, heads = self._table.item_of(block)
        if heads and self.sections and self.sections[-1].items:
            last = self.sections[-1]
            plain = tuple(replace(i, cells=()) if i.text == heads else i for i in last.items)
            self.sections[-1] = replace(last, items=plain)
        self._append(item)


def _address(above: str, printed: str) -> str:
    """Address of a section: "2.1" under "II.2" is "II.2.1", not "II.2.2.1"."""
    before, _, last = printed.rpartition(".")
    if before and (above == before or above.endswith(f".{before}")):
        return f"{above}.{last}"
    return f"{above}.{printed}" if above else printed


def _has_children(label: Label, following: Block | None) -> bool:
    """Does an "a)" line have something under it?"""
    if following is None or len(label.rest) > SHORT_HEADING:
        return False
    next_label = label_of(following.text)
    if next_label is not None:
        return next_label.style.startswith("number") and next_label.value == 1
    return not label.rest.endswith((".", ";"))


def _shorten(text: str) -> str:
    """A heading as it stands, a sentence cut after a word near 90 characters with "…"."""
    if len(text) <= HEADING_CHARS:
        return text
    return text[:SHORT_HEADING].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def texts(sections: Iterable[Section]) -> str:
    """All text of the sections, headings included, one line an item."""
    lines: list[str] = []
    for section in sections:
        lines += [section.title] if section.title else []
        lines += [f"{item.marker} {item.text}".strip() for item in section.items]
    return "\n".join(lines)
