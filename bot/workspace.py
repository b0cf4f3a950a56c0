"""A data folder opened: its store, its index, and the demonstration plans when it is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from bot.answering import Answerer
from bot.desk import Desk
from corpus.correcting import corrected
from corpus.model import Plan
from corpus.parsing import parse_file, parse_pages
from corpus.store import Outcome, Store
from index.search import SearchIndex, passage_rows

DATABASE = "planbot.db"
DEMONSTRATION = Path(str(resources.files("corpus").joinpath("plans")))
SNAPSHOT = "planbot.index"
SCRATCH = "tmp"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that answers questions over one data folder."""

    store: Store
    index: SearchIndex
    answerer: Answerer
    scratch: Path  # where readers make their temporary folders

    def add(self, name: str, data: bytes, now: dt.datetime) -> tuple[Plan, Outcome]:
        """Reads a file, stores the plan and makes it searchable at once.

        Raises `UnreadableFileError` for a file that is no plan; nothing is stored then.
        """
        plan = parse_file(name, data, self.scratch)
        _, outcome = Desk(self.store).add(plan, data, passage_rows(plan), now)
        self.index.refresh()
        return plan, outcome

    def reread(self, key: int, now: dt.datetime) -> tuple[Plan, Plan] | None:
        """Reads the stored file of a plan anew; the readings before and after, None where it is
        read as before. Raises `UnreadableFileError` where the reader takes it for no plan now."""
        before = self.store.plan(key)
        if before is None or self.store.original(key) is None:
            return None
        plan = parse_pages(self.store.originals(key), self.scratch)
        corrections = Desk(self.store).corrections_of(before)
        after = replace(corrected(plan, corrections), event_days=before.event_days)
        if after == before:
            return None
        self.store.reread(key, after, passage_rows(after), now)
        self.index.refresh()
        return before, after


def open_workspace(
    folder: Path, now: dt.datetime, empty: bool = False, say: Callable[[int], None] = lambda n: None
) -> Workspace:
    """Opens a data folder, made where it is missing; a new one is filled with the demonstration
    plans unless `empty`, and `say` is told how many."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(folder / DATABASE)
    if store.is_unused():
        say(begin(store, now, empty))
    index = SearchIndex(store, folder / SNAPSHOT)
    return Workspace(store, index, Answerer(store, index), folder / SCRATCH)


def begin(store: Store, now: dt.datetime, empty: bool) -> int:
    """Puts the demonstration plans into an unused store, all or none; returns how many.

    Killed in between, or with another process beside it, the store is filled once all the same.
    """
    count = 0
    with store.transaction():
        if not store.is_unused():
            return 0
        store.mark_used()
        if empty:
            return 0
        for file in sorted(DEMONSTRATION.iterdir()):
            data = file.read_bytes()
            plan = parse_file(file.name, data)
            store.add(plan, data, passage_rows(plan), now)
            count += 1
    return count
