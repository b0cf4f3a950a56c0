"""Vietnamese letters before Unicode: TCVN3, VNI and Windows-1258 to Unicode; is a text Vietnamese?

TCVN3 (TCVN 5712:1993, the .Vn fonts) has one code a small letter and borrows capitals from the H
fonts; VNI (the VNI- fonts) writes a letter and its marks one after the other.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.letters import LOWER, UPPER, fold
from corpus.syllables import is_possible

# the letters of 0xA1 to 0xFE; a full stop stands where the code page has none
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
)
TCVN3 = {0xA1 + n: letter for n, letter in enumerate(_TCVN3) if letter != "."}
TCVN3_OF_SOFT_HYPHEN = 0xAD  # its code for ư

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_TONES = (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)
VNI_MARKS = {
    **dict(zip("øùûõï", _TONES, strict=True)),
    **dict(zip("àáåãä", (_HAT + tone for tone in _TONES), strict=True)),
    **dict(zip("èéúüë", (_BREVE + tone for tone in _TONES), strict=True)),
    "â": _HAT, "ê": _BREVE,
}  # fmt: skip
VNI_LETTERS = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_MARKED = re.compile(rf"([aeouyAEOUYöôÖÔ])([{''.join(VNI_MARKS)}{''.join(VNI_MARKS).upper()}])")

WORD = re.compile(r"[^\W\d_]+")
SYLLABLES_FROM, MARKS_FROM = (
    0.8,
    0.5,
)  # measured: Vietnamese .97 and .86, TCVN3 .4, English .87 and .23
FEW_WORDS = 10
CODED = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0b\x0c\x0e-\x1f]")
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u3000]")


def repaired(text: str) -> str:
    """NFC without soft hyphens and characters of no width; every kind of blank as a blank."""
    return unicodedata.normalize("NFC", BLANKS.sub(" ", UNSEEN.sub("", text)))


def by_font(text: str, font: str) -> str:
    """A run of text in the letters that its font shows; a text in Unicode stays as it is."""
    name = font.rpartition("+")[2].lower()
    if any("\u0100" <= c <= "\u1ef9" for c in text):
        return text
    if name.startswith(".vn"):
        shown = from_tcvn3(_as_bytes(text))
        return shown.upper() if re.match(r"\.vn\w*?h(?:$|[^a-z])", name) else shown
    return from_vni(_as_bytes(text)) if name.startswith("vni-") else text


def _as_bytes(text: str) -> str:
    """Characters of the private area, where symbol fonts are put, as their codes."""
    return "".join(chr(ord(c) - 0xF000) if 0xF000 <= ord(c) <= 0xF0FF else c for c in text)


def from_tcvn3(text: str) -> str:
    """Text whose characters are TCVN3 codes."""
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """Text whose characters are VNI codes: "coâng ñoaøn"."""
    marked = _VNI_MARKED.sub(lambda m: _letter(m[1]) + VNI_MARKS[m[2].lower()], text)
    return unicodedata.normalize("NFC", "".join(map(_letter, marked)))


def _letter(letter: str) -> str:
    small = VNI_LETTERS.get(letter.lower())
    if small is None:
        return letter
    return small.upper() if letter.isupper() else small


CAPITALS = re.compile(rf"[{UPPER}]")
ASCII_SMALL = re.compile(r"[a-z]")


def with_capitals(line: str) -> str:
    """A line of a TCVN3 text, whose capitals with a tone come as small letters: "KÕ HO¹CH" gives
    "Kế HOạCH", which is "KẾ HOẠCH" between words in capitals."""
    words = re.split(r"(\W+)", line)
    sure = [_is_surely_capital(word) for word in words]
    for at in range(0, len(words), 2):
        near = [sure[n] for n in (at - 2, at + 2) if 0 <= n < len(words) and words[n]]
        alone = not any(near) and not (sure[at] and len(words[at]) > 1)
        if words[at] and not ASCII_SMALL.search(words[at]) and not alone:
            starts = bool(CAPITALS.search(words[at]))
            if sure[at] or (near and all(near)) or (starts and any(near)):
                words[at] = words[at].upper()
    return "".join(words)


def _is_surely_capital(word: str) -> bool:
    return len(CAPITALS.findall(word)) >= 2 and not ASCII_SMALL.search(word)


def decode(data: bytes) -> str | None:
    """Bytes that are no Unicode as the code page that makes Vietnamese of them; None where none
    does."""
    readings = [
        unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
        from_vni(data.decode("cp1252", errors="replace")),
        "\n".join(
            map(with_capitals, from_tcvn3(data.decode("latin-1")).replace("\r\n", "\n").split("\n"))
        ),
    ]
    best = max(readings, key=lambda text: _shares(text))
    enough = len(WORD.findall(best)) >= FEW_WORDS
    return _with_quotes(best) if enough and is_vietnamese(best) else None


OPENING = re.compile(r'(?<![^\s(\[])"(?=[^\s"][^"\n]*")')


def _with_quotes(text: str) -> str:
    """Pairs of straight quotation marks as the curled ones, which these code pages do not have."""
    return re.sub(r'“([^"“\n]*)"', r"“\1”", OPENING.sub("“", text))


def is_vietnamese(text: str) -> bool:
    """Are these words Vietnamese in Unicode, most of them with a mark?

    Of a few words nothing can be told: they pass where no character is without a meaning.
    """
    words = WORD.findall(text)
    if len(words) < FEW_WORDS:
        return not CODED.search(text)
    syllables, marks = _shares(text)
    return syllables >= SYLLABLES_FROM and marks >= MARKS_FROM


def _shares(text: str) -> tuple[float, float]:
    """Share of the words that could be Vietnamese syllables, and of those with a mark."""
    words = [word.lower() for word in WORD.findall(text)]
    known = [all(c in LOWER for c in word) and is_possible(fold(word)) for word in words]
    marked = [fold(word) != word for word, is_known in zip(words, known, strict=True) if is_known]
    count = len(words) or 1
    return sum(known) / count, sum(marked) / count
