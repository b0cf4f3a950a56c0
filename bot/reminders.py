"""What is to be said to a chat on a morning: pure, from its wishes and from what was said before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.agenda import is_name_in
from bot.bodies import folded_words
from bot.due import DATED, Due, gap_before, times_near
from bot.quiet_days import DAY, is_quiet, working_day_after, working_day_before
from bot.subscriptions import CHOICES_BEFORE, Follow, Subscription
from corpus.correcting import mark
from corpus.model import Deadline, Plan

Part = Literal["due", "missed", "week"]
Said = Mapping[str, frozenset[str]]

MISSED: Literal["missed"] = "missed"
LOOK_BACK = 20 * DAY  # longer than any run of quiet days
LOOK_AHEAD = (max(CHOICES_BEFORE) + 20) * DAY
OFTEN = 2  # days between two times of what returns so often that no time of it is told as missed
LATE = 2 * DAY  # so much later than its day what was missed, or a week's list, is still said
# "các cấp công đoàn", "các đơn vị": whoever follows one body is meant too
EVERYBODY = tuple(
    folded_words(name)
    for name in (
        "các cấp công đoàn", "công đoàn các cấp", "các đơn vị",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time of a deadline that a reminder may be about: its number, since when (ISO) it is known,
    its plan's key, its plan, and what it means today."""

    number: int
    known_since: str
    key: int
    plan: Plan
    due: Due

    @property
    def item(self) -> str:
        """What the ledger calls it: the deadline at this time of its, "12@2027-05-10"."""
        return f"{self.number}@{self.due.due}"


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline of a morning's message: why it is there, and the steps that are said with it."""

    candidate: Candidate
    part: Part
    steps: tuple[str, ...]


def candidates(
    plans: Iterable[tuple[int, Plan]],
    numbers: Mapping[tuple[str, str], tuple[int, str]],
    today: dt.date,
) -> list[Candidate]:
    """Every time of a deadline that may be spoken of on a day, nearest first.

    `numbers` are the known deadlines, by plan id and mark: their numbers and since when.
    """
    found = []
    for key, plan in plans:
        for deadline in plan.deadlines:
            known = numbers.get((plan.id, mark(deadline)))
            if known is None or deadline.kind not in DATED:
                continue
            times = times_near(deadline, plan, today, today - LOOK_BACK, today + LOOK_AHEAD)
            found += [Candidate(*known, key, plan, due) for due in times]
    return sorted(found, key=lambda c: (c.due.last_day or dt.date.max, c.number))


def follows(follow: Follow, number: int, plan: Plan, deadline: Deadline) -> bool:
    """Is a deadline (with its number) among what is followed?"""
    if follow.what == "plan":
        return plan.id == follow.value
    if follow.what == "issuer":
        return is_issuer(plan, follow.value)
    if follow.what == "body":
        return is_for_body(deadline.addressee, follow.value)
    return follow.what == "all" or str(number) == follow.value


def is_issuer(plan: Plan, folded: str) -> bool:
    """Was a plan issued by the body of these folded words?"""
    return folded_words(plan.issuer or "") == folded


def is_for_body(addressee: str | None, who: str) -> bool:
    """Is a body (folded words) among those that a deadline calls upon, by name or with all?"""
    if not addressee:
        return False
    return is_name_in(who, addressee) or any(is_name_in(all_, addressee) for all_ in EVERYBODY)


def followed(chat: Subscription, of_day: Sequence[Candidate]) -> list[Candidate]:
    """What a chat follows, each deadline once though text and table tell it."""
    seen: dict[str, Candidate] = {}
    for candidate in of_day:
        about = candidate.number, candidate.plan, candidate.due.deadline
        if any(follows(follow, *about) for follow in chat.follows):
            seen.setdefault(candidate.item, candidate)
    return list(seen.values())


def morning(
    chat: Subscription,
    of_chat: Sequence[Candidate],
    said: Said,
    done: frozenset[str],
    again: Mapping[str, str],
    today: dt.date,
) -> list[Line]:
    """What a chat is told on a day, nearest first: what is coming, what was missed, then the other
    deadlines of the week. Empty on a quiet day, and where all was said.

    `said` are the steps that were said of each item, `again` the day from which one is to be said
    once more.
    """
    if chat.quiet and is_quiet(today):
        return []
    lines: list[Line] = []
    for candidate in of_chat:
        if candidate.item in done:
            continue
        steps = _steps(chat, candidate, said.get(candidate.item, frozenset()), today)
        if not steps and again.get(candidate.item, "9") <= today.isoformat() <= _last(candidate):
            step = f"again {again[candidate.item]}"
            steps = () if step in said.get(candidate.item, ()) else (step,)
        if steps:
            lines.append(Line(candidate, MISSED if MISSED in steps else "due", steps))
    lines.sort(key=lambda line: line.part == MISSED)  # stable: nearest first in each part
    return [*lines, *_week(chat, of_chat, lines, said, done, today)]


def _steps(
    chat: Subscription, candidate: Candidate, said: frozenset[str], today: dt.date
) -> tuple[str, ...]:
    """The steps of a deadline that are said today, the nearest first; the farther ones that were
    not said in their time are said with it."""
    last = candidate.due.last_day
    assert last is not None
    if last < today:
        return _missed(chat, candidate, said, today)
    come = [n for n in chat.before if _is_step(candidate, n) and _day_of(chat, last, n) <= today]
    if not come or str(min(come)) in said:
        return ()
    return tuple(str(n) for n in sorted(come) if str(n) not in said)


def _is_step(candidate: Candidate, before: int) -> bool:
    """Is there a step so many days before? Not before the last time of what returns is over."""
    gap = _gap(candidate)
    return gap is None or before < gap


def _gap(candidate: Candidate) -> int | None:
    due = candidate.due
    return gap_before(due.deadline, due.due) if due.due else None


def _day_of(chat: Subscription, last: dt.date, before: int) -> dt.date:
    """The day of a step: a quiet day is spoken of on the last working day before it."""
    day = last - before * DAY
    return working_day_before(day) if chat.quiet else day


def _missed(
    chat: Subscription, candidate: Candidate, said: frozenset[str], today: dt.date
) -> tuple[str, ...]:
    """What was missed is said once, the day after, to who was there and could know."""
    last = candidate.due.last_day
    assert last is not None
    if MISSED in said or candidate.due.deadline.kind == "approx" or not chat.before:
        return ()
    if (_gap(candidate) or OFTEN + 1) <= OFTEN:
        return ()
    if last < chat.since.date() or last.isoformat() < candidate.known_since:
        return ()
    day = working_day_after(last + DAY) if chat.quiet else last + DAY
    return (MISSED,) if day <= today <= day + LATE else ()


def _last(candidate: Candidate) -> str:
    return candidate.due.last_day.isoformat() if candidate.due.last_day else ""


def _week(
    chat: Subscription,
    of_chat: Sequence[Candidate],
    lines: Sequence[Line],
    said: Said,
    done: frozenset[str],
    today: dt.date,
) -> Iterator[Line]:
    """The other deadlines of the week, on Monday or on the week's first day that is not quiet; a
    bot that was off says it up to two days later."""
    monday = today - today.weekday() * DAY
    name = week_item(today)
    first = working_day_after(monday) if chat.quiet else monday
    if not chat.digest or name in said or not first <= today <= min(first + LATE, monday + 6 * DAY):
        return
    if chat.since.date() > first or (chat.swept or "") >= first.isoformat():
        return
    told = {line.candidate.item for line in lines}
    for candidate in of_chat:
        last = candidate.due.last_day
        if last and today <= last <= monday + 6 * DAY and candidate.item not in told | done:
            yield Line(candidate, "week", ())


def week_item(today: dt.date) -> str:
    """What the ledger calls the list of a week."""
    year, week, _ = today.isocalendar()
    return f"week {year}-{week:02}"


def entries(lines: Sequence[Line], today: dt.date) -> list[tuple[str, tuple[str, ...]]]:
    """What the ledger writes down of a morning: its items, in their order, with their steps."""
    shown = [(line.candidate.item, line.steps or ("week",)) for line in lines]
    if any(line.part == "week" for line in lines):
        shown.append((week_item(today), ("week",)))
    return shown
