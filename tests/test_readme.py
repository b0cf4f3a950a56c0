"""The README shows what planbot does, and names every file."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

from click.testing import CliRunner
from conftest import ROOT

from bot.cli import cli

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_answer_that_is_shown_is_the_answer_that_is_given(tmp_path: Path) -> None:
    command, shown = re.search(r"```console\n\$ (.*?)\n(.*?)```", README, re.DOTALL).groups()  # type: ignore[union-attr]
    arguments = shlex.split(command.split("planbot", 1)[1])
    result = CliRunner().invoke(cli, ["--data", str(tmp_path), *arguments])
    assert result.exit_code == 0
    assert shown.strip() == result.stdout.strip()


def test_the_map_names_every_file_and_no_other() -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for top in ("corpus", "index", "bot")
        for path in (ROOT / top).rglob("*")
        if path.suffix in (".py", ".toml") and path.name != "__init__.py"
    }
    named = set(re.findall(r"^\| `((?:corpus|index|bot)/\S+)` \|", README, re.MULTILINE))
    assert named == files


def test_every_file_says_in_its_first_line_what_it_does() -> None:
    for path in [
        *ROOT.glob("corpus/**/*.py"),
        *ROOT.glob("index/**/*.py"),
        *ROOT.glob("bot/**/*.py"),
    ]:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith('"""'), path


def test_every_command_is_in_the_readme() -> None:
    for name in cli.commands:
        assert f"planbot {name}" in README, name


def test_imports_go_from_bot_to_index_to_corpus_and_never_back() -> None:
    forbidden = {"corpus": ("index", "bot"), "index": ("bot",)}
    for package, above in forbidden.items():
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for name in above:
                assert not re.search(rf"^\s*(?:from|import) {name}\b", text, re.MULTILINE), path


def test_each_outside_library_enters_through_its_door() -> None:
    doors = {
        "sqlite_utils": {"corpus/store.py", "corpus/migrations.py"},
        "underthesea": {"index/analysis.py"},
        "rank_bm25": {"index/ranking.py", "index/evaluation.py", "index/engines.py"},
        "dotenv": {"bot/settings.py"},
        "rich": {"bot/cli.py"},
        "icalendar": {"bot/calendars.py"},
        "matplotlib": {"bot/month/font.py", "bot/month/painting.py", "bot/questions_chart.py"},
        "lxml": {f"corpus/formats/{name}.py" for name in ("archive", "numbering", "web")},
        "pdfplumber": {"corpus/formats/pdf.py"},
        "pypdfium2": {f"corpus/formats/{name}.py" for name in ("pdf_gates", "pictures", "scan")},
        "openpyxl": {"corpus/formats/sheet.py"},
        "cv2": {f"corpus/formats/{name}.py" for name in ("photo", "ruled", "tesseract")},
        "PIL": {"corpus/formats/pictures.py", "corpus/formats/tesseract.py"},
    }
    for library, allowed in doors.items():
        users = {
            path.relative_to(ROOT).as_posix()
            for top in ("corpus", "index", "bot")
            for path in (ROOT / top).rglob("*.py")
            if re.search(rf"^\s*(?:from|import) {library}\b", path.read_text("utf-8"), re.MULTILINE)
        }
        assert users == allowed, library


def test_the_sentences_of_the_bot_live_in_messages_alone() -> None:
    said = re.compile(r'"[^"\n]*\b(?:Bạn|bạn|Tôi|tôi|Hãy|Chưa|Không)\b [^"\n]{12,}"')
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("index/*.py"), *ROOT.glob("corpus/**/*.py")]:
        if path.name != "messages.py":
            code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert not said.search(code), (path, said.search(code))


def test_the_project_names_its_packages_and_its_script() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["scripts"] == {"planbot": "bot.cli:main"}
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [
        "corpus", "index", "bot",
    ]  # fmt: skip
