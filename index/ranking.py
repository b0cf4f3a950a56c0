"""BM25 with postings: exactly rank_bm25's scores, with adding and removing. Its one door."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Plus

K1 = 0.9
B = 0.75

Scores = npt.NDArray[np.float64]


def with_hints(scores: Scores, hints: Scores, most: float) -> Scores:
    """Scores with those of terms that the question does not say; `most` is the largest share that
    they may add to a score."""
    found: Scores = scores + np.minimum(hints, scores * most)
    return found


class PostingsBM25(BM25Plus):  # type: ignore[misc]  # rank_bm25 ships no types
    """BM25Plus with delta 0 over term -> passages, so that a question touches only its terms.

    delta 0 gives a passage without any term of the question exactly 0. Passages keep their
    position for ever; a removed one scores 0 and counts nowhere.
    """

    def __init__(self, corpus: Iterable[Sequence[str]] = (), k1: float = K1, b: float = B) -> None:
        self.k1, self.b, self.delta = k1, b, 0
        self.corpus_size, self.total_len = 0, 0
        self.doc_len: list[int] = []
        self.alive: list[bool] = []
        self.postings: dict[str, dict[int, int]] = {}
        self._arrays: dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = {}
        self._lengths: npt.NDArray[np.int64] | None = None
        for document in corpus:
            self.add(document)

    @property
    def avgdl(self) -> float:
        """Mean length of the passages that are in the index."""
        return self.total_len / self.corpus_size if self.corpus_size else 0.0

    def add(self, document: Sequence[str]) -> int:
        """Adds a passage's terms; returns its position."""
        position = len(self.doc_len)
        self.doc_len.append(len(document))
        self.alive.append(True)
        self.corpus_size += 1
        self.total_len += len(document)
        for term, frequency in Counter(document).items():
            self.postings.setdefault(term, {})[position] = frequency
            self._arrays.pop(term, None)
        self._lengths = None
        return position

    def remove(self, position: int, document: Sequence[str]) -> None:
        """Takes the passage at this position out; `document` are its terms."""
        if not self.alive[position]:
            return
        self.alive[position] = False
        self.corpus_size -= 1
        self.total_len -= self.doc_len[position]
        for term in set(document):
            holders = self.postings[term]
            del holders[position]
            if not holders:
                del self.postings[term]
            self._arrays.pop(term, None)

    def idf_of(self, term: str) -> float:
        """rank_bm25's BM25Plus idf, log((N + 1) / df); 0 for a term no passage has."""
        frequency = len(self.postings.get(term, ()))
        return math.log((self.corpus_size + 1) / frequency) if frequency else 0.0

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Score of every position, in the order they were added; 0 where nothing matches."""
        score: Scores = np.zeros(len(self.doc_len))
        if not self.corpus_size:
            return score
        if self._lengths is None:
            self._lengths = np.array(self.doc_len)
        norm = self.k1 * (1 - self.b + self.b * self._lengths / self.avgdl)
        for term in query:
            posting = self._posting(term)
            if posting is None:
                continue
            positions, frequencies = posting
            score[positions] += self.idf_of(term) * (
                (frequencies * (self.k1 + 1)) / (norm[positions] + frequencies)
            )
        return score

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """Scores of some positions only."""
        return [float(score) for score in self.get_scores(query)[list(doc_ids)]]

    def _posting(self, term: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None:
        holders = self.postings.get(term)
        if not holders:
            return None
        if term not in self._arrays:
            self._arrays[term] = (np.array(list(holders)), np.array(list(holders.values())))
        return self._arrays[term]
