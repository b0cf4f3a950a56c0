"""Passages of a store are found, at once when a plan comes, never when it is gone."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from conftest import NOW

from bot.workspace import Workspace, open_workspace
from corpus.store import Store
from index import analysis
from index.passages import quoted, spans
from index.search import SearchIndex, _document_number, passage_rows

DATA = (Path(__file__).parent / "data" / "plan.txt").read_bytes()


def found(index: SearchIndex, text: str) -> list[tuple[int, int, int]]:
    hits = index.search(analysis.terms(text))
    return [(h.passage.plan_key, h.passage.section, h.passage.first) for h in hits]


def test_an_empty_index_finds_nothing(empty: Workspace) -> None:
    assert found(empty.index, "báo cáo") == []


def test_a_plan_is_found_as_soon_as_it_is_added_and_not_after_it_is_removed(
    empty: Workspace,
) -> None:
    empty.add("plan.txt", DATA, NOW)
    assert found(empty.index, "kiểm tra tài chính")
    assert found(empty.index, "kiem tra tai chinh")
    (key,) = empty.store.keys()
    empty.store.remove(key)
    empty.index.refresh()
    assert found(empty.index, "kiểm tra tài chính") == []
    assert not empty.index.knows("~kiem")


def test_what_another_process_adds_is_found_without_a_restart(empty: Workspace) -> None:
    empty.index.refresh_if_written()
    other = Store(Path(empty.store._db.execute("pragma database_list").fetchone()[2]))
    plan = empty.answerer.plan
    assert plan(1) is None
    from corpus.parsing import parse_file

    parsed = parse_file("plan.txt", DATA)
    other.add(parsed, DATA, passage_rows(parsed), NOW)
    assert empty.index.refresh_if_written()
    assert found(empty.index, "kiểm tra tài chính")


def test_a_start_takes_the_stored_terms_and_segments_nothing(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    first = open_workspace(tmp_path, NOW, empty=True)
    first.add("plan.txt", DATA, NOW)
    first.store.close()
    monkeypatch.setattr(analysis, "words", lambda line: 1 / 0)
    second = open_workspace(tmp_path, NOW)
    assert second.index.knows("~kiem~tra")


def test_terms_of_another_analysis_are_made_anew(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    first = open_workspace(tmp_path, NOW, empty=True)
    monkeypatch.setattr(analysis, "VERSION", "0")
    first.add("plan.txt", DATA, NOW)
    monkeypatch.undo()
    second = open_workspace(tmp_path, NOW)
    assert {row.analysis for row in second.store.passages(1)} == {analysis.VERSION}


def test_a_hit_is_only_in_the_plans_that_are_allowed(demo: Workspace) -> None:
    hits = demo.index.search(analysis.terms("báo cáo kết quả"), {5})
    assert {hit.passage.plan_key for hit in hits} == {5}


def test_ties_come_in_the_order_of_the_plans(empty: Workspace) -> None:
    empty.add("a.txt", DATA, NOW)
    empty.add("b.txt", DATA.replace(b"12 /KH", b"13 /KH"), NOW)
    keys = [key for key, _, _ in found(empty.index, "tài chính trong quý 3")[:2]]
    assert keys == sorted(keys)


def test_a_bullet_and_its_plus_items_are_one_passage(empty: Workspace) -> None:
    plan, _ = empty.add("plan.txt", DATA, NOW)
    section = next(i for i, s in enumerate(plan.sections) if s.label == "II.1.1")
    assert [span for span in spans(plan) if span[0] == section] == [
        (section, -1, -1),
        (section, 0, 2),
    ]
    assert quoted(plan, section, 0, 2).count("\n+ ") == 2


def test_several_threads_may_ask_while_one_adds(empty: Workspace) -> None:
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(60):
                empty.answerer.answer("kiểm tra tài chính khi nào", NOW.date())
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(12, 20):
        empty.add(f"{number}.txt", DATA.replace(b"12 /KH", f"{number} /KH".encode()), NOW)
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(empty.store.keys()) == 8


NUMBERS = [
    ("~80/kh-ldld", ("80", "kh")),
    ("~118/2008/qd-ttg", ("118", "qd")),
    ("~2020/kh-ubnd", ("2020", "kh")),
    ("~5/10/2023", None),
    ("~doan", None),
]


@pytest.mark.parametrize(("term", "named"), NUMBERS)
def test_a_document_is_cited_by_its_number_and_kind(
    term: str, named: tuple[str, str] | None
) -> None:
    assert _document_number(term) == named
