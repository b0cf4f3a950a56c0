"""What the bot answers from the demonstration plans."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot import messages
from bot.answers import Answer
from bot.due import due_on, next_time
from bot.workspace import Workspace
from corpus.model import Deadline, Plan, Source

TODAY = dt.date(2026, 11, 20)


def ask(demo: Workspace, text: str, today: dt.date = TODAY) -> Answer:
    return demo.answerer.answer(text, today)


def dues(answer: Answer) -> set[str]:
    return {str(due.due) for due in answer.deadlines}


# question, words of the passage, days among the deadlines
ANSWERED = [
    ("CĐCS ở Long Biên báo cáo quán triệt nghị quyết chậm nhất ngày nào?", "ldldlongbien@gmail.com", {"2023-10-05"}),
    ("cdcs long bien bao cao quan triet nghi quyet cham nhat ngay nao", "ldldlongbien@gmail.com", {"2023-10-05"}),
    ("hạn báo cáo long biên là bn", "ldldlongbien@gmail.com", {"2023-10-05"}),
    ("email nhận báo cáo quán triệt nghị quyết long biên", "ldldlongbien@gmail.com", {"2023-10-05"}),
    ("thời gian của đợt thi đua cao điểm là từ hôm nào tới hôm nào", "01/5/2023 đến 30/9/2023", {"2023-09-30"}),
    ("Công đoàn cơ sở báo cáo 6 tháng về LĐLĐ huyện trước ngày nào", "báo cáo 6 tháng", {"2027-05-10", "2027-11-10"}),
    ("cđcs gửi báo cáo sơ kết về quận 1 trước ngày mấy", "24/11/2015", {"2015-11-24"}),
    ("kiến nghị về thưởng tết gửi trước mấy giờ", "17 giờ 00", {"2026-12-15", "2026-12-21"}),
    ("in mức chi thủ tục thanh quyết toán hạn khi nào", "thanh quyết toán", {"2026-11-30"}),
    ("đối thoại giữa lãnh đạo tỉnh với công nhân", "đối thoại", {"2027-06-30"}),
    ("báo cáo tháng gửi trước ngày nào", "trước ngày 25 hằng tháng", {"2026-11-25"}),
    ("báo cáo quý", "tháng cuối quý", {"2026-12-20"}),
    ("phong trào giỏi việc nước đảm việc nhà", "Giỏi việc nước", set()),
    ("ai ký kế hoạch 31", "Nguyễn Trường Giang", set()),
    ("kế hoạch 880 ban hành ngày nào", "ngày 26 tháng 12 năm 2023", set()),
    ("nơi nhận kế hoạch 76", "Lưu: VT", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "days"), ANSWERED)
def test_the_passage_is_found_with_its_day(
    demo: Workspace, text: str, words: str, days: set[str]
) -> None:
    answer = ask(demo, text)
    assert answer.status == "answered"
    assert answer.found is not None
    assert words in answer.found.text
    assert days <= dues(answer)


NOT_FOUND = [
    "LĐLĐ quận Hoàn Kiếm phải nộp báo cáo trước hôm nào vậy?",
    "nội dung chính của kế hoạch 99/KH-LĐLĐ",
    "mai ở Hà Nội có mưa không bot",
    "giá vàng hôm nay",
    "cho em xin sđt lãnh đạo công đoàn Gia Lâm",
    "asdfgh qwerty zxcv",
    "'; DROP TABLE plans;--",
    "<script>alert(1)</script>",
    "How can I apply for a work permit?",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_no_plan_says_is_not_answered(demo: Workspace, text: str) -> None:
    assert ask(demo, text).status in ("not_found", "unsure")


@pytest.mark.parametrize("text", ["Hạn của quận Hoàn Kiếm", "kế hoạch 99 nói gì"])
def test_another_body_s_or_number_s_day_is_never_given(demo: Workspace, text: str) -> None:
    answer = ask(demo, text)
    assert answer.status == "not_found"
    assert answer.deadlines == ()


@pytest.mark.parametrize(
    "text", ["kế hoạch 76 của Trường Lâm nói gì", "kế hoạch 31 của Sông Thao hạn báo cáo"]
)
def test_a_number_that_the_named_body_has_not_is_a_plan_nobody_added(
    demo: Workspace, text: str
) -> None:
    answer = ask(demo, text)
    assert answer.status == "not_found"
    assert answer.question.missing[0].what == "number"


def test_what_only_comes_near_is_shown_with_a_doubt(demo: Workspace) -> None:
    text = (
        "Liên đoàn Lao động thành phố Hà Nội báo cáo khi nào"  # it is cited, but has no plan here
    )
    assert ask(demo, text).status == "unsure"


# what is asked for by its form, and the best passage has not
FORMLESS = [
    "Mỗi đoàn viên khó khăn được tặng bao nhiêu tiền dịp Tết Đinh Mùi?",
    "Công nhân được thưởng Tết mấy tháng lương?",
    "xe dua cong nhan ve que khoi hanh luc may gio o dau",
    "Đại hội CĐCS Giày An Hòa Khê tổ chức ở hội trường nào",
    "Ai là trưởng Ban Chính sách, Pháp luật LĐLĐ tỉnh Sông Thao?",
    "số tài khoản ngân hàng của LĐLĐ tỉnh Trường Lâm",
    "Tháng Công nhân năm 2028 phát động khi nào",
    "thai sản nghỉ mấy tháng",
    "Hội Phụ nữ tỉnh Sông Thao tổng kết phong trào khi nào",
    "LĐLĐ quận Long Biên chăm lo Tết 2027 cho đoàn viên ra sao",
    "email là gì",
]


@pytest.mark.parametrize("text", FORMLESS)
def test_a_sum_hour_place_name_or_year_that_is_not_there_is_never_a_sure_answer(
    demo: Workspace, text: str
) -> None:
    assert ask(demo, text).status in ("unsure", "not_found")


def test_a_company_that_no_plan_knows_is_said_to_be_missing(demo: Workspace) -> None:
    answer = ask(demo, "Công ty Samsung bố trí xe đưa công nhân về quê ngày nào")
    assert answer.question.missing[0].name == "Công ty Samsung"


# question, the days listed
LISTED = [
    ("hạn tháng 12 của Trường Lâm", ["2026-12-10", "2026-12-15", "2026-12-20", "2026-12-25", "2026-12-31"]),
    ("tuần sau phải nộp gì", ["2026-11-25", "2026-11-28"]),
    ("tuần này phải nộp gì", []),
    ("ngày 15/12/2026 có hạn gì", ["2026-12-15", "2026-12-15"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "days"), LISTED)
def test_what_is_due_in_a_time_is_listed_with_what_returns_in_it(
    demo: Workspace, text: str, days: list[str]
) -> None:
    answer = ask(demo, text)
    assert answer.status == "list"
    assert [str(due.due) for _, due in answer.listed] == days


# a report that returns, asked for at a time
ASKED_TIMES = [
    ("báo cáo quý I năm 2027", "2027-03-20"),
    ("báo cáo tháng 12 nộp ngày nào", "2026-12-25"),
    ("báo cáo tổng kết năm 2026 nộp ngày nào", "2026-11-15"),
    ("báo cáo sơ kết 6 tháng năm 2028 huyện gửi ngày nào", "2028-05-10"),
]


@pytest.mark.parametrize(("text", "day"), ASKED_TIMES)
def test_a_report_that_returns_is_answered_for_the_time_asked(
    demo: Workspace, text: str, day: str
) -> None:
    first = ask(demo, text).deadlines[0]
    assert str(first.due) == day


@pytest.mark.parametrize("text", ["không", "có", "ừ thế à"])
def test_words_of_conversation_alone_are_offered_nothing(demo: Workspace, text: str) -> None:
    answer = ask(demo, text)
    assert (answer.status, answer.alternatives) == ("not_found", ())


@pytest.mark.parametrize("text", ["31", "kế hoạch 31", "KH 31/KH-LĐLĐ"])
def test_a_plan_s_number_alone_opens_the_plan(demo: Workspace, text: str) -> None:
    answer = ask(demo, text)
    assert answer.found is not None
    assert answer.found.plan.number == "31/KH-LĐLĐ"
    assert answer.question.is_bare


def test_two_words_that_many_deadlines_have_are_answered_with_the_list(demo: Workspace) -> None:
    answer = ask(demo, "hạn báo cáo")
    assert answer.status == "list"
    assert len({plan.id for plan, _ in answer.listed}) > 1


def test_of_a_passage_s_deadlines_the_one_asked_for_comes_first(demo: Workspace) -> None:
    answer = ask(demo, "trao quà tết phải xong trước ngày nào")
    assert [str(due.due) for due in answer.deadlines] == ["2027-01-28", "2027-01-05"]
    assert "Việc: trao quà\n" in messages.answer(answer)[0]


def test_a_day_beside_the_passage_is_shown_where_the_question_may_mean_it(demo: Workspace) -> None:
    answer = ask(demo, "đăng ký đá bóng, kéo co cho hội thao công ty giày hạn cuối khi nào")
    assert dues(answer) == {"2027-05-31"}  # the sports day
    assert [str(due.due) for due in answer.also] == ["2027-04-15"]  # to register for it
    (text,) = messages.answer(answer)
    assert text.index("31/05/2027") < text.index(messages.ALSO_ASKED) < text.index("15/04/2027")
    assert not ask(demo, "cđcs gửi báo cáo sơ kết về quận 1 trước ngày mấy").also


def test_plans_are_listed_newest_first_and_undated_ones_last(demo: Workspace) -> None:
    days = [stored.plan.issued_on for stored in demo.answerer.newest_first()]
    dated = [day for day in days if day]
    assert days == sorted(dated, reverse=True) + [None] * (len(days) - len(dated))


def test_an_empty_corpus_answers_not_found(empty: Workspace) -> None:
    assert empty.answerer.answer("hạn báo cáo", TODAY).status == "not_found"


def test_coming_deadlines_are_listed_nearest_first(demo: Workspace) -> None:
    answer = ask(demo, "những việc nào sắp đến hạn")
    left = [due.days_left for _, due in answer.listed]
    assert answer.status == "list"
    assert left == sorted(left)
    assert min(days for days in left if days is not None) >= 0


def test_all_deadlines_of_one_plan_are_listed_past_ones_too(demo: Workspace) -> None:
    answer = ask(demo, "liệt kê các mốc hạn trong kế hoạch 31")
    days = {str(due.due) for _, due in answer.listed}
    assert days == {"2023-08-30", "2023-09-30", "2023-10-05"}


def test_the_plans_are_listed(demo: Workspace) -> None:
    assert len(ask(demo, "có những kế hoạch nào?").plans) == 8


def test_a_passage_without_a_deadline_shows_its_section_s_and_says_so(demo: Workspace) -> None:
    answer = ask(demo, "ban chấp hành công đoàn cơ sở long biên rà soát chương trình công tác")
    assert answer.relation == "section"
    assert dues(answer) >= {"2023-10-05"}


YEARLY = Deadline("recurring", "", "", "before", rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10")
QUARTERLY = Deadline(
    "recurring", "", "", "before",
    rule="DTSTART:20260320T000000\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20",
)  # fmt: skip


def plan_with(term: str | None) -> Plan:
    return Plan("p", None, None, "", None, None, None, term, None, (), (), Source("", ""))


@pytest.mark.parametrize(
    ("deadline", "today", "expected"),
    [
        (YEARLY, "2026-11-20", "2027-05-10"),
        (YEARLY, "2027-05-09", "2027-05-10"),
        (YEARLY, "2027-05-10", "2028-05-10"),  # before the 10th: on the 10th it is too late
        (QUARTERLY, "2026-11-20", "2026-12-20"),
        (QUARTERLY, "2026-12-20", "2027-03-20"),
    ],
)
def test_a_recurring_deadline_is_taken_at_its_next_time(
    deadline: Deadline, today: str, expected: str
) -> None:
    day = next_time(deadline, plan_with(None), dt.date.fromisoformat(today))
    assert day == dt.date.fromisoformat(expected)


def test_a_recurring_deadline_ends_with_the_plan_s_term() -> None:
    assert next_time(YEARLY, plan_with("2023-2028"), dt.date(2028, 6, 1)) is None
    assert due_on(YEARLY, plan_with("2023-2028"), dt.date(2028, 6, 1)).days_left is None


def test_a_time_just_missed_is_told_with_the_next_one() -> None:
    missed = due_on(QUARTERLY, plan_with(None), dt.date(2026, 9, 25))
    assert (missed.missed, missed.due) == (dt.date(2026, 9, 20), dt.date(2026, 12, 20))
    assert due_on(QUARTERLY, plan_with(None), dt.date(2026, 11, 20)).missed is None


def test_days_left_count_to_the_last_day_in_time() -> None:
    before = Deadline("by", "", "", "before", due=dt.date(2026, 11, 25))
    through = Deadline("by", "", "", "through", due=dt.date(2026, 11, 25))
    assert due_on(before, plan_with(None), TODAY).days_left == 4
    assert due_on(through, plan_with(None), TODAY).days_left == 5


def test_a_plan_that_was_removed_is_opened_by_no_button(empty: Workspace) -> None:
    empty.add(
        "plan.txt",
        (Path(__file__).parent / "data" / "plan.txt").read_bytes(),
        dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
    )
    (key,) = empty.store.keys()
    assert empty.answerer.plan(key)
    empty.store.remove(key)
    empty.answerer.catalogue()
    assert empty.answerer.plan(key) is None
