"""What is pressed under reminders and news, and /nhac: remind only me of this deadline."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.error import BadRequest, Forbidden, TelegramError

from bot import messages
from bot.agenda import Wanted
from bot.answering import deadlines_for, found_at
from bot.due import Due, due_on
from bot.handlers import agenda
from bot.handlers.buttons import plan_page_rows
from bot.handlers.following import place_of
from bot.handlers.office import Context, Office, edit, office_of, reply, taken
from bot.ledger import Sending
from bot.notices import reminder_buttons
from bot.quiet_days import DAY, working_day_after
from bot.reminders import Candidate
from bot.subscriptions import DEFAULT_BEFORE, Follow
from corpus.correcting import mark
from corpus.model import Plan
from index.passages import Passage

log = logging.getLogger("planbot")

START = "nhac-"  # what the link gives to /start before the deadline's number
MOST = 6  # deadlines to choose from
A_ROW = 5

Of = tuple[int, Plan, Due]  # a deadline's number, its plan, what it means today


# ---- only me


async def command(update: Update, context: Context) -> None:
    """/nhac: the deadline of the answer before, or of the message that it replies to."""
    office, message, person = office_of(context), update.effective_message, update.effective_user
    if message is None or person is None:
        return
    place = _place_in(message.reply_to_message) if message.reply_to_message else None
    if place is None:
        before = office.exchanges.before(message.chat.id, person.id, office.now())
        found = before.found if before else None
        place = (found.key, found.section, found.first, found.last) if found else None
    if place is None:
        await reply(update, [messages.REMIND_NEEDS_ANSWER])
        return
    await _choose(update, context, place)


def _place_in(message: Message) -> tuple[int, int, int, int] | None:
    """The passage that the buttons of an answer name."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    for button in (button for row in rows for button in row):
        kind, _, rest = str(button.callback_data or "").partition(":")
        if kind == "n" and rest.count(":") == 3:
            key, section, first, last = map(int, rest.split(":"))
            return key, section, first, last
    return None


async def remind_me(update: Update, context: Context) -> None:
    """The button under an answer."""
    query = update.callback_query
    key, section, first, last = map(int, str(query.data if query else "").split(":")[1:])
    await _choose(update, context, (key, section, first, last))


async def _choose(update: Update, context: Context, place: tuple[int, int, int, int]) -> None:
    office = office_of(context)
    found = await asyncio.to_thread(_coming, office, place)
    if len(found) > 1:
        if update.callback_query:
            await taken(update)
        rows = [[(_label(due), f"n:{number}")] for number, _, due in found[:MOST]]
        await reply(update, [messages.WHICH_REMINDER], rows)
        return
    if not found:
        await _say(update, messages.NO_REMINDER_FOR_IT)
        return
    await _remind(update, context, found[0])


def _label(due: Due) -> str:
    day = f"{due.last_day:%d/%m}: " if due.last_day else ""
    return messages.shorten(day + messages.who_and_what(due.deadline), 60)


def _coming(office: Office, place: tuple[int, int, int, int]) -> list[Of]:
    """The deadlines of a passage, or of its section, that are still to come."""
    key, *rest = place
    plan = office.plan(key)
    if plan is None or rest[0] >= len(plan.sections):
        return []
    office.sweeper.known.look(office.now())
    dues, _ = deadlines_for(found_at(plan, Passage(key, *rest)), office.today())
    found: dict[int, Of] = {}
    for due in dues:
        number = office.sweeper.known.number_of(plan.id, mark(due.deadline))
        kind, left = due.deadline.kind, due.days_left
        is_open = (kind == "relative" and due.due is None) or (kind == "recurring" and due.due)
        if number and (is_open or (left is not None and left > 0)):
            found.setdefault(number, (number, plan, due))
    return list(found.values())


async def remind_of(update: Update, context: Context) -> None:
    """One of several deadlines of a passage."""
    query = update.callback_query
    number = int(str(query.data if query else "").split(":")[1])
    found = await asyncio.to_thread(_of_number, office_of(context), number)
    if found is None:
        await _say(update, messages.NO_LONGER)
        return
    await _remind(update, context, found)


async def start(update: Update, context: Context, number: str) -> None:
    """/start nhac-12: the chat is open now, so the reminder can be kept."""
    found = None
    if number.isdecimal() and len(number) < 16:
        found = await asyncio.to_thread(_of_number, office_of(context), int(number))
    if found is None:
        await reply(update, [messages.NO_LONGER])
        return
    await _remind(update, context, found)


def _of_number(office: Office, number: int) -> Of | None:
    found = office.sweeper.deadline(number)
    if found is None:
        return None
    _, plan, deadline = found
    return number, plan, due_on(deadline, plan, office.today())


async def _remind(update: Update, context: Context, of: Of) -> None:
    """Keeps a reminder for who asked, and says so in their own chat."""
    office, person = office_of(context), update.effective_user
    if person is None:
        return
    number, _, due = of
    place, follow = (person.id, 0), Follow("deadline", str(number))
    if await asyncio.to_thread(office.chats.is_following, place, follow):
        await _say(update, messages.ALREADY_REMINDED)
        return
    chat = await asyncio.to_thread(office.chats.get, place)
    text = messages.reminded(due, chat.before if chat else DEFAULT_BEFORE)
    await asyncio.to_thread(_keep, office, person, follow, due)
    if update.effective_chat is not None and update.effective_chat.id == person.id:
        await _say(update, text, is_long=True)
        return
    try:
        await context.bot.send_message(person.id, text)
    except (Forbidden, BadRequest):  # nobody can be written to who has not pressed Start
        await asyncio.to_thread(office.chats.unfollow, place, follow)
        await _ask_to_start(update, context, number)
        return
    except TelegramError as error:  # it may have arrived; the reminder is kept
        log.warning("a member could not be told of a reminder: %s", error)
    await _say(update, messages.REMINDED_PRIVATELY)


def _keep(office: Office, person: User, follow: Follow, due: Due) -> None:
    """Keeps a reminder; the steps that are past are not said late, right after the answer."""
    now, place = office.now(), (person.id, 0)
    chat = office.chats.register(place, "private", person.full_name, now)
    office.chats.follow(place, follow, now)
    left = due.days_left
    past = [str(n) for n in chat.before if left is not None and n >= left]
    if past:
        office.ledger.note_said(place, f"{follow.value}@{due.due}", past, now)


async def _ask_to_start(update: Update, context: Context, number: int) -> None:
    if update.callback_query:
        await taken(update)
    link = f"https://t.me/{context.bot.username}?start={START}{number}"
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(messages.BUTTON_OPEN_CHAT, url=link)]])
    message = update.effective_message
    if message is not None:
        await message.reply_text(messages.REMIND_NEEDS_CHAT, reply_markup=keyboard)


async def _say(update: Update, text: str, is_long: bool = False) -> None:
    """A press gets a toast where that is short enough, a command a message."""
    if update.callback_query and not is_long:
        await taken(update, text)
        return
    if update.callback_query:
        await taken(update)
    await reply(update, [text])


# ---- under a reminder

Action = Callable[[Update, Context, Sending, int], Coroutine[Any, Any, None]]


async def press(update: Update, context: Context) -> None:
    """A button under a reminder or under news: g:what:message, and which of its deadlines."""
    query = update.callback_query
    message = query.message if query else None
    if query is None or not isinstance(message, Message):
        return
    action, number, *rest = str(query.data).split(":")[1:]
    if action == "q":
        await _ask(update, context, int(number))
        return
    office = office_of(context)
    sending = await asyncio.to_thread(office.ledger.sending, int(number))
    which = int(rest[0]) if rest else 0
    if sending is None or sending.place != place_of(message) or action not in ACTIONS:
        await taken(update, messages.OLD_BUTTON)
        return
    if which >= len(_items(sending)):
        await taken(update, messages.NO_LONGER)
        return
    await ACTIONS[action](update, context, sending, which)


def _items(sending: Sending) -> list[str]:
    """The deadlines of a message; the list of a week is none."""
    return [item for item in sending.items if "@" in item]


async def _done(update: Update, context: Context, sending: Sending, which: int) -> None:
    await _set_done(update, context, sending, which, True)


async def _not_done(update: Update, context: Context, sending: Sending, which: int) -> None:
    await _set_done(update, context, sending, which, False)


async def _set_done(
    update: Update, context: Context, sending: Sending, which: int, is_done: bool
) -> None:
    office, item = office_of(context), _items(sending)[which]
    found = await asyncio.to_thread(_candidate, office, item)
    for one in {item, found.item if found else item}:  # it may have moved since
        await asyncio.to_thread(office.ledger.set_done, sending.place, one, is_done)
    returns = found is not None and found.due.deadline.kind == "recurring"
    told = messages.TOLD_DONE_ONCE if returns else messages.TOLD_DONE
    await taken(update, told if is_done else messages.TOLD_NOT_DONE)
    await _show(update, office, sending)


def _text(update: Update) -> str:
    message = update.effective_message
    return message.text_html if message else ""


async def _show(update: Update, office: Office, sending: Sending) -> None:
    """The message with its own buttons, and with a tick at all that was done, whoever pressed."""
    done = await asyncio.to_thread(office.ledger.done, sending.place)
    text, undo = _text(update), []
    for number, item in enumerate(_items(sending), 1):
        text = messages.ticked(text, number, item in done)
        if item in done:
            label = messages.BUTTON_NOT_DONE.format(number=number)
            undo.append((label, f"g:x:{sending.id}:{number - 1}"))
    rows = [list(row) for row in reminder_buttons(sending.id, len(_items(sending)))]
    await edit(update, text, [*rows, undo[:MOST]])


async def _again(update: Update, context: Context, sending: Sending, which: int) -> None:
    office = office_of(context)
    found = await asyncio.to_thread(_candidate, office, _items(sending)[which])
    chat = await asyncio.to_thread(office.chats.get, sending.place)
    day = office.today() + DAY
    if chat and chat.quiet:
        day = working_day_after(day)
    last = found.due.last_day if found else None
    if found is None or last is None or last < day:
        await taken(update, messages.TOO_LATE_FOR_AGAIN if found else messages.NO_LONGER)
        return
    await asyncio.to_thread(office.ledger.ask_again, sending.place, found.item, day)
    await taken(update, messages.TOLD_AGAIN.format(day=messages.full_day(day)))
    await _show(update, office_of(context), sending)


async def _section(update: Update, context: Context, sending: Sending, which: int) -> None:
    found = await asyncio.to_thread(_candidate, office_of(context), _items(sending)[which])
    if found is None:
        await taken(update, messages.NO_LONGER)
        return
    await taken(update)
    if len(_items(sending)) > 1:
        await _show(update, office_of(context), sending)
    text = messages.section_text(found.plan, found.due.deadline.section)
    await reply(update, text, [[(messages.BUTTON_PLAN, f"o:{found.key}:0")]])


async def _which(update: Update, context: Context, sending: Sending, which: int) -> None:
    """The deadlines of a message by their numbers."""
    query = update.callback_query
    action = str(query.data if query else "").split(":")[1]
    await taken(update, messages.WHICH_ONE[action])
    done = await asyncio.to_thread(office_of(context).ledger.done, sending.place)
    numbers = [
        (f"{messages.WHICH_MARK[action]} {n}", f"g:{action.lower()}:{sending.id}:{n - 1}")
        for n, item in enumerate(_items(sending), 1)
        if action == "S" or item not in done
    ]
    rows = [numbers[n : n + A_ROW] for n in range(0, len(numbers), A_ROW)]
    back = [(messages.BUTTON_TO_FOLLOWING, f"g:b:{sending.id}")]
    await edit(update, _text(update), [*rows[:18], back])


async def _back(update: Update, context: Context, sending: Sending, which: int) -> None:
    await taken(update)
    await _show(update, office_of(context), sending)


async def _calendar(update: Update, context: Context, sending: Sending, which: int) -> None:
    await taken(update)
    office = office_of(context)
    found = await asyncio.to_thread(_candidates, office, sending)
    await agenda.send_calendar(update, office, [(c.plan, c.due) for c in found])


async def _month(update: Update, context: Context, sending: Sending, which: int) -> None:
    await taken(update)
    office = office_of(context)
    found = await asyncio.to_thread(_candidates, office, sending)
    day = next((c.due.last_day for c in found if c.due.last_day), office.today())
    await agenda.send_month(update, office, day.replace(day=1), Wanted())


def _candidates(office: Office, sending: Sending) -> list[Candidate]:
    return [c for item in _items(sending) if (c := _candidate(office, item))]


def _candidate(office: Office, item: str) -> Candidate | None:
    number, _, day = item.partition("@")
    return office.sweeper.candidate(int(number), dt.date.fromisoformat(day), office.today())


ACTIONS: dict[str, Action] = {
    "d": _done, "x": _not_done, "a": _again, "s": _section, "D": _which, "A": _which, "S": _which,
    "b": _back, "c": _calendar, "m": _month,
}  # fmt: skip


# ---- under news


async def _ask(update: Update, context: Context, key: int) -> None:
    """What is asked next, in private or as a reply to this message, is about the plan."""
    office = office_of(context)
    await taken(update)
    plan = await asyncio.to_thread(office.plan, key)
    chat, person = update.effective_chat, update.effective_user
    if plan is None or chat is None or person is None:
        await reply(update, [messages.GONE])
        return
    now = office.now()
    about = await asyncio.to_thread(office.workspace.answerer.about, key, now.date())
    if about is not None:
        office.exchanges.remember(chat.id, person.id, about, now)
    text = messages.ASK_ABOUT.format(plan=messages.plan_line(plan))
    await reply(update, [text], plan_page_rows(plan, key))
