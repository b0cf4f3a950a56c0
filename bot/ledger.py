"""What was said to whom: the ledger that decides, in SQLite, so that nothing is said twice.

A message is written down with all it says before it is sent (`sending`) and marked when Telegram
has answered (`sent`). What a killed process leaves as `sending` may have been delivered or not: it
is taken back and said again, which for the one message that was on its way is the one time that
something may arrive twice. What was lost on the way back (`unknown`) is not said again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.subscriptions import Place, stamp
from corpus.store import Store

Kind = Literal["morning", "news"]
SendingState = Literal["sending", "sent", "unknown", "waiting", "failed", "known"]
KEPT_FOR = dt.timedelta(
    days=800
)  # longer than the longest time between two reminders of a yearly deadline


@dataclass(frozen=True, slots=True)
class Sending:
    """A message to a chat: its number, state, and the items that it says, in their order."""

    id: int
    chat: int
    topic: int
    kind: Kind
    day: str
    state: SendingState
    message: int | None
    items: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Chat and topic."""
        return self.chat, self.topic


class Ledger:
    """The messages of one data folder."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def said(self, place: Place) -> dict[str, frozenset[str]]:
        """Steps that were said to a chat, by item."""
        found: dict[str, set[str]] = {}
        for row in self._store.rows(
            "select item, step from said where chat = ? and topic = ?", *place
        ):
            found.setdefault(row["item"], set()).add(row["step"])
        return {item: frozenset(steps) for item, steps in found.items()}

    def is_told(self, place: Place, day: dt.date) -> bool:
        """Has a chat had its message of this morning?"""
        rows = self._store.rows(
            "select 1 from sendings where chat = ? and topic = ? and kind = 'morning' and day = ?"
            " and state in ('sent', 'unknown', 'failed') limit 1", *place, day.isoformat(),
        )  # fmt: skip
        return bool(rows)

    def open(
        self,
        place: Place,
        kind: Kind,
        day: dt.date,
        lines: Sequence[tuple[str, Iterable[str]]],
        now: dt.datetime,
    ) -> int:
        """Writes a message down before it is sent: its items with the steps that it says of each.

        Part of the transaction that has composed it; what waits for this chat is taken back by it.
        """
        self._store.execute(
            "delete from sendings where chat = ? and topic = ? and kind = ? and state = 'waiting'", *place, kind
        )  # fmt: skip
        sending = self._store.execute(
            "insert into sendings (chat, topic, kind, day, state, at) values (?, ?, ?, ?, 'sending', ?)",
            *place, kind, day.isoformat(), stamp(now),
        )  # fmt: skip
        for number, (item, steps) in enumerate(lines):
            for step in steps:
                self._store.execute(
                    "insert into said values (?, ?, ?, ?, ?, ?)", *place, item, step, sending, number
                )  # fmt: skip
        return sending

    def note_said(self, place: Place, item: str, steps: Iterable[str], now: dt.datetime) -> None:
        """Steps of an item that a chat knows of already, without a message."""
        with self._store.transaction():
            sending = self._store.execute(
                "insert into sendings (chat, topic, kind, day, state, at) values (?, ?, 'news', ?, 'known', ?)",
                *place, now.date().isoformat(), stamp(now),
            )  # fmt: skip
            for step in steps:
                self._store.execute(
                    "insert or ignore into said values (?, ?, ?, ?, ?, 0)", *place, item, step, sending
                )  # fmt: skip

    def sent(self, sending: int, message: int | None) -> None:
        """Telegram has taken it."""
        self._close(sending, "sent", message=message)

    def lost(self, sending: int, why: str) -> None:
        """It may have been delivered: it is not said again."""
        self._close(sending, "unknown", why)

    def refused(self, sending: int, why: str) -> None:
        """Telegram does not take this message: it is not tried again."""
        self._close(sending, "failed", why)

    def put_back(self, sending: int, why: str) -> None:
        """It was not delivered: what it says is unsaid, and waits."""
        with self._store.transaction():
            self._store.execute("delete from said where sending = ?", sending)
            self._close(sending, "waiting", why)

    def drop(self, sending: int) -> None:
        """It was not delivered and nobody waits for it: the chat cannot be reached."""
        with self._store.transaction():
            self._store.execute("delete from sendings where id = ?", sending)

    def reclaim(self) -> int:
        """Takes back what a killed process was sending; returns how many messages.

        To be called by who holds the lock on sending, before anything is sent.
        """
        with self._store.transaction():
            rows = self._store.rows("select id from sendings where state = 'sending'")
            for row in rows:
                self.put_back(row["id"], "killed")
        return len(rows)

    def _close(self, sending: int, state: str, why: str = "", message: int | None = None) -> None:
        with self._store.transaction():
            self._store.execute(
                "update sendings set state = ?, why = ?, message = ? where id = ?", state, why[:300], message, sending
            )  # fmt: skip

    def place_of(self, sending: int, place: Place) -> Place:
        """Where a message belongs now: its group may have got another id while it was sent."""
        rows = self._store.rows("select chat, topic from sendings where id = ?", sending)
        return (rows[0]["chat"], rows[0]["topic"]) if rows else place

    def sending(self, number: int) -> Sending | None:
        """A message, with the items that it says."""
        rows = self._store.rows("select * from sendings where id = ?", number)
        if not rows:
            return None
        items = self._store.rows(
            "select item, min(place) as place from said where sending = ? group by item order by 2", number
        )  # fmt: skip
        return _sending(rows[0], tuple(row["item"] for row in items))

    # ---- what a chat has done with, or wants to hear again

    def done(self, place: Place) -> frozenset[str]:
        """Items that a chat has done."""
        rows = self._store.rows("select item from done where chat = ? and topic = ?", *place)
        return frozenset(row["item"] for row in rows)

    def set_done(self, place: Place, item: str, is_done: bool) -> None:
        """A chat has done an item, or has not after all."""
        with self._store.transaction():
            statement = (
                "insert or ignore into done values (?, ?, ?)"
                if is_done
                else "delete from done where chat = ? and topic = ? and item = ?"
            )
            self._store.execute(statement, *place, item)

    def again(self, place: Place) -> Mapping[str, str]:
        """Items that a chat wants to hear again, with the day (ISO) from which on."""
        rows = self._store.rows("select item, day from again where chat = ? and topic = ?", *place)
        return {row["item"]: row["day"] for row in rows}

    def ask_again(self, place: Place, item: str, day: dt.date) -> None:
        """Says an item again on a day."""
        with self._store.transaction():
            self._store.execute(
                "insert or replace into again values (?, ?, ?, ?)", *place, item, day.isoformat()
            )

    # ---- for staff

    def counts(self, since: dt.date) -> dict[str, int]:
        """How many messages were sent, failed, are unknown or wait, since a day."""
        rows = self._store.rows(
            "select state, count(*) as n from sendings where day >= ? group by 1", since.isoformat()
        )
        found = {"sent": 0, "failed": 0, "unknown": 0, "waiting": 0}
        for row in rows:
            state = "waiting" if row["state"] == "sending" else row["state"]
            if state in found:
                found[state] += row["n"]
        return found

    def clean(self, today: dt.date) -> None:
        """Forgets what was said so long ago that it cannot be due any more."""
        with self._store.transaction():
            self._store.execute(
                "delete from sendings where day < ?", (today - KEPT_FOR).isoformat()
            )


def _sending(row: dict[str, Any], items: tuple[str, ...]) -> Sending:
    return Sending(
        row["id"], row["chat"], row["topic"], row["kind"], row["day"], row["state"], row["message"], items
    )  # fmt: skip
