"""What is new for a chat: plans that it follows, and deadlines of it whose days have moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot import messages
from bot.desk import last_aside
from bot.due import DATED, Due, due_on
from bot.known import Moved, News
from bot.notices import Day
from bot.quiet_days import is_quiet
from bot.reminders import follows, is_issuer
from bot.subscriptions import Subscription
from corpus.correcting import mark
from corpus.model import Deadline, Plan
from corpus.store import Store


def may_be_told(chat: Subscription, day: Day) -> bool:
    """Not on a quiet day: then it waits for the next one."""
    return not (chat.quiet and is_quiet(day.today))


def news_for(
    chat: Subscription, day: Day, store: Store
) -> tuple[list[str], list[tuple[int, Plan]]] | None:
    """The pieces of news for a chat, and the plans that they are about; None without any."""
    if chat.news >= day.last_news or not may_be_told(chat, day):
        return None
    since = chat.since.astimezone(day.now.tzinfo).isoformat(timespec="seconds")
    unsaid = [n for n in day.news if n.id > chat.news and n.at >= since and n.plan_id in day.plans]
    new = {n.plan_id: n for n in unsaid if n.kind == "new" and _concerns(chat, n, day)}
    parts = _new_parts(chat, list(new.values()), day, store)
    about = [day.plans[plan_id] for plan_id in new]
    for plan_id, changes in changes_of(unsaid).items():
        key, plan = day.plans[plan_id]
        days, added = _changed(chat, plan, changes, day)
        if days or added:
            parts.append(messages.moved(plan, days, added, day.today))
            about += [(key, plan)] if plan_id not in new else []
    return (parts, about) if parts else None


def _concerns(chat: Subscription, news: News, day: Day) -> bool:
    """Does a chat follow a new plan: with all, by its issuer, in another's place, by a body?"""
    _, plan = day.plans[news.plan_id]
    return any(
        follow.what == "all"
        or (follow.what == "issuer" and is_issuer(plan, follow.value))
        or (follow.what == "plan" and follow.value == plan.id)
        or (follow.what == "body" and next(_followed_of(chat, plan, day), None))
        for follow in chat.follows
    )


def _followed_of(chat: Subscription, plan: Plan, day: Day) -> Iterator[Deadline]:
    """The dated deadlines of a plan that a chat follows, each once."""
    told = set()
    for deadline in plan.deadlines:
        number, _ = day.numbers.get((plan.id, mark(deadline)), (0, ""))
        if deadline.kind not in DATED or number in told:
            continue
        if any(follows(follow, number, plan, deadline) for follow in chat.follows):
            told.add(number)
            yield deadline


def _new_parts(chat: Subscription, news: Sequence[News], day: Day, store: Store) -> list[str]:
    plans = [day.plans[n.plan_id][1] for n in news]
    if len(plans) > 1:
        return [messages.new_plans(plans)]
    parts = []
    for one, plan in zip(news, plans, strict=True):
        dues = [due_on(d, plan, day.today) for d in _followed_of(chat, plan, day)]
        dues.sort(key=lambda due: due.last_day or dt.date.max)
        older = last_aside(store, one.instead) if one.instead else None
        parts.append(messages.new_plan(plan, dues, older, day.today))
    return parts


def _changed(
    chat: Subscription, plan: Plan, changes: Changes, day: Day
) -> tuple[list[tuple[Due, Moved]], list[Due]]:
    """The deadlines that a chat follows whose days have moved, and those that have come."""
    moved, added = [], []
    for deadline in _followed_of(chat, plan, day):
        number, _ = day.numbers.get((plan.id, mark(deadline)), (0, ""))
        due = due_on(deadline, plan, day.today)
        if move := changes.moved.get(number):
            moved.append((due, move))
        elif number in changes.added and due.days_left is not None and due.days_left >= 0:
            added.append(due)
    return moved, added


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed in a plan, by the numbers of its deadlines."""

    moved: dict[int, Moved] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)


def changes_of(news: Sequence[News]) -> dict[str, Changes]:
    """What has changed, by plan: each day from its first to its last of these news."""
    found: dict[str, Changes] = {}
    for one in news:
        changes = found.setdefault(one.plan_id, Changes())
        changes.added.update(one.added)
        for move in one.moved:
            first = changes.moved.pop(move.id, move)
            if first.old != move.new:
                changes.moved[move.id] = Moved(move.id, first.old, move.new)
    return found
