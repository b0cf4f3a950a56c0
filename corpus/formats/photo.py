"""Makes a flat, upright grey page of a picture: finds the sheet in a photo, evens the light out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]  # height x width x RGB, or height x width in grey
Points = NDArray[np.float32]  # four corners: top left, top right, bottom right, bottom left

MIN_WIDTH, PAGE_WIDTH, MAX_WIDTH = 1200, 1700, 2000  # pixels; Tesseract reads best at 1600-1900
LONGER = 1.4142  # the long side of an A-size sheet by the short one
LOOK = 800  # pixels on the long side of the small copy that a sheet is looked for in
SHEET_SHARE = 0.2  # of the picture: anything smaller is no page
WHOLE_SHARE = 0.97  # a sheet that fills the picture is a scan
AROUND_MIDDLE = (0.75, 0.9, 1.0, 1.1, 1.2)  # where sheet and table are told apart, by Otsu's level
MIN_CONTRAST = 20  # levels between sheet and table
MIN_FIT = 0.94  # how far sheet and four-sided figure must be the same
MAX_TILT = 5.0  # degrees that deskewing looks for, to each side
FADE = 0.6  # how much of a pixel's colour is added to its lightness
DARK, UNEVEN = 215, 0.75  # paper darker than this, or in part so much darker, is evened out


def flat(picture: Picture) -> Picture:
    """The page in a picture, in grey: taken out of a photo, unslanted, evenly lit, unturned."""
    corners = sheet(picture)
    page = picture if corners is None else unslanted(picture, corners)
    grey = without_colours(page)
    if corners is not None or _is_unevenly_lit(grey):
        grey = evenly_lit(grey)
    return unspecked(deskewed(at_reading_size(grey, is_photo=corners is not None)))


def turned(picture: Picture, degrees: int) -> Picture:
    """The picture turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(picture, -degrees // 90))


def without_colours(picture: Picture) -> Picture:
    """Grey in which coloured ink fades: the lightest channel, and lighter the more colour there is.

    A red seal vanishes and the signer's name under it can be read; black letters stay black.
    """
    if picture.ndim == 2:
        return picture
    import cv2

    lightest, darkest = picture.max(axis=2), picture.min(axis=2)
    return np.asarray(cv2.addWeighted(lightest, 1 + FADE, darkest, -FADE, 0), np.uint8)


def sheet(picture: Picture) -> Points | None:
    """The corners of a sheet of paper that lies on something else, or None.

    Brightness alone fails on a photo with a lamp at one side: the far end of the sheet is darker
    than the table beside it. How colourless a pixel is does not depend on the light.
    """
    if picture.ndim == 2:
        picture = np.repeat(picture[..., None], 3, axis=2)
    scale = LOOK / max(picture.shape[:2])
    small = _resized(picture, scale)
    found = [fit for mask in _masks(small) if (fit := _four_sided(mask))]
    good = [(fit, corners) for fit, corners in found if fit >= MIN_FIT]
    if not good:
        return None
    return np.asarray(max(good, key=lambda pair: pair[0])[1] / scale, np.float32)


def _masks(small: Picture) -> list[Picture]:
    """What might be the sheet, judged by colour and by lightness."""
    import cv2

    size = max(small.shape[:2]) // 40 | 1
    kernel = np.ones((size, size), np.uint8)
    blurred = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), 5)
    lightest = blurred.max(axis=2).astype(np.float32)
    chroma = lightest - blurred.min(axis=2)
    colourless = 255 - 255 * chroma / np.maximum(lightest, 1)
    masks = []
    for plane in (colourless.astype(np.uint8), lightest.astype(np.uint8)):
        middle, _ = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        for share in AROUND_MIDDLE:
            light = np.where(plane > middle * share, 255, 0).astype(np.uint8)
            if _contrast(plane, light) < MIN_CONTRAST:
                continue  # the grain of a scanned page
            opened = cv2.morphologyEx(light, cv2.MORPH_OPEN, kernel)
            masks += [np.asarray(opened, np.uint8), np.asarray(255 - opened, np.uint8)]
    return masks


def _contrast(plane: Picture, light: Picture) -> float:
    if light.all() or not light.any():
        return 0.0
    return float(np.median(plane[light > 0]) - np.median(plane[light == 0]))


def _four_sided(mask: Picture) -> tuple[float, Points] | None:
    """How well the largest light patch is a four-sided figure in [0, 1], and its corners."""
    import cv2

    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    patch: Any = max(contours, key=cv2.contourArea, default=None)
    area = 0.0 if patch is None else cv2.contourArea(patch)
    if not SHEET_SHARE < area / mask.size < WHOLE_SHARE:
        return None
    hull = cv2.convexHull(patch)
    around = cv2.arcLength(hull, True)
    for share in (0.01, 0.02, 0.03, 0.05, 0.08):
        corners = cv2.approxPolyDP(hull, share * around, True)
        if len(corners) == 4:
            common = _overlap(mask.shape, patch, corners)
            return common, _in_order(corners.reshape(4, 2).astype(np.float32))
    return None


def _overlap(shape: tuple[int, ...], first: Any, second: Any) -> float:
    import cv2

    filled = [np.zeros(shape, np.uint8) for _ in range(2)]
    for canvas, figure in zip(filled, (first, second), strict=True):
        cv2.fillPoly(canvas, [figure], 1)
    return float((filled[0] & filled[1]).sum() / max(1, (filled[0] | filled[1]).sum()))


def _in_order(corners: Points) -> Points:
    """Top left, top right, bottom right, bottom left."""
    total, difference = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    picked = [total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]
    return corners[picked]


def unslanted(picture: Picture, corners: Points) -> Picture:
    """The sheet between the corners as if seen from straight above, as wide as is read best."""
    import cv2

    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    wide, high = float(sides[0] + sides[2]), float(sides[1] + sides[3])
    ratio = _a_size(high / max(wide, 1.0))
    width = PAGE_WIDTH if ratio >= 1 else round(PAGE_WIDTH / ratio)
    height = round(width * ratio)
    # a big photo is made small first: the warp itself would skip pixels and roughen the letters
    shrink = min(1.0, 2 * width / wide * 1.2)
    small = _resized(picture, shrink)
    edge = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform((corners * shrink).astype(np.float32), edge)
    flags = cv2.INTER_AREA if shrink < 1 else cv2.INTER_CUBIC
    warped = cv2.warpPerspective(
        small, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.uint8)


def _a_size(ratio: float) -> float:
    """Height by width, taken for an A-size sheet's where it is near: a slant shortens one side."""
    for usual in (LONGER, 1 / LONGER):
        if abs(ratio / usual - 1) < 0.2:
            return usual
    return min(3.0, max(1 / 3, ratio))


def evenly_lit(grey: Picture) -> Picture:
    """The page as if the paper were equally white all over."""
    import cv2

    paper = cv2.GaussianBlur(cv2.medianBlur(_paper(grey), 15), (0, 0), 5)
    light = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(light, 1), scale=245), np.uint8)


def _is_unevenly_lit(grey: Picture) -> bool:
    dark, light = np.percentile(_paper(grey), (5, 95))
    return bool(light < DARK or dark < UNEVEN * light)


def _paper(grey: Picture) -> Picture:
    """How light the paper is: a small copy of the page without what is written on it."""
    import cv2

    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8)


def at_reading_size(grey: Picture, is_photo: bool) -> Picture:
    """The page scaled where its letters are too small, or far larger than they need be."""
    short = min(grey.shape)
    if not is_photo and MIN_WIDTH <= short <= MAX_WIDTH:
        return grey  # a scan is read best at its own size
    if is_photo and abs(short - PAGE_WIDTH) <= 1:
        return grey
    return _resized(grey, PAGE_WIDTH / short)


def deskewed(grey: Picture) -> Picture:
    """The page turned so that its lines of text are level."""
    import cv2

    angle = tilt(grey)
    if abs(angle) < 0.1:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(
        grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(level, np.uint8)


def tilt(grey: Picture) -> float:
    """By how many degrees the lines of text fall to the right: where rows of ink are sharpest."""
    import cv2

    small = _resized(grey, min(1.0, 1000 / max(grey.shape)))
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    height, width = ink.shape

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, matrix, (width, height)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-MAX_TILT, MAX_TILT + 0.1, 0.5), key=sharpness)
    return float(max(np.arange(coarse - 0.4, coarse + 0.45, 0.1), key=sharpness))


def unspecked(grey: Picture) -> Picture:
    """The page without the specks of dust that lie alone: beside a label they are read as marks."""
    import cv2

    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink)
    speck, reach = max(2, min(grey.shape) // 200), min(grey.shape) // 180
    is_small = (boxes[:, 2] <= speck) & (boxes[:, 3] <= speck)
    is_small &= boxes[:, 2] < 1.7 * boxes[:, 3]  # a dash opens an item of a list
    is_small[0] = False
    large = np.where(is_small[labels], 0, ink).astype(np.uint8)
    near = cv2.dilate(large, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    touched = np.bincount(labels.ravel(), (near > 0).ravel(), count) > 0
    alone = (is_small & ~touched)[labels].astype(np.uint8)
    return np.where(cv2.dilate(alone, np.ones((3, 3), np.uint8)) > 0, 255, grey).astype(np.uint8)


def _resized(picture: Picture, scale: float) -> Picture:
    import cv2

    if scale == 1.0:
        return picture
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how), np.uint8)
