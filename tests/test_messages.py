"""What the bot says, and that it fits into Telegram."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from bot import messages
from bot.answering import found_at
from bot.answers import Answer, Found
from bot.due import Due
from bot.handlers.members import passage_data
from bot.questions import Question
from bot.workspace import Workspace
from corpus.model import Deadline, Item, Note, Plan, Section, Source
from index.passages import Passage

TODAY = dt.date(2026, 11, 20)

DAYS = [
    (0, "hôm nay là ngày cuối"),
    (1, "còn 1 ngày (ngày mai là ngày cuối)"),
    (5, "còn 5 ngày"),
    (-1, "đã quá hạn 1 ngày"),
    (-59, "đã quá hạn 59 ngày"),
    (-100, "đã quá hạn 3 tháng"),
    (-1142, "đã quá hạn 3 năm"),
]


@pytest.mark.parametrize(("days", "words"), DAYS)
def test_days_left_are_said_as_an_officer_would(days: int, words: str) -> None:
    assert messages.days_left(days) == words


def due(kind: str, bound: str, day: str | None, last: str | None = None, **more: object) -> Due:
    date = dt.date.fromisoformat(day) if day else None
    last_day = dt.date.fromisoformat(last) if last else date
    sentence = str(more.pop("sentence", ""))
    deadline = Deadline(kind, "phrase", sentence, bound, due=date, **more)  # type: ignore[arg-type]
    return Due(deadline, date, last_day, (last_day - TODAY).days if last_day else None)


LINES = [
    (due("by", "before", "2026-11-30", "2026-11-29"),
     "Trước thứ Hai, 30/11/2026 (chậm nhất hết Chủ nhật, 29/11/2026) — còn 9 ngày"),
    (due("by", "through", "2026-11-24"), "Chậm nhất thứ Ba, 24/11/2026 — còn 4 ngày"),
    (due("by", "in", "2026-11-24"), "Thứ Ba, 24/11/2026 — còn 4 ngày"),
    (due("by", "before", "2026-12-15", time="17:00"), "Trước 17:00 thứ Ba, 15/12/2026 — còn 25 ngày"),
    (due("within", "in", "2026-11-30"), "Chậm nhất thứ Hai, 30/11/2026 — còn 10 ngày"),
    (due("range", "from", "2026-12-20", start=dt.date(2026, 12, 1)),
     "Từ thứ Ba, 01/12/2026 đến hết Chủ nhật, 20/12/2026 — còn 11 ngày nữa thì bắt đầu"),
    (due("range", "from", "2026-12-20", start=dt.date(2026, 11, 1)),
     "Từ Chủ nhật, 01/11/2026 đến hết Chủ nhật, 20/12/2026 — còn 30 ngày"),
    (due("range", "from", "2026-09-30", start=dt.date(2026, 5, 1)),
     "Từ thứ Sáu, 01/05/2026 đến hết thứ Tư, 30/09/2026 — đã kết thúc 51 ngày trước"),
    (due("within", "in", "2027-09-30", sentence="Dự kiến tổ chức phrase."),
     "Dự kiến, chậm nhất thứ Năm, 30/09/2027 — còn 314 ngày"),
    (due("recurring", "before", "2027-05-10", "2027-05-09", rule="FREQ=YEARLY"),
     "Kỳ tới: trước thứ Hai, 10/05/2027 (chậm nhất hết Chủ nhật, 09/05/2027) — còn 170 ngày, lặp lại hằng năm"),
    (due("relative", "through", None, event="ngày nhận"),
     "Phrase (kế hoạch không ghi ngày của sự kiện này)"),
    (due("by", "before", None), messages.NO_DAY),
    (due("target", "through", "2028-12-31"), "Mốc chỉ tiêu: đến 31/12/2028 — còn 772 ngày"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "line"), LINES)
def test_a_deadline_is_worked_out_with_its_weekday(item: Due, line: str) -> None:
    assert messages.due_line(item, TODAY) == line


def plan_of(text: str, title: str = "Tên <b>kế hoạch</b> & việc") -> Plan:
    section = Section("I", "I.", "NỘI DUNG", 1, ("I. NỘI DUNG",), (Item("-", text),))
    return Plan("p", "1/KH-LĐLĐ", "Kế hoạch", title, "LĐLĐ", None, None, None, None, (section,),
                source=Source("", ""))  # fmt: skip


def answer_of(text: str) -> Answer:
    found = found_at(plan_of(text), Passage(1, 0, 0, 0))
    return Answer("answered", Question("hỏi", "hoi", ()), TODAY, found)


def test_everything_from_a_plan_is_escaped() -> None:
    (text,) = messages.answer(answer_of("làm <i>ngay</i> & <script>"))
    assert "&lt;i&gt;ngay&lt;/i&gt; &amp; &lt;script&gt;" in text
    assert messages.plain(text).count("<script>") == 1


TAGS = re.compile(r"<(/?)(\w+)>")


def is_balanced(markup: str) -> bool:
    stack: list[str] = []
    for closing, tag in TAGS.findall(markup):
        if not closing:
            stack.append(tag)
        elif not stack or stack.pop() != tag:
            return False
    return not stack


@pytest.mark.parametrize("length", [10, 3_000, 9_000])
def test_an_answer_fits_into_one_message(length: int) -> None:
    (text,) = messages.answer(answer_of("ế & " * (length // 4)))
    assert messages.length(text) <= messages.LIMIT
    assert is_balanced(text)


def test_a_long_section_is_split_between_paragraphs_and_none_is_lost() -> None:
    items = tuple(Item("-", f"Việc thứ {n}: " + "báo cáo kết quả " * 30) for n in range(60))
    section = Section("I", "I.", "NỘI DUNG", 1, ("I. NỘI DUNG",), items)
    plan = Plan("p", None, None, "Tên", None, None, None, None, None, (section,))
    parts = messages.section_text(plan, 0)
    assert len(parts) > 5
    assert all(messages.length(part) <= messages.LIMIT and is_balanced(part) for part in parts)
    assert [int(n) for n in re.findall(r"Việc thứ (\d+)", "\n".join(parts))] == list(range(60))


def test_a_paragraph_longer_than_a_message_is_cut_between_words() -> None:
    plan = plan_of("báo cáo " * 2_000)
    parts = messages.section_text(plan, 0)
    assert all(messages.length(part) <= messages.LIMIT for part in parts)
    assert sum(part.split().count("cáo") for part in parts) == 2_000


def test_a_message_s_length_is_counted_in_utf_16_without_tags() -> None:
    assert messages.length("<b>😀é</b>") == 3


def test_a_doubt_about_a_date_is_said_beside_it() -> None:
    item = due("by", "before", "2026-11-25", notes=(Note("year_assumed", "2026"),))
    assert "văn bản không ghi năm; hiểu là năm 2026" in messages.deadline_block(item, TODAY)


def test_button_data_stays_within_64_bytes_and_labels_are_short() -> None:
    plan = plan_of("x", title="Đ" * 300)
    found = Found(10**12, plan, 10**4, 10**4, 10**4, "x")
    assert len(passage_data(found).encode()) <= 64
    assert len(messages.alternative_label(found.__class__(1, plan, 0, 0, 0, "x"))) <= 60
    assert len(messages.section_button(plan.sections[0])) <= 60
    assert len(messages.plan_button(1, plan)) <= 28


def test_every_example_question_has_an_answer(demo: Workspace) -> None:
    for example in messages.EXAMPLES:
        assert demo.answerer.answer(example, TODAY).status in ("answered", "list")


def test_the_commands_fit_telegram_s_menu() -> None:
    for name, text in messages.COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 1 <= len(text) <= 256
