"""Paragraph to sentences, and a sentence to the task that it sets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.letters import LOWER, UPPER

MAX_SENTENCE = 2_000  # characters: what is longer is no sentence, and costs its square to read


def sentences(text: str) -> list[str]:
    """Sentences of a paragraph; a stop inside a date, a number or an abbreviation ends none."""
    parts = re.split(
        rf"(?<=[^\W\d][.!?])\s+(?=[{UPPER}“\"])|(?<=\d\.)\s+(?=[{UPPER}][{LOWER}])", text
    )
    return [piece for part in parts if part.strip() for piece in _pieces(part.strip())]


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > MAX_SENTENCE:
        cut = sentence.rfind(" ", 0, MAX_SENTENCE)
        cut = cut if cut > 0 else MAX_SENTENCE
        yield sentence[:cut]
        sentence = sentence[cut:].strip()
    yield sentence


def task_of(sentence: str, phrase: str) -> str:
    """The clause of the deadline without its phrase: what is to be done."""
    clauses = sentence.split(";")
    number = next((n for n, clause in enumerate(clauses) if phrase in clause), None)
    if number is None:
        return _tidied(sentence.replace(phrase, " "))
    task = _tidied(clauses[number].replace(phrase, " "))
    # "…; hoàn thành trong tháng 11": the clause says only when
    return task if len(task.split()) > 3 or not number else _tidied(clauses[number - 1])


def _tidied(text: str) -> str:
    text = re.sub(r"(?:Thời\s+(?:gian|hạn)[^:.;]*:?\s*(?:xong)?)\s*\.?\s*$", "", text)
    text = re.sub(r"\s+([,;.])", r"\1", text.replace("()", " "))
    return " ".join(text.split()).strip(" ,;.:")
