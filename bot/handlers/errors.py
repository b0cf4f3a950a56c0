"""The one error handler: the member gets a sentence, the log a reference and the traceback."""

from __future__ import annotations

import asyncio
import logging
import secrets

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, TelegramError

from bot import messages
from bot.handlers.office import Context, office_of, reply

log = logging.getLogger("planbot")


async def on_error(update: object, context: Context) -> None:
    """Logs what went wrong and tells the member, unless it was Telegram or the way to it.

    After a lost answer nothing is sent again: the message may have been delivered. What Telegram
    refuses as wrong (`BadRequest`) is our own mistake, so the member is told of it.
    """
    error = context.error
    if isinstance(error, Conflict):
        log.error(messages.CONFLICT)
        return
    if isinstance(error, ChatMigrated) and isinstance(update, Update) and update.effective_chat:
        old = update.effective_chat.id
        await asyncio.to_thread(office_of(context).chats.migrate, old, error.new_chat_id)
        log.info("a group has become a supergroup")
        return
    if isinstance(error, Forbidden):
        log.info("a chat does not take messages any more: %s", error)
        return
    if isinstance(error, TelegramError) and not isinstance(error, BadRequest):
        log.warning("Telegram did not take a call: %s: %s", type(error).__name__, error)
        return
    reference = secrets.token_hex(3)
    log.error("error %s", reference, exc_info=error)
    if isinstance(update, Update) and update.effective_message is not None:
        try:
            await reply(update, [messages.ERROR.format(reference=reference)])
        except TelegramError as second:
            log.warning("the member could not be told of error %s: %s", reference, second)
