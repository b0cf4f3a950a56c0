"""What every handler works with: the workspace, the clock, and how a reply is sent."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.error import BadRequest, TelegramError
from telegram.ext import CallbackContext, ExtBot

from bot import messages
from bot.desk import Desk
from bot.feedback import Feedback
from bot.following import Exchanges
from bot.roles import Roles
from bot.sending import Notifier
from bot.sweep import Sweeper
from bot.workspace import Workspace
from corpus.model import Plan

# Any[...]: python-telegram-bot's contexts have four type parameters that say nothing here
Context = CallbackContext[ExtBot[Any], Any, Any, Any]
Button = tuple[str, str]  # label, callback data of at most 64 bytes


log = logging.getLogger("planbot")

FILES_AT_ONCE = 2  # that are read side by side


@dataclass
class Albums:
    """Albums that are coming in: the draft of each, how many of its pages are on their way, and
    the task that waits for its last one."""

    drafts: dict[str, int] = field(default_factory=dict)
    coming: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, asyncio.Task[None]] = field(default_factory=dict)


@dataclass
class Office:
    """One per process, in `bot_data`."""

    workspace: Workspace
    zone: ZoneInfo
    staff: frozenset[int] = frozenset()
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    polling_refused: bool = False
    exchanges: Exchanges = field(default_factory=Exchanges)
    albums: Albums = field(default_factory=Albums)
    reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FILES_AT_ONCE))
    notifier: Notifier | None = None
    notifying: asyncio.Task[None] | None = None
    loop: asyncio.AbstractEventLoop | None = None

    def __post_init__(self) -> None:
        store = self.workspace.store
        self.desk, self.roles, self.feedback = (
            Desk(store),
            Roles(store, self.staff),
            Feedback(store),
        )
        self.sweeper = Sweeper(store, self.workspace.answerer)
        self.chats, self.ledger = self.sweeper.chats, self.sweeper.ledger

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Goes on with something beside the updates; what fails is logged."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("work beside the updates failed", exc_info=error)

    async def is_staff(self, person: User | None) -> bool:
        """May this person add and change plans? Their name is kept for those who look up who did
        what."""
        if person is None or not await asyncio.to_thread(self.roles.is_staff, person.id):
            return False
        await asyncio.to_thread(self.roles.seen, person.id, person.full_name)
        return True

    def plans_changed(self) -> None:
        """Makes what was published or taken away searchable, and wakes who tells the chats."""
        self.workspace.index.refresh()
        if self.notifier and self.loop:
            self.loop.call_soon_threadsafe(self.notifier.wake)

    def publish(self, draft: int, who: int) -> tuple[int, Plan] | None:
        """Publishes a draft and makes it searchable at once."""
        done = self.desk.publish(draft, who, self.now())
        self.plans_changed()
        return done

    def withdraw(self, key: int, who: int) -> Plan | None:
        """Takes a plan out of the answers."""
        plan = self.desk.withdraw(key, who, self.now())
        self.plans_changed()
        return plan

    def restore(self, aside: int, who: int) -> Plan | None:
        """Brings a plan back."""
        plan = self.desk.restore(aside, who, self.now())
        self.plans_changed()
        return plan

    def let_in(self, code: str, person: int, name: str) -> bool:
        """Makes a person staff who has come with an invitation."""
        now = self.now()
        with self.workspace.store.transaction():
            done = self.roles.let_in(code, person, name, now)
            if done:
                self.desk.note(person, "let_in", "", name, now)
        return done

    def take_rights(self, person: int, who: int) -> bool:
        """Takes a person's rights back."""
        with self.workspace.store.transaction():
            done = self.roles.take(person)
            if done:
                self.desk.note(who, "rights_taken", "", str(person), self.now())
        return done

    def today(self) -> dt.date:
        """Today in the union's time zone."""
        return self.now().date()

    def now(self) -> dt.datetime:
        """The time in the union's time zone: the handlers' one look at the clock."""
        return dt.datetime.now(self.zone)

    def plan(self, key: int) -> Plan | None:
        """The plan with a key as it is now, also after another process has changed it."""
        self.workspace.answerer.catalogue()
        return self.workspace.answerer.plan(key)


def office_of(context: Context) -> Office:
    """The office of this process."""
    office: Office = context.bot_data["office"]
    return office


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Rows of (label, data) as Telegram's keyboard; None without a button."""
    kept = [
        [InlineKeyboardButton(label, callback_data=data) for label, data in r] for r in rows if r
    ]
    return InlineKeyboardMarkup(kept) if kept else None


def is_private(update: Update) -> bool:
    """Is this the chat of one person with the bot? What staff work on is shown nowhere else."""
    chat = update.effective_chat
    return chat is not None and chat.type == "private"


async def staff_only(update: Update, office: Office) -> bool:
    """May who has pressed or typed this do what staff do, and here? Else says why not."""
    if not await office.is_staff(update.effective_user):
        why = messages.STAFF_ONLY
    elif not is_private(update):
        why = messages.PRIVATE_ONLY
    else:
        return True
    await (taken(update, why) if update.callback_query else reply(update, [why]))
    return False


async def reply(
    update: Update, texts: Sequence[str], rows: Sequence[Sequence[Button]] = ()
) -> None:
    """Answers in the same chat and topic; the buttons go under the last message.

    In a group the first message quotes the question, so that people see what it answers.
    """
    message = update.effective_message
    if message is None:
        return
    quote = message.chat.type != "private" and update.callback_query is None
    for position, text in enumerate(texts):
        markup = keyboard(rows) if position == len(texts) - 1 else None
        await _send(message, text, markup, quote and position == 0)


async def taken(update: Update, notice: str | None = None) -> list[str]:
    """Answers the press at once, then gives the parts of its data ("s:3:7" -> ["3", "7"])."""
    query = update.callback_query
    assert query is not None
    with contextlib.suppress(TelegramError):  # "query is too old": the work is done all the same
        await query.answer(notice)
    return (query.data or "").split(":")[1:]


async def _send(
    message: Message, text: str, markup: InlineKeyboardMarkup | None, quote: bool
) -> None:
    try:
        await message.reply_text(text, reply_markup=markup, do_quote=quote)
    except BadRequest as error:
        if "parse entities" not in str(error).lower():
            raise
        # a text that Telegram cannot read as HTML is still worth reading without bold letters
        plain = messages.plain(text)
        await message.reply_text(plain, reply_markup=markup, do_quote=quote, parse_mode=None)


async def edit(update: Update, text: str, rows: Sequence[Sequence[Button]]) -> None:
    """Puts a new page into the message whose button was pressed; pressing twice is no error."""
    query = update.callback_query
    if query is None:
        return
    try:
        await query.edit_message_text(text, reply_markup=keyboard(rows))
    except BadRequest as error:
        words = str(error).lower()
        if "not modified" in words:
            return
        if "not found" not in words and "can't be edited" not in words:
            raise
        await reply(update, [text], rows)
