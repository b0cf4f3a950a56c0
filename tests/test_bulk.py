"""Many files are added in one run, which may be stopped and run again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.workspace import DATABASE
from corpus.store import Store

PLAN = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: {number}/KH-LĐLĐ\n\nTứ Kỳ, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n"
    "Kiểm tra công đoàn cơ sở đợt {number}\n\nI. MỤC ĐÍCH\n- Giúp các công đoàn cơ sở thực hiện đúng Điều lệ, quản lý tốt tài chính,"
    " tài sản công đoàn.\n\nII. NỘI DUNG\n1. Các công đoàn cơ sở gửi báo cáo trước ngày {day:02}/12/2026.\n"
)
ENTRY = "from bot.cli import main; main()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve plans, one file that is none, one that is damaged."""
    place = tmp_path / "files"
    place.mkdir()
    for number in range(1, 13):
        (place / f"{number:02}.txt").write_text(PLAN.format(number=number, day=number), "utf-8")
    (place / "20-tho.txt").write_text("Trăm năm trong cõi người ta. " * 30, "utf-8")
    (place / "21-hong.docx").write_bytes(b"PK\x03\x04 cut off")
    return place


def add(data: Path, folder: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--data", str(data), "--empty", "add", str(folder), *options])
    return done.exit_code, done.stdout


@pytest.mark.parametrize("workers", ["1", "2"])
def test_all_that_are_plans_are_added_and_the_rest_is_said(
    tmp_path: Path, folder: Path, workers: str
) -> None:
    code, said = add(tmp_path / "data", folder, "--workers", workers, "--json")
    rows = [json.loads(line) for line in said.splitlines()]
    assert code == 1
    assert [row.get("outcome") for row in rows] == ["added"] * 12 + [None, None]
    assert [Path(row["file"]).name for row in rows] == sorted(
        path.name for path in folder.iterdir()
    )
    assert "hỏng" in rows[-1]["error"]


def test_a_table_at_the_end_says_what_was_read_refused_and_needs_a_look(
    tmp_path: Path, folder: Path
) -> None:
    _, said = add(tmp_path / "data", folder)
    end = said[said.index("Kết quả") :]
    for words in ("đã thêm", "12", "không đọc được", "2", "21-hong.docx", "nên xem lại"):
        assert words in end


def test_what_is_stored_is_not_read_again(tmp_path: Path, folder: Path) -> None:
    add(tmp_path / "data", folder)
    _, said = add(tmp_path / "data", folder, "--json")
    outcomes = [json.loads(line).get("outcome") for line in said.splitlines()]
    assert outcomes == ["unchanged"] * 12 + [None, None]


def test_a_new_version_takes_the_place_of_the_old_one_which_is_kept(
    tmp_path: Path, folder: Path
) -> None:
    add(tmp_path / "data", folder)
    file = folder / "03.txt"
    file.write_text(file.read_text("utf-8").replace("03/12/2026", "23/12/2026"), "utf-8")
    _, said = add(tmp_path / "data", folder, "--json")
    assert [json.loads(line).get("outcome") for line in said.splitlines()].count("replaced") == 1
    store = Store(tmp_path / "data" / DATABASE)
    assert len(store.keys()) == 12
    assert [row["why"] for row in store.rows("select why from shelf")] == ["replaced"]
    store.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_goes_on_when_it_is_run_again(
    tmp_path: Path, folder: Path, how: signal.Signals
) -> None:
    data = tmp_path / "data"
    command = [sys.executable, "-c", ENTRY, "--data", str(data), "--empty", "add", str(folder), "--json"]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    first = process.stdout.readline()
    process.send_signal(how)
    rest, said = process.communicate(timeout=30)
    if how == signal.SIGINT and process.returncode != 1:
        assert process.returncode == 5
        assert "Chạy lại đúng lệnh này" in said
    before = len((first + rest).splitlines())
    store = Store(data / DATABASE)
    assert before <= len(store.keys()) + 2
    store.close()
    begin = time.monotonic()
    _, again = add(data, folder, "--json")
    outcomes = [json.loads(line).get("outcome") for line in again.splitlines()]
    assert outcomes.count("unchanged") >= 1
    assert outcomes.count("unchanged") + outcomes.count("added") == 12
    assert time.monotonic() - begin < 30
