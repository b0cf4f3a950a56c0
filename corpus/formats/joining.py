"""Words and tables on pages to blocks: lines to paragraphs, columns in turn, furniture left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import dropwhile

from corpus.formats import grids
from corpus.formats.grids import Table
from corpus.formats.legacy import repaired
from corpus.formats.lines import (
    DRAWN,
    RULE,
    Layout,
    Line,
    joined,
    kind_alone,
    layouts,
    line_of,
    lines_of,
    opens,
    straightened,
)
from corpus.formats.two_columns import (
    body_columns,
    foot_columns,
    head_columns,
    head_parted,
    parted,
)
from corpus.formats.words import Grid, Page, Word
from corpus.header import BODY, MOTTO, NUMBER, PLACE_UNIT, REMARK
from corpus.letters import fold
from corpus.model import Block
from corpus.outline import is_capitals
from corpus.signature import BEHALF, NAME, OFFICE, RECIPIENTS

PAGE_NUMBER = re.compile(
    r"\W*(?:(?:Trang|TRANG|Page)\s*)?\d{1,3}(?:\s*[/|]\s*\d{1,3})?\W*$|\W{1,3}$"
)
NUMBER_ZONE, FURNITURE_ZONE = 0.12, 0.09  # shares of the page's height, above and below
ALIKE = 0.8
HEAD_ROWS = 14
SIGNS = " .,:;'`‘’\"*^ˆ_~|-–—•°"
HEAD_LINES = (
    MOTTO, NUMBER, REMARK,
    re.compile(r"V/v\b|Về việc\b", re.IGNORECASE),
    re.compile(r"[^\W\d_][^,]{1,40},\s*ngày\b", re.IGNORECASE),
    re.compile(r"\*"),
)  # fmt: skip
# no name of a body ends so
UNFINISHED = re.compile(
    r"\b(?:CƠ|VÀ|LAO|CÁC|LIÊN|TỔNG|CỦA|TẠI|CÔNG|CƠ SỞ|CÔNG ĐOÀN|BAN CHẤP HÀNH|BAN THƯỜNG VỤ)$"
)

Begins = Callable[[str, str], bool]


@dataclass(slots=True)
class _Columns:
    """What is read as two columns, the left one first; it can go on over a page break."""

    left: list[Line]
    right: list[Line]
    at: float
    is_head: bool


@dataclass(slots=True)
class _Text:
    """Lines under each other on one page; those of a column have its layout from the start."""

    lines: list[Line]
    layout: Layout = field(default_factory=lambda: Layout(0, 0, 0))
    is_column: bool = False


Part = _Columns | _Text | Table | Grid


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The paragraphs and table rows on these pages, in reading order."""
    straight = [replace(page, words=straightened(page.words)) for page in pages]
    rows = [_without_rules(lines_of(page.words)) for page in straight]
    rows = _without_furniture(rows, pages)
    parts: list[list[Part]] = []
    for page, lines in zip(straight, rows, strict=True):
        open_foot = parts[-1][-1] if parts and parts[-1] else None
        parts.append(_parts(lines, page, open_foot))
    plain = [[p for p in page if isinstance(p, _Text) and not p.is_column] for page in parts]
    texts = [[line for part in page for line in part.lines] for page in plain]
    for page_parts, layout in zip(plain, layouts(texts, [p.width for p in pages]), strict=True):
        for part in page_parts:
            part.layout = layout
    return tuple(_numbered(_written([part for page in parts for part in page])))


def _without_rules(lines: list[Line]) -> list[Line]:
    """Lines without the dashes that are drawn with characters under a heading."""
    bare = [_without_dust(line) for line in lines]
    kept = [[word for word in line.words if not DRAWN.match(word.text)] for line in bare]
    found = (line_of(words) for words in kept if words)
    return [line for line in found if not RULE.match(line.text)]


def _without_dust(line: Line) -> Line:
    """A line that was read, without a sign before "KẾ HOẠCH" that is none: dust, or a seal."""
    words = list(dropwhile(lambda word: not word.text.strip(SIGNS), line.words))
    if not line.is_read or not words:
        return line
    rest = line_of([replace(words[0], text=words[0].text.lstrip(SIGNS)), *words[1:]])
    return rest if kind_alone(rest.text) else line


# ---- furniture


def _without_furniture(rows: Sequence[list[Line]], pages: Sequence[Page]) -> list[list[Line]]:
    """Pages without their numbers, and without the lines that stand at the edge of several."""
    numberless = [
        [line for line in lines if not _is_page_number(line, lines, page)]
        for lines, page in zip(rows, pages, strict=True)
    ]
    edges = [_edge_lines(lines, page) for lines, page in zip(numberless, pages, strict=True)]
    kept = []
    for number, lines in enumerate(numberless):
        others = [text for n, page in enumerate(edges) for _, text in page if n != number]
        gone = [line for line, text in edges[number] if any(_alike(text, o) for o in others)]
        kept.append([line for line in lines if line not in gone])
    return kept


def _is_page_number(line: Line, lines: Sequence[Line], page: Page) -> bool:
    zone = NUMBER_ZONE * page.height
    is_outside = line in lines[:2] and line.bottom < zone
    is_outside |= line in lines[-2:] and line.top > page.height - zone
    return is_outside and PAGE_NUMBER.match(line.text) is not None


def _edge_lines(lines: Sequence[Line], page: Page) -> list[tuple[Line, str]]:
    """The lines in the margins above and below, with what of their text returns on each page."""
    zone = FURNITURE_ZONE * page.height
    edge = [line for line in lines if line.bottom < zone or line.top > page.height - zone]
    return [(line, re.sub(r"\d+", "#", fold(line.text.lower()))) for line in edge]


def _alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 0.3 * max(len(one), len(other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


# ---- the parts of a page


def _parts(lines: list[Line], page: Page, before: Part | None) -> list[Part]:
    """The text, columns and tables of a page from the top down."""
    parts: list[Part] = []
    bounds = [*sorted(page.grids, key=lambda grid: grid.top), None]
    rest = lines
    for grid in bounds:
        middle = (grid.top + grid.bottom) / 2 if grid else 0
        above = [line for line in rest if grid is None or line.middle < middle]
        rest = rest[len(above) :]
        last = parts[-1] if parts else before
        parts += _text_parts(above, page, last)
        if grid is not None and grids.is_layout(grid):
            parts.append(_layout_columns(grid))
        elif grid is not None:
            parts += [found] if (found := grids.table(grid)) else []
    return parts


def _layout_columns(grid: Grid) -> _Columns:
    """A ruled layout table as columns; of three the first is the left one."""
    columns = grids.layout_columns(grid)
    left, *others = [[_bare_line(text) for text in column] for column in columns]
    is_head = not any(RECIPIENTS.match(line.text) for line in left)
    return _Columns(left, [line for column in others for line in column], 0, is_head)


def _bare_line(text: str) -> Line:
    return line_of([Word(text, 0, 0, 1, 1, 1)])


def _text_parts(lines: list[Line], page: Page, before: Part | None) -> list[Part]:
    """The two columns at the top, the lines, the two columns at the foot, lines after them."""
    parts: list[Part] = []
    if isinstance(before, _Columns) and not before.is_head:
        lines = lines[_goes_on_below(before, lines) :]
    if found := head_columns(lines[:HEAD_ROWS], page.width):
        end, at = found
        parts.append(_Columns(*head_parted(lines[:end], at), at, True))
        lines = lines[end:]
    foot = foot_columns(lines, page.width)
    first, end, at = foot or (len(lines), len(lines), 0.0)
    parts += _body(lines[:first], page)
    if foot:
        parts.append(_Columns(*parted(lines[first:end], at), at, False))
        parts += _text_parts(lines[end:], page, None)
    return parts


def _goes_on_below(foot: _Columns, lines: Sequence[Line]) -> int:
    """How many lines at the top of a page still belong to the columns of the page before."""
    end = 0
    for line in lines:
        left, right = parted([line], foot.at)
        crosses = any(word.left < foot.at < word.right for word in line.words)
        known = all(_stands_in_foot(part.text) for part in (*left, *right))
        if crosses or not known:
            break
        foot.left, foot.right, end = foot.left + left, foot.right + right, end + 1
    return end


def _stands_in_foot(text: str) -> bool:
    return bool(text[0] in "-–+" or _begins_in_foot("", text) or NAME.match(text))


def _body(lines: list[Line], page: Page) -> list[Part]:
    """Lines of text, where they stand in two columns one after the other."""
    found = body_columns(lines, page.width)
    if found is None:
        return _running(lines)
    first, end, at = found
    columns = [
        _Text(side, layouts([side], [page.width])[0], is_column=True)
        for side in parted(lines[first:end], at)
    ]
    return [*_body(lines[:first], page), *columns, *_body(lines[end:], page)]


def _running(lines: list[Line]) -> list[Part]:
    """Lines of text, with the tables among them that have no ruling."""
    parts: list[Part] = []
    start = position = 0
    while position < len(lines):
        if found := grids.unruled(lines[position:]):
            parts += [_Text(lines[start:position])] if position > start else []
            parts.append(found[1])
            start = position = position + found[0]
        else:
            position += 1
    return [*parts, _Text(lines[start:])] if start < len(lines) else parts


# ---- parts to blocks


def _written(parts: Sequence[Part]) -> Iterator[tuple[Block, int]]:
    """The blocks of all parts, each with the number of lines it was made of."""
    open_lines: list[Line] = []
    layout: Layout | None = None
    for part in _joined_tables(parts):
        if not isinstance(part, _Text):
            yield from _paragraph(open_lines)
            open_lines = []
            yield from _columns(part) if isinstance(part, _Columns) else _rows(part)
            continue
        before_kind = _lines_before_kind(part.lines) if layout is None else 0
        yield from _stanzas(part.lines[:before_kind], _begins_in_head)
        last_page = layout if layout is not part.layout else None
        for line in part.lines[before_kind:]:
            if open_lines and opens(open_lines, line, part.layout, last_page):
                yield from _paragraph(open_lines)
                open_lines = []
            open_lines.append(line)
            last_page = None
        layout = part.layout
    yield from _paragraph(open_lines)


def _lines_before_kind(lines: Sequence[Line]) -> int:
    """How many lines stand above "KẾ HOẠCH" in a heading of one column."""
    return next((n for n, line in enumerate(lines[:HEAD_ROWS]) if kind_alone(line.text)), 0)


def _joined_tables(parts: Sequence[Part]) -> list[_Text | _Columns | Table]:
    """Parts with each table that goes on over a page break as one."""
    found: list[_Text | _Columns | Table] = []
    for part in parts:
        if isinstance(part, Table) and found and isinstance(before := found[-1], Table):
            whole = grids.continued(before, part)
            found[-1:] = [whole] if whole else [before, part]
        elif not isinstance(part, Grid):
            found.append(part)
    return found


def _rows(table: Table) -> Iterator[tuple[Block, int]]:
    for cells in grids.filled(table.rows):
        yield Block(" | ".join(filter(None, cells)), (), "", True, cells), 1


def _columns(part: _Columns) -> Iterator[tuple[Block, int]]:
    begins = (_begins_in_head,) * 2 if part.is_head else (_begins_in_foot, _begins_in_foot)
    for lines, rule in zip((part.left, part.right), begins, strict=True):
        yield from _stanzas(lines, rule)


def _begins_in_head(last: str, text: str) -> bool:
    """Does a line of the heading begin something new?"""
    body = BODY.match(text) and not PLACE_UNIT.match(text) and not UNFINISHED.search(last)
    return bool(body) or any(pattern.match(text) for pattern in HEAD_LINES)


def _begins_in_foot(last: str, text: str) -> bool:
    """Does a line of the recipients or the signature begin something new?"""
    signs = BEHALF.match(text) or OFFICE.match(text) or RECIPIENTS.match(text)
    return bool(signs) or text[0] in "-–+*•"


def _stanzas(lines: Sequence[Line], begins: Begins) -> Iterator[tuple[Block, int]]:
    """Lines of a column, each by itself but for names and recipients that take two."""
    stanza: list[Line] = []
    for line in lines:
        if stanza and _parts_from(stanza[-1], line, begins):
            yield from _paragraph(stanza)
            stanza = []
        stanza.append(line)
    yield from _paragraph(stanza)


def _parts_from(last: Line, line: Line, begins: Begins) -> bool:
    """Is this line something else than the one above it?"""
    if last.is_bold != line.is_bold and not line.is_read:
        return True
    is_far = line.middle - last.middle > 2.4 * max(last.size, line.size)
    ends = last.text[-1] in ";:" or (last.text[-1] == ")" and NAME.match(line.text))
    turns = is_capitals(last.text) and not line.text.isupper()
    return begins(last.text, line.text) or is_far or bool(ends) or turns


def _paragraph(lines: Sequence[Line]) -> Iterator[tuple[Block, int]]:
    if text := repaired(joined(line.text for line in lines)).strip():
        bold = all(line.is_bold for line in lines)
        yield Block(text, (), "bold" if bold else ""), len(lines)


def _numbered(found: Iterable[tuple[Block, int]]) -> Iterator[Block]:
    """Blocks with the ordinals of their lines."""
    number = 1
    for block, count in found:
        yield replace(block, lines=tuple(range(number, number + count)))
        number += count
