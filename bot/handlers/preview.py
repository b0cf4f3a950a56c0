"""What staff see of a draft: its fields, sections and deadlines, with the buttons to go on."""

from __future__ import annotations

import asyncio

from telegram import Bot, Update

from bot import messages
from bot.desk import SEPARATE, Draft
from bot.handlers.office import Button, Office, keyboard, reply
from corpus.correcting import FIELDS, mark
from corpus.passed import passed_over

DEADLINES_A_PAGE = 8


async def show(update: Update, office: Office, draft: int) -> None:
    """A draft in answer to what was sent or pressed."""
    texts, rows = await asyncio.to_thread(page, office, draft)
    await reply(update, texts, rows)


async def send(bot: Bot, office: Office, draft: int) -> None:
    """A draft to the chat of its sender."""
    found = await asyncio.to_thread(office.desk.draft, draft)
    if found is None:
        return
    texts, rows = await asyncio.to_thread(page, office, draft)
    for position, text in enumerate(texts):
        markup = keyboard(rows) if position == len(texts) - 1 else None
        await bot.send_message(found.sender, text, reply_markup=markup)


def page(office: Office, draft: int) -> tuple[list[str], list[list[Button]]]:
    """The messages and buttons of a draft as it is now."""
    found = office.desk.draft(draft)
    if found is None or found.state in ("published", "dropped"):
        return [messages.DRAFT_DONE], []
    if found.state == "reading":
        return [messages.STILL_READING], []
    if found.plan is None:
        text = messages.draft_refused(found.name, found.reason, found.what)
        return [text], [[(messages.BUTTON_DROP, f"w:X:{draft}")]]
    instead = [plan for _, plan in office.desk.replaced_by(found)]
    files = len(office.desk.files(draft)) or 1
    same_number = found.replaces == SEPARATE or (found.of_plan is None and bool(instead))
    plan = found.plan
    texts = messages.draft(found.id, found.name, plan, instead, files, passed_over(plan))
    return texts, _rows(found, same_number)


def _rows(draft: Draft, same_number: bool) -> list[list[Button]]:
    number = draft.id
    rows: list[list[Button]] = [[(messages.BUTTON_PUBLISH, f"w:p:{number}")]]
    rows.append(
        [
            (messages.BUTTON_FIELDS, f"w:e:{number}"),
            (messages.BUTTON_FIX_DEADLINES, f"w:l:{number}:0"),
        ]
    )
    if same_number:
        separate = draft.replaces == SEPARATE
        label = messages.BUTTON_REPLACE if separate else messages.BUTTON_SEPARATE
        rows.append([(label, f"w:r:{number}")])
    if draft.of_plan is None:
        rows.append([(messages.BUTTON_REPLACE_OTHER, f"w:R:{number}:0")])
    last = [(messages.BUTTON_UNDO, f"w:u:{number}")] if draft.corrections else []
    return [*rows, [*last, (messages.BUTTON_DROP, f"w:x:{number}")]]


def field_rows(draft: Draft) -> list[list[Button]]:
    """A button for each field that can be corrected."""
    buttons = [(messages.FIELD_NAMES[name], f"w:f:{draft.id}:{name}") for name in FIELDS]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    return [*rows, [(messages.BUTTON_TO_DRAFT, f"w:d:{draft.id}")]]


def deadline_rows(draft: Draft, first: int) -> list[list[Button]]:
    """A button for each deadline of a page of them."""
    assert draft.plan is not None
    shown = draft.plan.deadlines[first : first + DEADLINES_A_PAGE]
    rows: list[list[Button]] = [
        [(messages.deadline_button(n, deadline), f"w:t:{draft.id}:{mark(deadline)}")]
        for n, deadline in enumerate(shown, first + 1)
    ]
    turns: list[Button] = []
    if first:
        turns.append(
            (messages.BUTTON_PREVIOUS, f"w:l:{draft.id}:{max(0, first - DEADLINES_A_PAGE)}")
        )
    if first + DEADLINES_A_PAGE < len(draft.plan.deadlines):
        turns.append((messages.BUTTON_NEXT, f"w:l:{draft.id}:{first + DEADLINES_A_PAGE}"))
    tools = [
        (messages.BUTTON_ADD_DEADLINE, f"w:a:{draft.id}"),
        (messages.BUTTON_TO_DRAFT, f"w:d:{draft.id}"),
    ]
    return [*rows, turns, tools]
