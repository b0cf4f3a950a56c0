"""What a sweep does when Telegram errs: with a bot that answers as the test says, over real rows."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from conftest import NOW
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery import Delivery, Outcome
from bot.known import KnownDeadlines
from bot.pacing import Pacer
from bot.subscriptions import Follow
from bot.sweep import Sweeper
from bot.workspace import Workspace

MORNING = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)
GROUPS = (-1, -2, -3)
PLAN = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: 7/KH-LĐLĐ\n\nTứ Kỳ, ngày 02 tháng 11 năm 2026\n\nKẾ HOẠCH\n"
    "Kiểm tra công đoàn cơ sở\n\nI. MỤC ĐÍCH\n- Giúp các công đoàn cơ sở thực hiện đúng Điều lệ, quản lý tốt tài chính.\n\n"
    "II. NỘI DUNG\n1. Các công đoàn cơ sở gửi báo cáo về LĐLĐ huyện chậm nhất ngày 09/12/2026.\n"
)


@dataclass
class Sent:
    """What Telegram gives back."""

    message_id: int = 1


@dataclass
class FakeBot:
    """A bot whose calls err as planned, by chat; each error is used once."""

    errors: dict[int, list[TelegramError]] = field(default_factory=dict)
    away: int = 0  # failing calls of get_me
    calls: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    async def send_message(self, chat: int, text: str, **how: Any) -> Sent:
        self.calls.append(f"send {chat}")
        self.meanwhile()
        if self.errors.get(chat):
            raise self.errors[chat].pop(0)
        return Sent()

    async def get_me(self) -> None:
        self.calls.append("get_me")
        if self.away:
            self.away -= 1
            raise NetworkError("away")


@pytest.fixture
def sweeper(empty: Workspace) -> Sweeper:
    empty.add("7.txt", PLAN.encode(), NOW)
    KnownDeadlines(empty.store).look(NOW)
    found = Sweeper(empty.store, empty.answerer)
    for group in GROUPS:
        found.chats.register((group, 0), "group", f"Tổ {-group}", NOW)
        found.chats.follow((group, 0), Follow("all"), NOW)
    return found


def swept(sweeper: Sweeper, bot: FakeBot, told: list[str] | None = None) -> Outcome:
    async def tell_staff(text: str) -> bool:
        if told is not None:
            told.append(text)
        return True

    async def run() -> Outcome:
        places = sweeper.due(MORNING, MORNING.date())
        day = sweeper.day(MORNING, MORNING.date())
        delivery = Delivery(sweeper, bot, Pacer(), day, asyncio.Event(), tell_staff)  # type: ignore[arg-type]
        return await delivery.run(places)

    return asyncio.run(run())


def lost() -> NetworkError:
    error = NetworkError("reset")
    error.__cause__ = httpx.ReadError("reset")
    return error


def refused() -> NetworkError:
    error = NetworkError("refused")
    error.__cause__ = httpx.ConnectError("refused")
    return error


def sends(bot: FakeBot, chat: int) -> int:
    return bot.calls.count(f"send {chat}")


@pytest.mark.parametrize(
    "error", [refused(), NetworkError("Bad Gateway"), RetryAfter(dt.timedelta(seconds=0.05))]
)
def test_what_was_not_taken_is_sent_again(sweeper: Sweeper, error: TelegramError) -> None:
    bot = FakeBot({-2: [error]})
    outcome = swept(sweeper, bot)
    assert [sends(bot, group) for group in GROUPS] == [1, 2, 1]
    assert outcome.counts["sent"] == 3


def test_after_a_lost_answer_nothing_is_sent_until_telegram_answers(sweeper: Sweeper) -> None:
    bot = FakeBot({-3: [lost()]}, away=1)
    outcome = swept(sweeper, bot)
    assert bot.calls == ["send -3", "get_me", "get_me", "send -2", "send -1"]
    assert outcome.counts == {"unknown": 1, "sent": 2}
    assert swept(sweeper, bot).chats == 0


def test_lost_answers_in_a_row_make_it_wait_longer_each_time(
    sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def sleep(self: Delivery, seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(Delivery, "_sleep", sleep)
    swept(sweeper, FakeBot({chat: [lost()] for chat in GROUPS}))
    assert [wait for wait in waits if wait >= 0.5] == [1.0, 2.0]


def test_a_chat_that_is_to_wait_long_is_left_to_a_later_sweep(sweeper: Sweeper) -> None:
    bot = FakeBot({-3: [RetryAfter(600)]})
    outcome = swept(sweeper, bot)
    assert outcome.counts == {"later": 1, "sent": 2}
    assert sweeper.due(MORNING, MORNING.date()) == []
    later = MORNING + dt.timedelta(minutes=11)
    assert sweeper.due(later, later.date()) == [(-3, 0)]


def test_staff_are_told_of_a_mute_chat_beside_the_sweep(sweeper: Sweeper) -> None:
    bot = FakeBot({-3: [BadRequest("Not enough rights to send text messages to the chat")]})
    told: list[str] = []
    assert swept(sweeper, bot, told).counts == {"mute": 1, "sent": 2}
    assert len(told) == 1
    assert "Tổ 3" in told[0]


def test_a_chat_that_came_back_while_its_refusal_was_on_the_way_is_told(sweeper: Sweeper) -> None:
    bot = FakeBot({-3: [Forbidden("Forbidden: bot was kicked from the group chat")]})
    bot.meanwhile = lambda: sweeper.chats.come_back(-3)
    assert swept(sweeper, bot).counts["sent"] == 3
    assert sends(bot, -3) == 2


def test_a_refused_token_ends_the_sweep_and_loses_nothing(sweeper: Sweeper) -> None:
    bot = FakeBot({-3: [InvalidToken("Unauthorized")]})
    assert swept(sweeper, bot).counts == {"stop": 1}
    assert swept(sweeper, FakeBot()).counts == {"sent": 3}


def test_what_goes_wrong_with_one_chat_does_not_keep_the_others_waiting(
    sweeper: Sweeper,
) -> None:
    bot = FakeBot()

    def fail_once() -> None:
        bot.meanwhile = lambda: None
        raise RuntimeError("a mistake of our own")

    bot.meanwhile = fail_once
    outcome = swept(sweeper, bot)
    assert (outcome.counts["error"], outcome.counts["sent"]) == (1, 2)


def test_a_text_that_telegram_cannot_read_is_sent_plain(sweeper: Sweeper) -> None:
    bot = FakeBot({-3: [BadRequest("Can't parse entities: unclosed tag")]})
    assert swept(sweeper, bot).counts == {"sent": 3}
    assert sends(bot, -3) == 2
