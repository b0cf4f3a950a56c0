"""The official heading and the foot, which stand in two columns, and a body that does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import mean, median

from corpus.formats.lines import ANNEX, Line, kind_alone, lines_of
from corpus.formats.words import Word
from corpus.letters import fold
from corpus.signature import BEHALF, OFFICE, RECIPIENTS

Span = tuple[float, float]  # left and right end, in points
Taken = Callable[[Line], Sequence[Span]]
EVEN = 1.3
MOTTO = re.compile(r"\b(?:cong hoa xa hoi|dang cong san|doc lap(?: ?[-–]| tu ?do))")
BODY_ROWS = 8  # on each side
MIDDLE = 0.35, 0.65  # shares of the page's width: where a corridor can be
CORRIDOR, WIDEST = 0.6, 0.12  # times the letters' size; share of the page's width
COLUMN_SHARE = 0.25  # of the page's width
MOST, HALF = 0.7, 0.5


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
    found = _grown(rows[:kind], 0, free, words_of) or _grown(rows[:kind], anchor, free)
    if word and (found is None or found[0] < kind):  # no corridor: each row has its own gap
        return (kind, mean(free[0])) if _part_by_themselves(rows[:kind], mean(free[0])) else found
    return found


def _part_by_themselves(rows: Sequence[Line], at: float) -> bool:
    """Does every row that crosses a place have a gap of its own?"""
    crossing = [row for row in rows if any(word.left < at < word.right for word in row.words)]
    return bool(crossing) and all(_own_gap(row, at) != at for row in crossing)


def _own_gap(row: Line, at: float) -> float:
    """Where this row of a heading parts: at the place of them all, or at its own gap where that
    is far wider: the left column may end further right than the motto above begins."""
    pairs = list(pairwise(row.words))
    gaps = [(a.right, b.left) for a, b in pairs]
    here = [_width(gap) for gap in gaps if gap[0] <= at <= gap[1]]
    outside = at < row.left or at > row.right
    filled = [gap for gap, (a, b) in zip(gaps, pairs, strict=True) if not _is_blank(a, b)]
    widest = max(filled, key=_width, default=None)
    if widest is None or outside or (here and here[0] >= 0.6 * row.size):
        return at
    least = max(0.8 * row.size, 2 * median(map(_width, gaps)))
    return mean(widest) if _width(widest) >= least else at


def _is_blank(before: Word, after: Word) -> bool:
    """Is a gap the place for a number or a day that is not filled in: "Số:    /KH-CĐ"?"""
    folded = fold(before.text.lower()).strip(":")
    return folded in {"so", "ngay", "thang"} or after.text[0] in "/-–" or after.text == "tháng"


def head_parted(rows: Sequence[Line], at: float) -> tuple[list[Line], list[Line]]:
    """The lines left and right in a heading, each row parted at the place or at its own gap."""
    cuts = {word: _own_gap(row, at) for row in rows for word in row.words}
    left = [word for word, cut in cuts.items() if (word.left + word.right) / 2 < cut]
    return lines_of(left), lines_of(word for word in cuts if word not in set(left))


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


# ---- a body in two columns


def body_columns(rows: Sequence[Line], width: float) -> tuple[int, int, float] | None:
    """First row and row after the last of text in two full columns, and where they part."""
    first, last = (round(share * width) for share in MIDDLE)
    found = (_free_run(rows, at) for at in range(first, last, 2))
    runs = sorted(set(found), key=lambda run: run[0] - run[1])
    return next(
        ((*run, at) for run in runs if (at := _corridor(rows[slice(*run)], width)) is not None),
        None,
    )


def _free_run(rows: Sequence[Line], at: float) -> tuple[int, int]:
    """The longest run of rows with a gap at a place, from where both sides have words."""
    best = start = 0
    end = 0
    for number, row in enumerate(rows):
        if _crosses(row, at):
            start = number + 1
        elif number + 1 - start > end - best:
            best, end = start, number + 1
    run = rows[best:end]
    left = next((n for n, row in enumerate(run) if row.left < at), end)
    right = next((n for n, row in enumerate(run) if row.right > at), end)
    return best + max(0, min(max(left, right), len(run)) - 1), end


def _crosses(row: Line, at: float) -> bool:
    """Does a row go on over a place, with a word or with a blank between two?"""
    left = max((word.right for word in row.words if word.left < at), default=at - row.size)
    right = min((word.left for word in row.words if word.right > at), default=at + row.size)
    return right - left < CORRIDOR * row.size or not left <= at <= right or kind_alone(row.text)


def _corridor(rows: Sequence[Line], width: float) -> float | None:
    """The middle of the corridor between two columns of text; None where these are none."""
    for at in _middles(rows, width):
        left, right = parted(rows, at)
        if min(len(left), len(right)) < BODY_ROWS:
            continue
        span = max(line.right for line in left), min(line.left for line in right)
        size = median(row.size for row in rows)
        is_gap = CORRIDOR * size <= _width(span) <= WIDEST * width
        if is_gap and _is_column(left, size, width) and _is_column(right, size, width):
            return mean(span)
    return None


def _middles(rows: Sequence[Line], width: float) -> list[float]:
    """The middles of what is free in all rows near the middle of the page."""
    taken = [span for row in rows for span in words_of(row)]
    free = without([(MIDDLE[0] * width, MIDDLE[1] * width)], taken)
    return [mean(span) for span in free]


def _is_column(lines: Sequence[Line], size: float, width: float) -> bool:
    """Are these lines of running text: full ones for the most part, and without wide gaps?"""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = sum(line.right > right - 3 * size for line in lines)
    whole = sum(len(spans(line)) == 1 for line in lines)
    is_wide = right - left >= COLUMN_SHARE * width
    return is_wide and full >= HALF * len(lines) and whole >= MOST * len(lines)
