"""The five real plans and their labels, where shared/ is there."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import SHARED, needs_shared

from bot.spoken import period_of
from corpus.bounds import Place
from corpus.dates import Calendar
from corpus.deadlines import in_text
from corpus.model import Plan
from corpus.parsing import parse_file
from index.text import normal

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


def test_the_labelled_deadline_sentences_are_read_right(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of("plans/deadline_sentences.jsonl")
    misses = [row for row in rows if not is_read_right(row)]
    with capsys.disabled():
        print(f"\ndeadline_sentences: {len(rows) - len(misses)}/{len(rows)} read right")
    assert not misses


def is_read_right(row: dict[str, Any]) -> bool:
    """One deadline with the value that the label writes: a day, a month, a yearly day, a range."""
    issued = dt.date.fromisoformat(row["doc_date"])
    found = in_text(row["sentence"], Calendar(issued), Place(0, 0, None, goals=False))
    value = row["value"]
    if value is None or row["type"] == "past_quoted":  # what another letter had asked for
        return found == []
    if len(found) != 1:
        return False
    (deadline,) = found
    if value.startswith("--"):
        _, _, month, day = value.split(" ")[0].split("-")
        return deadline.rule == f"FREQ=YEARLY;BYMONTH={int(month)};BYMONTHDAY={int(day)}"
    start, _, end = value.rpartition("/")
    on_time = str(deadline.due).startswith(end.split("T")[0])
    return on_time and (not start or str(deadline.start) == start)


# what a member says of days, in the test cases of other libraries; times of day, seasons, seconds
# and years before 1900 mean nothing to a list of deadlines
NO_DAY = re.compile(
    r"giờ|phút|giây|:|\dh|\dg\d|buổi|bình minh|đêm|sáng sớm|lúc|bây giờ|tiếng|mùa|pm|bữa trưa|giáng sinh|TCN|có ngày"
)


def test_days_as_members_say_them_are_read_like_other_libraries_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [
        r for name in ("chrono_vi_tests", "duckling_vi") for r in rows_of(f"dates/{name}.jsonl")
    ]
    asked = [row for row in rows if not NO_DAY.search(row["text"]) and wanted_days(row) != {}]
    right = [row for row in asked if is_spoken_right(row)]
    with capsys.disabled():
        print(f"\nspoken days: {len(right)}/{len(asked)} as chrono and duckling read them")
    assert len(right) / len(asked) > 0.9


def wanted_days(row: dict[str, Any]) -> dict[str, int] | None:
    """Year, month and day that a test case names; None where nothing must be found."""
    if row.get("parser") == "vi.strict" and row["expected"] is None:
        return {}
    if "expected" not in row:
        parts = (row["value"] or "").split("T")[0].split("-")
        return dict(zip(("year", "month", "day"), map(int, parts), strict=True)) if parts[0] else {}
    if row["expected"] is None:
        return None
    known = row["expected"]
    return {k: known[f"start.{k}"] for k in ("year", "month", "day") if f"start.{k}" in known}


def is_spoken_right(row: dict[str, Any]) -> bool:
    """The period begins or ends on the day, or (of "3 ngày tới") begins the day before it."""
    today = dt.date.fromisoformat(row["ref"][:10])
    period, wanted = period_of(normal(row["text"]), today), wanted_days(row)
    if wanted is None or period is None:
        return wanted is None and period is None
    days = (*period, period[0] + dt.timedelta(days=1))
    return any(all(getattr(day, k) == v for k, v in wanted.items()) for day in days)


def rows_of(name: str) -> list[dict[str, Any]]:
    lines = (SHARED / "data" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
