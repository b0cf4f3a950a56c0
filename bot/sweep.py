"""Finds what is due and unsaid, and writes it down before it is sent: the same for the bot, for
`planbot notify`, and for its dry run, which writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot import messages
from bot.answering import Answerer, found_at, send_to_of
from bot.desk import last_aside
from bot.due import DATED, due_in, due_on
from bot.known import KnownDeadlines, Moved, News
from bot.ledger import Kind, Ledger
from bot.quiet_days import is_quiet
from bot.reminders import (
    Candidate,
    Line,
    candidates,
    entries,
    followed,
    follows,
    is_issuer,
    morning,
)
from bot.subscriptions import Follow, Place, Subscription, Subscriptions
from corpus.correcting import mark, marked
from corpus.model import Deadline, Plan
from corpus.store import Store
from index.passages import Passage

Button = tuple[str, str]  # label, callback data
Rows = tuple[tuple[Button, ...], ...]
NEWS_KEPT = dt.timedelta(days=14)  # a chat that was away longer is not told what was new
NEWS_AT_ONCE = 6  # plans of a message that have a button each


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to a chat, ready to be sent; `sending` is its number in the ledger."""

    sending: int
    place: Place
    title: str
    kind: Kind
    text: str
    rows: Rows
    day: dt.date
    news: int = 0  # the last that it tells


@dataclass(frozen=True, slots=True)
class Day:
    """What all chats have in common at one moment: the day, what may be due, what is new."""

    now: dt.datetime
    today: dt.date
    candidates: tuple[Candidate, ...]
    plans: dict[str, tuple[int, Plan]]
    numbers: dict[tuple[str, str], tuple[int, str]]
    news: tuple[News, ...]
    last_news: int
    of_follows: dict[tuple[Follow, ...], list[Candidate]] = field(default_factory=dict)
    texts: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)


class Sweeper:
    """Composes what each chat is to be told."""

    def __init__(self, store: Store, answerer: Answerer) -> None:
        self._store, self._answerer = store, answerer
        self.chats, self.ledger = Subscriptions(store), Ledger(store)
        self.known = KnownDeadlines(store)

    def day(self, now: dt.datetime, today: dt.date) -> Day:
        """Looks at the plans as they are, and at what is due on a day."""
        self.known.look(now)
        numbers = self.known.numbers()
        plans = list(self._answerer.known_plans())
        return Day(
            now, today, tuple(candidates(plans, numbers, today)),
            {plan.id: (key, plan) for key, plan in plans}, numbers,
            tuple(self.known.news(now - NEWS_KEPT)), self.known.last_news(),
        )  # fmt: skip

    def due(self, now: dt.datetime, today: dt.date) -> list[Place]:
        """The chats to look at, cheaply: none of them may have anything to be told."""
        self.known.look(now)
        return self.chats.due(today, now, self.known.last_news())

    def claim(self, place: Place, day: Day) -> Notice | None:
        """The next message to a chat, written down as being sent; None where all was said.

        In one transaction, so that of two processes one has it.
        """
        with self._store.transaction():
            chat = self.chats.get(place)
            if chat is None or chat.state == "off" or not chat.follows:
                return None
            notice = self._claim_news(chat, day) or self._claim_morning(chat, day)
            if notice is None:
                self._mark_done(chat, day)
            return notice

    def settle(self, places: Sequence[Place], day: Day) -> list[Place]:
        """Marks the chats that are told nothing now, and returns the others.

        Many chats of which few are told something cost one transaction, not one each.
        """
        left = []
        with self._store.transaction():
            for place in places:
                chat = self.chats.get(place)
                if chat is None or not chat.follows:
                    continue
                if self._has_something(chat, day):
                    left.append(place)
                    continue
                self._mark_done(chat, day)
        return left

    def _has_something(self, chat: Subscription, day: Day) -> bool:
        if self._news_parts(chat, day):
            return True
        return self._is_morning(chat, day) and bool(self._lines(chat, day))

    def _mark_done(self, chat: Subscription, day: Day) -> None:
        if self._may_tell_news(chat, day) and chat.news < day.last_news:
            self.chats.told_news(chat.place, day.last_news)
        if self._is_morning(chat, day):
            self.chats.swept([chat.place], day.today)

    # ---- one deadline

    def deadline(self, number: int) -> tuple[int, Plan, Deadline] | None:
        """Plan key, plan and deadline of a number; None where it is gone."""
        for plan_id, name in self.known.places_of(number):
            key = self._store.key_of(plan_id)
            self._answerer.catalogue()
            plan = self._answerer.plan(key) if key is not None else None
            found = marked(plan, name) if plan else None
            if key is not None and plan and found:
                return key, plan, found
        return None

    def candidate(self, number: int, day: dt.date, today: dt.date) -> Candidate | None:
        """A deadline at one of its days; None where it is gone, or is not due then any more."""
        found = self.deadline(number)
        if found is None:
            return None
        key, plan, deadline = found
        due = due_in(deadline, plan, today, day, day)
        return Candidate(number, "", key, plan, due) if due else None

    # ---- the morning

    def _is_morning(self, chat: Subscription, day: Day) -> bool:
        return chat.hour <= day.now.hour and chat.swept != day.today.isoformat()

    def _claim_morning(self, chat: Subscription, day: Day) -> Notice | None:
        lines = self._lines(chat, day) if self._is_morning(chat, day) else []
        if not lines:
            return None
        text, shown = _text_of(lines, day)
        said = entries(lines[:shown], day.today)  # what finds no room is unsaid, for tomorrow
        sending = self.ledger.open(chat.place, "morning", day.today, said, day.now)
        rows = reminder_buttons(sending, shown)
        return Notice(sending, chat.place, chat.title, "morning", text, rows, day.today)

    def _lines(self, chat: Subscription, day: Day) -> list[Line]:
        of_chat = day.of_follows.get(chat.follows)
        if of_chat is None:
            of_chat = day.of_follows[chat.follows] = followed(chat, day.candidates)
        ledger = self.ledger
        if not of_chat or ledger.is_told(chat.place, day.today):  # the clock was set back
            return []
        return morning(
            chat, of_chat, ledger.said(chat.place), ledger.done(chat.place), ledger.again(chat.place), day.today
        )  # fmt: skip

    # ---- news

    def _may_tell_news(self, chat: Subscription, day: Day) -> bool:
        """Not on a quiet day: then it waits for the next morning."""
        return not (chat.quiet and is_quiet(day.today))

    def _claim_news(self, chat: Subscription, day: Day) -> Notice | None:
        found = self._news_parts(chat, day)
        if not found:
            return None
        parts, plans = found
        sending = self.ledger.open(chat.place, "news", day.today, [], day.now)
        return Notice(
            sending, chat.place, chat.title, "news", messages.news(parts), news_buttons(plans),
            day.today, day.last_news,
        )  # fmt: skip

    def _news_parts(
        self, chat: Subscription, day: Day
    ) -> tuple[list[str], list[tuple[int, Plan]]] | None:
        """The pieces of news for a chat, and the plans that they are about; None without any."""
        if chat.news >= day.last_news or not self._may_tell_news(chat, day):
            return None
        since = chat.since.astimezone(day.now.tzinfo).isoformat(timespec="seconds")
        unsaid = [
            n for n in day.news if n.id > chat.news and n.at >= since and n.plan_id in day.plans
        ]
        new = {n.plan_id: n for n in unsaid if n.kind == "new" and self._concerns(chat, n, day)}
        parts = self._new_parts(chat, list(new.values()), day)
        about = [day.plans[plan_id] for plan_id in new]
        for plan_id, moves in moves_of(unsaid).items():
            key, plan = day.plans[plan_id]
            days = self._moved_days(chat, plan, moves, day)
            if days:
                parts.append(messages.moved(plan, days))
                about += [(key, plan)] if plan_id not in new else []
        return (parts, about) if parts else None

    def _concerns(self, chat: Subscription, news: News, day: Day) -> bool:
        """Does a chat follow a new plan: with all, by its issuer, in another's place, by a body?"""
        _, plan = day.plans[news.plan_id]
        return any(
            follow.what == "all"
            or (follow.what == "issuer" and is_issuer(plan, follow.value))
            or (follow.what == "plan" and follow.value == plan.id)
            or (follow.what == "body" and next(self._followed_of(chat, plan, day), None))
            for follow in chat.follows
        )

    def _followed_of(self, chat: Subscription, plan: Plan, day: Day) -> Iterator[Deadline]:
        """The dated deadlines of a plan that a chat follows, each once."""
        told = set()
        for deadline in plan.deadlines:
            number, _ = day.numbers.get((plan.id, mark(deadline)), (0, ""))
            if deadline.kind not in DATED or number in told:
                continue
            if any(follows(follow, number, plan, deadline) for follow in chat.follows):
                told.add(number)
                yield deadline

    def _new_parts(self, chat: Subscription, news: Sequence[News], day: Day) -> list[str]:
        plans = [day.plans[n.plan_id][1] for n in news]
        if len(plans) > 1:
            return [messages.new_plans(plans)]
        parts = []
        for one, plan in zip(news, plans, strict=True):
            dues = [due_on(d, plan, day.today) for d in self._followed_of(chat, plan, day)]
            dues.sort(key=lambda due: due.last_day or dt.date.max)
            older = last_aside(self._store, one.instead) if one.instead else None
            parts.append(messages.new_plan(plan, dues, older, day.today))
        return parts

    def _moved_days(
        self, chat: Subscription, plan: Plan, moves: Sequence[Moved], day: Day
    ) -> list[tuple[Deadline, Moved]]:
        by_number = {move.id: move for move in moves}
        found = []
        for deadline in self._followed_of(chat, plan, day):
            number, _ = day.numbers.get((plan.id, mark(deadline)), (0, ""))
            if number in by_number:
                found.append((deadline, by_number[number]))
        return found

    # ---- what becomes of a message

    def sent(self, notice: Notice, message: int) -> None:
        """Telegram has taken a message."""
        with self._store.transaction():
            self.ledger.sent(notice.sending, message)
            self.chats.reached(notice.place)
            self._told(notice)

    def lost(self, notice: Notice, why: str) -> None:
        """A message may have been delivered: it is not said again."""
        with self._store.transaction():
            self.ledger.lost(notice.sending, why)
            self._told(notice)

    def refused(self, notice: Notice, why: str) -> None:
        """Telegram does not take a message as it is: it is not tried again."""
        with self._store.transaction():
            self.ledger.refused(notice.sending, why)
            self._told(notice)

    def undo(self, notice: Notice, why: str) -> None:
        """A message was not delivered: what it says is unsaid and waits."""
        self.ledger.put_back(notice.sending, why)

    def cancel(self, notice: Notice) -> None:
        """A message was not delivered, and the chat cannot be reached."""
        self.ledger.drop(notice.sending)

    def _told(self, notice: Notice) -> None:
        if notice.kind == "news":
            self.chats.told_news(notice.place, notice.news)
        else:
            self.chats.swept([notice.place], notice.day)


class _Undone(Exception):
    """Ends a transaction without a trace."""


def dry_run_of(store: Store, answerer: Answerer, now: dt.datetime) -> list[Notice]:
    """Every message that a sweep would send now; nothing is sent or written."""
    sweeper, found = Sweeper(store, answerer), []
    with suppress(_Undone), store.transaction():
        places, day = sweeper.due(now, now.date()), sweeper.day(now, now.date())
        for place in places:
            while notice := sweeper.claim(place, day):
                found.append(notice)
                sweeper.sent(notice, 0)
        raise _Undone
    return found


def moves_of(news: Sequence[News]) -> dict[str, list[Moved]]:
    """The deadlines that have moved, by plan: each from its first to its last day of these news."""
    found: dict[str, dict[int, Moved]] = {}
    for one in news:
        of_plan = found.setdefault(one.plan_id, {})
        for move in one.moved:
            first = of_plan.get(move.id, move)
            of_plan[move.id] = Moved(move.id, first.old, move.new)
    return {
        plan_id: moves
        for plan_id, of_plan in found.items()
        if (moves := [move for move in of_plan.values() if move.old != move.new])
    }


def _text_of(lines: Sequence[Line], day: Day) -> tuple[str, int]:
    """The message of a morning, and how many lines it shows; chats that are told the same share it."""
    name = tuple(
        f"{line.candidate.item} {line.part} {mark(line.candidate.due.deadline)}" for line in lines
    )
    if name not in day.texts:
        where = {line.candidate.item: where_to(line.candidate) for line in lines}
        day.texts[name] = messages.morning(lines, where, day.today)
    return day.texts[name]


def where_to(candidate: Candidate) -> str | None:
    """Where the plan says that something is to be sent."""
    deadline = candidate.due.deadline
    passage = Passage(candidate.key, deadline.section, deadline.item, deadline.item)
    return send_to_of(found_at(candidate.plan, passage), [candidate.due])


def reminder_buttons(sending: int, count: int) -> Rows:
    """Under a morning's message: done, tomorrow again, whole section, calendar, month; of several
    deadlines the first three ask which one."""
    of_one = count == 1
    data = {
        name: f"g:{name.lower()}:{sending}:0" if of_one else f"g:{name}:{sending}" for name in "DAS"
    }
    return (
        ((messages.BUTTON_DONE, data["D"]), (messages.BUTTON_AGAIN, data["A"])),
        (
            (messages.BUTTON_SECTION, data["S"]), (messages.BUTTON_CALENDAR, f"g:c:{sending}"),
            (messages.BUTTON_MONTH, f"g:m:{sending}"),
        ),
    )  # fmt: skip


def news_buttons(plans: Sequence[tuple[int, Plan]]) -> Rows:
    """Under news: to ask about the plan, its deadlines and file; of several plans one button each."""
    if len(plans) == 1:
        key = plans[0][0]
        return (
            ((messages.BUTTON_ASK, f"g:q:{key}"),),
            ((messages.BUTTON_ALL_DEADLINES, f"d:{key}"), (messages.BUTTON_FILE, f"f:{key}")),
        )
    return tuple(
        ((messages.plan_button(n, plan), f"g:q:{key}"),)
        for n, (key, plan) in enumerate(plans[:NEWS_AT_ONCE], 1)
    )
