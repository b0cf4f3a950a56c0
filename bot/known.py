"""Which deadlines are known by which number, and what is new: a plan, a day that has moved.

A deadline keeps its number when its plan is corrected, read again or replaced, so that nothing is
said twice of it and what was done stays done. What is compared is the store as it is with what was
seen last, whoever has written meanwhile: the bot, the terminal, another process.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.agenda import is_told_again
from bot.bodies import folded_words
from bot.due import DATED, due_on, next_of_rule
from corpus.correcting import mark
from corpus.model import Deadline, Plan
from corpus.store import Store

GONE = "gone "
ANY_DAY = dt.date(2000, 1, 1)  # what does not return is due on the same day whenever one asks
SAME_TASK = 0.6  # share of the words of both that an old and a new deadline have in common
WHO = "@"  # before who acts, among the words of a deadline


@dataclass(frozen=True, slots=True)
class Known:
    """A deadline as it was seen last: its number, place, day (or rule) and words."""

    id: int
    mark: str
    day: str | None
    words: frozenset[str]
    since: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline whose day has moved; ISO days."""

    id: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that chats are told once: a new plan, or the days of a plan that have moved.

    `instead` is the id of the plan in whose place a new one stands.
    """

    id: int
    at: str
    kind: Literal["new", "moved"]
    plan_id: str
    moved: tuple[Moved, ...] = ()
    added: tuple[int, ...] = ()  # numbers of deadlines that have come to a known plan
    instead: str | None = None


class KnownDeadlines:
    """The numbers of one data folder's deadlines."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def look(self, now: dt.datetime) -> int:
        """Gives new deadlines their numbers and writes down what is new; returns how many news.

        A plan that is gone keeps its numbers, for when it is brought back.
        """
        if not any(self._changed()[1:]):
            return 0
        with self._store.transaction():  # looked at again: another thread or process may have
            versions, changed, gone = self._changed()
            seen = self._seen()
            count = sum(self._look_at(p, versions[p], seen.get(p), now) for p in changed)
            for plan_id in gone:
                self._store.execute(
                    "update known_plans set version = ? || version where plan_id = ?", GONE, plan_id
                )
            return count

    def _seen(self) -> dict[str, str]:
        rows = self._store.rows("select plan_id, version from known_plans")
        return {row["plan_id"]: row["version"] for row in rows}

    def _changed(self) -> tuple[dict[str, str], list[str], list[str]]:
        """Versions of all plans; the plans that are new or changed, and those that are gone."""
        versions, seen = self._versions(), self._seen()
        changed = [plan_id for plan_id, version in versions.items() if seen.get(plan_id) != version]
        gone = [p for p in seen.keys() - versions.keys() if not seen[p].startswith(GONE)]
        return versions, changed, gone

    def numbers(self) -> dict[tuple[str, str], tuple[int, str]]:
        """(plan id, mark) of every known deadline: its number, and since when it is known."""
        rows = self._store.rows("select id, plan_id, mark, since from known_deadlines")
        return {(row["plan_id"], row["mark"]): (row["id"], row["since"]) for row in rows}

    def number_of(self, plan_id: str, name: str) -> int | None:
        """The number of the deadline with a mark."""
        rows = self._store.rows(
            "select id from known_deadlines where plan_id = ? and mark = ?", plan_id, name
        )
        return rows[0]["id"] if rows else None

    def places_of(self, number: int) -> list[tuple[str, str]]:
        """Plan id and mark of a known deadline; two where text and table both tell it."""
        rows = self._store.rows("select plan_id, mark from known_deadlines where id = ?", number)
        return [(row["plan_id"], row["mark"]) for row in rows]

    def news(self, since: dt.datetime) -> list[News]:
        """What is new since a moment, the oldest first."""
        at = since.isoformat(timespec="seconds")
        rows = self._store.rows("select * from news where at >= ? order by id", at)
        return [_news(row) for row in rows]

    def last_news(self) -> int:
        """The number of the last news."""
        return int(self._store.rows("select coalesce(max(id), 0) as last from news")[0]["last"])

    def _versions(self) -> dict[str, str]:
        """Plan ids with what tells one state of a plan from another."""
        days: dict[str, list[str]] = {}
        for plan_id, event, day in sorted(self._store.event_days()):
            days.setdefault(plan_id, []).append(f"{event}={day}")
        rows = self._store.rows("select id, key, file, added_at from plans")
        return {
            row["id"]: " ".join([str(row["key"]), row["file"], row["added_at"], *days.get(row["id"], ())])
            for row in rows
        }  # fmt: skip

    def _look_at(self, plan_id: str, version: str, seen: str | None, now: dt.datetime) -> int:
        key = self._store.key_of(plan_id)
        plan = self._store.plan(key) if key is not None else None
        if plan is None:
            return 0
        came_back = seen is not None and seen.startswith(GONE)
        is_new = seen is None or (came_back and plan.source.sha256 not in seen)
        older = self._older(plan_id) if is_new else None
        moved, added = self._take_over(plan, older or plan_id, now)
        self._store.execute("insert or replace into known_plans values (?, ?)", plan_id, version)
        if not is_new and not moved and not added:
            return 0
        about = {
            "moved": [[m.id, m.old, m.new] for m in moved],
            "added": [] if is_new else added,
            "instead": older,
        }
        self._store.execute(
            "insert into news (at, kind, plan_id, about) values (?, ?, ?, ?)",
            now.isoformat(timespec="seconds"), "new" if is_new else "moved", plan_id, json.dumps(about),
        )  # fmt: skip
        return 1

    def _older(self, plan_id: str) -> str | None:
        """The plan in whose place a new one was published."""
        rows = self._store.rows(
            "select s.plan_id from successors s join known_plans k on k.plan_id = s.plan_id"
            " where s.newer = ?", plan_id,
        )  # fmt: skip
        return rows[0]["plan_id"] if rows else None

    def _take_over(
        self, plan: Plan, old_id: str, now: dt.datetime
    ) -> tuple[list[Moved], list[int]]:
        """Numbers a plan's deadlines, those that were known before by their old numbers; returns those
        that have moved and those that are new."""
        rows = self._store.rows(
            "select * from known_deadlines where plan_id = ? order by id", old_id
        )
        old = [
            Known(r["id"], r["mark"], r["day"], frozenset(r["words"].split()), r["since"])
            for r in rows
        ]
        groups = grouped(plan)
        new = [_known(twins[0], plan) for twins in groups]
        before = matched(old, new)
        self._forget(old_id, plan.id)
        moved, added = [], []
        for place, (known, twins) in enumerate(zip(new, groups, strict=True)):
            was = before.get(place)
            number = was.id if was else self._next_number()
            if was is None:
                added.append(number)
            elif days := _moved_days(was.day, known.day, now.date()):
                moved.append(Moved(number, *days))
                self._keep_done(moved[-1])
            since = was.since if was else now.date().isoformat()
            for deadline in twins:
                self._store.execute(
                    "insert or ignore into known_deadlines values (?, ?, ?, ?, ?, ?)",
                    number, plan.id, mark(deadline), known.day, " ".join(sorted(known.words)), since,
                )  # fmt: skip
        return moved, added

    def _keep_done(self, move: Moved) -> None:
        """What was done stays done on its new day."""
        self._store.execute(
            "insert or ignore into done select chat, topic, ? from done where item = ?",
            f"{move.id}@{move.new}", f"{move.id}@{move.old}",
        )  # fmt: skip

    def _forget(self, old_id: str, new_id: str) -> None:
        """Makes room for a plan's deadlines; who followed the plan before it follows it now."""
        self._store.execute("delete from known_deadlines where plan_id in (?, ?)", old_id, new_id)
        if old_id != new_id:
            self._store.execute(
                "update or replace follows set value = ? where what = 'plan' and value = ?", new_id, old_id
            )  # fmt: skip

    def _next_number(self) -> int:
        return self._store.execute("insert into deadline_numbers default values")


def _news(row: dict[str, Any]) -> News:
    about = json.loads(row["about"])
    moved = tuple(Moved(*one) for one in about["moved"])
    added = tuple(about["added"])
    return News(row["id"], row["at"], row["kind"], row["plan_id"], moved, added, about["instead"])


def grouped(plan: Plan) -> list[list[Deadline]]:
    """The dated deadlines of a plan, those together that its text and its table both tell."""
    groups: list[list[Deadline]] = []
    for deadline in plan.deadlines:
        if deadline.kind not in DATED:
            continue
        same = (group for group in groups if is_told_again(plan, group[0], deadline))
        group = next(same, None)
        if group is None:
            groups.append([deadline])
        else:
            group.append(deadline)
    return groups


def _known(deadline: Deadline, plan: Plan) -> Known:
    day = deadline.rule if deadline.kind == "recurring" else None
    if not day and (due := due_on(deadline, plan, ANY_DAY).due):
        day = due.isoformat()
    return Known(0, mark(deadline), day, frozenset(_words(deadline)))


def _words(deadline: Deadline) -> Iterator[str]:
    """The words of a deadline's task, and who acts."""
    yield from folded_words(deadline.task or deadline.sentence).split()
    if deadline.addressee:
        yield WHO + folded_words(deadline.addressee).replace(" ", "_")


def _moved_days(old: str | None, new: str | None, today: dt.date) -> tuple[str, str] | None:
    """The days (ISO) from which and to which a deadline has moved; of a rule its next day."""
    if not old or not new or old == new:
        return None
    days = [_next_day(day, today) for day in (old, new)]
    return (days[0], days[1]) if days[0] and days[1] and days[0] != days[1] else None


def _next_day(day: str, today: dt.date) -> str:
    if len(day) == len("2027-05-10"):
        return day
    found = next_of_rule(day, today)
    return found.isoformat() if found else ""


def matched(old: Sequence[Known], new: Sequence[Known]) -> dict[int, Known]:
    """Which old deadline each new one (by its place) is, the surest pair first.

    The same words are surer than the same day, that than the same place, that than like words. Two
    are never the same whose figures ("đợt 1", "đợt 2") or whose bodies differ.
    """
    at = {known.mark: known.id for known in old}
    left = list({known.id: known for known in old}.values())
    pairs = sorted(
        (
            (_likeness(one, known, at.get(one.mark) == known.id), -place, -n)
            for place, one in enumerate(new)
            for n, known in enumerate(left)
            if _may_be(one, known)
        ),
        reverse=True,
    )
    found: dict[int, Known] = {}
    used: set[int] = set()
    for _, place, n in pairs:
        if -place not in found and -n not in used:
            found[-place] = left[-n]
            used.add(-n)
    return found


def _likeness(one: Known, other: Known, at_its_place: bool) -> tuple[bool, bool, bool, float]:
    return one.words == other.words, one.day == other.day, at_its_place, _share(one, other)


def _share(one: Known, other: Known) -> float:
    """Words that both tasks have, of all words of both (Jaccard)."""
    return len(one.words & other.words) / max(1, len(one.words | other.words))


def _may_be(one: Known, other: Known) -> bool:
    figures, others = ({w for w in k.words if any(c.isdigit() for c in w)} for k in (one, other))
    bodies = {w for k in (one, other) for w in k.words if w.startswith(WHO)}
    if figures != others or len(bodies) > 1:
        return False
    return one.words == other.words or _share(one, other) >= SAME_TASK
