"""Two columns typed on one line with blanks between them: read one column after the other.

The head of a document has the issuer on the left and the motto on the right, its foot the
recipients and the signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{3,}|\s*\t\s*)(?=\S)")
FAR_RIGHT = re.compile(r"^(?:[ \u00a0]{12,}|\t{2,})(?=\S)")
HEAD_LINES = 14
HEAD_ENDS = re.compile(
    r"^\W*(?:KẾ HOẠCH|CHƯƠNG TRÌNH|HƯỚNG DẪN|THÔNG BÁO|QUYẾT ĐỊNH|CÔNG VĂN|NGHỊ QUYẾT|Kính gửi)(?!\w)"
)
FOOT_BEGINS = re.compile(r"^\W*(?:Nơi nhận|NƠI NHẬN)")
FOOT_ENDS = re.compile(r"^\W*PHỤ LỤC|^\s*Phụ lục\s+[\dIVX]|^\s*\|")

Line = tuple[int, str]  # position in the file, text


def in_reading_order(lines: Sequence[str]) -> list[Line]:
    """The lines of a file, those of a two-column head or foot column by column."""
    numbered = list(enumerate(lines))
    head = next((n for n, line in numbered[:HEAD_LINES] if HEAD_ENDS.match(line.strip())), 0)
    feet = [n for n, line in numbered if FOOT_BEGINS.match(line)]
    foot = feet[-1] if feet else len(lines)
    after = (n for n in range(foot + 1, len(lines)) if FOOT_ENDS.match(lines[n]))
    end = next(after, len(lines))
    return [
        *_by_column(numbered[:head]), *numbered[head:foot],
        *_by_column(numbered[foot:end]), *numbered[end:],
    ]  # fmt: skip


def _by_column(lines: Sequence[Line]) -> Iterator[Line]:
    """The left column, then the right one; as they stand where no line has two."""
    if not any(GAP.search(text) and "|" not in text for _, text in lines):
        yield from lines
        return
    # beside lines of two parts one tab before a line puts it into the right column
    parts = [(number, *_split(text)) for number, text in lines]
    yield from ((number, left) for number, left, _ in parts)
    yield from ((number, right) for number, _, right in parts if right)


def _split(text: str) -> tuple[str, str]:
    """Left and right part of a line."""
    if FAR_RIGHT.match(text) or (re.match(r"\t\S", text) and not GAP.search(text)):
        return "", text.strip()
    left, right = ([*GAP.split(text, maxsplit=1), ""])[:2]
    return left, right
