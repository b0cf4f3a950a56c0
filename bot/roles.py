"""Who is staff: ids in the settings at first, then people who were let in by staff with a link."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from bot.desk import stamp
from corpus.store import Store

VALID_FOR = dt.timedelta(days=2)  # of an invitation


@dataclass(frozen=True, slots=True)
class Person:
    """A person who was let in: Telegram's id, name, since when."""

    id: int
    name: str
    since: str


class Roles:
    """The staff of one data folder; those in the settings stay whatever the table says."""

    def __init__(self, store: Store, settled: frozenset[int]) -> None:
        self.store, self.settled = store, settled

    def is_staff(self, person: int) -> bool:
        """May this person add and change plans?"""
        return person in self.settled or bool(
            self.store.rows("select 1 from staff where person = ?", person)
        )

    def seen(self, person: int, name: str) -> None:
        """Keeps what a member of staff is called, for those who look up who did what."""
        if not self.store.rows("select 1 from names where person = ? and name = ?", person, name):
            with self.store.transaction():
                self.store.execute("insert or replace into names values (?, ?)", person, name)

    def names(self) -> dict[int, str]:
        """What staff are called, by their ids."""
        return {row["person"]: row["name"] for row in self.store.rows("select * from names")}

    def people(self) -> list[Person]:
        """Those who were let in."""
        rows = self.store.rows("select * from staff order by since")
        return [Person(row["person"], row["name"], row["since"]) for row in rows]

    def everybody(self) -> list[int]:
        """The ids of all staff."""
        return sorted(self.settled | {person.id for person in self.people()})

    def invite(self, by: int, now: dt.datetime) -> str:
        """A code that lets one person in, once; only its hash is kept."""
        code = secrets.token_urlsafe(16)
        with self.store.transaction():
            self.store.execute(
                "insert into invitations (code, made_at, by) values (?, ?, ?)",
                _hash(code), stamp(now), by,
            )  # fmt: skip
        return code

    def let_in(self, code: str, person: int, name: str, now: dt.datetime) -> bool:
        """Makes a person staff with a code; False where it was used, is unknown or too old, or who
        made it is staff no more."""
        with self.store.transaction():
            rows = self.store.rows(
                "select * from invitations where code = ? and used_at is null", _hash(code)
            )
            if not rows or not self.is_staff(rows[0]["by"]):
                return False
            if now - dt.datetime.fromisoformat(rows[0]["made_at"]) > VALID_FOR:
                return False
            self.store.execute(
                "update invitations set used_at = ? where code = ?", stamp(now), _hash(code)
            )
            self.store.execute(
                "insert or replace into staff values (?, ?, ?, ?)", person, name, stamp(now), rows[0]["by"]
            )  # fmt: skip
            return True

    def take(self, person: int) -> bool:
        """Takes a person's rights; False where they were not given here."""
        with self.store.transaction():
            there = bool(self.store.rows("select 1 from staff where person = ?", person))
            self.store.execute("delete from staff where person = ?", person)
            return there


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
