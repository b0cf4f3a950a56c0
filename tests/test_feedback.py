"""What members could not find is kept without who asked, grouped, and forgotten after 90 days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import questions_chart
from bot.cli import cli
from bot.feedback import KEPT_FOR, Feedback, Group, grouped
from bot.workspace import Workspace

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def feedback(empty: Workspace) -> Feedback:
    return Feedback(empty.store)


def test_questions_that_share_most_of_their_words_are_one_group() -> None:
    asked = [
        ("quy định về xe đạp điện thế nào", False),
        ("xe dap dien quy dinh sao", True),
        ("lịch nghỉ mát năm nay", False),
    ]
    assert grouped(asked) == [Group(asked[0][0], 2, 1), Group(asked[2][0], 1, 0)]


def test_every_day_is_counted_also_one_without_a_question(feedback: Feedback) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    feedback.asked("hạn báo cáo", "answered", yesterday)
    feedback.asked("xe đạp điện", "not_found", TODAY)
    feedback.dislike(feedback.asked("ai ký", "answered", TODAY))
    days = feedback.days(yesterday - dt.timedelta(days=1), TODAY)
    assert [(d.asked, d.unanswered, d.disliked) for d in days] == [(0, 0, 0), (1, 0, 0), (2, 1, 1)]
    assert [group.text for group in feedback.not_found(yesterday)] == ["xe đạp điện", "ai ký"]


def test_after_ninety_days_nothing_is_left(feedback: Feedback) -> None:
    feedback.asked("xe đạp điện", "not_found", TODAY)
    feedback.asked("ai ký", "answered", TODAY + KEPT_FOR + dt.timedelta(days=1))
    assert [row["text"] for row in feedback.store.rows("select text from questions")] == ["ai ký"]


def test_nothing_tells_who_asked_or_at_what_hour(feedback: Feedback) -> None:
    feedback.asked("xe đạp điện", "not_found", TODAY)
    (row,) = feedback.store.rows("select * from questions")
    assert set(row) == {"id", "day", "text", "status", "disliked"}
    assert row["day"] == "2026-11-20"


def test_the_picture_is_one(feedback: Feedback) -> None:
    assert questions_chart.draw(feedback.days(TODAY, TODAY)).startswith(b"\x89PNG")


def test_the_terminal_shows_the_same(empty: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    Feedback(empty.store).asked("xe đạp điện để ở đâu", "not_found", dt.datetime.now(dt.UTC).date())
    picture = tmp_path / "hoi.png"
    ran = CliRunner().invoke(cli, ["--data", str(folder), "stats", "--picture", str(picture)])
    assert "1 câu hỏi" in ran.stdout
    assert "xe đạp điện để ở đâu" in ran.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
