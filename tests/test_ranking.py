"""The index gives rank_bm25's own scores, also after passages came and went."""

from __future__ import annotations

import random

import numpy as np
import pytest
from rank_bm25 import BM25Plus

from index.ranking import K1, B, PostingsBM25


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


def test_an_empty_index_scores_nothing() -> None:
    assert PostingsBM25().get_scores(["a"]).size == 0


def test_a_passage_without_a_term_of_the_question_scores_zero() -> None:
    assert list(PostingsBM25([["a"], ["b"]]).get_scores(["b", "c"]) > 0) == [False, True]


def test_removing_twice_removes_once() -> None:
    index = PostingsBM25([["a"], ["a", "b"]])
    index.remove(0)
    index.remove(0)
    assert index.corpus_size == 1
    assert index.avgdl == 2
