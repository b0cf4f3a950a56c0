"""A whole plan as one JSON text and back: how drafts and plans that are put aside are kept."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from corpus.model import Deadline, Item, Leftover, Note, Plan, Section, Signer, Source


def as_text(plan: Plan) -> str:
    """The plan as JSON; days as 2026-11-20."""
    return json.dumps(asdict(plan), ensure_ascii=False, default=_day)


def _day(value: object) -> str:
    assert isinstance(value, dt.date)
    return value.isoformat()


def plan_of(text: str) -> Plan:
    """The plan that `as_text` has written."""
    row: dict[str, Any] = json.loads(text)
    return Plan(
        **{
            **row,
            "issued_on": day_of(row["issued_on"]),
            "signer": Signer(**row["signer"]) if row["signer"] else None,
            "sections": tuple(map(_section, row["sections"])),
            "deadlines": tuple(map(_deadline, row["deadlines"])),
            "source": Source(**row["source"]),
            "leftovers": tuple(Leftover(**part) for part in row["leftovers"]),
            "warnings": _notes(row["warnings"]),
            "event_days": tuple((event, dt.date.fromisoformat(day)) for event, day in row["event_days"]),
        }
    )  # fmt: skip


def _section(row: Mapping[str, Any]) -> Section:
    items = tuple(
        Item(item["marker"], item["text"], tuple((head, cell) for head, cell in item["cells"]))
        for item in row["items"]
    )
    return Section(**{**row, "path": tuple(row["path"]), "items": items})


def _deadline(row: Mapping[str, Any]) -> Deadline:
    days = {name: day_of(row[name]) for name in ("due", "start")}
    return Deadline(**{**row, **days, "notes": _notes(row["notes"])})


def _notes(rows: list[Mapping[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note(**row) for row in rows)


def day_of(text: str | None) -> dt.date | None:
    """The day of "2026-11-20"; None for none."""
    return dt.date.fromisoformat(text) if text else None
