"""A file's bytes to blocks of text: tells what a file is by its content and picks the reader."""

from __future__ import annotations

import hashlib

from corpus.formats import plain
from corpus.model import Block, Source, UnreadableFileError

MAX_BYTES = 20_000_000

# first bytes -> what the file is, in the words of `bot.messages.FOREIGN`
FOREIGN = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "office"),
    (b"\xd0\xcf\x11\xe0", "old_office"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"SQLite format 3", "database"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)


def read(name: str, data: bytes) -> tuple[tuple[Block, ...], Source]:
    """Blocks of a file and where they came from; refuses with `UnreadableFileError`."""
    if not data.strip():
        raise UnreadableFileError("empty")
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("too_large")
    for magic, what in FOREIGN:
        if data.startswith(magic):
            raise UnreadableFileError("foreign", what)
    blocks = plain.blocks(plain.decode(data))
    return blocks, Source(name, hashlib.sha256(data).hexdigest())
