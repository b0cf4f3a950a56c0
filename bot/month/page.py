"""What a sheet is made of: the month that comes in, boxes, shapes and lines that go out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.month.font import Pen


@dataclass(frozen=True, slots=True)
class Entry:
    """A task on one day or over a run of days; `is_last_day` says that `last` is its deadline."""

    first: dt.date
    last: dt.date
    text: str
    is_last_day: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month and what stands on it; `more` is a format with {count}, for what finds no room."""

    year: int
    month: int
    title: str
    weekdays: tuple[str, ...]
    entries: tuple[Entry, ...]
    today: dt.date
    more: str
    empty: str
    footer: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, other: Box) -> bool:
        """No part of the other is outside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def meets(self, other: Box) -> bool:
        """Both have a part in common; touching is none."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled rectangle, with round corners if it has a radius; with `line` an empty oval."""

    box: Box
    colour: str
    radius: float = 0
    line: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, and the room that none of its letters may leave."""

    text: str
    left: float
    baseline: float
    width: float
    pen: Pen
    colour: str
    room: Box

    @property
    def box(self) -> Box:
        """What its letters take, be they the highest and the lowest."""
        top, bottom = self.baseline - self.pen.rise, self.baseline + self.pen.fall
        return Box(self.left, top, self.left + self.width, bottom)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet laid out; shapes are painted in their order, lines after them."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
