"""The one door to the environment: variables and an optional .env become Settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from platformdirs import user_data_path

from bot import messages

DEFAULT_API = "https://api.telegram.org"
DEFAULT_ZONE = "Asia/Ho_Chi_Minh"


class SettingsError(Exception):
    """A setting that is missing or wrong; its text is a Vietnamese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says. `repr` shows no token."""

    data: Path
    zone: ZoneInfo
    token: str | None = None
    api_base: str = DEFAULT_API
    proxy: str | None = None
    staff: frozenset[int] = frozenset()

    def __repr__(self) -> str:
        return f"Settings(data={self.data}, zone={self.zone}, api_base={self.api_base})"

    def require_token(self) -> str:
        """The bot token; refuses with a sentence that says how to get one."""
        if not self.token:
            raise SettingsError(messages.NO_TOKEN)
        if not re.fullmatch(r"\d+:[\w-]+", self.token):
            raise SettingsError(messages.BAD_TOKEN)
        return self.token


def load(env: Mapping[str, str | None] | None = None, folder: Path | None = None) -> Settings:
    """Settings from the environment and .env; a variable set in the environment goes first."""
    known = env if env is not None else {**dotenv_values(".env"), **os.environ}
    data = folder or Path(known.get("PLANBOT_DATA") or user_data_path("planbot", appauthor=False))
    return Settings(
        data=data.expanduser(),
        zone=_zone(known.get("PLANBOT_TIMEZONE") or DEFAULT_ZONE),
        token=(known.get("TELEGRAM_TOKEN") or "").strip() or None,
        api_base=(known.get("TELEGRAM_API_BASE") or DEFAULT_API).rstrip("/"),
        proxy=known.get("TELEGRAM_PROXY") or None,
        staff=_ids(known.get("PLANBOT_STAFF") or ""),
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsError(messages.bad_zone(name)) from None


def _ids(text: str) -> frozenset[int]:
    parts = re.split(r"[\s,;]+", text.strip()) if text.strip() else []
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise SettingsError(messages.bad_staff(text))
    return frozenset(map(int, parts))
