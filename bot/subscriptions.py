"""Who follows what, and how each chat wants to be told: rows in SQLite, one for a chat or topic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from corpus.store import Store

Kind = Literal["private", "group", "supergroup"]
State = Literal["on", "off", "mute"]
What = Literal["all", "plan", "issuer", "body", "deadline"]
Place = tuple[int, int]  # chat and topic; topic 0 is the chat itself

DEFAULT_BEFORE = (7, 1, 0)
DEFAULT_HOUR = 8
CHOICES_BEFORE = (30, 15, 10, 7, 5, 3, 2, 1, 0)
HOURS = tuple(range(6, 22))
LAST_NEWS = "(select coalesce(max(id), 0) from news)"


@dataclass(frozen=True, slots=True)
class Follow:
    """What a chat follows: everything, or a plan (id), an issuer, a body (folded words), a single
    deadline (number)."""

    what: What
    value: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat, or one topic of it, with what it follows and how it wants to be told.

    `before` are days before a deadline, the largest first; `hour` is the hour of the morning;
    `swept` the day whose morning is done with; `retry_at` when to try again what failed; `news` the
    number of the last news that it was told; `joins` how often it has come back.
    """

    chat: int
    topic: int
    kind: Kind
    title: str
    state: State
    since: dt.datetime
    follows: tuple[Follow, ...] = ()
    before: tuple[int, ...] = DEFAULT_BEFORE
    hour: int = DEFAULT_HOUR
    digest: bool = False
    quiet: bool = False
    swept: str | None = None
    retry_at: str | None = None
    news: int = 0
    joins: int = 0

    @property
    def place(self) -> Place:
        """Chat and topic."""
        return self.chat, self.topic

    @property
    def wants_all(self) -> bool:
        """Does it follow everything?"""
        return Follow("all") in self.follows


class Subscriptions:
    """The chats of one data folder."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, place: Place) -> Subscription | None:
        """A chat as it is now; None where it was never registered."""
        found = self._of("where c.chat = ? and c.topic = ?", *place)
        return found[0] if found else None

    def of_chat(self, chat: int) -> list[Subscription]:
        """A chat and its topics."""
        return self._of("where c.chat = ?", chat)

    def due(self, today: dt.date, now: dt.datetime, last_news: int) -> list[Place]:
        """Chats whose morning has come or that have not been told the last news, private ones
        first, those that were to be tried later left out."""
        rows = self._store.rows(
            "select chat, topic from chats where state <> 'off'"
            " and (retry_at is null or retry_at <= ?)"
            " and ((hour <= ? and (swept is null or swept <> ?)) or news < ?)"
            " and exists (select 1 from follows f where f.chat = chats.chat and f.topic = chats.topic)"
            " order by chat < 0, chat, topic",
            stamp(now), now.hour, today.isoformat(), last_news,
        )  # fmt: skip
        return [(row["chat"], row["topic"]) for row in rows]

    def register(self, place: Place, kind: str, title: str, now: dt.datetime) -> Subscription:
        """Keeps a chat; one that is there already stays as it is and is on again.

        A chat that was away is not told what was new meanwhile.
        """
        with self._store.transaction():
            self._store.execute(
                "insert into chats (chat, topic, kind, title, since) values (?, ?, ?, ?, ?)"
                " on conflict (chat, topic) do update set kind = excluded.kind,"
                f" title = excluded.title, news = case state when 'off' then {LAST_NEWS} else news end,"
                " state = 'on', retry_at = null, told = 0",
                *place, kind, title, now.isoformat(timespec="seconds"),
            )  # fmt: skip
            found = self.get(place)
        assert found is not None
        return found

    def follow(self, place: Place, follow: Follow, now: dt.datetime) -> None:
        """Follows something more; everything takes the place of parts, and a part that of
        everything. Single deadlines stand beside both."""
        with self._store.transaction():
            if not self.is_following(place):  # from now on: what was before is not told
                self._store.execute(
                    f"update chats set since = ?, swept = null, news = {LAST_NEWS}"
                    " where chat = ? and topic = ?", now.isoformat(timespec="seconds"), *place,
                )  # fmt: skip
            if follow.what != "deadline":
                which = "what <> 'deadline'" if follow.what == "all" else "what = 'all'"
                self._store.execute(
                    f"delete from follows where chat = ? and topic = ? and {which}", *place
                )
            self._store.execute(
                "insert or ignore into follows values (?, ?, ?, ?)", *place, follow.what, follow.value
            )  # fmt: skip

    def unfollow(self, place: Place, follow: Follow | None = None) -> bool:
        """Follows something no more, or nothing at all; False where it did not."""
        with self._store.transaction():
            before = self.is_following(place, follow)
            where, values = _which(place, follow)
            self._store.execute(f"delete from follows where {where}", *values)
            if not self.is_following(place):
                self._forget_waiting("chat = ? and topic = ?", *place)
            return before

    def _forget_waiting(self, where: str, *values: object) -> None:
        """What nobody waits for any more."""
        self._store.execute(f"delete from sendings where state = 'waiting' and {where}", *values)

    def is_following(self, place: Place, follow: Follow | None = None) -> bool:
        """Does a chat follow this, or anything?"""
        where, values = _which(place, follow)
        return bool(self._store.rows(f"select 1 from follows where {where} limit 1", *values))

    def set_before(self, place: Place, before: Iterable[int]) -> None:
        """How many days before a deadline to be told."""
        text = ",".join(map(str, sorted(set(before), reverse=True)))
        self._set(place, "before", text)

    def set_hour(self, place: Place, hour: int) -> None:
        """At which hour of the day."""
        self._set(place, "hour", hour)

    def set_digest(self, place: Place, wanted: bool) -> None:
        """Whether the week's deadlines are told on Monday."""
        self._set(place, "digest", int(wanted))

    def set_quiet(self, place: Place, wanted: bool) -> None:
        """Whether nothing is told on Sundays and public holidays."""
        self._set(place, "quiet", int(wanted))

    def _set(self, place: Place, column: str, value: object) -> None:
        with self._store.transaction():
            self._store.execute(
                f"update chats set {column} = ? where chat = ? and topic = ?", value, *place
            )

    # ---- what becomes of a chat

    def switch_off(self, chat: int, topic: int | None = None, joins: int | None = None) -> bool:
        """A chat (or one topic) that cannot be reached; kept for when it comes back. False where it
        has come back since, as `joins` then was."""
        where, values = "chat = ?", [chat]
        for column, value in (("topic", topic), ("joins", joins)):
            if value is not None:
                where, values = f"{where} and {column} = ?", [*values, value]
        with self._store.transaction():
            rows = self._store.rows(f"select 1 from chats where {where}", *values)
            self._store.execute(f"update chats set state = 'off' where {where}", *values)
            if rows and topic is None:
                self._forget_waiting("chat = ?", chat)
            return bool(rows)

    def come_back(self, chat: int) -> bool:
        """A chat that can be reached again; True where it follows something."""
        with self._store.transaction():
            self._store.execute(
                f"update chats set news = {LAST_NEWS} where chat = ? and state = 'off'", chat
            )
            self._store.execute(
                "update chats set state = 'on', retry_at = null, told = 0, joins = joins + 1"
                " where chat = ?", chat,
            )  # fmt: skip
            return bool(self._store.rows("select 1 from follows where chat = ? limit 1", chat))

    def mute(self, place: Place, until: dt.datetime) -> bool:
        """A chat in which the bot may not write, to be tried again later; True while staff have not
        been told."""
        with self._store.transaction():
            self._store.execute(
                "update chats set state = 'mute', retry_at = ? where chat = ? and topic = ?", stamp(until), *place
            )  # fmt: skip
            return bool(
                self._store.rows(
                    "select 1 from chats where chat = ? and topic = ? and not told", *place
                )
            )

    def staff_told(self, place: Place) -> None:
        """Staff know that a chat is mute."""
        self._set(place, "told", 1)

    def try_later(self, place: Place, at: dt.datetime) -> None:
        """Leaves a chat alone until then."""
        self._set(place, "retry_at", stamp(at))

    def reached(self, place: Place) -> None:
        """A message has arrived: the chat is on."""
        with self._store.transaction():
            self._store.execute(
                "update chats set state = 'on', retry_at = null, told = 0"
                " where chat = ? and topic = ? and (state <> 'on' or retry_at is not null)", *place,
            )  # fmt: skip

    def swept(self, place: Place, today: dt.date) -> None:
        """The morning of a chat is done with."""
        self._set(place, "swept", today.isoformat())

    def told_news(self, place: Place, number: int) -> None:
        """A chat was told the news up to this one."""
        self._set(place, "news", number)

    def migrate(self, old: int, new: int) -> None:
        """A group has become a supergroup with another id: everything of it goes with it; what the
        new id was told to follow already stays so."""
        with self._store.transaction():
            self._store.execute("insert or replace into moves values (?, ?)", old, new)
            for table in ("said", "done", "again"):
                self._store.execute(
                    f"update or replace {table} set chat = ? where chat = ?", new, old
                )
            self._store.execute("update sendings set chat = ? where chat = ?", new, old)
            for row in self._store.rows("select topic from chats where chat = ?", old):
                topic = row["topic"]
                goes = old if self.is_following((new, topic)) else new
                self._store.execute("delete from chats where chat = ? and topic = ?", goes, topic)
            self._store.execute(
                "update chats set chat = ?, kind = 'supergroup', state = 'on', retry_at = null"
                " where chat = ?", new, old,
            )  # fmt: skip

    def current(self, chat: int) -> int:
        """The id that a chat has now."""
        rows = self._store.rows("select newer from moves where chat = ?", chat)
        return rows[0]["newer"] if rows else chat

    def has_moved_to(self, chat: int) -> bool:
        """Was this supergroup a group before?"""
        return bool(self._store.rows("select 1 from moves where newer = ?", chat))

    def counts(self) -> dict[str, int]:
        """How many chats follow something: private, group, and those that cannot be reached."""
        found = {"private": 0, "group": 0, "off": 0, "mute": 0}
        for row in self._store.rows(
            "select kind, state, count(*) as n from chats c where exists"
            " (select 1 from follows f where f.chat = c.chat and f.topic = c.topic) group by 1, 2"
        ):
            kind = "private" if row["kind"] == "private" else "group"
            found[row["state"] if row["state"] != "on" else kind] += row["n"]
        return found

    def _of(self, where: str, *values: object) -> list[Subscription]:
        rows = self._store.rows(f"select c.* from chats c {where}", *values)
        follows: dict[Place, list[Follow]] = {}
        for row in self._store.rows(f"select * from follows c {where}", *values):
            follows.setdefault((row["chat"], row["topic"]), []).append(
                Follow(row["what"], row["value"])
            )
        return [_subscription(row, follows.get((row["chat"], row["topic"]), [])) for row in rows]


def _which(place: Place, follow: Follow | None) -> tuple[str, tuple[object, ...]]:
    """The rows of what a chat follows: of this one thing, or all."""
    if follow is None:
        return "chat = ? and topic = ?", place
    return "chat = ? and topic = ? and what = ? and value = ?", (*place, follow.what, follow.value)


def _subscription(row: dict[str, Any], follows: list[Follow]) -> Subscription:
    return Subscription(
        row["chat"], row["topic"], row["kind"], row["title"], row["state"],
        dt.datetime.fromisoformat(row["since"]), tuple(follows),
        tuple(int(n) for n in row["before"].split(",") if n), row["hour"], bool(row["digest"]),
        bool(row["quiet"]), row["swept"], row["retry_at"], row["news"], row["joins"],
    )  # fmt: skip


def stamp(at: dt.datetime) -> str:
    """A moment as it is stored, UTC, so that texts compare as the moments do."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")
