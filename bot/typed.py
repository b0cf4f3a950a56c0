"""What staff type to correct a draft: text to a Correction, or the sentence that says what is wrong."""

from __future__ import annotations

import re

from bot import messages
from corpus import dates
from corpus.correcting import FIELDS, Correction, find_words, marked, place_of
from corpus.model import Plan

LONGEST = 600  # characters of a field
NUMBER = re.compile(r"^\d{1,5}[a-zA-Z]?\s?[/-]\s?[\w&.]+(?:\s?[-–/]\s?[\w&.]+){0,5}$")


def correction(plan: Plan, what: str, text: str) -> Correction | str:
    """The correction that was asked for as `what`, or a sentence where the text is none.

    `what` is a field, "day:MARK", "event_day:MARK" or "new_deadline".
    """
    text = " ".join(text.split())
    kind, _, name = what.partition(":")
    if kind in FIELDS:
        return _of_field(kind, text)
    if kind == "new_deadline":
        return _new(plan, text)
    deadline = marked(plan, name)
    if deadline is None:
        return messages.DEADLINE_GONE
    day = dates.named_day(text)
    if day is None:
        return messages.NEEDS_DAY
    section, item, phrase = place_of(deadline)
    action = "event_day" if kind == "event_day" else "day"
    return Correction(action, day.isoformat(), section, item, phrase)  # type: ignore[arg-type]


def _of_field(field: str, text: str) -> Correction | str:
    if field == "issued_on":
        day = dates.named_day(text)
        return Correction("issued_on", day.isoformat()) if day else messages.NEEDS_DAY
    if len(text) > LONGEST or len(text) < 2:
        return messages.NEEDS_FIELD
    if field == "number" and not NUMBER.match(text):
        return messages.NEEDS_NUMBER
    return Correction(field, text)  # type: ignore[arg-type]


def _new(plan: Plan, text: str) -> Correction | str:
    """ "words of the plan = day": the last day named in it, and words that the plan has."""
    words, _, day_said = text.rpartition("=")
    day = dates.named_day(day_said)
    if day is None or not words.strip():
        return messages.NEEDS_WORDS_AND_DAY
    found = find_words(plan, words.strip(' «»"“”.'))
    if found is None:
        return messages.WORDS_NOT_IN_PLAN
    section, item, phrase = found
    for deadline in plan.deadlines:  # there already: its day is what is meant
        there, at, own = place_of(deadline)
        if (there, at) == (section, item) and (own in phrase or phrase in own):
            return Correction("day", day.isoformat(), section, item, own)
    return Correction("new_deadline", day.isoformat(), section, item, phrase)
