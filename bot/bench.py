"""`planbot bench`: planbot's engine beside its peers, and a whole question, at several sizes.

Every engine is built in a process of its own and loaded in another, so that none pays for its
neighbour; all are asked the same terms.
"""

from __future__ import annotations

import datetime as dt
import gc
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from bot.workspace import DATABASE, open_workspace
from corpus.model import UnreadableFileError
from corpus.parsing import parse_file
from corpus.store import Store
from index import analysis
from index.engines import ENGINES, KEEP_NOTHING, Bm25s, Engine, missing
from index.growing import Seedling, grown, questions
from index.search import passage_rows
from index.text import normal

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LARGEST = {"rank_bm25": 100_000}  # it takes seconds a question beyond
WHOLE_TO = 100_000  # passages up to which a whole data folder is made
ASKED, WARM, SHOWN = 200, 20, 10
STARTS = 3  # runs, of which the best counts
ADDED = 40  # passages of a plan
NEW_WORD = "newword"  # a term that only the added plan has
ENTRY = "from bot.cli import main; main()"
ANSWERED = (0, 3, 4)  # exit codes of `planbot ask`: answered, unsure, not found
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Row = dict[str, float | str | None]
Result = TypeVar("Result")


def seedlings_in(files: Sequence[Path]) -> list[Seedling]:
    """The plans of these files with their passages; what is no plan is left out."""
    found = []
    for file in files:
        try:
            plan = parse_file(file.name, file.read_bytes())
        except UnreadableFileError:
            continue
        found.append(Seedling(plan, tuple(passage_rows(plan))))
    return found


def bench(
    seedlings: Sequence[Seedling],
    sizes: Sequence[int],
    say: Callable[[str], None],
    engines: Iterable[str] = tuple(ENGINES),
) -> Iterator[Row]:
    """A row for each size and engine, then one of the whole program; times in milliseconds unless
    the name says otherwise."""
    texts = questions(seedlings, ASKED)
    asked = [analysis.terms(text) for text in texts]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for name in engines:
                if missing(name) or size > LARGEST.get(name, size):
                    yield {"engine": name, "passages": size}
                    continue
                say(f"{name} {size}")
                place = Path(folder)
                row: Row = {"engine": name, "passages": size}
                row |= _apart(partial(_built, name, place, seedlings, size, asked))
                row |= (
                    _apart(partial(_loaded, name, place, asked)) if name not in KEEP_NOTHING else {}
                )
                yield row
            if size <= WHOLE_TO:
                say(f"planbot ask {size}")
                data = Path(folder) / "data"
                yield {
                    "engine": "whole question", "passages": size,
                    **_apart(partial(_whole, data, Path(folder), seedlings, size, texts)),
                    **_start(data, texts[0]),
                }  # fmt: skip


CELLS = ("passages", "engine", "build_s", "load_ms", "ram_mb", "p50_ms", "p99_ms")


def cells(row: Row, ours: object) -> list[str]:
    """A row of the table; `ours` is planbot's median, that the others are set beside."""
    said = ["–" if row.get(name) is None else str(row[name]) for name in CELLS]
    theirs = row.get("p50_ms")
    ratio = theirs / ours if isinstance(theirs, float) and isinstance(ours, float) else None
    changes = [str(row.get(name, "–")) for name in ("add_ms", "remove_ms")]
    return [*said, "–" if ratio is None else f"{ratio:.2f}", *changes]


def _apart(work: Callable[[], Result]) -> Result:
    """The work done in a new process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work).result()


def _built(
    name: str,
    folder: Path,
    seedlings: Sequence[Seedling],
    size: int,
    asked: Sequence[Sequence[str]],
) -> Row:
    """Building, and adding and removing a plan; of an engine that keeps nothing its questions too."""
    passages = [row.terms for plan in grown(seedlings, size) for row in plan.rows]
    before = _memory()
    engine = ENGINES[name](folder)
    begin = time.perf_counter()
    engine.build(passages)
    row: Row = {"build_s": round(time.perf_counter() - begin, 2)}
    if name in KEEP_NOTHING:
        row |= _questions(lambda terms: engine.search(terms, SHOWN), asked)
        row["ram_mb"] = _memory() - before
    return row | _changes(engine, passages, asked[0])


def _changes(engine: Engine, passages: Sequence[tuple[str, ...]], asked: Sequence[str]) -> Row:
    """Milliseconds until a plan that was added is found, and until one that was removed is not."""
    new = [(*terms, NEW_WORD) for terms in passages[:ADDED]]
    engine.search(asked, SHOWN)
    begin = time.perf_counter()
    engine.add(new)
    engine.search(asked, SHOWN)
    found = engine.search([NEW_WORD], SHOWN)
    added = time.perf_counter() - begin
    assert found
    assert min(found) >= len(passages)
    begin = time.perf_counter()
    engine.remove(range(len(passages), len(passages) + ADDED))
    engine.search(asked, SHOWN)
    found = engine.search([NEW_WORD], SHOWN)
    removed = time.perf_counter() - begin
    assert all(position < len(passages) for position in found)
    return {"add_ms": round(1000 * added, 2), "remove_ms": round(1000 * removed, 2)}


def _loaded(name: str, folder: Path, asked: Sequence[Sequence[str]]) -> Row:
    before = _memory()
    engine = ENGINES[name](folder)
    begin = time.perf_counter()
    engine.load()
    row: Row = {"load_ms": round(1000 * (time.perf_counter() - begin), 2)}
    row |= _questions(lambda terms: engine.search(terms, SHOWN), asked)
    return row | {"ram_mb": _memory() - before}


def _questions(search: Callable[[Sequence[str]], object], asked: Sequence[Sequence[str]]) -> Row:
    for terms in asked[:WARM]:
        search(terms)
    return _quantiles(list(map(partial(_timed, search), asked)))


def _timed(work: Callable[[Sequence[str]], object], argument: Sequence[str]) -> float:
    begin = time.perf_counter()
    work(argument)
    return time.perf_counter() - begin


def _quantiles(seconds: Sequence[float]) -> Row:
    p50, p99 = np.percentile(np.array(seconds) * 1000, (50, 99))
    return {"p50_ms": round(float(p50), 3), "p99_ms": round(float(p99), 3)}


def _whole(
    data: Path, engines: Path, seedlings: Sequence[Seedling], size: int, texts: Sequence[str]
) -> Row:
    """A data folder of this size: building, whole questions, adding a plan, removing it; beside it
    underthesea's segmentation and bm25s on the same terms."""
    data.mkdir()
    begin = time.perf_counter()
    store = Store(data / DATABASE)
    with store.transaction():
        store.mark_used()
        for seedling in grown(seedlings, size):
            store.add(seedling.plan, b"-", seedling.rows, NOW)
    workspace = open_workspace(data, NOW)
    row: Row = {"build_s": round(time.perf_counter() - begin, 2)}
    workspace.index.save()
    today = NOW.date()
    row |= _questions(lambda text: workspace.answerer.answer(str(text), today), texts)
    if (engines / "bm25s").exists():
        row["peer_ms"] = _peer(engines, texts)["p50_ms"]
    real = seedlings[0]
    plan = replace(real.plan, id="new", source=replace(real.plan.source, sha256="new"))
    begin = time.perf_counter()
    key, _ = workspace.store.add(plan, b"-", real.rows[:ADDED], NOW)
    workspace.index.refresh()
    workspace.answerer.answer(texts[0], today)
    row["add_ms"] = round(1000 * (time.perf_counter() - begin), 1)
    begin = time.perf_counter()
    workspace.store.remove(key)
    workspace.index.refresh()
    workspace.answerer.answer(texts[0], today)
    row["remove_ms"] = round(1000 * (time.perf_counter() - begin), 1)
    row["ram_mb"] = _memory()
    return row


def _peer(engines: Path, texts: Sequence[str]) -> Row:
    """What a question costs at the least with the libraries: its words, and bm25s on its terms."""
    engine = Bm25s(engines)
    engine.load()
    terms = {text: analysis.terms(text) for text in texts}

    def ask(text: Sequence[str]) -> None:
        analysis.words(normal(str(text)))
        engine.search(terms[str(text)], SHOWN)

    return _questions(ask, texts)


def _start(data: Path, text: str) -> Row:
    """Seconds from nothing to the first answer, and of the imports alone."""
    ask = [sys.executable, "-c", ENTRY, "--data", str(data), "ask", "--", text]
    imports = [sys.executable, "-c", "import underthesea, telegram.ext"]
    seconds = {}
    for name, command in (("start_s", ask), ("imports_s", imports)):
        runs = []
        for _ in range(STARTS):
            begin = time.perf_counter()
            done = subprocess.run(command, check=False, capture_output=True)
            runs.append(time.perf_counter() - begin)
            if done.returncode not in ANSWERED:
                raise RuntimeError(done.stderr.decode())
        seconds[name] = round(min(runs), 2)
    return dict(seconds)


def _memory() -> float:
    """Megabytes of this process now; 0 where the system does not tell."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
