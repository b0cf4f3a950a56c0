"""From which coverage a passage is the answer, or worth offering: the table that calibration wrote."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Coverage in [0, 1] from which a passage is the answer, and from which it is offered."""

    answer: float
    offer: float


@cache
def thresholds(names_plan: bool) -> Thresholds:
    """Those for questions that name a plan, or for those that do not."""
    data = tomllib.loads(resources.files("bot").joinpath("confidence.toml").read_text("utf-8"))
    table = data["names_plan" if names_plan else "any_plan"]
    return Thresholds(table["answer"], table["offer"])
