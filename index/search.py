"""The index over a store: add, remove, search; follows what other processes write."""

from __future__ import annotations

import math
import re
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.letters import fold
from corpus.model import Plan
from corpus.store import PassageRow, Store
from index import analysis
from index.asking import light_folded, light_words
from index.passages import Passage, index_text, spans
from index.ranking import PostingsBM25, with_hints
from index.restoring import MOST, Restorer

FIGURE = re.compile(r"~\w+~\d+$|~\d{1,2}/\d")


def is_figure(term: str) -> bool:
    """Is it a figure with its word ("~doan~2"), or a date? Such a term names one thing."""
    return bool(FIGURE.match(term))


HINTS_MOST = 1 / 3
FEW_PAIRS = 0.08
FEW_SYLLABLES = 3
SCATTERED = 0.3
ALMOST_NOTHING = 0.1


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its BM25 score and how much of the question it holds.

    `syllables` and `pairs` lie in [0, 1]: the idf-weighted part of the question's syllables, and
    of its neighbouring pairs, that stand in what the passage is found by. Comparable across
    questions and corpus sizes. `figures` is the share of its figures ("giai đoạn 2", "24/11"),
    `matched` how many of its syllables that have a meaning of their own are held.
    """

    passage: Passage
    score: float
    syllables: float
    pairs: float
    figures: float = 1.0
    matched: int = 0

    @property
    def coverage(self) -> float:
        """One figure of both, in [0, 1]; scattered syllables without any pair prove little."""
        mean = (self.syllables + self.pairs) / 2
        if self.pairs >= FEW_PAIRS:
            return mean
        return min(mean, SCATTERED if self.matched >= FEW_SYLLABLES else ALMOST_NOTHING)


def passage_rows(plan: Plan) -> list[PassageRow]:
    """A plan's passages with their terms, ready to be stored."""
    return [
        PassageRow(section, first, last, analysis.VERSION,
                   tuple(analysis.terms(index_text(plan, section, first, last))))
        for section, first, last in spans(plan)
    ]  # fmt: skip


def _document_numbers(terms: Iterable[str]) -> set[tuple[str, ...]]:
    """(number, kind) of the documents that are named in terms like "~80/kh-ldld"."""
    named = (t[1:] for t in terms if t[0] == "~" and "/" in t and "-" in t)
    return {tuple(re.split("[/-]", name)[:2]) for name in named}


LIGHT = 0.3  # what a word of conversation or grammar counts beside one that has a meaning


def _heft(term: str) -> float:
    """A light word counts less; one typed without diacritics may be another word, so only where
    the whole pair is light."""
    if term[0] == "=":
        return LIGHT if term[1:] in light_words() else 1.0
    parts = term[1:].split("~")
    return LIGHT if all(part in light_folded() for part in parts) else 1.0


class SearchIndex:
    """BM25 over every passage of a store; terms come from the store, not from segmenting again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._bm25 = PostingsBM25()
        self._passages: list[Passage] = []
        self._terms: list[frozenset[str]] = []
        self._of_plan: dict[int, list[int]] = {}
        self._numbers: Counter[tuple[str, ...]] = Counter()
        self._files: dict[int, str] = {}
        self._seen = -1
        self._restorer, self._restorer_of = Restorer({}), -1
        self.generation = 0
        self.refresh()

    def refresh(self) -> bool:
        """Takes in what this or another process has stored; True where something changed."""
        with self._lock:
            now = self._store.keys()
            if now == self._files:
                return False
            for key in [k for k in self._files if now.get(k) != self._files[k]]:
                self._remove(key)
            for key in [k for k in now if k not in self._files]:
                self._add(key, now[key])
            self.generation += 1
            return True

    def refresh_if_written(self) -> bool:
        """`refresh`, when SQLite says that another process has written."""
        changes = self._store.changes()
        if changes == self._seen:
            return False
        self._seen = changes
        return self.refresh()

    def _add(self, key: int, file: str) -> None:
        rows = self._store.passages(key)
        if any(row.analysis != analysis.VERSION for row in rows):
            plan = self._store.plan(key)
            if plan is None:
                return
            rows = passage_rows(plan)
            self._store.replace_passages(key, rows)
        for row in rows:
            position = self._bm25.add(row.terms)
            self._passages.append(Passage(key, row.section, row.first, row.last))
            self._terms.append(frozenset(row.terms))
            self._of_plan.setdefault(key, []).append(position)
            self._numbers.update(_document_numbers(row.terms))
        self._files[key] = file

    def _remove(self, key: int) -> None:
        for position in self._of_plan.pop(key, []):
            self._bm25.remove(position, list(self._terms[position]))
            self._numbers.subtract(_document_numbers(self._terms[position]))
            self._terms[position] = frozenset()
        del self._files[key]

    def knows(self, term: str) -> bool:
        """Does any passage hold this term?"""
        return term in self._bm25.postings

    def cites(self, number: str, kind: str) -> bool:
        """Does any passage name a document of this kind and number: "80", "kh" of "80/KH-LĐLĐ"?"""
        return self._numbers[number, kind] > 0

    def search(
        self,
        terms: Sequence[str],
        plans: Collection[int] | None = None,
        limit: int = 10,
        hints: Sequence[str] = (),
        restored: Sequence[str] = (),
    ) -> list[Hit]:
        """The best passages, of these plans or of all; ties in the order they were added.

        `hints` are terms that the right passage is likely to have though the question does not say
        them: they raise its score by a third at the most and count in no coverage; `restored` are
        those of a bare question with the marks that plans have.
        """
        with self._lock:
            scores = self._bm25.get_scores(terms)
            if hints:
                scores = with_hints(scores, self._bm25.get_scores(hints), HINTS_MOST)
            if restored:
                scores = with_hints(scores, self._bm25.get_scores(restored), MOST)
            if plans is not None:
                allowed = np.zeros(len(scores), dtype=bool)
                for key in plans:
                    allowed[self._of_plan.get(key, [])] = True
                scores = np.where(allowed, scores, 0.0)
            found = np.flatnonzero(scores > 0)
            best = found[np.lexsort((found, -scores[found]))][:limit]
            weights = [self._weights(terms, pairs=False), self._weights(terms, pairs=True)]
            figures = {t: 1.0 for t in terms if is_figure(t) and t in self._bm25.postings}
            meant = [t for t in weights[0] if _heft(t) == 1.0]
            return [
                Hit(
                    self._passages[p],
                    float(scores[p]),
                    self._held(weights[0], p),
                    self._held(weights[1] or weights[0], p),
                    self._held(figures, p) if figures else 1.0,
                    sum(t in self._terms[p] for t in meant),
                )
                for p in best
            ]

    def restored(self, normal_text: str) -> list[str]:
        """Terms with their marks for a question that was typed without any."""
        with self._lock:
            if self._restorer_of != self.generation:
                self._restorer = Restorer(self._bm25.postings)
                self._restorer_of = self.generation
            return self._restorer.restored(normal_text)

    def unsaid(self, terms: Sequence[str], plans: frozenset[int]) -> float:
        """Share of a question's weight that no passage of these plans has, in [0, 1]."""
        with self._lock:
            weights = {
                t: w for t, w in self._weights(terms, pairs=False).items() if _heft(t) == 1.0
            }
            inside = {p for key in plans for p in self._of_plan.get(key, [])}
            holders = self._bm25.postings
            gone = [t for t in weights if inside.isdisjoint(holders.get(t, ()))]
            return sum(weights[t] for t in gone) / (sum(weights.values()) or 1.0)

    def _weights(self, terms: Sequence[str], pairs: bool) -> dict[str, float]:
        """Weight of what the question asks for: pairs, or syllables as they were typed."""
        unknown = math.log(self._bm25.corpus_size + 1) if self._bm25.corpus_size else 1.0
        if pairs:
            wanted = {t for t in terms if t.count("~") == 2 or (t[0] == "~" and "/" in t)}
        else:
            accented = {t for t in terms if t[0] == "=" and not t.isascii()}
            covered = {f"~{fold(t[1:])}" for t in accented}
            plain = {t for t in terms if t[0] == "~" and t.count("~") == 1}
            wanted = accented | (plain - covered)
        return {t: (self._bm25.idf_of(t) or unknown) * _heft(t) for t in wanted}

    def _held(self, weights: dict[str, float], position: int) -> float:
        total = sum(weights.values())
        held = sum(w for t, w in weights.items() if t in self._terms[position])
        return held / total if total else 0.0
