"""/quyen: who is staff; a link that lets one person in, and taking the rights back."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from telegram import BotCommand, BotCommandScopeChat, Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import messages
from bot.handlers import members, reminding
from bot.handlers.office import Context, is_private, office_of, reply, staff_only, taken

START = "moi-"  # what the link gives to /start before the code


async def command(update: Update, context: Context) -> None:
    """/quyen: the people, a button to invite, one to take each person's rights."""
    office = office_of(context)
    if not is_private(update):
        return
    if not await staff_only(update, office):
        return
    people = await asyncio.to_thread(office.roles.people)
    rows = [[(messages.BUTTON_INVITE, "r:i")]]
    rows += [[(messages.take_button(p.name), f"r:t:{p.id}")] for p in people]
    await reply(
        update, [messages.people([p.name for p in people], len(office.roles.settled))], rows
    )


async def press(update: Update, context: Context) -> None:
    """A button of /quyen."""
    office, person = office_of(context), update.effective_user
    if person is None or not await staff_only(update, office):
        return
    action, *parts = await taken(update)
    if action == "i":
        code = await asyncio.to_thread(office.roles.invite, person.id, office.now())
        link = f"https://t.me/{context.bot.username}?start={START}{code}"
        await reply(update, [messages.INVITATION.format(link=link)])
        return
    done = await asyncio.to_thread(office.take_rights, int(parts[0]), person.id)
    if done:
        await show_menu(context.bot, int(parts[0]), is_staff=False)
    await reply(update, [messages.RIGHTS_TAKEN if done else messages.RIGHTS_NOT_HERE])


async def show_menu(bot: ExtBot[Any], person: int, is_staff: bool) -> None:
    """Puts the staff's commands into the menu of a person's own chat, or takes them out."""
    scope = BotCommandScopeChat(person)
    with contextlib.suppress(TelegramError):  # a menu is no reason to fail, nor one never set
        if not is_staff:
            await bot.delete_my_commands(scope)
            return
        commands = (*messages.COMMANDS, *messages.STAFF_COMMANDS)
        await bot.set_my_commands([BotCommand(*command) for command in commands], scope)


async def start(update: Update, context: Context) -> None:
    """/start: with the code of an invitation, from the link of a reminder, or without."""
    office, person = office_of(context), update.effective_user
    code = (context.args or [""])[0]
    if not is_private(update):
        if not code:  # with one it comes from a link that adds the bot: it has greeted then
            await members.help_(update, context)
        return
    if code.startswith(reminding.START):
        await reminding.start(update, context, code.removeprefix(reminding.START))
        return
    if person is None or not code.startswith(START):
        await members.start(update, context)
        if person and await office.is_staff(person):
            await show_menu(context.bot, person.id, is_staff=True)
        return
    let_in = await asyncio.to_thread(
        office.let_in, code.removeprefix(START), person.id, person.full_name
    )
    await reply(update, [messages.LET_IN if let_in else messages.NOT_LET_IN])
    if let_in:
        await show_menu(context.bot, person.id, is_staff=True)
