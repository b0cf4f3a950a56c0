"""What staff work on: drafts until they are published, plans put aside, and who did what.

All of it is in the database, so that a restart in the middle of a correction loses nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from corpus.correcting import Correction, as_text, corrected, corrections_of
from corpus.keeping import as_text as plan_text
from corpus.keeping import plan_of
from corpus.model import Plan, UnreadableFileError
from corpus.store import Outcome, PassageRow, Store
from index.search import passage_rows

State = Literal["reading", "open", "refused", "published", "dropped"]
KEPT_FOR = dt.timedelta(days=30)  # what was thrown away or refused
AWAITED_FOR = dt.timedelta(hours=6)
SEPARATE = "-"  # in `replaces`: published beside the plan that has the same number
ASIDE = Literal["replaced", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that staff have sent, as far as it has come.

    `plan` has the corrections made; `replaces` is the id of the plan whose place it takes, or
    SEPARATE; `of_plan` and `of_key` the id and key of a published plan that is being corrected.
    """

    id: int
    state: State
    sender: int
    name: str
    plan: Plan | None
    corrections: tuple[Correction, ...]
    reason: str
    what: str
    replaces: str | None
    of_plan: str | None
    of_key: int | None
    changed_at: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A plan that was replaced or withdrawn."""

    id: int
    plan: Plan
    why: str
    at: str


class Desk:
    """The drafts, the shelf and the audit of one data folder."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # ---- drafts

    def receive(self, sender: int, files: Sequence[tuple[str, bytes]], now: dt.datetime) -> int:
        """Keeps the files of a document, in the order of its pages, and opens a draft for it."""
        at = stamp(now)
        with self.store.transaction():
            shas = []
            for name, data in files:
                shas.append(hashlib.sha256(data).hexdigest())
                self.store.keep_file(shas[-1], name, data, now)
            draft = self.store.execute(
                "insert into drafts (state, sender, name, created_at, changed_at)"
                " values ('reading', ?, ?, ?, ?)", sender, files[0][0], at, at,
            )  # fmt: skip
            for position, sha in enumerate(shas):
                self.store.execute("insert into draft_files values (?, ?, ?)", draft, position, sha)
        return draft

    def receive_page(
        self, sender: int, album: str, position: int, name: str, data: bytes, now: dt.datetime
    ) -> int:
        """Keeps a page of an album; the pages are read in the order of their positions."""
        sha = hashlib.sha256(data).hexdigest()
        with self.store.transaction():
            self.store.keep_file(sha, name, data, now)
            rows = self.store.rows(
                "select id from drafts where album = ? and sender = ?"
                " and state in ('reading', 'open', 'refused')", album, sender,
            )  # fmt: skip
            draft = int(rows[0]["id"]) if rows else self.store.execute(
                "insert into drafts (state, sender, album, name, created_at, changed_at)"
                " values ('reading', ?, ?, ?, ?, ?)", sender, album, name, stamp(now), stamp(now),
            )  # fmt: skip
            self.store.execute(
                "insert or ignore into draft_files values (?, ?, ?)", draft, position, sha
            )
            self.store.execute(  # a page that comes late: the whole is read again
                "update drafts set state = 'reading', plan = null, corrections = '[]', shown = 0"
                " where id = ?", draft,
            )  # fmt: skip
        return draft

    def files(self, draft: int) -> list[tuple[str, bytes]]:
        """The files of a draft, in the order of its pages."""
        rows = self.store.rows(
            "select f.name, f.data from draft_files d join files f on f.sha256 = d.file"
            " where d.draft = ? order by d.position", draft,
        )  # fmt: skip
        return [(row["name"], row["data"]) for row in rows]

    def understood(self, draft: int, plan: Plan, now: dt.datetime, pages: int = 1) -> bool:
        """What was read of a draft's files; False where more pages have come since, so that it
        must be read again."""
        with self.store.transaction():
            files = self.store.rows(
                "select position, file from draft_files where draft = ? order by position", draft
            )
            if len(files) != pages:
                return False
            sha = plan.source.sha256
            if len(files) > 1:
                self.store.keep_file(sha, plan.source.name, b"", now)
                for row in files:
                    self.store.execute(
                        "insert or ignore into album_pages values (?, ?, ?)", sha, row["position"], row["file"],
                    )  # fmt: skip
            self.store.execute(
                "update drafts set state = 'open', plan = ?, file = ?, changed_at = ?"
                " where id = ? and state = 'reading'", plan_text(plan), sha, stamp(now), draft,
            )  # fmt: skip
        return True

    def shown(self, draft: int) -> None:
        """A draft has reached its sender."""
        with self.store.transaction():
            self.store.execute("update drafts set shown = 1 where id = ?", draft)

    def unshown(self) -> list[int]:
        """Drafts that were read and have not reached their senders."""
        rows = self.store.rows(
            "select id from drafts where shown = 0 and state in ('open', 'refused') order by id"
        )
        return [row["id"] for row in rows]

    def refused(self, draft: int, error: UnreadableFileError, now: dt.datetime) -> None:
        """Why a draft's files could not be read; the files are kept with it."""
        with self.store.transaction():
            self.store.execute(
                "update drafts set state = 'refused', reason = ?, what = ?, changed_at = ?"
                " where id = ? and state = 'reading'", error.reason, error.what, stamp(now), draft,
            )  # fmt: skip

    def edit_published(self, key: int, who: int, now: dt.datetime) -> int | None:
        """A draft that corrects a published plan; None where the plan is gone."""
        plan = self.store.plan(key)
        if plan is None:
            return None
        text, corrections = self._as_read(plan)
        with self.store.transaction():
            return self.store.execute(
                "insert into drafts (state, sender, name, file, plan, corrections, replaces, of_plan,"
                " of_key, shown, created_at, changed_at) values ('open', ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
                who, plan.source.name, plan.source.sha256, text, corrections, plan.id, plan.id, key, stamp(now), stamp(now),
            )  # fmt: skip

    def _as_read(self, plan: Plan) -> tuple[str, str]:
        """A published plan as it was read, and the corrections made since, both as JSON."""
        rows = self.store.rows(
            "select * from readings where plan_id = ? and file = ?", plan.id, plan.source.sha256
        )
        return (rows[0]["plan"], rows[0]["corrections"]) if rows else (plan_text(plan), "[]")

    def corrections_of(self, plan: Plan) -> tuple[Correction, ...]:
        """What staff have corrected in a published plan."""
        return corrections_of(self._as_read(plan)[1])

    def draft(self, draft: int) -> Draft | None:
        """A draft as it is now."""
        rows = self.store.rows("select * from drafts where id = ?", draft)
        return _draft(rows[0]) if rows else None

    def drafts(self, *states: State) -> list[Draft]:
        """The drafts in these states, the oldest first."""
        marks = ", ".join("?" * len(states))
        return [
            _draft(row)
            for row in self.store.rows(f"select * from drafts where state in ({marks}) order by id", *states)
        ]  # fmt: skip

    def same_file(self, sha256: str) -> tuple[int | None, int | None]:
        """(key of the published plan, number of the open draft) that came from this very file."""
        plans = self.store.rows("select key from plans where file = ?", sha256)
        drafts = self.store.rows(
            "select d.id from drafts d join draft_files f on f.draft = d.id where f.file = ?"
            " and d.album is null and d.state in ('open', 'reading') order by d.id desc", sha256,
        )  # fmt: skip
        return plans[0]["key"] if plans else None, drafts[0]["id"] if drafts else None

    def correct(self, draft: int, correction: Correction, now: dt.datetime) -> Draft | None:
        """Adds a correction to an open draft; None where it is open no more."""
        return self._with_corrections(draft, lambda before: (*before, correction), now)

    def undo(self, draft: int, now: dt.datetime) -> Draft | None:
        """Takes the last correction back."""
        return self._with_corrections(draft, lambda before: before[:-1], now)

    def _with_corrections(self, draft: int, change: Any, now: dt.datetime) -> Draft | None:
        with self.store.transaction():
            found = self.draft(draft)
            if found is None or found.state != "open":
                return None
            text = as_text(change(found.corrections))
            self.store.execute(
                "update drafts set corrections = ?, changed_at = ? where id = ?", text, stamp(now), draft
            )  # fmt: skip
            return self.draft(draft)

    def set_replaces(self, draft: int, plan_id: str | None, now: dt.datetime) -> Draft | None:
        """Which plan an open draft takes the place of; SEPARATE for none."""
        with self.store.transaction():
            self.store.execute(
                "update drafts set replaces = ?, changed_at = ? where id = ? and state = 'open'",
                plan_id, stamp(now), draft,
            )  # fmt: skip
        return self.draft(draft)

    def drop(self, draft: int, who: int, now: dt.datetime) -> bool:
        """Throws a draft away; its file stays until the next cleaning. False where it was done."""
        with self.store.transaction():
            found = self.draft(draft)
            if found is None or found.state in ("published", "dropped"):
                return False
            self._set_state(draft, "dropped", now)
            self.note(who, "dropped", found.plan.id if found.plan else "", found.name, now)
            return True

    def replaced_by(self, draft: Draft) -> list[tuple[int, Plan]]:
        """Key and head of the published plans whose place a draft takes."""
        if draft.plan is None:
            return []
        wanted = {draft.replaces if draft.replaces != SEPARATE else None}
        if draft.replaces is None:
            wanted.add(draft.plan.id)
        keys = {self.store.key_of(plan_id) for plan_id in wanted if plan_id} | {draft.of_key}
        heads = (self.store.head(key) for key in sorted(k for k in keys if k is not None))
        return [(head.key, head.plan) for head in heads if head]

    def has_moved(self, draft: int) -> bool:
        """Was the plan that a draft corrects changed or taken away since the draft was made?"""
        found = self.draft(draft)
        return bool(found and found.of_key is not None and self.store.head(found.of_key) is None)

    def publish(self, draft: int, who: int, now: dt.datetime) -> tuple[int, Plan] | None:
        """Publishes a draft in one transaction: what it replaces is put aside; (key, plan).

        None where the draft is open no more, so that pressing twice publishes once, or where the
        plan that it corrects has moved.
        """
        while (found := self.draft(draft)) and found.state == "open" and found.plan:
            if self.has_moved(draft):
                return None
            rows = passage_rows(
                found.plan
            )  # a second in a long plan: before the database is locked
            with self.store.transaction():
                if self.draft(draft) == found:  # nobody has corrected it meanwhile
                    return self._published(found, found.plan, rows, who, now)
        return None

    def _published(
        self, draft: Draft, plan: Plan, rows: Iterable[PassageRow], who: int, now: dt.datetime
    ) -> tuple[int, Plan]:
        plan = replace(plan, id=self._free_id(draft))
        instead = [key for key, _ in self.replaced_by(draft)]
        for key in instead:
            older = self._put_aside(key, "replaced", now)
            if older is not None and older.id != plan.id:
                self.store.execute(
                    "insert or replace into successors values (?, ?)", older.id, plan.id
                )
        key = self.store.put(plan, rows, now, instead)
        self._keep_reading(draft.id, plan)
        self._set_state(draft.id, "published", now)
        self.note(who, "replaced" if instead else "published", plan.id, draft.name, now)
        return key, plan

    def _keep_reading(self, draft: int, plan: Plan) -> None:
        """Keeps what was read and what was corrected, for who corrects or reads it again; gives
        events the days that were entered in this draft."""
        (row,) = self.store.rows("select plan, corrections from drafts where id = ?", draft)
        self.store.execute(
            "insert or replace into readings (plan_id, file, plan, corrections) values (?, ?, ?, ?)",
            plan.id, plan.source.sha256, row["plan"], row["corrections"],
        )  # fmt: skip
        before = plan_of(row["plan"]).event_days
        for event, day in plan.event_days:
            if (event, day) not in before:
                self.store.set_event_day(plan.id, event, day)

    def _free_id(self, draft: Draft) -> str:
        """The plan's id; with a number behind it where another plan that stays has the same."""
        assert draft.plan is not None
        gone = {plan.id for _, plan in self.replaced_by(draft)}
        name, number = draft.plan.id, 1
        while name not in gone and self.store.key_of(name) is not None:
            number += 1
            name = f"{draft.plan.id}-{number}"
        return name

    def _set_state(self, draft: int, state: State, now: dt.datetime) -> None:
        self.store.execute(
            "update drafts set state = ?, changed_at = ? where id = ?", state, stamp(now), draft
        )
        self.store.execute("delete from awaited where draft = ?", draft)

    def add(
        self, plan: Plan, data: bytes, rows: Iterable[PassageRow], now: dt.datetime
    ) -> tuple[int, Outcome]:
        """Publishes a plan from the terminal; what it replaces is put aside."""
        with self.store.transaction():
            older = self.store.key_of(plan.id)
            same, _ = self.same_file(plan.source.sha256)
            if older is not None and same is None:
                self._put_aside(older, "replaced", now)
            key, outcome = self.store.add(plan, data, rows, now)
            if outcome != "unchanged":
                self.note(0, "replaced" if older is not None else "published", plan.id, "", now)
            return key, outcome

    def clean(self, now: dt.datetime) -> None:
        """Forgets drafts that were done with long ago, and the files that nothing needs any more."""
        before = stamp(now - KEPT_FOR)
        with self.store.transaction():
            self.store.execute(
                "delete from drafts where state in ('dropped', 'refused', 'published')"
                " and changed_at < ?", before,
            )  # fmt: skip
            self.store.forget_files()

    # ---- plans put aside

    def _put_aside(self, key: int, why: ASIDE, now: dt.datetime) -> Plan | None:
        plan = self.store.plan(key)
        if plan is not None:
            self.store.execute(
                "insert into shelf (plan_id, plan, file, why, at) values (?, ?, ?, ?, ?)",
                plan.id, plan_text(plan), plan.source.sha256, why, stamp(now),
            )  # fmt: skip
        return plan

    def withdraw(self, key: int, who: int, now: dt.datetime) -> Plan | None:
        """Takes a plan out of the answers; it can be restored."""
        with self.store.transaction():
            plan = self._put_aside(key, "withdrawn", now)
            if plan is not None:
                self.store.execute("delete from plans where key = ?", key)
                self.note(who, "withdrawn", plan.id, "", now)
            return plan

    def aside(self) -> list[Aside]:
        """Plans that were replaced or withdrawn, the last first."""
        rows = self.store.rows("select * from shelf order by id desc limit 50")
        return [Aside(row["id"], plan_of(row["plan"]), row["why"], row["at"]) for row in rows]

    def restore(self, aside: int, who: int, now: dt.datetime) -> Plan | None:
        """Brings a plan back that was put aside; what has its place now is put aside instead."""
        rows = self.store.rows("select * from shelf where id = ?", aside)
        if not rows:
            return None
        plan = plan_of(rows[0]["plan"])
        passages = passage_rows(plan)
        with self.store.transaction():
            if not self.store.rows("select id from shelf where id = ?", aside):
                return None
            here = self.store.key_of(plan.id)
            if here is not None:
                self._put_aside(here, "replaced", now)
            self.store.put(plan, passages, now, [here] if here is not None else [])
            self.store.execute("delete from shelf where id = ?", aside)
            self.note(who, "restored", plan.id, "", now)
        return plan

    # ---- what a person is asked for

    def await_answer(self, person: int, draft: int, what: str, now: dt.datetime) -> None:
        """The next text of this person is the answer to what was asked about a draft."""
        with self.store.transaction():
            self.store.execute(
                "insert or replace into awaited values (?, ?, ?, ?)", person, draft, what, stamp(now)
            )  # fmt: skip

    def awaited(self, person: int, now: dt.datetime) -> tuple[int, str] | None:
        """(draft, what) that this person was asked for in the last hours."""
        since = stamp(now - AWAITED_FOR)
        rows = self.store.rows(
            "select draft, what from awaited where person = ? and at >= ?", person, since
        )
        return (rows[0]["draft"], rows[0]["what"]) if rows else None

    def answered(self, person: int) -> None:
        """Nothing is awaited of this person any more."""
        with self.store.transaction():
            self.store.execute("delete from awaited where person = ?", person)

    # ---- audit

    def note(self, who: int, what: str, plan_id: str, about: str, now: dt.datetime) -> None:
        """Keeps who did what and when; part of the transaction that does it."""
        self.store.execute(
            "insert into audit (at, who, what, plan_id, about) values (?, ?, ?, ?, ?)",
            stamp(now), who, what, plan_id, about,
        )  # fmt: skip

    def audit(self, count: int = 20) -> list[dict[str, Any]]:
        """The last things done, the latest first."""
        return self.store.rows("select * from audit order by id desc limit ?", count)


def last_aside(store: Store, plan_id: str) -> Plan | None:
    """The plan with this id that was put aside last."""
    rows = store.rows("select plan from shelf where plan_id = ? order by id desc limit 1", plan_id)
    return plan_of(rows[0]["plan"]) if rows else None


def stamp(now: dt.datetime) -> str:
    """A moment as the database keeps it."""
    return now.isoformat(timespec="seconds")


def _draft(row: dict[str, Any]) -> Draft:
    corrections = corrections_of(row["corrections"])
    plan = corrected(plan_of(row["plan"]), corrections) if row["plan"] else None
    return Draft(
        row["id"], row["state"], row["sender"], row["name"], plan, corrections, row["reason"] or "",
        row["what"], row["replaces"], row["of_plan"], row["of_key"], row["changed_at"],
    )  # fmt: skip
