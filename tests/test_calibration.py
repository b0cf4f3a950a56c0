"""Thresholds of confidence come from questions with known answers, by a rule that can be run again."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.calibration import ANSWER_COST, judge, threshold
from bot.cli import cli
from bot.confidence import thresholds
from bot.evaluation import load_questions, measure
from bot.workspace import DEMONSTRATION, Workspace

QUESTIONS = Path(__file__).parent / "data" / "demo_questions.jsonl"

RIGHT, WRONG = 1.0, -ANSWER_COST
FITTED = [
    ("the middle of the gap", [(0.8, RIGHT), (0.6, RIGHT), (0.4, WRONG)], 0.5),
    ("a wrong one among right ones is outweighed",
     [(0.9, RIGHT), (0.8, WRONG), (0.7, RIGHT), (0.6, RIGHT), (0.5, RIGHT), (0.4, RIGHT), (0.2, WRONG)], 0.3),
    ("a wrong one costs as much as three", [(0.9, RIGHT), (0.6, WRONG), (0.5, RIGHT), (0.4, RIGHT)], 0.75),
    ("nothing is right: nothing is answered", [(0.6, WRONG), (0.5, WRONG)], 0.8),
    ("two of one coverage are never parted", [(0.7, RIGHT), (0.7, WRONG), (0.2, WRONG)], 0.85),
]  # fmt: skip


@pytest.mark.parametrize(("why", "judged", "expected"), FITTED)
def test_the_threshold_lies_where_right_answers_less_the_cost_of_wrong_ones_are_most(
    why: str, judged: list[tuple[float, float]], expected: float
) -> None:
    assert threshold(judged) == pytest.approx(expected)


def test_the_thresholds_in_use_suit_the_questions_on_the_demonstration_plans(
    demo: Workspace,
) -> None:
    judged = judge(demo.answerer, load_questions(QUESTIONS.read_text("utf-8")))
    assert len(judged) > 40
    for one in judged:
        if not one.answerable and one.is_sure:
            assert one.certainty < thresholds(one.names_plan).answer
    right = [one for one in judged if one.is_right and one.is_sure]
    above = [one for one in right if one.certainty >= thresholds(one.names_plan).answer]
    assert len(above) >= 0.95 * len(right)


def test_questions_on_the_demonstration_plans_are_answered(demo: Workspace) -> None:
    figures, misses = measure(load_questions(QUESTIONS.read_text("utf-8")), demo.answerer)
    assert figures["section_first"] >= 0.88, misses
    assert figures["section_shown"] >= 0.98, misses
    assert figures["due"] == 1.0, misses
    assert figures["abstained"] == 1.0, misses
    assert figures["wrongly_refused"] == 0.0, misses


def test_the_command_prints_the_table_that_the_program_reads(tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(QUESTIONS.read_text("utf-8").splitlines()[::6]), "utf-8")
    ran = CliRunner().invoke(
        cli, ["eval", "calibrate", "--set", str(few), str(DEMONSTRATION)], catch_exceptions=False
    )
    assert ran.exit_code == 0
    data = tomllib.loads(ran.stdout)
    for name in ("any_plan", "names_plan"):
        assert 0 <= data[name]["offer"] <= 1
        assert 0 <= data[name]["answer"] <= 1
        assert sum(sum(row[1:]) for row in data[name]["rows"]) <= data[name]["questions"]


def test_a_file_of_questions_that_is_none_is_refused_with_a_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"question": "gì"}', "utf-8")
    ran = CliRunner().invoke(cli, ["eval", "calibrate", "--set", str(bad), str(DEMONSTRATION)])
    assert ran.exit_code == 1
    assert "bad.jsonl" in ran.stderr
