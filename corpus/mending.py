"""Undoes what the page did to the text: sentences cut by a page break, stamps, page numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.letters import LOWER, UPPER
from corpus.model import Block, Leftover
from corpus.outline import bullet_of, is_capitals, label_of

FULL_LINE = 50  # characters: a shorter line did not run into the right margin
WRAPPED_LINE = 130  # a file with a longer line is not wrapped by hand

FLAT_LINE = 1_500  # characters: no paragraph of a plan with four labels in it is that long
FLAT_LABEL = re.compile(
    rf"(?:(?<=[.;:!?”\")/])|(?<=[{UPPER}]{{2}}))\s+"
    rf"(?=[IVX]{{1,5}}\.\s+[{UPPER}]{{2}}|\d{{1,2}}\.(?:\d{{1,2}}\.?)*\s+[{UPPER}]|[a-zđ]\)\s+[{UPPER}]"
    rf"|[-+]\s+[{UPPER}]|Điều\s+\d+\.|Nơi\s+nhận\s*:|(?:TM|KT|TL)\.\s*[{UPPER}]{{2}})"
)
CAPITAL_RUN = re.compile(rf"^([^{LOWER}]{{20,}}?)\s+([{UPPER}][{LOWER}].*)$", re.DOTALL)
ENDS = re.compile(r"(?:[.;:!?]|\./\.?|[”\"»)…])\s*$")
FURNITURE = re.compile(r"^(?:[\W_]+|[\W_]*\d{1,3}[\W_]*|Trang\s+\d+(?:\s*/\s*\d+)?)$")
ATTRIBUTE = re.compile(rf"^[{UPPER}][^:]{{2,40}}:\s")
KNOWN_CAPITALS = re.compile(
    r"TỊCH|BAN|KẾ HOẠCH|CHƯƠNG TRÌNH|NƠI NHẬN|PHỤ LỤC|QUYẾT|THÔNG|SỐ|NỘI DUNG|MỤC|TM\b|KT\b|LIÊN ĐOÀN"
    r"|CỘNG HÒA|CÔNG|ỦY|UỶ|VĂN|TRƯỞNG|HƯỚNG DẪN|BÁO CÁO"
)


def without_furniture(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Leftover, ...]]:
    """Takes out page numbers, rules and stamp debris; they are returned, not dropped."""
    kept: list[Block] = []
    taken: list[Leftover] = []
    stamp = stamp_positions(blocks)
    for position, block in enumerate(blocks):
        if position in stamp:
            taken.append(Leftover(block.lines[0], block.text, "stamp"))
        elif FURNITURE.match(block.text) and not block.cells:
            taken.append(Leftover(block.lines[0], block.text, "furniture"))
        else:
            kept.append(block)
    return tuple(kept), tuple(taken)


def stamp_positions(blocks: tuple[Block, ...]) -> set[int]:
    """Positions of stamp debris: three or more scraps of capitals, line under line.

    A scanner reads the rim of a round stamp as "IP HÀ / ĐOÀN / JONG": lines of one or two short
    words, in no sentence and no heading that such documents have.
    """
    found: set[int] = set()
    run: list[int] = []
    for position, block in enumerate([*blocks, Block("", gap=True)]):
        if _is_scrap(block.text) and (not run or not block.gap):
            run.append(position)
            continue
        if len([p for p in run if any(c.isalpha() for c in blocks[p].text)]) >= 3:
            found.update(run)
        run = [position] if _is_scrap(block.text) else []
    return found


def _is_scrap(text: str) -> bool:
    if not text or len(text) > 14 or len(text.split()) > 3:
        return False
    if any(c.isdigit() or c in ".:;," for c in text) or KNOWN_CAPITALS.search(text):
        return False
    letters = [c for c in text if c.isalpha()]
    return not letters or all(c.isupper() for c in letters)


def unflatten(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Breaks a document that was pasted as one line where its labels begin."""
    return tuple(part for block in blocks for part in _unflattened(block))


def _unflattened(block: Block) -> list[Block]:
    if len(block.text) < FLAT_LINE or block.cells or len(FLAT_LABEL.findall(block.text)) < 4:
        return [block]
    parts = [part.strip() for part in FLAT_LABEL.split(block.text) if part.strip()]
    if match := CAPITAL_RUN.match(parts[0]):  # the title in capitals, then the text
        parts[:1] = [match[1], match[2]]
    return [
        Block(part, block.lines, block.emphasis if n == 0 else "", block.gap or n > 0)
        for n, part in enumerate(parts)
    ]


def join_cut_sentences(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Joins a sentence that a page break or a line end cut in two."""
    wrapped = bool(blocks) and max(len(b.text) for b in blocks) <= WRAPPED_LINE
    joined: list[Block] = []
    for block in blocks:
        if joined and continues(joined[-1], block, wrapped):
            before = joined[-1]
            space = "" if re.search(r"\w-$", before.text) else " "
            text = f"{before.text}{space}{block.text}"
            joined[-1] = replace(before, text=text, lines=before.lines + block.lines)
        else:
            joined.append(block)
    return tuple(joined)


# "nơi có rủi ro cấp độ | 1. Mở kho …", "tăng 3 | - 4%": the number belongs to the sentence
WANTS_NUMBER = re.compile(
    r"(?<!\w)(?:cấp\s+độ|số|mục|điều|khoản|điểm|tháng|năm|quý|lần|thứ|đợt|giai\s+đoạn|bảng|ngày|trên|khoảng)$",
    re.IGNORECASE,
)


# "kinh tế | - xã hội": the dash joins two words
JOINED_BY_DASH = re.compile(r"(?:chính trị|kinh tế|văn hóa|văn hoá|khoa học)$", re.IGNORECASE)


def _goes_on(before: str, text: str) -> bool:
    """Does a line that looks like a label or a bullet go on with the sentence before it?"""
    if len(before) < FULL_LINE or is_capitals(before):
        return False
    if WANTS_NUMBER.search(before):
        return bool(re.match(r"\d", text))
    if JOINED_BY_DASH.search(before) and re.match(r"[-–]\s+(?:xã hội|nghệ thuật|kỹ thuật)", text):
        return True
    return bool(re.search(r"\d$", before) and re.match(r"[-–]\s*\d[\d.,]*\s*(?:%|\w)", text))


def continues(before: Block, block: Block, wrapped: bool) -> bool:
    """Is this block the rest of the sentence that the block before it began?"""
    if before.cells or block.cells or ENDS.search(before.text):
        return False
    if not block.gap and _goes_on(before.text, block.text):
        return True
    if block.emphasis == "heading" or label_of(block.text) or bullet_of(block.text):
        return False
    if is_capitals(before.text) or len(before.text) < FULL_LINE:
        return False
    if block.text[0].islower() or before.text.endswith("-"):
        return True
    if is_capitals(block.text):
        return False
    if ATTRIBUTE.match(block.text) or block.emphasis or before.emphasis:
        return False
    # a bullet that stops without a full stop, then a line that is no bullet: "Hồ | Chí Minh gắn"
    return bool(bullet_of(before.text)) or (wrapped and not block.gap)
