"""BM25 with postings: exactly rank_bm25's scores, with adding and removing. Its one door.

Postings of the passages that a snapshot holds lie in three arrays (term -> slice of positions and
frequencies), those added since in one growing array a term; a removed passage is only marked.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Plus

K1 = 0.9
B = 0.75

Scores = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int32]
Frequencies = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

DENSE = 1 / 8  # of all passages: from here on a term's part of the score is kept for every passage
CACHED = 24_000_000  # parts of scores that are kept at the least, of the terms asked last: 192 MB
BLOCK = 256  # passages; the best of each block bound the k-th best of all
NOWHERE: Positions = np.zeros(0, dtype=np.int32)


def with_hints(scores: Scores, hints: Scores, most: float) -> Scores:
    """Scores with those of terms that the question does not say; `most` is the largest share that
    they may add to a score."""
    found: Scores = scores + np.minimum(hints, scores * most)
    return found


def top(scores: Scores, count: int) -> list[int]:
    """Positions of the best scores above 0, best first, ties in order.

    Sorts only what can be among them: the `count`-th best block cannot hold more than the
    `count`-th best score.
    """
    blocks = len(scores) // BLOCK
    if blocks > count:
        best = scores[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1)
        bound = np.partition(best, blocks - count)[blocks - count]
        near = np.flatnonzero(scores >= bound) if bound > 0 else np.flatnonzero(scores > 0)
    else:
        near = np.flatnonzero(scores > 0)
    order = near[np.lexsort((near, -scores[near]))][:count]
    return [int(position) for position in order]


@dataclass(frozen=True, slots=True)
class Postings:
    """Arrays of an index: `terms` in the order of their slices `starts[n]:starts[n + 1]` of
    `positions` and `frequencies`, and the length of every passage."""

    terms: list[str]
    starts: npt.NDArray[np.int64]
    positions: Positions
    frequencies: Frequencies
    lengths: npt.NDArray[np.int64]


class PostingsBM25(BM25Plus):  # type: ignore[misc]  # rank_bm25 ships no types
    """BM25Plus with delta 0 over term -> passages, so that a question touches only its terms.

    delta 0 gives a passage without any term of the question exactly 0. Passages keep their
    position for ever; a removed one scores 0 and counts nowhere.
    """

    def __init__(
        self,
        corpus: Iterable[Sequence[str]] = (),
        k1: float = K1,
        b: float = B,
        base: Postings | None = None,
    ) -> None:
        self.k1, self.b, self.delta = k1, b, 0
        self._base = base or Postings(
            [], np.zeros(1, dtype=np.int64), NOWHERE, NOWHERE, np.zeros(0, dtype=np.int64)
        )
        self.terms: list[str] = list(self._base.terms)
        self._ids = dict(zip(self.terms, range(len(self.terms)), strict=True))
        self._new: dict[int, tuple[array[int], array[int]]] = {}
        self._lengths = self._base.lengths
        self._new_lengths: list[int] = []
        self._alive: Flags | None = None  # None: nothing was ever removed
        self.corpus_size = len(self._lengths)
        self.total_len = int(self._lengths.sum())
        self._holders: dict[int, Positions] = {}
        self._parts: OrderedDict[str, tuple[Positions | None, Scores]] = OrderedDict()
        self._kept = 0
        self._norm: Scores | None = None
        for document in corpus:
            self.add(document)

    def __len__(self) -> int:
        """Positions that were ever given."""
        return len(self._lengths) + len(self._new_lengths)

    @property
    def avgdl(self) -> float:
        """Mean length of the passages that are in the index."""
        return self.total_len / self.corpus_size if self.corpus_size else 0.0

    def add(self, document: Sequence[str]) -> int:
        """Adds a passage's terms; returns its position."""
        position = len(self)
        self._new_lengths.append(len(document))
        self.corpus_size += 1
        self.total_len += len(document)
        for term, frequency in Counter(document).items():
            number = self._ids.get(term)
            if number is None:
                number = self._ids[term] = len(self.terms)
                self.terms.append(term)
            if number not in self._new:
                self._new[number] = (array("i"), array("i"))
            positions, frequencies = self._new[number]
            positions.append(position)
            frequencies.append(frequency)
            self._holders.pop(number, None)
        self._changed()
        return position

    def remove(self, position: int) -> None:
        """Takes the passage at this position out."""
        alive = self._flags()
        if not alive[position]:
            return
        alive[position] = False
        self.corpus_size -= 1
        self.total_len -= int(self._settled()[position])
        self._holders.clear()
        self._changed()

    def holds(self, term: str) -> bool:
        """Does any passage hold this term?"""
        if self._alive is None:
            return term in self._ids
        return bool(len(self.holders(term)))

    def holders(self, term: str) -> Positions:
        """Positions of the passages with a term, ascending."""
        number = self._ids.get(term)
        if number is None:
            return NOWHERE
        found = self._holders.get(number)
        if found is None:
            found = self._holders[number] = self._postings(number)[0]
        return found

    def idf_of(self, term: str) -> float:
        """rank_bm25's BM25Plus idf, log((N + 1) / df); 0 for a term no passage has."""
        frequency = len(self.holders(term))
        return self._idf(frequency) if frequency else 0.0

    def _idf(self, frequency: int) -> float:
        return math.log((self.corpus_size + 1) / frequency)

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Score of every position, in the order they were added; 0 where nothing matches."""
        score: Scores = np.zeros(len(self))
        if not self.corpus_size:
            return score
        for term in query:
            part = self._parts.get(term)
            if part is None:
                part = self._part_of(term)
            else:
                self._parts.move_to_end(term)
            if part is None:
                continue
            positions, values = part
            if positions is None:
                score += values
            else:
                score[positions] += values
        return score

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """Scores of some positions only."""
        return [float(score) for score in self.get_scores(query)[list(doc_ids)]]

    def compact(self) -> tuple[Postings, npt.NDArray[np.int64]]:
        """All postings in arrays without the passages that were removed, and the new position of
        every old one (-1: removed)."""
        alive = np.ones(len(self), dtype=bool) if self._alive is None else self._flags()
        moved = np.where(alive, np.cumsum(alive) - 1, -1)
        parts = [self._postings(number) for number in range(len(self.terms))]
        kept = [number for number, (positions, _) in enumerate(parts) if len(positions)]
        starts = np.zeros(len(kept) + 1, dtype=np.int64)
        np.cumsum([len(parts[number][0]) for number in kept], out=starts[1:])
        positions = np.concatenate([NOWHERE, *(parts[number][0] for number in kept)])
        frequencies = np.concatenate([NOWHERE, *(parts[number][1] for number in kept)])
        return Postings(
            [self.terms[number] for number in kept], starts, moved[positions].astype(np.int32),
            frequencies, self._settled()[alive],
        ), moved  # fmt: skip

    def _changed(self) -> None:
        self._parts.clear()
        self._kept, self._norm = 0, None

    def _settled(self) -> npt.NDArray[np.int64]:
        """Lengths of all passages in one array."""
        if self._new_lengths:
            self._lengths = np.concatenate([self._lengths, np.array(self._new_lengths)])
            self._new_lengths = []
        return self._lengths

    def _flags(self) -> Flags:
        """Whether each position is in the index."""
        flags = self._alive if self._alive is not None else np.ones(0, dtype=bool)
        if len(flags) < len(self):
            flags = np.concatenate([flags, np.ones(len(self) - len(flags), dtype=bool)])
        self._alive = flags
        return flags

    def _postings(self, number: int) -> tuple[Positions, Frequencies]:
        """Positions and frequencies of a term, without the passages that were removed."""
        positions, frequencies = NOWHERE, NOWHERE
        if number < len(self._base.terms):
            start, end = self._base.starts[number], self._base.starts[number + 1]
            positions, frequencies = self._base.positions[start:end], self._base.frequencies[start:end]  # fmt: skip
        if number in self._new:  # copied: an array that numpy looks at cannot grow
            new = [np.array(part, dtype=np.int32) for part in self._new[number]]
            positions = np.concatenate([positions, new[0]])
            frequencies = np.concatenate([frequencies, new[1]])
        if self._alive is not None:
            alive = self._flags()[positions]
            positions, frequencies = positions[alive], frequencies[alive]
        return positions, frequencies

    def _part_of(self, term: str) -> tuple[Positions | None, Scores] | None:
        """What a term adds to the scores of its passages; of a frequent one, of all passages."""
        number = self._ids.get(term)
        if number is None:
            return None
        positions, frequencies = self._postings(number)
        if not len(positions):
            return None
        if self._norm is None:
            lengths = self._settled().astype(np.float64)
            self._norm = self.k1 * (1 - self.b + self.b * lengths / self.avgdl)
        norm: Scores = self._norm[positions]
        values: Scores = self._idf(len(positions)) * (
            (frequencies * (self.k1 + 1)) / (norm + frequencies)
        )
        part: tuple[Positions | None, Scores] = positions, values
        if len(positions) > DENSE * len(self):
            everywhere = np.zeros(len(self))
            everywhere[positions] = values
            part = None, everywhere
        self._parts[term] = part
        self._kept += len(part[1])
        while self._kept > max(CACHED, 32 * len(self)):
            _, (_, oldest) = self._parts.popitem(last=False)
            self._kept -= len(oldest)
        return part
