"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from corpus.model import UnreadableFileError

Kind = Literal["pdf", "docx", "xlsx", "doc", "odt", "rtf", "picture", "html", "text"]

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*")
BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")  # of HEIF, behind "ftyp"
# first bytes -> what the file is, in the words of `bot.messages.FOREIGN`
FOREIGN = (
    (b"GIF8", "animation"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"SQLite format 3", "database"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
)
OLE = b"\xd0\xcf\x11\xe0"
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|p|div)\b", re.IGNORECASE)


def kind_of(data: bytes) -> Kind:
    """The kind of a file; refuses with `UnreadableFileError` what no reader takes."""
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if data.startswith(OLE):
        return _in_ole(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    is_heif = data[4:8] == b"ftyp" and data[8:12] in BRANDS
    if data.startswith(PICTURES) or is_heif or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    for magic, what in FOREIGN:
        if data.startswith(magic):
            raise UnreadableFileError("foreign", what)
    if data[4:8] == b"ftyp":
        raise UnreadableFileError("foreign", "film")
    return "html" if HTML.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) else "text"


def _in_zip(data: bytes) -> Kind:
    """By the names of its parts; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        raise UnreadableFileError("damaged") from None
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        if b"opendocument.text" in data[:200]:
            return "odt"
        raise UnreadableFileError("foreign", "open_document")
    slides = any(name.startswith("ppt/") for name in names)
    raise UnreadableFileError("foreign", "slides" if slides else "archive")


def _in_ole(data: bytes) -> Kind:
    """By the names of its streams, which stand in UTF-16 in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFileError("password")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise UnreadableFileError("foreign", "old_office")
