"""Numbers of deadlines: kept through corrections and new versions; what is new is told once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import NOW

from bot.desk import Desk
from bot.known import KnownDeadlines
from bot.subscriptions import Follow, Subscriptions
from bot.workspace import Workspace
from corpus.correcting import Correction
from corpus.parsing import parse_file

HEAD = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: {number}/KH-LĐLĐ\n\nTứ Kỳ, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n"
    "Kiểm tra công đoàn cơ sở\n\nI. MỤC ĐÍCH\n- Giúp các công đoàn cơ sở thực hiện đúng Điều lệ, quản lý tốt tài chính.\n\n"
)
REPORT = "Các công đoàn cơ sở gửi báo cáo kết quả kiểm tra chậm nhất ngày {day}."
LIST = "Ban Tài chính lập danh sách đơn vị được kiểm tra trước ngày 15/4/2026."
MINH = 11


def text(*lines: str, number: int = 7) -> bytes:
    body = "".join(f"{n}. {line}\n" for n, line in enumerate(lines, 1))
    return (HEAD.format(number=number) + "II. NỘI DUNG\n" + body).encode()


@pytest.fixture
def known(empty: Workspace) -> KnownDeadlines:
    return KnownDeadlines(empty.store)


def add(workspace: Workspace, *lines: str, number: int = 7) -> None:
    workspace.add("kh.txt", text(*lines, number=number), NOW)


def numbers(workspace: Workspace, known: KnownDeadlines) -> dict[str, int]:
    """Number of each deadline, by its day."""
    known.look(NOW)
    rows = workspace.store.rows("select id, day from known_deadlines")
    return {row["day"]: row["id"] for row in rows}


def kinds(known: KnownDeadlines) -> list[tuple[str, int]]:
    return [(news.kind, len(news.moved)) for news in known.news(NOW - dt.timedelta(days=1))]


def test_a_new_plan_is_news_once(empty: Workspace, known: KnownDeadlines) -> None:
    add(empty, LIST)
    assert [known.look(NOW), known.look(NOW)] == [1, 0]
    assert kinds(known) == [("new", 0)]


def test_a_deadline_keeps_its_number_wherever_it_has_gone(
    empty: Workspace, known: KnownDeadlines
) -> None:
    add(empty, REPORT.format(day="20/5/2026"), LIST)
    before = numbers(empty, known)
    add(empty, "Công việc mới, giao Văn phòng thực hiện.", LIST, REPORT.format(day="20/5/2026"))
    assert numbers(empty, known) == before
    assert kinds(known) == [("new", 0)]


def test_a_day_that_has_moved_is_news_and_keeps_its_number(
    empty: Workspace, known: KnownDeadlines
) -> None:
    add(empty, REPORT.format(day="20/5/2026"), LIST)
    before = numbers(empty, known)
    add(empty, LIST, REPORT.format(day="30/5/2026"))
    after = numbers(empty, known)
    assert after["2026-05-30"] == before["2026-05-20"]
    (_, moved) = known.news(NOW - dt.timedelta(days=1))
    assert [(m.id, m.old, m.new) for m in moved.moved] == [
        (before["2026-05-20"], "2026-05-20", "2026-05-30")
    ]


def test_two_alike_on_their_own_days_are_not_taken_for_moved(
    empty: Workspace, known: KnownDeadlines
) -> None:
    first = "Các công đoàn cơ sở gửi báo cáo đợt một chậm nhất ngày 20/5/2026."
    second = "Các công đoàn cơ sở gửi báo cáo đợt hai chậm nhất ngày 20/8/2026."
    add(empty, first, second)
    before = numbers(empty, known)
    add(empty, "Văn phòng theo dõi việc thực hiện.", second, first)
    assert numbers(empty, known) == before
    assert kinds(known) == [("new", 0)]


def test_a_corrected_day_is_news(empty: Workspace, known: KnownDeadlines) -> None:
    add(empty, LIST)
    known.look(NOW)
    desk, (key,) = Desk(empty.store), empty.store.keys()
    draft = desk.edit_published(key, MINH, NOW)
    plan = empty.store.plan(key)
    assert draft and plan
    deadline = plan.deadlines[0]
    place = (deadline.section, deadline.item, deadline.phrase)
    desk.correct(draft, Correction("day", "2026-04-25", *place), NOW)
    desk.publish(draft, MINH, NOW)
    known.look(NOW)
    assert kinds(known) == [("new", 0), ("moved", 1)]


def test_a_plan_in_another_s_place_takes_over_its_numbers_and_followers(
    empty: Workspace, known: KnownDeadlines
) -> None:
    add(empty, REPORT.format(day="20/5/2026"))
    before = numbers(empty, known)
    (old,) = (row["plan_id"] for row in empty.store.rows("select plan_id from known_plans"))
    chats = Subscriptions(empty.store)
    chats.register((-5, 0), "group", "Tổ 1", NOW)
    chats.follow((-5, 0), Follow("plan", old), NOW)
    desk = Desk(empty.store)
    data = text(REPORT.format(day="28/5/2026"), number=9)
    draft = desk.receive(MINH, [("kh9.txt", data)], NOW)
    desk.understood(draft, parse_file("kh9.txt", data), NOW)
    desk.set_replaces(draft, old, NOW)
    done = desk.publish(draft, MINH, NOW)
    assert done
    after = numbers(empty, known)
    assert after["2026-05-28"] == before["2026-05-20"]
    news = known.news(NOW - dt.timedelta(days=1))[-1]
    assert (news.kind, news.instead, len(news.moved)) == ("new", old, 1)
    chat = chats.get((-5, 0))
    assert chat
    assert chat.follows == (Follow("plan", done[1].id),)


def test_a_plan_withdrawn_and_restored_is_no_news_and_keeps_its_numbers(
    empty: Workspace, known: KnownDeadlines
) -> None:
    add(empty, LIST)
    before = numbers(empty, known)
    desk, (key,) = Desk(empty.store), empty.store.keys()
    desk.withdraw(key, MINH, NOW)
    known.look(NOW)
    desk.restore(desk.aside()[0].id, MINH, NOW)
    assert numbers(empty, known) == before
    assert kinds(known) == [("new", 0)]


def test_text_and_table_of_one_deadline_have_one_number(
    empty: Workspace, known: KnownDeadlines
) -> None:
    table = "\nPHỤ LỤC\n| STT | Nội dung | Đơn vị | Thời hạn |\n|---|---|---|---|\n| 1 | Lập danh sách đơn vị được kiểm tra | Ban Tài chính | Trước ngày 15/4/2026 |\n"
    empty.add("kh.txt", text(LIST) + table.encode(), NOW)
    known.look(NOW)
    rows = empty.store.rows("select id, mark from known_deadlines")
    assert len({row["mark"] for row in rows}) == 2
    assert len({row["id"] for row in rows}) == 1


def test_an_event_that_gets_its_day_is_due_and_one_that_moves_is_news(
    empty: Workspace, known: KnownDeadlines
) -> None:
    add(empty, "Công đoàn cơ sở gửi hồ sơ chậm nhất 15 ngày sau ngày đại hội.")
    known.look(NOW)
    (key,) = empty.store.keys()
    plan = empty.store.plan(key)
    assert plan
    event = plan.deadlines[0].counted_from
    for day in (dt.date(2027, 3, 1), dt.date(2027, 3, 8)):
        empty.store.set_event_day(plan.id, event, day)
        known.look(NOW)
    assert kinds(known) == [("new", 0), ("moved", 1)]
    (move,) = known.news(NOW - dt.timedelta(days=1))[-1].moved
    assert (move.old, move.new) == ("2027-03-16", "2027-03-23")


ALIKE = (
    "Công đoàn cơ sở gửi danh sách đoàn viên khó khăn chậm nhất ngày 10/6/2026.",
    "Công đoàn cơ sở gửi danh sách đoàn viên tiêu biểu chậm nhất ngày 10/6/2026.",
    "Công đoàn cơ sở gửi danh sách đoàn viên mới kết nạp chậm nhất ngày 10/6/2026.",
)


def by_words(workspace: Workspace, known: KnownDeadlines) -> dict[str, int]:
    """Number of each deadline, by its words."""
    known.look(NOW)
    return {
        row["words"]: row["id"]
        for row in workspace.store.rows("select id, words from known_deadlines")
    }


@pytest.mark.parametrize(
    "after",
    [
        ("Văn phòng theo dõi việc thực hiện.", *ALIKE),
        ("Công đoàn cơ sở gửi danh sách đoàn viên ốm đau chậm nhất ngày 10/6/2026.", *ALIKE),
        tuple(reversed(ALIKE)),
    ],
)
def test_like_tasks_of_one_day_keep_their_own_numbers(
    empty: Workspace, known: KnownDeadlines, after: tuple[str, ...]
) -> None:
    add(empty, *ALIKE)
    before = by_words(empty, known)
    add(empty, *after)
    now = by_words(empty, known)
    assert {words: now[words] for words in before} == before


def test_rounds_are_told_apart_by_their_figures(empty: Workspace, known: KnownDeadlines) -> None:
    rounds = "Công đoàn cơ sở gửi báo cáo đợt {n} chậm nhất ngày {day}."
    add(empty, rounds.format(n=1, day="10/3/2027"), rounds.format(n=2, day="20/3/2027"))
    before = by_words(empty, known)
    add(empty, rounds.format(n=1, day="20/3/2027"), rounds.format(n=2, day="30/3/2027"))
    assert by_words(empty, known) == before
    moved = known.news(NOW - dt.timedelta(days=1))[-1].moved
    assert sorted((m.old, m.new) for m in moved) == [
        ("2027-03-10", "2027-03-20"), ("2027-03-20", "2027-03-30"),
    ]  # fmt: skip


def test_one_sentence_for_two_bodies_is_two_deadlines(
    empty: Workspace, known: KnownDeadlines
) -> None:
    task = "- Gửi báo cáo kết quả về LĐLĐ huyện trước ngày 10/6/2026.\n"
    body = f"II. NỘI DUNG\n1. Công đoàn cơ sở\n{task}2. Ban Nữ công\n{task}"
    empty.add("kh.txt", (HEAD.format(number=7) + body).encode(), NOW)
    assert len(set(by_words(empty, known).values())) == 2


def test_two_that_look_at_once_find_a_plan_new_once(
    empty: Workspace, known: KnownDeadlines
) -> None:
    add(empty, LIST)
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: known.look(NOW), range(8)))
    assert sum(counts) == 1
    assert kinds(known) == [("new", 0)]
