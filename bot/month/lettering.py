"""Text set into its room: the largest size that fits, lines broken between words, the rest cut."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from bot.month.font import CAPITAL, Pen, Ruler
from bot.month.page import Box, Line

MAX_LETTERS = 400  # of a text: a cell holds a hundred
FIRST_EMOJI = "\U0001f000"  # the font has some of them; a few look odder than none


def drawable(text: str, ruler: Ruler) -> str:
    """The text on one line, without emoji, invisible signs and letters that the font lacks."""
    letters = unicodedata.normalize("NFC", " ".join(text[:MAX_LETTERS].split()))
    return " ".join("".join(c for c in letters if _is_drawable(c, ruler)).split())


def _is_drawable(letter: str, ruler: Ruler) -> bool:
    if unicodedata.category(letter)[0] in "CM":  # controls; marks that join with no letter
        return False
    return letter < FIRST_EMOJI and ruler.has(letter)


def centred(
    text: str, room: Box, sizes: Sequence[int], colour: str, ruler: Ruler, is_bold: bool = False
) -> Iterator[Line]:
    """One line in the middle of its room, in the largest size that fits; cut in the smallest."""
    pens = [Pen(ruler, size, is_bold) for size in sizes]
    pen = next((pen for pen in pens if pen.width(text) <= room.width), pens[-1])
    if shown := on_one_line(text, room.width, pen):
        width = pen.width(shown)
        left = round((room.left + room.right - width) / 2)
        # it is capitals and digits that look centred, not what marks may take above and below
        baseline = round((room.top + room.bottom + CAPITAL * pen.size) / 2)
        yield Line(shown, left, baseline, width, pen, colour, room)


def stacked(texts: Iterable[str], room: Box, colour: str, pen: Pen) -> Iterator[Line]:
    """Lines under one another from the top of their room."""
    baseline = room.top + pen.rise
    for text in texts:
        if text:
            yield Line(text, room.left, baseline, pen.width(text), pen, colour, room)
        baseline += pen.line


def wrapped(text: str, width: float, pen: Pen) -> list[str]:
    """A text in lines that fit into a width; only a word that is too long alone is broken."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, width, pen):
            joined = f"{lines[-1]} {piece}" if lines else piece
            if lines and pen.width(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: float, pen: Pen) -> Iterator[str]:
    while word:
        count = max(1, bisect_right(pen.widths(word), width))
        yield word[:count]
        word = word[count:]


def on_one_line(text: str, width: float, pen: Pen) -> str:
    """The text, cut where it is wider than its room."""
    return text if pen.width(text) <= width else cut(text, width, pen)


def cut(text: str, width: float, pen: Pen) -> str:
    """The beginning of a text up to a word, with "…"; up to a letter if not one word fits."""
    count = bisect_right(pen.widths(text), width - pen.width("…"))
    shown = text[:count]
    if count < len(text) and text[count] != " " and " " in shown:
        shown = shown.rsplit(" ", 1)[0]
    return shown.rstrip(" ,;:.–-") + "…"
