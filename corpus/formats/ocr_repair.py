"""Repairs what Tesseract is known to misread in Vietnamese plans; never for text that was typed.

Digits are left as they were read: a wrong date must be seen by a person, not made plausible.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from itertools import pairwise

from corpus.formats.lines import kind_alone
from corpus.letters import LOWER, UPPER, fold
from corpus.model import Block
from corpus.outline import is_capitals, roman

WORDS = "corpus/data/Viet74K.txt"  # underthesea's list of words
SYLLABLE = re.compile(rf"(?<![\w.@])[{UPPER}{LOWER}]+(?![\w@]|\.\w)")
ROOF, ACUTE, HOOK = "\u0302", "\u0301", "\u0309"
BREVE, TONES = "\u0306", re.compile("[\u0300\u0301\u0303\u0309\u0323]")
EMPEROR = {"đế": "để"}
ALONE = frozenset({"số", "cấm", "thế"})  # stand alone, and make a word with hỏi by chance
MARKED = "".join(letter for letter in LOWER if fold(letter) != letter)
HEAD_BLOCKS = 14

# pattern -> what stands there in truth, in this order
LINE_REPAIRS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^[.,:;'`‘’\"*^ˆ_~|-]{1,2}\s?(?=(?:[IVXHLl]+|\d{1,2}(?:[.,]\d{1,2})*)[.,]\s)"), ""),  # ".2.1."
    (re.compile(r"^(?:[~–—_]{1,2}\s?-?|[.,:;'`_]{1,2}\s?-|--)\s+(?=\w)"), "- "),  # "~- Ban", ":- Căn cứ"
    (re.compile(r"^(\d{1,2}),(?=\d{1,2}\.\s)"), r"\1."),  # "2,1."
    (re.compile(rf"^(\d{{1,2}}),(?=\s+[{UPPER}])"), r"\1."),  # "1, Liên đoàn"
    (re.compile(rf"^l\.(?=\s+[{UPPER}][{LOWER}])"), "1."),  # "l. Mục đích"
    (re.compile(r"(?<![\d.])(\d{1,3}\.) (?=\d{3}\.\d{3}(?!\d))"), r"\1"),  # "60. 000.000"
    (re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{3})*\.) (?=\d{3} (?:đồng|đ)\b)"), r"\1"),  # "60.000. 000 đồng"
    (re.compile(r"(?<=[\w.]) ?(?:\(@\)?|@\)) ?(?=\w+\.)"), "@"),  # "ldld(@gmail.com"
    (re.compile(r"(?<![\w.])I(?=[a-z]{2}[\w.-]*@)"), "l"),  # "Idld@"
    (re.compile(rf"(?<!\S)(\w*[{MARKED}]\w*)\.(?=[{LOWER}]+\s+[{LOWER}])"), r"\1 "),  # "Xác.định rõ"
)  # fmt: skip
ETH = re.compile("[\u0110\u00d0]*\u00d0[\u0110\u00d0]*")  # "KH-CĐÐKCN": one letter, read twice
BEFORE_KIND = re.compile(r"^[^\w\s][\W_]*(?=[^\W\d_])")
MOTTOES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
# the years of the calendar: ten stems, and twelve branches that each goes with half of
STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")
LUNAR_YEAR = re.compile(
    rf"(?P<before>\b(?:Tết|Xuân|năm|đán|đón|tuổi)\s+)(?P<stem>[^\W\d_]+)\s+(?P<branch>{'|'.join(BRANCHES)})\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.-]+@[\w.-]+")

# the plan's number where a stamp runs into it: "ĐÈNSố: 45/KH-LĐLĐ"
NUMBER = re.compile(r"^.{0,25}?(?:[Ss8]?[ốỗổôồó6õ]|S\w)\s*[:.]\s*(?=\d{1,4}\s*/\s*[A-ZĐ]{2})")
STAMP_NUMBER = re.compile(r"^(?:CÔNG VĂN \w{2,3}\W*|Số\s*:\s*\d{1,5})$")
STAMP_DAY = re.compile(r"^(?:Số\s*:\s*\d{1,5}\s*)?Ngày\s*:\s*\d{1,2}/\d{1,2}/\d{2,4}$")


def repaired(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a document that was read from pictures, misreadings put right."""
    mended = tuple(
        replace(block, text=line(block.text), cells=tuple(map(line, block.cells)))
        for block in without_mail_stamp(blocks)
    )
    return in_order(mended)


def line(text: str) -> str:
    """One paragraph or cell with its label, addresses, sums and tones put right."""
    text = _head_line(ETH.sub("Đ", text))
    for pattern, right in LINE_REPAIRS:
        text = pattern.sub(right, text)
    return with_lunar_years(with_tones(ADDRESS.sub(lambda match: fold(match[0]), text)))


def _head_line(text: str) -> str:
    """The motto with its blanks and dashes, and "KẾ HOẠCH" without a sign before it."""
    if motto := _mottoes().get(_bare(text)):
        return motto
    bare = BEFORE_KIND.sub("", text)
    return bare if kind_alone(bare) else text


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text.lower()))


@functools.cache
def _mottoes() -> dict[str, str]:
    return {_bare(motto): motto for motto in MOTTOES}


def with_lunar_years(text: str) -> str:
    """A text with "Đinh Mùi" for "Đỉnh Mùi": only ten words stand before the branch of a year, and
    with each branch only five of them."""
    return LUNAR_YEAR.sub(_lunar_year, text)


def _lunar_year(match: re.Match[str]) -> str:
    branch = [name.lower() for name in BRANCHES].index(match["branch"].lower())
    known = {_bare(stem): stem for stem in STEMS[branch % 2 :: 2]}
    stem = known.get(_bare(match["stem"]))
    if stem is None or match["stem"].islower() or _is_stem(match["stem"]):
        return match[0]
    shown = stem.upper() if match["stem"].isupper() and len(stem) > 1 else stem
    return f"{match['before']}{shown} {match['branch']}"


def _is_stem(read: str) -> bool:
    return read.lower() in {"kỉ", "quí", *(stem.lower() for stem in STEMS)}


# ---- the incoming-mail stamp


def without_mail_stamp(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The heading without the stamp "CÔNG VĂN ĐẾN Số: 513 Ngày: 27/3/2025", and its number whole."""
    head, rest = blocks[:HEAD_BLOCKS], blocks[HEAD_BLOCKS:]
    numbered = any(re.match(r"Số\s*:\s*\d+\s*/", block.text) for block in head)
    kept: list[Block] = []
    for block in head:
        if STAMP_NUMBER.match(block.text) or STAMP_DAY.match(block.text):
            continue
        if not numbered and (match := NUMBER.match(block.text)):
            block, numbered = replace(block, text="Số: " + block.text[match.end() :]), True
        kept.append(block)
    return (*kept, *rest)


# ---- Roman numerals


@dataclass(frozen=True, slots=True)
class Numeral:
    """What stands where a heading has its Roman numeral, as it was read."""

    block: int
    read: str
    rest: str


NUMERAL = re.compile(rf"^(?P<read>[IVXHLTl1|]{{1,7}})(?:\s*[.,:;¡!]\s*|\s+)(?P<rest>[{UPPER}].*)$")
RESTART = re.compile(r"^(?:PHỤ LỤC|Phụ lục|PHẦN|CHƯƠNG|KẾ HOẠCH|[A-G]\.)(?:\s|$)")


def in_order(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The headings "I.", "H.", "II.", "IV." counted as they must be: "I.", "II.", "III.", "IV."."""
    found = list(blocks)
    last = 0
    for position, block in enumerate(blocks):
        if RESTART.match(block.text):
            last = 0
        numeral = _numeral(position, block)
        if numeral is None:
            continue
        right = _counted(numeral, last, blocks)
        if right:
            text = f"{right}. {numeral.rest}"
            found[position] = replace(block, text=text)
        last = roman(right or numeral.read) or last
    return tuple(found)


def _numeral(position: int, block: Block) -> Numeral | None:
    if block.cells or not (match := NUMERAL.match(block.text)):
        return None
    is_heading = is_capitals(match["rest"]) and len(match["rest"]) > 3
    return Numeral(position, match["read"], match["rest"]) if is_heading else None


def _counted(numeral: Numeral, last: int, blocks: Sequence[Block]) -> str | None:
    """The numeral that must stand here; None to leave what was read."""
    due, read = _written(last + 1), numeral.read
    if set(read) <= set("1l") and not _goes_on_in_roman(numeral, blocks):
        return None  # "1. MỤC ĐÍCH", "2. YÊU CẦU" are counted so
    if _shape(read) == _shape(due) and (_shape(due) != "I" or _strokes(read) <= len(due)):
        return due
    plain = read.replace("H", "II")  # the heading before it was not seen
    return plain if "H" in read and last < roman(plain) <= last + 2 else None


def _shape(read: str) -> str:
    """A numeral without what is misread: how many strokes stand side by side."""
    return re.sub(r"I+", "I", re.sub(r"[HLTl1|]", "I", read))


def _strokes(read: str) -> int:
    """How many upright strokes were seen: some may be lost, none is made up."""
    return len(read) + read.count("H")


def _goes_on_in_roman(numeral: Numeral, blocks: Sequence[Block]) -> bool:
    for position in range(numeral.block + 1, len(blocks)):
        if following := _numeral(position, blocks[position]):
            return bool(set(following.read) - set("1l"))
        if re.match(rf"2\s*[.)]\s*[{UPPER}]{{2}}", blocks[position].text):
            return False
    return False


def _written(value: int) -> str:
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


# ---- tones


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Vietnamese syllables, and which follow each other within a word."""

    syllables: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@functools.cache
def _dictionary() -> Dictionary:
    try:
        text = resources.files("underthesea").joinpath(WORDS).read_text(encoding="utf-8")
    except (OSError, ModuleNotFoundError):
        return Dictionary(frozenset(), frozenset())
    words = [entry.split() for entry in unicodedata.normalize("NFC", text).lower().splitlines()]
    return Dictionary(
        frozenset(syllable for word in words for syllable in word),
        frozenset(pair for word in words for pair in pairwise(word)),
    )


def with_tones(text: str) -> str:
    """A text whose hỏi and sắc are told apart where only one of them makes a word.

    "tố chức" is no word and "tổ chức" is one. A syllable that makes a word with the one before or
    after it, as it was read, is left alone.
    """
    matches = list(SYLLABLE.finditer(text))
    read = [match[0] for match in matches]
    for position, syllable in enumerate(read):
        before = _neighbour(text, matches, position - 1, position)
        after = _neighbour(text, matches, position, position + 1)
        near = (read[position - 1] if before else "", read[position + 1] if after else "")
        read[position] = _toned(syllable, *near)
    for match, syllable in reversed(list(zip(matches, read, strict=True))):
        text = text[: match.start()] + syllable + text[match.end() :]
    return text


def _neighbour(text: str, matches: Sequence[re.Match[str]], left: int, right: int) -> bool:
    """Do two syllables stand side by side, with nothing but a blank between them?"""
    if left < 0 or right >= len(matches):
        return False
    return text[matches[left].end() : matches[right].start()] == " "


def _toned(syllable: str, before: str, after: str) -> str:
    known = _dictionary()
    if not known.pairs or _is_word(known, before, syllable, after):
        return syllable
    if syllable.lower() in EMPEROR:  # he is called by more than this
        return EMPEROR[syllable.lower()] if syllable.islower() else "Để"
    if syllable.lower() in ALONE:
        return syllable
    other = _other_tone(syllable, known)
    is_right = syllable.lower() not in known.syllables and other.lower() in known.syllables
    return other if is_right or _is_word(known, before, other, after) else syllable


def _is_word(known: Dictionary, before: str, syllable: str, after: str) -> bool:
    low, first, last = syllable.lower(), before.lower(), after.lower()
    return (first, low) in known.pairs or (low, last) in known.pairs


def _other_tone(syllable: str, known: Dictionary) -> str:
    """The syllable with hỏi for sắc over ô, ê or â, or for no tone over ă: "khăng định".

    Any hỏi and sắc are told apart where the syllable as it was read is none: "buối".
    """
    apart = unicodedata.normalize("NFD", syllable)
    right = apart.replace(ROOF + ACUTE, ROOF + HOOK)
    if syllable.islower() and not TONES.search(apart):  # "Đăng" is a name
        right = re.sub(f"(?<={BREVE})", HOOK, apart)
    if syllable.lower() not in known.syllables:
        right = apart.replace(HOOK, ACUTE) if HOOK in apart else apart.replace(ACUTE, HOOK)
    return unicodedata.normalize("NFC", right)
