"""Every day in every spelling reads back as itself; no text breaks or stalls the reader."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.bounds import Place
from corpus.dates import Calendar, find
from corpus.deadlines import in_text
from corpus.letters import fold

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2035, 12, 31)
WEEKDAYS = ("thứ hai", "thứ Ba", "Thứ tư", "thứ 5", "thứ sáu", "thứ Bảy", "chủ nhật")
HERE = Place(0, 0, None, goals=False)
OPEN = Calendar()


def weekday(day: dt.date) -> str:
    return WEEKDAYS[day.weekday()]


# how people write a day with its year
SPELLINGS: tuple[Callable[[dt.date], str], ...] = (
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: f"{d.day}-{d.month}-{d.year}",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"ngày {d:%d/%m/%Y}",
    lambda d: f"ngày {d.day} / {d.month} / {d.year}",
    lambda d: f"ngày{d:%d/%m/%Y}",
    lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    lambda d: f"ngày {d:%d} tháng {d:%m} năm {d.year}",
    lambda d: f"Ngày {d.day} tháng {d.month}/{d.year}",
    lambda d: f"ngày {d.day} tháng {d.month}, năm {d.year}",
    lambda d: f"{weekday(d)}, ngày {d:%d/%m/%Y}",
    lambda d: f"ngày {weekday(d)} {d:%d/%m/%Y}",
    lambda d: f"{weekday(d)} ({d:%d/%m/%Y})",
    lambda d: f"17 giờ 00 ngày {d:%d/%m/%Y}",
    lambda d: f"17h00 ngày {d:%d/%m/%Y}",
    lambda d: f"16h30, ngày {d.day} tháng {d.month} năm {d.year}",
    lambda d: f"ngày mùng {d.day} tháng {d.month} năm {d.year}",
)  # fmt: skip
# and the words that bind it: with the last day in time, counted from the day that is named
BINDINGS = (
    ("Gửi báo cáo trước {}.", -1), ("Nộp xong trước {} nhé.", -1), ("Gửi chậm nhất {}.", 0),
    ("Gửi muộn nhất là {} về huyện.", 0), ("Nộp đến hết {}.", 0), ("Nộp từ nay đến hết {}.", 0),
    ("Đăng ký không quá {}.", 0), ("Hạn nộp: {}.", 0), ("Thời gian thực hiện: {}.", 0),
)  # fmt: skip

days = st.dates(FIRST, LAST)


def test_every_day_from_2020_to_2035_reads_back_as_itself() -> None:
    day = FIRST
    while day <= LAST:
        spelling = SPELLINGS[day.toordinal() % len(SPELLINGS)](day)
        assert [e.first for e in find(spelling, OPEN)] == [day], spelling
        day += dt.timedelta(days=1)


@given(day=days)
@settings(max_examples=150, deadline=None)
def test_a_day_reads_back_in_every_spelling_with_and_without_diacritics(day: dt.date) -> None:
    for spell in SPELLINGS:
        for text in (spell(day), fold(spell(day))):
            if text == spell(day) or "ngay" in text:
                (found,) = find(text, OPEN) if text == spell(day) else (None,)
                assert found is None or (found.first, found.notes) == (day, ())


@given(day=days, spelling=st.sampled_from(SPELLINGS), binding=st.sampled_from(BINDINGS))
@settings(max_examples=300, deadline=None)
def test_a_bound_day_is_one_deadline_with_its_last_day(
    day: dt.date, spelling: Callable[[dt.date], str], binding: tuple[str, int]
) -> None:
    sentence, shift = binding
    text = sentence.format(spelling(day))
    for written in (text, fold(text)):
        (found,) = in_text(written, Calendar(issued_on=dt.date(2019, 12, 31)), HERE)
        assert (found.kind, found.due) == ("by", day), written
        timed = found.time is not None
        assert found.last_day == day + dt.timedelta(days=0 if timed else shift)
        assert found.phrase in written


@given(first=days, length=st.integers(1, 300))
@settings(max_examples=150, deadline=None)
def test_a_range_reads_back_with_both_ends(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    for text in (
        f"Tổ chức từ ngày {first:%d/%m/%Y} đến {last:%d/%m/%Y}.",
        f"Tổ chức từ {first:%d/%m/%Y} đến hết ngày {last.day} tháng {last.month} năm {last.year}.",
        f"Thời gian: {first.day}/{first.month}/{first.year} - {last.day}/{last.month}/{last.year}.",
    ):
        (found,) = in_text(text, Calendar(issued_on=dt.date(2019, 12, 31)), HERE)
        assert (found.kind, found.start, found.due) == ("range", first, last), text


@given(day=days)
@settings(max_examples=200, deadline=None)
def test_a_day_without_a_year_is_the_next_one_after_the_issue(day: dt.date) -> None:
    issued = day - dt.timedelta(days=40)
    (found,) = in_text(f"Gửi trước ngày {day.day}/{day.month}.", Calendar(issued_on=issued), HERE)
    assert found.due == day
    assert [note.code for note in found.notes] == ["year_assumed"]


@given(year=st.integers(2020, 2035), quarter=st.integers(1, 4), roman=st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_quarter_ends_with_its_last_day(year: int, quarter: int, roman: bool) -> None:
    name = ("I", "II", "III", "IV")[quarter - 1] if roman else str(quarter)
    for text in (f"quý {name}/{year}", f"Quý {name} năm {year}", f"quí {name}-{year}"):
        (found,) = in_text(f"Hoàn thành trong {text}.", OPEN, HERE)
        assert found.due is not None
        assert (found.kind, found.due.month) == ("within", 3 * quarter)
        assert (found.due + dt.timedelta(days=1)).day == 1


PIECES = st.sampled_from([
    "trước", "ngày", "đến", "hết", "từ", "quý", "III", "năm", "2026", "10/5", "31/6", "99/99/9999", "tháng", "13", "0",
    "(", ")", ",", ";", ":", "-", "/", ".", "hằng", "tuần", "thứ", "hai", "chậm nhất", "05 ngày làm việc", "sau khi",
    "kết thúc", "17h99", "25h", "Tết", "l0/5", "1O/2O26", "%", "đạt", "nhiệm kỳ", "và", "\n", "  ",
])  # fmt: skip


@given(text=st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join)))
@settings(max_examples=400, deadline=None)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    for found in in_text(text, Calendar(issued_on=dt.date(2026, 3, 10)), HERE):
        assert fold(found.phrase) in fold(" ".join(text.split())) or found.phrase.strip()


HOSTILE = {
    "digits and slashes": "12/34/5678 9/" * 8_000,
    "slashes": "/" * 100_000,
    "digits": "1" * 100_000,
    "one long number of dates": "1/2/2026," * 11_000,
    "bound words": "trước ngày " * 9_000,
    "open brackets": "(tháng 5 " * 11_000,
    "commas": "ngày 5, " * 12_000,
    "letters that look like digits": "lOlO/IlOl/" * 10_000,
    "hours": "17h00 - 18h00 " * 7_000,
    "returning": "hằng tuần, vào " * 6_000,
    "relative": "trong vòng 05 ngày kể từ ngày " * 3_000,
    "blanks": " " * 100_000,
}


def seconds(text: str) -> float:
    begin = time.process_time()
    in_text(text, Calendar(issued_on=dt.date(2026, 3, 10)), HERE)
    return time.process_time() - begin


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_kilobytes_of_noise_take_no_more_than_linear_time(name: str) -> None:
    text = HOSTILE[name]
    whole = seconds(text)
    if name in ("digits and slashes", "slashes", "digits"):
        assert whole < 1.0
    assert whole < 0.2 + 4 * 1.8 * seconds(text[: len(text) // 4])
