"""How the sheet looks: sizes and colours, and the grid of its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bot.month.page import Box, Entry, Sheet

# Pixels. 1280 is the longest side that Telegram leaves as it is; more weeks make a taller sheet.
WIDTH, HEIGHTS = 1280, {4: 960, 5: 1020, 6: 1100}
MARGIN = 24
TITLE_TOP, TITLE_SIZES = 8, (46, 40, 34, 28)
WEEKDAYS_TOP, WEEKDAYS_HEIGHT, WEEKDAY_SIZES = 84, 40, (21, 19, 17)
NOTICE_HEIGHT, NOTICE_GAP, NOTICE_SIZES = 64, 12, (25, 21, 18)  # above a month without entries
FOOTER_HEIGHT, FOOTER_SIZES = 40, (18, 16)
HEAD, FOOT = 46, 3  # of a cell: above and below its entries
NUMBER_SIZE = 29
RING_LEFT, RING_TOP, RING_WIDTH, RING_HEIGHT, RING_LINE = 9, 4, 61, 39, 4  # two digits fit in
BAR, THIN_BAR, TEXT_LEFT, PADDING, TASK_GAP = 9, 5, 17, 6, 5
BAND_SIZE, BAND_RIM, BAND_GAP, BAND_INSET, ROUND = 17, 2, 3, 5, 8
TASK_SIZES = (20, 18, 17)

INK, FAINT_INK, TITLE_INK, SUNDAY, MORE_INK = "#1f2937", "#4f5867", "#12386b", "#c81e1e", "#a8330a"
HEAD_FILL, NOTICE_FILL, BLANK, GRID, RING = "#e3ebf5", "#eef4fb", "#f7f8fa", "#c3ccd8", "#1d5fc4"


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of a kind of entries."""

    fill: str
    bar: str
    band: str
    ink: str


DEADLINE = Paint("#fff0d0", "#d9480f", "#ffcf85", INK)
EVENT = Paint("#f1f7fd", "#3b82c4", "#cfe3f8", INK)
PAST_DEADLINE = Paint("#eceef1", "#a3abb8", "#d3d8df", FAINT_INK)
PAST_EVENT = Paint("#ffffff", "#c3c9d2", "#dfe3e9", FAINT_INK)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a month: its weeks, Monday first, None for days of other months."""

    weeks: tuple[tuple[dt.date | None, ...], ...]
    top: int
    bottom: int

    def cell(self, week: int, column: int) -> Box:
        """A cell, on whole pixels."""
        return Box(edge(column), self._rim(week), edge(column + 1), self._rim(week + 1))

    def row(self, week: int) -> list[tuple[dt.date | None, Box]]:
        """The days of a week with their cells."""
        return [(day, self.cell(week, column)) for column, day in enumerate(self.weeks[week])]

    def days(self) -> Iterator[tuple[dt.date | None, Box]]:
        """All days with their cells."""
        for week in range(len(self.weeks)):
            yield from self.row(week)

    def _rim(self, week: int) -> int:
        return self.top + round(week * (self.bottom - self.top) / len(self.weeks))


def edge(column: int) -> int:
    """Where a column begins, on a whole pixel."""
    return MARGIN + round(column * (WIDTH - 2 * MARGIN) / 7)


def paint_of(is_deadline: bool, is_past: bool) -> Paint:
    """The colours of a deadline or an event, to come or over."""
    if is_deadline:
        return PAST_DEADLINE if is_past else DEADLINE
    return PAST_EVENT if is_past else EVENT


def alone(sheet: Sheet, day: dt.date) -> list[Entry]:
    """The entries of this day alone."""
    return [entry for entry in sheet.entries if entry.first == entry.last == day]
