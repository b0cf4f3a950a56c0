"""The commands: what scripts rely on, what people read, the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli

SAMPLE = Path(__file__).parent / "data" / "plan.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds only the sample plan."""
    data = tmp_path_factory.mktemp("cli") / "data"
    assert run(data, "--empty", "add", str(SAMPLE)).exit_code == 0
    return data


def run(data: Path, *args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *args], input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def test_ask_gives_the_contract_s_json(folder: Path) -> None:
    result = run(folder, "ask", "--json", "--today", "2026-09-01", "CĐCS báo cáo hạn nào")
    (row,) = rows(result)
    assert result.exit_code == 0
    assert row["status"] == "answered"
    assert row["plan"] == {
        "id": "12-kh-ldld-2026-huyen-binh-giang", "number": "12/KH-LĐLĐ", "kind": "Kế hoạch",
        "title": "Tổ chức Hội thi “Thợ giỏi” và kiểm tra tài chính năm 2026",
        "issuer": "Liên đoàn Lao động huyện Bình Giang", "issued_on": "2026-02-05",
    }  # fmt: skip
    assert row["section"]["label"] == "III.1"
    assert row["section"]["path"] == ["III. TỔ CHỨC THỰC HIỆN", "1. Ban Chấp hành Công đoàn cơ sở:"]
    assert row["section"]["passage"].endswith("chậm nhất ngày 05/10/2026.")
    assert row["contacts"] == ["binhgiang@congdoan.example"]
    (deadline,) = row["deadlines"]
    assert deadline == {
        "kind": "by", "due": "2026-10-05", "start": None, "rule": None, "bound": "through",
        "phrase": "chậm nhất ngày 05/10/2026", "addressee": "Ban Chấp hành Công đoàn cơ sở",
        "last_day": "2026-10-05", "days_left": 34, "relation": "passage",
    }  # fmt: skip
    assert "còn 34 ngày" in row["text"]


def test_ask_reads_questions_from_stdin_plain_or_json(folder: Path) -> None:
    feed = 'hạn báo cáo\n\n{"question": "hạn báo cáo", "today": "2026-10-05"}\n'
    answers = rows(run(folder, "ask", "--json", "--today", "2026-10-01", "-", stdin=feed))
    assert [a["deadlines"][0]["days_left"] for a in answers] == [4, 0]


@pytest.mark.parametrize(
    ("question", "code"),
    [("CĐCS báo cáo hạn nào", 0), ("giá vàng hôm nay", 4), ("kế hoạch 99 nói gì", 4)],
)
def test_ask_tells_a_script_by_its_exit_code(folder: Path, question: str, code: int) -> None:
    assert run(folder, "ask", question).exit_code == code


def test_read_gives_the_contract_s_json_and_stores_nothing(tmp_path: Path) -> None:
    result = run(tmp_path / "none", "read", "--json", str(SAMPLE))
    (row,) = rows(result)
    assert row["plan"]["number"] == "12/KH-LĐLĐ"
    assert row["plan"]["signer"] == "Vũ Thị Hồng Nhạn"
    assert {"label", "heading", "level", "path", "text"} <= set(row["sections"][0])
    assert {"kind", "due", "start", "rule", "bound", "phrase", "sentence", "section", "addressee"} <= set(row["deadlines"][0])  # fmt: skip
    assert row["method"] == "typed"
    assert "Hội thi" in row["text"]
    assert not (tmp_path / "none").exists()


def test_a_bad_file_is_refused_with_a_sentence_and_stops_nothing(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_bytes(b"")
    (files / "b.txt").write_bytes(SAMPLE.read_bytes())
    result = run(tmp_path / "data", "--empty", "add", str(files), "--json")
    bad, good = rows(result)
    assert result.exit_code == 1
    assert "tệp trống" in bad["error"]
    assert good["outcome"] == "added"
    assert len(rows(run(tmp_path / "data", "plans", "--json"))) == 1


def test_read_of_no_plan_says_why_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    result = run(tmp_path / "data", "read", str(tmp_path / "a.pdf"))
    assert result.exit_code == 1
    assert "không đọc được — tệp bị hỏng hoặc bị cắt" in result.stderr
    assert result.stdout == ""


def test_adding_twice_says_that_nothing_is_new(folder: Path) -> None:
    (row,) = rows(run(folder, "add", "--json", str(SAMPLE)))
    assert row["outcome"] == "unchanged"


@pytest.mark.parametrize("name", ["12/KH-LĐLĐ", "12-kh-ldld-2026-huyen-binh-giang", "12-kh"])
def test_show_takes_a_number_an_id_or_its_beginning(folder: Path, name: str) -> None:
    (row,) = rows(run(folder, "show", "--json", name))
    assert row["plan"]["number"] == "12/KH-LĐLĐ"


def test_an_unknown_plan_is_answered_with_the_nearest(folder: Path) -> None:
    result = run(folder, "show", "12-kh-ldld-2025-huyen-binh-giang")
    assert result.exit_code == 4
    assert "12-kh-ldld-2026-huyen-binh-giang" in result.stderr


def test_deadlines_lie_in_the_days_asked_for(folder: Path) -> None:
    listed = rows(run(folder, "deadlines", "--json", "--from", "2026-05-01", "--to", "2026-09-30"))
    assert [row["due"] for row in listed] == ["2026-05-15", "2026-06-30", "2026-09-30"]


def test_a_removed_plan_is_gone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(data, "--empty", "add", str(SAMPLE))
    assert run(data, "remove", "12/KH-LĐLĐ", "--yes").exit_code == 0
    assert rows(run(data, "plans", "--json")) == []
    assert run(data, "ask", "hạn báo cáo").exit_code == 4


def test_removing_asks_first(folder: Path) -> None:
    assert run(folder, "remove", "12/KH-LĐLĐ", stdin="n\n").exit_code == 1
    assert len(rows(run(folder, "plans", "--json"))) == 1


def test_removing_needs_the_whole_name_and_a_yes(folder: Path) -> None:
    assert run(folder, "remove", "12-kh", "--yes").exit_code == 4
    result = run(folder, "remove", "12/KH-LĐLĐ", "--json")
    assert result.exit_code == 2
    assert "--yes" in rows(result)[0]["error"]
    assert len(rows(run(folder, "plans", "--json"))) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "hôm nay", "2026-02-30"])
def test_a_day_that_is_none_is_wrong_use(folder: Path, day: str) -> None:
    result = run(folder, "ask", "--today", day, "hạn báo cáo")
    assert result.exit_code == 2
    assert "ví dụ 2026-11-20" in result.stderr


@pytest.mark.parametrize("command", [["read", "khong-co.txt"], ["show", "99/KH-LĐLĐ"]])
def test_a_refusal_is_an_object_where_json_is_asked_for(folder: Path, command: list[str]) -> None:
    result = run(folder, *command, "--json")
    assert result.exit_code in (1, 4)
    assert rows(result)[0]["error"]


def test_of_several_pages_the_one_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "trang2.txt").write_bytes(b"")
    (tmp_path / "trang1.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    for other, why in ((tmp_path / "trang2.txt", "tệp trống"), (SAMPLE, "phải là ảnh các trang")):
        result = run(tmp_path / "data", "read", str(tmp_path / "trang1.jpg"), str(other))
        assert f"{other.name}: không đọc được" in result.stderr
        assert why in result.stderr


def test_read_shows_what_staff_should_look_at(tmp_path: Path) -> None:
    file = tmp_path / "kh.txt"
    text = SAMPLE.read_text(encoding="utf-8")
    file.write_text(
        f"{text}\n- Các CĐCS nộp thêm danh sách trước ngày 31/02/2026.\n", encoding="utf-8"
    )
    shown = run(tmp_path / "data", "read", str(file)).stdout
    assert "⚠️ «" in shown
    assert "ngày không có trong lịch" in shown


def test_a_file_of_questions_that_is_none_is_refused_with_a_sentence(folder: Path) -> None:
    result = run(folder, "eval", "questions", str(SAMPLE))
    assert result.exit_code == 1
    assert "không đọc được câu hỏi" in result.stderr


def test_tables_for_people_name_the_plan(folder: Path) -> None:
    for command in (["plans"], ["show", "12-kh"], ["deadlines", "--from", "2026-01-01"]):
        assert "12" in run(folder, *command).stdout
    assert "trước thứ" in run(folder, "deadlines", "--from", "2026-01-01").stdout


def test_chat_answers_until_it_is_told_to_stop(folder: Path) -> None:
    result = run(folder, "chat", "--today", "2026-10-05", stdin="hạn báo cáo\nthoát\nhạn báo cáo\n")
    assert result.exit_code == 0
    assert result.stdout.count("hôm nay là ngày cuối") == 1


def test_chat_knows_the_bot_s_commands(folder: Path) -> None:
    said = run(
        folder, "chat", "--today", "2026-09-01", stdin="/han\n/help\n/hoi CĐCS báo cáo\n"
    ).stdout
    assert "Các hạn sắp tới" in said
    assert "Cách dùng" in said
    assert "binhgiang@congdoan.example" in said


def test_days_left_count_from_today_also_in_a_later_list(folder: Path) -> None:
    options = ("--today", "2026-09-01", "--from", "2026-10-01")
    listed = rows(run(folder, "deadlines", "--json", *options))
    assert (listed[0]["due"], listed[0]["days_left"]) == ("2026-10-05", 34)


def test_a_new_folder_is_filled_with_the_demonstration_plans_and_says_so(tmp_path: Path) -> None:
    result = run(tmp_path / "data", "plans", "--json")
    assert len(rows(result)) == 8
    assert "8 kế hoạch minh họa" in result.stderr


def test_eval_measures_questions_with_answers(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    today = "2026-09-01"
    questions = [
        {"plan": "x", "question": "CĐCS báo cáo hạn nào", "today": today,
         "section": ["binhgiang@congdoan.example"], "due": ["2026-10-05"]},
        {"plan": "x", "question": "kiểm tra tài chính", "today": today, "section": ["không có"], "due": []},
        {"plan": None, "question": "giá vàng", "today": today, "section": [], "due": []},
    ]  # fmt: skip
    file.write_text("".join(json.dumps(q) + "\n" for q in questions))
    (figures,) = rows(run(folder, "eval", "questions", "--json", str(file)))
    assert (figures["section_first"], figures["due"], figures["abstained"]) == (0.5, 1.0, 1.0)


def test_run_without_a_token_says_how_to_get_one(folder: Path, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    from bot.cli import main

    monkeypatch.setenv("TELEGRAM_TOKEN", "")
    monkeypatch.setattr("sys.argv", ["planbot", "--data", str(folder), "run"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "@BotFather" in capsys.readouterr().err
