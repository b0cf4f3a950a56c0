"""/thongke: what members asked and did not find, and what staff did; 👎 under an answer."""

from __future__ import annotations

import asyncio
import datetime as dt

from telegram import InputFile, Update

from bot import messages, questions_chart
from bot.handlers.office import Context, Office, office_of, reply, staff_only, taken

SHOWN_DAYS = 30
TOP = 10
DONE_SHOWN = 8


async def command(update: Update, context: Context) -> None:
    """/thongke: a picture of the questions of a month, what was not found, what staff did."""
    office, message = office_of(context), update.effective_message
    if message is None or not await staff_only(update, office):
        return
    picture, texts = await asyncio.to_thread(_report, office)
    await message.reply_photo(InputFile(picture, filename="thongke.png"), do_quote=False)
    await reply(update, texts)


def _report(office: Office) -> tuple[bytes, list[str]]:
    today = office.today()
    first = today - dt.timedelta(days=SHOWN_DAYS - 1)
    days = office.feedback.days(first, today)
    missed = office.feedback.not_found(first)[:TOP]
    done = office.desk.audit(DONE_SHOWN)
    told = messages.told(office.chats.counts(), office.ledger.counts(first), SHOWN_DAYS)
    said = messages.statistics(days, missed, done, office.roles.names())
    return questions_chart.draw(days), messages.pack([*said, told])


async def dislike(update: Update, context: Context) -> None:
    """👎: the answer was no help; the question is kept for staff, without who asked."""
    (number,) = [int(part) for part in await taken(update, messages.DISLIKED)]
    await asyncio.to_thread(office_of(context).feedback.dislike, number)
