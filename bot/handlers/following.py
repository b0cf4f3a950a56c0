"""/dangky and /huydangky: what a chat follows and how it is told, by buttons.

In a group only its administrators change it; one topic of a group is a place of its own.
"""

from __future__ import annotations

import asyncio

from telegram import Chat, Message, Update
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot import messages
from bot.handlers import wishes
from bot.handlers.office import (
    Context,
    Office,
    edit,
    is_private,
    office_of,
    reply,
    taken,
)
from bot.subscriptions import (
    CHOICES_BEFORE,
    HOURS,
    Follow,
    Place,
)

ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


def place_of(message: Message) -> Place:
    """Chat and topic of a message; 0 where it is in no topic."""
    topic = message.message_thread_id if message.is_topic_message else None
    return message.chat.id, topic or 0


async def command(update: Update, context: Context) -> None:
    """/dangky: what the chat follows; /dangky CĐCS, /dangky 31/KH-LĐLĐ follows at once."""
    message = update.effective_message
    if message is None or not await may_change(update, context):
        return
    office, place = office_of(context), place_of(message)
    text = " ".join(context.args or ())
    if text:
        follow = await asyncio.to_thread(wishes.named, office, text)
        if follow is None:
            await reply(update, [messages.NOTHING_KNOWN])
            return
        await asyncio.to_thread(_add, office, message.chat, place, follow)
    page = await asyncio.to_thread(wishes.main, office, place)
    await reply(update, [page[0]], page[1])


async def leave_command(update: Update, context: Context) -> None:
    """/huydangky: asks once more, then the chat is told nothing."""
    message = update.effective_message
    if message is None or not await may_change(update, context):
        return
    office, place = office_of(context), place_of(message)
    if not await asyncio.to_thread(office.chats.is_following, place):
        await reply(update, [messages.NOT_FOLLOWING])
        return
    await reply(update, [messages.UNFOLLOW_SURE], _sure())


def _sure() -> wishes.Rows:
    return [[(messages.BUTTON_UNFOLLOW_SURE, "u:xx"), (messages.BUTTON_KEEP, "u:k")]]


async def may_change(update: Update, context: Context) -> bool:
    """May this person change what the chat is told? In a group only administrators; says so."""
    if is_private(update) or await _is_admin(update, context):
        return True
    if update.callback_query:
        await taken(update, messages.ADMINS_ONLY)
    else:
        await reply(update, [messages.ADMINS_ONLY])
    return False


async def _is_admin(update: Update, context: Context) -> bool:
    chat, person, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or person is None:
        return False
    if update.callback_query is None and message and message.sender_chat == chat:
        return True  # an administrator who stays unnamed
    try:
        member = await context.bot.get_chat_member(chat.id, person.id)
    except TelegramError:
        return False
    return member.status in ADMINS


async def press(update: Update, context: Context) -> None:
    """A button of /dangky."""
    query = update.callback_query
    message = query.message if query else None
    if not isinstance(message, Message) or not await may_change(update, context):
        return
    action, *values = await taken(update)
    office, place = office_of(context), place_of(message)
    chat = await asyncio.to_thread(office.chats.current, place[0])
    if chat != place[0]:  # an old message of a group that has another id now
        place = (chat, place[1])
    if action in ("xx", "k"):
        said = messages.KEPT
        if action == "xx":
            await asyncio.to_thread(office.chats.unfollow, place)
            said = messages.UNFOLLOWED
        await edit(update, said, [])
        return
    value = values[0] if values else ""
    page = await asyncio.to_thread(_pressed, office, message.chat, place, action, value)
    if action == "s":  # under the greeting, which stays
        await reply(update, [page[0]], page[1])
        return
    await edit(update, *page)


def _pressed(office: Office, chat: Chat, place: Place, action: str, value: str) -> wishes.Page:
    """Does what a button says, and gives the page to show next."""
    if action == "x":
        return messages.UNFOLLOW_SURE, _sure()
    if action == "a":
        _add(office, chat, place, Follow("all"))
    elif action == "r" and value.isdecimal():
        office.chats.unfollow(place, Follow("deadline", value))
    elif action in wishes.TOGGLES:
        what, page = wishes.TOGGLES[action]
        follow = wishes.chosen(office, what, value)
        if follow:
            _toggle(office, chat, place, follow)
        return page(office, place, wishes.page_of(office, value) if what == "plan" else 0)
    elif action in wishes.PAGES:
        return wishes.PAGES[action](office, place, int(value) if value.isdecimal() else 0)
    else:
        return _set(office, chat, place, action, value)
    return wishes.main(office, place)


def _set(office: Office, chat: Chat, place: Place, action: str, value: str) -> wishes.Page:
    found = office.chats.get(place)
    if found is None:
        return wishes.main(office, place)
    if action == "d":
        office.chats.set_digest(place, not found.digest)
    elif action == "q":
        office.chats.set_quiet(place, not found.quiet)
    elif action == "ht" and value.isdecimal() and int(value) in HOURS:
        office.chats.set_hour(place, int(value))
    elif action == "nt" and value.isdecimal() and int(value) in CHOICES_BEFORE:
        office.chats.set_before(place, set(found.before) ^ {int(value)})
        return wishes.before_page(office, place)
    return wishes.main(office, place)


def _add(office: Office, chat: Chat, place: Place, follow: Follow) -> None:
    now = office.now()
    office.sweeper.known.look(now)  # what was published a moment ago is no news to who comes now
    office.chats.register(place, chat.type, chat.title or chat.full_name or "", now)
    office.chats.follow(place, follow, now)


def _toggle(office: Office, chat: Chat, place: Place, follow: Follow) -> None:
    if not office.chats.unfollow(place, follow):
        _add(office, chat, place, follow)
