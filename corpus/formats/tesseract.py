"""Runs the `tesseract` command on pictures: words with their boxes, and which way up a page is."""

from __future__ import annotations

import csv
import functools
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from corpus.formats.words import Word

Picture = NDArray[np.uint8]

COMMAND = "tesseract"
LANGUAGE, ORIENTATION = "vie", "osd"  # names of the trained data
WALL_SECONDS = 60.0
TURNED = re.compile(r"Rotate: (\d+)\s+Orientation confidence: ([\d.]+)")
SURE_OF_TURN = 3.0  # below it the answer is a guess: "leave it"
PAGE, CELL = 3, 6  # page segmentation: columns and paragraphs; one block of text

SCRAP_CONFIDENCE, SCRAP_LETTERS = 35, 2  # what a seal's rim is read as
TOO_HIGH = 2.2  # times the usual word's height: a seal, a signature
PLAUSIBLE = re.compile(r"\W*(?:[^\W\d_]?[^\WA-Z\d_]+|[^\Wa-z_]+)(?:[./,:-]\w+)*\W*")
DEBRIS = re.compile(r"[\W_]+")


class TesseractError(Exception):
    """The command failed or took too long; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word in pixels with its confidence in percent; `line` names the line it stands in and
    `picture` counts the pictures of one run from 0."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    line: tuple[int, ...]
    picture: int = 0


def missing() -> str | None:
    """What must be installed before anything can be read: the command or a language's data."""
    if not shutil.which(COMMAND):
        return "tesseract-ocr"
    return None if LANGUAGE in _languages() else f"tesseract-ocr-{LANGUAGE}"


def words(pictures: Sequence[Picture], segmentation: int = PAGE) -> tuple[Found, ...]:
    """The words of grey pictures, in Tesseract's reading order; one run loads the model once.

    Without a resolution whole paragraphs are lost in silence, and 300 is what it was trained on.
    """
    options = ["-l", LANGUAGE, "--psm", str(segmentation), "--oem", "1", "--dpi", "300"]
    return tuple(_parsed(_run([*options, "tsv"], _encoded(pictures)).splitlines()))


def turn(picture: Picture) -> int:
    """By how many degrees clockwise a page must be turned to stand upright; 0 when in doubt."""
    if ORIENTATION not in _languages():
        return 0
    try:
        said = _run(["--psm", "0", "--dpi", "300"], _encoded([picture]))
    except TesseractError:  # too few letters to tell
        return 0
    match = TURNED.search(said)
    return int(match[1]) if match and float(match[2]) >= SURE_OF_TURN else 0


def without_scraps(found: Sequence[Found]) -> tuple[Found, ...]:
    """The words without what seals, signatures and specks of dust are taken for."""
    usual = median(word.bottom - word.top for word in found) if found else 0
    kept = [
        word
        for word in found
        if word.bottom - word.top <= TOO_HIGH * usual
        and (word.confidence >= SCRAP_CONFIDENCE or _could_be_a_word(word.text))
    ]
    said = {word.line for word in kept if not is_debris(word)}
    return tuple(word for word in kept if word.line in said)


def is_debris(word: Found) -> bool:
    """Is there no letter and no figure in it: a dash, or dust?"""
    return DEBRIS.fullmatch(word.text) is not None


def _could_be_a_word(text: str) -> bool:
    return len(text) > SCRAP_LETTERS and PLAUSIBLE.fullmatch(text) is not None


def as_words(found: Iterable[Found], scale: float) -> Iterator[Word]:
    """Words in points. A dash stands as high as the words of its line, and is as large."""
    lines: dict[tuple[int, ...], list[Found]] = {}
    for word in found:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        others = [word for word in line if not is_debris(word)] or line
        size = median(word.bottom - word.top for word in others) * scale
        for word in line:
            high = min(others, key=lambda w: abs(w.left - word.left)) if is_debris(word) else word
            yield Word(
                word.text,
                word.left * scale,
                high.top * scale,
                word.right * scale,
                high.bottom * scale,
                size,
                confidence=word.confidence / 100,
            )


def confidence(found: Sequence[Found]) -> float:
    """The mean confidence in percent, longer words counting more."""
    total = sum(len(word.text) for word in found)
    return sum(word.confidence * len(word.text) for word in found) / total if total else 0.0


def letters(page: Picture, found: Sequence[Found]) -> tuple[int, int]:
    """How many blots of ink have a letter's size, and how many of those lie in no word's box.

    Tesseract can pass over a whole paragraph and be sure of all the rest.
    """
    import cv2

    high = median(word.bottom - word.top for word in found) if found else page.shape[0] / 80
    _, ink = cv2.threshold(page, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, boxes, centres = cv2.connectedComponentsWithStats(ink)
    is_letter = (boxes[:, 3] > 0.35 * high) & (boxes[:, 3] < 1.5 * high) & (boxes[:, 2] < 2 * high)
    covered = np.zeros(page.shape, bool)
    for word in found:
        down = slice(max(0, word.top - 4), word.bottom + 4)
        covered[down, max(0, word.left - 4) : word.right + 4] = True
    x, y = centres[is_letter].astype(int).T
    return int(is_letter.sum()), int((~covered[y, x]).sum())


@functools.cache
def _languages() -> frozenset[str]:
    try:
        listed = subprocess.run(
            [COMMAND, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.split())


def _encoded(pictures: Sequence[Picture]) -> bytes:
    """One file of all the pictures, as the command takes it."""
    from PIL import Image

    first, *others = [Image.fromarray(picture) for picture in pictures]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others)
    return out.getvalue()


def _parsed(lines: Iterable[str]) -> Iterable[Found]:
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        text = (row["text"] or "").strip()
        if row["level"] != "5" or not text:
            continue
        left, top, width, height = (int(row[k]) for k in ("left", "top", "width", "height"))
        line = tuple(int(row[k]) for k in ("page_num", "block_num", "par_num", "line_num"))
        conf, picture = float(row["conf"]), line[0] - 1
        yield Found(text, left, top, left + width, top + height, conf, line, picture)


def _run(options: list[str], picture: bytes) -> str:
    """What the command writes about a picture; it is killed when its time is up.

    It stays in this process's group, so that it ends with the process that reads a file.
    """
    try:
        done = subprocess.run(
            [COMMAND, "stdin", "stdout", *options],
            input=picture,
            capture_output=True,
            timeout=WALL_SECONDS,
            # threads of its own make it slower: two pages are read side by side instead
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TesseractError("time is up") from None
    if done.returncode:
        raise TesseractError(done.stderr.decode("utf-8", "replace").strip()[-200:])
    return done.stdout.decode("utf-8", "replace")
