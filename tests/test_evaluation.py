"""The figures of `eval retrieval` and the rows of `bench` on data small enough to check by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from bot import bench
from bot.cli import cli
from index.engines import ENGINES, missing
from index.evaluation import figures_of
from index.growing import grown

PASSAGES = {
    "1": "Công đoàn cơ sở nộp kinh phí trước ngày 15 hằng tháng",
    "2": "Người lao động nữ được nghỉ thai sản sáu tháng",
    "3": "Thời giờ làm việc không quá tám giờ một ngày",
}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    rows = [json.dumps({"id": key, "text": text}) for key, text in PASSAGES.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(rows), encoding="utf-8")
    asked = {"a": "nghỉ thai sản mấy tháng", "b": "kinh phí công đoàn nộp khi nào"}
    queries = [json.dumps({"id": key, "text": text}) for key, text in asked.items()]
    (tmp_path / "queries.jsonl").write_text("\n".join(queries), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query\tdoc\tgrade\na\t2\t1\nb\t1\t1\n", encoding="utf-8")
    return tmp_path


def test_figures_of_one_query() -> None:
    figures = figures_of(["x", "a", "y", "b"], frozenset({"a", "b"}))
    assert figures["recall@1"] == 0
    assert figures["recall@3"] == 0.5
    assert figures["recall@10"] == 1
    assert figures["mrr@10"] == 0.5
    ideal = 1 + 1 / math.log2(3)
    assert figures["ndcg@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert set(figures_of([], frozenset({"a"})).values()) == {0.0}


def test_planbot_and_the_plain_libraries_stand_side_by_side(collection: Path) -> None:
    arguments = ["eval", "retrieval", str(collection), "--baseline", "--json"]
    figures = json.loads(CliRunner().invoke(cli, arguments).stdout)
    assert figures["planbot"]["recall@1"] == figures["plain"]["recall@1"] == 1
    bare = json.loads(CliRunner().invoke(cli, [*arguments, "--perturb", "no-diacritics"]).stdout)
    assert bare["planbot"]["recall@1"] == 1
    assert bare["plain"]["recall@1"] < 1
    table = CliRunner().invoke(cli, ["eval", "retrieval", str(collection)])
    assert "recall@1" in table.stdout


def test_a_folder_that_is_no_collection_is_refused_with_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["eval", "retrieval", str(tmp_path)])
    assert result.exit_code == 1
    assert "corpus.jsonl" in result.stderr


def test_a_grown_corpus_is_as_large_as_asked_and_the_same_every_time() -> None:
    seedlings = bench.seedlings_in(sorted((ROOT / "corpus" / "plans").iterdir()))
    first, again = (list(grown(seedlings, 900)) for _ in range(2))
    assert first == again
    assert sum(len(plan.rows) for plan in first) == 900
    assert len({plan.plan.id for plan in first}) == len(first)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_engine_finds_adds_and_removes(name: str, tmp_path: Path) -> None:
    if missing(name):
        pytest.skip("a library of the group bench is not installed")
    engine = ENGINES[name](tmp_path)
    engine.build([["công", "đoàn"], ["thai", "sản"], ["kinh", "phí"], ["thời", "giờ"]])
    assert engine.search(["thai", "sản"], 1) == [1]
    engine.add([["hội", "thao"]])
    assert engine.search(["hội"], 1) == [4]
    engine.remove([4])
    assert 4 not in engine.search(["hội", "thao"], 2)
    if name != "rank_bm25":
        engine.load()
        assert engine.search(["kinh"], 1) == [2]


def test_the_bench_gives_a_row_an_engine_and_one_of_the_whole_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bench, "_apart", lambda work: work())  # a process for each is slow to start
    monkeypatch.setattr(bench, "STARTS", 1)
    seedlings = bench.seedlings_in([ROOT / "corpus" / "plans" / "quan-1-so-ket-nua-nhiem-ky.txt"])
    assert bench.seedlings_in([ROOT / "LICENSE"]) == []
    said: list[str] = []
    rows = list(bench.bench(seedlings, [60], said.append, engines=["planbot"]))
    assert [row["engine"] for row in rows] == ["planbot", "whole question"]
    for row in rows:
        for name in ("build_s", "p50_ms", "p99_ms", "add_ms", "remove_ms", "ram_mb"):
            assert row[name] is not None
    assert rows[1]["start_s"]
    assert bench.cells({"engine": "x", "passages": 1, "p50_ms": 3.0}, 1.5)[7] == "2.00"
    assert said
