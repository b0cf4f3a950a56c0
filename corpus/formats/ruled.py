"""Finds ruled tables in a straightened picture and reads them cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from corpus.formats import tesseract
from corpus.formats.tesseract import Found
from corpus.formats.words import Grid

Picture = NDArray[np.uint8]

HORIZONTAL, VERTICAL = 25, 50  # the shortest rule: page width and height by these
MIN_WIDTH_SHARE = 0.25  # of the page: a narrower box is a stamp
LEAST_RULE = 0.08  # of the table's width or height: merged cells leave short rules
WALLED = 0.5  # the share of a cell's side that must be inked to be a wall
NEAR = 0.007  # of the page width: a rule is found this far to each side of its line
PAPER = 200  # lighter is no ink
OVERHANG = 4  # pixels that a letter's foot may reach over the rule below it
SPARSE = 0.15  # of its box is inked: a frame or a ring, no blot
PALER, CORE = 25, 0.75  # grey levels of a stamp above print; what is still print
LEAST_BLOT = 4  # pixels: fewer are where a stamp's own lines cross
EDGE = 20  # white pixels around a cell: letters at the very edge are misread


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its place in the grid (end excluded) and its box in pixels."""

    row: int
    column: int
    rows: int
    columns: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its outer box in pixels, its size, its cells row by row, and within the box a
    mask of its rules."""

    left: int
    top: int
    right: int
    bottom: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    rules: Picture = field(repr=False, compare=False)


def tables(grey: Picture) -> tuple[Table, ...]:
    """The ruled tables of a level page, from top to bottom."""
    import cv2

    level, upright = rules(grey)
    joined = cv2.dilate(level | upright, np.ones((5, 5), np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    found: list[Table] = []
    for label, (left, top, width, height, _) in enumerate(boxes.tolist()):
        if label == 0 or width < MIN_WIDTH_SHARE * grey.shape[1]:
            continue
        part = np.s_[top : top + height, left : left + width]
        own = np.where(labels[part] == label, 255, 0).astype(np.uint8)  # not the letters in a cell
        if table := _table(level[part] & own, upright[part] & own, left, top, NEAR * grey.shape[1]):
            found.append(table)
    return tuple(sorted(found, key=lambda table: table.top))


def rules(grey: Picture) -> tuple[Picture, Picture]:
    """Masks of the level and the upright rules of a page."""
    import cv2

    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    height, width = ink.shape
    masks = []
    for wide, high in ((width // HORIZONTAL, 1), (1, height // VERTICAL)):
        # a rule that is not quite level, or was scanned in one bit, is a chain of short pieces
        thick = cv2.dilate(ink, np.ones((3, 1) if high == 1 else (1, 3), np.uint8))
        bridge = np.ones((1, 5) if high == 1 else (5, 1), np.uint8)
        whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, bridge)
        masks.append(cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8)))
    return np.asarray(masks[0], np.uint8), np.asarray(masks[1], np.uint8)


def without_tables(grey: Picture, found: Sequence[Table]) -> Picture:
    """The page with its tables painted over, for the words around them."""
    page = grey.copy()
    for table in found:
        page[table.top : table.bottom, table.left : table.right] = 255
    return page


def without_frames(grey: Picture) -> Picture:
    """The page without underlines and without the frames of stamps.

    Tesseract takes what a frame touches for a drawing: a number beside the incoming-mail stamp
    would be lost. Letters that the frame crosses stay.
    """
    import cv2

    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if not ink.any():
        return grey
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink)
    height, width = ink.shape
    wide, high = boxes[:, 2] > width / 12, boxes[:, 3] > height / 60
    sparse = boxes[:, 4] < SPARSE * boxes[:, 2] * boxes[:, 3]
    is_frame, is_underline = wide & high & sparse, wide & (boxes[:, 3] < width / 150)
    is_frame[0] = is_underline[0] = False
    black = float(np.percentile(grey[ink > 0], 10))
    page = grey.copy()
    page[cv2.dilate(is_underline[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    for number in np.flatnonzero(is_frame).tolist():
        left, top, right, bottom = boxes[number, :4].tolist()
        part = np.s_[top : top + bottom, left : left + right]
        own = (labels[part] == number).astype(np.uint8)
        pale = float(np.percentile(page[part][own > 0], 25))
        if pale - black > PALER:
            page[part] = _darkest(page[part], black + CORE * (pale - black))
        else:
            page[part][_runs(own, width // 40) > 0] = 255
    return page


def _runs(frame: Picture, length: int) -> Picture:
    """Where a frame runs straight on, level or upright or nearly so."""
    import cv2

    found = np.zeros_like(frame)
    for shape, across in (((1, length), (5, 1)), ((length, 1), (1, 5))):
        thick = cv2.dilate(frame, np.ones(across, np.uint8))
        run = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        found[(run > 0) & (frame > 0)] = 1
    return np.asarray(cv2.dilate(found, np.ones((3, 3), np.uint8)), np.uint8)


def _darkest(part: Picture, below: float) -> Picture:
    """What is printed under a paler stamp or seal: what is dark, and the edges of it."""
    import cv2

    core = (part < below).astype(np.uint8)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(core)
    core = (core > 0) & (boxes[:, 4] >= LEAST_BLOT)[labels]
    near = cv2.dilate(core.astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.where(near > 0, part, 255).astype(np.uint8)


def cut(grey: Picture, table: Table) -> Iterator[Picture]:
    """The pictures of a table's cells, its rules left out, with a white edge around."""
    clean = grey.copy()
    box = clean[table.top : table.bottom, table.left : table.right]
    box[table.rules > 0] = 255
    clean = np.where(clean > PAPER, 255, clean).astype(np.uint8)
    for cell in table.cells:
        part = clean[cell.top + OVERHANG : cell.bottom + OVERHANG, cell.left : cell.right]
        yield np.pad(part, EDGE, constant_values=255)


def read(grey: Picture, table: Table) -> tuple[Found, ...]:
    """The words of a table's cells; `picture` is the position of the cell."""
    return tesseract.words(list(cut(grey, table)), tesseract.CELL)


def grid(table: Table, found: Sequence[Found], scale: float) -> Grid:
    """The table with the text of its cells, in points."""
    rows: list[list[str | None]] = [[None] * table.columns for _ in range(table.rows)]
    for position, cell in enumerate(table.cells):
        words = [word for word in found if word.picture == position]
        kept = tesseract.without_scraps(words) or words  # a lone "1" is no scrap
        rows[cell.row][cell.column] = " ".join(word.text for word in kept)
    box = (table.left, table.top, table.right, table.bottom)
    left, top, right, bottom = (side * scale for side in box)
    return Grid(left, top, right, bottom, tuple(tuple(row) for row in rows))


def _table(level: Picture, upright: Picture, left: int, top: int, near: float) -> Table | None:
    """The table whose rules these are, or None where they make no grid of cells."""
    ys = _lines(level.sum(axis=1) / 255, LEAST_RULE * level.shape[1], near)
    xs = _lines(upright.sum(axis=0) / 255, LEAST_RULE * upright.shape[0], near)
    if len(ys) < 3 or len(xs) < 3:  # a frame around text, or a row of boxes
        return None
    cells = tuple(_cells(level, upright, ys, xs, round(near)))
    moved = tuple(
        Cell(c.row, c.column, c.rows, c.columns,
             c.left + left, c.top + top, c.right + left, c.bottom + top)
        for c in cells
    )  # fmt: skip
    height, width = level.shape
    return Table(
        left, top, left + width, top + height, len(ys) - 1, len(xs) - 1, moved,
        level | upright,
    )  # fmt: skip


def _lines(ink: NDArray[np.float64], least: float, near: float) -> list[int]:
    """Where rules run, from how much ink each row or column of pixels has."""
    reach = max(1, round(near / 2))
    summed = np.convolve(ink, np.ones(2 * reach + 1), "same")
    places: list[int] = []
    for place in np.argsort(-summed, kind="stable").tolist():
        if summed[place] < least:
            break
        if all(abs(place - other) > 2 * near for other in places):
            places.append(place)
    return sorted(places)


def _cells(
    level: Picture, upright: Picture, ys: list[int], xs: list[int], near: int
) -> Iterator[Cell]:
    """Cells of a grid; fields with no wall between them are one cell."""
    taken: set[tuple[int, int]] = set()
    for row, column in product(range(len(ys) - 1), range(len(xs) - 1)):
        if (row, column) in taken:
            continue
        right, below = column + 1, row + 1
        while right < len(xs) - 1 and not _wall(upright, xs[right], ys[row], ys[row + 1], near):
            right += 1
        while below < len(ys) - 1 and not _wall(
            level.T, ys[below], xs[column], xs[column + 1], near
        ):
            below += 1
        fields = set(product(range(row, below), range(column, right)))
        if fields & taken:  # no rectangle: take the one field
            right, below, fields = column + 1, row + 1, {(row, column)}
        taken |= fields
        yield Cell(row, column, below - row, right - column,
                   xs[column], ys[row], xs[right], ys[below])  # fmt: skip


def _wall(mask: Picture, place: int, start: int, end: int, near: int) -> bool:
    """Is there a rule at this column of pixels, from one row of pixels to another?"""
    inset = (end - start) // 6
    strip = mask[start + inset : end - inset, max(0, place - near) : place + near + 1]
    return bool(strip.size and strip.any(axis=1).mean() >= WALLED)
