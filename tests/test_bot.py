"""The real bot, a process of its own, over real HTTP: what members see."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import NOW
from telegram_server import Message, Person, TelegramServer

from bot import messages
from bot.workspace import DATABASE, open_workspace

SAMPLE = Path(__file__).parent / "data" / "plan.txt"
QUESTION = "CĐCS ở Long Biên báo cáo quán triệt nghị quyết chậm nhất ngày nào?"


@dataclass
class Bot:
    """A bot process over a data folder, its log in a file."""

    telegram: TelegramServer
    folder: Path
    staff: tuple[int, ...] = ()
    officer: Person = field(init=False)

    def start(self) -> None:
        env = {
            **os.environ,
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_API_BASE": self.telegram.root,
            "PLANBOT_STAFF": ",".join(map(str, self.staff)),
        }
        program = "from bot.cli import main; main()"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", program, "--data", str(self.folder), "run", "--log-level", "DEBUG"],
                env=env, stdout=log, stderr=log,
            )  # fmt: skip
        polls = len(self.telegram.calls("getUpdates"))
        self.telegram.called("getUpdates", count=polls + 1, timeout=30)

    @property
    def log(self) -> Path:
        return self.folder.parent / "bot.log"

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(20)


@contextmanager
def running_bot(folder: Path) -> Iterator[Bot]:
    """A bot with an officer; ends well, and no traceback is in its log."""
    with TelegramServer(mentions_pass=True) as telegram:
        officer = telegram.person("Minh")
        running = Bot(telegram, folder, (officer.id,))
        running.officer = officer
        running.start()
        yield running
        assert running.stop() == 0
    assert "Traceback" not in running.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running_bot(tmp_path_factory.mktemp("bot") / "data") as running:
        yield running
    telegram, log = running.telegram, running.log.read_text(encoding="utf-8")
    assert telegram.token not in log
    assert telegram.token.split(":")[1] not in log
    assert QUESTION not in log
    assert "Lan" not in log


@pytest.fixture
def lan(bot: Bot) -> Person:
    return bot.telegram.person("Lan")


def says(person: Person, text: str) -> Message:
    person.says(text)
    (message,) = person.hears(timeout=10)
    return message


def labels(message: Message) -> list[str]:
    return [label for row in message.buttons for label, _ in row]


def test_start_greets_with_example_questions_that_can_be_pressed(bot: Bot, lan: Person) -> None:
    hello = says(lan, "/start")
    assert "planbot" in hello.text
    assert labels(hello) == list(messages.EXAMPLES)
    lan.presses(messages.EXAMPLES[2])
    (plans,) = lan.hears()
    assert "31/KH-LĐLĐ" in plans.text


@pytest.mark.parametrize(
    "text", [QUESTION, "cdcs o long bien bao cao quan triet nghi quyet han nao"]
)
def test_a_question_is_answered_with_or_without_diacritics(lan: Person, text: str) -> None:
    answer = says(lan, text)
    assert "Chậm nhất thứ Năm, 05/10/2023" in answer.text
    assert "«chậm nhất ngày 05/10/2023»" in answer.text
    assert "ldldlongbien@gmail.com" in answer.text
    assert "31/KH-LĐLĐ" in answer.text


def test_an_answer_s_buttons_give_section_deadlines_and_file(bot: Bot, lan: Person) -> None:
    says(lan, QUESTION)
    lan.presses(messages.BUTTON_SECTION)
    (section,) = lan.hears()
    assert "2. Ban Chấp hành Công đoàn cơ sở" in section.text
    lan.presses(messages.BUTTON_DEADLINES)
    (deadlines,) = lan.hears()
    assert {"30/08/2023", "30/09/2023", "05/10/2023"} <= set(
        deadlines.text.replace(",", "").split()
    )
    lan.presses(messages.BUTTON_FILE)
    (file,) = lan.hears()
    assert file.document is not None
    plans = Path(messages.__file__).parent.parent / "corpus" / "plans"
    assert file.document.data == (plans / file.document.name).read_bytes()
    assert len(bot.telegram.toasts(count=3)) == 3


def test_plans_are_browsed_page_by_page_down_to_a_section(lan: Person) -> None:
    page = says(lan, "/kehoach")
    assert "Các kế hoạch (8)" in page.text
    lan.presses(messages.BUTTON_NEXT)
    (second,) = lan.edits()
    assert messages.BUTTON_PREVIOUS in labels(second)
    lan.presses(messages.BUTTON_PREVIOUS)
    (first,) = lan.edits()
    assert first.text == page.text
    lan.presses(next(label for label in labels(first) if "76/KH" in label))
    (card,) = lan.edits()
    assert "Đặng Hữu Khải" in card.text
    lan.presses(next(label for label in labels(card) if "2. Tháng Công nhân" in label))
    (section,) = lan.hears()
    assert "Cảm ơn người lao động" in section.text


def test_coming_deadlines_are_listed_on_han(lan: Person) -> None:
    assert messages.plain(messages.UPCOMING) in says(lan, "/han").text


def test_what_is_not_found_says_so(lan: Person) -> None:
    assert (
        "Chưa tìm thấy" in says(lan, "LĐLĐ quận Hoàn Kiếm phải nộp báo cáo trước hôm nào vậy?").text
    )


def test_a_near_section_that_is_offered_can_be_opened(lan: Person) -> None:
    offered = says(lan, "Hạn báo cáo của LĐLĐ quận Hoàn Kiếm về quán triệt nghị quyết?")
    lan.presses(labels(offered)[0])
    (shown,) = lan.hears()
    assert "📄" in shown.text


def test_in_a_group_only_commands_replies_and_mentions_are_answered(bot: Bot, lan: Person) -> None:
    minh = bot.telegram.person("Minh")
    group = bot.telegram.group("Tổ 1", [lan, minh])
    group.hears()  # the greeting
    minh.says("mai họp tổ nhé mọi người", chat=group)
    asked = minh.says(f"/hoi {QUESTION}", chat=group)
    (answer,) = group.hears()
    assert "05/10/2023" in answer.text
    assert answer.reply_to == asked.message_id
    minh.says("ai ký kế hoạch 31", chat=group, reply_to=answer.message_id)
    (reply,) = group.hears()
    assert "Nguyễn Trường Giang" in reply.text
    lan.says("@plan_bot nơi nhận kế hoạch 31", chat=group)
    (mention,) = group.hears()
    assert "Lưu" in mention.text
    lan.says("/hoi", chat=group)
    (empty,) = group.hears()
    assert empty.text == messages.ASK_AFTER_COMMAND
    group.silence(0.2)


def test_hoi_in_reply_to_a_question_answers_that_question(bot: Bot, lan: Person) -> None:
    minh = bot.telegram.person("Minh")
    group = bot.telegram.group("Tổ 2", [lan, minh])
    group.hears()  # the greeting
    asked = minh.says("ai ký kế hoạch 31 vậy mọi người", chat=group)
    lan.says("/hoi", chat=group, reply_to=asked.message_id)
    (answer,) = group.hears()
    assert "Nguyễn Trường Giang" in answer.text


BAD_INPUT = [
    "😀😀😀", "'; DROP TABLE plans;--", "<b>đậm</b> & <script>alert(1)</script>", "x" * 4_000,
    "How are you today?", "/khongco", "???", "\u200b\u200b.",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_INPUT)
def test_bad_input_gets_a_sentence_and_the_next_message_works(lan: Person, text: str) -> None:
    assert len(says(lan, text).text) > 20
    assert "05/10/2023" in says(lan, QUESTION).text


def test_what_is_no_text_gets_a_sentence(lan: Person) -> None:
    lan.says("/start")
    lan.hears()
    lan.sends_sticker()
    assert lan.hears()[0].text == messages.NOT_TEXT
    lan.sends_photo()
    assert lan.hears()[0].text == messages.FILE_FROM_MEMBER
    lan.sends_file("ke-hoach.docx", b"PK\x03\x04", caption=QUESTION)
    thanks, answer = lan.hears(count=2)
    assert thanks.text == messages.FILE_FROM_MEMBER
    assert "05/10/2023" in answer.text


def test_an_edited_question_is_answered_again_and_one_member_s_messages_stay_in_order(
    lan: Person,
) -> None:
    for text in ("ai ký kế hoạch 31", "ai ký kế hoạch 880"):
        lan.says(text)
    first, second = lan.hears(count=2)
    assert "Nguyễn Trường Giang" in first.text
    assert "Nguyễn Đức Thế" in second.text


def test_the_menu_is_vietnamese_in_private_and_in_groups(bot: Bot) -> None:
    bot.telegram.called("setMyCommands", count=4)
    for scope in ("all_private_chats", "all_group_chats"):
        for language in ("", "vi"):
            assert ("kehoach", "Xem các kế hoạch") in bot.telegram.commands(scope, language)


def test_a_plan_added_by_the_command_line_is_answered_at_once(bot: Bot, lan: Person) -> None:
    question = "Hội thi Thợ giỏi huyện Bình Giang vòng cơ sở xong trước ngày nào"
    assert "30/4/2026" not in says(lan, question).text
    workspace = open_workspace(bot.folder, NOW)
    plan, _ = workspace.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
    assert "30/4/2026" in says(lan, question).text
    lan.presses(messages.BUTTON_SECTION)
    lan.hears()
    key = workspace.store.key_of(plan.id)
    assert key is not None
    workspace.store.remove(key)
    workspace.store.close()
    assert "30/4/2026" not in says(lan, question).text
    lan.presses(data=f"d:{key}")
    assert lan.hears()[0].text == messages.GONE


def test_an_expired_or_unknown_press_is_no_error(bot: Bot, lan: Person) -> None:
    says(lan, QUESTION)
    lan.presses(messages.BUTTON_SECTION, expired=True)
    (section,) = lan.hears()
    assert "2. Ban Chấp hành" in section.text


def test_too_many_requests_are_waited_out(bot: Bot, lan: Person) -> None:
    bot.telegram.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    assert "05/10/2023" in says(lan, QUESTION).text


def test_a_text_that_telegram_cannot_read_is_sent_plain(bot: Bot, lan: Person) -> None:
    bot.telegram.fail("sendMessage", 400, "Bad Request: can't parse entities: oops")
    answer = says(lan, QUESTION)
    assert "05/10/2023" in answer.text
    assert "<b>" not in answer.html


def test_a_lost_answer_is_not_sent_twice(bot: Bot, lan: Person) -> None:
    bot.telegram.fail("sendMessage", drop=True, late=True)
    says(lan, QUESTION)
    assert "Nguyễn Trường Giang" in says(lan, "ai ký kế hoạch 31").text


def test_an_old_button_works_after_the_bot_was_killed_and_no_network_ends_it(
    bot: Bot, lan: Person
) -> None:
    says(lan, QUESTION)
    bot.stop(signal.SIGKILL)
    assert (bot.folder / DATABASE).exists()
    bot.start()
    lan.presses(messages.BUTTON_SECTION)
    (section,) = lan.hears(timeout=15)
    assert "2. Ban Chấp hành" in section.text
    bot.telegram.offline()
    bot.telegram.online()
    assert "05/10/2023" in says(lan, QUESTION).text


def test_a_start_without_network_keeps_trying(tmp_path: Path) -> None:
    with TelegramServer() as telegram:
        telegram.fail("getMe", drop=True, times=2)
        telegram.fail("getMe", 502, "Bad Gateway", times=1)
        bot = Bot(telegram, tmp_path / "data")
        bot.start()
        assert len(telegram.calls("getMe")) == 4
        assert bot.stop() == 0
    assert bot.log.read_text(encoding="utf-8").count("could not be reached, trying again") == 2


def test_two_processes_with_one_token_are_told_in_a_sentence_without_a_traceback(
    tmp_path: Path,
) -> None:
    with TelegramServer() as telegram:
        bot = Bot(telegram, tmp_path / "data")
        bot.start()
        telegram.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
        lan = telegram.person("Lan")
        for _ in range(2):  # the first ends the poll that is waiting, before the one that fails
            lan.says("/start")
            lan.hears(timeout=10)
        assert bot.stop() == 0
    log = bot.log.read_text(encoding="utf-8")
    assert messages.CONFLICT in log
    assert "Traceback" not in log


def test_a_press_that_cannot_be_acknowledged_does_its_work_without_an_apology(
    bot: Bot, lan: Person
) -> None:
    says(lan, QUESTION)
    bot.telegram.fail("answerCallbackQuery", 500, "Internal Server Error")
    lan.presses(messages.BUTTON_SECTION)
    (section,) = lan.hears()
    assert "2. Ban Chấp hành" in section.text


def test_an_answer_that_telegram_does_not_take_is_not_followed_by_an_apology(
    bot: Bot, lan: Person
) -> None:
    bot.telegram.fail("sendMessage", 500, "Internal Server Error")
    lan.says(QUESTION)
    assert "Nguyễn Trường Giang" in says(lan, "ai ký kế hoạch 31").text


def test_a_token_that_telegram_refuses_ends_with_a_sentence(tmp_path: Path) -> None:
    with TelegramServer() as telegram:
        env = {**os.environ, "TELEGRAM_TOKEN": "123:wrong", "TELEGRAM_API_BASE": telegram.root}
        done = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", "--data", str(tmp_path), "run"],
            env=env, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 2
        assert messages.TOKEN_REFUSED in done.stderr
        assert "wrong" not in done.stderr


def test_a_token_that_is_withdrawn_ends_the_process_so_that_it_is_noticed(tmp_path: Path) -> None:
    with TelegramServer() as telegram:
        bot = Bot(telegram, tmp_path / "data")
        bot.start()
        telegram.fail("getUpdates", 401, "Unauthorized", times=5)
        telegram.person("Lan").says("/start")  # ends the poll that is waiting
        assert bot.process.wait(30) == 1
    assert messages.POLLING_STOPPED in bot.log.read_text(encoding="utf-8")


def test_han_lists_what_comes_with_a_calendar_and_a_month_to_look_at(lan: Person) -> None:
    listed = says(lan, "/han")
    assert messages.BUTTON_MONTH in labels(listed)
    lan.presses(messages.BUTTON_CALENDAR)
    (calendar,) = lan.hears(timeout=10)
    assert calendar.document is not None
    assert calendar.document.name == "han.ics"
    assert calendar.document.data.startswith(b"BEGIN:VCALENDAR")
    lan.presses(messages.BUTTON_MONTH)
    (picture,) = lan.hears(timeout=30)
    assert picture.document is not None
    assert picture.document.data.startswith(b"\x89PNG")
    assert "Tháng" in picture.text
    lan.presses(labels(picture)[1], seen=picture)
    (later,) = lan.hears(timeout=10)
    assert later.text != picture.text


def test_han_of_a_body_keeps_to_that_body_on_every_page(lan: Person) -> None:
    listed = says(lan, "/han công đoàn cơ sở")
    assert "công đoàn cơ sở" in listed.text.lower() or "CĐCS" in listed.text
    assert "Ban Tài chính" not in listed.text
    if messages.BUTTON_NEXT in labels(listed):
        lan.presses(messages.BUTTON_NEXT, seen=listed)
        (turned,) = lan.edits(timeout=10)
        assert "Ban Tài chính" not in turned.text
    assert says(lan, "/han Ban Không Có Thật").text == messages.NONE_OF_BODY


def test_an_answer_with_a_day_can_be_put_into_the_calendar(lan: Person) -> None:
    says(lan, QUESTION)
    lan.presses(messages.BUTTON_CALENDAR)
    (calendar,) = lan.hears(timeout=10)
    assert calendar.document is not None
    assert calendar.document.data.count(b"BEGIN:VEVENT") == 1
    assert b"DTSTART;VALUE=DATE:20231005" in calendar.document.data


def test_only_staff_may_enter_the_day_of_an_event(bot: Bot, lan: Person) -> None:
    assert says(lan, "/sukien").text == messages.STAFF_ONLY
    listed = says(bot.officer, "/sukien")
    code = re.findall(r"/sukien (\d+\.\d+)", listed.text)[0]
    entered = says(bot.officer, f"/sukien {code} 15/03/2027")
    assert "Hạn bây giờ là" in entered.text
    assert "2027" in entered.text
    assert "Đã bỏ" in says(bot.officer, f"/sukien {code} xóa").text
    assert "đủ ngày, tháng, năm" in says(bot.officer, f"/sukien {code} mai").text


def test_a_short_question_goes_on_from_the_last_answer_of_the_same_person(
    bot: Bot, lan: Person
) -> None:
    says(lan, QUESTION)
    assert "Tiếp câu trước" in says(lan, "gửi về đâu?").text
    other = bot.telegram.person("Hoa")
    assert "Tiếp câu trước" not in says(other, "gửi về đâu?").text
