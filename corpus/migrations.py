"""The tables of the plan store, step by step; a step that has shipped is never changed."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("planbot.plans")


@migrations()
def create_plans(db: Database) -> None:
    """Original files, plans with their sections, items and deadlines, and the passages' terms."""
    db.table("files").create(
        {"sha256": str, "name": str, "data": bytes, "added_at": str}, pk="sha256", strict=True
    )
    # autoincrement: a key that an old button still names must never mean another plan
    db.execute(
        "create table plans (key integer primary key autoincrement, id text not null unique,"
        " number text, kind text, title text not null, issuer text, place text, issued_on text,"
        " term text, signer text, file text not null references files(sha256),"
        " source_name text not null, remark text,"
        " leftovers text not null, warnings text not null, added_at text not null) strict"
    )
    db.table("plans").create_index(["file"])
    for table, columns in _PARTS.items():
        db.execute(
            f"create table [{table}] (plan integer not null references plans(key) on delete cascade,"
            f" position integer not null, {columns}, primary key (plan, position)) strict"
        )


@migrations()
def create_event_days(db: Database) -> None:
    """Days that staff entered for the events that deadlines are counted from; a new version of a
    plan (same id) keeps them."""
    db.execute(
        "create table event_days (plan_id text not null, event text not null, day text not null,"
        " primary key (plan_id, event)) strict"
    )


_PARTS = {
    "sections": (
        "label text not null, number text not null, heading text not null, level integer not null,"
        " path text not null, role text not null, items text not null"
    ),
    "deadlines": (
        "kind text not null, phrase text not null, sentence text not null, bound text not null,"
        " due text, start text, rule text, time text, event text, task text not null,"
        " addressee text, section integer not null, item integer not null, notes text not null"
    ),
    "passages": (
        "section integer not null, first integer not null, last integer not null,"
        " analysis text not null, terms text not null"
    ),
}
