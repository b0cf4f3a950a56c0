"""Questions as members may type them: without diacritics, in raw Telex or VNI, with slips, as in chats.

Only for measuring: what `index/repair.py` undoes is made here by other means, from the same text
always the same.
"""

from __future__ import annotations

import random
import re
import unicodedata
import zlib
from collections.abc import Callable

from corpus.letters import fold
from index.repair import abbreviations, lexicon

TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
VNI_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
TELEX_MARKS = {"\u0302": "", "\u0306": "w", "\u031b": "w"}  # a hat doubles its letter
VNI_MARKS = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}
WORD = re.compile(r"[^\W\d_]+")
NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "ko",
    "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb",
    "x": "zc", "y": "tu",
}  # fmt: skip


def _keys(word: str, tones: dict[str, str], marks: dict[str, str], stroke: str) -> str:
    """A syllable as keystrokes: letters with their marks, the tone at the end."""
    letters, tone = "", ""
    for char in unicodedata.normalize(
        "NFD", word.replace("đ", f"d{stroke}").replace("Đ", f"D{stroke}")
    ):
        if char in tones:
            tone = tones[char]
        elif char in marks:
            letters += marks[char] or letters[-1]
        else:
            letters += char
    if stroke == "d":  # Telex writes one "w" for both vowels of "ươ"
        letters = re.sub(r"uwow", "uow", letters)
    return letters + tone


def telex(text: str, dice: random.Random) -> str:
    """Raw Telex in the usual order."""
    return WORD.sub(lambda m: _keys(m[0], TELEX_TONES, TELEX_MARKS, "d"), text)


def telex_free(text: str, dice: random.Random) -> str:
    """Raw Telex with the tone typed right after its vowel."""

    def free(match: re.Match[str]) -> str:
        keys = _keys(match[0], TELEX_TONES, TELEX_MARKS, "d")
        tone = keys[-1] if keys[-1] in TELEX_TONES.values() and fold(match[0]) != keys else ""
        body = keys[:-1] if tone else keys
        vowels = [n for n, c in enumerate(body) if c in "aeiouyw"]
        if not tone or not vowels:
            return keys
        at = dice.choice(vowels) + 1
        return body[:at] + tone + body[at:] if body[at - 1] != "w" or at > 1 else keys

    return WORD.sub(free, text)


def vni(text: str, dice: random.Random) -> str:
    """Raw VNI."""
    return WORD.sub(lambda m: _keys(m[0], VNI_TONES, VNI_MARKS, "9"), text)


def typo(text: str, dice: random.Random) -> str:
    """One slip of a finger in one word of at least four letters: left out, doubled, swapped, beside."""
    words = [m for m in WORD.finditer(text) if len(m[0]) >= 4]
    if not words:
        return text
    match = dice.choice(words)
    word, at = match[0], dice.randrange(1, len(match[0]) - 1)
    kind = dice.randrange(4)
    near = NEAR.get(fold(word[at]).lower(), "e")
    slipped = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + dice.choice(near) + word[at + 1 :],
    )[kind]
    return text[: match.start()] + slipped + text[match.end() :]


def no_diacritics(text: str, dice: random.Random) -> str:
    """Every letter without its marks."""
    return fold(text)


def teencode(text: str, dice: random.Random) -> str:
    """Words as chats write them."""
    short = {full: key for key, full in lexicon("abbreviations")["chat"].items()}
    return _shortened(text, short)


def abbreviated(text: str, dice: random.Random) -> str:
    """Everything that has a usual abbreviation written short."""
    short: dict[str, str] = {}
    for key, full in abbreviations().items():
        if len(full.split()) > 1 and (full not in short or len(key) > len(short[full])):
            short[full] = key
    return _shortened(text, short)


def _shortened(text: str, short: dict[str, str]) -> str:
    longest = sorted(short, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda m: short.get(m[0].lower(), m[0]), text)


PERTURBATIONS: dict[str, Callable[[str, random.Random], str]] = {
    "no-diacritics": no_diacritics, "telex": telex, "telex-free": telex_free, "vni": vni, "typo": typo,
    "teencode": teencode, "abbreviations": abbreviated,
}  # fmt: skip


def perturbed(text: str, name: str) -> str:
    """The text as such a member would type it; the same text gives the same one every time."""
    dice = random.Random(zlib.crc32(f"{name}\n{text}".encode()))
    return PERTURBATIONS[name](unicodedata.normalize("NFC", text), dice)
