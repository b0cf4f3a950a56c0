"""The environment becomes settings, and the token never reaches a log."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest

from bot.logs import MaskingFormatter
from bot.settings import SettingsError, load

TOKEN = "123456:AbC-secret_Token"


def test_settings_have_defaults() -> None:
    settings = load({})
    assert settings.api_base == "https://api.telegram.org"
    assert str(settings.zone) == "Asia/Ho_Chi_Minh"
    assert settings.data.name == "planbot"


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    env = {
        "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": "http://127.0.0.1:8081/",
        "TELEGRAM_PROXY": "socks5://127.0.0.1:9050", "PLANBOT_DATA": str(tmp_path),
        "PLANBOT_STAFF": "12, 34", "PLANBOT_TIMEZONE": "Europe/Paris",
    }  # fmt: skip
    settings = load(env)
    assert settings.require_token() == TOKEN
    assert settings.api_base == "http://127.0.0.1:8081"
    assert settings.proxy == "socks5://127.0.0.1:9050"
    assert (settings.data, settings.staff) == (tmp_path, {12, 34})


@pytest.mark.parametrize(
    "env",
    [{"PLANBOT_TIMEZONE": "Sao/Hoa"}, {"PLANBOT_STAFF": "an, binh"}],
)
def test_a_wrong_setting_is_refused_with_a_sentence(env: dict[str, str | None]) -> None:
    with pytest.raises(SettingsError):
        load(env)


@pytest.mark.parametrize("token", [None, "", "khong-phai-ma"])
def test_a_missing_or_wrong_token_is_refused(token: str | None) -> None:
    with pytest.raises(SettingsError):
        load({"TELEGRAM_TOKEN": token}).require_token()


def test_settings_do_not_show_the_token() -> None:
    assert "secret" not in repr(load({"TELEGRAM_TOKEN": TOKEN}))


@pytest.mark.parametrize(
    "text", [f"GET /bot{TOKEN}/getMe", "bot123456%3AAbC-secret_Token", "AbC-secret_Token"]
)
def test_the_log_masks_the_token_in_messages_and_tracebacks(text: str) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(MaskingFormatter(TOKEN))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.info(text)
    try:
        raise ValueError(text)
    except ValueError:
        logger.exception("failed")
    assert "secret" not in stream.getvalue()
    assert stream.getvalue().count("<token>") >= 2
