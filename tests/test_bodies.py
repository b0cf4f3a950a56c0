"""The body that a question names decides between two deadlines."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.bodies import names_of
from bot.workspace import Workspace

TODAY = dt.date(2026, 11, 20)


def test_an_addressee_is_known_by_every_body_in_it() -> None:
    assert names_of("Ban Chấp hành CĐCS và Ủy ban kiểm tra LĐLĐ quận 1") == {
        "ban chap hanh", "ban chap hanh cong doan co so", "cong doan co so", "uy ban kiem tra",
        "uy ban kiem tra lien doan lao dong quan 1", "lien doan lao dong quan 1",
    }  # fmt: skip


ASKED = [
    ("CĐCS nộp báo cáo sơ kết cho quận 1 trễ nhất ngày nào", dt.date(2015, 11, 24)),
    ("hạn nộp báo cáo sơ kết của công đoàn cơ sở quận 1", dt.date(2015, 11, 24)),
    ("ủy ban kiểm tra quận 1 nộp báo cáo sơ kết khi nào", dt.date(2015, 11, 20)),
    ("cdcs quan 1 nop bao cao so ket khi nao", dt.date(2015, 11, 24)),
    ("công ty ở Long Biên gửi báo cáo quán triệt khi nào", dt.date(2023, 10, 5)),
    ("gửi LĐLĐ quận Long Biên báo cáo quán triệt trễ nhất hôm nào", dt.date(2023, 10, 5)),
]


@pytest.mark.parametrize(("text", "day"), ASKED)
def test_a_body_is_given_its_own_deadline(demo: Workspace, text: str, day: dt.date) -> None:
    answer = demo.answerer.answer(text, TODAY)
    assert answer.status == "answered"
    assert answer.deadlines[0].due == day
