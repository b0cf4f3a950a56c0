"""How much certainty is enough: thresholds fitted to questions with known answers, and their table.

A threshold lies in the middle of the gap where right answers, less what wrong ones cost, are most;
of several such gaps in the widest. After the cost view of abstention of Chow (1970).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering import Answerer
from bot.evaluation import Asked, comparable
from bot.workspace import open_workspace
from corpus.model import UnreadableFileError

ANSWER_COST = 3.0  # an answer that is none costs as much as so many questions left unanswered
SECTION_COST = 1.0  # another passage of the plan that the question names
OFFER_COST = 0.1  # passages that are only offered, none of them right
STEP = 0.05


@dataclass(frozen=True, slots=True)
class Judged:
    """What a question's best passage covers and how certain it is, in [0, 1], whether it is the
    right one, and whether that is among those that would be offered.

    `answerable` is False where no plan answers; `is_sure` where nothing but the certainty stands
    against answering.
    """

    coverage: float
    certainty: float
    is_right: bool
    is_near: bool
    answerable: bool
    names_plan: bool
    is_sure: bool


def judge(answerer: Answerer, rows: Iterable[Asked]) -> list[Judged]:
    """The questions that coverage decides, judged; lists, greetings and missing names are left out."""
    judged = []
    for row in rows:
        evidence = answerer.evidence(row.question, row.today)
        if evidence is None:
            continue
        question, best, certainty, is_sure = evidence
        texts = [comparable(found.text) for found in best]
        right = [row.answerable and any(words in text for words in row.section) for text in texts]
        judged.append(
            Judged(
                best[0].coverage, certainty, right[0], any(right), row.answerable,
                question.plans is not None, is_sure,
            )
        )  # fmt: skip
    return judged


def judge_with(files: Sequence[Path], rows: Iterable[Asked], now: dt.datetime) -> list[Judged]:
    """The questions judged on these plans alone; files that are no plan are left out."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder), now, empty=True)
        for file in files:
            with contextlib.suppress(UnreadableFileError):
                workspace.add(file.name, file.read_bytes(), now)
        judged = judge(workspace.answerer, rows)
        workspace.store.close()
    return judged


def threshold(judged: Iterable[tuple[float, float]]) -> float:
    """The certainty from which answering is worth it, from pairs of it and what an answer gains."""
    ordered = sorted(judged, reverse=True)
    gains = [0.0]
    for _, gain in ordered:
        gains.append(gains[-1] + gain)
    edges = [1.0, *(coverage for coverage, _ in ordered), 0.0]
    cuts = [n for n in range(len(gains)) if edges[n] > edges[n + 1]]
    most = max(round(gains[n], 9) for n in cuts)
    place = max(
        (n for n in cuts if round(gains[n], 9) == most), key=lambda n: edges[n] - edges[n + 1]
    )
    return round((edges[place] + edges[place + 1]) / 2, 3)


def _gain(one: Judged) -> float:
    """What answering with the best passage is worth."""
    if one.is_right:
        return 1.0
    return -SECTION_COST if one.answerable and one.names_plan else -ANSWER_COST


def calibrated(judged: Sequence[Judged], names_plan: bool) -> dict[str, object]:
    """Thresholds for questions that name a plan or for those that do not, with their table: rows of
    lowest certainty, right passages, wrong ones, and questions that no plan answers."""
    mine = [one for one in judged if one.names_plan is names_plan]
    sure = [one for one in mine if one.is_sure]
    answer = threshold([(one.certainty, _gain(one)) for one in sure])
    offer = threshold([(one.coverage, 1.0 if one.is_near else -OFFER_COST) for one in mine])
    return {
        "answer": answer,
        "offer": offer,
        "questions": len(mine),
        "rows": table(sure),
    }


def table(judged: Sequence[Judged]) -> list[list[float]]:
    """Rows of (lowest certainty, right, wrong, unanswerable), a STEP wide."""
    rows = []
    for n in range(round(1 / STEP)):
        low, high = n * STEP, (n + 1) * STEP
        here = [
            one for one in judged if low <= one.certainty < high or (n == 19 and one.certainty == 1)
        ]
        right = sum(one.is_right for one in here)
        wrong = sum(one.answerable and not one.is_right for one in here)
        rows.append([round(low, 2), right, wrong, len(here) - right - wrong])
    return rows


def as_toml(judged: Sequence[Judged]) -> str:
    """The table of `bot/confidence.toml`."""
    lines = [
        "# Written by `planbot eval calibrate`; rows: lowest certainty, right, wrong, unanswerable."
    ]
    for name, names_plan in (("any_plan", False), ("names_plan", True)):
        lines.append(f"\n[{name}]")
        for key, value in calibrated(judged, names_plan).items():
            if isinstance(value, list):
                lines += [f"{key} = [", *(f"    {row}," for row in value), "]"]
            else:
                lines.append(f"{key} = {value}")
    return "\n".join(lines) + "\n"
