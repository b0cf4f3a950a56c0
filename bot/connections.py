"""The connections to Telegram, and the order in which updates are taken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor
from telegram.request import HTTPXRequest

log = logging.getLogger("planbot")


class PerChat(BaseUpdateProcessor):
    """Updates of one chat one after the other, of different chats side by side.

    `concurrent_updates(True)` would answer one member's second message before the first.
    """

    def __init__(self, at_once: int = 64) -> None:
        super().__init__(at_once)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Runs the handlers once the chat's earlier updates are done; that the bot is put out or let
        in, or that a group has another id, waits for nothing."""
        if isinstance(update, Update) and _is_of_the_chat(update):
            await coroutine
            return
        chat = update.effective_chat if isinstance(update, Update) else None
        key = chat.id if chat else 0
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _is_of_the_chat(update: Update) -> bool:
    message = update.message
    moved = message and (message.migrate_to_chat_id or message.migrate_from_chat_id)
    return bool(update.my_chat_member or moved)


class Request(HTTPXRequest):
    """The connection of everything else; until the bot runs, each failure is said in the log.

    python-telegram-bot tries again without a word at the levels that an operator reads.
    """

    def __init__(self, proxy: str | None) -> None:
        super().__init__(
            connection_pool_size=256, proxy=proxy, read_timeout=15, media_write_timeout=60
        )
        self.is_started = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request."""
        try:
            return await super().do_request(*args, **kwargs)
        except NetworkError as error:
            if not self.is_started:
                log.warning("Telegram could not be reached, trying again: %s", error)
            raise


class PollingRequest(HTTPXRequest):
    """The connection of getUpdates; tells when Telegram refuses the token for good.

    One 401 or 404 ends python-telegram-bot's polling while the process stays alive.
    """

    def __init__(self, refused: Callable[[], None], proxy: str | None) -> None:
        super().__init__(connection_pool_size=1, proxy=proxy)
        self._refused = refused

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request; `refused` is called for an answer that ends polling."""
        status, body = await super().do_request(*args, **kwargs)
        if status in (401, 404):
            self._refused()
        return status, body
