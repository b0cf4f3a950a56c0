"""Reads the head of a plan: number, kind, title, issuer, place, date, term."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.letters import LOWER, UPPER
from corpus.model import ROW_NUMBER_HEADS, Block, Note
from corpus.outline import bullet_of, is_capitals, label_of

HEAD_BLOCKS = 40  # a head that has not come to its kind by then is none

# The one table of kinds of document (Nghị định 30/2020/NĐ-CP, điều 7, and those of the unions).
KINDS = (
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "CHƯƠNG TRÌNH CÔNG TÁC",
    "CHƯƠNG TRÌNH PHỐI HỢP",
    "CHƯƠNG TRÌNH",
    "KẾ HOẠCH LIÊN TỊCH",
    "KẾ HOẠCH",
    "HƯỚNG DẪN",
    "THÔNG BÁO",
    "QUYẾT ĐỊNH",
    "NGHỊ QUYẾT",
    "CÔNG ĐIỆN",
    "CHỈ THỊ",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "QUY CHẾ",
    "QUY ĐỊNH",
    "BÁO CÁO",
    "THỂ LỆ",
)
KIND_LINE = re.compile(rf"^(?P<kind>{'|'.join(KINDS)})\b\s*:?\s*(?P<rest>.*)$")
NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<n>\d+[A-Za-z]?(?:\s*/\s*20\d\d)?)?\s*[/\-]?\s*(?P<sign>[A-ZĐƯa-zđư&]+(?:\s*[-–]\s*[A-ZĐƯ][\w&-]*)*)?",
    re.IGNORECASE,
)
NUMBER_LINE = re.compile(r"^Số\s*:\s*\d*\s*[A-Za-z]?\s*[/-]", re.IGNORECASE)
PARTY_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<n>\d+)\s*[-–]\s*(?P<kind>[A-ZĐ]{2,4})\s*/\s*(?P<body>[A-ZĐ]{2,12})\b"
)
PLACE_DATE = re.compile(
    r"^(?P<place>[^\W\d_][^,\d]{1,40}(?:\d{1,2})?)\s*,\s*ngày\s+(?P<d>\d{1,2})(?:\s+tháng\s+|\s*[/.-]\s*)(?P<m>\d{1,2})"
    r"(?:\s+năm\s+|\s*[/.-]\s*)(?P<y>\d{4})",
    re.IGNORECASE,
)
PLACE_ONLY = re.compile(r"^(?P<place>[^\W\d_][^,]{1,40}),\s*ngày\s.*tháng.*năm", re.IGNORECASE)
MOTTO = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|Độc\s+lập\s*-|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM$", re.IGNORECASE
)
REMARK = re.compile(r"^\[.*\]$|^\(?(?:Bản minh họa|Dự thảo|DỰ THẢO)\b")
BODY = re.compile(
    r"^(?:(?:BAN|TỔNG)\s+)?(?:LIÊN ĐOÀN|TỔNG LIÊN ĐOÀN|CÔNG ĐOÀN|ỦY BAN|UỶ BAN|UBND|SỞ|BỘ|BAN|CHÍNH PHỦ"
    r"|THỦ TƯỚNG|VĂN PHÒNG|CỤC|CHI CỤC|TRƯỜNG|CÔNG TY|HỘI|ĐOÀN|TỈNH|HUYỆN|THÀNH|QUẬN|CĐCS|BCH|LĐLĐ)\b"
)
# state and Party bodies; in "CÔNG ĐOÀN SỞ Y TẾ" no superior stands before
SUPERIORS = re.compile(
    r"^(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|BỘ|BAN CHẤP HÀNH|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY)\b"
)
# a body behind its superior in one line: "UBND TỈNH SÔNG THAO SỞ Y TẾ"
OWN_BODY = re.compile(
    r"(?<=\w)(?<!\bCƠ)\s+(?=(?:SỞ|CỤC|CHI CỤC|VĂN PHÒNG|BAN (?:TỔ CHỨC|TUYÊN GIÁO|DÂN VẬN|NỘI CHÍNH|KINH TẾ|QUẢN LÝ|CHÍNH SÁCH))\b)"
)
# fields of state and Party bodies as they are written in running text
FIELDS = (
    "Giáo dục và Đào tạo", "Khoa học và Công nghệ", "Nông nghiệp và Môi trường", "Tài chính", "Nội vụ", "Y tế",
    "Công Thương", "Xây dựng", "Tư pháp", "Ngoại giao", "Ngoại vụ", "Văn hóa, Thể thao và Du lịch", "Dân tộc và Tôn giáo",
    "Thông tin và Truyền thông", "Tuyên giáo và Dân vận", "Tuyên giáo", "Dân vận", "Tổ chức", "Nội chính", "Kiểm tra",
    "Quốc phòng", "Công an", "Trung ương", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Đảng ủy", "Du lịch",
)  # fmt: skip
FIELD = re.compile(rf"(?<!\w)(?:{'|'.join(FIELDS)})(?!\w)", re.IGNORECASE)
AS_WRITTEN = {field.lower(): field for field in FIELDS}
PLACE_UNIT = re.compile(r"^(?:THÀNH PHỐ|TỈNH|HUYỆN|QUẬN|THỊ XÃ|PHƯỜNG|XÃ|VIỆT NAM|TP\.?)\b")
TERM = re.compile(r"nhiệm\s+kỳ\s*,?\s*(?P<a>\d{4})\s*[-–—]\s*(?P<b>\d{4})", re.IGNORECASE)

# "Ban Thường vụ LĐLĐ huyện Bình Giang ban hành Kế hoạch": the body that speaks in the text
UNION = r"(?:Tổng\s+)?(?:Liên đoàn Lao động|LĐL[ĐD]|Công đoàn)"
UNIT = r"(?:quận|huyện|thành phố|thị xã|tỉnh|phường|xã|đặc khu|ngành|cơ sở|các khu công nghiệp)"
PROPER = rf"(?:\d{{1,2}}|(?:[{UPPER}]\w*\s?){{1,4}})"
SPEAKER = re.compile(
    rf"(?P<before>(?:của|do|tại|về|với|cho|đến)\s+)?(?:Ban\s+\w+\s+\w+,?\s+){{1,3}}(?P<union>{UNION})\s+"
    rf"(?:\([^)]*\)\s+)?(?P<unit>(?i:{UNIT}))(?:\s+(?P<name>{PROPER}))?\s*(?:\([^)]*\)\s*)?"
    r"(?P<verb>ban hành|xây dựng|lập|tổ chức|triển khai|đề nghị|yêu cầu|thông báo|hướng dẫn|phát động)\b"
)


CAPITAL_RUN = re.compile(
    rf"^(?P<title>[^{LOWER}]{{20,}}?)\s+(?P<text>(?:[{UPPER}][{LOWER}]|[{LOWER}]{{2,}}\s*:).*)$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a document says; `lines` are its lines as they stand."""

    number: str | None = None
    kind: str | None = None
    title: str = ""
    issuer: str | None = None
    place: str | None = None
    issued_on: dt.date | None = None
    remark: str | None = None
    lines: tuple[str, ...] = ()
    warnings: tuple[Note, ...] = ()


def split_head(blocks: Sequence[Block]) -> tuple[Header, tuple[Block, ...]]:
    """The head of the document as a Header, and the blocks that come after it."""
    flat = _flatten_tables(blocks)
    start = _kind_position(flat)
    if start is None:
        return _headless(flat)
    end, kind, title = _title(flat, start)
    head, rest = flat[:end], flat[end:]
    header = _fields(head[:start])
    if run := CAPITAL_RUN.match(title):  # a title in capitals that runs into the text
        title = run["title"].rstrip(" .")
        rest = [replace(head[-1], text=run["text"], emphasis="", gap=True), *rest]
        head = [*head[:-1], replace(head[-1], text=head[-1].text.removesuffix(run["text"]).strip())]
    lines = tuple(block.text for block in head if block.text)
    if kind.upper() in SPEAKING:
        title = _without_issuer(title, header.issuer)
    return replace(header, kind=kind, title=title, lines=lines), tuple(rest)


SPEAKING = ("QUYẾT ĐỊNH", "NGHỊ QUYẾT", "CÔNG ĐIỆN")  # who decides speaks in a line under the title


def _without_issuer(title: str, issuer: str | None) -> str:
    """A title without the body that speaks in the line under it: "… SỐ THỦ TƯỚNG CHÍNH PHỦ"."""
    own = title.upper().removesuffix((issuer or "").upper()).rstrip()
    is_said = re.search(r"(?<!\w)(?:CỦA|VỚI|CHO|VÀ)$", own)
    return title if not own or is_said else title[: len(own)]


def _flatten_tables(blocks: Sequence[Block]) -> list[Block]:
    """The layout table of a head cell by cell; tables after the kind of document stay."""
    flat: list[Block] = []
    in_head = True
    for position, block in enumerate(blocks):
        in_head = in_head and position < HEAD_BLOCKS and not _ends_head(block)
        if block.cells and in_head and is_layout(block.cells):
            flat += [replace(block, text=c, cells=()) for c in block.cells if c.strip(" -_")]
        else:
            flat.append(block)
    return flat


def _ends_head(block: Block) -> bool:
    if block.cells:
        return _is_data(block.cells)
    return bool(KIND_LINE.match(block.text) or label_of(block.text) or bullet_of(block.text))


ROW_NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5})[.)]?$")
HEAD_CELLS = 2  # filled: the issuer and the motto


def _is_data(cells: Sequence[str]) -> bool:
    """Is this a row of a table of data: its head, or a row with its number?"""
    first = cells[0].strip()
    return first.strip(" .") in ROW_NUMBER_HEADS or bool(ROW_NUMBER.match(first))


def is_layout(cells: Sequence[str]) -> bool:
    """Is this a row of the head, which stands in a table without being one? "CĐCS" in a row of data
    is no issuer."""
    if _is_data(cells):
        return False
    filled = [cell for cell in cells if cell.strip(" -_")]
    few = len(filled) <= HEAD_CELLS
    return any(
        MOTTO.search(c) or PLACE_ONLY.match(c) or (few and (NUMBER.match(c) or BODY.match(c)))
        for c in filled
    )


def _kind_position(blocks: Sequence[Block]) -> int | None:
    """Position of the last line in the head that names the kind of document.

    Converters repeat the first line of a page; of two lines "KẾ HOẠCH" the later one has the title.
    """
    found = None
    for position, block in enumerate(blocks[:HEAD_BLOCKS]):
        match = KIND_LINE.match(block.text)
        if match and not block.cells and (is_capitals(match["kind"])):
            if found is not None and position > found + 1:
                break
            found = position
        elif found is not None or label_of(block.text) or bullet_of(block.text):
            break
    return found


def _title(blocks: Sequence[Block], start: int) -> tuple[int, str, str]:
    """Where the title ends, the kind and the title."""
    match = KIND_LINE.match(blocks[start].text)
    assert match is not None
    kind, parts, position = match["kind"], [match["rest"]], start + 1
    if position < len(blocks) and not _opens_body(blocks[position], first=not parts[0]):
        first = blocks[position]
        parts.append(first.text)
        position += 1
        while position < len(blocks) and _goes_on(first, blocks[position]):
            parts.append(blocks[position].text)
            position += 1
    title = " ".join(part for part in parts if part).strip()
    return position, kind.capitalize(), title.rstrip(" .")


def _goes_on(first: Block, block: Block) -> bool:
    """Is this block a further line of the title that began with `first`?"""
    if _opens_body(block, first=False):
        return False
    alike = block.emphasis == first.emphasis and is_capitals(block.text) == is_capitals(first.text)
    return alike and (not block.gap and len(block.text) < 160)


def _opens_body(block: Block, first: bool) -> bool:
    if label_of(block.text) or bullet_of(block.text) or block.cells or len(block.text) > 400:
        return True
    opening = re.match(r"(?:Căn cứ|Thực hiện|Để|Nhằm|Hưởng ứng|Thi hành)\b", block.text)
    return bool(opening) and not first


def _fields(blocks: Sequence[Block]) -> Header:
    """Number, date, place, issuer and remark from the lines above the kind of document."""
    header = Header()
    bodies: list[str] = []
    for block in blocks:
        text = block.text.strip()
        if REMARK.match(text):
            header = replace(header, remark=text.strip("[] "))
        elif NUMBER.match(text) and (number := number_of(text)):
            header = replace(header, number=number)
        elif match := PLACE_DATE.match(text):
            header = _dated(header, match)
        elif match := PLACE_ONLY.match(text):
            header = replace(header, place=match["place"].strip())
        elif BODY.match(text) and not MOTTO.match(text):
            body = MOTTO.split(text)[0].strip()
            bodies += OWN_BODY.split(body) if SUPERIORS.match(body) else [body]
    return replace(header, issuer=_issuer(bodies))


def number_of(line: str) -> str | None:
    """The number of a "Số:" line without its scanning slips: "19 /KH - LĐLD" -> "19/KH-LĐLĐ"."""
    if party := PARTY_NUMBER.match(line):
        return f"{party['n']}-{party['kind']}/{party['body']}"
    match = NUMBER.match(line)
    if not match or not match["n"] or not match["sign"]:
        return None
    sign = re.sub(r"\s*[-–]\s*", "-", match["sign"]).strip("-")
    return f"{re.sub(r'[ ]', '', match['n'])}/{re.sub(r'LĐLD|LDLĐ|LDLD', 'LĐLĐ', sign)}"


def _dated(header: Header, match: re.Match[str]) -> Header:
    place = " ".join(match["place"].split())
    try:
        issued_on = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        warning = Note("no_such_day", match[0])
        return replace(header, place=place, warnings=(*header.warnings, warning))
    return replace(header, place=place, issued_on=issued_on)


def _issuer(bodies: Sequence[str]) -> str | None:
    """The last body of the head, with its place line: the one above it is its superior."""
    merged: list[str] = []
    for body in bodies:
        if PLACE_UNIT.match(body) and merged:
            merged[-1] += " " + body
        else:
            merged.append(body)
    if not merged:
        return None
    own, above = merged[-1], merged[-2] if len(merged) > 1 else ""
    if (of := SUPERIOR.search(above)) and OF_SUPERIOR.match(own):
        own += f" {of['name']}"
    return FIELD.sub(lambda match: AS_WRITTEN[match[0].lower()], _sentence_case(own))


# whose a department or an office is: "UBND TỈNH SÔNG THAO" above "SỞ Y TẾ"
SUPERIOR = re.compile(r"\b(?P<name>(?:THÀNH PHỐ|TỈNH)\s+[^\d,]{2,30}|TRUNG ƯƠNG)$")
OF_SUPERIOR = re.compile(r"^(?:SỞ|VĂN PHÒNG|BAN)\b(?!.*\b(?:TỈNH|THÀNH PHỐ|TRUNG ƯƠNG)\b)")


# words of a body's name that are written small inside it
SMALL_WORDS = {
    "đoàn", "động", "quận", "huyện", "thành", "phố", "tỉnh", "thị", "xã", "phường", "ban", "nhân", "dân",
    "sở", "cơ", "ty", "cổ", "phần", "trách", "nhiệm", "hữu", "hạn", "khu", "công", "nghiệp", "ngành",
    "hoạch", "trình", "hành", "tác", "quyết", "định", "dẫn", "báo", "nghị", "và", "của", "các", "trường",
}  # fmt: skip


# of a body's name, written in capitals also in running text
ABBREVIATIONS = frozenset({
    "CĐCS", "LĐLĐ", "CĐN", "TLĐ", "BCH", "BTV", "UBND", "HĐND", "UBKT", "TNHH", "MTV", "CP", "KCN", "KCX", "KKT",
    "THCS", "THPT", "TP", "TTYT", "BHXH", "GD&ĐT",
})  # fmt: skip


def _sentence_case(text: str) -> str:
    """A body or kind in capitals as it is written in running text."""
    if not is_capitals(text):
        return text
    words = text.lower().split()
    unit = next(
        (i for i, w in enumerate(words) if w in ("quận", "huyện", "tỉnh", "phường")), len(words)
    )
    cased = []
    for i, word in enumerate(words):
        small = word in SMALL_WORDS and i < unit + 1
        short = word.upper() in ABBREVIATIONS
        cased.append(word.upper() if short else word if small and i else word.capitalize())
    return " ".join(cased)


def in_body_case(name: str | None, body: str) -> str | None:
    """The issuer as the text itself writes it, where it does."""
    if not name:
        return name
    match = re.search(re.escape(name), body, re.IGNORECASE)
    found = match[0] if match else name
    return found if not is_capitals(found) else name


def _headless(blocks: Sequence[Block]) -> tuple[Header, tuple[Block, ...]]:
    """A document without a kind line, such as a letter: the lines of its own before the text."""
    end = 0
    for block in blocks[:HEAD_BLOCKS]:
        if block.cells or label_of(block.text) or bullet_of(block.text):
            break
        if not _stands_in_head(block.text):
            break
        end += 1
    head = blocks[:end]
    subjects = (SUBJECT_LINE.search(block.text) for block in head)
    title = next((match["title"].strip(" *") for match in subjects if match), "")
    header = replace(_fields(head), title=title, lines=tuple(block.text for block in head))
    return header, tuple(blocks[end:])


SUBJECT_LINE = re.compile(
    r"(?:(?<!\w)(?:V/v|Về việc)|^Số\s*:?\s*\S+\s+Về)\s*:?\s*(?P<title>\S.{10,})$", re.IGNORECASE
)


def _stands_in_head(text: str) -> bool:
    patterns = (NUMBER, PLACE_ONLY, PLACE_DATE, MOTTO, REMARK)
    short = is_capitals(text) and len(text) < 150
    return (
        short or any(pattern.search(text) for pattern in patterns) or bool(SUBJECT_LINE.match(text))
    )


def speaking_body(text: str) -> str | None:
    """The body that issues the plan, as its own text names it, written in full.

    What is done by another body ("do … ban hành", "của …") is passed over. A speaker with a
    proper name ("quận Long Biên") completes one that names only its unit ("Quận").
    """
    speakers = [m for m in SPEAKER.finditer(text) if not m["before"]]
    if not speakers:
        return None
    first = speakers[0]
    unit = first["unit"].lower()
    named = [m for m in speakers if m["name"] and m["unit"].lower() == unit]
    union = re.sub(r"LĐL[ĐD]", "Liên đoàn Lao động", first["union"])
    name = (named[0]["name"] or "").strip() if named else ""
    return f"{union} {unit} {name}".strip()


def term_of(title: str, opening: str) -> str | None:
    """The term that the title names ("nhiệm kỳ 2023 - 2028" -> "2023-2028"), else the opening."""
    match = TERM.search(title) or TERM.search(opening)
    return f"{match['a']}-{match['b']}" if match else None
