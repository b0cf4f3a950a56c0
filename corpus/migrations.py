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


@migrations()
def add_method(db: Database) -> None:
    """How a plan's text was got: typed, converted or read from pictures."""
    db.execute("alter table plans add column method text not null default 'typed'")


@migrations()
def create_desk(db: Database) -> None:
    """What staff work on: drafts with their files, plans that were put aside, who is staff, what
    was done, and pages of plans that came as pictures."""
    for statement in _DESK:
        db.execute(statement)


@migrations()
def create_names(db: Database) -> None:
    """What people are called who did something as staff."""
    db.execute("create table names (person integer primary key, name text not null) strict")


@migrations()
def create_questions(db: Database) -> None:
    """What was asked, without who asked."""
    db.execute(
        "create table questions (id integer primary key, day text not null, text text not null,"
        " status text not null, disliked integer not null) strict"
    )
    db.execute("create index questions_of_day on questions (day)")


@migrations()
def create_reminders(db: Database) -> None:
    """Which chats follow what, which deadlines are known by which number, what was sent."""
    for statement in _REMINDERS:
        db.execute(statement)


_DESK = (
    "create table drafts (id integer primary key autoincrement, state text not null,"
    " sender integer not null, album text, name text not null, file text, plan text,"
    " corrections text not null default '[]', reason text, what text not null default '',"
    " replaces text, of_plan text, of_key integer, shown integer not null default 0,"
    " created_at text not null, changed_at text not null) strict",
    "create index drafts_of_state on drafts (state)",
    "create table draft_files (draft integer not null references drafts(id) on delete cascade,"
    " position integer not null, file text not null references files(sha256),"
    " primary key (draft, position)) strict",
    "create table album_pages (album text not null references files(sha256) on delete cascade,"
    " position integer not null, file text not null references files(sha256),"
    " primary key (album, position)) strict",
    "create table awaited (person integer primary key, draft integer not null"
    " references drafts(id) on delete cascade, what text not null, at text not null) strict",
    "create table readings (plan_id text not null, file text not null, plan text not null,"
    " corrections text not null, primary key (plan_id, file)) strict",
    "create table shelf (id integer primary key autoincrement, plan_id text not null,"
    " plan text not null, file text not null references files(sha256), why text not null,"
    " at text not null) strict",
    "create table audit (id integer primary key autoincrement, at text not null,"
    " who integer not null, what text not null, plan_id text not null, about text not null) strict",
    "create table staff (person integer primary key, name text not null, since text not null,"
    " by integer not null) strict",
    "create table invitations (code text primary key, made_at text not null, by integer not null,"
    " used_at text) strict",
)

_REMINDERS = (
    # a chat, or one topic of it (0: none); `state` on, off (cannot be reached), mute (may not
    # write); `swept` is the day whose morning is done with, `news` the last news that was told;
    # `told` that staff know it is mute; `joins` how often it has come back
    "create table chats (chat integer not null, topic integer not null default 0,"
    " kind text not null, title text not null, state text not null default 'on',"
    " before text not null default '7,1,0', hour integer not null default 8,"
    " digest integer not null default 0, quiet integer not null default 0,"
    " since text not null, swept text, retry_at text, news integer not null default 0,"
    " told integer not null default 0, joins integer not null default 0,"
    " primary key (chat, topic)) strict",
    # groups that have become supergroups
    "create table moves (chat integer primary key, newer integer not null) strict",
    "create table follows (chat integer not null, topic integer not null, what text not null,"
    " value text not null, primary key (chat, topic, what, value),"
    " foreign key (chat, topic) references chats(chat, topic) on update cascade on delete cascade)"
    " strict",
    # one message each; `state` sending, sent, unknown (may have been delivered), waiting, failed
    "create table sendings (id integer primary key autoincrement, chat integer not null,"
    " topic integer not null, kind text not null, day text not null, state text not null,"
    " message integer, why text not null default '', at text not null) strict",
    "create index sendings_of_chat on sendings (chat, topic)",
    "create index sendings_unsent on sendings (state) where state in ('sending', 'waiting')",
    # what each of them says: a deadline at one of its days ("12@2027-05-10"), and which step of it
    "create table said (chat integer not null, topic integer not null, item text not null,"
    " step text not null, sending integer not null references sendings(id) on delete cascade,"
    " place integer not null, primary key (chat, topic, item, step)) strict",
    "create index said_of_sending on said (sending)",
    "create table done (chat integer not null, topic integer not null, item text not null,"
    " primary key (chat, topic, item)) strict",
    "create table again (chat integer not null, topic integer not null, item text not null,"
    " day text not null, primary key (chat, topic, item)) strict",
    # a deadline keeps its number when its plan is corrected or replaced
    "create table known_plans (plan_id text primary key, version text not null) strict",
    "create table deadline_numbers (id integer primary key autoincrement) strict",
    "create table known_deadlines (id integer not null references deadline_numbers(id), plan_id text not null, mark text not null,"
    " day text, words text not null, since text not null, primary key (plan_id, mark)) strict",
    "create index known_deadlines_by_id on known_deadlines (id)",
    "create table successors (plan_id text primary key, newer text not null) strict",
    "create table news (id integer primary key autoincrement, at text not null, kind text not null,"
    " plan_id text not null, about text not null) strict",
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
