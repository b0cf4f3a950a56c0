"""The syllables of Vietnamese: which are possible, and where the tone mark stands."""

from __future__ import annotations

import re
import unicodedata

ONSET = r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?"
RIMES = (
    r"a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|e|ec|ech|em|en|eng|enh|eo|ep|et|eu|i|ia|ich|iec|iem|ien|"
    r"ieng|iep|iet|ieu|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oc|oe|oen|"
    r"oeo|oet|oi|om|on|ong|ooc|oong|op|ot|u|ua|uan|uang|uat|uay|uc|ue|uech|uenh|ui|um|un|ung|uo|uoc|uoi|"
    r"uom|uon|uong|uop|uot|uou|up|ut|uu|uy|uya|uych|uyen|uyet|uynh|uyt|uyu|y|yem|yen|yet|yeu|ak|ok|uk"  # the last three in names: "Đắk Lắk"
)
# without diacritics: "đoàn" is "doan"
POSSIBLE = re.compile(rf"{ONSET}(?:{RIMES})")

HATS = {"a": "â", "e": "ê", "o": "ô"}
HORNS = {"u": "ư", "o": "ơ", "a": "ă"}
MARKED = "âêôơưă"
TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}


def is_possible(folded: str) -> bool:
    """Could these letters, without diacritics, be a syllable: "nghiep" yes, "hanj" no?"""
    return bool(POSSIBLE.fullmatch(folded))


def toned(letters: str, tone: str) -> str:
    """A syllable with its tone mark where the new spelling has it: "hòa", "thủy", "nguyễn".

    `letters` already carry hats and horns, `tone` is a combining mark or "".
    """
    if not tone:
        return letters
    onset = re.match(r"(?:qu|gi(?=[aeiouyâêôơưă]))|[^aeiouyâêôơưă]*", letters)
    start = onset.end() if onset else 0
    vowels = [n for n in range(start, len(letters)) if letters[n] in "aeiouy" + MARKED]
    if not vowels:
        return letters
    marked = [n for n in vowels if letters[n] in MARKED]
    if marked:
        place = marked[-1]
    else:
        open_pair = len(vowels) == 2 and vowels[-1] == len(letters) - 1
        place = vowels[0] if len(vowels) == 1 or open_pair else vowels[1]
    spelt = letters[: place + 1] + tone + letters[place + 1 :]
    return unicodedata.normalize("NFC", spelt)
