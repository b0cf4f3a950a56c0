"""Quality figures on questions with known answers: section, deadline, abstention."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import contract
from bot.answering import Answerer
from corpus import deadlines
from corpus.model import UnreadableFileError
from corpus.parsing import parse_file


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer: words that the right passage holds, days that are due.

    `answerable` is False for a question that no plan answers.
    """

    question: str
    today: dt.date
    section: tuple[str, ...]
    due: frozenset[str]
    answerable: bool


def load_questions(text: str) -> list[Asked]:
    """Questions of a file with one JSON object a line."""
    rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [
        Asked(
            row["question"],
            dt.date.fromisoformat(row["today"]),
            tuple(map(comparable, row["section"])),
            frozenset(row["due"]),
            row["plan"] is not None,
        )
        for row in rows
    ]


def comparable(text: str | None) -> str:
    """NFC, no stars, single blanks, lower case: what is compared."""
    plain = unicodedata.normalize("NFC", text or "").replace("*", "").replace("_", " ")
    return " ".join(plain.split()).lower()


def measure(rows: Sequence[Asked], answerer: Answerer) -> tuple[dict[str, float], list[str]]:
    """Rates in [0, 1] over the questions, CPU milliseconds a question, and the misses as lines."""
    count: Counter[str] = Counter()
    misses: list[str] = []
    for row in rows[:1]:  # the first question loads the segmenter
        answerer.answer(row.question, row.today)
    start = time.process_time()
    for row in rows:
        got = contract.answer(answerer.answer(row.question, row.today))
        marks = _marks(row, got)
        count.update(marks)
        for wrong in sorted(_expected(row) - marks):
            misses.append(f"{wrong}: {row.question!r} -> {got['status']}")
    cpu = (time.process_time() - start) * 1000 / max(1, len(rows))
    answerable = sum(r.answerable for r in rows)
    dated = sum(bool(r.due) for r in rows)
    figures = {
        "section_first": _rate(count["first"], answerable),
        "section_shown": _rate(count["shown"], answerable),
        "due": _rate(count["due"], dated),
        "abstained": _rate(count["abstained"], len(rows) - answerable),
        "wrongly_refused": _rate(count["refused"], answerable),
        "questions": float(len(rows)),
        "cpu_ms": round(cpu, 2),
    }
    return figures, misses


def _expected(row: Asked) -> set[str]:
    if not row.answerable:
        return {"abstained"}
    return {"first", "shown", *(["due"] if row.due else [])}


def _marks(row: Asked, got: contract.Json) -> set[str]:
    """What is right about an answer."""
    answered = got["status"] in ("answered", "list")
    if not row.answerable:
        return set() if answered else {"abstained"}
    passage = comparable((got["section"] or {}).get("passage"))
    others = [comparable(other["passage"]) for other in got["alternatives"]]
    marks = {
        "first": answered and _holds([passage], row.section),
        "shown": _holds([passage, *others], row.section),
        "due": bool(row.due)
        and row.due <= {d[k] for d in got["deadlines"] for k in ("due", "start")},
        "refused": got["status"] == "not_found",
    }
    return {name for name, holds in marks.items() if holds}


def _holds(passages: Iterable[str], wanted: Iterable[str]) -> bool:
    return any(words in passage for words in wanted for passage in passages)


def _rate(hits: int, of: int) -> float:
    return round(hits / of, 4) if of else 0.0


def reading_speed(files: Sequence[Path]) -> dict[str, float]:
    """Plans a minute on one core: whole files read, and deadlines found in plans already parsed.

    Files that are no plan are left out; process time, so that other work on the machine counts
    for nothing.
    """
    plans = []
    begin = time.process_time()
    for file in files:
        with contextlib.suppress(UnreadableFileError):
            plans.append(parse_file(file.name, file.read_bytes()))
    reading = time.process_time() - begin
    begin = time.process_time()
    found = sum(len(deadlines.find(plan)) for plan in plans)
    finding = time.process_time() - begin
    return {
        "plans": len(plans),
        "deadlines": found,
        "plans_read_a_minute": round(60 * len(plans) / max(reading, 1e-9)),
        "plans_a_minute_for_deadlines": round(60 * len(plans) / max(finding, 1e-9)),
    }
