"""Which day or period a Vietnamese calendar expression names."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.dates import Calendar, find

ISSUED = Calendar(issued_on=dt.date(2026, 3, 10), term_end=dt.date(2028, 12, 31))

# text, unit, first day, last day
NAMED = [
    ("trước 05/10/2023", "day", "2023-10-05", "2023-10-05"),
    ("hạn 5-10-2023", "day", "2023-10-05", "2023-10-05"),
    ("hạn 05.10.2023.", "day", "2023-10-05", "2023-10-05"),
    ("ngày 5 tháng 10 năm 2023", "day", "2023-10-05", "2023-10-05"),
    ("ngày mùng 5 tháng 10/2023", "day", "2023-10-05", "2023-10-05"),
    ("đến hết ngày thứ ba 24/11/2015", "day", "2015-11-24", "2015-11-24"),
    ("trong tháng 12/2023", "month", "2023-12-01", "2023-12-31"),
    ("trong tháng 02 năm 2024", "month", "2024-02-01", "2024-02-29"),
    ("tháng Mười Hai năm 2026", "month", "2026-12-01", "2026-12-31"),
    ("Quý II, III/2026", "quarter", "2026-04-01", "2026-09-30"),
    ("tháng 01 - 02/2027", "month", "2027-01-01", "2027-02-28"),
    ("Quí IV-2025", "quarter", "2025-10-01", "2025-12-31"),
    ("trong tuần đầu tháng 5/2026", "part", "2026-05-01", None),
    ("trước ngày 23 tháng Chạp", "part", None, None),
    ("ngày 10/3 âm lịch", "part", None, None),
    ("quý III/2024", "quarter", "2024-07-01", "2024-09-30"),
    ("quý 4 năm 2018", "quarter", "2018-10-01", "2018-12-31"),
    ("6 tháng đầu năm 2026", "half", "2026-01-01", "2026-06-30"),
    ("trong năm 2026", "year", "2026-01-01", "2026-12-31"),
    ("giai đoạn 2026-2030", "stage", "2026-01-01", "2030-12-31"),
    ("vào dịp cuối năm 2015", "part", "2015-01-01", "2015-12-31"),
    ("đến cuối nhiệm kỳ", "term", None, "2028-12-31"),
]


@pytest.mark.parametrize(("text", "unit", "first", "last"), NAMED)
def test_an_expression_is_read_as_its_days(
    text: str, unit: str, first: str | None, last: str | None
) -> None:
    (found,) = find(text, ISSUED)
    assert (found.unit, found.first and found.first.isoformat()) == (unit, first)
    assert (found.last and found.last.isoformat()) == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("trước ngày 25/11.", "2026-11-25"),
        ("trước ngày 10/3", "2026-03-10"),
        ("trước ngày 15/01", "2027-01-15"),  # a day that is over at the issue is next year's
        ("ngày 25 tháng 11", "2026-11-25"),
        ("vào tháng 4", "2026-04-30"),
        ("6 tháng đầu năm", "2026-06-30"),
        ("quý I", "2026-03-31"),  # it is still running
    ],
)
def test_a_date_without_a_year_gets_the_next_one_after_the_issue(text: str, last: str) -> None:
    (found,) = find(text, ISSUED)
    assert found.last == dt.date.fromisoformat(last)
    assert not found.named_year


def test_the_year_in_the_title_goes_before_the_next_one() -> None:
    context = Calendar(issued_on=dt.date(2025, 11, 18), year=2026)
    (found,) = find("vào tháng 4", context)
    assert found.last == dt.date(2026, 4, 30)


def test_a_day_that_both_this_and_the_planned_year_can_mean_is_not_guessed() -> None:
    context = Calendar(issued_on=dt.date(2025, 11, 18), year=2026)
    (found,) = find("trước ngày 25/11", context)
    assert found.last is None


def test_a_year_said_last_holds_for_the_months_joined_to_it() -> None:
    first, second = find("vào tháng 4 và tháng 8 năm 2027", Calendar())
    assert first.last == dt.date(2027, 4, 30)
    assert second.last == dt.date(2027, 8, 31)


def test_a_clock_time_belongs_to_its_day() -> None:
    (found,) = find("trước 17 giờ 00 ngày 15/12/2026", Calendar())
    assert (found.time, found.first) == ("17:00", dt.date(2026, 12, 15))


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("trước 5 giờ chiều ngày 20/5/2027", "17:00"),
        ("5 giờ 30 phút chiều, ngày 20/5/2027", "17:30"),
        ("7h tối ngày 20/5/2027", "19:00"),
        ("10 giờ đêm ngày 20/5/2027", "22:00"),
        ("17 giờ chiều ngày 20/5/2027", "17:00"),
        ("8 giờ sáng ngày 20/5/2027", "08:00"),
        ("12 giờ trưa ngày 20/5/2027", "12:00"),
        ("1 giờ trưa ngày 20/5/2027", "13:00"),
        ("12 giờ đêm ngày 20/5/2027", "24:00"),
    ],
)
def test_the_part_of_the_day_tells_the_hour(text: str, time: str) -> None:
    (found,) = find(text, Calendar())
    assert (found.time, found.first) == (time, dt.date(2027, 5, 20))


def test_a_year_of_two_digits_is_a_year_that_is_said() -> None:
    (found,) = find("trước 20/05/27", ISSUED)
    assert (found.first, found.notes) == (dt.date(2027, 5, 20), ())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày làm việc cuối cùng của tháng 10/2027", "2027-10-29"),
        ("ngày làm việc cuối tháng 9/2027", "2027-09-30"),
        ("ngày cuối cùng của tháng 10/2027", "2027-10-31"),
    ],
)
def test_the_last_working_day_of_a_month_is_none_of_a_weekend(text: str, day: str) -> None:
    (found,) = find(text, Calendar())
    assert (found.first, found.last) == (dt.date.fromisoformat(day),) * 2


def test_a_weekday_that_does_not_fit_is_reported() -> None:
    (found,) = find("thứ hai 24/11/2015", Calendar())
    assert [note.code for note in found.notes] == ["wrong_weekday"]


def test_an_impossible_day_is_reported_and_has_no_value() -> None:
    (found,) = find("trước ngày 31/6/2026", Calendar())
    assert found.last is None
    assert [note.code for note in found.notes] == ["no_such_day"]


@pytest.mark.parametrize(
    "text",
    ["20-NQ/TW", "1.100 đoàn viên", "đạt 3/4 số phiếu", "15/20%", "phục vụ 24/7", "75 ngày", "16%"],
)
def test_numbers_that_look_like_dates_are_none(text: str) -> None:
    assert [e for e in find(text, ISSUED) if e.unit != "day" or e.named_year] == []
