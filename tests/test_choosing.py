"""Several plans that answer a question equally well: one is preferred for a reason, or the bot asks."""

from __future__ import annotations

import datetime as dt

import pytest

from bot import contract, messages
from bot.handlers.members import answer_buttons
from bot.workspace import Workspace

NOW = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
HEAD = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN {upper}\nSố: {number}/KH-LĐLĐ\n\n{where}, ngày 02 tháng 3 năm {year}\n\nKẾ HOẠCH\n"
    "Tổ chức hội thao công nhân\n\nI. MỤC ĐÍCH\nTạo sân chơi lành mạnh cho đoàn viên trong toàn huyện, nâng cao sức khỏe.\n\n"
    "II. NỘI DUNG\n1. Các công đoàn cơ sở đăng ký môn kéo co {when}.\n2. Mỗi đội kéo co gồm {count} vận động viên.\n"
)
Told = tuple[str, int, str, int]
ASKED = "đăng ký môn kéo co trước ngày nào"


def office(empty: Workspace, *plans: Told) -> Workspace:
    """A data folder with a plan for each (district, year, when, count)."""
    for number, (where, year, when, count) in enumerate(plans, 11):
        text = HEAD.format(
            where=where, upper=where.upper(), number=number, year=year, when=when, count=count
        )
        empty.add(f"{number}.txt", text.encode(), NOW)
    return empty


CHOSEN: list[tuple[str, str, list[Told], str | None]] = [
    ("the nearest day to come", ASKED,
     [("Gia Lộc", 2026, "trước ngày 20/12/2026", 8), ("Nam Sách", 2026, "trước ngày 05/12/2026", 8)], "05/12/2026"),
    ("a day to come before one that is over", ASKED,
     [("Gia Lộc", 2026, "trước ngày 20/6/2026", 8), ("Nam Sách", 2026, "trước ngày 05/12/2026", 8)], "05/12/2026"),
    ("all are over: the bot asks", ASKED,
     [("Gia Lộc", 2026, "trước ngày 20/6/2026", 8), ("Nam Sách", 2026, "trước ngày 05/7/2026", 8)], None),
    ("a plan that is over gives way", "mỗi đội kéo co gồm bao nhiêu vận động viên",
     [("Gia Lộc", 2026, "trước ngày 20/6/2026", 8), ("Nam Sách", 2026, "trước ngày 05/12/2026", 10)], "10 vận"),
    ("figures of two plans in force: the bot asks", "mỗi đội kéo co gồm bao nhiêu vận động viên",
     [("Gia Lộc", 2026, "trước ngày 20/12/2026", 8), ("Nam Sách", 2026, "trước ngày 05/12/2026", 10)], None),
]  # fmt: skip


@pytest.mark.parametrize(("why", "asked", "plans", "said"), CHOSEN)
def test_of_plans_that_answer_equally_well_one_is_taken_for_a_reason_or_the_bot_asks(
    empty: Workspace, why: str, asked: str, plans: list[Told], said: str | None
) -> None:
    result = office(empty, *plans).answerer.answer(asked, TODAY)
    (text,) = messages.answer(result)
    buttons = [label for row in answer_buttons(result) for label, _ in row]
    if said is None:
        assert result.status == "unsure"
        assert "Bạn hỏi kế hoạch nào?" in text
        assert [label[:1] for label in buttons] == ["1", "2"]
        assert all(f"{number}/KH-LĐLĐ" in text for number in (11, 12))
    else:
        assert result.status == "answered"
        assert result.found
        assert said in result.found.text
        assert "Có 2 kế hoạch cùng nói về việc này; đây là" in text
        assert any("/KH-LĐLĐ" in label for label in buttons), buttons


def test_every_plan_that_answers_stands_in_the_json_object(empty: Workspace) -> None:
    plans = [(where, 2026, "trước ngày 20/6/2026", n) for n, where in enumerate(("Gia Lộc", "Nam Sách", "Tứ Kỳ"), 7)]  # fmt: skip
    asked = office(empty, *plans).answerer.answer("mỗi đội kéo co gồm bao nhiêu người", TODAY)
    named = [row["plan"] for row in contract.answer(asked)["alternatives"]]
    assert len(set(named)) >= 2


@pytest.mark.parametrize(
    "asked",
    [
        "huyện Nam Sách đăng ký môn kéo co trước ngày nào",
        "kế hoạch 12 đăng ký kéo co trước ngày nào",
    ],
)
def test_a_question_that_says_which_plan_leaves_no_choice(empty: Workspace, asked: str) -> None:
    both = [
        ("Gia Lộc", 2026, "trước ngày 02/12/2026", 8),
        ("Nam Sách", 2026, "trước ngày 05/12/2026", 8),
    ]
    result = office(empty, *both).answerer.answer(asked, TODAY)
    assert result.found
    assert "05/12/2026" in result.found.text
    assert not result.equal


def test_plans_that_say_the_same_are_no_choice(empty: Workspace) -> None:
    both = [(where, 2026, "trước ngày 02/12/2026", 8) for where in ("Gia Lộc", "Nam Sách")]
    result = office(empty, *both).answerer.answer(ASKED, TODAY)
    assert result.status == "answered"
    assert not result.equal


@pytest.mark.parametrize(
    "reply", ["2", "kế hoạch 12", "12/KH-LĐLĐ", "Nam Sách", "huyen nam sach a"]
)
def test_the_member_says_which_plan_and_gets_its_answer(empty: Workspace, reply: str) -> None:
    both = [
        ("Gia Lộc", 2026, "trước ngày 20/6/2026", 8),
        ("Nam Sách", 2026, "trước ngày 05/7/2026", 8),
    ]
    answerer = office(empty, *both).answerer
    result = answerer.answer(reply, TODAY, answerer.answer(ASKED, TODAY))
    assert result.status == "answered"
    assert result.found
    assert "05/7/2026" in result.found.text
    assert f"Tiếp câu trước: «{ASKED}»" in messages.answer(result)[0]


def test_another_question_after_which_plan_stands_for_itself(empty: Workspace) -> None:
    both = [
        ("Gia Lộc", 2026, "trước ngày 20/6/2026", 8),
        ("Nam Sách", 2026, "trước ngày 05/7/2026", 8),
    ]
    answerer = office(empty, *both).answerer
    asked = answerer.answer(ASKED, TODAY)
    assert not answerer.answer("gửi về đâu", TODAY, asked).question.follows
