"""Names that plans write short: what a plan's own "full name (ABBR)" teaches, beside the lexicon's.

A passage that has one form is also found by the other; nothing of it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from corpus.letters import fold
from index import repair
from index.text import normal

SAID_SHORT = r"(?:(?:sau đây |dưới đây )?(?:được )?(?:gọi|viết) tắt(?: là)?\s*:?\s*)?"
TAUGHT = re.compile(
    rf"(?P<before>[^\n()]{{4,120}})\(\s*{SAID_SHORT}[\"“«]?(?P<short>[A-ZĐ][A-ZĐ&.-]{{1,9}})[\"”»]?\s*\)"
)
BETWEEN = frozenset({"va", "cua", "cac", "nhung", "ve", "cho", "trong", "tai"})
WORD = re.compile(r"[^\W_]+")
SHORT = re.compile(r"(?<![\w/-])[A-ZĐ][A-ZĐ&.-]*[A-ZĐ](?![\w/-])")


def taught(text: str) -> dict[str, str]:
    """Short names, folded without points and strokes, that a plan's text explains, with what they
    stand for: "Quỹ Mái ấm Công đoàn (QMACĐ)". Letters must be the initials of the words before.
    """
    found: dict[str, str] = {}
    for match in TAUGHT.finditer(text):
        short = _key(match["short"])
        full = _words_of(short, match["before"])
        if full and short not in found:
            found[short] = full
    return found


def _key(short: str) -> str:
    return re.sub(r"[^a-z]", "", fold(short).lower())


def _words_of(short: str, before: str) -> str:
    """The last words before the bracket whose initials are these letters; "" where they are not."""
    words = WORD.findall(before)
    taken: list[str] = []
    letters = list(short)
    for word in reversed(words):
        initial = fold(word[0]).lower()
        if letters and initial == letters[-1]:
            letters.pop()
            taken.append(word)
        elif letters and taken and fold(word).lower() in BETWEEN:
            taken.append(word)
        else:
            break
    return "" if letters or len(short) < 2 else " ".join(reversed(taken)).lower()


def other_forms(text: str, of_plan: Mapping[str, str]) -> list[str]:
    """What a passage does not say of the names it has: the full one of a short one, and the short
    one, where its plan teaches it, of a full one."""
    plain = normal(text)
    forms = [full for short in _shorts(text) if (full := _full(short, of_plan))]
    forms += [short for short, full in of_plan.items() if full in plain]
    return [form for form in dict.fromkeys(forms) if not re.search(rf"\b{form}\b", fold(plain) if form.isascii() else plain)]  # fmt: skip


def _shorts(text: str) -> Iterable[str]:
    return dict.fromkeys(_key(match[0]) for match in SHORT.finditer(text))


def _full(short: str, of_plan: Mapping[str, str]) -> str | None:
    return of_plan.get(short) or repair.abbreviations().get(short)
