"""One sweep's messages sent, one after the other, at Telegram's rate; what each error leads to.

What is promised: a message that Telegram has not taken is sent again until it has; one that it may
have taken (the answer was lost) is not sent a second time, and nothing more is sent until Telegram
answers again. Before each message stands a row in the ledger, so that a killed process repeats at
most what was on its way.
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
from typing import Any, TypeVar

import httpx
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot import messages
from bot.fates import Fate, fate_of
from bot.notices import Day, Notice
from bot.pacing import NOTICE, Pacer, seconds_of
from bot.subscriptions import Place
from bot.sweep import Sweeper

log = logging.getLogger("planbot")
Result = TypeVar("Result")
TellStaff = Callable[[str], Awaitable[bool]]

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
REFUSED_IN_A_ROW = 5  # 429 for so many chats one after the other may mean all of them


@dataclass
class Outcome:
    """What a sweep has done: messages by what became of them, and the chats it has looked at."""

    counts: Counter[str] = field(default_factory=Counter)
    chats: int = 0
    busy: bool = False

    @property
    def waiting(self) -> int:
        """Messages that are left to a later sweep."""
        return sum(self.counts[fate] for fate in ("again", "later", "mute", "error"))


@dataclass
class Job:
    """A chat that is to be told something, how often that has failed, and not before when."""

    place: Place
    tries: int = 0
    not_before: float = 0.0


class Delivery:
    """The messages of one sweep."""

    def __init__(
        self, sweeper: Sweeper, bot: ExtBot[Any], pacer: Pacer, day: Day, stop: asyncio.Event,
        tell_staff: TellStaff,
    ) -> None:  # fmt: skip
        self._sweeper, self._bot, self._pacer, self._day = sweeper, bot, pacer, day
        self._stop, self._tell_staff = stop, tell_staff
        self.outcome = Outcome()
        self._places: deque[Place] = deque()  # not looked at yet
        self._jobs: deque[Job] = deque()
        self._looking = 0  # workers that are looking at chats
        self._started = _now()
        self._pause = FIRST_PAUSE
        self._refused = self._lost = 0  # chats in a row
        self._telling: set[asyncio.Task[None]] = set()

    async def run(self, places: list[Place]) -> Outcome:
        """Tells these chats what is due; ends early when it is told to stop."""
        self._places.extend(places)
        self.outcome.chats = len(places)
        workers = AT_ONCE if len(places) > MANY else 1
        await asyncio.gather(*(self._work() for _ in range(workers)))
        await asyncio.gather(*self._telling)
        return self.outcome

    async def _work(self) -> None:
        """Takes one chat after the other, the next one that need not wait."""
        while not self._stop.is_set():
            pause = self._pacer.pace() if self._jobs else 0.0
            if pause > 0:  # for every chat: no need to look at each
                await self._sleep(pause)
                continue
            job = self._next()
            if job is not None:
                await self._tell_safely(job)
            elif self._places:
                await self._look_at_more()
            elif self._jobs or self._looking:
                waits = [self._wait_for(job) for job in self._jobs]
                await self._sleep(min(max(min(waits, default=0.0), 0.01), 1.0))
            else:
                return

    async def _look_at_more(self) -> None:
        count = min(A_BATCH, len(self._places))
        batch = [self._places.popleft() for _ in range(count)]
        self._looking += 1
        try:
            left = await _written(self._sweeper.settle, batch, self._day)
            self._jobs.extend(map(Job, left))
        finally:
            self._looking -= 1

    def _next(self) -> Job | None:
        for _ in range(len(self._jobs)):
            if self._wait_for(self._jobs[0]) <= 0:
                return self._jobs.popleft()
            self._jobs.rotate(-1)
        return None

    def _wait_for(self, job: Job) -> float:
        """Seconds until a chat's turn may come."""
        delay = self._pacer.delay(job.place[0], is_notice=True)
        return max(job.not_before - _now(), delay)

    async def _sleep(self, seconds: float) -> None:
        """Waits, but not longer than until it is told to stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    def _moment(self) -> dt.datetime:
        """Now, by the clock that the sweep began with."""
        return self._day.now + dt.timedelta(seconds=_now() - self._started)

    # ---- one message

    async def _tell_safely(self, job: Job) -> None:
        """What goes wrong with one chat does not keep the others waiting."""
        try:
            if await self._tell(job):
                self._jobs.append(job)
        except Exception:
            log.exception("a notice has failed")
            self.outcome.counts["error"] += 1

    async def _tell(self, job: Job) -> bool:
        """Sends a chat its next message; True where there may be more for it."""
        notice = await _written(self._sweeper.claim, job.place, self._day)
        if notice is None:
            return False
        held = self._pacer.delay(job.place[0], is_notice=True)
        if held > MOST_HELD:  # an answer was refused there a moment ago
            await _written(self._sweeper.undo, notice, "held")
            return True
        await self._pacer.turn(job.place[0], is_notice=True)
        try:
            message = await self._send(notice)
        except TelegramError as error:
            return await self._after(error, job, notice)
        await _written(self._sweeper.sent, notice, message)
        self.outcome.counts["sent"] += 1
        self._pause, self._refused, self._lost, job.tries = FIRST_PAUSE, 0, 0, 0
        return True

    async def _send(self, notice: Notice) -> int:
        chat, topic = notice.place
        keyboard = InlineKeyboardMarkup(
            [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in notice.rows]
        )  # fmt: skip
        silent = not LOUD_FROM <= self._day.now.hour < LOUD_TO

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

    # ---- what an error leads to

    async def _after(self, error: TelegramError, job: Job, notice: Notice) -> bool:
        """Writes down what an error has made of a message; True where the chat is to be told
        something again in this sweep."""
        fate = fate_of(error)
        why = f"{type(error).__name__}: {error}"
        log.warning("a notice for chat %s: %s (%s)", job.place[0], why, fate)
        if fate == "failed":
            await _written(self._sweeper.refused, notice, why)
        elif fate == "unknown":
            await _written(self._sweeper.lost, notice, why)
            await self._until_telegram_answers()
        if fate in ("failed", "unknown"):
            self.outcome.counts[fate] += 1
            return True
        if isinstance(error, ChatMigrated):
            return await self._follow(error, job, notice)
        if fate == "off":
            return await self._switch_off(error, job, notice)
        await _written(self._sweeper.undo, notice, why)
        if fate in ("mute", "topic"):
            await self._mute(job.place, notice.title, "topic" if fate == "topic" else "rights")
            return False
        if fate == "stop":
            self._stop_sweep(fate)
            return False
        return await self._later(fate, error, job)

    async def _until_telegram_answers(self) -> None:
        """After a lost answer: what is sent while the way is broken may be lost too. After several
        in a row it is not enough that Telegram answers something else."""
        pause = FIRST_PAUSE
        self._lost += 1
        if self._lost > 1:
            await self._sleep(min(FIRST_PAUSE * 2 ** (self._lost - 1), LONGEST_PAUSE))
        while not self._stop.is_set():
            try:
                await self._bot.get_me()
                return
            except TelegramError:
                await self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _follow(self, error: ChatMigrated, job: Job, notice: Notice) -> bool:
        await _written(self._sweeper.cancel, notice)
        chat, topic = job.place
        await _written(self._sweeper.chats.migrate, chat, error.new_chat_id)
        job.place = (error.new_chat_id, topic)
        return True

    async def _switch_off(self, error: TelegramError, job: Job, notice: Notice) -> bool:
        """A chat that cannot be reached, unless the bot was let in again meanwhile."""
        await _written(self._sweeper.cancel, notice)
        words = str(error).lower()
        topic = job.place[1] if "thread" in words or "topic" in words else None
        is_off = await _written(
            self._sweeper.chats.switch_off, job.place[0], topic, notice.joins
        )  # fmt: skip
        self.outcome.counts["off"] += is_off
        return not is_off

    async def _mute(self, place: Place, title: str, why: str) -> None:
        """A chat in which the bot may not write: tried again in an hour; staff are told, beside."""
        until = self._moment() + NEXT_TRY_MUTE
        untold = await _written(self._sweeper.chats.mute, place, until)
        self.outcome.counts["mute"] += 1
        if untold:
            task = asyncio.create_task(self._tell_of(place, messages.cannot_write(title, why)))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _tell_of(self, place: Place, text: str) -> None:
        if await self._tell_staff(text):
            await _written(self._sweeper.chats.staff_told, place)

    def _stop_sweep(self, fate: Fate) -> None:
        """The token is refused: no chat can be told anything now."""
        self.outcome.counts[fate] += 1
        self._places.clear()
        self._jobs.clear()

    async def _later(self, fate: Fate, error: TelegramError, job: Job) -> bool:
        """A message that Telegram has not taken: again in a while, or in a later sweep."""
        job.tries += 1
        seconds = min(FIRST_PAUSE * 2 ** (job.tries - 1), LONGEST_PAUSE)
        if isinstance(error, RetryAfter):
            seconds = seconds_of(error)
            self._pacer.block(job.place[0], seconds)
        job.not_before = _now() + seconds
        await self._slow_down(error)
        if job.tries >= TRIES or seconds > LONGEST_BLOCK:
            at = self._moment() + max(NEXT_TRY, dt.timedelta(seconds=seconds))
            await _written(self._sweeper.chats.try_later, job.place, at)
            self.outcome.counts[fate] += 1
            return False
        return True

    async def _slow_down(self, error: TelegramError) -> None:
        """A pause where it is not one chat that is refused: the way to Telegram is broken, or many
        chats in a row are told to wait; the next chat shows whether it goes on."""
        all_refused = False
        if isinstance(error, RetryAfter):
            self._refused += 1
            all_refused = self._refused >= REFUSED_IN_A_ROW
        if all_refused or isinstance(error.__cause__, httpx.HTTPError):
            await self._sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _written(write: Callable[..., Result], *about: object) -> Result:
    """Reads or writes the database beside the event loop, again where another process holds it
    long."""
    for tried in range(1, WRITES + 1):
        try:
            return await asyncio.to_thread(write, *about)
        except sqlite3.OperationalError:
            if tried == WRITES:
                raise
    raise AssertionError
