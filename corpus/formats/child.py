"""The child process of `sandbox`: takes its limits, gives up the network, reads, writes JSON.

Run as `python -m corpus.formats.child KIND LIMITS OUTPUT FILE…`.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.formats.sandbox import MEGABYTE, as_json
from corpus.model import Reading, UnreadableFileError

LARGEST_FILE = 500 * MEGABYTE  # that may be written
DEATH_SIGNAL = 1  # of prctl(2)
NEW_USERS, NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)


def main(arguments: Sequence[str]) -> None:
    """Reads the files and writes what was found, or why it was refused."""
    kind, limits, output, *files = arguments
    die_with_parent()
    take_limits(json.loads(limits))
    leave_network()
    said: dict[str, object]
    try:
        said = as_json(read(kind, [Path(file).read_bytes() for file in files]))
    except UnreadableFileError as error:
        said = {"refused": error.reason, "what": error.what}
    except (MemoryError, RecursionError):
        said = {"refused": "too_slow"}
    Path(output).write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def take_limits(limits: Mapping[str, int]) -> None:
    """Memory, processor time and size of files; on a system without such limits only the wall
    clock of the parent holds."""
    try:
        import resource
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_AS, limits["memory"] * MEGABYTE),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def die_with_parent() -> None:
    """On Linux: killed when the process that started this one ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)


def leave_network() -> None:
    """An empty network of its own where the system grants one, and no sockets from Python anywhere:
    what is started from here has none either."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(NEW_NETWORK) != 0:
            libc.unshare(NEW_USERS | NEW_NETWORK)
    sys.addaudithook(_no_sockets)


def _no_sockets(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise UnreadableFileError("hostile")


def read(kind: str, files: Sequence[bytes]) -> Reading:
    """Picks the reader; each brings its own library, which is loaded only here."""
    if kind == "text":
        from corpus.formats import plain

        return Reading(plain.blocks(plain.decode(files[0])))
    if kind == "docx":
        from corpus.formats import docx

        return docx.read(files[0])
    if kind == "pdf":
        return _pdf(files[0])
    if kind == "picture":
        from corpus.formats import scan

        return scan.read_pictures(files)
    if kind == "xlsx":
        from corpus.formats import sheet

        return sheet.read(files[0])
    if kind == "html":
        from corpus.formats import web

        return web.read(files[0])
    from corpus.formats import office

    return office.read(files[0], kind)


def _pdf(data: bytes) -> Reading:
    """A PDF; its pages without a good text layer are read as pictures."""
    from corpus.formats import ocr_repair, pdf, scan
    from corpus.formats.words import Page

    reads: dict[int, scan.Read] = {}

    def ocr(document: bytes, numbers: Sequence[int]) -> dict[int, Page]:
        if what := scan.missing():
            raise UnreadableFileError("needs_ocr", what)
        reads.update(scan.pdf_reads(document, [number - 1 for number in numbers]))
        return {number + 1: read.page for number, read in reads.items()}

    reading = pdf.read(data, ocr)
    if not reads:
        return reading
    if reading.method != "ocr":  # what was typed is never repaired
        return replace(reading, notes=(*reading.notes, *scan.notes(reads)))
    if scan.is_hopeless(reads.values()):
        raise UnreadableFileError("poor_picture")
    blocks = ocr_repair.repaired(reading.blocks)
    return Reading(blocks, "ocr", (*reading.notes, *scan.notes(reads)))


if __name__ == "__main__":
    main(sys.argv[1:])
