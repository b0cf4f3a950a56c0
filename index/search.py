"""The index over a store: add, remove, search; follows what other processes write."""

from __future__ import annotations

import contextlib
import math
import re
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.letters import fold
from corpus.model import Plan
from corpus.store import PassageRow, Store
from index import analysis, snapshot
from index.asking import light_folded, light_words
from index.passages import Passage, index_text, spans
from index.postings import Postings
from index.ranking import Best, PostingsBM25
from index.restoring import MOST, Restorer
from index.short_names import taught

TERMS_KEPT = 65_536  # of what was told of a term
FIGURE = re.compile(r"~\w+~\d+$|~\d{1,2}/\d|~\d+-\d+$")


@lru_cache(TERMS_KEPT)
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
    names = taught("\n".join(section.text for section in plan.sections))
    return [
        PassageRow(section, first, last, analysis.VERSION,
                   tuple(analysis.terms(index_text(plan, section, first, last, names))))
        for section, first, last in spans(plan)
    ]  # fmt: skip


YEAR = re.compile(r"(?:19|20)\d\d")


def _document_number(term: str) -> tuple[str, ...] | None:
    """(number, kind) of the document that a term like "~80/kh-ldld", "~118/2008/qd-ttg" names."""
    if term[0] != "~" or "/" not in term or term[-1].isdigit():
        return None
    number, *rest = re.split("[/-]", term[1:])
    return (number, *(rest[1:2] if YEAR.fullmatch(rest[0]) else rest[:1]))


LIGHT = 0.3  # what a word of conversation or grammar counts beside one that has a meaning


@lru_cache(TERMS_KEPT)
def _heft(term: str) -> float:
    """A light word counts less; one typed without diacritics may be another word, so only where
    the whole pair is light."""
    if term[0] == "=":
        return LIGHT if term[1:] in light_words() else 1.0
    parts = term[1:].split("~")
    return LIGHT if all(part in light_folded() for part in parts) else 1.0


STAMP = f"layout 3, analysis {analysis.VERSION}"
SAVE_AFTER = 1_000  # passages taken in since the snapshot


def _share(weights: Mapping[str, float], best: Best) -> npt.NDArray[np.float64]:
    """Which share of the weights each of the best passages holds, in [0, 1]."""
    held = best.frequencies[[best.rows[term] for term in weights]] > 0
    total = sum(weights.values())
    found: npt.NDArray[np.float64] = np.array(list(weights.values())) @ held
    return found / total if total else found


class SearchIndex:
    """BM25 over every passage of a store; terms come from the store, not from segmenting again.

    With a `file`, what was taken in is kept there as a snapshot of arrays, so that a start with
    many plans reads none of them; plans that came or went since are taken in or out.
    """

    def __init__(self, store: Store, file: Path | None = None) -> None:
        self._store, self._file = store, file
        self._lock = threading.RLock()
        self._bm25 = PostingsBM25()
        self._places: npt.NDArray[np.int64] = np.zeros((0, 4), dtype=np.int64)
        self._new_places: list[tuple[int, int, int, int]] = []
        self._of_plan: dict[int, range] = {}
        self._numbers: dict[tuple[str, ...], list[str]] = {}
        self._numbers_seen = 0
        self._files: dict[int, str] = {}
        self._seen = -1
        self._unsaved = 0
        self._load()
        self._restorer = self._restorer_of_terms()
        self.generation = 0
        self.refresh()

    def _restorer_of_terms(self) -> Restorer:
        return Restorer(self._bm25.terms, self._bm25.count)

    def _load(self) -> None:
        kept = snapshot.load(self._file, STAMP) if self._file else None
        if kept is None:
            return
        meta, arrays = kept
        self._bm25 = PostingsBM25(base=snapshot.unpacked(arrays))
        self._places = arrays["places"].reshape(-1, 4)
        for key, file, start, stop in meta["plans"]:
            self._files[key], self._of_plan[key] = file, range(start, stop)

    def save(self) -> None:
        """Writes the snapshot; where that fails the old one stays, and a start takes longer."""
        with self._lock:
            if self._file is None or not self._files:
                return
            postings, moved = self._bm25.compact()
            self._places = self._settled()[moved >= 0]
            for key, positions in self._of_plan.items():
                start = int(moved[positions.start]) if positions else 0
                self._of_plan[key] = range(start, start + len(positions))
            plans = [
                (key, self._files[key], at.start, at.stop) for key, at in self._of_plan.items()
            ]
            arrays = {**snapshot.packed(postings), "places": self._places.reshape(-1)}
            self._unsaved = 0
            kept = None
            with contextlib.suppress(OSError):
                snapshot.save(self._file, STAMP, {"plans": plans}, arrays)
                kept = snapshot.load(self._file, STAMP)
            # from the file where there is one: mapped arrays take no memory that others need
            self._take(snapshot.unpacked(kept[1]) if kept else postings)

    def _take(self, postings: Postings) -> None:
        """Goes on from these arrays: what was added lies in them, what was removed is gone."""
        self._bm25 = PostingsBM25(base=postings)
        self._restorer = self._restorer_of_terms()
        self._numbers, self._numbers_seen = {}, 0

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
            if self._unsaved >= SAVE_AFTER:
                self.save()
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
        start = len(self._bm25)
        for row in rows:
            self._bm25.add(row.terms)
            self._new_places.append((key, row.section, row.first, row.last))
        self._of_plan[key] = range(start, len(self._bm25))
        self._files[key] = file
        self._unsaved += len(rows)

    def _remove(self, key: int) -> None:
        for position in self._of_plan.pop(key, range(0)):
            self._bm25.remove(position)
            self._unsaved += 1
        del self._files[key]

    def _settled(self) -> npt.NDArray[np.int64]:
        """Plan, section, first and last item of every position."""
        if self._new_places:
            self._places = np.concatenate([self._places, np.array(self._new_places)])
            self._new_places = []
        return self._places

    def keys(self) -> list[int]:
        """Keys of the plans that are in the index, oldest first."""
        with self._lock:
            return sorted(self._files)

    def has(self, key: int) -> bool:
        """Is a plan in the index?"""
        return key in self._files

    def knows(self, term: str) -> bool:
        """Does any passage hold this term?"""
        return self._bm25.holds(term)

    def cites(self, number: str, kind: str) -> bool:
        """Does any passage name a document of this kind and number: "80", "kh" of "80/KH-LĐLĐ"?"""
        with self._lock:
            terms = self._bm25.terms
            for term in terms[self._numbers_seen :]:
                if named := _document_number(term):
                    self._numbers.setdefault(named, []).append(term)
            self._numbers_seen = len(terms)
            return any(map(self._bm25.holds, self._numbers.get((number, kind), ())))

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
            among = None if plans is None else self._positions_of(plans)
            unsaid = [(hints, HINTS_MOST), (restored, MOST)]
            best = self._bm25.best(terms, limit, [(t, most) for t, most in unsaid if t], among)
            weights = [self._weights(terms, pairs=False), self._weights(terms, pairs=True)]
            figures = {t: 1.0 for t in terms if is_figure(t) and self._bm25.holds(t)}
            meant = [t for t in weights[0] if _heft(t) == 1.0]
            syllables = _share(weights[0], best)
            pairs = _share(weights[1] or weights[0], best)
            in_figures = _share(figures, best) if figures else np.ones(len(best.positions))
            matched = np.count_nonzero(best.frequencies[[best.rows[t] for t in meant]], axis=0)
            places = self._settled()[best.positions].tolist()
            figures_of = zip(
                best.scores.tolist(), syllables.tolist(), pairs.tolist(), in_figures.tolist(),
                matched.tolist(), strict=True,
            )  # fmt: skip
            return [
                Hit(Passage(*place), *row) for place, row in zip(places, figures_of, strict=True)
            ]

    def _positions_of(self, plans: Collection[int]) -> list[int]:
        return [position for key in plans for position in self._of_plan.get(key, range(0))]

    def restored(self, normal_text: str) -> list[str]:
        """Terms with their marks for a question that was typed without any."""
        with self._lock:
            return self._restorer.restored(normal_text)

    def unsaid(self, terms: Sequence[str], plans: frozenset[int]) -> float:
        """Share of a question's weight that no passage of these plans has, in [0, 1]."""
        with self._lock:
            weights = {
                t: w for t, w in self._weights(terms, pairs=False).items() if _heft(t) == 1.0
            }
            return self._unsaid(weights, plans)

    def unsaid_of(self, terms: Sequence[str], plans: Collection[int]) -> float:
        """Share of the weight of these terms that no passage of these plans has, in [0, 1]."""
        with self._lock:
            unknown = math.log(self._bm25.corpus_size + 1)
            weights = {term: self._bm25.idf_of(term) or unknown for term in terms}
            return self._unsaid(weights, plans)

    def _unsaid(self, weights: Mapping[str, float], plans: Collection[int]) -> float:
        """Share of the weights of terms that no passage of these plans has."""
        inside = np.array(sorted(self._positions_of(plans)), dtype=np.int32)
        said = self._bm25.frequencies(tuple(weights), inside)
        gone = [w for w, row in zip(weights.values(), said, strict=True) if not row.any()]
        return sum(gone) / (sum(weights.values()) or 1.0)

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
