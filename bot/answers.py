"""What an answer is made of: the data between finding it and saying it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from bot.due import Due
from bot.questions import Question
from corpus.model import Plan

Status = Literal["answered", "unsure", "not_found", "list", "talk"]
Relation = Literal["passage", "section", ""]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of a plan, ready to be shown."""

    key: int
    plan: Plan
    section: int
    first: int
    last: int
    text: str
    score: float = 0.0
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answers. `relation` says whose deadlines are shown: the passage's own, or its
    section's where it has none; `also` are others of its section that may be the ones asked for;
    `whose` is the body that a list is of, in folded words; `past_since` the last day that the
    plan speaks of, where that is over; `newer` a later plan of its issuer on the same matter;
    `equal` passages of other plans that answer as well and say something else: `asks` where none
    of them is to be preferred, so that the member is asked which plan is meant."""

    status: Status
    question: Question
    today: dt.date
    found: Found | None = None
    deadlines: tuple[Due, ...] = ()
    relation: Relation = ""
    also: tuple[Due, ...] = ()
    contacts: tuple[str, ...] = ()
    send_to: str | None = None
    alternatives: tuple[Found, ...] = ()
    plans: tuple[Plan, ...] = ()
    listed: tuple[tuple[Plan, Due], ...] = ()
    whose: str = ""
    past_since: dt.date | None = None
    newer: Plan | None = None
    equal: tuple[Found, ...] = ()
    asks: bool = False
