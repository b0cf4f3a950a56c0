"""The normal form of Vietnamese text, and its tokens."""

from __future__ import annotations

import re
import unicodedata

from corpus.letters import fold

ROMAN_AFTER = re.compile(
    r"\b((?:lần\s+)?thứ|khóa|khoá|giai\s+đoạn|đại\s+hội|quý|lần|hội\s+nghị|kỳ"
    r"|(?:lan\s+)?thu|khoa|giai\s+doan|dai\s+hoi|quy|lan|hoi\s+nghi|ky)\s+([ivx]+)\b"
)
DATE = re.compile(r"\b0?(\d{1,2})\s*[/.\-]\s*0?(\d{1,2})\s*[/.\-]\s*((?:19|20)\d\d)\b")
DATE_WORDS = re.compile(
    r"\bng[àa]y\s+0?(\d{1,2})\s+th[áa]ng\s+0?(\d{1,2})(?:\s+n[ăa]m\s+((?:19|20)\d\d))?\b"
)
SHORT_DATE = re.compile(r"(?<![\d/])0?(\d{1,2})/0?(\d{1,2})(?![\d/])")
MONTH = re.compile(r"\bth[áa]ng\s+0?(\d{1,2})\s*(?:/|\s+n[ăa]m\s+)\s*((?:19|20)\d\d)\b")
PLAN_NUMBER = re.compile(r"\b(\d{1,5}[a-z]?)\s*[/\-]\s*([a-zđ]{2,5})\s*[-–]\s*([a-zđ&]{2,8})\b")
# "217 – QĐ/TW": numbers of the Party's documents have their dash and stroke the other way round
PARTY_NUMBER = re.compile(
    r"\b(\d{1,5})\s*[-–]\s*(nq|qđ|qd|kl|ct|ctr|đa|da|hd|kt|tb|kh|qc|bc)\s*/\s*(tw|tư|tu|hu|qu|đu|du|đuk|tlđ|tld)\b"
)
DIGIT = re.compile(r"\d")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


# "hoà" -> "hòa", "uỷ" -> "ủy": the tone mark where the new spelling has it ("quý" stays)
OLD_TONE = re.compile(r"(?<![qg])(?:(o)([àáảãạèéẻẽẹ])|(u)([ỳýỷỹỵ]))(?![^\W\d_])")
TONED = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe",
    "oẽ": "õe", "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip


# "kĩ" -> "kỹ", "quí" -> "quý", "tỉ" -> "tỷ": one spelling of two that are both in use; "hi" stays
I_FOR_Y = re.compile(r"(?<![^\W\d_])(?:(k|l|t|qu)([iíìỉĩị])|(h|m|s)([íìỉĩị]))(?![^\W\d_])")
QUARTER = re.compile(r"\bqu[ií](?= (?:\d|[ivx]+\b|này|nay|sau|tới|toi))")
Y_OF_I = str.maketrans("iíìỉĩị", "yýỳỷỹỵ")
# "lần thứ năm"; "thứ năm" alone is a day
ORDINAL_WORD = re.compile(
    r"\b(lần thứ|lan thu) (nhất|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười|nhat|tu|nam|sau|bay|tam|chin|muoi)\b"
)
ORDINALS = {
    "nhat": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}


def normal(text: str) -> str:
    """NFC, lower case, single blanks; dates without leading zeros, Roman ordinals as numbers.

    "ngày 05 tháng 10 năm 2023" and "05/10/2023" both become "5/10/2023"; "lần thứ V" becomes
    "lần thứ 5"; "31/KH - LĐLD" becomes "31/kh-lđlđ".
    """
    text = " ".join(unicodedata.normalize("NFC", text).lower().split())
    text = new_tones(text)
    text = QUARTER.sub(lambda m: m[0].translate(Y_OF_I), text)
    text = ORDINAL_WORD.sub(lambda m: f"{m[1]} {ORDINALS[fold(m[2])]}", text)
    if DIGIT.search(text):
        text = PARTY_NUMBER.sub(_party_number, text)
        text = PLAN_NUMBER.sub(_plan_number, text)
        text = DATE_WORDS.sub(lambda m: "/".join(g for g in m.groups() if g), text)
        text = DATE.sub(r"\1/\2/\3", text)
        text = MONTH.sub(r"tháng \1/\2", text)
        text = SHORT_DATE.sub(r"\1/\2", text)
    return ROMAN_AFTER.sub(lambda m: f"{m[1]} {_roman(m[2])}", text)


def new_tones(text: str) -> str:
    """A text in small letters with its tone marks where the new spelling has them: "hòa", "ủy"."""
    return OLD_TONE.sub(lambda m: TONED[m[0]], text)


def one_spelling(normal_text: str) -> str:
    """A normal text with "kỹ" for "kĩ", "tỷ" for "tỉ"."""
    return I_FOR_Y.sub(lambda m: (m[1] or m[3]) + (m[2] or m[4]).translate(Y_OF_I), normal_text)


def _party_number(match: re.Match[str]) -> str:
    return f"{int(match[1])}-{match[2]}/{match[3]}"


def _plan_number(match: re.Match[str]) -> str:
    body = "lđlđ" if fold(match[3]) in ("ldld", "ldl") else match[3]
    return f"{int(match[1]) if match[1].isdigit() else match[1]}/{match[2]}-{body}"


def _roman(text: str) -> int:
    total = 0
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        value = ROMAN_VALUES[letter]
        total += -value if ROMAN_VALUES.get(following, 0) > value else value
    return total


TOKEN = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]*\w|\d+/(?:19|20)\d\d/[a-zđ]+(?:-[a-zđ&]+)?|\d+[a-z]?/[a-zđ]+-[a-zđ&]+|\d+-[a-zđ]+/[a-zđư]+|\d+(?:[/.,:-]\d+)*|[^\W\d_]+",
    re.UNICODE,
)


def tokens(normal_text: str) -> list[str]:
    """Syllables, numbers, dates, document numbers and e-mail addresses of a normal text."""
    return TOKEN.findall(normal_text)
