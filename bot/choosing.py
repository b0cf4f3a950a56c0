"""Which plan, where several answer equally well: the one with the nearest day to come, the only one
in force, or a question back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answers import Answer, Found
from bot.due import DATED, due_on
from bot.fitting import DATES
from bot.questions import Question
from bot.weighing import EMAIL, PHONE, is_short, own_deadlines
from corpus.letters import fold

EQUAL = 0.8  # of the best score: a passage of another plan from here on answers as well; that its
# day and its plan are over alone makes 0.80
EQUAL_SHORT = 0.75  # where the question is one word or two
FIGURE = re.compile(r"\d[\d.,]*\s*%?")


@dataclass(frozen=True, slots=True)
class Choice:
    """Passages with the one that is taken first; `equal` are those of other plans that answer as
    well and say something else; `asks` where taking any of them would be a guess."""

    founds: tuple[Found, ...]
    equal: tuple[Found, ...] = ()
    asks: bool = False


def choose(
    question: Question,
    founds: Sequence[Found],
    is_fit: Callable[[Found], bool],
    today: dt.date,
    is_over: Callable[[Found], bool],
) -> Choice:
    """Chooses between plans, among the passages that are fit to be an answer; a question that
    names its plan leaves no choice."""
    rivals = _rivals(question, founds, is_fit) if question.plans is None else []
    if len(rivals) < 2:
        return Choice(tuple(founds))
    days = [_next_day(question, found, today) or dt.date.max for found in rivals]
    if question.period is None and min(days) < dt.date.max:
        return _taken(rivals[days.index(min(days))], founds, rivals)
    in_force = [found for found in rivals if not is_over(found)]
    if len(in_force) == 1:
        return _taken(in_force[0], founds, rivals)
    return Choice(tuple(founds), tuple(in_force or rivals), asks=True)


def _taken(best: Found, founds: Sequence[Found], rivals: Sequence[Found]) -> Choice:
    rest = [found for found in founds if found is not best]
    return Choice((best, *rest), tuple(found for found in rivals if found is not best))


def _rivals(
    question: Question, founds: Sequence[Found], is_fit: Callable[[Found], bool]
) -> list[Found]:
    """The best passage of each plan that answers as well as the best of all, each saying something
    else; in a question of a word or two whatever it says."""
    short = is_short(question)
    least = (EQUAL_SHORT if short else EQUAL) * founds[0].score
    of_plan: dict[int, Found] = {}
    for found in founds:
        if found.score >= least and found.key not in of_plan:
            of_plan[found.key] = found
    if len(of_plan) < 2 or not is_fit(founds[0]):
        return []
    of_plan = {key: found for key, found in of_plan.items() if is_fit(found)}
    said: dict[frozenset[str], Found] = {}
    for found in of_plan.values():
        facts = _facts(question, found) or (frozenset({found.text}) if short else frozenset())
        if facts:
            said.setdefault(facts, found)
        elif found is founds[0]:
            return []  # no fact is asked for that plans could differ in
    return list(said.values())


def _facts(question: Question, found: Found) -> frozenset[str]:
    """What a passage answers a question for a fact with: days, addresses or figures."""
    if "deadline" in question.wants:
        own = own_deadlines(found.plan, found, DATED)
        return frozenset(str(deadline.due or deadline.rule or deadline.phrase) for deadline in own)
    if "contact" in question.wants:
        return frozenset([*EMAIL.findall(found.text), *(m[0] for m in PHONE.finditer(found.text))])
    if {"count", "percent"} & question.wants:
        return frozenset(FIGURE.findall(DATES.sub(" ", fold(found.text).lower())))
    return frozenset()


def _next_day(question: Question, found: Found, today: dt.date) -> dt.date | None:
    """The nearest day to come that a passage names, where a day is asked for."""
    if "deadline" not in question.wants:
        return None
    dues = (
        due_on(deadline, found.plan, today) for deadline in own_deadlines(found.plan, found, DATED)
    )
    days = [due.due for due in dues if due.due and due.days_left is not None and due.days_left >= 0]
    return min(days, default=None)


def choices(result: Answer) -> list[Found]:
    """Passages worth a button: all near ones of a doubtful answer; beside a sure one those of
    other plans that fit almost as well."""
    if result.equal:
        return list(result.equal)
    if result.status != "answered" or result.found is None:
        return list(result.alternatives)
    best = result.found
    if result.question.is_bare:  # the same part of the body's other plans
        return [f for f in result.alternatives if f.key != best.key]
    near = [
        f for f in result.alternatives if f.key != best.key and f.score > EQUAL_SHORT * best.score
    ]
    return near if result.question.plans is None else []
