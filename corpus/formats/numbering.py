"""Word's automatic list numbers: what stands before a paragraph though its text does not say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.formats.legacy import by_font

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset({"0", "false", "off", "none"})
LAST_LETTERED = 780  # Word letters no further

Element = etree._Element


def value(node: Element | None, path: str) -> str | None:
    """The `w:val` of what stands at a path such as "pPr/numPr/numId"; None where nothing does."""
    found = node.find("/".join(W + step for step in path.split("/"))) if node is not None else None
    return found.get(f"{W}val", "") if found is not None else None


def flag(node: Element | None, path: str) -> bool | None:
    """Is an on/off property set? None where the element is absent."""
    found = value(node, path)
    return None if found is None else found not in OFF


def number(text: str | None, otherwise: int = 0) -> int:
    """A whole number as the file writes it."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its number is written and what stands around it."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    is_hidden: bool = False
    style: str = ""
    font: str = ""


def _level(node: Element) -> Level:
    restart = value(node, "lvlRestart")
    fonts = node.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=number(value(node, "start")),
        kind=value(node, "numFmt") or "decimal",
        text=value(node, "lvlText") or "",
        restart=number(restart) if restart is not None else None,
        is_legal=flag(node, "isLgl") or False,
        is_hidden=flag(node, "rPr/vanish") or False,
        style=value(node, "pStyle") or "",
        font=(fonts.get(f"{W}ascii") or "") if fonts is not None else "",
    )


def _levels(node: Element) -> dict[int, Level]:
    return {number(level.get(f"{W}ilvl")): _level(level) for level in node.findall(f"{W}lvl")}


class Lists:
    """The lists of a document, and how far each has been counted.

    Counters belong to the abstract list: two lists made from one go on counting together.
    """

    def __init__(self, root: Element | None) -> None:
        nodes = root.findall(f"{W}abstractNum") if root is not None else []
        self._abstract = {node.get(f"{W}abstractNumId") or "": _levels(node) for node in nodes}
        self._alias = dict(_style_links(nodes))
        lists = root.findall(f"{W}num") if root is not None else []
        self._lists = {node.get(f"{W}numId") or "": node for node in lists}
        self._counts: dict[str, dict[int, int]] = {}
        self._overridden: set[tuple[str, int]] = set()

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a list keeps for a paragraph style; 0 where it names none."""
        levels = self._levels_of(list_id)
        return next((at for at, level in levels.items() if style and level.style == style), 0)

    def label(self, list_id: str, at: int, font: str = "") -> str:
        """Counts one paragraph at a level and returns what Word prints before it."""
        levels = self._levels_of(list_id)
        if list_id not in self._lists or at not in levels:
            return ""
        counts = self._count(list_id, at, levels)
        level = levels[at]
        if level.is_hidden:
            return ""
        if level.kind == "bullet":
            return _bullet(level.text, level.font)
        text = re.sub(
            r"%(\d)", lambda m: _printed(int(m[1]) - 1, level, levels, counts), level.text
        )
        return by_font(text, level.font or font).strip()

    def _list(self, list_id: str) -> tuple[str, Element | None]:
        node = self._lists.get(list_id)
        name = value(node, "abstractNumId") or ""
        return self._alias.get(name, name), node

    def _levels_of(self, list_id: str) -> dict[int, Level]:
        """The levels of the abstract list, those that the list itself defines anew put over them."""
        name, node = self._list(list_id)
        levels = dict(self._abstract.get(name, {}))
        for override in node.findall(f"{W}lvlOverride") if node is not None else ():
            levels |= _levels(override)
        return levels

    def _count(self, list_id: str, at: int, levels: dict[int, Level]) -> dict[int, int]:
        name, node = self._list(list_id)
        counts = self._counts.setdefault(name, {})
        begins = self._first_number(list_id, node, at)
        if begins is not None:
            counts[at] = begins
        else:
            counts[at] = counts[at] + 1 if at in counts else levels[at].start
        for deeper in [d for d in counts if d > at and _restarts(levels.get(d), at)]:
            del counts[deeper]
        return counts

    def _first_number(self, list_id: str, node: Element | None, at: int) -> int | None:
        """The number that a list begins a level with, the first time it is used there."""
        if node is None or (list_id, at) in self._overridden:
            return None
        self._overridden.add((list_id, at))
        for override in node.findall(f"{W}lvlOverride"):
            if number(override.get(f"{W}ilvl")) == at:
                start = value(override, "startOverride")
                return number(start) if start is not None else None
        return None


def _style_links(nodes: list[Element]) -> Iterator[tuple[str, str]]:
    """Lists that only point to the list of a style, with that list."""
    linked = {value(n, "styleLink"): n.get(f"{W}abstractNumId") or "" for n in nodes}
    for node in nodes:
        style = value(node, "numStyleLink")
        if style and style in linked:
            yield node.get(f"{W}abstractNumId") or "", linked[style]


def _restarts(level: Level | None, at: int) -> bool:
    """Does a deeper level begin anew after a paragraph at level `at`?"""
    if level is None or level.restart is None:
        return True
    return level.restart > 0 and at <= level.restart - 1


def _printed(at: int, own: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    level = levels.get(at, Level())
    count = counts.get(at, level.start)
    kind = "decimal" if own.is_legal or count > LAST_LETTERED else level.kind
    return FORMATS.get(kind, str)(count)


def _bullet(glyph: str, font: str) -> str:
    """A bullet as it is typed: signs of picture fonts are dashes, "+" and words stay."""
    glyph = glyph.strip()
    if len(glyph) == 1 and 0xF020 <= ord(glyph) <= 0xF07E:  # where Word puts a symbol font's ASCII
        glyph = "•" if "dings" in font else chr(ord(glyph) - 0xF000)
    if glyph in ("+", "-", "–", "—", "*") or len(re.findall(r"\w", glyph)) > 1:
        return glyph
    return "-" if glyph else ""


ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(count: int) -> str:
    """A number in Roman numerals: 14 -> "XIV"."""
    text = ""
    for unit, letters in ROMAN:
        text, count = text + letters * (count // unit), count % unit
    return text


def letters(count: int) -> str:
    """A number as Word letters it: 1 -> "a", 27 -> "aa", 28 -> "bb"."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": lambda n: letters(n).upper(),
    "lowerLetter": letters,
    "none": lambda n: "",
    "bullet": lambda n: "",
}
