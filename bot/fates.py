"""What has become of a message that ended in an error: delivered or not, and what of its chat."""

from __future__ import annotations

from typing import Literal

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

# what httpx says of a request that has not reached the other side whole
NOT_SENT = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.WriteError, httpx.WriteTimeout,
    httpx.ProxyError, httpx.UnsupportedProtocol,
)  # fmt: skip
Fate = Literal["unknown", "failed", "off", "mute", "topic", "again", "later", "moved", "stop"]


def fate_of(error: TelegramError) -> Fate:
    """What has become of a message that ended in an error, and what to do with its chat."""
    if isinstance(error, RetryAfter):
        return "later"
    if isinstance(error, ChatMigrated):
        return "moved"
    if isinstance(error, Forbidden):
        return "off"
    if isinstance(error, InvalidToken):
        return "stop"
    words = str(error).lower()
    if isinstance(error, BadRequest):
        return next((fate for part, fate in REFUSALS if part in words), "failed")
    if isinstance(error.__cause__, NOT_SENT):
        return "again"
    if isinstance(error, NetworkError) and not isinstance(error.__cause__, httpx.HTTPError):
        return "again"  # Telegram has answered, with 5xx
    return "unknown"


# what Telegram says to a message that it does not take, lower case
REFUSALS: tuple[tuple[str, Fate], ...] = (
    ("topic_closed", "topic"), ("topic closed", "topic"),
    ("not enough rights", "mute"), ("have no rights", "mute"), ("need administrator rights", "mute"),
    ("chat_write_forbidden", "mute"), ("chat_restricted", "mute"), ("chat_send_plain_forbidden", "mute"),
    ("thread not found", "off"), ("topic_deleted", "off"), ("chat not found", "off"),
    ("peer_id_invalid", "off"), ("deactivated", "off"), ("was kicked", "off"), ("group is deleted", "off"),
    ("user_is_blocked", "off"), ("not a member", "off"),
)  # fmt: skip
