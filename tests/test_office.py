"""Older and open documents go through LibreOffice, which gets no chance to do anything else."""

import io
import os
import shutil
import socket
import threading
import zipfile
from pathlib import Path

import pytest

from corpus.formats import office
from corpus.model import UnreadableFileError

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")


def zipped(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return file.getvalue()


def odt(body: str, **more: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "text", "manifest")
    )
    draw = f'xmlns:draw="{OFFICE}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    kind = "application/vnd.oasis.opendocument.text"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    entries = entry.format("/", kind) + entry.format("content.xml", "text/xml")
    return zipped(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f"<manifest:manifest {spaces}>{entries}</manifest:manifest>",
            "content.xml": f'<office:document-content {spaces} {draw} office:version="1.2">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        }
        | more
    )


def rtf(text: str) -> bytes:
    coded = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)
    return f"{{\\rtf1\\ansi {coded}\\par}}".encode()


def word97(*, flag: int = 0, stream: str = "WordDocument") -> bytes:
    file = bytearray(office.OLE.ljust(2048, b"\0"))
    file[512:514] = office.WORD_BLOCK
    file[523] = flag
    file[1024 : 1024 + 2 * len(stream)] = stream.encode("utf-16-le")
    return bytes(file)


def refused(data: bytes, suffix: str) -> str:
    with pytest.raises(UnreadableFileError) as error:
        office.read(data, suffix)
    return error.value.reason


@pytest.mark.parametrize(
    ("data", "suffix", "reason"),
    [
        (b"<html>", "doc", "unknown_kind"),
        (b"{\\rtf1}", "doc", "unknown_kind"),
        (word97(stream="Workbook"), "doc", "unknown_kind"),
        (word97(stream="EncryptedPackage"), "doc", "password"),
        (word97(flag=1), "doc", "password"),
        (b"PK\x03\x04", "odt", "damaged"),
        (zipped({"mimetype": "application/epub+zip"}), "odt", "unknown_kind"),
        (odt("", **{"META-INF/manifest.xml": "<a><encryption-data/></a>"}), "odt", "password"),
        (odt("", **{"content.xml": "<!DOCTYPE a><a/>"}), "odt", "hostile"),
        (b"%PDF-1.7", "rtf", "unknown_kind"),
        (b"{\\rtf1" + b"\\b" * 2_000_001, "rtf", "hostile"),
        (rtf("a"), "exe", "unknown_kind"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_refused_before_any_program_is_started(data, suffix, reason):
    assert refused(data, suffix) == reason


def test_without_libreoffice_it_is_asked_for(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert refused(rtf("Kế hoạch"), "rtf") == "needs_office"


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """A program of that name that only does what the script says."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_program_that_ends_well_without_a_file_means_a_damaged_one(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "exit 0")
    assert refused(rtf("Kế hoạch"), "rtf") == "damaged"


def test_a_program_that_does_not_end_is_ended(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, f"echo $$ > {tmp_path}/child; exec tail -f /dev/null")
    monkeypatch.setattr(office, "WALL_SECONDS", 0.3)
    assert refused(rtf("Kế hoạch"), "rtf") == "too_slow"
    state = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/stat")
    assert not state.exists() or state.read_text().split()[2] in "ZX"


def test_every_run_has_a_profile_of_its_own_that_is_gone_afterwards(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, f'echo "$PWD $*" >> {tmp_path}/runs; cat profile/user/*.xcu > {tmp_path}/settings')  # fmt: skip
    for _ in range(2):
        refused(rtf("Kế hoạch"), "rtf")
    runs = (tmp_path / "runs").read_text().splitlines()
    folders = [run.split()[0] for run in runs]
    assert len(set(folders)) == 2
    assert not any(Path(folder).exists() for folder in folders)
    assert all(f"-env:UserInstallation=file://{at}/profile" in run for at, run in zip(folders, runs, strict=True))  # fmt: skip
    settings = (tmp_path / "settings").read_text()
    assert all(f'oor:name="{name}"' in settings for _, name, _ in office.SETTINGS)


@needs_office
@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (rtf("Kế hoạch năm 2027"), "rtf"),
        (odt("<text:p>Kế hoạch năm 2027</text:p>"), "odt"),
    ],
)
def test_a_document_is_read_through_libreoffice(data, suffix):
    found = office.read(data, suffix)
    assert [block.text for block in found.blocks] == ["Kế hoạch năm 2027"]
    assert found.method == "converted"


@needs_office
def test_no_connection_is_made():
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    asked.append(caller.recv(80))

        threading.Thread(target=listen, daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        picture = f'<draw:frame><draw:image xlink:href="{address}/a.png"/></draw:frame>'
        linked = f'<text:section text:name="a"><text:section-source xlink:href="{address}/b.odt"/>'
        found = office.read(
            odt(f"<text:p>Nội dung{picture}</text:p>{linked}<text:p>Hết</text:p></text:section>"),
            "odt",
        )
        server.shutdown(socket.SHUT_RDWR)
    assert [block.text for block in found.blocks] == ["Nội dung", "Hết"]
    assert asked == []
