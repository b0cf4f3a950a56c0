"""Which letters of a PDF page are the text of the document: no watermark, nothing struck out; and
which way up they stand."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from corpus.letters import fold

SLANT = 8.0  # degrees: a line of text slants less, a watermark more
HUGE, HUGE_SIZE = 2.5, 36.0  # times the usual size, and points: no heading is so large
PALE, WHITE, LARGE = 0.6, 0.97, 1.5  # the grey of a watermark, and its size by the usual one
STRUCK = 0.12, 0.55  # of the letters' size above their foot; an underline runs below it
THIN, MAX_REACH = 2.0, 30.0  # points
STRUCK_SHARE = 0.6  # of the rule has letters on it
LOST_SIDEWAYS, LOST_MARKED = 6, 60  # letters that are left out: so many are worth a word

Char = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Letters:
    """Which characters of a page are its text (by `id`), and what is known of the others."""

    own: frozenset[int]
    is_draft: bool
    is_changed: bool
    is_short: bool  # so many are left out that somebody should look
    is_slanting: bool  # most of them


def direction(char: Char) -> int | None:
    """Which way a character is written: 0 from left to right, 90 upwards; None for a slant."""
    along, up = char["matrix"][:2]
    angle = math.degrees(math.atan2(up, along)) % 360
    nearest = 90 * round(angle / 90)
    return nearest % 360 if abs(angle - nearest) <= SLANT else None


def turn_of(chars: Sequence[Char]) -> int:
    """By how many degrees clockwise a page must be turned so that most of it can be read."""
    ways = Counter(direction(char) for char in chars if char["text"].strip())
    ways.pop(None, 0)
    return ways.most_common(1)[0][0] or 0 if ways else 0


def letters(page: Any) -> Letters:
    """The characters that are text of a page that stands upright, without watermarks and without
    what is struck out."""
    chars: list[Char] = [char for char in page.chars if char["text"].strip()]
    sizes = [float(char["size"]) for char in chars if direction(char) == 0]
    usual = median(sizes) if sizes else 0.0
    ways = {id(char): direction(char) for char in chars}
    marks = [c for c in chars if ways[id(c)] is None or (ways[id(c)] == 0 and _is_mark(c, usual))]
    sideways = sum(1 for way in ways.values() if way)
    struck = _struck(page)
    gone = struck | {id(char) for char in marks}
    own = frozenset(id(c) for c in page.chars if id(c) not in gone and direction(c) == 0)
    is_draft = "duthao" in _bare("".join(char["text"] for char in marks))
    is_short = sideways >= LOST_SIDEWAYS or (len(marks) >= LOST_MARKED and not is_draft)
    slanting = sum(1 for way in ways.values() if way is None)
    return Letters(own, is_draft, bool(struck), is_short, 2 * slanting > len(chars))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", fold(unicodedata.normalize("NFC", text).lower()))


def _is_mark(char: Char, usual: float) -> bool:
    """Is a level character part of a watermark: far too large, or large and grey?"""
    size = float(char["size"])
    if size > max(HUGE * usual, HUGE_SIZE):
        return True
    shades = [s for s in _shades(char) if isinstance(s, int | float)]
    if len(shades) not in (1, 3):
        return False
    return size > LARGE * usual and min(shades) >= PALE and max(shades) < WHITE


def _shades(char: Char) -> Sequence[object]:
    colour = char.get("non_stroking_color")
    return colour if isinstance(colour, list | tuple) else [colour]


def _struck(page: Any) -> frozenset[int]:
    """The characters that a thin rule runs through, above their foot and not under them."""
    rules = [r for r in (*page.lines, *page.rects) if abs(r["y1"] - r["y0"]) <= THIN]
    feet: dict[float, list[Char]] = {}
    for char in page.chars if rules else ():
        feet.setdefault(round(char["matrix"][5], 1), []).append(char)
    found: set[int] = set()
    for rule in rules:
        at = (rule["y0"] + rule["y1"]) / 2
        near = (chars for foot, chars in feet.items() if 0 < at - foot < MAX_REACH)
        over = [char for chars in near for char in chars if _runs_through(rule, at, char)]
        wide = sum(char["x1"] - char["x0"] for char in over)
        if wide >= STRUCK_SHARE * (rule["x1"] - rule["x0"]):
            found |= {id(char) for char in over}
    return frozenset(found)


def _runs_through(rule: Char, at: float, char: Char) -> bool:
    height = (at - char["matrix"][5]) / max(float(char["size"]), 0.1)
    middle = (char["x0"] + char["x1"]) / 2
    return bool(STRUCK[0] <= height <= STRUCK[1] and rule["x0"] <= middle <= rule["x1"])
