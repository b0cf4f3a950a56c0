"""Many files into the store: read in worker processes, stored one after the other.

A file that is stored already is not read again, so that a run that was stopped goes on where it
was; each plan is stored in one transaction, so that a running bot may be beside it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot import messages
from bot.desk import Desk
from corpus.model import Plan, UnreadableFileError
from corpus.parsing import parse_file
from corpus.reading import bytes_of
from corpus.store import Outcome, PassageRow
from index.search import passage_rows

AHEAD = 3  # files a worker that are read before they can be stored


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: `outcome` where it was stored, else `error`."""

    file: Path
    outcome: Outcome | None = None
    plan: Plan | None = None
    error: UnreadableFileError | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What is kept of a file for the table at the end: `why` it was refused, or needs a look."""

    name: str
    outcome: Outcome | None
    why: str


def summary_of(added: Added) -> Summary:
    """The row of a file; the plan itself is let go, so that a long run stays small."""
    if added.error is not None:
        return Summary(added.file.name, None, messages.refusal(added.error))
    doubts = messages.doubts(added.plan) if added.plan and added.outcome != "unchanged" else []
    return Summary(
        added.file.name, added.outcome, messages.shorten(doubts[0], 100) if doubts else ""
    )


@dataclass(frozen=True, slots=True)
class _Read:
    plan: Plan
    data: bytes
    rows: Sequence[PassageRow]


def add_all(
    desk: Desk, files: Iterable[Path], scratch: Path, workers: int, now: Callable[[], dt.datetime]
) -> Iterator[Added]:
    """Reads and stores files in their order; a bad one never stops the rest."""
    if workers <= 1:
        for file in files:
            known = _known(desk, file)
            yield (
                _unchanged(file, known)
                if known
                else _stored(desk, file, partial(_read, file, scratch), now)
            )
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        ahead: deque[tuple[Path, Plan | Future[_Read]]] = deque()
        for file in files:
            ahead.append((file, _known(desk, file) or pool.submit(_read, file, scratch)))
            if len(ahead) >= AHEAD * workers:
                yield _next(desk, ahead, now)
        while ahead:
            yield _next(desk, ahead, now)


def _next(
    desk: Desk, ahead: deque[tuple[Path, Plan | Future[_Read]]], now: Callable[[], dt.datetime]
) -> Added:
    file, found = ahead.popleft()
    return (
        _unchanged(file, found)
        if isinstance(found, Plan)
        else _stored(desk, file, found.result, now)
    )


def _unchanged(file: Path, known: Plan) -> Added:
    return Added(file, "unchanged", known)


def _known(desk: Desk, file: Path) -> Plan | None:
    """The plan that came from this very file."""
    try:
        sha = hashlib.sha256(bytes_of(file)).hexdigest()
    except UnreadableFileError:
        return None
    key, _ = desk.same_file(sha)
    head = desk.store.head(key) if key is not None else None
    return head.plan if head else None


def _read(file: Path, scratch: Path) -> _Read:
    data = bytes_of(file)
    plan = parse_file(file.name, data, scratch)
    return _Read(plan, data, passage_rows(plan))


def _stored(
    desk: Desk, file: Path, read: Callable[[], _Read], now: Callable[[], dt.datetime]
) -> Added:
    try:
        found = read()
    except UnreadableFileError as error:
        return Added(file, error=error)
    _, outcome = desk.add(found.plan, found.data, found.rows, now())
    return Added(file, outcome, found.plan)
