"""How much a passage's kind helps or hinders for what a question wants; BM25 knows only words."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Protocol

from bot import bodies
from bot.due import DATED
from bot.phrasing import QUESTIONS_KEPT, asks_for_doer, asks_how_often, asks_who
from bot.questions import Question, Want
from corpus.addressees import addressee_in, destination_in
from corpus.letters import fold
from corpus.model import Deadline, Plan
from corpus.sentences import sentences_of_lines
from corpus.wording import UNIT_COLUMN
from index.analysis import syllable_terms
from index.asking import light_folded
from index.search import Hit
from index.text import normal

WHOLE_SECTION_CHARS = 2_400
TITLED = 1.25  # a plan whose title has what the question calls it
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\d/.])(?:\+84|0)\d(?:[\s.]?\d){7,9}(?![\d/])")
TIME_HEADING = re.compile(r"thời gian|thời hạn|tiến độ|lịch", re.IGNORECASE)
REPORTS = re.compile(r"\b(?:bao cao|nop|gui)\b")
REPORTED = re.compile(r"báo cáo|nộp|gửi", re.IGNORECASE)
EXAMPLE = re.compile(r"\W*Ví dụ")
TIMED = frozenset({*DATED, "ongoing"})
PERCENT = re.compile(r"(?<![\d*x×])(?<![*x×] )\d[\d.,]*\s*%|\d phần trăm")  # no "a/b * 100%"
CHARGED = re.compile(
    r"chủ trì|đầu mối|phụ trách|chịu trách nhiệm|[Gg]iao (?:cho )?[A-ZĐ]|thường trực|do [A-ZĐ]"
)
URL = re.compile(r"(?:https?://|www\.)\S+")
# parts of a plan that answer one want and no other question
SPECIAL: dict[str, Want] = {"signature": "signer", "head": "issued", "recipients": "recipients"}


@lru_cache(QUESTIONS_KEPT)
def asks_for_report(plain: str) -> bool:
    """Is a folded question about reporting or handing in?"""
    return bool(REPORTS.search(plain))


ASKS_FOR_LINK = re.compile(r"\b(?:web|website|trang web|trang thong tin|duong link|link)\b")


@lru_cache(QUESTIONS_KEPT)
def asks_for_link(plain: str) -> bool:
    """Does a folded question ask for an address on the web?"""
    return bool(ASKS_FOR_LINK.search(plain))


class Place(Protocol):
    """Anything that names items of a section: a passage of the index, or one that was found."""

    @property
    def section(self) -> int:
        """Position of the section."""

    @property
    def first(self) -> int:
        """First item, -1 for the whole section."""

    @property
    def last(self) -> int:
        """Last item."""


def weight_of(question: Question, plan: Plan, hit: Hit, text: str, today: dt.date) -> float:
    """How much a passage's kind helps or hinders for what the question wants; `text` is its text."""
    passage = hit.passage
    section = plan.sections[passage.section]
    if section.role in SPECIAL:
        return 0.4
    weight = _content_weight(text, question) * (0.5 + 0.5 * hit.figures)
    if EXAMPLE.match(text) and "vi du" not in question.plain:
        weight *= 0.6
    if section.level == 0 and "cited" not in question.wants:
        # the opening repeats the title and tells nothing more
        weight *= 0.5 if text.startswith("Căn cứ") else 0.75
    weight *= _actor_weight(question, plan, passage, text)
    if passage.plan_key in question.titled:
        weight *= TITLED
    if passage.is_heading and (section.items or len(plan.below(passage.section)) > 1):
        return weight * _whole_weight(text, question)
    own = own_deadlines(plan, passage, TIMED)
    if {"deadline", "contact"} & question.wants:
        meant = bodies.is_for_asked(own, question.plain, plan)
        weight *= {True: 1.3, False: 0.6, None: 1.0}[meant]
    if "deadline" in question.wants or asks_how_often(question.plain):
        weight *= _deadline_weight(own, question, today)
        if asks_for_report(question.plain):
            is_report = any(REPORTED.search(d.sentence) for d in own)
            weight *= 1.3 if is_report else 0.8 if own else 1.0
        elif TIME_HEADING.search(section.heading):
            weight *= 2.0 if is_about_plan(question, plan) else 1.3
    return weight


def is_about_plan(question: Question, plan: Plan) -> bool:
    """Does a question say nothing beyond the plan's title: "… thực hiện đến khi nào"?"""
    return overlap(question, plan.title) >= 0.75


def _leader(plan: Plan, place: Place) -> frozenset[str]:
    """The bodies in the first cell of a row that says who leads."""
    items = plan.sections[place.section].items
    cells = items[place.first].cells if place.first >= 0 else ()
    who = next((cell for head, cell in cells if UNIT_COLUMN.search(head)), "")
    return bodies.names_of(who) if who else frozenset()


# words of a question for a plan's own date and number
OF_ISSUE = frozenset({
    "ban", "hanh", "ra", "ngay", "thang", "nam", "so", "hieu", "ky", "doi", "vao", "luc", "duoc", "may", "ke", "hoach",
    "chuong", "trinh", "cong", "van", "quyet", "dinh", "nghi", "kh", "ctr", "qd", "nq", "phat", "co", "quan", "don", "vi",
    "nao", "khi",
})  # fmt: skip


def asks_of_plan(question: Question, plan: Plan) -> bool:
    """Does a question for a date or number of issue mean the plan, and not a standard or list that
    is to come out under it?"""
    about = {word for word in question.syllables - OF_ISSUE - light_folded() if word.isalpha()}
    named = words_in(f"{plan.title} {plan.issuer or ''}")
    return len(about & named) >= 0.6 * len(about)


LONGEST_SUBJECT = 60  # characters: a longer one calls upon everybody


def _subject(text: str) -> str:
    """The body that a passage begins with: "Sở Nội vụ hướng dẫn …"; "" where none does."""
    line = text.partition("\n")[0].lstrip("-+• ")
    body = addressee_in(line) or ""
    return body if line.startswith(body) and len(body) <= LONGEST_SUBJECT else ""


def _actor_weight(question: Question, plan: Plan, place: Place, text: str) -> float:
    """ "Ai chủ trì …" is answered where somebody is named, "Sở Nội vụ làm gì" under its name."""
    section = plan.sections[place.section]
    heads = bodies.heading_names(section.path)
    leads = frozenset() if "deadline" in question.wants else _leader(plan, place)
    if bodies.named_in(question.plain, heads | leads):
        return 1.4
    if bodies.names_any(question.plain) and place.first >= 0:
        names = bodies.group_names(_subject(text))
        if bodies.named_in(question.plain, names):
            return 1.4
    if asks_who(question.plain) or asks_for_doer(question.plain):
        cells = [
            head for item in section.items[place.first : place.last + 1] for head, _ in item.cells
        ]
        if "chu tri" in question.plain and "chủ trì" in text.lower():
            return 1.3
        tells = heads or any(map(UNIT_COLUMN.search, cells)) or CHARGED.search(text)
        told, untold = (1.25, 0.85) if asks_who(question.plain) else (1.1, 0.95)
        return told if tells else untold
    return 1.0


def _content_weight(text: str, question: Question) -> float:
    """What is asked for by its form: an address, a figure, a document's number."""
    wants, weight = question.wants, 1.0
    if "cited" in wants and re.search(r"\d+\s*[-/]\s*[A-ZĐ]{2}", text):
        weight *= 1.5
    if "email" in wants and EMAIL.search(text):
        weight *= 2.5
    if "phone" in wants and PHONE.search(text):
        weight *= 2.5
    if asks_for_link(question.plain) and URL.search(text):
        weight *= 2.0
    if "contact" in wants and tells_where(text):
        of_report = "bao cao" in question.plain and not sends_report(text)
        weight *= 1.0 if of_report else 1.4
    if "percent" in wants:
        weight *= 1.4 if PERCENT.search(text) else 0.8
    return weight * _count_weight(text, question.counted) if "count" in wants else weight


def tells_where(text: str) -> bool:
    """Does a text have an address, or say where something is to be sent?"""
    said = any(form.search(text) for form in (EMAIL, PHONE, URL))
    return said or any(map(destination_in, text.splitlines()))


def sends_report(text: str) -> bool:
    """Does a text say where a report goes, or give an address?"""
    told = filter(destination_in, sentences_of_lines(text))
    return any("báo cáo" in s.lower() for s in told) or bool(EMAIL.search(text))


def _whole_weight(text: str, question: Question) -> float:
    """A whole section is wanted by "gồm những gì", and is too much to quote where it is long."""
    if len(text) > WHOLE_SECTION_CHARS:
        return 0.8
    return 1.25 if "whole" in question.wants else 1.0


def _deadline_weight(own: list[Deadline], question: Question, today: dt.date) -> float:
    """A passage with a deadline answers "khi nào" better; best one in the days asked for, then, by
    a hair, one whose day is to come: between plans `choosing` looks at that."""
    if not own:
        return 0.85 if "day" in question.wants else 1.0
    if asks_how_often(question.plain):
        return 1.8 if any(d.kind in ("recurring", "ongoing") for d in own) else 1.0
    if question.every and any(returns_every(question.every, d) for d in own):
        return 2.0
    if all(d.kind == "ongoing" for d in own):
        return 1.0  # "Thường xuyên": no day, and none was forgotten
    days = [d.due for d in own if d.due is not None]
    period = question.period
    if period and any(period[0] <= day <= period[1] for day in days):
        return 1.8
    if period and days and not any(d.kind == "recurring" for d in own):
        return 1.0  # a day, but none of those asked for
    if any(d.kind == "recurring" for d in own) or any(day >= today for day in days):
        return 1.4
    if not days:  # counted from an event: no answer to "ngày nào"
        return 0.85 if "day" in question.wants else 1.2
    return 1.33


HALF_YEAR = "6 tháng"  # a rule has two days for it, or one


def returns_every(every: str, deadline: Deadline) -> bool:
    """Does the deadline return as often as asked? A quarter's rule is monthly with an interval."""
    rule = deadline.rule or ""
    if HALF_YEAR in every or HALF_YEAR in deadline.phrase:
        return HALF_YEAR in every and HALF_YEAR in deadline.phrase
    return every in rule and ("INTERVAL" in rule) is ("INTERVAL" in every)


def _count_weight(text: str, counted: str) -> float:
    """ "bao nhiêu kế hoạch" is answered by "08 Kế hoạch", hardly by a passage without figures."""
    plain = fold(text.lower())
    first = re.escape(counted.split()[0]) if counted else ""
    if first and re.search(rf"\d[\d.,]*\s*(?:\w+\s+){{0,1}}{first}\b", plain):
        return 1.5
    return 1.0 if re.search(r"\d", plain) else 0.85


def own_deadlines(plan: Plan, passage: Place, kinds: frozenset[str]) -> list[Deadline]:
    """Deadlines that stand in the passage itself, else the year of the aims that it is one of; for a
    heading, in everything under it."""
    if passage.first < 0:
        inside = set(plan.below(passage.section))
        own = [d for d in plan.deadlines if d.section in inside and d.kind in kinds]
    else:
        own = [
            d
            for d in plan.deadlines
            if d.section == passage.section
            and passage.first <= d.item <= passage.last
            and d.kind in kinds
        ]
    return own or (_aims_above(plan, passage.section) if "target" in kinds else [])


def _aims_above(plan: Plan, section: int) -> list[Deadline]:
    """The year in the nearest heading that sets aims: "Mục tiêu đến hết năm 2026"."""
    headings = [d for d in plan.deadlines if d.item < 0 and d.kind == "target"]
    over = [d for d in headings if section in plan.below(d.section)]
    nearest = max((d.section for d in over), default=None)
    return [d for d in over if d.section == nearest]


def pairs_in(text: str) -> set[str]:
    """The pairs of folded syllables of a text."""
    return {
        t for line in text.splitlines() for t in syllable_terms(normal(line)) if t.count("~") == 2
    }


def words_in(text: str) -> set[str]:
    """The folded words of a text."""
    return set(re.findall(r"\w+", fold(text.lower())))


def overlap(question: Question, text: str) -> float:
    """Share of the question's syllables that a text has, in [0, 1]."""
    asked = question.syllables
    return len(asked & words_in(text)) / len(asked) if asked else 0.0


def likeness(question: Question, text: str) -> tuple[float, float]:
    """How well a task is the one asked for: share of the question that it has, then share of its
    own words that the question has ("trao quà" before "danh sách đề nghị tặng quà")."""
    here = words_in(text)
    return overlap(question, text), len(here & question.syllables) / max(1, len(here))


def is_short(question: Question) -> bool:
    """Does a question without a plan have one word or two, so that many passages answer it?"""
    return question.plans is None and 0 < len(question.syllables) <= 2
