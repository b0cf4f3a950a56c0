"""What looks like a date and is no deadline is listed with the rule that says so."""

from __future__ import annotations

import pytest

from corpus.parsing import parse_file
from corpus.passed import passed_over

HEAD = """LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU
Số: 12/KH-LĐLĐ
Mẫu, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Công tác kiểm tra năm 2026
I. NỘI DUNG
Các cấp công đoàn tổ chức kiểm tra theo kế hoạch đã giao, bảo đảm đúng quy định và tiết kiệm cho đơn vị.
"""

# sentence, phrase, rule
PASSED = [
    ("Theo Công văn số 80/LĐLĐ-TC ngày 21/02/2025 của cấp trên.", "ngày 21/02/2025", "cited"),
    ("Chào mừng ngày Quốc tế Lao động 1/5.", "ngày Quốc tế Lao động 1/5", "feast"),
    ("Nghị quyết nhiệm kỳ 2023-2028 đề ra năm khâu đột phá.", "2023-2028", "named"),
    ("Kết quả từ đầu nhiệm kỳ đến hết tháng 11 năm 2025.", "tháng 11 năm 2025", "statistic"),
    ("Đoàn viên sinh trước ngày 01/01/1980 được thăm hỏi.", "ngày 01/01/1980", "condition"),
    ("Không tổ chức hội nghị trước ngày 01/12/2026.", "ngày 01/12/2026", "negated"),
    ("Bỏ thời hạn cũ thay cho thời hạn 15/4/2026.", "15/4/2026", "replaced"),
    ("Thực hiện Nghị quyết 20-NQ/TW trong toàn hệ thống.", "20-NQ/TW", "number"),
    ("Phát động đợt thi đua 75 ngày trong công nhân.", "75 ngày", "number"),
    ("Đường dây nóng trực 24/7 trong cả đợt.", "24/7", "unbound"),
]


@pytest.mark.parametrize(("sentence", "phrase", "rule"), PASSED)
def test_a_date_like_phrase_is_kept_with_its_rule(sentence: str, phrase: str, rule: str) -> None:
    plan = parse_file("a.txt", (HEAD + sentence).encode())
    assert plan.deadlines == ()
    assert (phrase, rule) in [(p.phrase, p.rule) for p in passed_over(plan)]


def test_a_day_that_another_takes_the_place_of_is_replaced() -> None:
    text = "Nộp trước ngày 20/5/2026 (đã gia hạn đến 25/5/2026)."
    plan = parse_file("a.txt", (HEAD + text).encode())
    assert [str(d.due) for d in plan.deadlines] == ["2026-05-25"]
    assert ("ngày 20/5/2026", "replaced") in [(p.phrase, p.rule) for p in passed_over(plan)]


def test_the_plans_own_date_is_listed_as_such() -> None:
    plan = parse_file("a.txt", HEAD.encode())
    (own,) = [p for p in passed_over(plan) if p.rule == "own_date"]
    assert own.phrase == "ngày 05 tháng 01 năm 2026"


def test_a_deadline_is_not_listed_among_what_was_passed_over() -> None:
    plan = parse_file("a.txt", (HEAD + "Báo cáo trước ngày 10/11/2026.").encode())
    assert len(plan.deadlines) == 1
    assert not [p for p in passed_over(plan) if "10/11" in p.phrase]
