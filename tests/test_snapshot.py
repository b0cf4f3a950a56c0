"""What is kept beside the database is used only when it is whole and its own, and is never code."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import numpy as np
import pytest

from bot import workspace
from bot.workspace import SNAPSHOT, open_workspace
from index import search, snapshot
from index.ranking import PostingsBM25
from index.search import SearchIndex

NOW = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
ASKED = [
    "hạn nộp báo cáo sơ kết của công đoàn cơ sở quận 1", "ai ký kế hoạch 31", "gia lam co nhung ke hoach nao",
    "chăm lo tết cho đoàn viên khó khăn", "nghị quyết 20-NQ/TW",
]  # fmt: skip
SAMPLE = Path(__file__).parent / "data" / "plan.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a snapshot."""
    monkeypatch.setattr(search, "SAVE_AFTER", 1)
    open_workspace(tmp_path, NOW).store.close()
    assert (tmp_path / SNAPSHOT).is_file()
    return tmp_path


def answers(folder: Path) -> list[object]:
    """What a new process answers."""
    opened = open_workspace(folder, NOW)
    found = [opened.answerer.answer(text, TODAY) for text in ASKED]
    opened.store.close()
    return list(found)


def reads_no_passage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Does a start take everything from the snapshot?"""
    read: list[int] = []
    plain = workspace.Store.passages

    def passages(store: workspace.Store, key: int) -> object:
        read.append(key)
        return plain(store, key)

    monkeypatch.setattr(workspace.Store, "passages", passages)
    open_workspace(folder, NOW).store.close()
    monkeypatch.setattr(workspace.Store, "passages", plain)
    return not read


def test_a_start_from_the_snapshot_answers_as_one_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reads_no_passage(folder, monkeypatch)
    mapped = answers(folder)
    (folder / SNAPSHOT).unlink()
    assert answers(folder) == mapped


def test_plans_that_came_and_went_since_are_taken_in_and_out(folder: Path) -> None:
    kept = (folder / SNAPSHOT).read_bytes()
    changed = open_workspace(folder, NOW)
    changed.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
    changed.store.remove(min(changed.store.keys()))
    changed.store.close()
    (folder / SNAPSHOT).write_bytes(
        kept
    )  # as a process leaves it that was killed before it could save
    opened = open_workspace(folder, NOW)
    asked = "Hội thi Thợ giỏi huyện Bình Giang vòng cơ sở xong trước ngày nào"
    found = opened.answerer.answer(asked, TODAY)
    assert found.deadlines[0].due == dt.date(2026, 4, 30)
    assert len(opened.answerer.catalogue().plans) == 8
    with_old = [opened.answerer.answer(text, TODAY) for text in ASKED]
    opened.store.close()
    (folder / SNAPSHOT).unlink()
    assert answers(folder) == with_old


SPOILT = [
    ("cut short", lambda data: data[: len(data) // 2]),
    ("empty", lambda data: b""),
    ("another file", lambda data: b"x" * 5_000),
    ("another layout", lambda data: data.replace(b"layout ", b"LAYOUT ", 1)),
    ("a header that is none", lambda data: data[:30] + b"{" * 40 + data[70:]),
]


@pytest.mark.parametrize(("what", "spoil"), SPOILT)
def test_a_snapshot_that_is_not_whole_or_not_its_own_is_made_anew(
    folder: Path, what: str, spoil: object
) -> None:
    before = answers(folder)
    file = folder / SNAPSHOT
    file.write_bytes(spoil(file.read_bytes()))  # type: ignore[operator]
    assert snapshot.load(file, search.STAMP) is None
    assert answers(folder) == before
    assert snapshot.load(file, search.STAMP) is not None


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    index = PostingsBM25([["a", "b", "a"], ["đoàn", "~cong~doan"]])
    arrays = snapshot.packed(index.compact()[0])
    snapshot.save(tmp_path / "x", "1", {"n": 2}, arrays)
    meta, loaded = snapshot.load(tmp_path / "x", "1") or ({}, {})
    assert meta == {"n": 2}
    assert all(np.array_equal(arrays[name], loaded[name]) for name in arrays)
    assert not loaded["positions"].flags.owndata  # mapped, not read
    again = PostingsBM25(base=snapshot.unpacked(loaded))
    assert np.array_equal(again.get_scores(["a", "đoàn"]), index.get_scores(["a", "đoàn"]))
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def test_threads_may_ask_while_plans_come_and_go(tmp_path: Path) -> None:
    opened = open_workspace(tmp_path, NOW)
    expected = [opened.answerer.answer(text, TODAY).found for text in ASKED]
    wrong: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            for text, found in zip(ASKED, expected, strict=True):
                got = opened.answerer.answer(text, TODAY).found
                if (got and (got.key, got.section)) != (found and (found.key, found.section)):
                    wrong.append(text)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        opened.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
        opened.store.remove(max(opened.store.keys()))
        opened.index.refresh()
    stop.set()
    for thread in threads:
        thread.join(timeout=20)
    assert not wrong
    opened.store.close()


def test_an_index_without_a_place_to_keep_anything_works(tmp_path: Path) -> None:
    opened = open_workspace(tmp_path, NOW)
    bare = SearchIndex(opened.store)
    bare.save()
    assert bare.knows("~cong~doan")
    opened.store.close()
