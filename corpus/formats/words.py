"""Words on a page, as a PDF's text layer or a picture's reader gives them: what is joined to text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box, in points from the page's upper left corner; `size` is the height of
    its letters; `confidence` in [0, 1], 1 for a text layer."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_bold: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its box, and the text of its cells row by row; None where a cell is part of
    the one above or to the left of it."""

    left: float
    top: float
    right: float
    bottom: float
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points, its words in any order (those inside a grid left out)."""

    width: float
    height: float
    words: tuple[Word, ...]
    grids: tuple[Grid, ...] = ()
