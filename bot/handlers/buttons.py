"""What a member presses: plans and their sections, deadlines, files. Every button says all it
needs in its data, so that one from before a restart still works."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import InputFile, Update
from telegram.error import TelegramError

from bot import messages
from bot.answering import contacts_of as contacts_of_passage
from bot.answering import deadlines_for, found_at, send_to_of
from bot.answers import Answer
from bot.due import due_on
from bot.handlers import agenda
from bot.handlers.members import answer, answer_buttons
from bot.handlers.office import Button, Context, edit, is_private, office_of, reply, taken
from bot.questions import Question
from corpus.model import Plan
from index.passages import Passage

PLANS_A_PAGE = 6
SECTIONS_A_PAGE = 12

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


async def plans_command(update: Update, context: Context) -> None:
    """/kehoach: the first page of the plans."""
    text, rows = await asyncio.to_thread(_plans_page, context, 0)
    await reply(update, [text], rows)


async def _taken(update: Update) -> list[int]:
    """The press answered, and the numbers of its data."""
    return [int(part) for part in await taken(update)]


async def example(update: Update, context: Context) -> None:
    """An example question of /start, asked as if typed."""
    (number,) = await _taken(update)
    if number < len(messages.EXAMPLES):
        await answer(update, context, messages.EXAMPLES[number])


async def plans(update: Update, context: Context) -> None:
    """Another page of the plans."""
    (page,) = await _taken(update)
    await edit(update, *await asyncio.to_thread(_plans_page, context, page))


async def plan(update: Update, context: Context) -> None:
    """One plan: what it is, and its sections as buttons."""
    key, page = await _taken(update)
    found = await _plan(update, context, key)
    if found:
        rows = plan_page_rows(found, key, page)
        if await _is_staff_here(update, context):
            rows.append(
                [(messages.BUTTON_CORRECT, f"w:c:{key}"), (messages.BUTTON_WITHDRAW, f"w:w:{key}")]
            )
        await edit(update, messages.plan_card(found), rows)


async def _is_staff_here(update: Update, context: Context) -> bool:
    """Is this the private chat of a member of staff?"""
    return is_private(update) and await office_of(context).is_staff(update.effective_user)


async def section(update: Update, context: Context) -> None:
    """A whole section, word for word, in as many messages as it needs."""
    key, position = await _taken(update)
    found = await _plan(update, context, key)
    if found and position < len(found.sections):
        await reply(update, messages.section_text(found, position), [[_back_to(key)]])


async def deadlines(update: Update, context: Context) -> None:
    """All deadlines of a plan."""
    (key,) = await _taken(update)
    found = await _plan(update, context, key)
    if found:
        today = office_of(context).today()
        dues = [due_on(d, found, today) for d in found.deadlines if d.kind != "ongoing"]
        buttons: list[Button] = [_back_to(key)]
        if any(due.due for due in dues):
            buttons.append((messages.BUTTON_CALENDAR, f"i:{key}"))
        await reply(update, messages.deadlines_text(found, dues, today), [buttons])


async def passage(update: Update, context: Context) -> None:
    """A passage that was offered: shown as an answer."""
    key, position, first, last = await _taken(update)
    plan_found = await _plan(update, context, key)
    if plan_found is None or position >= len(plan_found.sections):
        return
    today = office_of(context).today()
    found = found_at(plan_found, Passage(key, position, first, last))
    dues, relation = deadlines_for(found, today)
    result = Answer(
        "answered",
        Question("", "", ()),
        today,
        found,
        dues,
        relation,
        contacts=contacts_of_passage(found),
        send_to=send_to_of(found, dues),
    )
    await reply(update, messages.answer(result), answer_buttons(result))


async def original(update: Update, context: Context) -> None:
    """The file that staff sent, byte for byte; of an album every page."""
    (key,) = await _taken(update)
    stored = await asyncio.to_thread(office_of(context).workspace.store.originals, key)
    message = update.effective_message
    if not stored or message is None:
        await reply(update, [messages.GONE])
        return
    for name, data in stored:
        await message.reply_document(InputFile(data, filename=name), do_quote=False)


async def unknown(update: Update, context: Context) -> None:
    """A button whose data no rule reads."""
    query = update.callback_query
    if query is not None:
        with contextlib.suppress(TelegramError):
            await query.answer(messages.OLD_BUTTON)


# data pattern, handler: one row a kind of button
PRESSES: tuple[tuple[str, Handler], ...] = (
    (r"^q:\d+$", example),
    (r"^p:\d+$", plans),
    (r"^h:\d+(?::.*)?$", agenda.turn),
    (r"^m:\d{6}(?::.*)?$", agenda.month),
    (r"^c:\d+:.*$", agenda.list_calendar),
    (r"^i:\d+(?::\d+:-?\d+:-?\d+)?$", agenda.passage_calendar),
    (r"^o:\d+:\d+$", plan),
    (r"^s:\d+:\d+$", section),
    (r"^d:\d+$", deadlines),
    (r"^a:\d+:\d+:-?\d+:-?\d+$", passage),
    (r"^f:\d+$", original),
)


async def _plan(update: Update, context: Context, key: int) -> Plan | None:
    """The plan of a button; says so where it is gone."""
    answerer = office_of(context).workspace.answerer
    await asyncio.to_thread(answerer.catalogue)  # another process may have changed it
    found = await asyncio.to_thread(answerer.plan, key)
    if found is None:
        await reply(update, [messages.GONE])
    return found


Page = tuple[str, list[list[Button]]]


def _plans_page(context: Context, page: int) -> Page:
    """A page of the plans, in the order in which a question lists them too."""
    heads = office_of(context).workspace.answerer.newest_first()
    if not heads:
        return messages.NO_PLANS, []
    first = page * PLANS_A_PAGE
    shown = heads[first : first + PLANS_A_PAGE]
    text = messages.plans_page(first + 1, [s.plan for s in shown], len(heads))
    buttons = [
        (messages.plan_button(first + n, s.plan), f"o:{s.key}:0") for n, s in enumerate(shown, 1)
    ]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    return text, [*rows, turns("p", page, len(heads), PLANS_A_PAGE)]


def plan_page_rows(found: Plan, key: int, page: int = 0) -> list[list[Button]]:
    """Sections of the first two levels as buttons, then deadlines, file and the way back."""
    listed = [
        (messages.section_button(part), f"s:{key}:{position}")
        for position, part in enumerate(found.sections)
        if part.heading and part.level <= 2 and part.role in ("body", "annex")
    ]
    shown: Sequence[Button] = listed[page * SECTIONS_A_PAGE : (page + 1) * SECTIONS_A_PAGE]
    rows: list[list[Button]] = [[button] for button in shown]
    rows.append(turns(f"o:{key}", page, len(listed), SECTIONS_A_PAGE))
    rows.append([(messages.BUTTON_ALL_DEADLINES, f"d:{key}"), (messages.BUTTON_FILE, f"f:{key}")])
    return [*rows, [(messages.BUTTON_BACK, "p:0")]]


def turns(data: str, page: int, count: int, a_page: int) -> list[Button]:
    """Buttons to the page before and after."""
    before = [(messages.BUTTON_PREVIOUS, f"{data}:{page - 1}")] if page else []
    after = [(messages.BUTTON_NEXT, f"{data}:{page + 1}")] if (page + 1) * a_page < count else []
    return [*before, *after]


def _back_to(key: int) -> Button:
    return messages.BUTTON_PLAN, f"o:{key}:0"
