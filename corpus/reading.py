"""A file's bytes to blocks of text: tells what a file is by its content and picks the reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.formats import plain, sandbox
from corpus.formats.kinds import kind_of
from corpus.model import Reading, Source, UnreadableFileError

MAX_BYTES = 20_000_000
MAX_PICTURES = 40
SMALL_TEXT = 200_000  # bytes: the longest plans have some tens of thousands


def bytes_of(file: Path) -> bytes:
    """The bytes of a file; refuses one that cannot be opened."""
    try:
        return file.read_bytes()
    except IsADirectoryError:
        raise UnreadableFileError("is_folder") from None
    except OSError:
        raise UnreadableFileError("cannot_open") from None


def read(name: str, data: bytes, scratch: Path | None = None) -> tuple[Reading, Source]:
    """What is in a file and where it came from; refuses with `UnreadableFileError`.

    A text as long as plans are is decoded here; everything else is read in a child process, which
    may write only to a temporary folder in `scratch`.
    """
    if not data.strip():
        raise UnreadableFileError("empty")
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("too_large")
    kind = kind_of(data)
    source = Source(name, hashlib.sha256(data).hexdigest())
    if kind == "text" and len(data) <= SMALL_TEXT:
        return Reading(plain.blocks(plain.decode(data))), source
    return sandbox.read(kind, [data], scratch), source


def read_pages(
    files: Sequence[tuple[str, bytes]], scratch: Path | None = None
) -> tuple[Reading, Source]:
    """Pictures as the pages of one document, in their order; a single file whatever it is."""
    if len(files) == 1:
        return read(*files[0], scratch)
    if len(files) > MAX_PICTURES:
        raise UnreadableFileError("too_many_pages")
    if sum(len(data) for _, data in files) > 3 * MAX_BYTES:
        raise UnreadableFileError("too_large")
    for _, data in files:
        require_picture(data)
    together = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for _, data in files))
    reading = sandbox.read("picture", [data for _, data in files], scratch)
    return reading, Source(files[0][0], together.hexdigest())


def require_picture(data: bytes) -> None:
    """Refuses what cannot be one of several pages."""
    if not data.strip():
        raise UnreadableFileError("empty")
    if kind_of(data) != "picture":
        raise UnreadableFileError("mixed_files")
