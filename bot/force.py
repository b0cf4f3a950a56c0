"""Whether a plan still has something to come, and which newer plan of its issuer follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.due import DATED, plan_end, term_end
from bot.weighing import words_in
from corpus.model import Plan
from corpus.store import StoredPlan

SAME_MATTER = 0.7  # share of the shorter title's words, numbers left out, that both titles have


def last_day(plan: Plan) -> dt.date | None:
    """The last day that a plan speaks of: of its term or of its deadlines; None where it has none,
    or one that returns without an end."""
    end = term_end(plan)
    days = [end] if end else []
    for deadline in plan.deadlines:
        if deadline.kind == "recurring" and not end:
            last = plan_end(deadline, plan)
            if last is None:
                return None
            days.append(last)
        if deadline.kind in DATED and deadline.due is not None:
            days.append(deadline.due)
    return max(days, default=None)


def newer_of(plan: Plan, of_issuer: Iterable[StoredPlan]) -> Plan | None:
    """The newest of an issuer's plans of the same kind on the same matter that was issued later."""
    if plan.issued_on is None:
        return None
    later = [
        stored.plan
        for stored in of_issuer
        if stored.plan.issued_on
        and stored.plan.issued_on > plan.issued_on
        and stored.plan.kind == plan.kind
        and _is_same_matter(plan.title, stored.plan.title)
    ]
    return max(later, key=lambda p: p.issued_on or dt.date.min, default=None)


def _is_same_matter(title: str, other: str) -> bool:
    first, second = ({w for w in words_in(t) if w.isalpha()} for t in (title, other))
    return len(first & second) >= SAME_MATTER * max(1, min(len(first), len(second)))
