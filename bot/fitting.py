"""Whether a passage can be the answer for sure: it has the sum, hour, place or year asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from bot import bodies
from bot.due import ANY_TIME, DATED
from bot.phrasing import HOW_OFTEN, QUESTIONS_KEPT
from bot.questions import Question
from bot.references import bodies_in, issuer_name
from bot.weighing import PHONE, REPORTED, Place, own_deadlines, returns_every, tells_where
from corpus.letters import fold
from corpus.model import Plan, Section
from corpus.rows import groups_above
from index.repair import is_one_slip

# what a plan is based on answers hardly anything else
BASIS = re.compile(r"\W*Căn cứ (?!chức năng|nhiệm vụ|tình hình|kết quả|điều kiện|vào|yêu cầu)")
ASKS_BASIS = re.compile(
    r"\b(?:can cu|dua (?:vao|tren)|theo|thuc hien|co so nao|so (?:may|bao nhieu))\b"
)
SENT_WHERE = re.compile(
    r"\b(?:gui|nop|bao cao|dang ky|lien he|ung ho)(?: \w+){0,9}? (?:(?:ve|o|den|toi) dau|(?:cho|ve|den|toi|qua) (?:ai|(?:don vi|co quan|so|phong|ban|bo|noi|bo phan) nao))\b"
)
MONEY = r"(?:dong|[dđ]|vnd|trieu|nghin|ngan|ty)"
# what a question asks for, on its folded text, and the form of its answer, on the passage without
# diacritics; one row a kind. A passage without that form is shown with a doubt.
FORMS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(form))
    for asked, form in (
        # a sum of money
        (r"\b(?:bao nhieu|may) (?:tien|dong|trieu|nghin|ngan|ty)\b|\bgia (?:ve |la )?bao nhieu\b|\bmuc (?:tien|thuong tien|luong|dong)\b|\b(?:tien|luong|vay)(?: \w+){1,10} bao nhieu$"
         r"|\b(?:kinh phi|chi phi|du toan)\b.*\b(?:bao nhieu|may)\b(?! (?:ngay|lan|nguon|nguoi))"
         r"|\b(?:hoc|vien|le) phi\b.*\bbao nhieu\b|(?<!\w)(?<!danh )(?<!tham )(?<!quoc )gia (?!dinh|tri|tang|han|cua)(?:\w+ ){1,8}bao nhieu\b",
         rf"\d[\d.,]*\s*{MONEY}\b"),
        (r"\bmuc (?:chi|thuong(?! tien)|phi|ho tro)\b.*\b(?:bao nhieu|toi da|toi thieu|the nao)\b|\b(?:boi thuong|tro cap|ho tro|thuong|phat) bao nhieu\b",
         rf"\d[\d.,]*\s*(?:{MONEY}\b|%)"),
        # a share
        (r"\b(?:bao nhieu|may) (?:%|phan tram)", r"\d\s*%|\d phan tram"),
        # an address
        (r"\b(?:e-?mail|gmail|hom thu)\b(?: \w+){0,6} (?:nao|gi|dau)\b|\b(?:nao|gi) (?:e-?mail|gmail)\b|^(?:e-?mail|gmail|hom thu)\b", r"@"),
        (r"\b(?:web|website|trang (?:web|thong tin)|duong link|link)\b(?: \w+){0,4} (?:nao|gi|dau)\b", r"https?://|www\.|\w\.vn\b"),
        (r"\b(?:bao nhieu|may) thang luong\b", r"\d+ thang luong"),
        # an hour
        (r"\b(?:bao nhieu|may) gio\b|\bgio nao\b", r"\b\d{1,2}\s*(?:gio|h|g)\s*\d{0,2}\b"),
        # a place
        (r"\btru so\b|\bdia chi (?:o dau|nao|la gi)\b|\bo dia chi (?!e-?mail|web|mail)",
         r"\b(?:dia chi|tru so|tang \d+|so \d+[a-z]?(?:/\d+)*,? (?:duong|pho))\b|@|https?://"),
        (r"\b(?:dia diem|hoi truong|san|cho) (?:nao|o dau)\b"
         r"|\b(?:to chuc|dien ra|khoi hanh|hop|tap trung)(?: \w+){0,6} (?:o|tai) dau\b|\bgio o dau\b",
         r"\b(?:tai(?! (?:chinh|san|lieu|khoan|nguyen|nan|tro|nang|che|lap|tao))|dia diem|dia chi|tru so|hoi truong|nha van hoa)\b"),
        # a person's name
        (r"\bai la (?:\w+ )?(?:chu tich|pho|truong|giam doc|bi thu)\b"
         r"|\b(?:chu tich|truong ban|pho ban|truong phong|giam doc|bi thu)(?: \w+){0,12} (?:la ai|ten (?:la )?gi)\b",
         r"\b(?:[Dd]ong chi|[Oo]ng|[Bb]a|[Dd]/c)\s*:?\s*[A-Z]|\b(?:truong|pho) (?:[a-z]+ ){1,9}(?:la|:) "),
        # how often
        (HOW_OFTEN.pattern, r"\b(?:\d+|mot|hai|ba) lan\b|\b(?:hang|moi) (?:ngay|tuan|thang|quy|nam|ky|gio)\b|\b(?:dinh ky|thuong xuyen|giao ban)\b|/(?:ngay|tuan|thang|quy|nam)\b"),
        # a bank account
        (r"\bso tai khoan (?:nao|gi|la|cua|ngan hang|bao nhieu|nhan|ung ho|chuyen)\b|\btai khoan\b(?: \w+){0,12} (?:la gi|so (?:may|bao nhieu|nao))\b|\bstk\b", r"\d{6,}"),
    )
)  # fmt: skip
# "đợt 3" is answered by what is said of it, in whatever figures
ORDINAL = re.compile(
    r"\b(?P<what>dot|giai doan|nhom|vong|buoc|chuyen de|phu luc|khoa|lan thu|tieu chi|dieu) (?:so |thu )?0?(?P<n>\d{1,2})(?![\w/%.,-]| (?:ngay|thang|nam|tuan|gio|lan)\b)"
)
ROMAN = (
    "",
    *[
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "vi",
        "vii",
        "viii",
        "ix",
        "x",
        "xi",
        "xii",
        "xiii",
        "xiv",
        "xv",
    ],
)
DATES = re.compile(
    r"\b\d{1,2}\s*[/.]\s*\d{1,2}(?:\s*[/.]\s*\d{4})?\b|\b\d{1,2}-\d{1,2}-\d{4}\b|\b\d{1,2}/\d{4}\b|\b\d+\s*/\s*[a-z]|\b(?:19|20)\d\d\b"
    r"|\b(?:ngay|thang|quy|nam|lan thu|diem|muc|khoan|dieu|phu luc)\s+\d+\b"
)
COUNTED_HERE = re.compile(r"\d[\d.,]*\W+((?:[^\s\d]+\s+){0,4}[^\s\d]+)")  # words behind a figure
SHARE = re.compile(r"\d[\d.,]*\s*%")
TIME_UNITS = frozenset({"ngay", "thang", "gio", "tuan", "phut"})
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def has_phone_if_wanted(question: Question, text: str) -> bool:
    """A question for a telephone number is only answered with one."""
    return "phone" not in question.wants or bool(PHONE.search(text))


def is_what_is_wanted(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """Can a passage be the answer for sure?

    A question that begins with a body which has issued no plan is answered from another's with a
    doubt; so is one for a sum, an hour, a report of every month or a year where there is none.
    """
    return (
        not question.is_doubtful
        and _speaks_of_bodies(question, plan, place, text)
        and tells_its_days(question, plan, place, text)
        and speaks_of_places(question, plan, place, text)
        and _has_ordinal(question, plan, place, text)
        and not _is_mere_basis(question, plan, place, text)
        and _has_time(question, plan, place, text)
        and _has_both_ends(question, plan, place)
        and (not asked_by(question.plain).where_to or tells_where(text))
        and _has_forms(question, text)
        and _has_figure(question, text)
        and _has_year(question, plan, place, text)
        and _returns_as_asked(question, plan, place, text)
    )


def tells_its_days(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """Are a passage's days those that the question asks for: of that body, of a report where one is
    asked for, of what takes place? Else they are kept back also where the passage is shown."""
    return (
        _is_of_actor(question, plan, place, text)
        and _is_report(question, plan, place, text)
        and _takes_place_then(question, plan, place, text)
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a folded question asks for by its words: forms of an answer, stages by their numbers,
    years, and where to something is to be sent."""

    forms: tuple[re.Pattern[str], ...]
    ordinals: tuple[tuple[str, int], ...]
    years: frozenset[int]
    where_to: bool


@lru_cache(QUESTIONS_KEPT)
def asked_by(plain: str) -> Asked:
    """What a folded question asks for."""
    return Asked(
        tuple(form for asked, form in FORMS if asked.search(plain)),
        tuple((match["what"], int(match["n"])) for match in ORDINAL.finditer(plain)),
        frozenset(map(int, YEAR.findall(plain))),
        bool(SENT_WHERE.search(plain)),
    )


# with its marks: "thắng lợi", "quy định", "Việt Nam" say no time
SAYS_TIME = re.compile(
    r"\b(?:ngày|tháng|quý|năm|hằng|hàng|thường xuyên|khi|giờ|nhiệm kỳ|giai đoạn|kế hoạch riêng)\b"
)


def _has_time(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """A question for a day is answered for sure by what says one, or says that there is none."""
    if "deadline" not in question.wants or {"issued", "signer"} & question.wants:
        return True
    return bool(own_deadlines(plan, place, ANY_TIME)) or bool(SAYS_TIME.search(text.lower()))


REPORT_DUE = re.compile(r"\b(?:bao cao|nop)\b")


def _is_report(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """The day of a report is not answered by days of something else: the plan's run, a survey."""
    if "deadline" not in question.wants or not REPORT_DUE.search(question.plain):
        return True
    own = own_deadlines(plan, place, DATED)
    return not own or bool(REPORTED.search("\n".join([text, *(d.sentence for d in own)])))


# what takes place on a day of its own: the day by which something else is due is not that
TAKES_PLACE = re.compile(
    r"\b(?P<what>khanh thanh|khoi cong|khai mac|be mac|khai giang|lam viec|di kiem tra|di tham|dien ra|ra quan|hop bao|dien tap|niem yet|phat hanh|cong bo|ban giao|nghiem thu)\b"
)


def _takes_place_then(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """Does what is asked to take place on a day stand with one of the passage's days?"""
    asked = TAKES_PLACE.search(question.plain) if "deadline" in question.wants else None
    own = own_deadlines(plan, place, DATED) if asked else []
    if not asked or not own:
        return True
    said = [fold(d.sentence.lower()) for d in own]
    return asked["what"] == "dien ra" or any(asked["what"].removeprefix("di ") in s for s in said)


FROM_TO = re.compile(r"\btu (?:ngay|luc|khi|thang|gio) (?:nao|may)\b.* (?:den|toi)\b")


def _has_both_ends(question: Question, plan: Plan, place: Place) -> bool:
    """ "Từ ngày nào đến ngày nào" is not answered by a day before which something is due."""
    own = own_deadlines(plan, place, DATED) if FROM_TO.search(question.plain) else []
    return not own or any(d.kind != "by" or d.start for d in own)


def _is_mere_basis(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """Does a passage only say what the plan is based on, which was not asked?"""
    opening = plan.sections[place.section].level == 0 and bool(BASIS.match(text))
    return opening and not ASKS_BASIS.search(question.plain)


def _speaks_of_bodies(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """What another body of the place does is told by a passage that names it."""
    here = _whole_words(*_headings(plan, place), text) if question.bodies else ""
    return all(f" {body} " in here for body in question.bodies)


# who is meant as a group, and with them each of its bodies; folded
GROUPS = re.compile(
    r"\b(?:don vi|co quan|cac cap|nganh|dia phuong|cac so|phong ban|doan the|cac hoi|thu truong)\b"
)


def _is_of_actor(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """Where a body is asked for that is to do or get something by a day: is it the one meant here?

    Where nobody is named who acts, it may be.
    """
    if question.plans is not None or "deadline" not in question.wants:
        return True
    named = bodies_in(question.plain)
    if not named:
        return True
    own = own_deadlines(plan, place, ANY_TIME)
    who = [d.addressee for d in own if d.addressee] or [
        bodies.heading_body(plan.sections[place.section].path)
    ]
    acting = _whole_words(*who)
    here = _whole_words(*_headings(plan, place), text, plan.issuer or "")
    return all(
        f" {body} " in here + acting
        or (
            bodies.acts(body, question.plain)
            and (not acting.strip() or bool(GROUPS.search(acting)))
        )
        for body in named
    )


def speaks_of_places(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """Is a passage, or its plan, of the places that a question names? Else it is nearly as wrong
    as another plan's."""
    if not question.places:
        return True
    unnamed = issuer_name(plan.issuer) is None  # then what it is based on says where it belongs
    head = [s.text for s in plan.sections if s.role == "head" or (unnamed and s.level == 0)]
    if unnamed:
        head += [s.text for s in _before_first_number(plan)]
    here = _whole_words(*_headings(plan, place), text)
    around = _whole_words(plan.title, plan.issuer or "", *head)
    return all(f" {name} " in here or f" {name} " in around for name in question.places)


NUMBERED = re.compile(r"\W*(?:[IVX]+|[A-Z]|\d+)[.)]")


def _before_first_number(plan: Plan) -> Iterator[Section]:
    return takewhile(lambda section: not NUMBERED.match(section.heading), plan.sections)


def _whole_words(*texts: str) -> str:
    """Folded words of texts with a blank on either side, to look for names that are whole."""
    return f" {bodies.folded_words(chr(10).join(texts))} "


def _has_ordinal(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """A stage, round or group that is asked for by its number must be one that is spoken of."""
    asked = asked_by(question.plain).ordinals
    if not asked:
        return True
    here = fold("\n".join([plan.title, *_headings(plan, place), text])).lower()
    return all(
        re.search(rf"\b{what}\W+(?:so |thu )?(?:0?{n}|{ROMAN[n] if n < len(ROMAN) else n})\b", here)
        for what, n in asked
    )


def _headings(plan: Plan, place: Place) -> tuple[str, ...]:
    """What a passage stands under: headings, and heads of a table's groups of rows."""
    section = plan.sections[place.section]
    return (*section.path, *groups_above(section.items, place.first))


def _has_forms(question: Question, text: str) -> bool:
    forms = asked_by(question.plain).forms
    if not forms:
        return True
    plain = fold(text)
    return all(form.search(plain) or form.search(plain.lower()) for form in forms)


def _has_figure(question: Question, text: str) -> bool:
    """ "Bao nhiêu người" needs a figure, and a date is none; "mấy tháng" needs one of months."""
    if not question.counted:
        asked = question.plain.endswith("bao nhieu") and "deadline" not in question.wants
        return not asked or bool(re.search(r"\d", text))
    if "whole" in question.wants:
        return True  # "có mấy hình thức, gồm gì" is answered by the list
    unit = question.counted.split()[0]
    figure = rf"\d\s*(?:{'gio|h' if unit == 'gio' else unit})" if unit in TIME_UNITS else r"\d"
    here = DATES.sub(" ", fold(text).lower())
    if unit in ("phan", "%") or "chiem bao nhieu" in question.plain:
        return bool(re.search(figure, here))
    if re.search(rf"\d\s*%\s*{unit}\b", here):
        return True  # "tối đa bao nhiêu tập thể": "10% tập thể"
    here = SHARE.sub(" ", here)
    if unit in TIME_UNITS or unit in ("tien", "diem") or " | " in text or "\n" in text:
        return bool(re.search(figure, here))
    if re.search(rf"\b{unit}\b[^.;\d]{{0,60}}\d", here):
        return True
    counted = {word for run in COUNTED_HERE.findall(here) for word in re.findall(r"\w+", run)}
    return unit in counted or any(is_one_slip(unit, word) for word in counted)


def _has_year(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """A year that is asked for must be one that the passage or its plan speaks of."""
    asked = asked_by(question.plain).years
    if not asked:
        return True
    own = own_deadlines(plan, place, DATED)
    if any(d.kind == "recurring" for d in own):
        return True
    path = _headings(plan, place)
    said = set(map(int, YEAR.findall("\n".join([text, *path, plan.title, plan.number or ""]))))
    said |= {d.due.year for d in own if d.due} | {d.start.year for d in own if d.start}
    if plan.issued_on and not own:
        said.add(plan.issued_on.year)
    if plan.term and not own:
        said |= set(range(int(plan.term[:4]), int(plan.term[-4:]) + 1))
    return bool(asked & said)


def _returns_as_asked(question: Question, plan: Plan, place: Place, text: str) -> bool:
    if not question.every or "deadline" not in question.wants:
        return True
    own = own_deadlines(plan, place, DATED)
    said = "6 tháng" in question.every and re.search(r"\b0?6 tháng|sáu tháng", text)
    return bool(said) or any(returns_every(question.every, d) for d in own)
