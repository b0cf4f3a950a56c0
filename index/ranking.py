"""BM25 with postings: exactly rank_bm25's scores, with adding and removing. Its one door.

Postings of the passages that a snapshot holds lie in arrays (term -> slice of positions and
frequencies), those added since in one growing array a term; a removed passage is only marked.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Plus

from index.postings import (
    K1,
    NOWHERE,
    B,
    Frequencies,
    Lengths,
    Positions,
    Postings,
    Scores,
    Term,
    impact,
    no_postings,
    norm_of,
    postings_of,
    with_impacts,
)
from index.pruning import Flags, Part, Pruner

MOST_DRIFT = 0.03  # of the mean length, until the impacts are taken anew

Hints = tuple[Sequence[str], float]  # terms that the question does not say, and the largest share
# that they may add to a score


@dataclass(frozen=True, slots=True)
class Best:
    """The best passages: positions and scores, best first, and how often they have each of the
    question's terms: a row a term, in the order of `rows`."""

    positions: Positions
    scores: Scores
    rows: Mapping[str, int]
    frequencies: Frequencies


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
        self._base = base or no_postings()
        self._pruner = Pruner(self._base, k1)
        self._base_mean = self._base.mean_length
        self.terms: list[str] = list(self._base.terms)
        self._ids = dict(zip(self.terms, range(len(self.terms)), strict=True))
        self._new: dict[int, tuple[array[int], array[int]]] = {}
        self._lengths = self._base.lengths
        self._new_lengths: list[int] = []
        self._alive: Flags | None = None  # None: nothing was ever removed
        self.corpus_size = len(self._lengths)
        self.total_len = int(self._lengths.sum())
        self._known: dict[str, Term | None] = {}  # terms that were asked for, as they are now
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
        self._known.clear()
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
        return position

    def remove(self, position: int) -> None:
        """Takes the passage at this position out."""
        alive = self._flags()
        if not alive[position]:
            return
        alive[position] = False
        self.corpus_size -= 1
        self.total_len -= int(self._settled()[position])
        self._known.clear()

    def holds(self, term: str) -> bool:
        """Does any passage hold this term?"""
        if self._alive is None:
            return term in self._ids
        return self.count(term) > 0

    def holders(self, term: str) -> Positions:
        """Positions of the passages with a term, ascending."""
        number = self._ids.get(term)
        return NOWHERE if number is None else self._postings(number)[0]

    def count(self, term: str) -> int:
        """How many passages have a term."""
        number = self._ids.get(term)
        if number is None:
            return 0
        if self._alive is not None:
            return len(self._postings(number)[0])
        start, stop = self._slice(number)
        return stop - start + len(self._new.get(number, ((),))[0])

    def idf_of(self, term: str) -> float:
        """rank_bm25's BM25Plus idf, log((N + 1) / df); 0 for a term no passage has."""
        known = self._term(term)
        return known.idf if known else 0.0

    def _term(self, term: str) -> Term | None:
        """A term as it is now; None for one no passage has."""
        if term not in self._known:
            self._known[term] = self._looked_up(term)
        return self._known[term]

    def _looked_up(self, term: str) -> Term | None:
        passages = self.count(term)
        if not passages:
            return None
        number, new = self._ids[term], None
        start, stop = self._slice(number)
        highest = float(self._base.highest[number]) if stop else 0.0
        column = int(self._base.columns[number]) if stop else -1
        if number in self._new:
            where, often = _arrays(self._new[number])
            new = where, self._impact(where, often).astype(np.float32)
        return Term(number, start, stop, highest, column, self._idf(passages), new)

    def _idf(self, passages: int) -> float:
        return math.log((self.corpus_size + 1) / passages)

    def _slice(self, number: int) -> tuple[int, int]:
        """Where a term's postings lie in the arrays."""
        if number >= len(self._base.terms):
            return 0, 0
        return int(self._base.starts[number]), int(self._base.starts[number + 1])

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Score of every position, in the order they were added; 0 where nothing matches."""
        score: Scores = np.zeros(len(self))
        for term in query:
            number = self._ids.get(term)
            if number is None or not self.corpus_size:
                continue
            positions, frequencies = self._postings(number)
            score[positions] += self.idf_of(term) * self._impact(positions, frequencies)
        return score

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """Scores of some positions only."""
        return [float(score) for score in self.get_scores(query)[list(doc_ids)]]

    def best(
        self,
        query: Sequence[str],
        count: int,
        hints: Sequence[Hints] = (),
        among: Collection[int] | None = None,
    ) -> Best:
        """The `count` best positions with a score above 0, with hints one after the other: exactly
        those of a full sort, ties in order; of these positions only, where `among` is given."""
        if among is None:
            near = self._near(query, count, hints)
        else:
            near = np.array(sorted(among), dtype=np.int32)
            near = near if self._alive is None else near[self._flags()[near]]
        rows = {term: row for row, term in enumerate(dict.fromkeys(query))}
        often = self.frequencies(tuple(rows), near)
        scores = self._scores_of(rows, often, near, query)
        for terms, most in hints:
            hinted = {term: row for row, term in enumerate(dict.fromkeys(terms))}
            said = self.frequencies(tuple(hinted), near)
            added = self._scores_of(hinted, said, near, terms)
            scores = scores + np.minimum(added, scores * most)
        order = np.lexsort((near, -scores))[:count]
        order = order[scores[order] > 0]
        return Best(near[order], scores[order], rows, often[:, order])

    def frequencies(self, terms: Sequence[str], positions: Positions) -> Frequencies:
        """How often each of some passages has each term: a row a term; positions ascend."""
        base, known = self._base, [self._term(term) for term in terms]
        often: Frequencies = np.zeros((len(terms), len(positions)), dtype=np.int32)
        inside = positions[: positions.searchsorted(len(base.lengths))]
        found = often[:, : len(inside)]
        held = [(row, term) for row, term in enumerate(known) if term and term.held]
        rare = [(row, term) for row, term in held if term.column < 0]
        frequent = [(row, term) for row, term in held if term.column >= 0]
        found[[row for row, _ in rare]] = base.frequencies_at([term for _, term in rare], inside)
        columns = [term.column for _, term in frequent]
        found[[row for row, _ in frequent]] = base.frequencies_in_table(columns, inside).T
        for row, term in zip(often, known, strict=True):
            if term and term.new:
                where, how_often = _arrays(self._new[term.number])
                at = where.searchsorted(positions)
                row += how_often.take(at, mode="clip") * (where.take(at, mode="clip") == positions)
        return often

    def _scores_of(
        self, rows: Mapping[str, int], often: Frequencies, positions: Positions,
        query: Sequence[str],
    ) -> Scores:  # fmt: skip
        """The scores of some positions: the same sums in the same order as for all."""
        if not rows or not self.corpus_size:
            return np.zeros(len(positions))
        norm = norm_of(self._settled()[positions], self.avgdl, self.k1, self.b)
        idfs = np.array([self.idf_of(term) for term in rows])
        parts = idfs[:, None] * impact(often, norm, self.k1)
        # one after the other: a plain sum adds in pairs where there is one passage only
        scores: Scores = parts[[rows[term] for term in query]].cumsum(axis=0)[-1]
        return scores

    def _near(self, query: Sequence[str], count: int, hints: Sequence[Hints]) -> Positions:
        """Positions among which the best are."""
        if not self.corpus_size or count < 1:
            return NOWHERE
        drift = max(self._base_mean / self.avgdl, self.avgdl / self._base_mean) - 1
        if drift > MOST_DRIFT and self._base.terms:
            self._settle_impacts()
            drift = 0.0
        parts = self._parts(query)
        if not parts:
            return NOWHERE
        most_added = [(most, self._most_of(terms)) for terms, most in reversed(hints)]

        def needed(score: float) -> float:
            for most, added in most_added:
                score = max(score / (1 + most), score - added)
            return score

        alive = None if self._alive is None else self._flags()
        return self._pruner.near(parts, count, len(self), alive, needed, drift)

    def _parts(self, query: Sequence[str]) -> list[Part]:
        known = ((self._term(term), times) for term, times in Counter(query).items())
        return [(term, times * term.idf) for term, times in known if term]

    def _most_of(self, terms: Sequence[str]) -> float:
        """More than these terms can give any passage."""
        return sum(map(self.idf_of, terms)) * (self.k1 + 1)

    def _settle_impacts(self) -> None:
        """Takes the impacts anew for the mean length that passages have now."""
        self._base_mean = self.avgdl
        self._base = with_impacts(self._base, self._base_mean, self.k1, self.b)
        self._known.clear()
        self._pruner = Pruner(self._base, self.k1)

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
        lengths = self._settled()[alive]
        return postings_of(
            [self.terms[number] for number in kept], starts, moved[positions].astype(np.int32),
            frequencies, lengths, self.k1, self.b,
        ), moved  # fmt: skip

    def _settled(self) -> Lengths:
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
            part = slice(*self._slice(number))
            positions, frequencies = self._base.positions[part], self._base.frequencies[part]
        if number in self._new:
            new = _arrays(self._new[number])
            positions = np.concatenate([positions, new[0]])
            frequencies = np.concatenate([frequencies, new[1]])
        if self._alive is not None:
            alive = self._flags()[positions]
            positions, frequencies = positions[alive], frequencies[alive]
        return positions, frequencies

    def _impact(self, positions: Positions, frequencies: Frequencies) -> Scores:
        """The factors of a term at these positions, for the mean length of now."""
        norm = norm_of(self._settled()[positions], self.avgdl, self.k1, self.b)
        return impact(frequencies, norm, self.k1)


def _arrays(grown: tuple[array[int], array[int]]) -> tuple[Positions, Frequencies]:
    """Copies: an array that numpy looks at cannot grow."""
    positions, frequencies = grown
    return np.array(positions, dtype=np.int32), np.array(frequencies, dtype=np.int32)
