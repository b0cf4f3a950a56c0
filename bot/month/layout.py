"""What stands where on the sheet of a month; knows no canvas."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from bot.month.bands import band_lines, band_shapes, bands_of
from bot.month.font import Pen, Ruler
from bot.month.lettering import centred, drawable
from bot.month.look import (
    BAND_SIZE,
    BAR,
    BLANK,
    FAINT_INK,
    FOOTER_HEIGHT,
    FOOTER_SIZES,
    GRID,
    HEAD,
    HEAD_FILL,
    HEIGHTS,
    INK,
    MARGIN,
    NOTICE_FILL,
    NOTICE_GAP,
    NOTICE_HEIGHT,
    NOTICE_SIZES,
    NUMBER_SIZE,
    PADDING,
    RING,
    RING_HEIGHT,
    RING_LEFT,
    RING_LINE,
    RING_TOP,
    RING_WIDTH,
    ROUND,
    SUNDAY,
    THIN_BAR,
    TITLE_INK,
    TITLE_SIZES,
    TITLE_TOP,
    WEEKDAY_SIZES,
    WEEKDAYS_HEIGHT,
    WEEKDAYS_TOP,
    WIDTH,
    Grid,
    Paint,
    alone,
    edge,
    paint_of,
)
from bot.month.page import Box, Entry, Line, Page, Shape, Sheet
from bot.month.tasks import task_lines


def layout(sheet: Sheet, ruler: Ruler) -> Page:
    """What stands where."""
    sheet = _cleaned(sheet, ruler)
    weeks = _weeks(sheet.year, sheet.month)
    height = HEIGHTS[len(weeks)]
    head = WEEKDAYS_TOP + (0 if sheet.entries else NOTICE_HEIGHT)
    grid = Grid(weeks, head + WEEKDAYS_HEIGHT, height - FOOTER_HEIGHT)
    pen = Pen(ruler, BAND_SIZE)
    bands = bands_of(sheet, grid, pen)
    shapes = (
        *_ground(sheet, grid, head),
        *_rules(grid, head),
        *_bars(sheet, grid),
        *band_shapes(bands, sheet),
        *_ring(sheet, grid),
    )
    lines = (
        *_framing(sheet, grid, head, height, ruler),
        *_numbers(grid, ruler),
        *band_lines(bands, sheet, pen),
        *task_lines(bands, sheet, grid, ruler),
    )
    return Page(WIDTH, height, shapes, lines)


def _cleaned(sheet: Sheet, ruler: Ruler) -> Sheet:
    """Texts of letters that can be drawn, and the entries of this month, deadlines first."""
    first = dt.date(sheet.year, sheet.month, 1)
    last = first.replace(day=calendar.monthrange(sheet.year, sheet.month)[1])
    entries = [
        Entry(min(e.first, e.last), max(e.first, e.last), drawable(e.text, ruler), e.is_last_day)
        for e in sorted(sheet.entries, key=lambda e: not e.is_last_day)
    ]
    return replace(
        sheet,
        title=drawable(sheet.title, ruler),
        weekdays=tuple(drawable(name, ruler) for name in sheet.weekdays),
        entries=tuple(e for e in entries if e.first <= last and first <= e.last),
        more=drawable(sheet.more, ruler),
        empty=drawable(sheet.empty, ruler),
        footer=drawable(sheet.footer, ruler),
    )


def _weeks(year: int, month: int) -> tuple[tuple[dt.date | None, ...], ...]:
    weeks = calendar.Calendar(calendar.MONDAY).monthdayscalendar(year, month)
    return tuple(tuple(dt.date(year, month, d) if d else None for d in week) for week in weeks)


def _framing(sheet: Sheet, grid: Grid, head: int, height: int, ruler: Ruler) -> Iterator[Line]:
    """Title, the sentence of an empty month, weekdays, footer."""
    left, right = MARGIN, WIDTH - MARGIN
    title = Box(left, TITLE_TOP, right, WEEKDAYS_TOP - 6)
    yield from centred(sheet.title, title, TITLE_SIZES, TITLE_INK, ruler, is_bold=True)
    if head > WEEKDAYS_TOP:
        notice = Box(left, WEEKDAYS_TOP, right, head - NOTICE_GAP)
        yield from centred(sheet.empty, notice, NOTICE_SIZES, INK, ruler)
    for column, name in enumerate(sheet.weekdays):
        room = Box(edge(column) + PADDING, head, edge(column + 1) - PADDING, grid.top)
        colour = SUNDAY if column == calendar.SUNDAY else TITLE_INK
        yield from centred(name, room, WEEKDAY_SIZES, colour, ruler, is_bold=True)
    footer = Box(left, grid.bottom, right, height)
    yield from centred(sheet.footer, footer, FOOTER_SIZES, FAINT_INK, ruler)


def _numbers(grid: Grid, ruler: Ruler) -> Iterator[Line]:
    for day, cell in grid.days():
        if day:
            colour = SUNDAY if day.weekday() == calendar.SUNDAY else INK
            ring = _ring_box(cell)
            room = Box(ring.left, cell.top + 1, ring.right, cell.top + HEAD)
            yield from centred(str(day.day), room, (NUMBER_SIZE,), colour, ruler, is_bold=True)


def _ring_box(cell: Box) -> Box:
    left, top = cell.left + RING_LEFT, cell.top + RING_TOP
    return Box(left, top, left + RING_WIDTH, top + RING_HEIGHT)


def _ring(sheet: Sheet, grid: Grid) -> Iterator[Shape]:
    for day, cell in grid.days():
        if day == sheet.today:
            yield Shape(_ring_box(cell), RING, line=RING_LINE)


def _ground(sheet: Sheet, grid: Grid, head: int) -> Iterator[Shape]:
    """What lies under everything: heads, days of other months, days with entries of their own."""
    if head > WEEKDAYS_TOP:
        notice = Box(MARGIN, WEEKDAYS_TOP, WIDTH - MARGIN, head - NOTICE_GAP)
        yield Shape(notice, NOTICE_FILL, ROUND)
    yield Shape(Box(MARGIN, head, WIDTH - MARGIN, grid.top), HEAD_FILL)
    yield from (Shape(cell, BLANK) for day, cell in grid.days() if not day)
    yield from (Shape(cell, paint.fill) for cell, _, paint in _marked(sheet, grid))


def _rules(grid: Grid, head: int) -> Iterator[Shape]:
    """The lines between the days and around them."""
    for column in range(8):
        x, top = edge(column), head if column in (0, 7) else grid.top
        yield Shape(Box(x - 1, top, x + 1, grid.bottom), GRID)
    for y in (head, *(grid.cell(week, 0).top for week in range(len(grid.weeks))), grid.bottom):
        yield Shape(Box(MARGIN - 1, y - 1, WIDTH - MARGIN + 1, y + 1), GRID)


def _bars(sheet: Sheet, grid: Grid) -> Iterator[Shape]:
    """A strong bar at the left of a deadline, a thin one where something only takes place."""
    for cell, is_deadline, paint in _marked(sheet, grid):
        right = cell.left + 1 + (BAR if is_deadline else THIN_BAR)
        yield Shape(Box(cell.left + 1, cell.top + 1, right, cell.bottom - 1), paint.bar)


def _marked(sheet: Sheet, grid: Grid) -> Iterator[tuple[Box, bool, Paint]]:
    """The days on which something ends or takes place: cell, whether it is a deadline, colours."""
    for day, cell in grid.days():
        if day:
            is_deadline = any(e.is_last_day and e.last == day for e in sheet.entries)
            if is_deadline or alone(sheet, day):
                yield cell, is_deadline, paint_of(is_deadline, day < sheet.today)
