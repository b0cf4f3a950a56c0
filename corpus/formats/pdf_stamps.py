"""Stamps as text on a PDF page, the mail room's and that of a digital signature: no part of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from statistics import median

from corpus.formats.lines import Line, lines_of
from corpus.formats.words import Word

STAMP_ZONE, STAMP_HIGH = 0.45, 7.0  # share of the page; times the size of its letters
SIGNED_ROWS, SMALL = 9, 0.9


ARRIVED = re.compile(r"(?:CÔNG VĂN|VĂN BẢN) ĐẾN\W*$")
STAMP_LABEL = re.compile(r"(?:Số|SỐ|Ngày|NGÀY|Giờ|GIỜ)\s?:?$")
STAMP_VALUE = re.compile(r"(?:[\d.…_:-]+(?:/[\d.…_]+){0,2}|tháng|năm)$")
SIGNED_BY = re.compile(
    r"(?:được )?(?:người ký|ký bởi|ký số bởi|digitally signed by)\b", re.IGNORECASE
)
SIGNED_AT = re.compile(r"\b(?:thời gian ký|ngày ký|giờ ký|date)\b", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}:\d{2}\b")


def without_stamps(words: Sequence[Word], height: float) -> list[Word]:
    """The words of a page without the stamp of incoming mail and the box of a digital signature:
    their days are when a paper came or was signed by a machine."""
    gone = {id(word) for word in (*_mail_stamp(words, height), *_signature_box(words))}
    return [word for word in words if id(word) not in gone]


def _runs(row: Line) -> Iterator[list[Word]]:
    """The words of a row that stand a blank apart, without the wider gaps."""
    run: list[Word] = []
    for word in row.words:
        if run and word.left - run[-1].right > 0.8 * max(word.size, run[-1].size):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _mail_stamp(words: Sequence[Word], height: float) -> list[Word]:
    rows = lines_of(words)
    runs = [run for row in rows if row.top < STAMP_ZONE * height for run in _runs(row)]
    for title in (run for run in runs if ARRIVED.match(_said(run))):
        size, left, right = title[0].size, title[0].left, title[-1].right
        under = [
            run
            for run in runs
            if 0 < run[0].top - title[0].top < STAMP_HIGH * size
            and left - 2 * size < run[0].left < right
        ]
        if values := [found for run in under if (found := _stamp_line(run))]:
            return [*title, *(word for line in values for word in line)]
    return []


def _stamp_line(run: Sequence[Word]) -> list[Word]:
    """ "Số: 154" at the beginning of a run of words; nothing where a document's number follows."""
    if not STAMP_LABEL.match(run[0].text):
        return []
    values = list(takewhile(lambda word: STAMP_VALUE.match(word.text), run[1:]))
    rest = run[1 + len(values) :]
    return [run[0], *values] if values and not (rest and rest[0].text[0] in "/-–") else []


def _signature_box(words: Sequence[Word]) -> list[Word]:
    usual = median(word.size for word in words) if words else 0.0
    small = [word for word in words if word.size <= SMALL * usual]
    starts = (
        run[0] for row in lines_of(small) for run in _runs(row) if SIGNED_BY.match(_said(run))
    )
    return next((box for start in starts if (box := _signed(start, small))), [])


def _signed(start: Word, small: Sequence[Word]) -> list[Word]:
    """The lines from "Người ký: …" to "Thời gian ký: …"; none where there is no such line."""
    near = [w for w in small if w.left >= start.left - 3 and w.top >= start.top - 1]
    found: list[Word] = []
    is_end = False
    for row in lines_of(w for w in near if abs(w.size - start.size) <= 0.6)[:SIGNED_ROWS]:
        run = next(_runs(row))
        if abs(run[0].left - start.left) > 3 or (is_end and not CLOCK.match(_said(run))):
            break
        found += run
        is_end |= bool(SIGNED_AT.search(_said(found)) and re.search(r"\d\W*$", _said(run)))
    return found if is_end else []
