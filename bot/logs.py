"""Logging in which the bot token cannot appear, at any level."""

from __future__ import annotations

import logging
from urllib.parse import quote

MASK = "<token>"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class MaskingFormatter(logging.Formatter):
    """Writes the token's place-holder wherever a record, or its traceback, holds the token."""

    def __init__(self, token: str) -> None:
        super().__init__(FORMAT)
        _, _, secret = token.partition(":")
        parts = (token, quote(token, safe=""), secret)
        self._secrets = tuple(part for part in parts if len(part) > 3)

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, masked."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text


def configure(token: str, level: str = "INFO") -> None:
    """Sends all logging to stderr through the mask, without what members write.

    httpx writes the whole address, token included, at INFO on every poll; python-telegram-bot
    writes whole updates, names and questions included, at DEBUG.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(MaskingFormatter(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    wanted = logging.getLevelName(level)
    for name, least in (
        ("httpx", logging.WARNING), ("httpcore", logging.WARNING), ("telegram", logging.INFO),
    ):  # fmt: skip
        logging.getLogger(name).setLevel(max(least, wanted))
    logging.captureWarnings(True)
