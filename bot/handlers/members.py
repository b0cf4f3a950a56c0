"""What a member types: greetings, questions in private and in groups, things that are no text."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3

from telegram import Message, MessageEntity, Update

from bot import messages
from bot.answers import Answer, Found
from bot.choosing import choices
from bot.handlers.office import Button, Context, office_of, reply

log = logging.getLogger("planbot")


async def start(update: Update, context: Context) -> None:
    """/start: what the bot can do, and three questions to press."""
    rows = [[(example, f"q:{n}")] for n, example in enumerate(messages.EXAMPLES)]
    await reply(update, [messages.START], rows)


async def help_(update: Update, context: Context) -> None:
    """/help."""
    await reply(update, [messages.HELP])


async def ask_command(update: Update, context: Context) -> None:
    """/hoi question; alone, as a reply to a message, it asks what that message says."""
    message = update.effective_message
    text = " ".join(context.args or ())
    if not text and message and message.reply_to_message:
        text = message.reply_to_message.text or message.reply_to_message.caption or ""
    if not text.strip():
        await reply(update, [messages.ASK_AFTER_COMMAND])
        return
    await answer(update, context, text)


async def question(update: Update, context: Context) -> None:
    """Every text in a private chat is a question."""
    message = update.effective_message
    await answer(update, context, (message.text if message else "") or "")


async def group_message(update: Update, context: Context) -> None:
    """In a group: a reply to the bot, or a mention of it; everything else is left alone."""
    message = update.effective_message
    if message is None or not message.text:
        return
    text = without_mention(message, context.bot.username)
    to_bot = message.reply_to_message is not None and (
        message.reply_to_message.from_user is not None
        and message.reply_to_message.from_user.id == context.bot.id
    )
    if text is None and not to_bot:
        return
    asked = (text if text is not None else message.text).strip()
    if not asked:
        await reply(update, [messages.EMPTY])
        return
    await answer(update, context, asked)


def without_mention(message: Message, username: str) -> str | None:
    """The text without "@bot"; None where the bot is not mentioned."""
    text = message.text or ""
    mentions = message.parse_entities([MessageEntity.MENTION]).values()
    if not any(mention.lower() == f"@{username.lower()}" for mention in mentions):
        return None
    return re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE).strip()


async def unknown_command(update: Update, context: Context) -> None:
    """A command that the bot does not have."""
    await reply(update, [messages.HELP])


async def file(update: Update, context: Context) -> None:
    """A file or picture in a private chat; what is written under it is a question."""
    await reply(update, [messages.FILE_FROM_MEMBER])
    message = update.effective_message
    if message is not None and message.caption:
        await answer(update, context, message.caption)


async def no_text(update: Update, context: Context) -> None:
    """A sticker, a voice message, a place: nothing to read."""
    await reply(update, [messages.NOT_TEXT])


async def answer(update: Update, context: Context, text: str) -> None:
    """Finds the answer beside the event loop and sends it with its buttons."""
    office = office_of(context)
    answerer = office.workspace.answerer
    now = office.now()
    before = office.exchanges.before(*_who(update), now)
    result = await asyncio.to_thread(answerer.answer, text, now.date(), before)
    office.exchanges.remember(*_who(update), result, now)
    rows = answer_buttons(result)
    if result.status != "talk":
        try:
            kept = await asyncio.to_thread(office.feedback.asked, text, result.status, now.date())
            rows.append([(messages.BUTTON_DISLIKE, f"k:{kept}")])
        except sqlite3.Error as error:  # a full disk is no reason not to answer
            log.error("a question could not be kept: %s", error)
    await reply(update, messages.answer(result), rows)


def _who(update: Update) -> tuple[int, int]:
    """The chat and the person in it, for the time of an exchange."""
    chat, person = update.effective_chat, update.effective_user
    return chat.id if chat else 0, person.id if person else 0


def answer_buttons(result: Answer) -> list[list[Button]]:
    """Whole section, other deadlines, original file; then the sections that may be meant too."""
    rows: list[list[Button]] = []
    if result.status == "talk":
        return [[(example, f"q:{n}")] for n, example in enumerate(messages.EXAMPLES)]
    if result.asks:
        return [
            [(f"{n}. {messages.plan_choice(f)}", passage_data(f))]
            for n, f in enumerate(result.equal, 1)
        ]
    if result.found is not None and result.status in ("answered", "unsure"):
        found = result.found
        if result.question.is_bare:
            rows.append([(messages.BUTTON_PLAN, f"o:{found.key}:0")])
        rows.append(
            [
                (messages.BUTTON_SECTION, f"s:{found.key}:{found.section}"),
                (messages.BUTTON_DEADLINES, f"d:{found.key}"),
                (messages.BUTTON_FILE, f"f:{found.key}"),
            ]
        )
        if result.relation == "passage" and any(due.due for due in result.deadlines):
            place = f"{found.key}:{found.section}:{found.first}:{found.last}"
            rows.append([(messages.BUTTON_CALENDAR, f"i:{place}")])
            if any(due.days_left is not None and due.days_left >= 0 for due in result.deadlines):
                rows[-1].append((messages.BUTTON_REMIND_ME, f"n:{place}"))
    of_plan = {f: messages.plan_choice(f) for f in result.equal}
    rows += [
        [(of_plan.get(f) or messages.alternative_label(f), passage_data(f))]
        for f in choices(result)
    ]
    return rows


def passage_data(found: Found) -> str:
    """Callback data that names a passage; it means the same after a restart."""
    return f"a:{found.key}:{found.section}:{found.first}:{found.last}"
