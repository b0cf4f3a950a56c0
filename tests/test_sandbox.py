"""A reader runs in a child process that cannot take more than its share, nor reach anybody."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pytest

from corpus import reading
from corpus.formats import sandbox
from corpus.formats.kinds import Kind, kind_of
from corpus.formats.sandbox import LIMITS, Limits, as_json, environment, reading_of
from corpus.model import Block, Note, Reading, UnreadableFileError


def zipped(**parts: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + stream.encode("utf-16-le")


KINDS = [
    (b"%PDF-1.7 ...", "pdf"),
    (b"\xef\xbb\xbfjunk %PDF-1.4", "pdf"),
    (zipped(word__document=b"<x/>"), "docx"),
    (zipped(xl__workbook=b"<x/>"), "xlsx"),
    (ole("WordDocument"), "doc"),
    (b"{\\rtf1\\ansi}", "rtf"),
    (b"\xff\xd8\xff\xe0", "picture"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\0\0\0\x18ftypheic", "picture"),
    (b"  <!DOCTYPE html><p>", "html"),
    ("KẾ HOẠCH <p> trong câu".encode(), "text"),
]
REFUSED = [
    (ole("EncryptedPackage"), "password", ""),
    (ole("Workbook"), "foreign", "old_office"),
    (zipped(a=b"x"), "foreign", "archive"),
    (zipped(ppt__slide=b"x"), "foreign", "slides"),
    (b"PK\x03\x04 cut off", "damaged", ""),
    (b"Rar!\x1a\x07", "foreign", "archive"),
    (b"MZ\x90", "foreign", "program"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_a_file_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(("data", "reason", "what"), REFUSED)
def test_what_no_reader_takes_is_refused(data: bytes, reason: str, what: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        kind_of(data)
    assert (refused.value.reason, refused.value.what) == (reason, what)


def test_a_reading_comes_back_from_the_child_as_it_was() -> None:
    reading = Reading(
        (Block("a | b", (1, 2), "bold", False, ("a", "b")), Block("c")), "ocr", (Note("ocr", "93"),)
    )
    assert reading_of(json.loads(json.dumps(as_json(reading)))) == reading


def child(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """What a program does that begins as the child does."""
    begin = f"from corpus.formats.child import take_limits, leave_network; take_limits({asdict(Limits(400, 2, 9))}); leave_network()\n"
    return subprocess.run(
        [sys.executable, "-c", begin + program], env=environment(folder), cwd=folder,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_child_cannot_take_more_memory_than_its_share(tmp_path: Path) -> None:
    assert "MemoryError" in child(tmp_path, "bytearray(600_000_000)").stderr
    assert child(tmp_path, "bytearray(100_000_000)").returncode == 0


def test_the_child_cannot_compute_for_ever(tmp_path: Path) -> None:
    begin = time.monotonic()
    assert child(tmp_path, "while True: pass").returncode < 0
    assert time.monotonic() - begin < 20


@pytest.mark.parametrize(
    "program",
    [
        "import socket; socket.create_connection(('127.0.0.1', {port}), 2)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}', timeout=2)",
        "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'import socket; socket.create_connection((\"127.0.0.1\", {port}), 2)'])); raise SystemExit(1)",
    ],
)
def test_the_child_reaches_nobody(tmp_path: Path, program: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        done = child(tmp_path, program.format(port=listener.getsockname()[1]))
        assert done.returncode != 0
        if "import subprocess" in program and "returncode=0" in done.stdout:
            pytest.skip("this system grants no network of its own")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_child_that_takes_too_long_is_killed_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "LIMITS", {**LIMITS, "docx": Limits(1_000, 10, 0)})
    with pytest.raises(UnreadableFileError) as refused:
        sandbox.read("docx", [zipped(word__document=b"<x/>")], tmp_path)
    assert refused.value.reason == "too_slow"
    assert list(tmp_path.iterdir()) == []


def test_a_long_text_is_read_by_a_child_and_a_short_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    plain = sandbox.read

    def noted(kind: Kind, files: Sequence[bytes], scratch: Path | None = None) -> Reading:
        read.append(kind)
        return plain(kind, files, scratch)

    monkeypatch.setattr(sandbox, "read", noted)
    line = "Các công đoàn cơ sở gửi báo cáo trước ngày 15/12/2026. "
    short, _ = reading.read("a.txt", line.encode(), tmp_path)
    long, _ = reading.read("b.txt", (line * 5_000).encode(), tmp_path)
    assert read == ["text"]
    assert long.blocks[0].text.startswith(short.blocks[0].text)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        sandbox.read("docx", [b"PK\x03\x04 cut off"], tmp_path / "tmp")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_child_sees_no_secret_of_the_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456:secret")
    assert "123456:secret" not in environment(tmp_path).values()
