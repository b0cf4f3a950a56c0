"""Telegram's limits kept before they are met: 30 messages a second over all, 20 a minute a group.

python-telegram-bot's own limiter lets a refusal (429) for one chat hold up every chat; here only
that chat waits. Answers go before notices, which leave room for them in every second.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
import warnings
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from typing import Any, Literal

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

A_SECOND, A_MINUTE = 1.0, 60.0
OVERALL = 30  # messages a second, Telegram's limit
NOTICES = 29  # of these for notices, evenly spread, while no answer waits
A_GROUP = 20  # messages a minute in one group
TRIES = 4  # of an answer that Telegram refuses for a time
LONGEST_WAIT = 120.0  # seconds that an answer waits for a chat before it is given up
CATCH_UP = 0.2  # seconds of notices that may follow faster after one was late
MOST_CHATS = 5_000  # whose last minute is remembered

MESSAGES = ("send", "copy", "forward")  # calls that count; an edit waits only when it is refused
NOTICE: Literal["notice"] = "notice"  # `rate_limit_args` of what has taken its turn already
Callback = Callable[..., Coroutine[Any, Any, Any]]


class Pacer(BaseRateLimiter[str]):
    """Lets every call wait until Telegram will take it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._overall: deque[float] = deque()
        self._next_notice = 0.0
        self._answers = 0  # that wait for their turn
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)
        self._blocked: dict[int, float] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def pace(self, is_notice: bool = True) -> float:
        """Seconds until a message to any chat may be sent."""
        now = self._clock()
        _forget(self._overall, now - A_SECOND)
        waits = [0.0]
        if is_notice:
            waits.append(self._next_notice - now)
            waits.append(A_SECOND / NOTICES if self._answers else 0.0)
        if len(self._overall) >= OVERALL:
            waits.append(self._overall[-OVERALL] + A_SECOND - now)
        return max(waits)

    def delay(self, chat: int, is_notice: bool = False) -> float:
        """Seconds until a message to this chat may be sent."""
        now = self._clock()
        waits = [self.pace(is_notice), self._blocked.get(chat, 0.0) - now]
        if chat < 0 and chat in self._groups:
            of_group = self._groups[chat]
            _forget(of_group, now - A_MINUTE)
            if len(of_group) >= A_GROUP:
                waits.append(of_group[-A_GROUP] + A_MINUTE - now)
        return max(0.0, *waits)

    def take(self, chat: int, is_notice: bool = False) -> None:
        """A message to this chat is sent now."""
        now = self._clock()
        self._overall.append(now)
        if is_notice:
            self._next_notice = max(self._next_notice, now - CATCH_UP) + A_SECOND / NOTICES
        if chat < 0:
            self._groups[chat].append(now)
            if len(self._groups) > MOST_CHATS:
                self._forget_groups(now)

    def block(self, chat: int, seconds: float) -> None:
        """Telegram takes nothing for this chat for so long."""
        now = self._clock()
        self._blocked = {c: until for c, until in self._blocked.items() if until > now}
        self._blocked[chat] = now + seconds

    def _forget_groups(self, now: float) -> None:
        for chat, times in list(self._groups.items()):
            _forget(times, now - A_MINUTE)
            if not times:
                del self._groups[chat]

    async def turn(self, chat: int, is_notice: bool = False) -> None:
        """Waits until a message to this chat may be sent, and counts it."""
        while (seconds := self.delay(chat, is_notice)) > 0:
            held_up = not is_notice and self._blocked.get(chat, 0.0) <= self._clock()
            self._answers += held_up  # notices let it pass, unless it waits for its own chat
            try:
                await asyncio.sleep(seconds)
            finally:
                self._answers -= held_up
        self.take(chat, is_notice)

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Any:
        """A call of the bot: at its turn, and again after the time that Telegram names."""
        chat = data.get("chat_id")
        if rate_limit_args == NOTICE or not isinstance(chat, int):
            return await callback(*args, **kwargs)
        is_message = endpoint.startswith(MESSAGES) and endpoint != "sendChatAction"
        for tried in range(1, TRIES + 1):
            held = self._blocked.get(chat, 0.0) - self._clock()
            if held > LONGEST_WAIT:
                raise RetryAfter(int(held) + 1)
            if is_message:
                await self.turn(chat)
            elif held > 0:
                await asyncio.sleep(held)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = seconds_of(error)
                self.block(chat, seconds)
                if tried == TRIES or seconds > LONGEST_WAIT:
                    raise
        return None


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    with warnings.catch_warnings():  # whole seconds are on their way out of the library
        warnings.simplefilter("ignore")
        value: object = error.retry_after
    return value.total_seconds() if isinstance(value, dt.timedelta) else float(str(value))
