"""The official heading and the foot, which stand in two columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import mean, median

from corpus.formats.lines import ANNEX, Line, kind_alone, lines_of
from corpus.letters import fold
from corpus.signature import BEHALF, OFFICE, RECIPIENTS

Span = tuple[float, float]  # left and right end, in points
Taken = Callable[[Line], Sequence[Span]]
EVEN = 1.3
MOTTO = re.compile(r"\b(?:cong hoa xa hoi|dang cong san|doc lap ?[-–])")


def spans(row: Line, anchor: int | None = None) -> list[Span]:
    """The parts of a row between its wide gaps; the word at `anchor` begins a part in any case."""
    found: list[Span] = []
    least = _wide_gap(row)
    for number, word in enumerate(row.words):
        if found and number != anchor and word.left - found[-1][1] < least:
            found[-1] = (found[-1][0], max(found[-1][1], word.right))
        else:
            found.append((word.left, word.right))
    return found


def _wide_gap(row: Line) -> float:
    """From which width on a gap is no blank of this row: columns can nearly touch."""
    gaps = [b.left - a.right for a, b in pairwise(row.words)]
    if len(gaps) < 3:
        return row.size
    if max(gaps) < EVEN * min(gaps):  # justified: all its blanks are as wide
        return max(gaps) + 1
    return min(max(0.45 * row.size, 1.7 * median(gaps)), 1.1 * row.size)


def motto_at(row: Line) -> int | None:
    """Which word of the row begins the motto "CỘNG HÒA XÃ HỘI …", compared without marks."""
    folded = [fold(word.text.lower()) for word in row.words]
    match = MOTTO.search(" ".join(folded))
    return " ".join(folded)[: match.start()].count(" ") if match else None


def without(free: Sequence[Span], taken: Sequence[Span], least: float = 4.0) -> list[Span]:
    """What of the free spans is left beside the taken ones, and wide enough for a corridor."""
    found = list(free)
    for left, right in taken:
        parts = ((a, min(b, left)) for a, b in found), ((max(a, right), b) for a, b in found)
        found = [(a, b) for part in parts for a, b in part if b - a >= least]
    return sorted(set(found))


def head_columns(rows: Sequence[Line], width: float) -> tuple[int, float] | None:
    """How many rows from the top are the two-column heading, and where its columns part."""
    anchor = next((n for n, row in enumerate(rows[:6]) if motto_at(row) is not None), None)
    if anchor is None:
        return None
    kind = next((n for n, row in enumerate(rows) if kind_alone(row.text)), None)
    word = motto_at(rows[anchor]) or 0
    motto = rows[anchor].words[word]
    left = rows[anchor].words[word - 1].right if word else 0.15 * width
    free: list[Span] = [(left, motto.left)]
    if kind is None:
        return _grown(rows, anchor, free)
    # above "KẾ HOẠCH" there is nothing but the two columns, which may be a blank apart
    return _grown(rows[:kind], 0, free, words_of) or _grown(rows[:kind], anchor, free)


def words_of(row: Line) -> list[Span]:
    """The box of each word of a row."""
    return [(word.left, word.right) for word in row.words]


def foot_columns(rows: Sequence[Line], width: float) -> tuple[int, int, float] | None:
    """First row and row after the last of "Nơi nhận" beside the signature, and where they part."""
    begins = (n for n, row in enumerate(rows) if RECIPIENTS.match(row.text))
    start = next(begins, None)
    if start is None:
        return None
    grown = _grown(rows[start:], 0, [(0.2 * width, 0.8 * width)])
    if grown is None:
        return None
    first = start
    while first and rows[first - 1].left > grown[1] and _signs(rows[first - 1].text):
        first -= 1
    return first, start + grown[0], grown[1]


def _signs(text: str) -> bool:
    return bool(BEHALF.match(text) or OFFICE.match(text))


def _grown(
    rows: Sequence[Line], start: int, free: Sequence[Span], taken: Taken | None = None
) -> tuple[int, float] | None:
    """Rows from the start on as long as a corridor stays free between them, and its middle."""
    end, corridors = start, list(free)
    for row in rows[start:]:
        spaces = (taken(row), 0.1) if taken else (spans(row, motto_at(row)), 4.0)
        left = without(corridors, *spaces)
        if not left or kind_alone(row.text) or ANNEX.match(row.text):
            break
        corridors, end = left, end + 1
    sides = [at for at in corridors if _is_between(rows[:end], mean(at))]
    widest = max(sides, key=_width, default=None)
    return (end, mean(widest)) if widest else None


def _width(span: Span) -> float:
    return span[1] - span[0]


def _is_between(rows: Sequence[Line], at: float) -> bool:
    """Do words stand on both sides of this place?"""
    words = [word for row in rows for word in row.words]
    return any(word.right <= at for word in words) and any(word.left >= at for word in words)


def parted(rows: Iterable[Line], at: float) -> tuple[list[Line], list[Line]]:
    """The lines left and right of a place; two columns need not stand at one height."""
    words = [word for row in rows for word in row.words]
    left = [word for word in words if (word.left + word.right) / 2 < at]
    return lines_of(left), lines_of(word for word in words if word not in set(left))
