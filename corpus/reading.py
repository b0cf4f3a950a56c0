"""A file's bytes to blocks of text: tells what a file is by its content and picks the reader."""

from __future__ import annotations

import hashlib

from corpus.formats import plain
from corpus.model import Block, Source, UnreadableFileError

MAX_BYTES = 20_000_000

# first bytes -> what the file is and what the sender can do about it
FOREIGN = (
    (b"%PDF", "tệp PDF"),
    (b"PK\x03\x04", "tệp Word, Excel hoặc tệp nén"),
    (b"\xd0\xcf\x11\xe0", "tệp Word hoặc Excel đời cũ"),
    (b"{\\rtf", "tệp RTF"),
    (b"\xff\xd8\xff", "ảnh chụp"),
    (b"\x89PNG", "ảnh chụp"),
    (b"GIF8", "ảnh"),
    (b"\x1f\x8b", "tệp nén"),
    (b"SQLite format 3", "cơ sở dữ liệu"),
    (b"\x7fELF", "chương trình máy tính"),
    (b"MZ", "chương trình máy tính"),
)


def read(name: str, data: bytes) -> tuple[tuple[Block, ...], Source]:
    """Blocks of a file and where they came from; refuses with `UnreadableFileError`."""
    if not data.strip():
        raise UnreadableFileError("tệp trống, không có chữ nào. Hãy kiểm tra lại tệp rồi gửi lại.")
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(
            "tệp lớn hơn 20 MB. Hãy tách tệp hoặc lưu ở dạng .txt rồi gửi lại."
        )
    for magic, what in FOREIGN:
        if data.startswith(magic):
            raise UnreadableFileError(
                f"đây là {what}, planbot chưa đọc được loại này."
                " Hãy lưu kế hoạch ở dạng .txt (mã UTF-8) rồi gửi lại."
            )
    blocks = plain.blocks(plain.decode(data))
    return blocks, Source(name, hashlib.sha256(data).hexdigest())
