"""Reads the foot of a plan: where the recipients and the signature begin, and who signed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.letters import LOWER, UPPER
from corpus.model import Block, Signer
from corpus.outline import bullet_of, is_capitals

RECIPIENTS = re.compile(r"^(?P<head>nơi\s+nhận)\s*:?", re.IGNORECASE)
BEHALF = re.compile(r"^(?:TM|T/M|TL|T/L|TUQ|KT|K/T)\s*\.?\s*(?=[A-ZĐỦỤ])")
OFFICE_NAMES = (
    "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "PHÓ CHỦ TỊCH", "P. CHỦ TỊCH", "CHỦ TỊCH", "PHÓ CHỦ NHIỆM", "CHỦ NHIỆM",
    "PHÓ TRƯỞNG BAN", "TRƯỞNG BAN", "PHÓ GIÁM ĐỐC", "GIÁM ĐỐC", "THỨ TRƯỞNG", "BỘ TRƯỞNG",
    "PHÓ CHÁNH VĂN PHÒNG", "CHÁNH VĂN PHÒNG", "PHÓ BÍ THƯ", "BÍ THƯ", "TỔNG THƯ KÝ",
    "PHÓ TRƯỞNG PHÒNG", "TRƯỞNG PHÒNG", "PHÓ THỦ TƯỚNG", "THỦ TƯỚNG", "PHÓ CỤC TRƯỞNG",
    "CỤC TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "HIỆU TRƯỞNG",
)  # fmt: skip
OFFICES = re.compile(rf"(?P<acting>K/?T\s*\.?\s*)?(?P<office>{'|'.join(OFFICE_NAMES)})\b")
OFFICE = re.compile(rf"^(?:K/?T\.?\s*)?(?:{'|'.join(OFFICE_NAMES)})\b")
NAME = re.compile(
    rf"^(?:(?:TS|ThS|PGS|GS)\.?\s*)*(?P<name>(?:[{UPPER}][{LOWER}]*\s+){{1,4}}[{UPPER}][{LOWER}]+)$"
)
NAME_TAIL = re.compile(rf"(?:\b[{UPPER}][{LOWER}]+\s+){{1,4}}[{UPPER}][{LOWER}]+$")


def recipients_head(block: Block) -> str | None:
    """ "Nơi nhận" as it is written, where the recipients begin here."""
    match = RECIPIENTS.match(block.text)
    return match["head"] if match else None


def is_signature(block: Block) -> bool:
    """Does the signature begin here: "TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "CHỦ TỊCH"?"""
    text = block.text
    if bullet_of(text) or block.cells or len(text) > 120:
        return False
    first = text.split(" | ")[0]
    if BEHALF.match(first):
        return True
    # "BỘ TRƯỞNG BỘ VĂN HÓA" above "Căn cứ" is the authority of a decision, no signature
    rest = OFFICES.sub("", first).strip()
    return bool(OFFICE.match(first)) and (not rest or bool(NAME.match(rest)))


CAPITAL_NAME = re.compile(rf"^[{UPPER}]{{2,}}(?:\s+[{UPPER}]{{1,}}){{1,4}}$")


def read_signer(lines: Sequence[str]) -> Signer | None:
    """The signer from the lines of the signature; None where no name stands there.

    Of "KT. CHỦ TỊCH" and "PHÓ CHỦ TỊCH" the second is the signer's own office.
    """
    behalf = office = name = None
    for line in lines:
        head = line
        if tail := NAME_TAIL.search(line):
            rest = line[: tail.start()].strip()
            if NAME.match(tail[0]) and (not rest or is_capitals(rest)):
                name, head = tail[0], rest
        offices = [m for m in OFFICES.finditer(head) if not m["acting"]]
        if offices:
            office = offices[-1]["office"]
        elif office and name is None and CAPITAL_NAME.match(head):
            name = head
        if BEHALF.match(head) and not head.startswith("K"):
            end = next(OFFICES.finditer(head), None)
            behalf = behalf or head[: end.start() if end else None].strip()
    return Signer(name, office, behalf) if name else None
