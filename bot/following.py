"""Follow-ups: "còn công đoàn cơ sở thì sao?", "gửi về đâu?" after an answer.

What was answered last is kept in memory only, for some minutes, for each person in each chat.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import OrderedDict
from dataclasses import dataclass, replace

from bot import bodies
from bot.answers import Answer, Found
from bot.phrasing import asks_who
from bot.questions import Question, search_terms, understand
from bot.references import Catalogue
from corpus.addressees import HEADED
from corpus.letters import fold
from index.asking import light_folded

KEPT_FOR = dt.timedelta(minutes=10)
KEPT = 2_000  # exchanges: some hundred kilobytes
NEXT = re.compile(
    r"(?:(?:thế|vậy|và|à|ừ|dạ|vâng|the|vay|va|a|da|vang)\s+)*(?:còn|con)\s+", re.IGNORECASE
)
END = re.compile(
    r"(?:[\s?!.,]|\b(?:thì sao|thi sao|thì thế nào|thi the nao|thế nào|the nao|ra sao|sao|thì|ạ|nhỉ|vậy|thế|hả)\b)+$",
    re.IGNORECASE,
)
# "kế hoạch này", "việc đó": what was spoken of
POINTS = re.compile(r"\b(?:viec|ke hoach|muc|doan|noi dung|van ban|phan|cai) (?:nay|do|ay|tren)\b")
LISTS = frozenset({"plans", "deadlines", "all_deadlines"})
OF_PLAN = frozenset({"signer", "issued", "recipients"})
MOST_WORDS = 7  # a longer question says by itself what it is about


class Exchanges:
    """The last answer of each person in each chat, for some minutes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], tuple[dt.datetime, Answer]] = OrderedDict()

    def remember(self, chat: int, person: int, answer: Answer, now: dt.datetime) -> None:
        """Keeps an answer that shows a passage; any other leaves what was kept."""
        if answer.found is None:
            return
        self._kept.pop((chat, person), None)
        self._kept[chat, person] = (now, answer)
        while self._kept and (
            len(self._kept) > KEPT or now - next(iter(self._kept.values()))[0] > KEPT_FOR
        ):
            self._kept.popitem(last=False)

    def before(self, chat: int, person: int, now: dt.datetime) -> Answer | None:
        """The last answer of this person here; None after some minutes."""
        at, answer = self._kept.get((chat, person), (now, None))
        return answer if now - at <= KEPT_FOR else None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question as it is meant after an answer; `same` is the passage it still speaks of;
    `is_guess` says that it may as well be about another plan."""

    question: Question
    same: Found | None = None
    is_guess: bool = False


def followed(
    question: Question, before: Answer, catalogue: Catalogue, today: dt.date
) -> FollowUp | None:
    """What a question means after an answer; None where it stands for itself."""
    found = before.found
    if found is None or question.talk or question.missing or LISTS & question.wants:
        return None
    if before.question.is_bare and not before.question.text and question.plans is None:
        return FollowUp(replace(question, plans=before.question.plans), is_guess=True)
    if len(question.plain.split()) > MOST_WORDS:
        return None
    if before.asks:
        return _chosen_plan(question, before)
    if match := NEXT.match(question.text):
        rest = END.sub("", question.text[match.end() :])
        if any(c.isalpha() for c in rest) and not _asks(rest):
            return _next(question, rest, before, found, catalogue, today)
    if question.plans is not None:
        return None
    if _only_asks(question):
        return FollowUp(_same(question, before, found), found)
    if POINTS.search(question.plain):
        return FollowUp(replace(question, plans=frozenset({found.key}), follows=_root(before)))
    return None


def _chosen_plan(question: Question, before: Answer) -> FollowUp | None:
    """ "2", "kế hoạch 12", "Nam Sách" where the bot has asked which plan is meant."""
    number = int(question.plain) if question.plain.isdecimal() else 0
    if 1 <= number <= len(before.equal):
        plans = frozenset({before.equal[number - 1].key})
    elif question.plans is not None and (question.is_bare or not question.wants):
        plans = question.plans
    else:
        return None
    meant = replace(before.question, text=question.text, understood="", follows=_root(before))
    return FollowUp(replace(meant, plans=plans))


def _asks(rest: str) -> bool:
    """ "còn mấy ngày nữa", "còn hạn không": nothing else is named."""
    return bool(re.match(r"(?:may|bao nhieu|bao lau|han|kip|lai|nua|gi|nao)\b", fold(rest).lower()))


# words that go with asking, folded: "nộp cho ai", "thực hiện đến bao giờ"
GOING_WITH = {
    "": "nop thuc hien trien khai ho so lien he dia chi email mail dien thoai so nguoi trach nhiem chu tri ky ban hanh nhan",
    "contact": "bao cao gui danh sach",
}  # fmt: skip


def _only_asks(question: Question) -> bool:
    """ "gửi về đâu", "hạn khi nào", "ai ký": are all words spent on asking?"""
    if not question.wants and not asks_who(question.plain):
        return False
    kinds = [kind for kind in GOING_WITH if not kind or kind in question.wants]
    light = {word for kind in kinds for word in GOING_WITH[kind].split()} | light_folded()
    return question.is_empty or all(word in light for word in question.syllables)


def _next(
    question: Question,
    rest: str,
    before: Answer,
    found: Found,
    catalogue: Catalogue,
    today: dt.date,
) -> FollowUp:
    """ "còn X thì sao": the last question with X in the place of its body, plan or time; of another
    matter only what is asked for is taken over."""
    asked = before.question
    named = understand(rest, catalogue, today)
    same_kind = named.plans is not None or named.period is not None or _is_body(rest, named, found)
    text = f"{rest} {_without_bodies(asked, found)}" if same_kind else rest
    meant = understand(text, catalogue, today)
    plans = named.plans or (asked.plans or frozenset({found.key}) if same_kind else None)
    return FollowUp(
        replace(
            meant, text=question.text, understood="", plans=plans, follows=_root(before),
            wants=meant.wants | asked.wants, period=named.period or meant.period,
            is_empty=False, is_bare=False, missing=named.missing,
        )
    )  # fmt: skip


def _is_body(rest: str, named: Question, found: Found) -> bool:
    known = set(bodies.called_upon(found.plan.deadlines))
    known |= {n for s in found.plan.sections for n in bodies.names_of(s.heading)}
    return bool(HEADED.match(rest[:1].upper() + rest[1:])) or any(named.plain in n for n in known)


def _without_bodies(asked: Question, found: Found) -> str:
    """What the last question was about, without who acts."""
    words = asked.searched.split()
    plain = fold(" ".join(words)).lower()
    for name in bodies.asked_of(plain, found.plan):
        start = plain.index(name)
        first = plain[:start].count(" ")
        count = len(name.split())
        words[first : first + count] = []
        plain = fold(" ".join(words)).lower()
    return " ".join(words)


def _same(question: Question, before: Answer, found: Found) -> Question:
    """ "gửi về đâu", "hạn khi nào", "ai ký": asked of the passage or plan of the last answer."""
    of_plan = bool(OF_PLAN & question.wants)
    searched = before.question.searched
    return replace(
        question, plain=f"{question.plain} {fold(searched).lower()}", terms=() if of_plan else tuple(search_terms(searched)), searched=searched,
        plans=frozenset({found.key}), is_empty=False, is_bare=of_plan, follows=_root(before),
        period=question.period or before.question.period,
    )  # fmt: skip


def _root(before: Answer) -> str:
    asked = before.question
    return asked.follows or asked.understood or asked.text
