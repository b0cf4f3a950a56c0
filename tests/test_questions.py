"""What a question means: which plan, what kind of answer."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.questions import Question, period_of, understand
from bot.workspace import Workspace

TODAY = dt.date(2026, 11, 20)


def asked(demo: Workspace, text: str) -> Question:
    return understand(text, demo.answerer.catalogue(), TODAY)


WANTS = [
    ("hạn nộp báo cáo là ngày nào", {"deadline", "day"}),
    ("bao gio phai bao cao", {"deadline"}),
    ("gửi báo cáo về email nào", {"contact", "email"}),
    ("nộp ở đâu", {"contact"}),
    ("số điện thoại văn phòng", {"contact", "phone"}),
    ("ai ký kế hoạch 31", {"signer"}),
    ("đồng chí nào ký ban hành", {"signer"}),
    ("kế hoạch 31 ban hành ngày nào", {"deadline", "day", "issued"}),
    ("nơi nhận gồm những ai", {"recipients"}),
    ("phải thành lập bao nhiêu công đoàn cơ sở", {"count"}),
    ("chỉ tiêu bao nhiêu phần trăm", {"count", "percent"}),
    ("có những kế hoạch nào", {"plans"}),
    ("các hạn sắp tới", {"deadlines"}),
    ("nội dung gồm những gì", {"whole"}),
]


@pytest.mark.parametrize(("text", "wants"), WANTS)
def test_a_question_wants_one_kind_of_answer(demo: Workspace, text: str, wants: set[str]) -> None:
    assert wants <= asked(demo, text).wants


@pytest.mark.parametrize(
    "text", ["trong chương trình có kế hoạch nào cho nữ công nhân không", "kế hoạch về kiểm tra"]
)
def test_a_question_about_what_a_plan_says_is_no_list_of_plans(demo: Workspace, text: str) -> None:
    assert "plans" not in asked(demo, text).wants


PLANS = [
    ("kế hoạch 31/KH-LĐLĐ nói gì", ["31/KH-LĐLĐ"]),
    ("kh 31 noi gi", ["31/KH-LĐLĐ"]),
    ("31/KH - LĐLD", ["31/KH-LĐLĐ"]),
    ("chương trình hành động 880", ["880/CTr-LĐLĐ"]),
    ("hạn báo cáo ở gia lâm", ["880/CTr-LĐLĐ"]),
    ("long bien bao cao khi nao", ["19/KH-LĐLĐ", "31/KH-LĐLĐ"]),
    ("kh 19 long biên", ["19/KH-LĐLĐ"]),
    ("quận 1 sơ kết thế nào", [None]),
    ("Q1 so ket", [None]),
]


@pytest.mark.parametrize(("text", "numbers"), PLANS)
def test_the_plan_is_known_by_its_number_or_its_issuer(
    demo: Workspace, text: str, numbers: list[str | None]
) -> None:
    keys = asked(demo, text).plans or ()
    heads = {stored.key: stored.plan for stored in demo.answerer.catalogue().plans}
    assert sorted((heads[k].number for k in keys), key=str) == numbers


MISSING = [
    ("Hạn báo cáo của LĐLĐ quận Hoàn Kiếm", "Hoàn Kiếm"),
    ("han bao cao cua hoan kiem", "hoan kiem"),
    ("LĐLĐ tỉnh Đồng Nai báo cáo khi nào", "Đồng Nai"),
    ("CĐCS quận 3 gửi báo cáo", "quận 3"),
    ("Công đoàn huyện Phù Vân Đông báo cáo", "huyện Phù Vân"),
    ("nội dung chính của kế hoạch 99/KH-LĐLĐ", "99/KH-LĐLĐ"),
    ("kh 112 ban hành ngày nào", "112"),
]


@pytest.mark.parametrize(("text", "name"), MISSING)
def test_a_body_or_number_that_no_plan_has_is_said_to_be_missing(
    demo: Workspace, text: str, name: str
) -> None:
    assert [missing.name for missing in asked(demo, text).missing] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "chương trình 01 triệu sáng kiến",
        "công đoàn tỉnh Bình Phước",
        "quận phải làm gì",
        "LĐLĐ huyện báo cáo ai",
        "kế hoạch năm 2027 của công đoàn",
        "nghị quyết 20-NQ/TW nói gì",
        "kế hoạch số 80/KH-LĐLĐ",
    ],
)
def test_what_the_plans_know_is_not_missing(demo: Workspace, text: str) -> None:
    assert asked(demo, text).missing == ()


TALKS = [
    ("xin chào", "greeting"),
    ("chào bạn!", "greeting"),
    ("bạn là ai?", "about"),
    ("bot làm được gì", "about"),
    ("cảm ơn nhé", "thanks"),
    ("😀😀", "wordless"),
    ("???", "wordless"),
    ("chào mừng đại hội công đoàn", ""),
]


@pytest.mark.parametrize(("text", "talk"), TALKS)
def test_small_talk_is_no_question(demo: Workspace, text: str, talk: str) -> None:
    assert asked(demo, text).talk == talk


def test_a_question_speaks_of_days() -> None:
    assert period_of("trong tháng 9 này phải làm gì", TODAY) == (
        dt.date(2026, 9, 1),
        dt.date(2026, 9, 30),
    )
    assert period_of("từ giờ tới cuối năm", TODAY) == (TODAY, dt.date(2026, 12, 31))
    assert period_of("báo cáo kết quả", TODAY) is None
    assert period_of("báo cáo hằng quý trước ngày nào", TODAY) is None
    assert period_of("nộp hằng năm trước khi nào", TODAY) is None
    assert period_of("báo cáo quý trước", TODAY) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def test_only_five_hundred_characters_are_read(demo: Workspace) -> None:
    question = asked(demo, "báo cáo " * 700)
    assert question.is_cut
    assert len(question.text) == 500
