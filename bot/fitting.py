"""Whether a passage can be the answer for sure: it has the sum, hour, place or year asked for."""

from __future__ import annotations

import re

from bot.due import DATED
from bot.questions import Question
from bot.weighing import PHONE, Place, own_deadlines, returns_every
from corpus.letters import fold
from corpus.model import Plan

# what a question asks for, on its folded text, and the form of its answer, on the passage without
# diacritics; one row a kind. A passage without that form is shown with a doubt.
FORMS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(form))
    for asked, form in (
        # a sum of money
        (r"\b(?:bao nhieu|may) (?:tien|dong|trieu|nghin|ngan|ty)\b|\bgia (?:ve |la )?bao nhieu\b"
         r"|\bmuc (?:chi|tien|thuong|phi|ho tro)\b.*\bbao nhieu\b|\b(?:boi thuong|tro cap|ho tro|thuong|phat) bao nhieu\b",
         r"\d[\d.,]*\s*(?:dong|[dđ]|vnd|trieu|nghin|ngan|ty)\b|%"),
        (r"\b(?:bao nhieu|may) thang luong\b", r"\d+ thang luong"),
        # an hour
        (r"\b(?:bao nhieu|may) gio\b|\bgio nao\b", r"\b\d{1,2}\s*(?:gio|h|g)\s*\d{0,2}\b"),
        # a place
        (r"\b(?:dia diem|hoi truong|san|cho) (?:nao|o dau)\b|\btru so\b"
         r"|\b(?:to chuc|dien ra|khoi hanh|hop|tap trung)(?: \w+){0,6} (?:o|tai) dau\b|\bgio o dau\b",
         r"\b(?:tai|dia diem|tru so|hoi truong|nha van hoa)\b"),
        # a person's name
        (r"\bai la (?:\w+ )?(?:chu tich|pho|truong|giam doc|bi thu)\b"
         r"|\b(?:chu tich|truong ban|pho ban|truong phong|giam doc|bi thu)(?: \w+){0,12} (?:la ai|ten (?:la )?gi)\b",
         r"\b(?:[Dd]ong chi|[Oo]ng|[Bb]a|[Dd]/c)\s*:?\s*[A-Z]"),
        # a bank account
        (r"\bso tai khoan\b|\bstk\b", r"\d{6,}"),
    )
)  # fmt: skip
DATES = re.compile(
    r"\b\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?\b|\b\d{1,2}/\d{4}\b|\b\d+\s*/\s*[a-z]|\b(?:19|20)\d\d\b"
    r"|\b(?:ngay|thang|quy|nam|lan thu)\s+\d+\b"
)
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
        and _has_forms(question, text)
        and _has_figure(question, text)
        and _has_year(question, plan, place, text)
        and _returns_as_asked(question, plan, place, text)
    )


def _has_forms(question: Question, text: str) -> bool:
    plain = fold(text)
    return all(
        form.search(plain) or form.search(plain.lower())
        for asked, form in FORMS
        if asked.search(question.plain)
    )


def _has_figure(question: Question, text: str) -> bool:
    """ "Bao nhiêu người" needs a figure, and a date is none; "mấy tháng" needs one of months."""
    if not question.counted:
        return True
    unit = question.counted.split()[0]
    figure = rf"\d\s+{unit}\b" if unit in TIME_UNITS else r"\d"
    return bool(re.search(figure, DATES.sub(" ", fold(text).lower())))


def _has_year(question: Question, plan: Plan, place: Place, text: str) -> bool:
    """A year that is asked for must be one that the passage or its plan speaks of."""
    asked = set(map(int, YEAR.findall(question.plain)))
    own = own_deadlines(plan, place, DATED)
    if not asked or any(d.kind == "recurring" for d in own):
        return True
    path = plan.sections[place.section].path
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
