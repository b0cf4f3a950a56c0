"""A month as a calendar sheet with its deadlines: a PNG that people look at rather than read.

`layout` says what stands where, `draw` paints that. A picture takes a tenth of a second (the first
one a second, for matplotlib, which is imported only then) and may be drawn in any thread.
"""

from __future__ import annotations

import calendar
import datetime as dt
import io
import math
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import Patch

# Pixels. 1280 is the longest side that Telegram leaves as it is; more weeks make a taller sheet.
WIDTH, HEIGHTS = 1280, {4: 960, 5: 1020, 6: 1100}
DPI = 128  # a power of two, or a size in inches would not give back the same pixels
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
MAX_LETTERS = 400  # of a text: a cell holds a hundred

# Parts of a font size: of all Vietnamese letters Ỗ and Ẵ reach highest; of the others | lowest.
HIGHEST, HIGHEST_BOLD, LOWEST, CAPITAL = 1.07, 1.125, 0.24, 0.73

FIRST_EMOJI = "\U0001f000"  # the font has some of them; a few look odder than none

INK, FAINT_INK, TITLE_INK, SUNDAY, MORE_INK = "#1f2937", "#4f5867", "#12386b", "#c81e1e", "#a8330a"
HEAD_FILL, NOTICE_FILL, BLANK, GRID, RING = "#e3ebf5", "#eef4fb", "#f7f8fa", "#c3ccd8", "#1d5fc4"


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


class Ruler:
    """The bundled font: which letters it has, and how wide the renderer sets them."""

    def __init__(self) -> None:
        """Opens a renderer and fonts of its own: rulers of several threads share nothing."""
        from matplotlib.backends.backend_agg import RendererAgg
        from matplotlib.ft2font import FT2Font

        self._renderer = RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call]
        self._fonts = [FT2Font(font_path(is_bold)) for is_bold in (False, True)]
        self._letters: dict[tuple[str, int, bool], float] = {}

    def has(self, letter: str) -> bool:
        """Both the regular and the bold font can draw the letter."""
        return all(font.get_char_index(ord(letter)) for font in self._fonts)

    def width(self, letter: str, size: int, is_bold: bool) -> float:
        """The width of a letter, measured once."""
        key = (letter, size, is_bold)
        if key not in self._letters:
            measure = self._renderer.get_text_width_height_descent
            measured = measure(letter, font_of(size, is_bold), False)  # type: ignore[no-untyped-call]
            self._letters[key] = float(measured[0])
        return self._letters[key]


def font_path(is_bold: bool) -> str:
    """The file of matplotlib's own font: the picture does not depend on what a machine has."""
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return str(Path(matplotlib.get_data_path(), "fonts", "ttf", name))


def font_of(size: int, is_bold: bool) -> FontProperties:
    """The font at a size in pixels, which matplotlib wants in points."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_path(is_bold), size=size * 72 / DPI)


@dataclass(frozen=True, slots=True)
class Pen:
    """A size and weight of the font."""

    ruler: Ruler
    size: int
    is_bold: bool = False

    def widths(self, text: str) -> list[float]:
        """The widths of the beginnings of a text, letter by letter.

        To add up letters is much quicker than to measure every beginning, and errs on the safe
        side: kerning draws letters together.
        """
        letters = (self.ruler.width(letter, self.size, self.is_bold) for letter in text)
        return list(accumulate(letters))

    def width(self, text: str) -> float:
        """The width of a text."""
        return self.widths(text)[-1] if text else 0.0

    @property
    def rise(self) -> int:
        """From the top of the highest letter to the baseline."""
        return math.ceil((HIGHEST_BOLD if self.is_bold else HIGHEST) * self.size)

    @property
    def fall(self) -> int:
        """From the baseline to the bottom of the lowest letter."""
        return round(LOWEST * self.size)

    @property
    def line(self) -> int:
        """From one line to the next, so that no two letters can touch."""
        return self.rise + self.fall


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a month: its weeks, Monday first, None for days of other months."""

    weeks: tuple[tuple[dt.date | None, ...], ...]
    top: int
    bottom: int

    def cell(self, week: int, column: int) -> Box:
        """A cell, on whole pixels."""
        return Box(_edge(column), self._rim(week), _edge(column + 1), self._rim(week + 1))

    def row(self, week: int) -> list[tuple[dt.date | None, Box]]:
        """The days of a week with their cells."""
        return [(day, self.cell(week, column)) for column, day in enumerate(self.weeks[week])]

    def days(self) -> Iterator[tuple[dt.date | None, Box]]:
        """All days with their cells."""
        for week in range(len(self.weeks)):
            yield from self.row(week)

    def _rim(self, week: int) -> int:
        return self.top + round(week * (self.bottom - self.top) / len(self.weeks))


def _edge(column: int) -> int:
    return MARGIN + round(column * (WIDTH - 2 * MARGIN) / 7)


@dataclass(frozen=True, slots=True)
class Band:
    """What one week shows of a run of days: its days there; no box where no lane is left."""

    entry: Entry
    first: dt.date
    last: dt.date
    box: Box | None


@dataclass(frozen=True, slots=True)
class Filling:
    """What a cell shows: the lines of each task, and how many tasks more there are."""

    pen: Pen
    tasks: list[list[str]]
    hidden: int
    is_whole: bool


def draw(sheet: Sheet) -> bytes:
    """The sheet as a PNG; the same sheet gives the same bytes."""
    return _painted(layout(sheet, Ruler()))


def layout(sheet: Sheet, ruler: Ruler) -> Page:
    """What stands where."""
    sheet = _cleaned(sheet, ruler)
    weeks = _weeks(sheet.year, sheet.month)
    height = HEIGHTS[len(weeks)]
    head = WEEKDAYS_TOP + (0 if sheet.entries else NOTICE_HEIGHT)
    grid = Grid(weeks, head + WEEKDAYS_HEIGHT, height - FOOTER_HEIGHT)
    pen = Pen(ruler, BAND_SIZE)
    bands = _bands(sheet, grid, pen)
    shapes = (
        *_ground(sheet, grid, head),
        *_rules(grid, head),
        *_bars(sheet, grid),
        *_band_shapes(bands, sheet),
        *_ring(sheet, grid),
    )
    lines = (
        *_framing(sheet, grid, head, height, ruler),
        *_numbers(grid, ruler),
        *_band_lines(bands, sheet, pen),
        *_tasks(bands, sheet, grid, ruler),
    )
    return Page(WIDTH, height, shapes, lines)


# ---- what comes in


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


def drawable(text: str, ruler: Ruler) -> str:
    """The text on one line, without emoji, invisible signs and letters that the font lacks."""
    letters = unicodedata.normalize("NFC", " ".join(text[:MAX_LETTERS].split()))
    return " ".join("".join(c for c in letters if _is_drawable(c, ruler)).split())


def _is_drawable(letter: str, ruler: Ruler) -> bool:
    if unicodedata.category(letter)[0] in "CM":  # controls; marks that join with no letter
        return False
    return letter < FIRST_EMOJI and ruler.has(letter)


def _weeks(year: int, month: int) -> tuple[tuple[dt.date | None, ...], ...]:
    weeks = calendar.Calendar(calendar.MONDAY).monthdayscalendar(year, month)
    return tuple(tuple(dt.date(year, month, d) if d else None for d in week) for week in weeks)


# ---- the sheet around the entries


def _framing(sheet: Sheet, grid: Grid, head: int, height: int, ruler: Ruler) -> Iterator[Line]:
    """Title, the sentence of an empty month, weekdays, footer."""
    left, right = MARGIN, WIDTH - MARGIN
    title = Box(left, TITLE_TOP, right, WEEKDAYS_TOP - 6)
    yield from _centred(sheet.title, title, TITLE_SIZES, TITLE_INK, ruler, is_bold=True)
    if head > WEEKDAYS_TOP:
        notice = Box(left, WEEKDAYS_TOP, right, head - NOTICE_GAP)
        yield from _centred(sheet.empty, notice, NOTICE_SIZES, INK, ruler)
    for column, name in enumerate(sheet.weekdays):
        room = Box(_edge(column) + PADDING, head, _edge(column + 1) - PADDING, grid.top)
        colour = SUNDAY if column == calendar.SUNDAY else TITLE_INK
        yield from _centred(name, room, WEEKDAY_SIZES, colour, ruler, is_bold=True)
    footer = Box(left, grid.bottom, right, height)
    yield from _centred(sheet.footer, footer, FOOTER_SIZES, FAINT_INK, ruler)


def _numbers(grid: Grid, ruler: Ruler) -> Iterator[Line]:
    for day, cell in grid.days():
        if day:
            colour = SUNDAY if day.weekday() == calendar.SUNDAY else INK
            ring = _ring_box(cell)
            room = Box(ring.left, cell.top + 1, ring.right, cell.top + HEAD)
            yield from _centred(str(day.day), room, (NUMBER_SIZE,), colour, ruler, is_bold=True)


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
        x, top = _edge(column), head if column in (0, 7) else grid.top
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
            if is_deadline or _alone(sheet, day):
                yield cell, is_deadline, _paint(is_deadline, day < sheet.today)


def _paint(is_deadline: bool, is_past: bool) -> Paint:
    if is_deadline:
        return PAST_DEADLINE if is_past else DEADLINE
    return PAST_EVENT if is_past else EVENT


def _alone(sheet: Sheet, day: dt.date) -> list[Entry]:
    """The entries of this day alone."""
    return [entry for entry in sheet.entries if entry.first == entry.last == day]


# ---- runs of days


def _bands(sheet: Sheet, grid: Grid, pen: Pen) -> list[Band]:
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


def _band_shapes(bands: Iterable[Band], sheet: Sheet) -> Iterator[Shape]:
    """Round where the run begins and ends, straight where it goes on in another week."""
    for band in bands:
        if box := band.box:
            colour = _paint(band.entry.is_last_day, band.last < sheet.today).band
            yield Shape(box, colour, ROUND)
            if band.entry.first < band.first:
                yield Shape(replace(box, right=box.left + ROUND), colour)
            if band.last < band.entry.last:
                yield Shape(replace(box, left=box.right - ROUND), colour)


def _band_lines(bands: Iterable[Band], sheet: Sheet, pen: Pen) -> Iterator[Line]:
    """The text of a run begins in its first cell of each week and may go on along its band."""
    for band in bands:
        if box := band.box:
            left = box.left - _inset(band.entry.first == band.first) + TEXT_LEFT
            room = Box(left, box.top, box.right - PADDING, box.bottom)
            text = _on_one_line(band.entry.text, room.width, pen)
            ink = _paint(band.entry.is_last_day, band.last < sheet.today).ink
            yield from _stacked([text], room, ink, pen)


# ---- the entries of one day


def _tasks(bands: Sequence[Band], sheet: Sheet, grid: Grid, ruler: Ruler) -> Iterator[Line]:
    """In each cell the tasks of its day, in the largest letters in which they fit."""
    for day, cell in grid.days():
        if day:
            on_it = [band for band in bands if band.first <= day <= band.last]
            top = max((b.box.bottom + BAND_GAP for b in on_it if b.box), default=cell.top + HEAD)
            room = Box(cell.left + TEXT_LEFT, top, cell.right - PADDING, cell.bottom - FOOT)
            texts = [entry.text for entry in _alone(sheet, day) if entry.text]
            left_out = sum(band.box is None and band.first == day for band in on_it)
            for size in TASK_SIZES:
                filling = _filling(texts, left_out, room, Pen(ruler, size))
                if filling.is_whole:
                    break
            yield from _set(filling, room, sheet, day < sheet.today)


def _filling(texts: Sequence[str], left_out: int, room: Box, pen: Pen) -> Filling:
    """As much of the tasks as a room holds; what was left out already is counted with the rest."""
    wrapped = [_wrapped(text, room.width, pen) for text in texts]
    shares = _shares([len(lines) for lines in wrapped], left_out > 0, room.height, pen.line)
    tasks = []
    for lines, share in zip(wrapped, shares, strict=False):
        cut = [] if share == len(lines) else [_cut(lines[share - 1], room.width, pen)]
        tasks.append([*lines[: share - len(cut)], *cut])
    hidden = len(texts) - len(shares) + left_out
    return Filling(pen, tasks, hidden, not hidden and tasks == wrapped)


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
        yield from _stacked(lines, replace(room, top=top), _paint(True, is_past).ink, pen)
        top += len(lines) * pen.line + TASK_GAP
    if filling.hidden:
        more = _on_one_line(sheet.more.format(count=filling.hidden), room.width, pen)
        colour = FAINT_INK if is_past else MORE_INK
        yield from _stacked([more], replace(room, top=top), colour, pen)


# ---- text


def _centred(
    text: str, room: Box, sizes: Sequence[int], colour: str, ruler: Ruler, is_bold: bool = False
) -> Iterator[Line]:
    """One line in the middle of its room, in the largest size that fits; cut in the smallest."""
    pens = [Pen(ruler, size, is_bold) for size in sizes]
    pen = next((pen for pen in pens if pen.width(text) <= room.width), pens[-1])
    if shown := _on_one_line(text, room.width, pen):
        width = pen.width(shown)
        left = round((room.left + room.right - width) / 2)
        # it is capitals and digits that look centred, not what marks may take above and below
        baseline = round((room.top + room.bottom + CAPITAL * pen.size) / 2)
        yield Line(shown, left, baseline, width, pen, colour, room)


def _stacked(texts: Iterable[str], room: Box, colour: str, pen: Pen) -> Iterator[Line]:
    """Lines under one another from the top of their room."""
    baseline = room.top + pen.rise
    for text in texts:
        if text:
            yield Line(text, room.left, baseline, pen.width(text), pen, colour, room)
        baseline += pen.line


def _wrapped(text: str, width: float, pen: Pen) -> list[str]:
    """A text in lines that fit into a width; only a word that is too long alone is broken."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, width, pen):
            joined = f"{lines[-1]} {piece}" if lines else piece
            if lines and pen.width(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: float, pen: Pen) -> Iterator[str]:
    while word:
        count = max(1, bisect_right(pen.widths(word), width))
        yield word[:count]
        word = word[count:]


def _on_one_line(text: str, width: float, pen: Pen) -> str:
    return text if pen.width(text) <= width else _cut(text, width, pen)


def _cut(text: str, width: float, pen: Pen) -> str:
    """The beginning of a text up to a word, with "…"; up to a letter if not one word fits."""
    count = bisect_right(pen.widths(text), width - pen.width("…"))
    shown = text[:count]
    if count < len(text) and text[count] != " " and " " in shown:
        shown = shown.rsplit(" ", 1)[0]
    return shown.rstrip(" ,;:.–-") + "…"


# ---- painting


def _painted(page: Page) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.transforms import IdentityTransform

    figure = Figure(figsize=(page.width / DPI, page.height / DPI), dpi=DPI, facecolor="white")
    for patch in _patches(page):
        figure.add_artist(patch)
    for line in page.lines:
        figure.text(
            line.left,
            page.height - line.baseline,
            line.text,
            transform=IdentityTransform(),  # pixels
            fontproperties=font_of(line.pen.size, line.pen.is_bold),
            color=line.colour,
            parse_math=False,  # a "$" is a letter
            usetex=False,
        )
    png = io.BytesIO()
    canvas = FigureCanvasAgg(figure)  # type: ignore[no-untyped-call]
    canvas.print_png(png, metadata={"Software": None})  # type: ignore[no-untyped-call]
    figure.clear()
    del canvas.renderer
    return png.getvalue()


def _patches(page: Page) -> Iterator[Patch]:
    """The shapes, for a canvas whose zero is at the bottom."""
    from matplotlib.patches import Ellipse, FancyBboxPatch, Rectangle
    from matplotlib.transforms import IdentityTransform

    for shape in page.shapes:
        box = shape.box
        corner = (box.left, page.height - box.bottom)
        patch: Patch = Rectangle(corner, box.width, box.height)
        if shape.radius:
            style = f"round,pad=0,rounding_size={shape.radius}"
            patch = FancyBboxPatch(corner, box.width, box.height, boxstyle=style)
        if shape.line:
            middle = (box.left + box.width / 2, page.height - box.top - box.height / 2)
            patch = Ellipse(middle, box.width, box.height)
        patch.set(
            facecolor="none" if shape.line else shape.colour,
            edgecolor=shape.colour,
            linewidth=shape.line * 72 / DPI,  # in points
            transform=IdentityTransform(),  # in pixels
        )
        yield patch
