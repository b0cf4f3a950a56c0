"""The days of events that deadlines are counted from: listed for staff, entered by staff."""

from __future__ import annotations

import datetime as dt

from bot import messages
from bot.answering import Answerer
from bot.due import due_on
from corpus import dates
from corpus.model import Deadline, Plan


def listed(answerer: Answerer, today: dt.date) -> list[str]:
    """The messages that list every deadline counted from an event, each with its code.

    A code is the plan's key and the deadline's place in it, "7.12": a key is never used again, so
    a code means one deadline or none.
    """
    rows = [
        (f"{key}.{position}", plan, due_on(deadline, plan, today))
        for key, plan in answerer.known_plans()
        for position, deadline in enumerate(plan.deadlines)
        if deadline.kind == "relative"
    ]
    return messages.events(rows, today)


def enter(answerer: Answerer, code: str, text: str, today: dt.date) -> str:
    """Gives the event of a deadline the day in a text, or takes it back; returns what to say."""
    found = _deadline(answerer, code)
    if found is None:
        return messages.UNKNOWN_EVENT.format(code=messages.escape(code))
    key, plan, deadline = found
    forgets = text.strip().lower() in messages.FORGET_WORDS
    day = None if forgets else dates.named_day(text)
    if day is None and not forgets:
        return messages.EVENT_NEEDS_DAY.format(code=messages.escape(code))
    answerer.set_event_day(plan, deadline, day)
    answerer.catalogue()
    plan = answerer.plan(key) or plan
    return messages.event_entered(due_on(deadline, plan, today), plan, today)


def _deadline(answerer: Answerer, code: str) -> tuple[int, Plan, Deadline] | None:
    key, _, position = code.partition(".")
    if not (key.isdecimal() and position.isdecimal() and len(code) < 20):
        return None
    answerer.catalogue()
    plan = answerer.plan(int(key))
    if plan is None or int(position) >= len(plan.deadlines):
        return None
    deadline = plan.deadlines[int(position)]
    return (int(key), plan, deadline) if deadline.kind == "relative" else None
