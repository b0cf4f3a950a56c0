"""What is due: deadlines by date, plan and body, for /han, for questions and for the terminal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.bodies import folded_words
from bot.due import DATED, Due, due_in, due_on
from bot.questions import understand
from bot.references import Catalogue
from corpus.model import Deadline, Plan

FAR = dt.date(2200, 12, 31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deadlines are wanted: of a period, of these plans (keys), of a body (folded words)."""

    period: tuple[dt.date, dt.date] | None = None
    plans: frozenset[int] | None = None
    who: str = ""


Entry = tuple[Plan, Due]


def coming(plans: Iterable[tuple[int, Plan]], wanted: Wanted, today: dt.date) -> Iterator[Entry]:
    """Deadlines that are not over, nearest first; each is told once though text and table say it."""
    yield from _once(
        entry for entry in _ordered(plans, wanted, today, wanted.period)
        if entry[1].days_left is not None and entry[1].days_left >= 0
    )  # fmt: skip


def of_period(
    plans: Iterable[tuple[int, Plan]], wanted: Wanted, today: dt.date, first: dt.date, last: dt.date
) -> Iterator[Entry]:
    """Every deadline that falls into a period, past ones too, nearest first."""
    yield from _once(_ordered(plans, wanted, today, (first, last)))


SAME_TASK = 0.7  # share of the shorter task's words that text and table have in common


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told of a deadline: in which part of its plan, the words of its task, who acts."""

    role: str
    words: frozenset[str]
    who: str


def _told_of(plan: Plan, deadline: Deadline) -> _Told:
    words = frozenset(folded_words(deadline.task).split())
    role = plan.sections[deadline.section].role
    return _Told(role, words, folded_words(deadline.addressee or ""))


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Without what a plan's table says again of its text, or the other way round."""
    told: dict[tuple[str, dt.date | None], list[_Told]] = {}
    for plan, due in entries:
        now = _told_of(plan, due.deadline)
        before = told.setdefault((plan.id, due.due), [])
        if not any(_is_same(now, other) for other in before):
            before.append(now)
            yield plan, due


def _is_same(one: _Told, other: _Told) -> bool:
    """The same task of the same body; in another part of the plan the words may differ a little
    and the body be named in other words."""
    if one.role == other.role:
        return one.words == other.words and one.who == other.who
    return len(one.words & other.words) >= SAME_TASK * max(1, min(len(one.words), len(other.words)))


def is_told_again(plan: Plan, deadline: Deadline, other: Deadline) -> bool:
    """Do two deadlines of a plan say the same: the same day and task, in text and table?"""
    if (deadline.due, deadline.rule, deadline.start) != (other.due, other.rule, other.start):
        return False
    if "relative" in (deadline.kind, other.kind) and deadline.event != other.event:
        return False
    return _is_same(_told_of(plan, deadline), _told_of(plan, other))


def _ordered(
    plans: Iterable[tuple[int, Plan]],
    wanted: Wanted,
    today: dt.date,
    period: tuple[dt.date, dt.date] | None,
) -> Iterator[Entry]:
    rows: list[tuple[dt.date, int, Plan, Due]] = []
    for key, plan in plans:
        if wanted.plans is not None and key not in wanted.plans:
            continue
        for deadline in plan.deadlines:
            if deadline.kind not in DATED or not is_for(deadline, wanted.who):
                continue
            due = (
                due_in(deadline, plan, today, *period) if period else due_on(deadline, plan, today)
            )
            if due is not None and due.due is not None:
                rows.append((due.last_day or due.due, len(rows), plan, due))
    for _, _, plan, due in sorted(rows, key=lambda row: row[:2]):
        yield plan, due


def is_for(deadline: Deadline, who: str) -> bool:
    """Does a deadline address a body of this name? "cong doan co so" is in "Ban Chấp hành CĐCS"."""
    return not who or is_name_in(who, deadline.addressee or "")


def is_name_in(who: str, addressee: str) -> bool:
    """Do the folded words of a body stand in an addressee?"""
    return f" {who} " in f" {folded_words(addressee)} "


# words around a body's name that only ask for deadlines, folded
FILLERS = frozenset({
    "han", "deadline", "viec", "nop", "lam", "gi", "nao", "cac", "nhung", "cua", "cho", "phai", "trong", "sap", "toi",
    "den", "la", "bao", "gio", "khi", "thoi", "moc", "xem", "co", "thi", "can", "tat", "ca", "ngay", "tu", "nay", "sau",
    "ve", "theo", "o", "tai", "han?", "liet", "ke", "danh", "sach", "gom",
})  # fmt: skip
TIME_WORDS = re.compile(
    r"\b(?:tuan|thang|quy|nam) (?:nay|sau|toi)\b|\b(?:hom nay|ngay mai|cuoi nam)\b"
    r"|\b(?:thang|quy|nam|ngay) (?:\d[\d/.-]*|i{1,3}\b|iv\b)(?:[/ ](?:nam )?20\d\d)?|\bden (?=thang|ngay)"
)


REPORTING = re.compile(r"\b(?:nop |gui )?bao cao\b")  # the act, of whomever
ACRONYM = re.compile(r"[b-df-hj-np-tv-z]{2,8}")  # a name of one word that is no syllable: "vnpt"


def body_in(plain: str) -> str:
    """The words of a request that name a body: "hạn của CĐCS tháng 11" -> "cong doan co so".

    `plain` is folded, abbreviations written out. Empty where only times and asking words stand.
    """
    words = re.findall(r"\w+", REPORTING.sub(" ", TIME_WORDS.sub(" ", plain)))
    while words and words[0] in FILLERS:
        words.pop(0)
    while words and words[-1] in FILLERS:
        words.pop()
    return " ".join(words) if len(words) > 1 or ACRONYM.fullmatch("".join(words)) else ""


def wanted_of(text: str, catalogue: Catalogue, today: dt.date) -> Wanted:
    """What stands after /han: "CĐCS tháng 11", "31/KH-LĐLĐ", "quý IV"."""
    question = understand(text, catalogue, today)
    if question.plans is not None:
        return Wanted(question.period, question.plans, "")
    return Wanted(question.period, None, body_in(question.plain))
