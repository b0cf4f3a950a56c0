"""Deadlines as members and staff ask for them: lists, calendar files, month pictures, event days."""

from __future__ import annotations

import asyncio
import datetime as dt

from telegram import InputFile, Update
from telegram.constants import ChatAction

from bot import agenda, calendars, event_days, messages
from bot.agenda import Wanted
from bot.answering import found_at
from bot.due import DATED, Due, due_on
from bot.handlers.office import (
    Button,
    Context,
    Office,
    edit,
    keyboard,
    office_of,
    reply,
    taken,
)  # fmt: skip
from bot.month_sheet import draw_month
from bot.weighing import own_deadlines
from corpus import dates
from corpus.model import Deadline, Plan
from index.passages import Passage

A_PAGE = 8
WHO_BYTES = 28  # of callback data's 64, for the words of a body
MONTHS_FROM, MONTHS_TO = dt.date(2000, 1, 1), dt.date(2100, 12, 31)

Page = tuple[str, list[list[Button]]]


async def han(update: Update, context: Context) -> None:
    """/han, and /han CĐCS tháng 11: the coming deadlines, of a time, plan or body."""
    text = " ".join(context.args or ())
    page = await asyncio.to_thread(_first_page, office_of(context), text)
    await reply(update, [page[0]], page[1])


def _first_page(office: Office, text: str) -> Page:
    answerer = office.workspace.answerer
    wanted = agenda.wanted_of(text, answerer.catalogue(), office.today()) if text else Wanted()
    return _page(office, 0, wanted)


async def turn(update: Update, context: Context) -> None:
    """Another page of the coming deadlines."""
    page, wanted = _read(await taken(update))
    await edit(update, *await asyncio.to_thread(_page, office_of(context), page, wanted))


async def month(update: Update, context: Context) -> None:
    """The deadlines of a month as a picture."""
    number, wanted = _read(await taken(update))
    if 1 <= number % 100 <= 12:
        first, _ = dates.month_days(number // 100, number % 100)
        await send_month(update, office_of(context), first, wanted)


async def send_month(update: Update, office: Office, first: dt.date, wanted: Wanted) -> None:
    """Sends the picture of a month, with buttons to those around it."""
    message = update.effective_message
    if message is None:
        return
    await message.reply_chat_action(ChatAction.UPLOAD_PHOTO)
    _, last = dates.month_days(first.year, first.month)
    picture, caption = await asyncio.to_thread(_picture, office, first, last, wanted)
    await message.reply_photo(
        InputFile(picture, filename="han.png"), caption=caption, do_quote=False,
        reply_markup=keyboard([_months_around(first, wanted)]),
    )  # fmt: skip


def _months_around(first: dt.date, wanted: Wanted) -> list[Button]:
    around = [dates.month_from(first, ahead)[0] for ahead in (-1, 1)]
    return [
        (messages.month_button(day), month_data(day, wanted))
        for day in around
        if MONTHS_FROM <= day <= MONTHS_TO
    ]


async def list_calendar(update: Update, context: Context) -> None:
    """The deadlines of a list as a calendar file."""
    _, wanted = _read(await taken(update))
    office = office_of(context)
    entries = await asyncio.to_thread(
        lambda: list(office.workspace.answerer.upcoming(office.today(), wanted))
    )
    await send_calendar(update, office, entries)


async def passage_calendar(update: Update, context: Context) -> None:
    """The deadlines of a passage, or of a whole plan, as a calendar file."""
    key, *place = [int(part) for part in (await taken(update))]
    office = office_of(context)
    plan = await asyncio.to_thread(office.plan, key)
    if plan is None:
        await reply(update, [messages.GONE])
        return
    deadlines = _deadlines_at(plan, key, place)
    entries = [(plan, due_on(deadline, plan, office.today())) for deadline in deadlines]
    await send_calendar(update, office, entries)


def _deadlines_at(plan: Plan, key: int, place: list[int]) -> list[Deadline]:
    if not place or place[0] >= len(plan.sections):
        return [d for d in plan.deadlines if d.kind in DATED]
    found = found_at(plan, Passage(key, *place))
    own = own_deadlines(plan, found, DATED)
    return own or [d for d in plan.section_deadlines(place[0]) if d.kind in DATED]


async def send_calendar(update: Update, office: Office, entries: list[tuple[Plan, Due]]) -> None:
    """Sends deadlines as a calendar file; says so where none has a day."""
    dated = calendars.dated(entries)
    message = update.effective_message
    if message is None or not dated:
        await reply(update, [messages.NOTHING_FOR_CALENDAR])
        return
    data = await asyncio.to_thread(calendars.calendar, dated, office.now(), office.zone)
    await message.reply_document(
        InputFile(data, filename=messages.CALENDAR_FILE),
        caption=messages.CALENDAR_CAPTION.format(count=len(dated)),
        do_quote=False,
    )


def _page(office: Office, page: int, wanted: Wanted) -> Page:
    """A page of the coming deadlines with its buttons."""
    today = office.today()
    found = list(office.workspace.answerer.upcoming(today, wanted))
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    rows: list[list[Button]] = []
    turns = [(messages.BUTTON_PREVIOUS, _data("h", page - 1, wanted))] if page else []
    if (page + 1) * A_PAGE < len(found):
        turns.append((messages.BUTTON_NEXT, _data("h", page + 1, wanted)))
    rows.append(turns)
    day = wanted.period[0] if wanted.period else today
    tools = [(messages.BUTTON_MONTH, month_data(day, wanted))]
    if found:
        tools.append((messages.BUTTON_CALENDAR, _data("c", 0, wanted)))
    return messages.upcoming(shown, today, wanted), [*rows, tools]


def month_data(day: dt.date, wanted: Wanted) -> str:
    """Callback data of a month's picture."""
    return _data("m", day.year * 100 + day.month, Wanted(None, wanted.plans, wanted.who))


def _data(kind: str, number: int, wanted: Wanted) -> str:
    """Callback data that says all a list needs: number, first and last day, plan, body."""
    days = [f"{day:%Y%m%d}" for day in wanted.period or ()] or ["", ""]
    plan = str(next(iter(wanted.plans))) if wanted.plans and len(wanted.plans) == 1 else ""
    who = wanted.who.encode()[:WHO_BYTES].decode(errors="ignore")
    who = who if len(who) == len(wanted.who) else who.rpartition(" ")[0]
    return ":".join([kind, str(number), *days, plan, who])


def _read(parts: list[str]) -> tuple[int, Wanted]:
    """Number and wanted deadlines of callback data; data of before has only the number."""
    number, first, last, plan, who = [*parts, "", "", "", ""][:5]
    period = (_day(first), _day(last)) if first and last else None
    return int(number), Wanted(period, frozenset({int(plan)}) if plan else None, who)


def _day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%Y%m%d").date()  # a day has no zone


def _picture(office: Office, first: dt.date, last: dt.date, wanted: Wanted) -> tuple[bytes, str]:
    today = office.today()
    known = office.workspace.answerer.known_plans()
    dues = [due for _, due in agenda.of_period(known, wanted, today, first, last)]
    return draw_month(dues, first, today), messages.month_caption(first, len(dues))


# ---- days of events, entered by staff


async def events(update: Update, context: Context) -> None:
    """/sukien: deadlines counted from an event; /sukien 7.12 15/3/2027 gives the event its day."""
    office = office_of(context)
    user = update.effective_user
    if user is None or not await office.is_staff(user):
        await reply(update, [messages.STAFF_ONLY])
        return
    args = list(context.args or ())
    answerer, today = office.workspace.answerer, office.today()
    if not args:
        await reply(update, await asyncio.to_thread(event_days.listed, answerer, today))
        return
    text = " ".join(args[1:])
    await reply(update, [await asyncio.to_thread(event_days.enter, answerer, args[0], text, today)])
