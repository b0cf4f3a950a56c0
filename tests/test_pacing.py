"""Telegram's limits: how long each message waits, by a clock that the test holds."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.fates import fate_of
from bot.pacing import A_GROUP, NOTICES, OVERALL, Pacer, seconds_of


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pacer(clock: Clock) -> Pacer:
    return Pacer(clock)


def test_thirty_messages_a_second_and_no_more(pacer: Pacer, clock: Clock) -> None:
    for chat in range(1, OVERALL + 1):
        assert pacer.delay(chat) == 0
        pacer.take(chat)
    assert pacer.delay(99) == 1.0
    clock.now += 1.0
    assert pacer.delay(99) == 0


def test_notices_are_spread_over_the_second_and_leave_room_for_answers(
    pacer: Pacer, clock: Clock
) -> None:
    while pacer.delay(1, is_notice=True) == 0:  # after a pause a few at once
        pacer.take(1, is_notice=True)
    clock.now += pacer.delay(1, is_notice=True)
    for chat in range(1, OVERALL - 8):
        assert pacer.delay(chat, is_notice=True) == pytest.approx(0)
        pacer.take(chat, is_notice=True)
        assert pacer.delay(99, is_notice=True) == pytest.approx(1 / NOTICES)
        clock.now += 1 / NOTICES
    assert pacer.delay(99) == 0


def test_a_notice_lets_an_answer_pass_that_waits() -> None:
    pacer = Pacer()
    order: list[str] = []

    async def take(name: str, is_notice: bool) -> None:
        await pacer.turn(5, is_notice)
        order.append(name)

    async def both() -> None:
        for chat in range(1, OVERALL + 1):
            pacer.take(chat)
        await asyncio.gather(take("answer", False), take("notice", True))

    asyncio.run(both())
    assert order == ["answer", "notice"]


def test_twenty_messages_a_minute_in_a_group(pacer: Pacer, clock: Clock) -> None:
    for _ in range(A_GROUP):
        assert pacer.delay(-5) == 0
        pacer.take(-5)
        clock.now += 1.0
    assert pacer.delay(-5) == 40.0
    assert pacer.delay(-6) == 0
    assert pacer.delay(5) == 0


def test_a_chat_that_is_refused_waits_alone(pacer: Pacer, clock: Clock) -> None:
    pacer.block(-5, 30.0)
    assert (pacer.delay(-5), pacer.delay(-6), pacer.delay(7)) == (30.0, 0, 0)
    clock.now += 30.0
    assert pacer.delay(-5) == 0


def test_an_answer_that_is_refused_for_a_time_is_sent_after_it() -> None:
    called: list[str] = []

    async def send(**data: Any) -> str:
        called.append("send")
        if len(called) == 1:
            raise RetryAfter(dt.timedelta(seconds=0.01))
        return "sent"

    pacer = Pacer()
    done = asyncio.run(pacer.process_request(send, (), {}, "sendMessage", {"chat_id": 5}, None))
    assert (done, len(called)) == ("sent", 2)


def test_an_answer_to_a_chat_that_is_refused_for_long_is_given_up(pacer: Pacer) -> None:
    async def send(**data: Any) -> None:
        raise AssertionError("sent")

    pacer.block(5, 600.0)
    with pytest.raises(RetryAfter):
        asyncio.run(pacer.process_request(send, (), {}, "sendMessage", {"chat_id": 5}, None))


@pytest.mark.parametrize("value", [3, dt.timedelta(seconds=3)])
def test_the_time_to_wait_is_in_seconds(value: int | dt.timedelta) -> None:
    assert seconds_of(RetryAfter(value)) == 3.0


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


# what came back, and what has become of the message
FATES = [
    (RetryAfter(3), "later"),
    (ChatMigrated(-1005), "moved"),
    (Forbidden("Forbidden: bot was kicked from the group chat"), "off"),
    (Forbidden("Forbidden: bot was blocked by the user"), "off"),
    (BadRequest("Chat not found"), "off"),
    (BadRequest("Message thread not found"), "off"),
    (BadRequest("TOPIC_CLOSED"), "topic"),
    (BadRequest("Not enough rights to send text messages to the chat"), "mute"),
    (BadRequest("Have no rights to send a message"), "mute"),
    (BadRequest("Message is too long"), "failed"),
    (InvalidToken("Unauthorized"), "stop"),
    (NetworkError("Internal Server Error"), "again"),
    (NetworkError("Bad Gateway"), "again"),
    (caused(NetworkError("x"), httpx.ConnectError("refused")), "again"),
    (caused(TimedOut(), httpx.ConnectTimeout("")), "again"),
    (caused(TimedOut(), httpx.PoolTimeout("")), "again"),
    (caused(NetworkError("x"), httpx.WriteError("broken")), "again"),
    (caused(TimedOut(), httpx.ReadTimeout("")), "unknown"),
    (caused(NetworkError("x"), httpx.ReadError("reset")), "unknown"),
    (caused(NetworkError("x"), httpx.RemoteProtocolError("gone")), "unknown"),
    (TelegramError("Invalid server response"), "unknown"),
]


@pytest.mark.parametrize(("error", "fate"), FATES, ids=lambda value: str(value)[:40])
def test_what_an_error_says_of_the_message(error: TelegramError, fate: str) -> None:
    assert fate_of(error) == fate
