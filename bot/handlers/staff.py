"""What staff press and type: correct a draft, publish it, put a plan aside, see what is waiting.

Every button names the draft it is about; who presses is checked, not who sent the file. What a
person is asked for next is kept in the database, so that a restart goes on where it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot import messages
from bot.desk import SEPARATE, Draft
from bot.handlers import members, preview
from bot.handlers.office import Context, Office, edit, office_of, reply, staff_only, taken
from bot.typed import correction
from corpus.correcting import FIELDS, Correction, mark, marked

PLANS_A_PAGE = 8
DRAFTS_SHOWN = 20
Action = Callable[[Update, Context, Draft, list[str]], Coroutine[Any, Any, None]]


async def text(update: Update, context: Context) -> None:
    """A text in a private chat: the answer that a member of staff was asked for, else a question."""
    office, message, person = office_of(context), update.effective_message, update.effective_user
    now = office.now()
    awaited = await asyncio.to_thread(office.desk.awaited, person.id, now) if person else None
    if awaited is None or person is None or message is None:
        await members.question(update, context)
        return
    draft, what = awaited
    found = await asyncio.to_thread(office.desk.draft, draft)
    is_open = found is not None and found.state == "open" and found.plan is not None
    if not is_open or not await office.is_staff(person):
        await asyncio.to_thread(office.desk.answered, person.id)
        await members.question(update, context)
        return
    assert found is not None
    assert found.plan is not None
    made = await asyncio.to_thread(correction, found.plan, what, message.text or "")
    if isinstance(made, str):
        if made == messages.DEADLINE_GONE:
            await asyncio.to_thread(office.desk.answered, person.id)
        await reply(update, [made])
        return
    await asyncio.to_thread(_make, office, person.id, draft, made)
    await preview.show(update, office, draft)


def _make(office: Office, person: int, draft: int, made: Correction) -> None:
    with office.workspace.store.transaction():
        office.desk.correct(draft, made, office.now())
        office.desk.answered(person)


async def cancel(update: Update, context: Context) -> None:
    """/huy: nothing is awaited any more."""
    office, person = office_of(context), update.effective_user
    now = office.now()
    awaited = await asyncio.to_thread(office.desk.awaited, person.id, now) if person else None
    if awaited is None or person is None:
        await reply(update, [messages.NOTHING_AWAITED])
        return
    await asyncio.to_thread(office.desk.answered, person.id)
    await reply(update, [messages.CANCELLED])
    await preview.show(update, office, awaited[0])


async def press(update: Update, context: Context) -> None:
    """A button of a draft: whoever presses must be staff now, the draft must still be there."""
    office = office_of(context)
    if not await staff_only(update, office):
        return
    action, number, *rest = (update.callback_query.data or "").split(":")[1:]  # type: ignore[union-attr]
    if action not in ON_PLANS and not (action in ON_DRAFTS and len(rest) == PARTS.get(action, 0)):
        await taken(update, messages.OLD_BUTTON)
        return
    await taken(update)
    if action in ON_PLANS:
        await ON_PLANS[action](update, context, int(number))
        return
    draft = await asyncio.to_thread(office.desk.draft, int(number))
    if draft is None or draft.state in ("published", "dropped"):
        await reply(update, [messages.DRAFT_DONE])
        return
    await ON_DRAFTS[action](update, context, draft, rest)


# ---- buttons of a draft


async def _show(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    await preview.show(update, office_of(context), draft.id)


async def _publish(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    office, person = office_of(context), update.effective_user
    assert person is not None
    done = await asyncio.to_thread(office.publish, draft.id, person.id)
    if done is None:
        moved = await asyncio.to_thread(office.desk.has_moved, draft.id)
        await reply(update, [messages.PLAN_MOVED if moved else messages.DRAFT_DONE])
        return
    key, plan = done
    await reply(update, [messages.published(plan)], [[(messages.BUTTON_PLAN, f"o:{key}:0")]])


async def _fields(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    await reply(update, [messages.WHICH_FIELD], preview.field_rows(draft))


async def _ask_field(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    (field,) = parts
    if field in FIELDS and draft.plan is not None:
        await _ask(update, context, draft, field, messages.ask_field(field, draft.plan))


async def _ask(update: Update, context: Context, draft: Draft, what: str, question: str) -> None:
    person = update.effective_user
    assert person is not None
    office = office_of(context)
    await asyncio.to_thread(office.desk.await_answer, person.id, draft.id, what, office.now())
    await reply(update, [question])


async def _deadlines(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    if draft.plan is not None:
        await edit(update, messages.WHICH_DEADLINE, preview.deadline_rows(draft, int(parts[0])))


async def _deadline(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    deadline = marked(draft.plan, parts[0]) if draft.plan else None
    if deadline is None or draft.plan is None:
        await reply(update, [messages.DEADLINE_GONE])
        return
    name = mark(deadline)
    rows = [
        [
            (messages.BUTTON_DAY, f"w:y:{draft.id}:{name}"),
            (messages.BUTTON_NO_DEADLINE, f"w:z:{draft.id}:{name}"),
        ]
    ]
    if deadline.kind == "relative":
        rows.append([(messages.BUTTON_EVENT_DAY, f"w:v:{draft.id}:{name}")])
    rows.append([(messages.BUTTON_TO_DRAFT, f"w:d:{draft.id}")])
    number = draft.plan.deadlines.index(deadline) + 1
    await reply(
        update, [messages.escape(messages.read_deadline(number, draft.plan, deadline))], rows
    )


async def _ask_day(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    deadline = marked(draft.plan, parts[0]) if draft.plan else None
    if deadline is None:
        await reply(update, [messages.DEADLINE_GONE])
        return
    await _ask(update, context, draft, f"day:{parts[0]}", messages.ask_day(deadline))


async def _ask_event(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    if draft.plan is None or marked(draft.plan, parts[0]) is None:
        await reply(update, [messages.DEADLINE_GONE])
        return
    await _ask(update, context, draft, f"event_day:{parts[0]}", messages.ASK_EVENT_DAY)


async def _ask_new(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    await _ask(update, context, draft, "new_deadline", messages.ASK_NEW_DEADLINE)


async def _no_deadline(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    office = office_of(context)
    deadline = marked(draft.plan, parts[0]) if draft.plan else None
    if deadline is None:
        await reply(update, [messages.DEADLINE_GONE])
        return
    made = Correction("no_deadline", "", deadline.section, deadline.item, deadline.phrase)
    await asyncio.to_thread(office.desk.correct, draft.id, made, office.now())
    await preview.show(update, office, draft.id)


async def _undo(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    office = office_of(context)
    await asyncio.to_thread(office.desk.undo, draft.id, office.now())
    await preview.show(update, office, draft.id)


async def _separate(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    office = office_of(context)
    replaces = None if draft.replaces == SEPARATE else SEPARATE
    await asyncio.to_thread(office.desk.set_replaces, draft.id, replaces, office.now())
    await preview.show(update, office, draft.id)


async def _which_plan(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    first = int(parts[0])
    heads = await asyncio.to_thread(office_of(context).workspace.answerer.newest_first)
    shown = heads[first : first + PLANS_A_PAGE]
    rows = [
        [(messages.plan_button(first + n, s.plan), f"w:S:{draft.id}:{s.key}")]
        for n, s in enumerate(shown, 1)
    ]
    turns = (
        [(messages.BUTTON_NEXT, f"w:R:{draft.id}:{first + PLANS_A_PAGE}")]
        if first + PLANS_A_PAGE < len(heads)
        else []
    )
    await edit(
        update,
        messages.WHICH_TO_REPLACE,
        [*rows, turns, [(messages.BUTTON_TO_DRAFT, f"w:d:{draft.id}")]],
    )


async def _replace(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    office = office_of(context)
    plan = await asyncio.to_thread(office.plan, int(parts[0]))
    if plan is None:
        await reply(update, [messages.GONE])
        return
    await asyncio.to_thread(office.desk.set_replaces, draft.id, plan.id, office.now())
    await preview.show(update, office, draft.id)


async def _ask_drop(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    rows = [
        [
            (messages.BUTTON_DROP_SURE, f"w:X:{draft.id}"),
            (messages.BUTTON_TO_DRAFT, f"w:d:{draft.id}"),
        ]
    ]
    await reply(update, [messages.DROP_SURE], rows)


async def _drop(update: Update, context: Context, draft: Draft, parts: list[str]) -> None:
    office, person = office_of(context), update.effective_user
    assert person is not None
    await asyncio.to_thread(office.desk.drop, draft.id, person.id, office.now())
    await reply(update, [messages.DROPPED])


# how many parts the data of a button has behind the draft's number
PARTS = dict.fromkeys("fltyzvRS", 1)
ON_DRAFTS: dict[str, Action] = {
    "d": _show, "p": _publish, "e": _fields, "f": _ask_field, "l": _deadlines, "t": _deadline,
    "y": _ask_day, "v": _ask_event, "a": _ask_new, "z": _no_deadline, "u": _undo, "r": _separate,
    "R": _which_plan, "S": _replace, "x": _ask_drop, "X": _drop,
}  # fmt: skip


# ---- buttons of published plans, and of those put aside


async def _correct_plan(update: Update, context: Context, key: int) -> None:
    office, person = office_of(context), update.effective_user
    assert person is not None
    draft = await asyncio.to_thread(office.desk.edit_published, key, person.id, office.now())
    if draft is None:
        await reply(update, [messages.GONE])
        return
    await preview.show(update, office, draft)


async def _ask_withdraw(update: Update, context: Context, key: int) -> None:
    plan = await asyncio.to_thread(office_of(context).plan, key)
    if plan is None:
        await reply(update, [messages.GONE])
        return
    rows = [[(messages.BUTTON_WITHDRAW_SURE, f"w:W:{key}")]]
    await reply(update, [messages.WITHDRAW_SURE.format(plan=messages.plan_line(plan))], rows)


async def _withdraw(update: Update, context: Context, key: int) -> None:
    office, person = office_of(context), update.effective_user
    assert person is not None
    plan = await asyncio.to_thread(office.withdraw, key, person.id)
    said = messages.WITHDRAWN.format(plan=messages.plan_line(plan)) if plan else messages.GONE
    await reply(update, [said])


async def _restore(update: Update, context: Context, aside: int) -> None:
    office, person = office_of(context), update.effective_user
    assert person is not None
    plan = await asyncio.to_thread(office.restore, aside, person.id)
    said = messages.RESTORED.format(plan=messages.plan_line(plan)) if plan else messages.GONE
    await reply(update, [said])


ON_PLANS: dict[str, Callable[[Update, Context, int], Coroutine[Any, Any, None]]] = {
    "c": _correct_plan, "w": _ask_withdraw, "W": _withdraw, "b": _restore,
}  # fmt: skip


# ---- commands


async def drafts_command(update: Update, context: Context) -> None:
    """/kehoachcho: what waits to be published, whoever sent it, and what was put aside."""
    office = office_of(context)
    if not await staff_only(update, office):
        return
    waiting = await asyncio.to_thread(office.desk.drafts, "open", "refused", "reading")
    aside = await asyncio.to_thread(office.desk.aside)
    newest = waiting[: -DRAFTS_SHOWN - 1 : -1]
    rows = [[(messages.draft_button(d.id, d.name, d.plan), f"w:d:{d.id}")] for d in newest]
    rows += [[(messages.aside_button(a.plan, a.why), f"w:b:{a.id}")] for a in aside[:8]]
    await reply(update, [messages.waiting(len(waiting), len(aside))], rows)


async def how_to_add(update: Update, context: Context) -> None:
    """/them: how a plan is added."""
    if await staff_only(update, office_of(context)):
        await reply(update, [messages.HOW_TO_ADD])
