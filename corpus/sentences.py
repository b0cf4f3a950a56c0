"""Paragraph to sentences, and a sentence to the task that it sets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.letters import LOWER, UPPER

MAX_SENTENCE = 2_000  # characters: what is longer is no sentence, and costs its square to read


def sentences(text: str) -> list[str]:
    """Sentences of a paragraph; a stop inside a date, a number or an abbreviation ends none."""
    parts = re.split(
        rf"(?<=[^\W\d][.!?])(?<!\bTP\.)(?<!\bTp\.)(?<!\bTX\.)(?<!\bTT\.)(?<!\bTS\.)(?<!\bThS\.)(?<!\bĐ/c\.)(?<!\bQ\.)(?<!\bP\.)\s+(?=[{UPPER}“\"])|(?<=\d\.)\s+(?=[{UPPER}][{LOWER}])|(?<=[)”\"]\.)\s+(?=[{UPPER}][{LOWER}])",
        text,
    )
    return [piece for part in parts if part.strip() for piece in _pieces(part.strip())]


def sentences_of_lines(text: str) -> list[str]:
    """Sentences of a text of several paragraphs, one a line."""
    return [sentence for line in text.splitlines() for sentence in sentences(line)]


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > MAX_SENTENCE:
        cut = sentence.rfind(" ", 0, MAX_SENTENCE)
        cut = cut if cut > 0 else MAX_SENTENCE
        yield sentence[:cut]
        sentence = sentence[cut:].strip()
    yield sentence


def tasks_of(sentence: str, phrases: Sequence[str]) -> list[str]:
    """What is to be done by each deadline of a sentence; `phrases` in the order they stand.

    The words between two deadlines belong to the second, up to its phrase and on to the next comma:
    "Lập danh sách trước 05/01; trao quà xong trước 28/01" is two tasks. Where there are none ("tháng
    4 và tháng 8") it is the task of the one before.
    """
    tasks: list[str] = []
    begin = 0
    for number, phrase in enumerate(phrases):
        start = sentence.find(phrase, begin)
        if start < 0:
            tasks.append(_tidied(_without(sentence, phrases)))
            continue
        end = start + len(phrase)
        last = number == len(phrases) - 1
        rest = re.split(r";" if last else r"[,;]", sentence[end:])[0]
        own = _tidied(f"{_own_clause(sentence[begin:start], number)} {_without(rest, phrases)}")
        says_task = len(own.split()) > 1 and not WHAT_FOR.match(own)
        tasks.append(own if says_task or not tasks else tasks[-1])
        begin = end
    whole = _tidied(_without(sentence, phrases))
    return [whole if PERIODIC_ONLY.fullmatch(task) else task for task in tasks]


def _own_clause(before: str, number: int) -> str:
    """What stands before a phrase, without an earlier clause that has a deadline of its own or
    none; "…; hoàn thành" says only when, so there the clause before it is the task."""
    clauses = [c for c in re.split(r";", before) if c.strip()] or [""]
    chosen = clauses[-1]
    if len(clauses) > 1 and ONLY_WHEN_CLAUSE.fullmatch(chosen):
        chosen = clauses[-2]
    elif len(clauses) > 1 and not number and len(chosen.split()) < FEW_WORDS:
        chosen = "; ".join(c.strip() for c in clauses[-2:])  # "gửi về LĐLĐ tỉnh": what is sent
    return re.sub(r"^\s*(?:,|và)\s+", "", chosen) if number else chosen


FEW_WORDS = 6
WHAT_FOR = re.compile(r"(?:để|nhằm|theo|phục vụ)(?!\w)", re.IGNORECASE)  # and not what
# "định kỳ hằng tháng (trước …), 6 tháng (trước …)": says how often, and not what
PERIODIC_ONLY = re.compile(
    r"(?:(?:định kỳ|hằng|hàng|mỗi|tháng|quý|năm|tuần|6|sáu)\W*)+", re.IGNORECASE
)
# a sentence that is all about when: "Thời gian chấm thi được thực hiện vào …"
TIME_OF = re.compile(
    r"Thời (?:gian|hạn) (?!hoàn thành|thực hiện\W*$|dự kiến)(?P<what>[^:.;]{8,}?)(?: (?:được|sẽ|là|thực hiện|tổ chức|bắt đầu|vào|xong))*\W*"
)
ONLY_WHEN_CLAUSE = re.compile(
    r"\W*(?:(?:hoàn thành|thời gian(?: \w+)?|thời hạn|thực hiện|xong|dự kiến)\W*)*", re.IGNORECASE
)


def _without(text: str, phrases: Sequence[str]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, " ")
    return text


def _tidied(text: str) -> str:
    text = " ".join(text.split())
    if not (timed := TIME_OF.fullmatch(text)):
        text = re.sub(r"(?:Thời\s+(?:gian|hạn)[^:.;]*:?\s*(?:xong)?)\s*\.?\s*$", "", text)
    else:
        text = timed["what"]
    text = re.sub(r"(?:\s(?:gửi|xong|vào|và|theo))+\s*[.,;]?\s*$", "", text.strip())
    text = re.sub(r"\s+([,;.])", r"\1", text.replace("()", " "))
    text = re.sub(r"\(\s*[,;:]?\s*\)|^[^(]{0,12}\)|\([^)]{0,12}$", " ", text)
    text = re.sub(r"\s+([,;.])", r"\1", re.sub(r",(?:\s*,)+", ",", text))
    text = re.sub(r"^[\s,;.:]*(?:(?:và|hoặc)(?!\w)[\s,;.:]*)+", "", " ".join(text.split()))
    text = re.sub(r"[\s,;.:]*(?:(?:\s(?:và|hoặc))(?!\w)[\s,;.:]*)+$", "", text).strip(" ,;.:")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return text.strip("()") if text.count("(") != text.count(")") else text
