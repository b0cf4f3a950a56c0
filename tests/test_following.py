"""Short questions after an answer are understood from it, and only then."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot import messages
from bot.answers import Answer
from bot.following import KEPT, KEPT_FOR, Exchanges
from bot.workspace import Workspace

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
FIRST = "CĐCS quận 1 nộp báo cáo sơ kết khi nào"
OF_CDCS, OF_COMMITTEE = dt.date(2015, 11, 24), dt.date(2015, 11, 20)


def conversation(demo: Workspace, *texts: str) -> Answer:
    """The last answer of a conversation."""
    answer: Answer | None = None
    for text in texts:
        answer = demo.answerer.answer(text, TODAY, answer)
    assert answer is not None
    return answer


DEADLINES = [
    ("hạn khi nào?", OF_CDCS),
    ("bao giờ", OF_CDCS),
    ("còn mấy ngày nữa", OF_CDCS),
    ("gửi về đâu?", OF_CDCS),
    ("gui ve dau", OF_CDCS),
    ("nộp cho ai vậy", OF_CDCS),
    ("ai thực hiện?", OF_CDCS),
    ("còn ủy ban kiểm tra thì sao?", OF_COMMITTEE),
    ("thế còn UBKT?", OF_COMMITTEE),
    ("con uy ban kiem tra thi sao", OF_COMMITTEE),
]


@pytest.mark.parametrize(("text", "day"), DEADLINES)
def test_a_short_question_goes_on_from_the_last_answer(
    demo: Workspace, text: str, day: dt.date
) -> None:
    answer = conversation(demo, FIRST, text)
    assert answer.status == "answered"
    assert answer.deadlines[0].due == day
    assert messages.answer(answer)[0].startswith(f"<i>Tiếp câu trước: «{FIRST}»</i>")


def test_a_chain_of_them_keeps_to_its_matter(demo: Workspace) -> None:
    answer = conversation(demo, FIRST, "còn ủy ban kiểm tra thì sao", "gửi về đâu", "thế còn CĐCS?")
    assert answer.deadlines[0].due == OF_CDCS
    assert conversation(demo, FIRST, "ai ký?", "hạn khi nào").deadlines[0].due == OF_CDCS


def test_the_question_before_is_told_as_it_was_understood(demo: Workspace) -> None:
    answer = conversation(demo, "hanj nopj baos caos cuar kees hoachj 31", "gửi về đâu")
    assert answer.question.follows == "hạn nộp báo cáo của kế hoạch 31"


def test_the_plan_itself_can_be_asked_about(demo: Workspace) -> None:
    first = "Long Biên nộp báo cáo quán triệt nghị quyết hạn nào"
    signed = conversation(demo, first, "ai ký?")
    assert signed.found
    assert signed.found.plan.number == "31/KH-LĐLĐ"
    assert signed.found.plan.sections[signed.found.section].role == "signature"
    issued = conversation(demo, first, "kế hoạch này ban hành ngày nào")
    assert issued.found
    assert issued.found.plan.number == "31/KH-LĐLĐ"
    assert issued.found.plan.sections[issued.found.section].role == "head"


def test_another_body_s_plan_is_asked_the_same(demo: Workspace) -> None:
    answer = conversation(demo, "ai ký kế hoạch 31 Long Biên", "còn Gia Lâm thì sao")
    assert answer.found
    assert answer.found.plan.number == "880/CTr-LĐLĐ"
    assert answer.found.plan.sections[answer.found.section].role == "signature"


ALONE = [
    "xin chào",
    "các hạn sắp tới",
    "có những kế hoạch nào",
    "hạn báo cáo ở gia lâm",
    "còn Hoàn Kiếm thì sao",
    "Chương trình 880 có chỉ tiêu nào về phát triển đoàn viên",
]


@pytest.mark.parametrize("text", ALONE)
def test_a_question_that_stands_for_itself_is_not_mixed_with_the_last(
    demo: Workspace, text: str
) -> None:
    assert conversation(demo, FIRST, text) == conversation(demo, text)


@pytest.mark.parametrize("text", ["gửi về đâu?", "còn công đoàn cơ sở thì sao?"])
def test_without_an_answer_before_there_is_nothing_to_go_on_from(
    demo: Workspace, text: str
) -> None:
    assert conversation(demo, text).question.follows == ""


def test_an_answer_from_a_plan_that_is_gone_is_forgotten(demo: Workspace) -> None:
    first = conversation(demo, FIRST)
    assert first.found
    gone = replace(first, found=replace(first.found, key=10_000))
    assert demo.answerer.answer("hạn khi nào?", TODAY, gone).question.follows == ""


def test_exchanges_are_kept_apart_and_for_some_minutes_only(demo: Workspace) -> None:
    kept = Exchanges()
    answer = conversation(demo, FIRST)
    kept.remember(1, 7, answer, NOW)
    assert kept.before(1, 7, NOW + KEPT_FOR) == answer
    assert kept.before(1, 7, NOW + KEPT_FOR + dt.timedelta(seconds=1)) is None
    assert kept.before(1, 8, NOW) is None  # another person in the same chat
    assert kept.before(2, 7, NOW) is None  # the same person in another chat
    kept.remember(1, 7, conversation(demo, "xin chào"), NOW)
    assert kept.before(1, 7, NOW) == answer  # thanks and greetings end no conversation
    for person in range(KEPT + 10):
        kept.remember(3, person, answer, NOW)
    assert kept.before(1, 7, NOW) is None
    assert kept.before(3, KEPT, NOW) == answer
