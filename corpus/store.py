"""Plans in SQLite: the one door to sqlite_utils. One transaction a plan, WAL, foreign keys."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from sqlite_utils import Database

from corpus.keeping import day_of
from corpus.migrations import migrations
from corpus.model import Deadline, Item, Leftover, Note, Plan, Section, Signer, Source

Row = Mapping[str, Any]
Outcome = Literal["added", "unchanged", "replaced"]


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as it is stored: its place in the plan and its terms; `analysis` is their version.

    `first` and `last` are item positions, both inclusive; -1 and -1 for the heading alone.
    """

    section: int
    first: int
    last: int
    analysis: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan with the number it is stored under; the number is never used again."""

    key: int
    plan: Plan


class Store:
    """The plans of one data folder; safe to use from several threads and processes."""

    def __init__(self, path: Path | str) -> None:
        connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
        self._db = Database(connection)
        self._lock = threading.RLock()
        connection.execute("pragma foreign_keys = on")
        if str(path) != ":memory:":
            self._db.enable_wal()
        with self.transaction():
            migrations.apply(self._db)

    def close(self) -> None:
        """Closes the connection."""
        with self._lock:
            self._db.conn.close()

    @contextmanager
    def transaction(self, is_synced: bool = True) -> Iterator[None]:
        """Everything inside happens, or nothing; one inside another is part of the outer one.

        One that is not synced outlasts the process at once, and a power cut with the next that is.
        """
        with self._lock:
            if self._db.conn.in_transaction:
                yield
                return
            self._db.execute(f"pragma synchronous = {'full' if is_synced else 'normal'}")
            self._db.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._db.rollback()
                raise
            self._db.commit()

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """The rows of a query, for those who keep their own tables here."""
        with self._lock:
            return list(self._db.query(query, list(values)))

    def execute(self, statement: str, *values: object) -> int:
        """Carries out a statement, inside `transaction`; returns the number of the last row."""
        with self._lock:
            return int(self._db.execute(statement, list(values)).lastrowid or 0)

    def is_unused(self) -> bool:
        """Is this a data folder that nobody has begun to use?"""
        with self._lock:
            return int(self._db.execute("pragma user_version").fetchone()[0]) == 0

    def mark_used(self) -> None:
        """Part of the transaction it stands in: a process killed before its end has used nothing."""
        self._db.execute("pragma user_version = 1")

    def changes(self) -> int:
        """A number that moves when another process has written."""
        with self._lock:
            return int(self._db.execute("pragma data_version").fetchone()[0])

    def keys(self) -> dict[int, str]:
        """Key of every plan, with its file's hash and when it was added: what an index compares
        itself with."""
        with self._lock:
            query = "select key, file || ' ' || added_at as version from plans"
            return {row["key"]: row["version"] for row in self._db.query(query)}

    def add(
        self, plan: Plan, data: bytes, passages: Iterable[PassageRow], at: dt.datetime
    ) -> tuple[int, Outcome]:
        """Stores a plan with its original file; returns its key and what happened.

        The same file again changes nothing; another file with the same id takes its place.
        """
        with self.transaction():
            same = self._find("file = ?", plan.source.sha256)
            if same is not None:
                return same, "unchanged"
            older = self._find("id = ?", plan.id)
            if older is not None:
                self._db.table("plans").delete(older)
            key = self._insert(plan, data, at)
            self._write_passages(key, passages)
            return key, "replaced" if older is not None else "added"

    def reread(self, key: int, plan: Plan, passages: Iterable[PassageRow], at: dt.datetime) -> int:
        """Puts another reading of the same file in a plan's place; returns its new key."""
        with self.transaction():
            original = self.original(key)
            if original is None:
                return key
            old_id = self.rows("select id from plans where key = ?", key)[0]["id"]
            self._db.table("plans").delete_where("key = ?", [key])
            if self._find("id = ?", plan.id) is not None:  # the name of another plan by now
                plan = replace(plan, id=old_id)
            new = self._insert(plan, original[1], at)
            self._write_passages(new, passages)
            return new

    def put(
        self, plan: Plan, passages: Iterable[PassageRow], at: dt.datetime, instead: Iterable[int]
    ) -> int:
        """Stores a plan whose file is kept already in the place of others; returns its key."""
        with self.transaction():
            for key in instead:
                self._db.table("plans").delete_where("key = ?", [key])
            key = self._insert(plan, b"", at)
            self._write_passages(key, passages)
            return key

    def keep_file(self, sha256: str, name: str, data: bytes, at: dt.datetime) -> None:
        """Keeps a file, byte for byte; one that is kept already stays as it is."""
        row = {"sha256": sha256, "name": name, "data": data, "added_at": at.isoformat(timespec="seconds")}  # fmt: skip
        with self.transaction():
            self._db.table("files").insert(row, ignore=True)

    def _insert(self, plan: Plan, data: bytes, at: dt.datetime) -> int:
        stamp = at.isoformat(timespec="seconds")
        self._db.table("files").insert(
            {
                "sha256": plan.source.sha256,
                "name": plan.source.name,
                "data": data,
                "added_at": stamp,
            },
            ignore=True,
        )
        row = {"added_at": stamp, **_plan_row(plan)}
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        cursor = self._db.execute(f"insert into plans ({names}) values ({marks})", row)
        key = int(cursor.lastrowid or 0)
        self._insert_parts("sections", key, map(_section_row, plan.sections))
        self._insert_parts("deadlines", key, map(_deadline_row, plan.deadlines))
        return key

    def _insert_parts(self, table: str, key: int, rows: Iterable[Row]) -> None:
        self._db.table(table).insert_all(
            {"plan": key, "position": position, **row} for position, row in enumerate(rows)
        )

    def _write_passages(self, key: int, passages: Iterable[PassageRow]) -> None:
        self._insert_parts(
            "passages", key, ({**asdict(p), "terms": " ".join(p.terms)} for p in passages)
        )

    def replace_passages(self, key: int, passages: Iterable[PassageRow]) -> None:
        """Writes the passages of a plan anew, after the analysis has changed."""
        with self.transaction():
            self._db.table("passages").delete_where("plan = ?", [key])
            self._write_passages(key, passages)

    def remove(self, key: int) -> None:
        """Removes a plan and, where no other plan came from it, its original file."""
        with self.transaction():
            rows = list(self._db.query("select file from plans where key = ?", [key]))
            self._db.table("plans").delete_where("key = ?", [key])
            for row in rows:
                self.forget_files(row["file"])

    def _find(self, where: str, value: str) -> int | None:
        rows = list(self._db.query(f"select key from plans where {where}", [value]))
        return int(rows[0]["key"]) if rows else None

    def forget_files(self, sha256: str | None = None) -> None:
        """Deletes the files that nothing needs any more, or only this one, where nothing does."""
        which = "" if sha256 is None else " and sha256 = ?"
        values = [] if sha256 is None else [sha256]
        self.execute(f"delete from files where {_NOT_NEEDED}{which}", *values)

    def key_of(self, plan_id: str) -> int | None:
        """Key of the plan with this id."""
        with self._lock:
            return self._find("id = ?", plan_id)

    def heads(self) -> list[StoredPlan]:
        """Every plan without its sections and deadlines, oldest first."""
        with self._lock:
            return [
                StoredPlan(row["key"], _plan(row, (), ()))
                for row in self._db.query("select * from plans order by key")
            ]

    def head(self, key: int) -> StoredPlan | None:
        """A plan without its sections and deadlines; None where it is gone."""
        with self._lock:
            rows = list(self._db.query("select * from plans where key = ?", [key]))
            return StoredPlan(key, _plan(rows[0], (), ())) if rows else None

    def addressees(self) -> frozenset[str]:
        """Everybody that a deadline of any plan calls upon, in the plans' words."""
        with self._lock:
            query = "select distinct addressee from deadlines where addressee is not null"
            return frozenset(row["addressee"] for row in self._db.query(query))

    def plan(self, key: int) -> Plan | None:
        """One whole plan; None where it is gone."""
        with self._lock:
            rows = list(self._db.query("select * from plans where key = ?", [key]))
            if not rows:
                return None
            sections = _sections(self._rows(_SECTIONS, key))
            deadlines = _deadlines(self._rows(_DEADLINES, key))
            days = self._db.query("select * from event_days where plan_id = ?", [rows[0]["id"]])
            known = tuple((r["event"], dt.date.fromisoformat(r["day"])) for r in days)
        return replace(_plan(rows[0], sections, deadlines), event_days=known)

    def event_days(self) -> frozenset[tuple[str, str, str]]:
        """Every event of a plan that was given a day: (plan's id, event, day)."""
        rows = self.rows("select plan_id, event, day from event_days")
        return frozenset((row["plan_id"], row["event"], row["day"]) for row in rows)

    def set_event_day(self, plan_id: str, event: str, day: dt.date | None) -> None:
        """Keeps the day of an event that deadlines of a plan are counted from; None forgets it."""
        with self.transaction():
            table = self._db.table("event_days")
            if day is None:
                table.delete_where("plan_id = ? and event = ?", [plan_id, event])
            else:
                row = {"plan_id": plan_id, "event": event, "day": day.isoformat()}
                table.upsert(row, pk=("plan_id", "event"))

    def passages(self, key: int) -> list[PassageRow]:
        """The stored passages of a plan."""
        with self._lock:
            return [
                PassageRow(
                    r["section"], r["first"], r["last"], r["analysis"], tuple(r["terms"].split(" "))
                )
                for r in self._parts("passages", key)
            ]

    def _rows(self, query: str, key: int) -> list[tuple[Any, ...]]:
        return list(self._db.execute(query, [key]).fetchall())

    def _parts(self, table: str, key: int) -> list[dict[str, Any]]:
        query = f"select * from {table} where plan = ? order by position"
        return list(self._db.query(query, [key]))

    def original(self, key: int) -> tuple[str, bytes] | None:
        """Name and bytes of the file that a plan was read from; of pictures the first."""
        return next(iter(self.originals(key)), None)

    def originals(self, key: int) -> list[tuple[str, bytes]]:
        """Name and bytes of every file that a plan was read from, in the order of its pages."""
        query = "select file from plans where key = ?"
        return [file for row in self.rows(query, key) for file in self.files(row["file"])]

    def files(self, sha256: str) -> list[tuple[str, bytes]]:
        """Name and bytes of a kept file; of one that stands for pictures those of its pages."""
        pages = self.rows(_PAGES, sha256) or self.rows(_FILE, sha256)
        return [(row["name"], row["data"]) for row in pages]


_FILE = "select name, data from files where sha256 = ?"
_PAGES = (
    "select f.name, f.data from album_pages a join files f on f.sha256 = a.file"
    " where a.album = ? order by a.position"
)
# what a file is needed by: plans, plans put aside, drafts, and the plans that pictures are pages of
_NEEDING = ("plans", "shelf", "draft_files", "drafts", "album_pages")
_NOT_NEEDED = " and ".join(
    f"not exists (select 1 from {table} t where t.file = files.sha256)" for table in _NEEDING
)


def _plan_row(plan: Plan) -> Row:
    return {
        "id": plan.id, "number": plan.number, "kind": plan.kind, "title": plan.title,
        "issuer": plan.issuer, "place": plan.place, "issued_on": _iso(plan.issued_on),
        "term": plan.term, "signer": _json(asdict(plan.signer)) if plan.signer else None,
        "file": plan.source.sha256, "source_name": plan.source.name, "remark": plan.remark,
        "method": plan.method,
        "leftovers": _json([asdict(part) for part in plan.leftovers]),
        "warnings": _json([asdict(note) for note in plan.warnings]),
    }  # fmt: skip


def _plan(row: Row, sections: Sequence[Section], deadlines: Sequence[Deadline]) -> Plan:
    return Plan(
        id=row["id"], number=row["number"], kind=row["kind"], title=row["title"],
        issuer=row["issuer"], place=row["place"], issued_on=day_of(row["issued_on"]),
        term=row["term"], signer=Signer(**json.loads(row["signer"])) if row["signer"] else None,
        sections=tuple(sections), deadlines=tuple(deadlines),
        source=Source(row["source_name"], row["file"]), remark=row["remark"],
        leftovers=tuple(Leftover(**part) for part in json.loads(row["leftovers"])),
        warnings=_notes(row["warnings"]), method=row["method"],
    )  # fmt: skip


def _section_row(section: Section) -> Row:
    items = [[i.marker, i.text, i.cells] for i in section.items]
    return {
        "label": section.label, "number": section.number, "heading": section.heading,
        "level": section.level, "path": _json(section.path), "role": section.role,
        "items": _json(items),
    }  # fmt: skip


_SECTIONS = (
    "select label, number, heading, level, role, path, items from sections"
    " where plan = ? order by position"
)


def _sections(rows: Sequence[tuple[Any, ...]]) -> tuple[Section, ...]:
    """Sections of a plan; all their JSON is read at once, which is what takes the time."""
    paths, listed = (_loaded(row[column] for row in rows) for column in (5, 6))
    return tuple(
        Section(
            label, number, heading, level, tuple(path),
            tuple(Item(marker, text, tuple(map(tuple, cells))) for marker, text, cells in items),
            role,
        )
        for (label, number, heading, level, role, *_), path, items in zip(
            rows, paths, listed, strict=True
        )
    )  # fmt: skip


def _loaded(texts: Iterable[str]) -> list[Any]:
    found: list[Any] = json.loads(f"[{','.join(texts)}]")
    return found


def _deadline_row(deadline: Deadline) -> Row:
    row = asdict(deadline)
    dates = {"due": _iso(deadline.due), "start": _iso(deadline.start)}
    return {**row, **dates, "notes": _json([asdict(note) for note in deadline.notes])}


_FIELDS = tuple(field.name for field in fields(Deadline))
_DEADLINES = f"select {', '.join(_FIELDS)} from deadlines where plan = ? order by position"


def _deadlines(rows: Sequence[tuple[Any, ...]]) -> tuple[Deadline, ...]:
    named = (dict(zip(_FIELDS, row, strict=True)) for row in rows)
    return tuple(
        Deadline(**{
            **row, "due": day_of(row["due"]), "start": day_of(row["start"]),
            "notes": _notes(row["notes"]),
        })
        for row in named
    )  # fmt: skip


def _notes(text: str) -> tuple[Note, ...]:
    return tuple(Note(**note) for note in json.loads(text))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
