"""Words on a page to lines of text, and the rules that say where a paragraph begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import linear_regression, median

from corpus.formats.words import Word
from corpus.header import KIND_LINE
from corpus.letters import LOWER, UPPER

# what a paragraph can begin with; stricter than corpus.outline.LABELS, for a line that goes on
# with "20-NQ/TW" or "31/KH-LĐLĐ" begins none
LABEL = re.compile(
    rf"(?:[IVX]{{1,5}}\s?[.)\-–/:]|Điều\s+\d+\s?[.:]|[A-H][.)]|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.)]|\d{{1,2}}(?:\.\d{{1,2}})+"
    rf"|\d{{1,2}}\s?[-–/](?=\s|[{UPPER}][{LOWER}])|[a-zđ]\d?\s?[).]|[-–—+•●▪*\uf0b7](?!\d))(?=\s|[{UPPER}])"
)
STRONG_LABEL = re.compile(rf"(?:[IVX]{{1,5}}\s?[.)\-–/:]\s*[{UPPER}]{{2}}|Điều\s+\d+\s?[.:])")
ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ|số))?(?:\s+[IVX\d]+)?\s*[.:]?$")
RULE = re.compile(r"[\s\-_–—=~*]{3,}$|[_–—]+$")
ENDS = re.compile(r"(?:[.;:!?…]|[.;:!?]?[”\"»)])$")
ENCLOSED = re.compile(r"\((?:Kèm|Đính kèm|Ban hành|Theo)\b", re.IGNORECASE)
DRAWN = re.compile(r"(?:_{2,}|[-–—=~]{4,}|[—=]{2,})$")
UNBROKEN = re.compile(r"(?:\w[-/]|@)$")  # a sign that the line end cut in two

MIN_OVERLAP = 0.5
FEW_LINES = 8
LEAST_SKEW = 0.003


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side, from left to right, with the box around them."""

    words: tuple[Word, ...]
    text: str
    left: float
    right: float
    top: float
    bottom: float
    middle: float
    size: float
    is_bold: bool

    @property
    def is_read(self) -> bool:
        """Was it read from a picture, so that its boxes are not exact?"""
        return any(word.confidence < 1 for word in self.words)

    @property
    def label(self) -> str:
        """The label or bullet that it begins with, or ""."""
        match = LABEL.match(self.text)
        return match[0] if match else ""


def line_of(words: Sequence[Word]) -> Line:
    """One line of these words; a label does not count for bold type."""
    ordered = tuple(sorted(words, key=lambda word: word.left))
    text = " ".join(word.text for word in ordered)
    label = LABEL.match(text)
    unlabelled = ordered[len(label[0].split()) :] if label else ordered
    return Line(
        ordered,
        text,
        ordered[0].left,
        max(word.right for word in ordered),
        min(word.top for word in ordered),
        max(word.bottom for word in ordered),
        median((word.top + word.bottom) / 2 for word in ordered),
        median(word.size for word in ordered),
        all(word.is_bold for word in unlabelled or ordered),
    )


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines of a page from the top down; the words may come in any order, slightly turned."""
    chains = _chains(words)
    return sorted((line_of(chain) for chain in chains), key=lambda found: found.middle)


def _chains(words: Iterable[Word]) -> list[list[Word]]:
    """Each word goes to the line whose last word stands most nearly at its height."""
    chains: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.left):
        best = max(chains, key=lambda chain: _overlap(chain[-1], word), default=None)
        if best and _overlap(best[-1], word) >= MIN_OVERLAP:
            best.append(word)
        else:
            chains.append([word])
    return chains


def _overlap(one: Word, other: Word) -> float:
    """How far two words stand at one height: from 1, through 0.5 for the middle of the lower word
    at the edge of the taller one, down to less than 0 for words in different lines."""
    taller = max(one.bottom - one.top, other.bottom - other.top, 0.1)
    return 1 - abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 / taller


def straightened(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page as they stand once its lines are level."""
    long = [chain for chain in _chains(words) if len(chain) >= 6]
    slopes = [
        linear_regression([w.left for w in chain], [(w.top + w.bottom) / 2 for w in chain]).slope
        for chain in long
    ]
    slope = median(slopes) if len(slopes) >= 3 else 0.0
    if abs(slope) < LEAST_SKEW:
        return tuple(words)
    return tuple(_turned(word, slope) for word in words)


def _turned(word: Word, slope: float) -> Word:
    down, across = -slope * word.left, slope * word.top
    return replace(
        word,
        top=word.top + down,
        bottom=word.bottom + down,
        left=word.left + across,
        right=word.right + across,
    )


def joined(texts: Iterable[str]) -> str:
    """Lines to one text, with a blank between them but where a sign was cut: "20-", "NQ/TW"."""
    found = ""
    for text in texts:
        tight = UNBROKEN.search(found) or (found[-1:].isdigit() and re.match(r"/\S", text))
        found += text if not found or tight else " " + text
    return " ".join(found.split())


def kind_alone(text: str) -> bool:
    """Is this the line "KẾ HOẠCH" and nothing else?"""
    match = KIND_LINE.match(text.strip())
    return bool(match) and not match["rest"].strip(" *:")  # type: ignore[index]


# ---- where a paragraph begins


@dataclass(frozen=True, slots=True)
class Layout:
    """The margins of a page's text, and how far apart its lines stand, in points."""

    left: float
    right: float
    pitch: float


def layouts(pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> list[Layout]:
    """The layout of each page; one with a few lines has that of the others of its size."""
    found: list[Layout] = []
    for lines, width in zip(pages, widths, strict=True):
        alike = [p for p, w in zip(pages, widths, strict=True) if abs(w - width) < 0.03 * width]
        common = _layout([line for page in alike for line in page], width)
        own = _layout(lines, width) if len(lines) >= FEW_LINES else common
        sides = min(own.left, common.left), max(own.right, common.right)
        if any(line.is_read for line in lines):  # scanned pages are shifted against each other
            sides = own.left, own.right
        found.append(Layout(*sides, min(own.pitch, common.pitch)))
    return found


def _layout(lines: Sequence[Line], width: float) -> Layout:
    if not lines:
        return Layout(0, width, 0)
    steps = sorted(b.middle - a.middle for a, b in pairwise(lines) if b.middle > a.middle)
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    share = len(lines) // 10
    left, right = lefts[share], rights[-1 - share]
    if len(lines) < FEW_LINES:  # none of them need be a full line
        left = min(left, width - right)
        right = max(right, width - left)
    return Layout(left, right, steps[len(steps) // 4] if steps else 0)


def opens(before: Sequence[Line], line: Line, page: Layout, last_page: Layout | None) -> bool:
    """Does a paragraph begin with this line? `before` are the lines of the one that is open,
    `last_page` is the layout of the page that they end on where that is another one."""
    last = before[-1]
    if _stands_alone(last.text) or _stands_alone(line.text) or ENCLOSED.match(line.text):
        return True
    if ENCLOSED.match(before[0].text) and not any(")" in one.text for one in before):
        return False
    is_sentence = not ENDS.search(last.text)
    runs_on = last.label and is_sentence and line.text[0].islower() and not last_page
    if runs_on and _is_full(last, line, page) and not _is_apart(last, line, page):
        return False  # in a narrow column a bold heading may look centred
    if is_centred(line, page) or is_centred(last, last_page or page):
        return not _goes_on_centred(before, line, page, last_page)
    full = _is_full(last, line, last_page or page)
    shift = page.left - last_page.left if last_page else 0
    margins = [margin + shift for margin in _margins(before, last_page or page)]
    at_margin = min(margins) - _tolerance(line) <= line.left <= max(margins) + _tolerance(line)
    if line.label:
        return not (full and at_margin and is_sentence and _may_be_no_label(before, line))
    if is_sentence and line.text[0].islower() and not _is_far(last, line, page, last_page):
        return False
    if last_page:
        return not full or not (at_margin and (is_sentence or _is_indented(before, last_page)))
    stands_off = _is_apart(last, line, page) or not at_margin
    return stands_off or not full or (last.is_bold != line.is_bold and not line.is_read)


def _stands_alone(text: str) -> bool:
    """Is this "KẾ HOẠCH" or "PHỤ LỤC", which have their line for themselves?"""
    return kind_alone(text) or (text.isupper() and bool(ANNEX.match(text)))


def _tolerance(line: Line) -> float:
    return (1.0 if line.is_read else 0.45) * line.size


def _is_full(last: Line, line: Line, page: Layout) -> bool:
    """Was there no room at the end of the last line for the first word of this one?"""
    word = line.words[0]
    return last.right + 0.25 * last.size + (word.right - word.left) > page.right - 0.3 * last.size


def _margins(before: Sequence[Line], page: Layout) -> tuple[float, float]:
    """Between which places the next line of the open paragraph begins; under a label the text
    may hang."""
    first, last = before[0], before[-1]
    if len(before) > 1:
        return last.left, last.left
    marks = len(first.label.split())
    if not first.label or len(first.words) <= marks:
        return page.left, page.left
    return page.left, first.words[marks].left + 2 * first.size


def _may_be_no_label(before: Sequence[Line], line: Line) -> bool:
    """Under an indented first line "- xã hội" at the margin goes on with a sentence."""
    if STRONG_LABEL.match(line.text):
        return False
    rest = line.text[len(line.label) :].strip()
    return before[0].left > line.left + _tolerance(line) or rest[:1].islower()


def _is_indented(before: Sequence[Line], page: Layout) -> bool:
    return before[0].left > page.left + _tolerance(before[0])


def _is_apart(last: Line, line: Line, page: Layout) -> bool:
    """Is there more white above this line than between the lines of a paragraph?"""
    least = 0.4 if line.is_read else 0.17
    return line.middle - last.middle - page.pitch > least * line.size


def _is_far(last: Line, line: Line, page: Layout, last_page: Layout | None) -> bool:
    return not last_page and line.middle - last.middle > 2 * page.pitch + 0.5 * line.size


def is_centred(line: Line, page: Layout) -> bool:
    """Has it as much white on the left as on the right, more than a full line would have?"""
    left = line.left - page.left
    if not _is_even(line, page) or left < 0.3 * line.size:
        return False
    return left > 0.12 * (page.right - page.left) or line.is_bold or line.text.isupper()


def _is_even(line: Line, page: Layout) -> bool:
    left, right = line.left - page.left, page.right - line.right
    return abs(left - right) <= max(4.0, 0.5 * line.size)


def _goes_on_centred(
    before: Sequence[Line], line: Line, page: Layout, last_page: Layout | None
) -> bool:
    """Is this a further line of a centred title, which ends with a part in brackets or a gap?"""
    last = before[-1]
    alike = last.is_bold == line.is_bold or line.is_read
    apart = line.middle - last.middle > 1.4 * page.pitch + 0.5 * line.size
    if last_page or apart or not alike or ANNEX.match(last.text):
        return False
    if line.label or (line.text[0] == "(" and last.text[0] != "("):
        return False
    if is_centred(line, page) and not is_centred(last, page):
        return _is_even(last, page) and _is_full(last, line, page) and not ENDS.search(last.text)
    return is_centred(line, page)
