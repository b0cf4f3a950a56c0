"""What a message to a chat is made of, and the buttons under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot import messages
from bot.known import News
from bot.ledger import Kind
from bot.reminders import Candidate
from bot.subscriptions import Follow, Place
from corpus.model import Plan

Button = tuple[str, str]  # label, callback data
Rows = tuple[tuple[Button, ...], ...]
NEWS_AT_ONCE = 6  # plans of a message that have a button each


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to a chat, ready to be sent; `sending` is its number in the ledger."""

    sending: int
    place: Place
    title: str
    kind: Kind
    text: str
    rows: Rows
    day: dt.date
    joins: int  # how often the chat had come back when it was composed
    news: int = 0  # the last that it tells


@dataclass(frozen=True, slots=True)
class Day:
    """What all chats have in common at one moment: the day, what may be due, what is new."""

    now: dt.datetime
    today: dt.date
    candidates: tuple[Candidate, ...]
    plans: dict[str, tuple[int, Plan]]
    numbers: dict[tuple[str, str], tuple[int, str]]
    news: tuple[News, ...]
    last_news: int
    is_patient: bool = False
    of_follows: dict[tuple[Follow, ...], list[Candidate]] = field(default_factory=dict)
    texts: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)


def reminder_buttons(sending: int, count: int) -> Rows:
    """Under a morning's message: done, tomorrow again, whole section, calendar, month; of several
    deadlines the first three ask which one."""
    of_one = count == 1
    data = {
        name: f"g:{name.lower()}:{sending}:0" if of_one else f"g:{name}:{sending}" for name in "DAS"
    }
    return (
        ((messages.BUTTON_DONE, data["D"]), (messages.BUTTON_AGAIN, data["A"])),
        (
            (messages.BUTTON_SECTION, data["S"]), (messages.BUTTON_CALENDAR, f"g:c:{sending}"),
            (messages.BUTTON_MONTH, f"g:m:{sending}"),
        ),
    )  # fmt: skip


def news_buttons(plans: Sequence[tuple[int, Plan]]) -> Rows:
    """Under news: to ask about the plan, its deadlines and file; of several plans one button each."""
    if len(plans) == 1:
        key = plans[0][0]
        return (
            ((messages.BUTTON_ASK, f"g:q:{key}"),),
            ((messages.BUTTON_ALL_DEADLINES, f"d:{key}"), (messages.BUTTON_FILE, f"f:{key}")),
        )
    return tuple(
        ((messages.plan_button(n, plan), f"g:q:{key}"),)
        for n, (key, plan) in enumerate(plans[:NEWS_AT_ONCE], 1)
    )
