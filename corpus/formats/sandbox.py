"""Runs a reader in a child process that has limits, no network and one folder to write in."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.formats.kinds import Kind
from corpus.model import Block, Note, Reading, UnreadableFileError

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Megabytes of memory, seconds of processor time and of wall time."""

    memory: int
    cpu: int
    wall: int


LIMITS: Mapping[Kind, Limits] = {
    "text": Limits(1_000, 10, 13),
    "docx": Limits(1_000, 10, 13),
    "xlsx": Limits(1_000, 10, 13),
    "html": Limits(1_000, 10, 13),
    "doc": Limits(3_000, 30, 40),
    "odt": Limits(3_000, 30, 40),
    "rtf": Limits(3_000, 30, 40),
    "pdf": Limits(1_500, 120, 150),
    "picture": Limits(2_500, 120, 150),
}


def read(kind: Kind, files: Sequence[bytes], scratch: Path | None = None) -> Reading:
    """What the reader of this kind finds; `files` are the pages of one document where these are
    pictures, else one file.

    Whatever the child does, this returns a reading or raises `UnreadableFileError`. `scratch` is
    the folder in which a temporary one is made, else the system's.
    """
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="read-", dir=scratch, ignore_cleanup_errors=True
    ) as folder:
        said = _run(kind, files, Path(folder))
    if "refused" in said:
        raise UnreadableFileError(said["refused"], said.get("what", ""))
    return reading_of(said)


STALE = 3_600  # seconds: no reading takes so long


def clean(scratch: Path, now: float) -> None:
    """Takes away the folders of readings that were killed; `now` is seconds since 1970."""
    for folder in scratch.glob("read-*") if scratch.is_dir() else ():
        if now - folder.stat().st_mtime > STALE:
            shutil.rmtree(folder, ignore_errors=True)


def _run(kind: Kind, files: Sequence[bytes], folder: Path) -> dict[str, Any]:
    limits = LIMITS[kind]
    places = []
    for number, data in enumerate(files):
        places.append(str(folder / f"input-{number}"))
        Path(places[-1]).write_bytes(data)
    output = folder / "output.json"
    child = subprocess.Popen(
        [sys.executable, "-m", "corpus.formats.child", kind, json.dumps(asdict(limits)), str(output), *places],
        cwd=folder, env=environment(folder), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        child.wait(limits.wall)
    except subprocess.TimeoutExpired:
        raise UnreadableFileError("too_slow") from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.returncode == 0 and output.is_file():
        said: dict[str, Any] = json.loads(output.read_text("utf-8"))
        return said
    slow = child.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    raise UnreadableFileError("too_slow" if slow else "damaged")


def environment(folder: Path) -> dict[str, str]:
    """What the child sees: where programs and modules are, and the one folder that it may use."""
    kept = ("PATH", "LANG", "TESSDATA_PREFIX", "VIRTUAL_ENV", "SYSTEMROOT", "LD_LIBRARY_PATH")
    names = {name: os.environ[name] for name in kept if name in os.environ}
    places = dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(folder))  # fmt: skip
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "no_proxy"), "")
    modules = os.pathsep.join(path for path in sys.path if path)
    return {
        **names, **places, **nowhere, "PYTHONPATH": modules, "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1", "OMP_THREAD_LIMIT": "1",
    }  # fmt: skip


def as_json(reading: Reading) -> dict[str, Any]:
    """A reading as the child writes it."""
    return {
        "blocks": [
            [block.text, block.lines, block.emphasis, block.gap, block.cells]
            for block in reading.blocks
        ],
        "method": reading.method,
        "notes": [[note.code, note.about] for note in reading.notes],
    }


def reading_of(said: Mapping[str, Any]) -> Reading:
    """The reading that a child has written."""
    return Reading(
        tuple(
            Block(text, tuple(lines), emphasis, gap, tuple(cells))
            for text, lines, emphasis, gap, cells in said["blocks"]
        ),
        said["method"],
        tuple(Note(code, about) for code, about in said["notes"]),
    )
