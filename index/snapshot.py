"""Arrays in one file that is loaded by mapping it; replaced whole, never read when it is another's.

Layout: the magic bytes, the length of a JSON header, the header (stamp, meta, and dtype, place and
length of every array), then the arrays, each at a multiple of 64 bytes. Nothing in it is code.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.postings import Postings

MAGIC = b"planbot index\n"
ALIGNED = 64

Arrays = dict[str, npt.NDArray[Any]]


def packed(postings: Postings) -> Arrays:
    """The arrays of an index, its terms as one text."""
    text = np.frombuffer("\n".join(postings.terms).encode(), dtype=np.uint8)
    return {
        "terms": text, "starts": postings.starts, "positions": postings.positions,
        "frequencies": postings.frequencies, "lengths": postings.lengths,
        "impacts": postings.impacts, "highest": postings.highest, "norms": postings.norms,
        "columns": postings.columns, "table": postings.table.reshape(-1),
    }  # fmt: skip


def unpacked(arrays: Arrays) -> Postings:
    """The index in arrays."""
    text = arrays["terms"].tobytes().decode()
    lengths, columns = arrays["lengths"], arrays["columns"]
    return Postings(
        text.split("\n") if text else [], arrays["starts"], arrays["positions"],
        arrays["frequencies"], lengths, arrays["impacts"], arrays["highest"], arrays["norms"],
        columns, arrays["table"].reshape(len(lengths), int(columns.max(initial=-1)) + 1),
    )  # fmt: skip


def save(
    path: Path, stamp: str, meta: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]
) -> None:
    """Writes a snapshot beside its place and moves it there, so that a reader sees the old or the new.

    Raises OSError where it cannot be written; the old one is kept then.
    """
    placed: dict[str, tuple[str, int, int]] = {}
    at = 0
    for name, values in arrays.items():
        placed[name] = (values.dtype.str, at, len(values))
        at += -(-values.nbytes // ALIGNED) * ALIGNED
    header = json.dumps({"stamp": stamp, "meta": meta, "arrays": placed, "bytes": at}).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % ALIGNED)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(MAGIC + len(header).to_bytes(8, "little") + header)
            for values in arrays.values():
                file.write(np.ascontiguousarray(values).data)
                file.write(b"\0" * (-values.nbytes % ALIGNED))
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(file.name).unlink()
            raise


def load(path: Path, stamp: str) -> tuple[dict[str, Any], Arrays] | None:
    """Meta and mapped arrays of a snapshot; None where there is none with this stamp, whole."""
    try:
        mapped = np.memmap(path, dtype=np.uint8, mode="r")
        start = len(MAGIC) + 8
        if bytes(mapped[: len(MAGIC)]) != MAGIC:
            return None
        end = start + int.from_bytes(bytes(mapped[len(MAGIC) : start]), "little")
        header = json.loads(bytes(mapped[start:end]))
        if header["stamp"] != stamp or len(mapped) != end + header["bytes"]:
            return None
        arrays: Arrays = {}
        for name, (dtype, at, length) in header["arrays"].items():
            size = np.dtype(dtype).itemsize * length
            arrays[name] = np.asarray(mapped[end + at : end + at + size]).view(dtype)
        return header["meta"], arrays
    except (OSError, ValueError, KeyError, TypeError):
        return None
