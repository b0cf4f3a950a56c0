"""The index gives rank_bm25's own scores, also after passages came and went."""

from __future__ import annotations

import random

import numpy as np
import pytest
from rank_bm25 import BM25Plus

from index.postings import K1, B
from index.pruning import GROUP, top
from index.ranking import PostingsBM25


def documents(rng: random.Random, count: int) -> list[list[str]]:
    words = [f"w{n}" for n in range(60)]
    return [rng.choices(words, k=rng.randint(1, 40)) for _ in range(count)]


@pytest.mark.parametrize("seed", range(8))
def test_scores_equal_the_stock_class_bit_for_bit(seed: int) -> None:
    rng = random.Random(seed)
    corpus = documents(rng, 50)
    ours, stock = PostingsBM25(corpus), BM25Plus(corpus, k1=K1, b=B, delta=0)
    for _ in range(20):
        query = rng.choices([f"w{n}" for n in range(70)], k=rng.randint(1, 9))
        assert np.array_equal(ours.get_scores(query), stock.get_scores(query))


@pytest.mark.parametrize("seed", range(4))
def test_scores_equal_those_of_an_index_built_anew_after_adding_and_removing(seed: int) -> None:
    rng = random.Random(seed)
    corpus = documents(rng, 40)
    ours = PostingsBM25(corpus[:25])
    removed = rng.sample(range(25), 10)
    for position in removed:
        ours.remove(position)
    for document in corpus[25:]:
        ours.add(document)
    left = [p for p in range(40) if p not in removed]
    stock = BM25Plus([corpus[p] for p in left], k1=K1, b=B, delta=0)
    query = ["w1", "w2", "w3", "w1"]
    assert np.array_equal(ours.get_scores(query)[left], stock.get_scores(query))
    assert not ours.get_scores(query)[removed].any()


@pytest.mark.parametrize("seed", range(6))
def test_scores_stay_the_stock_class_s_over_any_run_of_adds_removals_and_compactions(
    seed: int,
) -> None:
    rng = random.Random(seed)
    ours = PostingsBM25()
    kept: dict[int, list[str]] = {}  # what is in the index, by position
    for step in range(120):
        if kept and rng.random() < 0.35:
            gone = rng.choice(list(kept))
            ours.remove(gone)
            del kept[gone]
        else:
            (document,) = documents(rng, 1)
            kept[ours.add(document)] = document
        if step % 25 == 24:
            base, moved = ours.compact()
            ours = PostingsBM25(base=base)
            kept = {int(moved[position]): document for position, document in kept.items()}
            assert len(ours) == len(kept)
        if kept and step % 5 == 0:
            stock = BM25Plus(list(kept.values()), k1=K1, b=B, delta=0)
            query = rng.choices([f"w{n}" for n in range(70)], k=rng.randint(1, 9))
            scores = ours.get_scores(query)
            assert np.array_equal(scores[list(kept)], stock.get_scores(query))
            assert not np.delete(scores, list(kept)).any()
            for term in query:
                holders = [p for p, document in kept.items() if term in document]
                assert sorted(holders) == list(ours.holders(term))
                assert ours.holds(term) is bool(holders)


@pytest.mark.parametrize("size", [0, 5, GROUP, 7 * GROUP, 40 * GROUP + 3])
@pytest.mark.parametrize("count", [1, 10, 30])
def test_the_best_are_those_of_a_full_sort_with_ties_in_order(size: int, count: int) -> None:
    rng = np.random.default_rng(size)
    for share in (0.0, 0.001, 0.5):
        scores = rng.integers(0, 9, size) * (rng.random(size) < share) / 3
        order = [p for p in sorted(range(size), key=lambda p: (-scores[p], p)) if scores[p] > 0]
        assert top(scores, count) == order[:count]


def common_and_rare(rng: random.Random, count: int) -> list[list[str]]:
    """Passages whose words are as unevenly frequent as those of plans."""
    words = [f"w{n}" for n in range(400)]
    weights = [1 / (n + 1) for n in range(400)]
    return [rng.choices(words, weights, k=rng.randint(3, 40)) for _ in range(count)]


def full_sort(
    index: PostingsBM25, query: list[str], hints: list[tuple[list[str], float]]
) -> tuple[np.ndarray, list[int]]:
    scores = index.get_scores(query)
    for terms, most in hints:
        scores = scores + np.minimum(index.get_scores(terms), scores * most)
    order = sorted(range(len(scores)), key=lambda p: (-scores[p], p))
    return scores, [p for p in order if scores[p] > 0]


@pytest.mark.parametrize("seed", range(4))
def test_the_best_are_found_without_scoring_all_also_while_passages_come_and_go(seed: int) -> None:
    rng = random.Random(seed)
    corpus = common_and_rare(rng, 6_000)
    index = PostingsBM25(base=PostingsBM25(corpus[:5_500]).compact()[0])
    for step in range(40):
        if step == 10:
            for document in corpus[5_500:]:
                index.add([*document, "new"])
        if step == 20:
            for position in rng.sample(range(6_000), 700):
                index.remove(position)
        if step == 30:  # the mean length moves far, so that the impacts are taken anew
            for document in corpus[:300]:
                index.add(document * 3)
        query = [f"w{int(400 * rng.random() ** 3)}" for _ in range(rng.randint(1, 8))]
        hints = [(["new", "w3"], 1 / 3), (query[:2], 0.45)][: rng.randint(0, 2)]
        scores, order = full_sort(index, query, hints)
        for count in (1, 10, 30):
            best = index.best(query, count, hints)
            assert best.positions.tolist() == order[:count]
            assert np.array_equal(best.scores, scores[order[:count]])
            for term in query:
                holders = set(index.holders(term).tolist())
                assert [p in holders for p in order[:count]] == list(
                    best.frequencies[best.rows[term]] > 0
                )
        among = rng.sample(range(len(index)), 50)
        here = [p for p in order if p in set(among)]
        assert index.best(query, 10, hints, among).positions.tolist() == here[:10]


def test_only_passages_near_the_best_are_scored() -> None:
    rng = random.Random(1)
    index = PostingsBM25(base=PostingsBM25(common_and_rare(rng, 20_000)).compact()[0])
    near = index._near(["w0", "w1", "w2", "w350", "w390"], 10, ())
    assert 10 <= len(near) < 300


def test_an_empty_index_scores_nothing() -> None:
    assert PostingsBM25().get_scores(["a"]).size == 0
    assert PostingsBM25().best(["a"], 5).positions.size == 0


def test_a_passage_without_a_term_of_the_question_scores_zero() -> None:
    assert list(PostingsBM25([["a"], ["b"]]).get_scores(["b", "c"]) > 0) == [False, True]


def test_removing_twice_removes_once() -> None:
    index = PostingsBM25([["a"], ["a", "b"]])
    index.remove(0)
    index.remove(0)
    assert index.corpus_size == 1
    assert index.avgdl == 2
