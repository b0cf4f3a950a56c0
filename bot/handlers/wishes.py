"""The pages of /dangky: what can be followed, and how to be told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from bot import messages
from bot.agenda import wanted_of
from bot.bodies import display_names, folded_words
from bot.handlers.buttons import turns
from bot.handlers.office import Button, Office
from bot.subscriptions import CHOICES_BEFORE, HOURS, Follow, Kind, Place, Subscription, What
from corpus.model import Plan

A_PAGE = 8
MOST_SINGLES = 6  # single deadlines that have a button
MOST_NAMES = 12  # issuers or bodies to choose from
EVERYTHING = frozenset({"tat ca", "tat ca ke hoach", "tat ca cac ke hoach", "het", "moi ke hoach"})

Page = tuple[str, list[list[Button]]]
Rows = list[list[Button]]


def named(office: Office, text: str) -> Follow | None:
    """What is meant by the words after /dangky: a plan, a body, an issuer."""
    if folded_words(text) in EVERYTHING:
        return Follow("all")
    answerer = office.workspace.answerer
    wanted = wanted_of(text, answerer.catalogue(), office.today())
    if wanted.plans and len(wanted.plans) == 1:
        plan = answerer.plan(next(iter(wanted.plans)))
        return Follow("plan", plan.id) if plan else None
    kinds: tuple[What, ...] = ("body", "issuer")
    for what in kinds:
        if wanted.who in _names(office, what):
            return Follow(what, wanted.who)
    return _by_part(office, folded_words(text))


def _by_part(office: Office, words: str) -> Follow | None:
    """The only issuer, else the only plan, whose name has these words."""
    issuers = [name for name in _names(office, "issuer") if f" {words} " in f" {name} "]
    if len(issuers) == 1:
        return Follow("issuer", issuers[0])
    plans = [
        stored.plan.id
        for stored in office.workspace.answerer.catalogue().plans
        if f" {words} " in f" {folded_words(stored.plan.title)} "
    ]
    return Follow("plan", plans[0]) if len(plans) == 1 and not issuers else None


def chosen(office: Office, what: What, value: str) -> Follow | None:
    """What a button of one of the lists stands for."""
    if what == "plan":
        plan = office.plan(int(value)) if value.isdecimal() else None
        return Follow("plan", plan.id) if plan else None
    names = _names(office, what)
    return next((Follow(what, name) for name in names if short(name) == value), None)


def short(name: str) -> str:
    """What a button calls a name."""
    return hashlib.blake2b(name.encode(), digest_size=6).hexdigest()


def _names(office: Office, what: What) -> dict[str, str]:
    """Folded issuers of all plans, or bodies that deadlines call upon, with their names, the most
    frequent first."""
    answerer = office.workspace.answerer
    if what == "issuer":
        return display_names(s.plan.issuer for s in answerer.catalogue().plans if s.plan.issuer)
    return display_names(
        deadline.addressee
        for _, plan in answerer.known_plans()
        for deadline in plan.deadlines
        if deadline.addressee
    )


def names_of(office: Office, place: Place) -> list[str]:
    """What a chat follows, in words."""
    return [messages.follow_words(f, _name_of(office, f)) for f in _followed(office, place)]


def names_of_all(office: Office, chat: int) -> list[str]:
    """What a chat and its topics follow, in words."""
    names = [name for one in office.chats.of_chat(chat) for name in names_of(office, one.place)]
    return list(dict.fromkeys(names))


def _name_of(office: Office, follow: Follow) -> str:
    if follow.what == "plan":
        key = office.workspace.store.key_of(follow.value)
        plan = office.plan(key) if key is not None else None
        return messages.plan_name(plan) if plan else messages.GONE_PLAN
    if follow.what == "deadline":
        found = office.sweeper.deadline(int(follow.value))
        return messages.who_and_what(found[2]) if found else messages.GONE_PLAN
    return _names(office, follow.what).get(follow.value, follow.value)


# ---- the pages


def main(office: Office, place: Place, number: int = 0) -> Page:
    """What a chat follows, and how it is told."""
    kind: Kind = "private" if place[0] > 0 else "group"
    found = office.chats.get(place) or Subscription(*place, kind, "", "on", office.now())
    names = names_of(office, place)
    rows: Rows = [] if found.wants_all else [[(messages.BUTTON_ALL, "u:a")]]
    rows += [
        [(messages.BUTTON_ONE_PLAN, "u:p")],
        [(messages.BUTTON_ISSUER, "u:i"), (messages.BUTTON_BODY, "u:b")],
    ]
    singles = [f for f in found.follows if f.what == "deadline"]
    rows += [
        [
            (
                messages.shorten(messages.BUTTON_STOP_ONE.format(name=_name_of(office, f)), 60),
                f"u:r:{f.value}",
            )
        ]
        for f in singles[:MOST_SINGLES]
    ]
    if names:
        rows += _wishes(found)
    return messages.following(found, names), rows


def _wishes(found: Subscription) -> Rows:
    def switch(label: str, is_on: bool) -> str:
        return label.format(mark=messages.ON if is_on else messages.OFF)

    before = messages.BUTTON_BEFORE.format(days=messages.before_words(found.before))
    return [
        [(before, "u:n"), (messages.BUTTON_HOUR.format(hour=found.hour), "u:h")],
        [(switch(messages.BUTTON_DIGEST, found.digest), "u:d")],
        [(switch(messages.BUTTON_QUIET, found.quiet), "u:q")],
        [(messages.BUTTON_UNFOLLOW, "u:x")],
    ]


BACK: list[Button] = [(messages.BUTTON_TO_FOLLOWING, "u:m")]


def _plans_page(office: Office, place: Place, page: int) -> Page:
    heads = office.workspace.answerer.newest_first()
    followed = _followed(office, place)
    shown = heads[page * A_PAGE : (page + 1) * A_PAGE]
    rows: Rows = [
        [(messages.follow_button(_short_name(s.plan), Follow("plan", s.plan.id) in followed), f"u:pt:{s.key}")]
        for s in shown
    ]  # fmt: skip
    head = _head(office, place, messages.WHICH_PLANS)
    around = turns("u:p", page, len(heads), A_PAGE)
    return head if heads else messages.NO_PLANS, [*rows, around, BACK]


def _short_name(plan: Plan) -> str:
    return f"{plan.number}: {plan.title}" if plan.number else plan.title or plan.issuer or ""


def page_of(office: Office, value: str) -> int:
    """The page that a plan's button is on."""
    keys = [s.key for s in office.workspace.answerer.newest_first()]
    key = int(value) if value.isdecimal() else -1
    return keys.index(key) // A_PAGE if key in keys else 0


def _names_page(what: What, head: str, action: str) -> Callable[[Office, Place, int], Page]:
    def page(office: Office, place: Place, number: int) -> Page:
        names = _names(office, what)
        followed = _followed(office, place)
        chosen = {f.value for f in followed if f.what == what}
        listed = [*list(names)[:MOST_NAMES], *(n for n in list(names)[MOST_NAMES:] if n in chosen)]
        rows: Rows = [
            [(messages.follow_button(names[n], n in chosen), f"u:{action}:{short(n)}")]
            for n in listed
        ]
        return _head(office, place, head) if names else messages.NO_BODIES, [*rows, BACK]

    return page


def before_page(office: Office, place: Place, number: int = 0) -> Page:
    """Days before a deadline, each to be switched."""
    found = office.chats.get(place)
    before = found.before if found else ()
    buttons = [(messages.before_button(n, n in before), f"u:nt:{n}") for n in CHOICES_BEFORE]
    return messages.WHICH_BEFORE, [*_in_rows(buttons, 3), BACK]


def _hours_page(office: Office, place: Place, number: int) -> Page:
    buttons = [(f"{hour}:00", f"u:ht:{hour}") for hour in HOURS]
    return messages.WHICH_HOUR, [*_in_rows(buttons, 4), BACK]


def _in_rows(buttons: Sequence[Button], width: int) -> Rows:
    return [list(buttons[n : n + width]) for n in range(0, len(buttons), width)]


def _head(office: Office, place: Place, head: str) -> str:
    """What stands above a list; that a chat has everything now, and will have only a part then."""
    if Follow("all") not in _followed(office, place):
        return head
    return f"{head}\n{messages.NOW_ALL}"


def _followed(office: Office, place: Place) -> tuple[Follow, ...]:
    found = office.chats.get(place)
    return found.follows if found else ()


_issuers_page = _names_page("issuer", messages.WHICH_ISSUERS, "it")
_bodies_page = _names_page("body", messages.WHICH_BODIES, "bt")
PAGES: dict[str, Callable[[Office, Place, int], Page]] = {
    "m": main, "s": main, "p": _plans_page, "i": _issuers_page, "b": _bodies_page,
    "n": before_page, "h": _hours_page,
}  # fmt: skip
TOGGLES: dict[str, tuple[What, Callable[[Office, Place, int], Page]]] = {
    "pt": ("plan", _plans_page), "it": ("issuer", _issuers_page), "bt": ("body", _bodies_page),
}  # fmt: skip
