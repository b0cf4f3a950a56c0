"""When a member says: "tuần sau", "thứ sáu tới", "3 ngày nữa", "tháng 12"; text to days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from corpus import dates
from corpus.letters import fold

Period = tuple[dt.date, dt.date]

NEXT = r"(?:sau|toi|tiep(?: theo)?|ke tiep)"
# "hằng quý trước ngày nào" asks for a day, not for the last quarter
LAST = r"(?:truoc(?! (?:ngay|khi|thoi|thang|luc|mung|\d))|qua|vua (?:roi|qua))"
NUMBER = r"(?P<n>\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
NUMBERS = {word: value for value, word in enumerate(
    ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"), 1
)}  # fmt: skip
# "giai đoạn thứ hai", "lần thứ năm" count and name no day
WEEKDAY = r"(?<!lan )(?<!doan )(?<!dot )(?<!vong )(?<!ky )(?<!khoa )(?<!muc )(?:thu (?P<wd>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat|chua nhat))"
WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4,
            "bay": 5, "7": 5}  # fmt: skip

Reader = Callable[[re.Match[str], dt.date], Period | None]


def _days_ahead(ahead: int) -> Reader:
    return lambda match, today: (today + dt.timedelta(ahead),) * 2


def _week(ahead: int) -> Reader:
    def read(match: re.Match[str], today: dt.date) -> Period:
        monday = today + dt.timedelta(days=7 * ahead - today.weekday())
        return monday, monday + dt.timedelta(days=6)

    return read


def _months(count: int, ahead: int) -> Reader:
    """The month, quarter (three months) or year (twelve) that is so many of them away."""

    def read(match: re.Match[str], today: dt.date) -> Period:
        begun = (today.month - 1) % count  # months of this quarter or year before today's
        return dates.month_from(today, ahead * count - begun, count)

    return read


def _weekday(match: re.Match[str], today: dt.date) -> Period:
    """The next such day, today too; of a week that is named the one in it."""
    number = 6 if match["sunday"] else WEEKDAYS[match["wd"]]
    which = match["which"] or ""
    monday = today - dt.timedelta(days=today.weekday())
    if "tuan" in which:
        ahead = 0 if "nay" in which else -1 if re.search(LAST, which) else 1
        day = monday + dt.timedelta(days=7 * ahead + number)
    elif re.search(LAST, which):
        day = today - dt.timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    else:
        first = today + dt.timedelta(days=bool(which))  # "thứ năm tới" is not today
        day = first + dt.timedelta(days=(number - first.weekday()) % 7)
    return day, day


def _counted(match: re.Match[str], today: dt.date) -> Period | None:
    """ "3 ngày tới": from today on; "2 tuần qua": up to today."""
    number = int(match["n"]) if match["n"].isdigit() else NUMBERS[match["n"]]
    backwards = re.fullmatch(LAST, match["side"])
    other = _moved(today, match["unit"], -number if backwards else number)
    return (other, today) if backwards else (today, other)


def _moved(day: dt.date, unit: str, count: int) -> dt.date:
    if unit in ("ngay", "tuan"):
        return day + dt.timedelta(days=count * (7 if unit == "tuan" else 1))
    return dates.same_day_later(day, count * (12 if unit == "nam" else 1))


# on the folded text; the first row that fits is taken
SPOKEN: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), reader)
    for pattern, reader in (
        (rf"(?<!thang )cuoi nam(?: nay)?(?! (?:20\d\d|{NEXT}|{LAST}))", lambda match, today: (today, dt.date(today.year, 12, 31))),
        (r"(?:hom|bua|toi|sang|chieu) nay", _days_ahead(0)),
        (r"(?:ngay|sang|trua|chieu|toi|dem) mai", _days_ahead(1)),
        (r"ngay kia", _days_ahead(2)),
        (r"(?:hom|toi|dem) qua", _days_ahead(-1)),
        (r"hom kia", _days_ahead(-2)),
        (rf"{WEEKDAY}(?P<which> (?:cua )?tuan (?:nay|{NEXT}|{LAST})| {NEXT}| {LAST})?(?! (?:ngay|mong|\d))", _weekday),
        (rf"(?:trong (?:vong )?)?{NUMBER} (?P<unit>ngay|tuan|thang|nam) (?P<side>{NEXT}|nua|{LAST})", _counted),
        (rf"trong (?:vong )?{NUMBER} (?P<unit>ngay|tuan|thang)(?P<side>)", _counted),
        (r"tuan nay", _week(0)), (rf"tuan {NEXT}", _week(1)), (rf"tuan {LAST}", _week(-1)),
        (r"thang nay", _months(1, 0)), (rf"thang {NEXT}", _months(1, 1)), (rf"thang {LAST}", _months(1, -1)),
        (r"quy (?:nay|hien tai)", _months(3, 0)), (rf"quy {NEXT}", _months(3, 1)), (rf"quy {LAST}", _months(3, -1)),
        (r"nam nay", _months(12, 0)), (rf"nam {NEXT}", _months(12, 1)), (rf"nam (?:ngoai|{LAST})", _months(12, -1)),
    )
)  # fmt: skip
# a word or figure that every time has
OF_TIME = re.compile(r"\d|\b(?:ngay|tuan|thang|quy|nam|hom|bua|nay|mai|kia|qua|thu|nhat)\b")
ACCENTED = {"thang": "tháng", "quy": "quý", "ngay": "ngày", "nam": "năm"}
UNACCENTED = re.compile(r"\b(thang|quy|ngay|nam)(?= (?:\d|i{1,3}\b|iv\b))")


def period_of(text: str, today: dt.date) -> Period | None:
    """The days a question speaks of; None where it speaks of none. `text` is in normal form."""
    plain = fold(text)
    if not OF_TIME.search(plain):
        return None
    for pattern, read in SPOKEN:
        match = pattern.search(plain)
        # "tháng sáu" is June, "tháng sau" the next month
        if match and ("wd" in match.groupdict() or not text[: match.end()].endswith("sáu")):
            return read(match, today)
    if found := next(_named(text, today), None):
        return found
    years = set(re.findall(r"\bnam\s+(20\d\d)\b(?!\s*-)", plain))
    if len(years) != 1:
        return None
    year = int(years.pop())
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _named(text: str, today: dt.date) -> Iterator[Period]:
    """Days, months and quarters called by name; without a year those of this one."""
    accented = UNACCENTED.sub(lambda match: ACCENTED[match[1]], text)
    for expression in dates.find(accented, dates.Calendar(year=today.year)):
        if expression.first and expression.last and expression.unit in ("day", "month", "quarter"):
            yield expression.first, expression.last
