"""A plan that was put aside comes back as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bot.workspace import DEMONSTRATION
from corpus.keeping import as_text, plan_of
from corpus.parsing import parse_file


@pytest.mark.parametrize("file", sorted(DEMONSTRATION.iterdir()), ids=lambda file: file.stem)
def test_a_plan_comes_back_as_it_was(file: Path) -> None:
    plan = replace(
        parse_file(file.name, file.read_bytes()), event_days=(("đại hội", dt.date(2027, 3, 15)),)
    )
    assert plan_of(as_text(plan)) == plan
