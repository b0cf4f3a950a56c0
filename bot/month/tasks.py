"""The tasks of one day in its cell: as many as find room, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.month.bands import Band
from bot.month.font import Pen, Ruler
from bot.month.lettering import cut, on_one_line, stacked, wrapped
from bot.month.look import (
    BAND_GAP,
    FAINT_INK,
    FOOT,
    HEAD,
    MORE_INK,
    PADDING,
    TASK_GAP,
    TASK_SIZES,
    TEXT_LEFT,
    Grid,
    alone,
    paint_of,
)
from bot.month.page import Box, Line, Sheet


@dataclass(frozen=True, slots=True)
class Filling:
    """What a cell shows: the lines of each task, and how many tasks more there are."""

    pen: Pen
    tasks: list[list[str]]
    hidden: int
    is_whole: bool


def task_lines(bands: Sequence[Band], sheet: Sheet, grid: Grid, ruler: Ruler) -> Iterator[Line]:
    """In each cell the tasks of its day, in the largest letters in which they fit."""
    for day, cell in grid.days():
        if day:
            on_it = [band for band in bands if band.first <= day <= band.last]
            top = max((b.box.bottom + BAND_GAP for b in on_it if b.box), default=cell.top + HEAD)
            room = Box(cell.left + TEXT_LEFT, top, cell.right - PADDING, cell.bottom - FOOT)
            texts = [entry.text for entry in alone(sheet, day) if entry.text]
            left_out = sum(band.box is None and band.first == day for band in on_it)
            for size in TASK_SIZES:
                filling = _filling(texts, left_out, room, Pen(ruler, size))
                if filling.is_whole:
                    break
            yield from _set(filling, room, sheet, day < sheet.today)


def _filling(texts: Sequence[str], left_out: int, room: Box, pen: Pen) -> Filling:
    """As much of the tasks as a room holds; what was left out already is counted with the rest."""
    whole = [wrapped(text, room.width, pen) for text in texts]
    shares = _shares([len(lines) for lines in whole], left_out > 0, room.height, pen.line)
    tasks = []
    for lines, share in zip(whole, shares, strict=False):
        ending = [] if share == len(lines) else [cut(lines[share - 1], room.width, pen)]
        tasks.append([*lines[: share - len(ending)], *ending])
    hidden = len(texts) - len(shares) + left_out
    return Filling(pen, tasks, hidden, not hidden and tasks == whole)


def _shares(lengths: Sequence[int], must_say_more: bool, height: float, line: int) -> list[int]:
    """How many lines each task gets, of those that find room at all.

    As many tasks as can show two lines (one, if there is not even room for that); what is left
    goes to the first ones. Where not all are shown, a line is kept to say so.
    """
    for least in (2, 1):
        for shown in range(len(lengths), 0, -1):
            shares = [min(length, least) for length in lengths[:shown]]
            more = must_say_more or shown < len(lengths)
            spare = height - line * (sum(shares) + more) - TASK_GAP * (shown - 1 + more)
            if spare >= 0:
                return _grown(shares, lengths, int(spare // line))
    return []


def _grown(shares: Sequence[int], lengths: Sequence[int], spare: int) -> list[int]:
    grown = []
    for share, length in zip(shares, lengths, strict=False):
        extra = min(length - share, spare)
        spare -= extra
        grown.append(share + extra)
    return grown


def _set(filling: Filling, room: Box, sheet: Sheet, is_past: bool) -> Iterator[Line]:
    """The lines of a cell, one task under the other, and how many more there are."""
    pen, top = filling.pen, room.top
    for lines in filling.tasks:
        yield from stacked(lines, replace(room, top=top), paint_of(True, is_past).ink, pen)
        top += len(lines) * pen.line + TASK_GAP
    if filling.hidden:
        more = on_one_line(sheet.more.format(count=filling.hidden), room.width, pen)
        colour = FAINT_INK if is_past else MORE_INK
        yield from stacked([more], replace(room, top=top), colour, pen)
