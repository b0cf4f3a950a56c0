"""The five real plans and their labels, where shared/ is there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import SHARED, needs_shared

from corpus.model import Plan
from corpus.parsing import parse_file

pytestmark = needs_shared


def seed(number: str) -> Plan:
    path: Path = SHARED / "seeds" / f"{number}.txt"
    return parse_file(path.name, path.read_bytes())


# number, kind, issuer, place, date, term, signer
HEADS = [
    ("000", "31/KH-LĐLĐ", "Kế hoạch", "Liên đoàn Lao động quận Long Biên", "Long Biên", "2023-07-25", "2023-2028", "Nguyễn Trường Giang"),
    ("001", "880/CTr-LĐLĐ", "Chương trình hành động", "Liên đoàn Lao động huyện Gia Lâm", "Gia Lâm", "2023-12-26", "2023-2028", "Nguyễn Đức Thế"),
    ("002", None, "Kế hoạch", "Liên đoàn Lao động huyện", None, None, "2023-2028", "Ngô Doãn Phúc"),
    ("003", "19/KH-LĐLĐ", "Kế hoạch", "Liên đoàn Lao động quận Long Biên", "Long Biên", "2023-03-02", "2023-2028", "Phan Thị Thu Hằng"),
    ("004", None, "Kế hoạch", "Liên đoàn Lao động quận 1", None, None, "2012-2017", "Hồ Bích Ngọc"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "number", "kind", "issuer", "place", "day", "term", "signer"), HEADS
)
def test_a_seed_s_head_is_read_and_nothing_is_made_up(
    name: str, number: str | None, kind: str, issuer: str, place: str | None, day: str | None,
    term: str, signer: str,
) -> None:  # fmt: skip
    plan = seed(name)
    assert (plan.number, plan.kind, plan.issuer, plan.place) == (number, kind, issuer, place)
    assert plan.issued_on == (dt.date.fromisoformat(day) if day else None)
    assert (plan.term, plan.signer and plan.signer.name) == (term, signer)
    assert bool(plan.warnings)


DEADLINES = {
    "000": {"2023-08-30", "2023-09-30", "2023-10-05"},
    "001": {"2023-12-31", "2023-11-30"},
    "003": {"2023-09-30"},
    "004": {"2015-11-20", "2015-11-24"},
}


@pytest.mark.parametrize(("name", "days"), DEADLINES.items())
def test_a_seed_has_every_deadline_and_no_other(name: str, days: set[str]) -> None:
    sure = ("by", "within", "range")
    assert {str(d.due) for d in seed(name).deadlines if d.kind in sure} == days


def test_the_stamp_of_a_seed_is_no_text() -> None:
    assert {part.text for part in seed("002").leftovers} >= {"IP HÀ", "JONG", "YÊN", "RIENG"}
