"""Plans in SQLite: all of a plan or nothing, once, with its original file."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path

import pytest
from conftest import NOW

from bot import workspace
from corpus.model import Plan
from corpus.parsing import parse_file
from corpus.store import PassageRow, Store

DATA = (Path(__file__).parent / "data" / "plan.txt").read_bytes()
PLAN = parse_file("plan.txt", DATA)
ROWS = [PassageRow(0, 0, 0, "1", ("a", "b")), PassageRow(1, -1, -1, "1", ("c",))]


def count(store: Store, table: str) -> int:
    return int(store._db.execute(f"select count(*) from {table}").fetchone()[0])


def changed(old: str, new: str) -> tuple[Plan, bytes]:
    data = DATA.replace(old.encode(), new.encode())
    return parse_file("moi.txt", data), data


def test_a_plan_comes_back_as_it_was_stored() -> None:
    store = Store(":memory:")
    key, outcome = store.add(PLAN, DATA, ROWS, NOW)
    assert outcome == "added"
    assert store.plan(key) == PLAN
    assert store.passages(key) == ROWS
    assert store.original(key) == ("plan.txt", DATA)
    assert store.key_of(PLAN.id) == key


def test_the_same_file_again_changes_nothing() -> None:
    store = Store(":memory:")
    key, _ = store.add(PLAN, DATA, ROWS, NOW)
    assert store.add(PLAN, DATA, ROWS, NOW) == (key, "unchanged")
    assert (count(store, "plans"), count(store, "files")) == (1, 1)


def test_a_corrected_file_takes_the_place_of_the_old_one_under_a_new_key() -> None:
    store = Store(":memory:")
    key, _ = store.add(PLAN, DATA, ROWS, NOW)
    plan, data = changed("05/10/2026", "08/10/2026")
    new_key, outcome = store.add(plan, data, ROWS, NOW)
    assert outcome == "replaced"
    assert new_key > key
    assert store.plan(key) is None
    assert count(store, "plans") == 1


def test_a_removed_plan_leaves_nothing_behind_and_its_key_is_never_used_again() -> None:
    store = Store(":memory:")
    key, _ = store.add(PLAN, DATA, ROWS, NOW)
    store.remove(key)
    tables = ("plans", "files", "sections", "deadlines", "passages")
    assert [count(store, table) for table in tables] == [0] * 5
    assert store.add(PLAN, DATA, ROWS, NOW)[0] > key


def test_a_failure_in_the_middle_stores_nothing() -> None:
    store = Store(":memory:")
    bad = [PassageRow(0, 0, 0, "1", ("a",)), None]
    with pytest.raises(TypeError):
        store.add(PLAN, DATA, bad, NOW)  # type: ignore[arg-type]
    assert (count(store, "plans"), count(store, "files"), count(store, "sections")) == (0, 0, 0)


def test_a_part_without_its_plan_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.db")
    with pytest.raises(sqlite3.IntegrityError):
        store._write_passages(99, ROWS)


def test_the_database_is_in_wal_mode_and_opens_again(tmp_path: Path) -> None:
    Store(tmp_path / "a.db").close()
    store = Store(tmp_path / "a.db")
    assert store._db.execute("pragma journal_mode").fetchone()[0] == "wal"


def test_another_connection_sees_that_something_was_written(tmp_path: Path) -> None:
    reader, writer = Store(tmp_path / "a.db"), Store(tmp_path / "a.db")
    before = reader.changes()
    assert reader.changes() == before
    writer.add(PLAN, DATA, ROWS, NOW)
    assert reader.changes() != before
    assert reader.keys() == writer.keys()


def _open_and_add(path: str, day: int) -> None:
    plan, data = changed("ngày 05 tháng 02", f"ngày {day:02d} tháng 02")
    store = Store(path)
    store.add(plan, data, ROWS, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    store.close()


def test_two_processes_may_open_a_new_folder_and_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    path = str(tmp_path / "a.db")
    workers = [context.Process(target=_open_and_add, args=(path, day)) for day in (6, 7)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert count(Store(path), "files") == 2


def _begin_and_be_killed(folder: str) -> None:
    """Opens a new data folder and dies by SIGKILL at its fourth demonstration plan."""
    read = []

    def parse(name: str, data: bytes) -> Plan:
        read.append(name)
        if len(read) == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return parse_file(name, data)

    workspace.parse_file = parse
    workspace.open_workspace(Path(folder), NOW)


def test_a_folder_whose_first_filling_was_killed_is_filled_at_the_next_start(
    tmp_path: Path,
) -> None:
    killed = multiprocessing.get_context("spawn").Process(
        target=_begin_and_be_killed, args=(str(tmp_path),)
    )
    killed.start()
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL
    assert len(workspace.open_workspace(tmp_path, NOW).store.keys()) == 8


def test_an_emptied_folder_is_not_filled_again(tmp_path: Path) -> None:
    store = workspace.open_workspace(tmp_path, NOW).store
    for key in list(store.keys()):
        store.remove(key)
    assert not workspace.open_workspace(tmp_path, NOW).store.keys()
