"""planbot's engine and its peers behind one face, for `planbot bench` alone: the door to the peers.

bm25s, numba and tantivy come with the dependency group "bench"; where one is missing its engine is
left out.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from rank_bm25 import BM25Plus

from index import snapshot
from index.postings import K1, B
from index.ranking import PostingsBM25

Terms = Sequence[str]


class Engine(Protocol):
    """Ranks passages given as terms; positions are counted in the order of adding."""

    def build(self, passages: Iterable[Terms]) -> None:
        """Takes in a corpus and keeps it in the engine's folder, where it can."""

    def load(self) -> None:
        """Opens what `build` kept, as a new process would."""

    def search(self, terms: Terms, count: int) -> list[int]:
        """Positions of the best passages."""

    def add(self, passages: Sequence[Terms]) -> None:
        """Adds passages; they can be found afterwards."""

    def remove(self, positions: Sequence[int]) -> None:
        """Removes passages; they are found no more afterwards."""


class Planbot:
    """PostingsBM25 with its snapshot."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "planbot.index"

    def build(self, passages: Iterable[Terms]) -> None:
        """Builds and writes the snapshot."""
        postings, _ = PostingsBM25(passages).compact()
        self._bm25 = PostingsBM25(base=postings)
        arrays = snapshot.packed(postings)
        snapshot.save(self._file, "bench", {}, arrays)

    def load(self) -> None:
        """Maps the snapshot."""
        kept = snapshot.load(self._file, "bench")
        assert kept is not None
        self._bm25 = PostingsBM25(base=snapshot.unpacked(kept[1]))

    def search(self, terms: Terms, count: int) -> list[int]:
        """The best positions."""
        return [int(p) for p in self._bm25.best(terms, count).positions]

    def add(self, passages: Sequence[Terms]) -> None:
        """Adds in memory."""
        for passage in passages:
            self._bm25.add(passage)

    def remove(self, positions: Sequence[int]) -> None:
        """Marks as removed."""
        for position in positions:
            self._bm25.remove(position)


class BuiltAnew:
    """An engine that cannot add or remove: it keeps the passages and builds anew."""

    _passages: Sequence[Terms]

    def build(self, passages: Iterable[Terms]) -> None:
        """Takes in a corpus."""
        raise NotImplementedError

    def add(self, passages: Sequence[Terms]) -> None:
        """Builds anew."""
        self.build([*self._passages, *passages])

    def remove(self, positions: Sequence[int]) -> None:
        """Builds anew."""
        gone = set(positions)
        self.build([p for n, p in enumerate(self._passages) if n not in gone])


class Stock(BuiltAnew):
    """rank_bm25 as it comes."""

    def __init__(self, folder: Path) -> None:
        self._passages = []

    def build(self, passages: Iterable[Terms]) -> None:
        """Builds in memory."""
        self._passages = list(passages)
        self._bm25 = BM25Plus(self._passages, k1=K1, b=B, delta=0)

    def load(self) -> None:
        """Nothing is kept."""

    def search(self, terms: Terms, count: int) -> list[int]:
        """Sorts all scores, as `get_top_n` does."""
        return [int(p) for p in np.argsort(self._bm25.get_scores(terms))[::-1][:count]]


class Bm25s(BuiltAnew):
    """bm25s with numba."""

    def __init__(self, folder: Path) -> None:
        self._library = importlib.import_module("bm25s")
        importlib.import_module("numba")
        self._folder = folder / "bm25s"
        self._passages = []

    def build(self, passages: Iterable[Terms]) -> None:
        """Builds and writes its arrays."""
        self._passages = [list(passage) for passage in passages]
        self._bm25 = self._library.BM25(method="bm25+", k1=K1, b=B, delta=0, backend="numba")
        self._bm25.index(self._passages, show_progress=False)
        self._bm25.save(self._folder)

    def load(self) -> None:
        """Maps its arrays."""
        self._bm25 = self._library.BM25.load(self._folder, mmap=True)
        self._bm25.backend = "numba"

    def search(self, terms: Terms, count: int) -> list[int]:
        """The best positions."""
        known = [term for term in terms if term in self._bm25.vocab_dict]
        if not known:
            return []
        found, _ = self._bm25.retrieve([known], k=count, show_progress=False)
        return [int(p) for p in found[0]]


def _word(term: str) -> str:
    """A term as a word of letters and digits, for engines that cut text by themselves."""
    return "t" + hashlib.blake2b(term.encode(), digest_size=7).hexdigest()


def _text(terms: Terms) -> str:
    return " ".join(map(_word, terms))


class Fts5:
    """SQLite's full text index; its own bm25 with k1 1.2."""

    def __init__(self, folder: Path) -> None:
        self._file, self._count = folder / "fts5.db", 0

    def build(self, passages: Iterable[Terms]) -> None:
        """Fills a table and merges its parts."""
        self._db = sqlite3.connect(self._file)
        self._db.execute("create virtual table p using fts5(body)")
        self._insert(passages)
        self._db.execute("insert into p(p) values ('optimize')")
        self._db.commit()

    def _insert(self, passages: Iterable[Terms]) -> None:
        rows = ((n, _text(p)) for n, p in enumerate(passages, self._count))
        for row in rows:
            self._db.execute("insert into p(rowid, body) values (?, ?)", row)
            self._count += 1
        self._db.commit()

    def load(self) -> None:
        """Opens the database."""
        self._db = sqlite3.connect(self._file)
        self._db.execute("select count(*) from p where p match 'x'").fetchone()

    def search(self, terms: Terms, count: int) -> list[int]:
        """The best rows."""
        query = " OR ".join(map(_word, terms))
        rows = self._db.execute(
            "select rowid from p where p match ? order by rank limit ?", (query, count)
        )
        return [int(row[0]) for row in rows]

    def add(self, passages: Sequence[Terms]) -> None:
        """Inserts and commits."""
        self._insert(passages)

    def remove(self, positions: Sequence[int]) -> None:
        """Deletes and commits."""
        self._db.executemany("delete from p where rowid = ?", [(p,) for p in positions])
        self._db.commit()


class Tantivy:
    """tantivy; its own bm25 with k1 1.2."""

    def __init__(self, folder: Path) -> None:
        self._library: Any = importlib.import_module("tantivy")
        self._folder, self._count = folder / "tantivy", 0
        builder = self._library.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
        builder.add_integer_field("n", stored=True, indexed=True)
        self._schema = builder.build()

    def build(self, passages: Iterable[Terms]) -> None:
        """Writes an index."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        self._index = self._library.Index(self._schema, path=str(self._folder))
        self._writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        self.add(passages)

    def load(self) -> None:
        """Opens the index."""
        self._index = self._library.Index.open(str(self._folder))
        self._searcher = self._index.searcher()

    def search(self, terms: Terms, count: int) -> list[int]:
        """The best documents."""
        library = self._library
        wanted = [
            (
                library.Occur.Should,
                library.Query.term_query(self._schema, "body", _word(t)),
            )
            for t in terms
        ]
        hits = self._searcher.search(library.Query.boolean_query(wanted), count).hits
        return [int(self._searcher.doc(address)["n"][0]) for _, address in hits]

    def add(self, passages: Iterable[Terms]) -> None:
        """Adds and commits."""
        for passage in passages:
            document = self._library.Document()
            document.add_text("body", _text(passage))
            document.add_integer("n", self._count)
            self._writer.add_document(document)
            self._count += 1
        self._commit()

    def _commit(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def remove(self, positions: Sequence[int]) -> None:
        """Deletes and commits."""
        for position in positions:
            self._writer.delete_documents("n", position)
        self._commit()


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "planbot": Planbot, "rank_bm25": Stock, "bm25s": Bm25s, "fts5": Fts5, "tantivy": Tantivy,
}  # fmt: skip


KEEP_NOTHING = frozenset({"rank_bm25"})


def missing(name: str) -> bool:
    """Is a library that this engine needs not installed?"""
    needed = {"bm25s": ("bm25s", "numba"), "tantivy": ("tantivy",)}.get(name, ())
    return any(importlib.util.find_spec(library) is None for library in needed)
