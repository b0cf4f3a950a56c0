"""A plan that writes "full name (ABBR)" teaches its short name; either form finds both."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.workspace import Workspace
from index.short_names import other_forms, taught

NOW = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)

TAUGHT = [
    ("Quỹ Mái ấm Công đoàn (QMACĐ) hỗ trợ đoàn viên", {"qmacd": "quỹ mái ấm công đoàn"}),
    ("Công nhân, viên chức, lao động (sau đây gọi tắt là CNVCLĐ)", {"cnvcld": "công nhân viên chức lao động"}),
    ("Câu lạc bộ Pháp luật (viết tắt: CLBPL)", {"clbpl": "câu lạc bộ pháp luật"}),
    ("giáo dục quốc phòng và an ninh (GDQP-AN)", {"gdqpan": "giáo dục quốc phòng và an ninh"}),
    ("Tập đoàn Điện lực Việt Nam (EVN)", {}),  # its letters are no initials of these words
    ("tại hội trường tầng 2 (A)", {}),
    ("trong năm 2026 (có danh sách kèm theo)", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), TAUGHT)
def test_a_name_in_brackets_is_learnt_where_its_letters_are_the_initials(
    text: str, names: dict[str, str]
) -> None:
    assert taught(text) == names


FORMS = [
    ("Các CĐCS báo cáo trước ngày 05/12.", {}, ["công đoàn cơ sở"]),
    ("CĐCS là công đoàn cơ sở.", {}, []),
    ("QMACĐ hỗ trợ 50 triệu đồng.", {"qmacd": "quỹ mái ấm công đoàn"}, ["quỹ mái ấm công đoàn"]),
    ("Hồ sơ của Quỹ Mái ấm Công đoàn", {"qmacd": "quỹ mái ấm công đoàn"}, ["qmacd"]),
    ("Kế hoạch số 31/KH-LĐLĐ", {}, []),  # the sign of a document is no name
]  # fmt: skip


@pytest.mark.parametrize(("text", "of_plan", "forms"), FORMS)
def test_a_passage_is_also_found_by_the_form_it_does_not_write(
    text: str, of_plan: dict[str, str], forms: list[str]
) -> None:
    assert other_forms(text, of_plan) == forms


PLAN = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: 14/KH-LĐLĐ\n\nTứ Kỳ, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n"
    "Chăm lo nhà ở cho đoàn viên\n\nI. MỤC ĐÍCH\nGiới thiệu Quỹ Mái ấm Công đoàn (QMACĐ) tới đoàn viên khó khăn về nhà ở.\n\n"
    "II. NỘI DUNG\n1. QMACĐ hỗ trợ mỗi nhà xây mới 50 triệu đồng.\n2. CĐCS lập danh sách gửi về huyện trước ngày 05/12/2026.\n"
)
ASKED = [
    ("quỹ mái ấm công đoàn hỗ trợ xây mới bao nhiêu tiền", "50 triệu"),
    ("QMACĐ hỗ trợ xây mới bao nhiêu tiền", "50 triệu"),
    ("qmacd ho tro xay moi bao nhieu tien", "50 triệu"),
    ("công đoàn cơ sở lập danh sách gửi về huyện trước ngày nào", "05/12/2026"),
]


@pytest.mark.parametrize(("asked", "said"), ASKED)
def test_a_member_may_use_either_form(empty: Workspace, asked: str, said: str) -> None:
    empty.add("14.txt", PLAN.encode(), NOW)
    result = empty.answerer.answer(asked, NOW.date())
    assert result.status == "answered"
    assert result.found
    assert said in result.found.text
    assert not result.question.understood
