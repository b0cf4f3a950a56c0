"""Which of the ranked passages comes first: of the place, the fullest, with its list or its equals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers import Found
from bot.fitting import speaks_of_places
from bot.phrasing import asks_whence
from bot.questions import Question
from bot.weighing import WHOLE_SECTION_CHARS
from index.passages import MAX_JOINED, quoted

NEAR = 5  # so many of the best passages are looked through
EQUAL = 0.97  # of the best item's score and coverage: its neighbour in the list answers as well


def of_places_first(question: Question, founds: list[Found]) -> list[Found]:
    """The passages with those first that are of the places the question names, where any is."""
    if (
        not question.places
        or not founds
        or speaks_of_places(question, founds[0].plan, founds[0], founds[0].text)
    ):
        return founds
    there = [f for f in founds if speaks_of_places(question, f.plan, f, f.text)]
    return [*there, *(f for f in founds if f not in there)]


FULLER = 0.3  # more of the question than the best, at a score that is nearly the best
NEARLY = 0.9
OF_MONEY = re.compile(r"kinh phí|nguồn|tài chính|ngân sách", re.IGNORECASE)
WHOLE_FROM = 0.75  # of its best item's score: a section that is asked for as a whole


def fullest_first(founds: list[Found]) -> list[Found]:
    """The passages; one that holds much more of the question than a best that is hardly better
    comes first: its kind alone lifted the other."""
    if not founds:
        return founds
    best = founds[0]
    fuller = [
        f for f in founds[1:NEAR]
        if f.score >= NEARLY * best.score and f.coverage >= best.coverage + FULLER
    ]  # fmt: skip
    if not fuller:
        return founds
    chosen = max(fuller, key=lambda f: f.coverage)
    return [chosen, *(f for f in founds if f is not chosen)]


def whole_if_asked(question: Question, founds: list[Found]) -> list[Found]:
    """ "Gồm những hình thức nào" is answered by the list, not by its item that repeats the heading."""
    best = founds[0]
    heading = best.plan.sections[best.section].heading
    whence = asks_whence(question.plain) and bool(OF_MONEY.search(heading))
    if best.first < 0 or not ("whole" in question.wants or whence):
        return founds
    here = [f for f in founds if (f.key, f.section) == (best.key, best.section)]
    near = [
        f for f in here if f.score >= WHOLE_FROM * best.score and f.coverage >= best.coverage / 2
    ]
    text = quoted(best.plan, best.section, -1, -1)
    if len(text) > WHOLE_SECTION_CHARS or not (len(near) > 2 or any(f.first < 0 for f in near)):
        return founds
    whole = replace(best, first=-1, last=-1, text=text)
    return [whole, best, *(f for f in founds if f not in here)]


def with_equals(founds: list[Found]) -> list[Found]:
    """The passages, the best with its neighbours in its list that answer as well: "thời gian thi
    đua" asks for both stages."""
    best = founds[0]
    items = best.plan.sections[best.section].items
    if best.first < 0 or items[best.first].cells:
        return founds
    equal = [f for f in founds[1:NEAR] if _is_equal(f, best)]
    places = [best, *equal]
    first, last = min(f.first for f in places), max(f.last for f in places)
    run = items[first : last + 1]
    covered = sum(f.last - f.first + 1 for f in places)
    if not equal or covered < len(run) or sum(len(i.text) for i in run) > MAX_JOINED:
        return founds
    text = quoted(best.plan, best.section, first, last)
    whole = replace(best, first=first, last=last, text=text)
    return [whole, *(f for f in founds[1:] if f not in equal)]


def _is_equal(found: Found, best: Found) -> bool:
    """Is a passage beside the best one, in the same list, as much of an answer?"""
    if (found.key, found.section) != (best.key, best.section) or found.first < 0:
        return False
    items = best.plan.sections[best.section].items
    alike = items[found.first].marker == items[best.first].marker != ""
    return alike and found.score >= EQUAL * best.score and found.coverage >= EQUAL * best.coverage


def certainty(founds: Sequence[Found]) -> float:
    """How sure the first passage is the answer, in [0, 1]: how much of the question it holds, up to
    half of that away where the next best section comes as near."""
    best = founds[0]
    others = (f.score for f in founds[1:] if (f.key, f.section) != (best.key, best.section))
    rival = next(others, 0.0) / best.score if best.score else 1.0
    return best.coverage * (1 - rival / 2)
