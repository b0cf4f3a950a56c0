"""The real bot tells chats, over real HTTP; mornings of other days are swept beside it."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW
from telegram_server import Group, Message, Person
from test_bot import Bot, labels, running_bot

from bot import messages
from bot.app import notify
from bot.delivery import Outcome
from bot.settings import Settings
from bot.sweep import dry_run_of
from bot.workspace import Workspace, open_workspace

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

PLAN = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: {number}/KH-LĐLĐ\n\nTứ Kỳ, ngày 02 tháng 11 năm 2026\n\nKẾ HOẠCH\n"
    "Kiểm tra công đoàn cơ sở\n\nI. MỤC ĐÍCH\n- Giúp các công đoàn cơ sở thực hiện đúng Điều lệ, quản lý tốt tài chính.\n\n"
    "II. NỘI DUNG\n1. Các công đoàn cơ sở gửi báo cáo kiểm tra về LĐLĐ huyện chậm nhất ngày {day}.\n"
)
ASKED = "CĐCS ở Tứ Kỳ gửi báo cáo kiểm tra chậm nhất ngày nào?"


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running_bot(tmp_path_factory.mktemp("notices") / "data") as running:
        yield running
    log = running.log.read_text(encoding="utf-8")
    assert running.telegram.token.split(":")[1] not in log
    assert "Lan" not in log


@pytest.fixture
def lan(bot: Bot) -> Person:
    return bot.telegram.person("Lan")


def group_of(bot: Bot, owner: Person, *others: Person, name: str = "Tổ 1") -> Group:
    group = bot.telegram.group(name, [owner, *others])
    (greeting,) = group.hears(timeout=20)
    assert labels(greeting) == [messages.BUTTON_FOLLOW]
    return group


def follows_all(group: Group, owner: Person) -> None:
    owner.presses(messages.BUTTON_FOLLOW, chat=group)
    group.hears()
    owner.presses(messages.BUTTON_ALL, chat=group)
    (page,) = group.edits()
    assert messages.FOLLOWS_ALL in page.text


def sweep_by_cron(bot: Bot, *options: str) -> str:
    """One sweep of its own process, as cron runs it."""
    env = {
        **os.environ,
        "TELEGRAM_TOKEN": bot.telegram.token, "TELEGRAM_API_BASE": bot.telegram.root,
        "PLANBOT_STAFF": ",".join(map(str, bot.staff)),
    }  # fmt: skip
    program = "from bot.cli import main; main()"
    command = [sys.executable, "-c", program, "--data", str(bot.folder), "notify", *options]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True)
    assert "Traceback" not in done.stderr
    return done.stdout


def at(day: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(23, 59), ZONE)


@contextmanager
def opened(bot: Bot) -> Iterator[Workspace]:
    workspace = open_workspace(bot.folder, NOW)
    yield workspace
    workspace.store.close()


def sweep(bot: Bot, day: str) -> Outcome:
    """The sweep of a day, beside the bot as another process would do it."""
    settings = Settings(
        bot.folder, ZONE, bot.telegram.token, bot.telegram.root, staff=frozenset(bot.staff)
    )
    with opened(bot) as workspace:
        return asyncio.run(notify(settings, workspace, at(day)))


def due_on(bot: Bot, day: str) -> list[str]:
    """The titles of the chats that would be told something on a day."""
    with opened(bot) as workspace:
        return [n.title for n in dry_run_of(workspace.store, workspace.answerer, at(day))]


def publish(bot: Bot, number: int, day: str) -> None:
    """Staff send a plan's file and publish it."""
    bot.officer.says("/start")
    bot.officer.hears()
    bot.officer.sends_file(f"{number}.txt", PLAN.format(number=number, day=day).encode())
    _, preview = bot.officer.hears(2, timeout=20)
    bot.officer.presses(messages.BUTTON_PUBLISH, seen=preview)
    bot.officer.hears(timeout=20)


def heard(group: Group | Person, part: str, timeout: float = 20) -> Message:
    """The next message that has these words; others may come before it."""
    for _ in range(8):
        (message,) = group.hears(timeout=timeout)
        if part in message.text:
            return message
    raise AssertionError(part)


def toasted(bot: Bot, text: str) -> None:
    """Somebody was told this over a button; other presses were answered before."""
    while bot.telegram.toasts()[0].text != text:
        pass


def test_a_group_is_greeted_once_and_only_its_owner_makes_it_follow(bot: Bot, lan: Person) -> None:
    minh = bot.telegram.person("Minh")
    group = group_of(bot, minh, lan)
    lan.presses(messages.BUTTON_FOLLOW, chat=group)
    toasted(bot, messages.ADMINS_ONLY)
    lan.says("/dangky", chat=group)
    assert group.hears()[0].text == messages.ADMINS_ONLY
    lan.says("mai họp nhé", chat=group)
    follows_all(group, minh)
    for label, part in ((messages.BUTTON_DIGEST.format(mark=messages.OFF), "điểm tin"), (messages.BUTTON_QUIET.format(mark=messages.OFF), "ngày lễ")):  # fmt: skip
        minh.presses(label, chat=group)
        assert part in group.edits()[0].text
    minh.says("/huydangky", chat=group)
    group.hears()
    minh.presses(messages.BUTTON_UNFOLLOW_SURE, chat=group)
    assert group.edits()[0].text == messages.UNFOLLOWED
    group.silence(0.2)


def test_a_new_plan_is_told_at_once_and_can_be_asked_about(bot: Bot, lan: Person) -> None:
    minh = bot.telegram.person("Minh")
    group = group_of(bot, minh, lan, name="Tổ 2")
    follows_all(group, minh)
    publish(bot, 41, "20/12/2026")
    news = heard(group, "Kế hoạch mới")
    assert "41/KH-LĐLĐ" in news.text
    assert "20/12/2026" in news.text
    lan.presses(messages.BUTTON_ASK, chat=group, seen=news)
    ask = heard(group, "hỏi gì")
    lan.says("hạn gửi báo cáo là ngày nào?", chat=group, reply_to=ask.message_id)
    answer = heard(group, "20/12/2026")
    assert "41/KH-LĐLĐ" in answer.text


def test_a_day_that_moves_is_told_old_and_new(bot: Bot) -> None:
    minh = bot.telegram.person("Minh")
    group = group_of(bot, minh, name="Tổ 3")
    publish(bot, 42, "20/01/2027")
    follows_all(group, minh)
    publish(bot, 42, "25/01/2027")
    moved = heard(group, "Hạn thay đổi")
    assert "thứ Tư, 20/01/2027 → Chậm nhất thứ Hai, 25/01/2027 — còn" in moved.text


def test_a_morning_is_one_message_whose_buttons_work(bot: Bot, lan: Person) -> None:
    group = group_of(bot, lan, name="Tổ 4")
    lan.says("/dangky 58/KH-LĐLĐ", chat=group)
    assert "58/KH-LĐLĐ" in group.hears()[0].text
    assert "Tổ 4" in sweep_by_cron(bot, "--dry-run", "--today", "2026-12-08")
    sweep_by_cron(bot, "--today", "2026-12-08")
    morning = heard(group, "Nhắc hạn, thứ Ba, 08/12/2026")
    assert "gửi LĐLĐ tỉnh" in morning.text
    assert morning.text.index("10/12/2026") < morning.text.index("15/12/2026")
    sweep(bot, "2026-12-08")
    group.silence(0.2)
    lan.presses(messages.BUTTON_DONE, chat=group)
    (numbers,) = group.edits()
    lan.presses(labels(numbers)[0], chat=group, seen=numbers)
    (ticked,) = group.edits()
    assert "✅ 1." in ticked.text
    lan.presses(messages.BUTTON_AGAIN, chat=group)
    (numbers,) = group.edits()
    lan.presses("⏰ 2", chat=group, seen=numbers)
    group.edits()
    for label, kind in ((messages.BUTTON_CALENDAR, "han.ics"), (messages.BUTTON_MONTH, "han.png")):
        lan.presses(label, chat=group)
        (sent,) = group.hears(timeout=20)
        assert sent.document
        assert sent.document.name == kind
    lan.presses(messages.BUTTON_SECTION, chat=group)
    (numbers,) = group.edits()
    lan.presses("📖 1", chat=group, seen=numbers)
    assert "Đào tạo" in group.hears()[0].text
    sweep(bot, "2026-12-09")
    again = heard(group, "Nhắc hạn, thứ Tư")
    assert "15/12/2026" in again.text
    assert "10/12/2026" not in again.text  # that was done
    lan.presses(messages.BUTTON_NOT_DONE.format(number=1), seen=ticked, chat=group)
    sweep(bot, "2026-12-10")
    assert "Vừa qua hạn cuối" in heard(group, "10/12/2026").text


def test_a_member_is_reminded_alone_of_one_deadline(bot: Bot, lan: Person) -> None:
    publish(bot, 43, "15/01/2027")
    minh = bot.telegram.person("Minh")
    group = group_of(bot, minh, lan, name="Tổ 5")
    lan.says("/nhac", chat=group)
    assert group.hears()[0].text == messages.REMIND_NEEDS_ANSWER
    lan.says(f"/hoi {ASKED} kế hoạch 43", chat=group)
    answer = heard(group, "15/01/2027")
    lan.says("/nhac", chat=group, reply_to=answer.message_id)
    link = heard(group, messages.REMIND_NEEDS_CHAT)
    ((_, url),) = link.buttons[0] if link.buttons else (("", ""),)
    start = url.partition("start=")[2]
    lan.says(f"/start {start}")
    assert "trước 7 ngày, trước 1 ngày, đúng ngày cuối" in lan.hears()[0].text
    lan.presses(messages.BUTTON_REMIND_ME, chat=group)
    toasted(bot, messages.ALREADY_REMINDED)
    assert "Lan" in due_on(bot, "2027-01-08")
    sweep(bot, "2027-01-08")
    assert "15/01/2027" in heard(lan, "Nhắc hạn").text


def test_a_group_that_put_the_bot_out_and_takes_it_back_goes_on(bot: Bot, lan: Person) -> None:
    group = group_of(bot, lan, name="Tổ 6")
    lan.says("/dangky 76/KH-LĐLĐ", chat=group)
    group.hears()
    group.removes_bot()
    bot.telegram.called("getUpdates", len(bot.telegram.calls("getUpdates")) + 1)
    assert "Tổ 6" not in due_on(bot, "2026-12-13")
    group.adds_bot()
    assert "76/KH-LĐLĐ" in group.hears()[0].text
    sweep(bot, "2026-12-13")
    assert "20/12/2026" in heard(group, "Nhắc hạn").text


def test_a_group_is_followed_to_its_new_id(bot: Bot, lan: Person) -> None:
    group = group_of(bot, lan, name="Tổ 7")
    lan.says("/dangky 76/KH-LĐLĐ", chat=group)
    group.hears()
    grown = group.becomes_supergroup()
    sweep(bot, "2026-12-13")
    assert "20/12/2026" in heard(grown, "Nhắc hạn").text
    sweep(bot, "2026-12-13")
    grown.silence(0.2)


def test_staff_are_told_once_where_the_bot_may_not_write(bot: Bot, lan: Person) -> None:
    bot.officer.says("/start")
    bot.officer.hears()
    group = group_of(bot, lan, name="Tổ 8")
    lan.says("/dangky 76/KH-LĐLĐ", chat=group)
    group.hears()
    group.silences_bot()
    sweep(bot, "2026-12-13")
    assert "Tổ 8" in heard(bot.officer, "Tôi không gửi được").text
    sweep(bot, "2026-12-14")
    bot.officer.silence(0.2)
    group.refusal = None
    sweep(bot, "2026-12-15")
    assert "còn 5 ngày" in heard(group, "Nhắc hạn").text


def test_an_answer_that_is_lost_is_not_repeated_and_one_that_was_refused_is(
    bot: Bot, lan: Person
) -> None:
    minh = bot.telegram.person("Minh")
    first, second = group_of(bot, lan, name="Tổ 9"), group_of(bot, minh, name="Tổ 10")
    for group, owner in ((first, lan), (second, minh)):
        owner.says("/dangky 76/KH-LĐLĐ", chat=group)
        group.hears()
    bot.telegram.fail("sendMessage", drop=True, late=True, chat=first.id)
    bot.telegram.fail("sendMessage", 502, "Bad Gateway", times=2, chat=second.id)
    assert sweep(bot, "2026-12-13").counts["unknown"] == 1
    sweep(bot, "2026-12-13")
    for group in (first, second):
        assert "20/12/2026" in heard(group, "Nhắc hạn").text
        group.silence(0.2)


def test_staff_see_who_is_told_and_what_became_of_it(bot: Bot) -> None:
    bot.officer.says("/thongke")
    told = heard(bot.officer, "Báo tin và nhắc hạn")
    assert "đã gửi" in told.text
    assert "đang chờ" in told.text
