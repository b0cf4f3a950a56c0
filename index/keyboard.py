"""Raw keystrokes of the Vietnamese input methods read as the syllable they were meant to make.

"ddoanf", "ddoafn" and "ddofan" are all "đoàn": a Telex or VNI user whose input method is switched
off types marks and tone in any order after the letter they belong to.
"""

from __future__ import annotations

from corpus.letters import fold
from corpus.syllables import HATS, HORNS, TONES, is_possible, toned

VOWELS = "aeiouy"
VNI_TONES = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
VNI_MARKS = {"6": HATS, "7": {"u": "ư", "o": "ơ"}, "8": {"a": "ă"}}
LONGEST = 12  # keystrokes of a syllable: "nghieeengs" and a slip


def telex(word: str) -> str | None:
    """The syllable of a word in raw Telex ("hanj" -> "hạn"); None for what is none."""
    if not (word.isascii() and word.isalpha() and 1 < len(word) <= LONGEST):
        return None
    letters: list[str] = []
    tone = ""
    used = False
    for key in word.lower():
        has_vowel = any(fold(c) in VOWELS for c in letters)
        if key in TONES and has_vowel:
            if tone:
                return None
            tone, used = key, True
        elif key == "w":
            used = True
            if not _horn(letters):
                letters.append("ư")
        elif key == "d" and letters[:1] == ["d"] and letters[0] != "đ":
            letters[0], used = "đ", True
        elif key in HATS and key in letters[-3:]:  # letters in between are allowed: "hooi", "hoio"
            letters[_last(letters, key)], used = HATS[key], True
        else:
            letters.append(key)
    return _syllable(letters, tone) if used else None


def _horn(letters: list[str]) -> bool:
    """Puts the horn or breve of a "w": "uo" takes two."""
    if _two_horns(letters):
        return True
    order = ("a", "o", "u") if "oa" in "".join(letters) else ("u", "o", "a")  # "hoặc", but "cửa"
    for vowel in order:
        if vowel in letters:
            at = _last(letters, vowel)
            if vowel == "u" and at and letters[at - 1] == "q":
                continue
            letters[at] = HORNS[vowel]
            return True
    return False


def _two_horns(letters: list[str]) -> bool:
    """Makes "ươ" of the last "uo", where there is one."""
    at = "".join(letters).rfind("uo")
    if at >= 0:
        letters[at : at + 2] = "ư", "ơ"
    return at >= 0


def _last(letters: list[str], key: str) -> int:
    return len(letters) - 1 - letters[::-1].index(key)


def vni(word: str) -> str | None:
    """The syllable of a word in raw VNI ("d9oa2n" -> "đoàn"); None for what is none."""
    lower = word.lower()
    if not (lower.isascii() and lower.isalnum() and lower[:1].isalpha() and len(lower) <= LONGEST):
        return None
    if lower.isalpha() or lower.isdigit():
        return None
    letters: list[str] = []
    tone = ""
    for key in lower:
        if key.isalpha():
            letters.append(key)
        elif key in VNI_TONES and not tone:
            tone = VNI_TONES[key]
        elif key == "9" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif not (key in VNI_MARKS and _mark(letters, VNI_MARKS[key])):
            return None
    return _syllable(letters, tone)


def _mark(letters: list[str], marks: dict[str, str]) -> bool:
    if "ư" in marks.values() and _two_horns(letters):
        return True
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in marks:
            letters[at] = marks[letters[at]]
            return True
    return False


def _syllable(letters: list[str], tone: str) -> str | None:
    text = "".join(letters)
    return toned(text, TONES.get(tone, "")) if is_possible(fold(text)) else None
