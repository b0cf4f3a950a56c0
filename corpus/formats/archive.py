"""Zip containers of office files: gates against bombs, parts read with a cap, XML without entities."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from corpus.model import UnreadableFileError

MAX_ENTRIES = 2_000
MAX_PART = 40_000_000
MAX_SUM = 120_000_000
MAX_RATIO = 200
SMALL_PART = 1_000_000  # below that no ratio is a danger, and an empty picture has a high one
MAX_TAGS = 1_000_000  # some 300 pages of Word; each tag costs about 150 bytes of tree

DIRECTORY_ENTRY = b"PK\x01\x02"
XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
XML_OPENS = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
XML_ENCODING = re.compile(rb"^[^>]{0,60}encoding\s*=\s*[\"']([\w.-]+)")
ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"})
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Archive:
    """An office file whose zip directory has passed the gates."""

    zip: zipfile.ZipFile
    names: frozenset[str]

    def part(self, name: str) -> bytes:
        """The bytes of one part, never more than the cap: the directory can lie about sizes."""
        try:
            with self.zip.open(name) as part:
                data = part.read(MAX_PART + 1)
        except KeyError:
            raise UnreadableFileError("damaged") from None
        except BROKEN as error:
            raise UnreadableFileError("damaged") from error
        if len(data) > MAX_PART:
            raise UnreadableFileError("hostile")
        return data

    def xml(self, name: str) -> etree._Element:
        """One part as a tree."""
        return parse_xml(self.part(name))

    def related(self, name: str, kind: str) -> str | None:
        """The part that `name` refers to as its "styles", "numbering" ...; "" is the package."""
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self.names:
            return None
        for relation in self.xml(relations):
            inside = relation.get("TargetMode") != "External"
            if inside and (relation.get("Type") or "").endswith(f"/{kind}"):
                target = posixpath.join("/", folder, relation.get("Target") or "")
                found = posixpath.normpath(target).lstrip("/")
                return found if found in self.names else None
        return None

    def check_xml(self, except_for: frozenset[str] = frozenset()) -> None:
        """Refuses the file where any XML part of it is one that nobody should parse."""
        for name in sorted(self.names - except_for):
            if XML_NAME.search(name):
                check_part(self.part(name))


def open_archive(data: bytes) -> Archive:
    """A zip container that is safe to read; refuses damaged, locked and hostile ones."""
    if data.count(DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise UnreadableFileError("hostile")
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise UnreadableFileError("damaged") from error
    entries = opened.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFileError("password")
    if any(_is_bomb(entry) for entry in entries) or sum(e.file_size for e in entries) > MAX_SUM:
        raise UnreadableFileError("hostile")
    if any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries):
        raise UnreadableFileError("damaged")
    return Archive(opened, frozenset(entry.filename for entry in entries))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > MAX_PART and XML_NAME.search(entry.filename):
        return True
    return entry.file_size > SMALL_PART and entry.file_size > MAX_RATIO * entry.compress_size


def check_part(data: bytes) -> None:
    """Refuses XML with a document type, more tags than a plan has, or letters that hide both."""
    declared = XML_ENCODING.match(data.replace(b"\0", b"")[:200])
    if not XML_OPENS.match(data) or (declared and declared[1].lower() not in ENCODINGS):
        raise UnreadableFileError("damaged")
    if b"<!DOCTYPE" in data.replace(b"\0", b"") or data.count(b"<") > MAX_TAGS:
        raise UnreadableFileError("hostile")


def parse_xml(data: bytes) -> etree._Element:
    """A checked tree: no entities, no network, no depth beyond libxml2's own limit."""
    check_part(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data.replace(STRICT, WORD), parser)
    except etree.XMLSyntaxError as error:
        is_deep = "depth" in str(error).lower()
        raise UnreadableFileError("hostile" if is_deep else "damaged") from error
