"""Reads .doc, .odt and .rtf: LibreOffice makes a .docx of them, without links, macros or network."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from corpus.formats import docx
from corpus.formats.archive import open_archive
from corpus.model import Reading, UnreadableFileError

WALL_SECONDS = 25
CPU_SECONDS = 25
MEMORY_BYTES = 2_000_000_000
MAX_RTF_MARKS = 2_000_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
WORD_STREAM = "WordDocument".encode("utf-16-le")
WORD_BLOCK = b"\xec\xa5"  # the first bytes of that stream, at the start of a sector
ENCRYPTED_FLAG = 0x01
ODT = b"application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"  # OpenOffice 2 writes a document type there

# the filter is named, so that a page or a drawing under a false name is not opened as what it is
FILTERS = {"doc": "MS Word 97", "odt": "writer8", "rtf": "Rich Text Format"}

COMMON, INET = "/org.openoffice.Office.Common", "/org.openoffice.Inet/Settings"
SETTINGS = (
    (f"{COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    (INET, "ooInetProxyType", "2"),
    (INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (INET, "ooInetHTTPProxyPort", "9"),
    (INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (INET, "ooInetHTTPSProxyPort", "9"),
    (INET, "ooInetNoProxy", ""),
)  # fmt: skip
ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>\n'
)


def read(data: bytes, suffix: str) -> Reading:
    """Blocks of an older or open document, through LibreOffice; `suffix` is doc, odt or rtf."""
    check(data, suffix)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableFileError("needs_office", suffix)
    with tempfile.TemporaryDirectory(prefix="planbot-", ignore_cleanup_errors=True) as folder:
        made = _convert(program, data, suffix, Path(folder))
    return replace(docx.read(made), method="converted")


def check(data: bytes, suffix: str) -> None:
    """Refuses what is not the kind of file that it is called, or is locked or hostile."""
    if suffix == "doc":
        _check_word(data)
    elif suffix == "odt":
        _check_odt(data)
    elif suffix != "rtf" or not data.startswith(b"{\\rtf"):
        raise UnreadableFileError("unknown_kind")
    elif data.count(b"\\") > MAX_RTF_MARKS:
        raise UnreadableFileError("hostile")


def _check_word(data: bytes) -> None:
    if not data.startswith(OLE):
        raise UnreadableFileError("unknown_kind")
    if ENCRYPTED_PACKAGE in data:
        raise UnreadableFileError("password")
    if WORD_STREAM not in data:
        raise UnreadableFileError("unknown_kind")
    starts = (at for at in range(512, len(data), 512) if data.startswith(WORD_BLOCK, at))
    at = next(starts, None)
    if at is not None and data[at + 11 : at + 12] and data[at + 11] & ENCRYPTED_FLAG:
        raise UnreadableFileError("password")


def _check_odt(data: bytes) -> None:
    box = open_archive(data)
    if "mimetype" not in box.names or not box.part("mimetype").startswith(ODT):
        raise UnreadableFileError("unknown_kind")
    if MANIFEST in box.names and b"encryption-data" in box.part(MANIFEST):
        raise UnreadableFileError("password")
    box.check_xml(except_for=frozenset({MANIFEST}))


def _convert(program: str, data: bytes, suffix: str, folder: Path) -> bytes:
    """The .docx that LibreOffice makes of a file, in a profile that nothing else uses."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(ITEM.format(*setting) for setting in SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE.format(items), "utf-8")
    source = folder / f"plan.{suffix}"
    source.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--nolockcheck", f"--infilter={FILTERS[suffix]}", "--convert-to", "docx",
        "--outdir", str(folder), str(source),
    ]  # fmt: skip
    _run(command, folder)
    made = folder / "plan.docx"
    if not made.is_file():  # it ends with 0 all the same
        raise UnreadableFileError("damaged")
    return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Runs a program to its end, or to the end of its time.

    It stays in the group of the sandbox's child, with whatever it starts: who ends that group ends
    all of them.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_limit,
    )
    try:
        process.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFileError("too_slow") from None
    finally:
        process.kill()
        process.wait()


def _environment(folder: Path) -> dict[str, str]:
    dead = "http://127.0.0.1:9"
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": dead,
        "https_proxy": dead,
        "all_proxy": dead,
    }


def _limit() -> None:
    """In the new process: what it may use, where the caller has not set less."""
    limits = ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS))
    for what, most in limits:
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, hard))
