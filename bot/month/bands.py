"""Runs of days as bands across a week, each in a lane of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.month.font import Pen
from bot.month.lettering import on_one_line, stacked
from bot.month.look import (
    BAND_GAP,
    BAND_INSET,
    BAND_RIM,
    FOOT,
    HEAD,
    PADDING,
    ROUND,
    TEXT_LEFT,
    Grid,
    paint_of,
)
from bot.month.page import Box, Entry, Line, Shape, Sheet


@dataclass(frozen=True, slots=True)
class Band:
    """What one week shows of a run of days: its days there; no box where no lane is left."""

    entry: Entry
    first: dt.date
    last: dt.date
    box: Box | None


def bands_of(sheet: Sheet, grid: Grid, pen: Pen) -> list[Band]:
    """The runs week by week, each in the highest lane that is free on its days."""
    runs = [entry for entry in sheet.entries if entry.first != entry.last]
    runs.sort(key=lambda e: (not e.is_last_day, e.first, -e.last.toordinal()))
    bands = []
    for week in range(len(grid.weeks)):
        row = [(day, cell) for day, cell in grid.row(week) if day]
        room = row[0][1].height - HEAD - FOOT - pen.line  # a line of text fits under the last lane
        lanes: list[set[dt.date]] = [set() for _ in range(int(room // _lane(pen)))]
        for run in runs:
            if covered := {day: cell for day, cell in row if run.first <= day <= run.last}:
                free = [n for n, taken in enumerate(lanes) if not taken & covered.keys()]
                if free:
                    lanes[free[0]].update(covered)
                bands.append(_band(run, covered, free[0] if free else None, pen))
    return bands


def _lane(pen: Pen) -> int:
    return pen.line + 2 * BAND_RIM + BAND_GAP


def _band(run: Entry, covered: dict[dt.date, Box], lane: int | None, pen: Pen) -> Band:
    """One week of a run; it is set in where the run begins and ends."""
    first, last = min(covered), max(covered)
    if lane is None:
        return Band(run, first, last, None)
    top = covered[first].top + HEAD + lane * _lane(pen)
    left = covered[first].left + _inset(run.first == first)
    right = covered[last].right - _inset(run.last == last)
    return Band(run, first, last, Box(left, top, right, top + pen.line + 2 * BAND_RIM))


def _inset(is_end: bool) -> int:
    return BAND_INSET if is_end else 1  # a run that goes on leaves only the line of the grid


def band_shapes(bands: Iterable[Band], sheet: Sheet) -> Iterator[Shape]:
    """Round where the run begins and ends, straight where it goes on in another week."""
    for band in bands:
        if box := band.box:
            colour = paint_of(band.entry.is_last_day, band.last < sheet.today).band
            yield Shape(box, colour, ROUND)
            if band.entry.first < band.first:
                yield Shape(replace(box, right=box.left + ROUND), colour)
            if band.last < band.entry.last:
                yield Shape(replace(box, left=box.right - ROUND), colour)


def band_lines(bands: Iterable[Band], sheet: Sheet, pen: Pen) -> Iterator[Line]:
    """The text of a run begins in its first cell of each week and may go on along its band."""
    for band in bands:
        if box := band.box:
            left = box.left - _inset(band.entry.first == band.first) + TEXT_LEFT
            room = Box(left, box.top, box.right - PADDING, box.bottom)
            text = on_one_line(band.entry.text, room.width, pen)
            ink = paint_of(band.entry.is_last_day, band.last < sheet.today).ink
            yield from stacked([text], room, ink, pen)
