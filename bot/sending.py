"""Sends what a sweep finds, one message after the other, at Telegram's rate.

What is promised: a message that Telegram has not taken is sent again until it has; one that it may
have taken (the answer was lost) is not sent a second time. Before each message stands a row in the
ledger, so that a killed process repeats at most what was on its way.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import sqlite3
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from filelock import FileLock, Timeout
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot import messages
from bot.fates import Fate, fate_of
from bot.notices import Day, Notice
from bot.pacing import NOTICE, Pacer, seconds_of
from bot.subscriptions import Place
from bot.sweep import Sweeper

log = logging.getLogger("planbot")

EVERY = 60.0  # seconds between two sweeps
A_BATCH = 500  # chats that are looked at in one transaction
MANY = 1_000  # chats from which on several messages are under way at once
AT_ONCE = 8  # of them
WRITES = 5  # tries to write down what was delivered
TRIES = 5  # of a message in one sweep, where Telegram has not taken it
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0  # seconds, after an error; doubled each time
LONGEST_BLOCK = 60.0  # seconds; a chat that is to wait longer is left to a later sweep
NEXT_TRY = dt.timedelta(minutes=2)
NEXT_TRY_MUTE = dt.timedelta(hours=1)
LOUD_FROM, LOUD_TO = 7, 21  # hours in which a message may ring
MOST_HELD = 1.0  # seconds that one chat's turn may hold the others
REFUSED_IN_A_ROW = 5  # 429 for so many chats one after the other means all of them


@dataclass
class Outcome:
    """What a sweep has done: messages by what became of them, and the chats it has looked at."""

    counts: Counter[str] = field(default_factory=Counter)
    chats: int = 0
    busy: bool = False

    @property
    def waiting(self) -> int:
        """Messages that are left to a later sweep."""
        return self.counts["again"] + self.counts["later"] + self.counts["mute"]


@dataclass
class Job:
    """A chat that is to be told something, how often that has failed, and not before when."""

    place: Place
    tries: int = 0
    not_before: float = 0.0


@dataclass
class Run:
    """One sweep: chats not yet looked at, and those that are to be told something."""

    day: Day
    places: deque[Place]
    outcome: Outcome
    jobs: deque[Job] = field(default_factory=deque)
    looking: int = 0  # workers that are looking at chats


class Notifier:
    """The one that sends: one sweep at a time in a data folder, whoever runs it."""

    def __init__(
        self,
        sweeper: Sweeper,
        bot: ExtBot[Any],
        pacer: Pacer,
        folder: Path,
        tell_staff: Callable[[str], Awaitable[None]],
    ) -> None:
        self.sweeper, self._bot, self._pacer, self._tell_staff = sweeper, bot, pacer, tell_staff
        self._lock = FileLock(folder / "planbot.sending", thread_local=False)
        self._stopping = False
        self._woken = asyncio.Event()
        self._pause = 0.0
        self._refused_in_a_row = 0

    def stop(self) -> None:
        """Ends a sweep after the message that is on its way."""
        self._stopping = True
        self._woken.set()

    def wake(self) -> None:
        """Something is new: sweeps at once."""
        self._woken.set()

    async def run(self, clock: Callable[[], dt.datetime]) -> None:
        """Sweeps every minute until it is stopped; what fails is logged and tried again."""
        cleaned = None
        while not self._stopping:
            now = clock()
            try:
                await self.sweep(now, now.date())
                if cleaned != now.date():
                    await asyncio.to_thread(self.sweeper.ledger.clean, now.date())
                    cleaned = now.date()
            except Exception:  # the next minute may go well
                log.exception("a sweep has failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), EVERY)
            self._woken.clear()

    async def sweep(self, now: dt.datetime, today: dt.date) -> Outcome:
        """Tells every chat what is due and unsaid; at once where nothing is."""
        outcome = Outcome()
        places = await asyncio.to_thread(self.sweeper.due, now, today)
        if not places:
            return outcome
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            outcome.busy = True
            return outcome
        try:
            taken_back = await asyncio.to_thread(self.sweeper.ledger.reclaim)
            if taken_back:
                log.warning(
                    "%d messages were being sent when the process ended; sending them again",
                    taken_back,
                )
            day = await asyncio.to_thread(self.sweeper.day, now, today)
            run = Run(day, deque(places), outcome)
            outcome.chats = len(places)
            workers = AT_ONCE if len(places) > MANY else 1
            await asyncio.gather(*(self._work(run) for _ in range(workers)))
        finally:
            self._lock.release()
        return outcome

    async def _work(self, run: Run) -> None:
        """Takes one chat after the other, the next one that need not wait."""
        while not self._stopping:
            job = self._next(run.jobs)
            if job is not None:
                if await self._tell(job, run.day, run.outcome):
                    run.jobs.append(job)
            elif run.places:
                await self._look_at_more(run)
            elif run.jobs or run.looking:
                waits = [self._wait_for(job) for job in run.jobs]
                await asyncio.sleep(min(max(min(waits, default=0.0), 0.01), 1.0))
            else:
                return

    async def _look_at_more(self, run: Run) -> None:
        batch = [run.places.popleft() for _ in range(min(A_BATCH, len(run.places)))]
        run.looking += 1
        try:
            left = await asyncio.to_thread(self.sweeper.settle, batch, run.day)
            run.jobs.extend(map(Job, left))
        finally:
            run.looking -= 1

    def _next(self, jobs: deque[Job]) -> Job | None:
        for _ in range(len(jobs)):
            if self._wait_for(jobs[0]) <= 0:
                return jobs.popleft()
            jobs.rotate(-1)
        return None

    def _wait_for(self, job: Job) -> float:
        """Seconds until a chat's turn may come."""
        delay = self._pacer.delay(job.place[0], is_notice=True)
        return max(job.not_before - self._now(), delay)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    async def _tell(self, job: Job, day: Day, outcome: Outcome) -> bool:
        """Sends a chat its next message; True where there may be more for it."""
        notice = await asyncio.to_thread(self.sweeper.claim, job.place, day)
        if notice is None:
            return False
        if (
            self._pacer.delay(job.place[0], is_notice=True) > MOST_HELD
        ):  # an answer was refused there
            await asyncio.to_thread(self.sweeper.undo, notice, "held")
            return True
        await self._pacer.turn(job.place[0], is_notice=True)
        try:
            message = await self._send(notice, day.now)
        except TelegramError as error:
            return await self._after(error, job, notice, day, outcome)
        await self._write(self.sweeper.sent, notice, message)
        outcome.counts["sent"] += 1
        self._pause, self._refused_in_a_row, job.tries = 0.0, 0, 0
        return True

    @staticmethod
    async def _write(write: Callable[..., None], *about: object) -> None:
        """Writes down what was delivered, also where another process holds the database long."""
        for tried in range(1, WRITES + 1):
            try:
                await asyncio.to_thread(write, *about)
                return
            except sqlite3.OperationalError:
                if tried == WRITES:
                    raise

    async def _send(self, notice: Notice, now: dt.datetime) -> int:
        chat, topic = notice.place
        keyboard = InlineKeyboardMarkup(
            [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in notice.rows]
        )  # fmt: skip
        silent = not LOUD_FROM <= now.hour < LOUD_TO

        async def send(text: str, **how: Any) -> int:
            message = await self._bot.send_message(
                chat, text, message_thread_id=topic or None, reply_markup=keyboard,
                disable_notification=silent, rate_limit_args=NOTICE, **how,
            )  # fmt: skip
            return message.message_id

        try:
            return await send(notice.text)
        except BadRequest as error:
            if "parse entities" not in str(error).lower():
                raise
            return await send(messages.plain(notice.text), parse_mode=None)

    async def _after(
        self, error: TelegramError, job: Job, notice: Notice, day: Day, outcome: Outcome
    ) -> bool:
        """Writes down what an error has made of a message; True where it is to be tried again in
        this sweep."""
        fate = fate_of(error)
        why = f"{type(error).__name__}: {error}"
        sweeper = self.sweeper
        log.warning("a notice for chat %s: %s (%s)", job.place[0], why, fate)
        if fate in ("unknown", "failed"):
            write = sweeper.lost if fate == "unknown" else sweeper.refused
            await self._write(write, notice, why)
            outcome.counts[fate] += 1
            return True
        if fate in ("off", "moved"):
            await asyncio.to_thread(sweeper.cancel, notice)
        else:
            await asyncio.to_thread(sweeper.undo, notice, why)
        return await self._go_on(fate, error, job, notice, day, outcome)

    async def _go_on(
        self, fate: Fate, error: TelegramError, job: Job, notice: Notice, day: Day, outcome: Outcome
    ) -> bool:
        chats, (chat, topic) = self.sweeper.chats, job.place
        if isinstance(error, ChatMigrated):
            await asyncio.to_thread(chats.migrate, chat, error.new_chat_id)
            job.place = (error.new_chat_id, topic)
            return True
        if fate == "off":
            is_topic = "thread" in str(error).lower() or "topic" in str(error).lower()
            await asyncio.to_thread(chats.switch_off, chat, topic if is_topic else None)
            outcome.counts["off"] += 1
            return False
        if fate in ("mute", "topic"):
            is_first = await asyncio.to_thread(chats.mute, job.place, day.now + NEXT_TRY_MUTE)
            outcome.counts["mute"] += 1
            if is_first:
                which = "topic" if fate == "topic" else "rights"
                await self._tell_staff(messages.cannot_write(notice.title, which))
            return False
        if fate == "stop":
            self._stopping = True
            return False
        return await self._later(fate, error, job, day, outcome)

    async def _later(
        self, fate: Fate, error: TelegramError, job: Job, day: Day, outcome: Outcome
    ) -> bool:
        """A message that Telegram has not taken: again in a while, or in a later sweep."""
        job.tries += 1
        seconds = min(FIRST_PAUSE * 2 ** (job.tries - 1), LONGEST_PAUSE)
        if isinstance(error, RetryAfter):
            seconds = seconds_of(error)
            self._pacer.block(job.place[0], seconds)
            await self._wait_where_all_are_refused(seconds)
        elif isinstance(error.__cause__, httpx.HTTPError):  # the way to Telegram, not the chat
            self._pause = min(max(FIRST_PAUSE, 2 * self._pause), LONGEST_PAUSE)
            await asyncio.sleep(self._pause)
        if job.tries >= TRIES or seconds > LONGEST_BLOCK:
            wait = max(NEXT_TRY, dt.timedelta(seconds=seconds))
            await asyncio.to_thread(self.sweeper.chats.try_later, job.place, day.now + wait)
            outcome.counts[fate] += 1
            return False
        job.not_before = self._now() + seconds
        return True

    async def _wait_where_all_are_refused(self, seconds: float) -> None:
        self._refused_in_a_row += 1
        if self._refused_in_a_row >= REFUSED_IN_A_ROW:
            self._refused_in_a_row = 0
            await asyncio.sleep(min(seconds, LONGEST_BLOCK))
