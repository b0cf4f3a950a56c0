"""Groups and people that come and go: one greeting, chats switched off and on, new ids."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.ext import ExtBot

from bot import messages
from bot.handlers import wishes
from bot.handlers.office import Context, Office, keyboard, office_of

UPGRADED_WITHIN = 2.0  # seconds: so long Telegram may take to say that a group was upgraded
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
    if chat.type == "supergroup":  # perhaps a group until a moment ago: then it has been greeted
        office.start(_greet_if_new(office, context.bot, chat.id, follows))
    else:
        await _greet(office, context.bot, chat.id, follows)


async def _greet_if_new(office: Office, bot: ExtBot[Any], chat: int, follows: bool) -> None:
    await asyncio.sleep(UPGRADED_WITHIN)
    if not await asyncio.to_thread(office.chats.has_moved_to, chat):
        await _greet(office, bot, chat, follows)


async def _greet(office: Office, bot: ExtBot[Any], chat: int, follows: bool) -> None:
    """Says once what to press; where something was followed before, what that is."""
    if follows:
        names = await asyncio.to_thread(wishes.names_of_all, office, chat)
        await bot.send_message(chat, messages.back_in_group(names))
        return
    rows = [[(messages.BUTTON_FOLLOW, "u:s")]]
    await bot.send_message(chat, messages.GREETING_GROUP, reply_markup=keyboard(rows))


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
