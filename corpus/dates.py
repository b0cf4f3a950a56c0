"""The table of rules that reads Vietnamese calendar expressions: text to days and periods.

Pure and without a clock: a date that lacks its year is resolved from the document (`Calendar`),
and the expression says so.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.model import Note

Unit = Literal[
    "day", "days", "run", "month", "quarter", "half", "year", "stage", "term", "part", "monthday"
]

D = r"(?P<d>3[01]|[12]\d|0?[1-9])"
M = r"(?P<m>1[0-2]|0?[1-9])"
Y = r"(?P<y>(?:19|20)\d\d)"
MONTH_WORDS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
# "6 tháng năm 2028" is half of a year, not the sixth of May
MW = rf"(?P<mw>{'|'.join(sorted(MONTH_WORDS, key=len, reverse=True))})(?!\w|\s+(?:lần|kỳ|buổi))(?<!\btháng\snăm(?=\s+20\d\d))"
LUNAR_MONTHS = frozenset({"giêng", "chạp"})  # months of the lunar year: their days are not computed
LUNAR = r"(?P<lunar>\s*(?:\(\s*)?(?:âm\s+lịch|ÂL\b))?"
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "hai": 2,
            "ba": 3, "tư": 4}  # fmt: skip
Q = r"iv|i{1,3}|[1-4]|một|hai|ba|tư"
WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4,
            "bảy": 5, "7": 5}  # fmt: skip
WEEKDAY_NAMED = re.compile(r"thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật", re.IGNORECASE)
WEEKDAY_WORD = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
WEEKDAY = r"(?:(?P<wd>thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*,?\s*(?:\(\s*)?)?"
# "8h00 - 11h30": from when till when, no time by which
CLOCK = r"(?P<hours>(?:từ\s+)?\d{1,2}\s*(?:giờ|[hg]|:)\s*(?:[0-5]\d)?\s*(?:phút)?\s*(?:-|–|đến)\s*(?=\d{1,2}\s*(?:giờ|[hg]|:\d)))?(?:(?P<h>\d{1,2})\s*(?:giờ|[hg](?![^\W\d_])|:(?=\d\d))\s*(?P<min>[0-5]\d)?\s*(?:phút|['’])?\s*,?\s*(?:(?:phút|(?P<tod>sáng|trưa|chiều|tối|đêm))\s*,?\s*)*)?"
# "12/5 năm 2028"; after a comma only where nothing follows that the year may belong to
YEAR_AFTER = rf"(?:(?:\s+năm|\s*,\s*năm(?=\s*20\d\d\s*(?:$|[.;:)])))\s*{Y}(?!\d))?"
DAY_WORD = r"(?:ngày\s*){0,2}"


# days of the year that plans name by their feast
FEASTS = {
    "Quốc khánh": (2, 9), "Quốc tế Lao động": (1, 5), "Giải phóng miền Nam": (30, 4), "Thương binh - Liệt sĩ": (27, 7),
    "Thương binh liệt sĩ": (27, 7), "Nhà giáo Việt Nam": (20, 11), "Quốc tế Phụ nữ": (8, 3), "Phụ nữ Việt Nam": (20, 10),
    "thành lập Công đoàn Việt Nam": (28, 7), "Quốc tế Thiếu nhi": (1, 6), "Gia đình Việt Nam": (28, 6),
    "thành lập Đảng": (3, 2), "Thầy thuốc Việt Nam": (27, 2), "Pháp luật Việt Nam": (9, 11), "Doanh nhân Việt Nam": (13, 10),
    "Tết Dương lịch": (1, 1), "Cách mạng tháng Tám": (19, 8),
}  # fmt: skip
FEAST_DAYS = frozenset(
    {*FEASTS.values(), (26, 3), (19, 5), (22, 12), (9, 1), (26, 12), (21, 6), (15, 10)}
)
FEAST = "|".join(name.replace(" ", r"\s+") for name in FEASTS)
# how a lunar year is called: "Tết Đinh Mùi"
STEM_BRANCH = r"(?:Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý)\s+(?:Tý|Sửu|Dần|Mão|Thìn|Tỵ|Tị|Ngọ|Mùi|Thân|Dậu|Tuất|Hợi)(?!\w)"
# feasts of the lunar calendar: named, not computed
LUNAR_FEASTS = (
    r"Tết\s+(?:Nguyên\s+đán|Âm\s+lịch|cổ\s+truyền|Trung\s+thu)|Tết(?!\s+(?:Dương|Sum|công|trồng|sum))"
    r"|(?:m[ùồ]ng\s+)?\d{1,2}\s+Tết|Giỗ\s+Tổ(?:\s+Hùng\s+Vương)?|Trung\s+thu"
)


HARDLY_LEFT = 15  # after this day of a month nothing is set for "this month" without saying so


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a document says of its own time: day of issue, the year in its title, end of term."""

    issued_on: dt.date | None = None
    year: int | None = None
    term_end: dt.date | None = None

    def year_of(self, month: int, day: int = 1) -> int | None:
        """Year of a date written without one; None where the document leaves it open.

        The title's year, else the next such date after the issue. In a plan for next year a date
        that is still to come this year may be meant in either: that is not guessed.
        """
        issued = self.issued_on
        if issued is None:
            return self.year
        still_to_come = (month, day) >= _parts(issued, day)[1:]
        if self.year == issued.year + 1:
            hardly = day == 1 and month == issued.month and issued.day > HARDLY_LEFT
            return None if still_to_come and not hardly else self.year
        return issued.year if still_to_come else issued.year + 1


def _parts(date: dt.date, day: int) -> tuple[int, int, int]:
    """A date for comparing; without a day of its own, a month counts from its first."""
    return date.year, date.month, date.day if day > 1 else 1


@dataclass(frozen=True, slots=True)
class Expression:
    """A day or period named at text[start:end]; `first` and `last` are its days, both inclusive.

    `named_year` is False where the year came from the document; `notes` say what was doubtful;
    a `weak` one ("2025", "5/2027") is a time only where an attribute or a column says so.
    """

    unit: Unit
    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    named_year: bool = True
    month: int | None = None
    day: int | None = None
    time: str | None = None
    notes: tuple[Note, ...] = ()
    weak: bool = False


Groups = dict[str, str | None]
Reader = Callable[[Groups, Calendar], Expression | None]


def month_days(year: int, month: int, months: int = 1) -> tuple[dt.date, dt.date]:
    """First and last day of a run of months."""
    end = month + months - 1
    last = calendar.monthrange(year + (end - 1) // 12, (end - 1) % 12 + 1)[1]
    return dt.date(year, month, 1), dt.date(year + (end - 1) // 12, (end - 1) % 12 + 1, last)


def month_from(day: dt.date, ahead: int, months: int = 1) -> tuple[dt.date, dt.date]:
    """First and last day of the month that is so many months from a day's, or of a run from it."""
    number = day.year * 12 + day.month - 1 + ahead
    return month_days(number // 12, number % 12 + 1, months)


def same_day_later(day: dt.date, months: int) -> dt.date:
    """The same day some months on, the last of a month that is too short."""
    last = month_from(day, months)[1]
    return last.replace(day=min(day.day, last.day))


def _day(groups: Groups, context: Calendar) -> Expression | None:
    day, month = int(groups["d"] or 0), _month_number(groups)
    if not month:
        return None
    if (groups.get("mw") or "").lower() in LUNAR_MONTHS or groups.get("lunar"):
        return Expression("part", 0, 0, None, None, False, notes=(Note("lunar"),))
    year = int(groups["y"] or 0) if groups.get("y") else context.year_of(month, day)
    base = Expression("day", 0, 0, None, None, bool(groups.get("y")), month, day, clock(groups))
    if year is None:
        impossible = day > calendar.monthrange(2024, month)[1]  # a leap year
        return replace(base, notes=(Note("no_such_day", f"{day}/{month}"),)) if impossible else base
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return replace(base, notes=(Note("no_such_day", f"{day}/{month}/{year}"),))
    return replace(base, first=date, last=date, notes=_weekday_note(groups, date))


def _short_year(groups: Groups, context: Calendar) -> Expression | None:
    """ "15/10/26": a year only where the document is of about that time."""
    year = 2000 + int(groups["yy"] or 0)
    near = context.issued_on.year if context.issued_on else context.year
    if near is None or not near - 1 <= year <= near + 5:
        return None
    return _day({**groups, "y": str(year)}, context)


def _slip(groups: Groups, context: Calendar) -> Expression | None:
    about = groups["slip"] or ""
    if not re.search(r"\d", about) or not re.search(r"[lIOo|]", about):
        return None
    return Expression("day", 0, 0, None, None, False, notes=(Note("misread", about),))


def _impossible(groups: Groups, context: Calendar) -> Expression | None:
    """ "20/13/2027", "20/5/20027": figures written as a day, of which none is one."""
    about, year = groups["about"] or "", groups.get("year")
    possible = 1 <= int(groups["a"] or 0) <= 31 and 1 <= int(groups["b"] or 0) <= 12
    if possible and (year is None or len(year) == 4):
        return None
    note = Note("no_such_day", "".join(about.split()))
    return Expression("day", 0, 0, None, None, bool(year), time=clock(groups), notes=(note,))


def _misread_quarter(groups: Groups, context: Calendar) -> Expression | None:
    """ "quý 11/2027": a quarter that no year has."""
    if (groups["q"] or "").lower() in QUARTERS:
        return None
    about = " ".join((groups["about"] or "").split())
    return Expression("quarter", 0, 0, None, None, notes=(Note("misread", about),))


def _some_days(groups: Groups, context: Calendar) -> Expression | None:
    month, count = _month(groups, context), int(groups["count"] or 0)
    if month is None or not count:
        return None
    if month.first is None or month.last is None:
        return replace(month, unit="part")
    days = dt.timedelta(days=count - 1)
    if groups["side"] == "đầu":
        return replace(month, unit="days", last=month.first + days)
    return replace(month, unit="days", first=month.last - days)


def _weekday_of_month(groups: Groups, context: Calendar) -> Expression | None:
    month = _month(groups, context)
    if month is None or month.first is None or month.last is None:
        return month and replace(month, unit="part")
    said, nth = (groups["wd"] or "").lower().split(), (groups["nth"] or "").lower()
    wanted = 6 if said[0] == "chủ" else WEEKDAYS[said[-1]]
    first = month.first + dt.timedelta(days=(wanted - month.first.weekday()) % 7)
    weeks = {"đầu tiên": 0, "thứ hai": 1, "thứ ba": 2, "thứ tư": 3}.get(" ".join(nth.split()), 4)
    day = first + dt.timedelta(weeks=weeks)
    if day > month.last:
        day -= dt.timedelta(weeks=1)
    return replace(month, unit="day", first=day, last=day, month=day.month, day=day.day)


def _last_day(groups: Groups, context: Calendar) -> Expression | None:
    month = _month(groups, context)
    if month is None or month.last is None:
        return month
    last, notes = month.last, month.notes
    if groups["working"]:
        last -= dt.timedelta(days=max(0, last.weekday() - FRIDAY))
        notes = (*notes, Note("holidays"))
    return replace(month, unit="day", first=last, last=last, day=last.day, notes=notes)


FRIDAY = 4


def _feast(groups: Groups, context: Calendar) -> Expression | None:
    name = " ".join((groups["feast"] or "").split()).lower()
    day, month = next(date for feast, date in FEASTS.items() if feast.lower() == name)
    if groups.get("d") and (groups["d"], groups["m"]) != (None, None):
        day, month = int(groups["d"] or 0), int(groups["m"] or 0)
    return _day({"d": str(day), "m": str(month), "y": groups.get("y")}, context)


def _lunar_feast(groups: Groups, context: Calendar) -> Expression | None:
    return Expression("part", 0, 0, None, None, False, notes=(Note("lunar_feast"),))


def _weekday_note(groups: Groups, date: dt.date) -> tuple[Note, ...]:
    said = (groups.get("wd") or "").lower().split()
    if not said:
        return ()
    wanted = 6 if said[0] == "chủ" else WEEKDAYS[said[-1]]
    if date.weekday() == wanted:
        return ()
    return (Note("wrong_weekday", f"{groups['wd']} {date:%d/%m/%Y}"),)


def clock(groups: Groups) -> str | None:
    """ "17 giờ 00" and "5 giờ chiều" as "17:00"."""
    hour = groups.get("h")
    if not hour or int(hour) > 24 or groups.get("hours"):
        return None
    later = int(hour) in AFTERNOON_HOURS.get((groups.get("tod") or "").lower(), ())
    return f"{int(hour) + 12 * later:02d}:{groups.get('min') or '00'}"


# hours of a clock with twelve that lie in the second half of the day
AFTERNOON_HOURS = {
    "trưa": range(1, 4),
    "chiều": range(1, 12),
    "tối": range(1, 13),
    "đêm": range(6, 13),
}


def _month_number(groups: Groups) -> int | None:
    if groups.get("m"):
        return int(groups["m"] or 0)
    word = groups.get("mw")
    return MONTH_WORDS[" ".join(word.lower().split())] if word else None


def _period(unit: Unit, groups: Groups, context: Calendar, month: int, months: int) -> Expression:
    # a quarter that has begun is still to come: its last month tells the year
    year = int(groups["y"] or 0) if groups.get("y") else context.year_of(month + months - 1)
    named = bool(groups.get("y"))
    if year is None:
        return Expression(unit, 0, 0, None, None, named, month)
    return Expression(unit, 0, 0, *month_days(year, month, months), named, month)


def _month(groups: Groups, context: Calendar) -> Expression | None:
    month = _month_number(groups)
    if not month:
        return None
    if groups.get("mw", "") and (groups["mw"] or "").lower() in LUNAR_MONTHS:
        return Expression("part", 0, 0, None, None, False, notes=(Note("lunar"),))
    return _period("month", groups, context, month, 1)


def _months(groups: Groups, context: Calendar) -> Expression | None:
    """ "tháng 01 - 02/2027": from the first of the one to the last of the other."""
    first, last = int(groups["m"] or 0), int(groups["m2"] or 0)
    return _period("month", groups, context, first, last - first + 1) if last > first else None


def _quarters(groups: Groups, context: Calendar) -> Expression | None:
    first, last = (QUARTERS[(groups[q] or "").lower()] for q in ("q", "q2"))
    if last <= first:
        return None
    return _period("quarter", groups, context, 3 * first - 2, 3 * (last - first + 1))


def _days(groups: Groups, context: Calendar) -> Expression | None:
    """ "15 và 16/5/2026": two days in a row; of others the last one is due."""
    first, last = int(groups["d0"] or 0), int(groups["d"] or 0)
    found = _day(groups, context) if 0 < first < last else None
    if found is None or found.first is None or last - first > 1:
        return found
    return replace(found, unit="run", first=found.first - dt.timedelta(days=1))


def _quarter(groups: Groups, context: Calendar) -> Expression | None:
    quarter = QUARTERS[(groups["q"] or "").lower()]
    return _period("quarter", groups, context, 3 * quarter - 2, 3)


def _half(groups: Groups, context: Calendar) -> Expression | None:
    first = (groups["half"] or "").lower() == "đầu"
    return _period("half", groups, context, 1 if first else 7, 6)


def _year(groups: Groups, context: Calendar) -> Expression | None:
    return _period("year", groups, context, 1, 12)


def _stage(groups: Groups, context: Calendar) -> Expression | None:
    first, last = int(groups["y"] or 0), int(groups["y2"] or 0)
    if last < first:
        return None
    return Expression("stage", 0, 0, dt.date(first, 1, 1), dt.date(last, 12, 31))


def _term(groups: Groups, context: Calendar) -> Expression | None:
    return Expression("term", 0, 0, None, context.term_end)


def _monthday(groups: Groups, context: Calendar) -> Expression | None:
    return Expression("monthday", 0, 0, None, None, False, None, int(groups["d"] or 0))


def _weak(reader: Reader) -> Reader:
    """The same, marked as a time only where something else says that it is one."""

    def read(groups: Groups, context: Calendar) -> Expression | None:
        found = reader(groups, context)
        return replace(found, weak=True) if found else None

    return read


# One row a wording: name, pattern, reader. Of two that begin together the longer one is taken.
PATTERNS: tuple[tuple[str, re.Pattern[str], Reader], ...] = tuple(
    (name, re.compile(rf"(?<![\w/.,]){pattern}", re.IGNORECASE), reader)
    for name, pattern, reader in (
        # 15 và 16/5/2026 · 4 & 5/9
        ("two days", rf"{DAY_WORD}(?P<d0>\d{{1,2}})\s*(?:,|và|&)\s*{DAY_WORD}{D}\s?[/.\-]\s?{M}\s?[/.\-]\s?{Y}(?!\d)", _days),
        ("two days without a year", rf"{DAY_WORD}(?P<d0>\d{{1,2}})\s*(?:,|và|&)\s*{DAY_WORD}{D}(?:/|\s+tháng\s+){M}(?:\s*,?\s*năm\s*{Y})?(?![\d/%])", _days),
        # 05/10/2023 · 5-10-2023 · 05.10.2023 · ngày thứ ba 24/11/2015 · 17 giờ 00 ngày 15/12/2026
        ("numeric day", rf"{CLOCK}{DAY_WORD}{WEEKDAY}{DAY_WORD}(?:m[ùồ]ng\s+)?{D}\s?[/.\-]\s?{M}\s?[/.\-]\s?{Y}(?!\d)", _day),
        # ngày 5 tháng 10 năm 2023 · ngày mùng 5 tháng 10/2023 · ngày 25 tháng 11
        ("written day", rf"{CLOCK}{DAY_WORD}{WEEKDAY}{DAY_WORD}(?:m[ùồ]ng\s+)?{D}\s+tháng\s+(?:{M}(?!\d)|{MW})(?:\s*(?:,?\s*năm|/|-)\s*{Y})?{LUNAR}(?!\s*%)", _day),
        # 2026-10-15
        ("ISO day", rf"{DAY_WORD}{Y}-(?P<m>1[0-2]|0[1-9])-(?P<d>3[01]|[12]\d|0[1-9])(?![\d\-T])", _day),
        # 15/10/26, in the years around the document's own
        ("short year", rf"{CLOCK}{DAY_WORD}{WEEKDAY}{DAY_WORD}{D}[/.\-]{M}[/.\-](?P<yy>\d\d)(?![\d/%]|[.\-]\d|\s*%)", _short_year),
        # ngày 10/5 · ngày 15-4 · thứ Sáu, ngày 21/8
        ("day without a year", rf"{CLOCK}(?:{WEEKDAY_WORD}\s*,?\s*)?ngày\s*{WEEKDAY}(?:m[ùồ]ng\s+)?{D}\s?[/.\-]\s?{M}(?![\d/%]|[.\-]\d|\s*%){LUNAR}{YEAR_AFTER}", _day),
        # 10/5, where a bound word before it makes it a date · thứ Tư, 23/12
        ("bare day without a year", rf"{WEEKDAY}{D}/{M}(?![\d/%]|[.\-]\d|\s*%|\s+[^\W\d_]+\s+(?:phiếu|số)){YEAR_AFTER}", _day),
        # what a scanner made of 10/5 or 30/9/2023: said, never guessed
        ("misread day", r"(?:ngày\s*)?(?P<slip>[\dlIOo|]{1,2}/[\dlIOo|]{1,2}(?:/[\dlIOo|]{4})?|[\dlIOo|]{1,2}[.\-][\dlIOo|]{1,2}[.\-][\dlIOo|]{4})(?![\w/])", _slip),
        # 20/13/2027 · 20/5/20027 · ngày 20/13: told, as no calendar has it
        ("impossible day", rf"{CLOCK}{DAY_WORD}(?P<about>(?P<a>\d{{1,2}})\s?[/.\-]\s?(?P<b>\d{{1,2}})\s?[/.\-]\s?(?P<year>20\d{{1,3}}))(?![\w/])", _impossible),
        ("impossible day without a year", rf"{CLOCK}ngày\s*(?P<about>(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}}))(?![\w/%]|[.\-]\d|\s*%)", _impossible),
        # 10 ngày đầu tháng 12 · ngày cuối cùng của tháng 02
        ("first or last days", rf"(?P<count>[1-2]?\d)\s+ngày\s+(?P<side>đầu|cuối)(?:\s+(?:của\s+)?tháng\s+{M}(?!\d))(?:\s*(?:/|,?\s*(?:của\s+)?năm)\s*{Y})?", _some_days),
        # Chủ nhật đầu tiên của tháng 10
        ("weekday of a month", rf"(?P<wd>{WEEKDAY_WORD})\s+(?P<nth>đầu\s+tiên|cuối(?:\s+cùng)?|thứ\s+(?:hai|ba|tư))\s+(?:của\s+)?tháng\s+{M}(?!\d)(?:\s*(?:/|,?\s*năm)\s*{Y})?", _weekday_of_month),
        ("last day", rf"ngày\s+(?P<working>làm\s+việc\s+)?cuối(?:\s+cùng)?\s+(?:của\s+)?tháng\s+{M}(?!\d)(?:\s*(?:/|,?\s*(?:của\s+)?năm)\s*{Y})?", _last_day),
        # ngày Quốc khánh · Tết Nguyên đán 2027
        ("national day", rf"(?:ngày\s+|lễ\s+)*(?P<feast>{FEAST})(?!\w)(?:\s*\(?\s*{D}/{M}(?![\d/])\)?)?(?:(?:\s*/|\s+năm)?\s*{Y})?", _feast),
        ("lunar feast", rf"(?:dịp\s+)?(?P<feast>{LUNAR_FEASTS})(?!\w)(?:\s+{STEM_BRANCH})?(?:(?:\s+năm)?\s+{Y})?", _lunar_feast),
        # ngày 25, of a month that is said elsewhere or of every month
        ("day of a month", rf"ngày\s+(?:m[ùồ]ng\s+)?{D}(?![\d/\-]|\s*/|\s+tháng\s+\d)", _monthday),
        # tháng 01 - 02/2027 · tháng 4, 5 năm 2026 · tháng 7, 8 và 9/2026
        ("months", rf"tháng\s+{M}(?:\s*,\s*\d{{1,2}}){{0,4}}\s*(?:-|–|,|và)\s*(?P<m2>1[0-2]|0?[1-9])\s*(?:/|,?\s*(?:của\s+)?năm)\s*{Y}(?!\d)", _months),
        # tháng 9, 10 · tháng 01 - 02, where nothing follows
        ("months without a year", rf"tháng\s+{M}(?:\s*,\s*\d{{1,2}}){{0,4}}\s*(?:-|–|,|và)\s*(?P<m2>1[0-2]|0?[1-9])(?=\s*(?:$|[;:)]|\.\s*$))", _months),
        # tháng 12/2023 · tháng 12 năm 2023 · tháng Mười Hai · tháng 4
        ("month", rf"tháng\s+(?:{M}(?!\d|\s*%)|{MW})(?:\s*(?:/|,?\s*(?:của\s+)?năm|-)\s*{Y})?(?!\d)", _month),
        # T10/2026
        ("short month", rf"T\.?{M}\s*[/.\-]\s*{Y}(?![\d/])", _month),
        ("short month without a year", rf"T{M}(?![\w/.\-])", _weak(_month)),
        # quý II, III/2026 · quý I và II năm 2026
        ("quarters", rf"qu[ýí]\s+(?P<q>{Q})\b\s*(?:,|và|-|–)\s*(?:qu[ýí]\s+)?(?P<q2>{Q})\b\s*(?:/|-|,?\s*(?:của\s+)?năm)\s*{Y}(?!\d)", _quarters),
        # quý III/2024 · quý 4 năm 2018 · quý I
        ("quarter", rf"qu[ýí]\s+(?P<q>{Q})\b(?:\s*(?:/|-|,?\s*(?:của\s+)?năm|\s)\s*{Y})?(?!\d)", _quarter),
        # Q2/2027
        ("short quarter", rf"Q\.?\s?(?P<q>iv|i{{1,3}}|[1-4])\s*(?:[/.\-]|\s+năm)\s*{Y}(?![\d/])", _quarter),
        # quý 11/2027, as a scanner made it of II
        ("misread quarter", rf"(?P<about>qu[ýí]\s+(?P<q>[\dIVl|]{{1,4}})\s*(?:/|-|,?\s*(?:của\s+)?năm)\s*{Y})(?!\d)", _misread_quarter),
        # 6 tháng đầu năm 2026
        ("half-year", rf"(?:0?6|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm(?:\s+{Y})?", _half),
        ("year", rf"năm\s+{Y}(?!\d|\s*[-–]\s*\d)", _year),
        ("stage", rf"(?:giai\s+đoạn|thời\s+kỳ)\s+(?:từ\s+)?(?:năm\s+)?{Y}\s*(?:-|–|đến(?:\s+năm)?)\s*(?P<y2>20\d\d)", _stage),
        # 5/2027 · 2025-2030 · 2025: a time only where an attribute or a column says so
        ("bare month", rf"{M}/{Y}(?![\d/])", _weak(_month)),
        ("bare years", rf"(?:năm\s+)?{Y}\s*[-–]\s*(?P<y2>20\d\d)(?!\d)", _weak(_stage)),
        ("bare year", rf"{Y}(?![\d/.]|\s*[-–]\s*\d)", _weak(_year)),
        ("end of the term", r"(?:cuối|hết|kết\s+thúc)\s+nhiệm\s+kỳ", _term),
    )
)  # fmt: skip
PART = re.compile(
    r"(?P<part>đầu|giữa|cuối|nửa\s+(?:đầu|cuối)|những\s+tháng\s+(?:đầu|cuối)|tuần\s+(?:đầu|cuối|\d|thứ\s+\w+)(?:\s+của)?)\s*,?\s+$",
    re.IGNORECASE,
)


def find(text: str, context: Calendar) -> tuple[Expression, ...]:
    """Every calendar expression of a text, left to right, none inside another."""
    candidates = sorted(_candidates(text, context), key=lambda e: (e.start, -e.end))
    found: list[Expression] = []
    for expression in candidates:
        if not found or expression.start >= found[-1].end:
            found.append(expression)
    return tuple(_lend_years(_with_solar([_as_part(e, text) for e in found], text), text))


SOLAR_AFTER = re.compile(
    r"\s*\(\s*(?:[^()\d]{0,12}(?:tức|nhằm|dương\s+lịch)\s*(?:là\s*)?)?", re.IGNORECASE
)


def _with_solar(found: list[Expression], text: str) -> list[Expression]:
    """ "27 tháng Chạp (14/02/2026)": the lunar day and the solar one that the text gives for it."""
    kept: list[Expression] = []
    for expression in found:
        before = kept[-1] if kept else None
        if (
            before is not None
            and any(note.code in ("lunar", "lunar_feast") for note in before.notes)
            and expression.unit == "day"
            and SOLAR_AFTER.fullmatch(text[before.end : expression.start])
        ):
            kept[-1] = replace(expression, start=before.start)
        else:
            kept.append(expression)
    return kept


def _candidates(text: str, context: Calendar) -> Iterator[Expression]:
    for _, pattern, reader in PATTERNS:
        for match in pattern.finditer(text):
            expression = reader(match.groupdict(), context)
            if expression is not None:
                yield replace(expression, start=match.start(), end=match.end())


def _as_part(expression: Expression, text: str) -> Expression:
    """ "cuối năm 2015" is a vague part of the year, not the year."""
    begin = max(0, expression.start - 40)
    match = PART.search(text[begin : expression.start])
    if not match or expression.unit not in ("month", "quarter", "year"):
        return expression
    last = expression.last if "cuối" in match["part"].lower() else None  # "đầu" names no last day
    return replace(expression, unit="part", start=begin + match.start(), last=last)


# what stands between two of them: "20/4; 20/7", "Đợt 1: 10/6; Đợt 2: 20/6/2027"
JOINED = re.compile(
    r"\s*(?:(?:,|;|và|hoặc|đến(?:\s+hết)?|tới|-|–)\s*(?:vào|trong)?\s*|[,;]?\s*(?:đợt|vòng|lần|kỳ|lượt)\s+\w{1,4}\s*:\s*)",
    re.IGNORECASE,
)


def _lend_years(found: list[Expression], text: str) -> list[Expression]:
    """ "tháng 4 và tháng 8 năm 2026": the year said last holds for those joined to it; of
    "20/11 và 15/01/2027" the first lies in the year before."""
    known: list[Expression] = []
    lent = False
    for expression in reversed(found):
        following = known[-1] if known else None
        lent = (
            following is not None
            and (following.named_year or lent)
            and following.first is not None
            and following.unit == expression.unit
            and not expression.named_year
            and expression.month is not None
            and bool(JOINED.fullmatch(text[expression.end : following.start]))
        )
        if lent and following is not None and following.first is not None:
            known.append(_before(expression, following.first, following.named_year))
        else:
            known.append(expression)
    return known[::-1]


def _before(expression: Expression, day: dt.date, named: bool) -> Expression:
    """The expression in the year of a day that it stands before in a list; in the one before it,
    which nobody said, where it would lie after that day."""
    same = with_year(expression, day.year)
    late = same.first is not None and same.first > day
    return with_year(expression, day.year - 1) if late else replace(same, named_year=named)


def with_year(expression: Expression, year: int) -> Expression:
    """The same day or period in another year."""
    if expression.month is None:
        return expression
    if expression.unit == "day":
        try:
            date = dt.date(year, expression.month, expression.day or 1)
        except ValueError:
            return expression
        return replace(expression, first=date, last=date)
    months = {"quarter": 3, "half": 6, "year": 12}.get(expression.unit, 1)
    first, last = month_days(year, expression.month, months)
    return replace(expression, first=first, last=last)


def weekdays_in(text: str) -> list[int]:
    """The weekdays that a text names, Monday 0, in its order."""
    return [WEEKDAYS[match[1].lower()] if match[1] else 6 for match in WEEKDAY_NAMED.finditer(text)]


def named_day(text: str) -> dt.date | None:
    """The one day that a text names with its year."""
    found = [e for e in find(text, Calendar()) if e.unit == "day" and e.first]
    return found[0].first if len(found) == 1 else None
