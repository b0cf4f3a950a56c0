"""Finds what is due and unsaid, and writes it down before it is sent: the same for the bot, for
`planbot notify`, and for its dry run, which writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from bot import messages
from bot.answering import Answerer, found_at, send_to_of
from bot.due import due_in, due_on
from bot.known import KnownDeadlines
from bot.ledger import Ledger
from bot.news import may_be_told, news_for
from bot.notices import Day, Notice, news_buttons, reminder_buttons
from bot.reminders import (
    Candidate,
    Line,
    candidates,
    entries,
    followed,
    morning,
)
from bot.subscriptions import Place, Subscription, Subscriptions
from corpus.correcting import mark, marked
from corpus.model import Deadline, Plan
from corpus.store import Store
from index.passages import Passage

CHOOSING = dt.timedelta(minutes=5)  # that a chat is given to say how it wants to be told
NEWS_KEPT = dt.timedelta(days=14)  # a chat that was away longer is not told what was new


class Sweeper:
    """Composes what each chat is to be told."""

    def __init__(self, store: Store, answerer: Answerer) -> None:
        self._store, self._answerer = store, answerer
        self.chats, self.ledger = Subscriptions(store), Ledger(store)
        self.known = KnownDeadlines(store)

    def day(self, now: dt.datetime, today: dt.date, is_patient: bool = False) -> Day:
        """Looks at the plans as they are, and at what is due on a day; a patient sweep lets a chat
        finish choosing before its first morning."""
        self.known.look(now)
        numbers = self.known.numbers()
        plans = list(self._answerer.known_plans())
        return Day(
            now, today, tuple(candidates(plans, numbers, today)),
            {plan.id: (key, plan) for key, plan in plans}, numbers,
            tuple(self.known.news(now - NEWS_KEPT)), self.known.last_news(), is_patient,
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
        if news_for(chat, day, self._store):
            return True
        return self._is_morning(chat, day) and bool(self._lines(chat, day))

    def _mark_done(self, chat: Subscription, day: Day) -> None:
        if may_be_told(chat, day) and chat.news < day.last_news:
            self.chats.told_news(chat.place, day.last_news)
        if self._is_morning(chat, day):
            self.chats.swept(chat.place, day.today)

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
        """A deadline at one of its days, or where it has moved to; None where it is gone."""
        found = self.deadline(number)
        if found is None:
            return None
        key, plan, deadline = found
        due = due_in(deadline, plan, today, day, day)
        if due is None and deadline.kind != "recurring":
            due = due_on(deadline, plan, today)
        return Candidate(number, "", key, plan, due) if due and due.due else None

    # ---- the morning

    def _is_morning(self, chat: Subscription, day: Day) -> bool:
        chooses = day.is_patient and chat.swept is None and day.now < chat.since + CHOOSING
        return chat.hour <= day.now.hour and chat.swept != day.today.isoformat() and not chooses

    def _claim_morning(self, chat: Subscription, day: Day) -> Notice | None:
        lines = self._lines(chat, day) if self._is_morning(chat, day) else []
        if not lines:
            return None
        text, shown = _text_of(lines, day)
        said = entries(lines[:shown], day.today)  # what finds no room is unsaid, for tomorrow
        sending = self.ledger.open(chat.place, "morning", day.today, said, day.now)
        rows = reminder_buttons(sending, shown)
        return Notice(sending, chat.place, chat.title, "morning", text, rows, day.today, chat.joins)

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

    def _claim_news(self, chat: Subscription, day: Day) -> Notice | None:
        found = news_for(chat, day, self._store)
        if not found:
            return None
        parts, plans = found
        sending = self.ledger.open(chat.place, "news", day.today, [], day.now)
        return Notice(
            sending, chat.place, chat.title, "news", messages.news(parts), news_buttons(plans),
            day.today, chat.joins, day.last_news,
        )  # fmt: skip

    # ---- what becomes of a message

    def sent(self, notice: Notice, message: int) -> None:
        """Telegram has taken a message.

        A process that is killed before this is written repeats the message: so it does not wait for
        the disk. The row of the next message does, and takes this one with it.
        """
        with self._store.transaction(is_synced=False):
            self.ledger.sent(notice.sending, message)
            self.chats.reached(self.ledger.place_of(notice.sending, notice.place))
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
        place = self.ledger.place_of(notice.sending, notice.place)
        if notice.kind == "news":
            self.chats.told_news(place, notice.news)
        else:
            self.chats.swept(place, notice.day)


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
