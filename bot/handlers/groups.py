"""Groups and people that come and go: one greeting, chats switched off and on, new ids."""

from __future__ import annotations

import asyncio

from telegram import ChatMember, ChatMemberRestricted, Update

from bot import messages
from bot.handlers import wishes
from bot.handlers.office import Context, keyboard, office_of

THERE = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER})


async def membership(update: Update, context: Context) -> None:
    """The bot was added, put out, blocked, let write or kept from writing."""
    change = update.my_chat_member
    if change is None:
        return
    office, chat = office_of(context), change.chat
    was, is_now = is_there(change.old_chat_member), is_there(change.new_chat_member)
    if not is_now:
        await asyncio.to_thread(office.chats.switch_off, chat.id)
        return
    follows = await asyncio.to_thread(office.chats.come_back, chat.id)
    if was or chat.type not in ("group", "supergroup"):
        return
    if follows:
        names = await asyncio.to_thread(wishes.names_of, office, (chat.id, 0))
        text = messages.back_in_group(names)
        await context.bot.send_message(chat.id, text)
        return
    rows = [[(messages.BUTTON_FOLLOW, "u:s")]]
    await context.bot.send_message(chat.id, messages.GREETING_GROUP, reply_markup=keyboard(rows))


def is_there(member: ChatMember) -> bool:
    """Is the bot in the chat, whatever it may do there?"""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in THERE


async def migrated(update: Update, context: Context) -> None:
    """A group has become a supergroup: what it follows goes with it to the new id."""
    message = update.effective_message
    if message is None:
        return
    old, new = message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id:
        old, new = message.migrate_from_chat_id, message.chat.id
    if new:
        await asyncio.to_thread(office_of(context).chats.migrate, old, new)
