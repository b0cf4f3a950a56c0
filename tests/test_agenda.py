"""What is due: by time, by body, by plan; and events whose day staff enter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOW

from bot import agenda, event_days
from bot.agenda import Wanted
from bot.cli import cli
from bot.due import due_on
from bot.handlers.agenda import _data, _read
from bot.workspace import Workspace

TODAY = dt.date(2026, 11, 20)

PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU
Số: 12/KH-LĐLĐ
Mẫu, ngày 05 tháng 11 năm 2026
KẾ HOẠCH
Công tác cuối năm
I. NỘI DUNG
1. Công đoàn cơ sở
- Gửi báo cáo tổng kết trước ngày 10/12/2026.
- Tổ chức đại hội; hồ sơ gửi chậm nhất 15 ngày trước ngày đại hội.
- Trao quà từ ngày 01/12/2026 đến ngày 20/12/2026.
2. Ban Tài chính
- Quyết toán kinh phí chậm nhất ngày 28/11/2026.
- Báo cáo trước ngày 25 hằng tháng.
"""


@pytest.fixture
def office(empty: Workspace) -> Workspace:
    empty.add("plan.txt", PLAN.encode(), NOW)
    return empty


def days(workspace: Workspace, wanted: Wanted) -> list[str]:
    return [str(due.due) for _, due in workspace.answerer.upcoming(TODAY, wanted)]


def wanted(workspace: Workspace, text: str) -> Wanted:
    return agenda.wanted_of(text, workspace.answerer.catalogue(), TODAY)


# what stands after /han, the days that come
LISTS = [
    ("", ["2026-11-25", "2026-11-28", "2026-12-10", "2026-12-20"]),
    ("CĐCS", ["2026-12-10", "2026-12-20"]),
    ("cdcs thang 12", ["2026-12-10", "2026-12-20"]),
    ("Ban Tài chính", ["2026-11-25", "2026-11-28"]),
    ("ban tài chính tháng 12", ["2026-12-25"]),
    ("12/KH-LĐLĐ", ["2026-11-25", "2026-11-28", "2026-12-10", "2026-12-20"]),
    ("tuần sau", ["2026-11-25", "2026-11-28"]),
    ("trong 3 ngày tới", []),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_deadlines_are_listed_by_time_body_and_plan(
    office: Workspace, text: str, expected: list[str]
) -> None:
    assert days(office, wanted(office, text)) == expected


# question, the days listed
QUESTIONS = [
    ("hạn của CĐCS tháng 12", ["2026-12-10", "2026-12-20"]),
    ("các hạn của Ban Tài chính", ["2026-11-25", "2026-11-28"]),
    ("việc của ban tài chính trong tháng 11", ["2026-11-25", "2026-11-28"]),
    ("hạn của CĐCS tháng 11", []),
]


@pytest.mark.parametrize(("text", "expected"), QUESTIONS)
def test_a_question_for_a_body_s_deadlines_lists_that_body_s_alone(
    office: Workspace, text: str, expected: list[str]
) -> None:
    answer = office.answerer.answer(text, TODAY)
    assert answer.status == "list"
    assert [str(due.due) for _, due in answer.listed] == expected


# words of a request, the body in them
BODIES = [
    ("han cua cong doan co so thang 11", "cong doan co so"),
    ("han bao cao thang 11", ""),
    ("thang nay co bao cao nao phai nop", ""),
    ("han nop bao cao quy iv", ""),
    ("han cua vnpt", "vnpt"),
]


@pytest.mark.parametrize(("plain", "body"), BODIES)
def test_the_report_that_is_due_is_no_body(plain: str, body: str) -> None:
    assert agenda.body_in(plain) == body


def code_of(workspace: Workspace) -> str:
    ((key, plan),) = workspace.answerer.known_plans()
    position = next(n for n, d in enumerate(plan.deadlines) if d.kind == "relative")
    return f"{key}.{position}"


def test_staff_give_an_event_its_day_and_its_deadline_closes(office: Workspace) -> None:
    code = code_of(office)
    assert code in "\n".join(event_days.listed(office.answerer, TODAY))
    said = event_days.enter(office.answerer, code, "31/12/2026", TODAY)
    assert "thứ Tư, 16/12/2026" in said
    assert "2026-12-16" in days(office, Wanted())
    assert "Đã bỏ" in event_days.enter(office.answerer, code, "xóa", TODAY)
    assert "2026-12-16" not in days(office, Wanted())


def test_an_event_s_day_stays_when_the_plan_is_replaced(office: Workspace) -> None:
    event_days.enter(office.answerer, code_of(office), "31/12/2026", TODAY)
    office.add("plan.txt", PLAN.replace("tổng kết", "tổng kết năm").encode(), NOW)
    assert "2026-12-16" in days(office, Wanted())


@pytest.mark.parametrize("text", ["", "15/3", "ngày mai", "31/02/2027", "01/3/2027 02/3/2027"])
def test_a_day_that_is_not_clear_is_asked_for_again(office: Workspace, text: str) -> None:
    said = event_days.enter(office.answerer, code_of(office), text, TODAY)
    assert "đủ ngày, tháng, năm" in said
    assert "2026-12-16" not in days(office, Wanted())


@pytest.mark.parametrize("code", ["", "1", "1.0", "9.9", "x.y", "1.999", "²."])
def test_a_code_that_means_no_event_changes_nothing(office: Workspace, code: str) -> None:
    assert "/sukien" in event_days.enter(office.answerer, code, "31/12/2026", TODAY)


def test_a_range_is_due_on_its_last_day(office: Workspace) -> None:
    ((_, plan),) = office.answerer.known_plans()
    (gifts,) = [d for d in plan.deadlines if d.kind == "range"]
    assert due_on(gifts, plan, TODAY).days_left == 30


def run(folder: Path, *args: str) -> str:
    result = CliRunner().invoke(cli, ["--data", str(folder), "--empty", *args])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_terminal_lists_by_body_and_writes_calendar_and_picture(
    office: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    listed = run(folder, "deadlines", "--who", "CĐCS", "--json", "--today", "2026-11-20")
    assert listed.count('"due": "2026-12') == 2
    assert "2026-11-28" not in listed
    run(folder, "deadlines", "--ics", str(tmp_path / "han.ics"), "--today", "2026-11-20")
    assert (tmp_path / "han.ics").read_bytes().count(b"BEGIN:VEVENT") == 4
    run(folder, "deadlines", "--picture", str(tmp_path / "han.png"), "--today", "2026-11-20")
    assert (tmp_path / "han.png").read_bytes().startswith(b"\x89PNG")
    assert "đại hội" in run(folder, "events")


def test_a_button_from_before_the_filters_still_means_its_page() -> None:
    assert _read(["1"]) == (1, Wanted())
    kept = Wanted((dt.date(2026, 12, 1), dt.date(2026, 12, 31)), frozenset({7}), "cong doan co so")
    data = _data("h", 3, kept)
    assert len(data.encode()) <= 64
    assert _read(data.split(":")[1:]) == (3, kept)
