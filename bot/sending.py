"""Sweeps every minute, one process at a time in a data folder, whoever runs it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from telegram.ext import ExtBot

from bot.delivery import Delivery, Outcome, TellStaff
from bot.pacing import Pacer
from bot.sweep import Sweeper

log = logging.getLogger("planbot")

EVERY = 60.0  # seconds between two sweeps
LOCK = "planbot.sending"  # the system lets go of it when a process dies, however it dies


class Notifier:
    """The one that tells the chats."""

    def __init__(
        self,
        sweeper: Sweeper,
        bot: ExtBot[Any],
        pacer: Pacer,
        folder: Path,
        tell_staff: TellStaff,
    ) -> None:
        self.sweeper, self._bot, self._pacer, self._tell_staff = sweeper, bot, pacer, tell_staff
        self._lock = FileLock(folder / LOCK, thread_local=False)
        self._stop, self._woken = asyncio.Event(), asyncio.Event()

    def stop(self) -> None:
        """Ends a sweep after the message that is on its way."""
        self._stop.set()
        self._woken.set()

    def wake(self) -> None:
        """Something is new: sweeps at once."""
        self._woken.set()

    async def run(self, clock: Callable[[], dt.datetime]) -> None:
        """Sweeps every minute until it is stopped; what fails is logged and tried again."""
        cleaned = None
        while not self._stop.is_set():
            now = clock()
            try:
                await self.sweep(now, now.date(), is_patient=True)
                if cleaned != now.date():
                    await asyncio.to_thread(self.sweeper.ledger.clean, now.date())
                    cleaned = now.date()
            except Exception:  # the next minute may go well
                log.exception("a sweep has failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), EVERY)
            if not self._stop.is_set():
                self._woken.clear()

    async def sweep(self, now: dt.datetime, today: dt.date, is_patient: bool = False) -> Outcome:
        """Tells every chat what is due and unsaid; at once where nothing is."""
        places = await asyncio.to_thread(self.sweeper.due, now, today)
        if not places:
            return Outcome()
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return Outcome(busy=True)
        try:
            await self._take_back()
            day = await asyncio.to_thread(self.sweeper.day, now, today, is_patient)
            delivery = Delivery(
                self.sweeper, self._bot, self._pacer, day, self._stop, self._tell_staff
            )
            return await delivery.run(places)
        finally:
            self._lock.release()

    async def _take_back(self) -> None:
        """What a killed process was sending is to be said again; with the lock nobody is sending."""
        count = await asyncio.to_thread(self.sweeper.ledger.reclaim)
        if count:
            log.warning("%d messages were on their way when a process ended; again", count)
