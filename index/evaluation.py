"""How well passages are found: recall, MRR and nDCG over a folder of corpus, queries and judgements.

The folder is laid out as BEIR has it: `corpus.jsonl` (id, title, text), `queries.jsonl` (id, text) and
`qrels.tsv` (query, passage, relevance).
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi

from index import analysis, repair
from index.perturb import perturbed
from index.pruning import top
from index.ranking import PostingsBM25
from index.restoring import MOST, Restorer, is_bare

DEPTH = 10
Rank = Callable[[str], list[int]]  # positions, best first
Progress = Callable[[Iterable[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages and queries by id, and the relevant passages of each query."""

    passages: dict[str, tuple[str, str]]
    queries: dict[str, str]
    relevant: dict[str, frozenset[str]]


def load(folder: Path) -> Collection:
    """The collection in a folder; raises OSError, ValueError or KeyError for what is none."""
    rows = _rows(folder / "corpus.jsonl")
    passages = {_id(row): (row.get("title") or "", row["text"]) for row in rows}
    queries = {_id(row): row["text"] for row in _rows(folder / "queries.jsonl")}
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, passage, grade = line.split("\t")[:3]
        if grade.strip().isdigit() and int(grade) > 0:
            relevant.setdefault(query, set()).add(passage)
    return Collection(passages, queries, {q: frozenset(p) for q, p in relevant.items()})


def _id(row: dict[str, str]) -> str:
    return str(row.get("id", row.get("_id")))


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def planbot_rank(passages: Iterable[tuple[str, str]]) -> Rank:
    """planbot's own way: repaired questions, mixed terms, the title twice beside the text."""
    bm25 = PostingsBM25()
    for title, text in passages:
        bm25.add(analysis.terms(f"{title}\n{title}\n{text}"))
    bm25 = PostingsBM25(base=bm25.compact()[0])
    restorer = Restorer(bm25.terms, bm25.count)

    def rank(question: str) -> list[int]:
        meant = repair.repair(question, bm25.holds).text
        hints = [(restorer.restored(meant), MOST)] if is_bare(question) else []
        return [int(p) for p in bm25.best(analysis.terms(meant), DEPTH, hints).positions]

    return rank


def plain_rank(passages: Iterable[tuple[str, str]]) -> Rank:
    """What the libraries give as they come: underthesea's words of title and text, BM25Okapi."""
    bm25 = BM25Okapi([analysis.plain_words(f"{title}\n{text}") for title, text in passages])

    def rank(question: str) -> list[int]:
        return top(np.asarray(bm25.get_scores(analysis.plain_words(question))), DEPTH)

    return rank


def measure(
    collection: Collection, rank: Rank, perturbation: str | None, progress: Progress
) -> dict[str, float]:
    """recall@1, @3, @10, MRR@10 and nDCG@10, and milliseconds of CPU a question."""
    ids = np.array(list(collection.passages))
    judged = [query for query in collection.queries if query in collection.relevant]
    sums = dict.fromkeys(("recall@1", "recall@3", "recall@10", "mrr@10", "ndcg@10"), 0.0)
    begin = time.process_time()
    for query in progress(judged):
        text = collection.queries[query]
        asked = perturbed(text, perturbation) if perturbation else text
        best = ids[rank(asked)]
        for name, figure in figures_of(list(best), collection.relevant[query]).items():
            sums[name] += figure
    spent = time.process_time() - begin
    figures = {name: round(total / max(1, len(judged)), 4) for name, total in sums.items()}
    return {**figures, "queries": len(judged), "ms": round(1000 * spent / max(1, len(judged)), 3)}


def figures_of(found: Sequence[str], relevant: frozenset[str]) -> dict[str, float]:
    """The figures of one query; recall is the share of its relevant passages."""
    hits = [rank for rank, passage in enumerate(found, 1) if passage in relevant]
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), DEPTH) + 1))
    gain = sum(1 / math.log2(rank + 1) for rank in hits)
    within = {n: sum(rank <= n for rank in hits) / len(relevant) for n in (1, 3, 10)}
    return {
        **{f"recall@{n}": share for n, share in within.items()},
        "mrr@10": 1 / hits[0] if hits else 0.0,
        "ndcg@10": gain / best if best else 0.0,
    }
