"""The calendar sheet: a PNG for Telegram whose texts stay in their cells, whatever they are."""

from __future__ import annotations

import calendar
import datetime as dt
import gc
import logging
import re
import struct
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from matplotlib.backends.backend_agg import RendererAgg

from bot.month.font import DPI, Pen, Ruler, font_of
from bot.month.layout import layout
from bot.month.lettering import MAX_LETTERS, drawable
from bot.month.look import (
    BAR,
    DEADLINE,
    EVENT,
    FAINT_INK,
    INK,
    PAST_DEADLINE,
    PAST_EVENT,
    RING,
    SUNDAY,
    TASK_SIZES,
)
from bot.month.page import Box, Entry, Line, Page, Shape, Sheet
from bot.month.painting import draw

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
TODAY = dt.date(2026, 11, 20)
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = [unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for t in TONES]
LETTERS += ["đ", "Đ"]

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def ruler() -> Ruler:
    return Ruler()


def on(day: int, text: str = "CĐCS: báo cáo sơ kết", is_last_day: bool = True) -> Entry:
    return run(day, day, text, is_last_day)


def run(first: int, last: int, text: str = "Đại hội điểm", is_last_day: bool = True) -> Entry:
    """Days of November 2026; those before the 1st and after the 30th are of other months."""
    start = dt.date(2026, 11, 1) - dt.timedelta(days=1)
    return Entry(
        start + dt.timedelta(days=first), start + dt.timedelta(days=last), text, is_last_day
    )


def november(*entries: Entry, today: dt.date = TODAY) -> Sheet:
    return Sheet(
        2026, 11, "THÁNG 11 NĂM 2026", WEEKDAYS, entries, today, "+{count} việc", "Chưa có hạn nào.",
        "Gõ /han để xem đủ",
    )  # fmt: skip


MIXED = november(
    on(5), on(20, "CĐCS trường học: báo cáo Ngày hội 20/11"), on(24, "Gửi danh sách"),
    on(24, "Nghiệm thu tin, bài"), on(27, "Hội nghị BCH", False), run(9, 20), run(16, 45),
)  # fmt: skip


def shown(page: Page, day: int) -> list[str]:
    """The lines of a cell without its number."""
    return [line.text for line in page.lines if cell_of(page, day).holds(line.room)][1:]


def number(page: Page, day: int) -> Line:
    bold = [line for line in page.lines if line.text == str(day) and line.pen.is_bold]
    return bold[0]


def cell_of(page: Page, day: int) -> Box:
    """The cell around a day's number, from the sizes of the sheet alone."""
    first = dt.date(2026, 11, 1).weekday()
    week, column = divmod(first + day - 1, 7)
    head = next(line for line in page.lines if line.text == WEEKDAYS[0]).room.bottom
    foot = next(line for line in page.lines if line.text.startswith("Gõ")).room.top
    weeks = len(calendar.monthcalendar(2026, 11))
    left, width, height = 24, (page.width - 48) / 7, (foot - head) / weeks
    return Box(
        round(left + column * width), head + round(week * height),
        round(left + (column + 1) * width), head + round((week + 1) * height),
    )  # fmt: skip


def areas(page: Page, colour: str) -> list[Box]:
    return [shape.box for shape in page.shapes if shape.colour == colour]


# ---- the file

HEIGHTS = [(2027, 2, 960), (2026, 10, 1020), (2026, 11, 1100), (1900, 1, 1020), (2200, 12, 1020)]


@pytest.mark.parametrize(("year", "month", "height"), HEIGHTS)
def test_it_is_a_png_that_telegram_takes_as_it_is(year: int, month: int, height: int) -> None:
    png = draw(replace(MIXED, year=year, month=month))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">4sII", png[12:24]) == (b"IHDR", 1280, height)
    assert len(png) < 400_000


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert draw(MIXED) == draw(replace(MIXED))


CHANGES: list[dict[str, object]] = [
    {"title": "THÁNG MƯỜI MỘT"}, {"weekdays": ("T2", *WEEKDAYS[1:])}, {"footer": ""},
    {"today": dt.date(2026, 11, 21)}, {"entries": MIXED.entries[1:]}, {"entries": ()},
    {"entries": (replace(MIXED.entries[0], is_last_day=False), *MIXED.entries[1:])},
    {"entries": (replace(MIXED.entries[0], text="CĐCS: báo cáo sơ kêt"), *MIXED.entries[1:])},
]  # fmt: skip


def test_every_other_sheet_gives_other_bytes() -> None:
    sheets = [MIXED, *(replace(MIXED, **change) for change in CHANGES)]  # type: ignore[arg-type]
    assert len({draw(sheet) for sheet in sheets}) == len(sheets)


def test_threads_draw_what_one_draws_alone() -> None:
    sheets = [MIXED, november(), november(on(3, "ẵ Ỗ ự")), replace(MIXED, month=2, year=2027)]
    alone = [draw(sheet) for sheet in sheets]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw, sheets)) == alone


def test_a_picture_leaves_no_canvas_behind_for_the_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        draw(MIXED)
        assert not [o for o in gc.get_objects() if isinstance(o, RendererAgg) and o.width > 1]
    finally:
        gc.enable()


def test_to_import_it_costs_no_matplotlib() -> None:
    code = "import sys, bot.month.painting; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---- what may come in

EXTREMES = {
    "nothing": november(),
    "forty on one day": november(*(on(24, f"Việc thứ {n} của tháng này") for n in range(40))),
    "forty runs": november(*(run(n - 9, n + 9, f"Đợt {n}") for n in range(40))),
    "a word of 60 letters": november(on(2, "n" * 60), run(3, 4, "M" * 60), on(5, "W" * 60)),
    "stacked diacritics": november(on(2, "".join(LETTERS)), run(3, 6, " ".join(LETTERS))),
    "letters apart from their marks": november(
        *(on(n, unicodedata.normalize("NFD", "Nghiệm thu ẵ Ỗ ự")) for n in range(1, 31))
    ),
    "no letters that the font has": november(
        on(2, "👍🏽🇻🇳"), run(3, 4, "漢字"), on(5, "\ud800\x00")
    ),
    "a formula": november(
        on(2, "$\\frac{$"), on(3, "$x$ \\ % {count} {0} a_b^"), run(4, 6, "$\\alpha_$ $\\beta")
    ),
    "only spaces": november(on(2, " \n\t\u00a0\u200b")),
    "lines": november(on(2, "một\nhai\r\nba\u2028bốn")),
    "a novel": november(on(2, "báo cáo " * 20_000), run(3, 20, "kiểm tra " * 20_000)),
    "other months": november(on(-40), on(31), run(-20, 0), run(31, 60)),
    "all of the month and more": november(run(-400, 400), run(1, 30), run(0, 1), run(30, 31)),
    "from the last to the first day": november(run(20, 10)),
    "the ends of time": november(Entry(dt.date.min, dt.date.max, "Thường xuyên", False)),
    "long words around it": replace(
        november(), title="W" * 500, weekdays=("W" * 99,) * 7, empty="W " * 500, footer="W" * 500
    ),
    "no words around it": replace(
        MIXED, title="", weekdays=("",) * 7, more="", empty="", footer="$"
    ),
    "no weekdays": replace(MIXED, weekdays=()),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_nothing_that_comes_in_raises_or_warns(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert len(draw(EXTREMES[name])) < 400_000
    assert not caplog.records


@pytest.mark.parametrize("name", EXTREMES)
def test_no_text_leaves_its_room_or_meets_another(name: str, ruler: Ruler) -> None:
    page = layout(EXTREMES[name], ruler)
    whole = Box(0, 0, page.width, page.height)
    for line in page.lines:
        assert line.room.holds(line.box), line
        assert whole.holds(line.room), line
        assert not set(line.text) & set("\n\r\t\u200b"), line
    for line, other in combinations(page.lines, 2):
        assert not line.box.meets(other.box), (line, other)


@pytest.mark.parametrize("name", EXTREMES)
def test_the_renderer_sets_no_line_wider_than_was_laid_out(name: str, ruler: Ruler) -> None:
    measure = RendererAgg(1, 1, DPI).get_text_width_height_descent
    for line in layout(EXTREMES[name], ruler).lines:
        font = font_of(line.pen.size, line.pen.is_bold)
        assert measure(line.text, font, False)[0] <= line.width, line


def test_the_highest_and_the_lowest_letters_fit_into_a_line(ruler: Ruler) -> None:
    measure = RendererAgg(1, 1, DPI).get_text_width_height_descent
    for pen in [*(Pen(ruler, size) for size in TASK_SIZES), Pen(ruler, 46, is_bold=True)]:
        for letter in [*LETTERS, *"gjpqy(),;"]:
            _, height, below = measure(letter, font_of(pen.size, pen.is_bold), False)
            assert height - below < pen.rise + 0.5, letter  # less than what can be seen
            assert below <= pen.fall, letter


DRAWABLE = [
    ("ẵ Ỗ ự ậ đ Ỷ", "ẵ Ỗ ự ậ đ Ỷ"),
    (unicodedata.normalize("NFD", "ẵ Ỗ ự ậ đ Ỷ"), "ẵ Ỗ ự ậ đ Ỷ"),
    ("⏰ Nộp 😀 báo cáo 👍🏽", "Nộp báo cáo"),
    ("1️⃣ Việc", "1 Việc"),
    ("漢字 và chữ", "và chữ"),
    ("a\u200bb\u00adc\ufeffd", "abcd"),
    (" một\n hai\tba ", "một hai ba"),
    ("$x_1$ \\alpha 100% {a} ^", "$x_1$ \\alpha 100% {a} ^"),
    ("“Tết” – 20/11…", "“Tết” – 20/11…"),
    ("👍", ""),
]


@pytest.mark.parametrize(("text", "left"), DRAWABLE)
def test_only_letters_that_can_be_drawn_are_left(text: str, left: str, ruler: Ruler) -> None:
    assert drawable(text, ruler) == left


def test_every_letter_of_vietnamese_is_in_the_font(ruler: Ruler) -> None:
    assert drawable("".join(LETTERS), ruler) == "".join(LETTERS)[:MAX_LETTERS]


# ---- the month

MONTHS = [(1900, 2), (1999, 12), (2026, 8), (2027, 2), (2100, 2), (2200, 12)]


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_the_days_stand_under_their_weekdays_and_fill_the_sheet(
    year: int, month: int, ruler: Ruler
) -> None:
    page = layout(replace(november(on(1)), year=year, month=month), ruler)
    heads = [next(x for x in page.lines if x.text == name) for name in WEEKDAYS]
    numbers = [line for line in page.lines if line.text.isdigit() and line.pen.is_bold]
    assert [int(line.text) for line in numbers] == list(
        range(1, calendar.monthrange(year, month)[1] + 1)
    )
    for line in numbers:
        head = heads[dt.date(year, month, int(line.text)).weekday()]
        assert head.room.left - 6 <= line.box.left and line.box.right <= head.room.right
        assert line.colour == (SUNDAY if head is heads[6] else INK)
    tops = sorted({line.room.top for line in numbers})
    heights = {round(b - a) for a, b in pairwise(tops)}
    assert max(heights) - min(heights) <= 1
    assert tops[-1] + max(heights) == pytest.approx(page.height - 40, abs=6)


def test_a_month_without_entries_says_so_and_no_other_does(ruler: Ruler) -> None:
    def says_so(sheet: Sheet) -> bool:
        return sheet.empty in [line.text for line in layout(sheet, ruler).lines]

    assert says_so(november())
    assert says_so(november(on(31), run(-9, 0)))
    assert not says_so(november(on(30)))
    assert not says_so(november(run(-9, 1)))


TODAYS = [(dt.date(2026, 11, 20), 20), (dt.date(2026, 11, 1), 1), (dt.date(2026, 10, 31), None)]


@pytest.mark.parametrize(("today", "day"), TODAYS)
def test_today_alone_is_ringed(today: dt.date, day: int | None, ruler: Ruler) -> None:
    page = layout(november(on(5), today=today), ruler)
    rings = areas(page, RING)
    assert len(rings) == (day is not None)
    assert day is None or rings[0].meets(number(page, day).box)


# ---- entries

KINDS = [
    (on(24), DEADLINE.fill, DEADLINE.bar, INK),
    (on(20), DEADLINE.fill, DEADLINE.bar, INK),
    (on(19), PAST_DEADLINE.fill, PAST_DEADLINE.bar, FAINT_INK),
    (on(24, is_last_day=False), EVENT.fill, EVENT.bar, INK),
    (on(19, is_last_day=False), PAST_EVENT.fill, PAST_EVENT.bar, FAINT_INK),
]


@pytest.mark.parametrize(("entry", "fill", "bar", "ink"), KINDS)
def test_a_deadline_has_a_strong_bar_and_what_is_past_is_grey(
    entry: Entry, fill: str, bar: str, ink: str, ruler: Ruler
) -> None:
    page = layout(november(entry), ruler)
    cell = cell_of(page, entry.first.day)
    (strip,) = areas(page, bar)
    assert cell.holds(strip)
    assert strip.left == cell.left + 1
    assert (strip.width == BAR) == entry.is_last_day
    assert {line.colour for line in page.lines if line.text.startswith("CĐCS")} == {ink}
    assert areas(page, fill) == [cell]


SHOWN = [
    ([on(24)], 24, ["CĐCS: báo cáo", "sơ kết"]),
    ([on(24, "Họp", False), on(24, "Nộp")], 24, ["Nộp", "Họp"]),
    ([on(24, "Nộp $x$ 😀 \\n_")], 24, ["Nộp $x$ \\n_"]),
    ([on(n, "") for n in (24, 24)], 24, []),
    ([on(24, f"Nộp {n}") for n in range(9)], 24, ["Nộp 0", "Nộp 1", "Nộp 2", "+6 việc"]),
    (
        [on(24, "CĐCS trường học báo cáo kết quả Ngày hội với Liên đoàn Lao động tỉnh và huyện")],
        24,
        ["CĐCS trường học", "báo cáo kết quả", "Ngày hội với Liên", "đoàn Lao động…"],
    ),
]


@pytest.mark.parametrize(("entries", "day", "lines"), SHOWN)
def test_a_cell_shows_what_fits_and_says_how_much_more_there_is(
    entries: list[Entry], day: int, lines: list[str], ruler: Ruler
) -> None:
    assert shown(layout(november(*entries), ruler), day) == lines


def test_a_word_that_is_too_long_is_broken_and_no_letter_lost(ruler: Ruler) -> None:
    lines = shown(layout(november(on(24, "Nộp n" + "g" * 30)), ruler), 24)
    assert lines[0] == "Nộp"
    assert len(lines) > 2
    assert "".join(lines[1:]) == "n" + "g" * 30


@pytest.mark.parametrize("count", range(1, 41, 3))
@pytest.mark.parametrize("runs", [0, 1, 3])
def test_no_task_is_lost_without_being_counted(count: int, runs: int, ruler: Ruler) -> None:
    tasks = [on(24, f"Việc{n} của công đoàn cơ sở") for n in range(count)]
    page = layout(november(*tasks, *[run(23, 25, f"Đợt{n}") for n in range(runs)]), ruler)
    more = [int(m[1]) for line in page.lines if (m := re.fullmatch(r"\+(\d+) việc", line.text))]
    seen = [line for line in page.lines if line.text.startswith(("Việc", "Đợt"))]
    assert len(seen) + sum(more) == count + runs
    assert all(line.room.holds(line.box) for line in page.lines)


def test_letters_are_large_where_little_stands_and_never_small(ruler: Ruler) -> None:
    sizes = {
        line.pen.size
        for count in (1, 40)
        for line in layout(november(*[on(24)] * count), ruler).lines
        if line.text.startswith("CĐCS")
    }
    assert sizes == {max(TASK_SIZES), min(TASK_SIZES)}
    assert min(TASK_SIZES) >= 16


# ---- runs of days

# days of the run, the first and last day of its band in each week
RUNS = [
    ((3, 6), [(3, 6)]),
    ((5, 20), [(5, 8), (9, 15), (16, 20)]),
    ((-9, 4), [(1, 1), (2, 4)]),
    ((28, 60), [(28, 29), (30, 30)]),
]


@pytest.mark.parametrize(("days", "weeks"), RUNS)
def test_a_run_is_a_band_over_its_days_with_its_text_in_each_week(
    days: tuple[int, int], weeks: list[tuple[int, int]], ruler: Ruler
) -> None:
    page = layout(november(run(*days, "Kiểm tra", False), today=dt.date(2026, 1, 1)), ruler)
    bands = [s for s in page.shapes if s.colour == EVENT.band and s.radius]
    texts = [line for line in page.lines if line.text == "Kiểm tra"]
    assert len(bands) == len(texts) == len(weeks)
    for band, text, (first, last) in zip(bands, texts, weeks, strict=True):
        assert reaches(band, cell_of(page, first), cell_of(page, last))
        assert band.box.holds(text.box)
        assert cell_of(page, first).holds(text.box)


def reaches(band: Shape, first: Box, last: Box) -> bool:
    """From the first to the last cell, but for what it is set in."""
    left, right = band.box.left - first.left, last.right - band.box.right
    return (
        0 < left < 6 and 0 < right < 6 and first.top < band.box.top < band.box.bottom < first.bottom
    )


def test_runs_of_the_same_days_and_the_tasks_under_them_do_not_meet(ruler: Ruler) -> None:
    page = layout(november(run(23, 29, "A"), run(24, 26, "B", False), on(25, "C")), ruler)
    bands = [s.box for s in page.shapes if s.radius]
    task = next(line.box for line in page.lines if line.text == "C")
    assert len(bands) == 2
    assert not bands[0].meets(bands[1])
    assert not any(band.meets(task) for band in bands)


def test_the_last_day_of_a_run_is_filled_where_it_is_a_deadline(ruler: Ruler) -> None:
    page = layout(november(run(23, 26, "A"), run(23, 28, "B", False)), ruler)
    assert areas(page, DEADLINE.fill) == [cell_of(page, 26)]


def test_weeks_of_a_run_that_are_over_are_grey(ruler: Ruler) -> None:
    page = layout(november(run(9, 24)), ruler)
    assert len(areas(page, PAST_DEADLINE.band)) >= 1
    colours = [line.colour for line in page.lines if line.text == "Đại hội điểm"]
    assert colours == [FAINT_INK, INK, INK]
