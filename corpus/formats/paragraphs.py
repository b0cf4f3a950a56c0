"""Runs of a paragraph to blocks: lines, run-in headings, old letters by their fonts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus import header, signature
from corpus.formats.legacy import by_font, repaired
from corpus.model import Block, Note, Reading, UnreadableFileError
from corpus.outline import bullet_of, is_capitals, label_of

DRAFT_BLOCKS, DRAFT_CHARS = 12, 60
DRAFT = re.compile(r"^\W*dự thảo\b", re.IGNORECASE)
RUN_IN_CHARS = 150
SENTENCE_ENDS = (".", ";", ":", "!", "?")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph in one look; a line break in its text is one of the paragraph."""

    text: str
    is_bold: bool = False
    font: str = ""
    is_link: bool = False


def reading(blocks: Sequence[Block], notes: Sequence[Note] = ()) -> Reading:
    """The blocks that have words, numbered; says so where the document calls itself a draft."""
    clean = [replace(block, text=squeezed(block.text)) for block in blocks]
    kept = [block for block in clean if block.text]
    if not any(c.isalpha() for block in kept for c in block.text):
        raise UnreadableFileError("no_text")
    top = [block.text for block in kept[:DRAFT_BLOCKS] if len(block.text) <= DRAFT_CHARS]
    draft = [Note("draft")] if any(map(DRAFT.match, top)) else []
    numbered = (replace(block, lines=(n,)) for n, block in enumerate(kept, 1))
    return Reading(tuple(numbered), notes=(*notes, *draft))


def squeezed(text: str) -> str:
    """NFC, single blanks."""
    return " ".join(repaired(text).split())


def converted(spans: Sequence[Span]) -> list[Span]:
    """The spans in Unicode; those of one look are joined first: VNI writes marks as letters."""
    joined: list[Span] = []
    for span in spans:
        if joined and replace(joined[-1], text="") == replace(span, text=""):
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        else:
            joined.append(span)
    return [replace(span, text=by_font(span.text, span.font)) for span in joined]


def paragraph_blocks(
    spans: Sequence[Span], label: str = "", is_heading: bool = False, gap: bool = True
) -> list[Block]:
    """A paragraph as blocks: one for each line in it, two where a heading runs into its text."""
    found: list[Block] = []
    first = next((span.is_bold for span in spans if re.search(r"\w", span.text)), False)
    named = [Span(f"{label} ", first), *spans] if label else spans
    for line in _lines(named):
        for n, part in enumerate([line] if is_heading else _run_in(line)):
            emphasis: Literal["", "bold"] = "bold" if _is_bold(part) else ""
            is_apart = n == 0 and (gap or bool(found))
            found.append(Block(_text(part), (), "heading" if is_heading else emphasis, is_apart))
    return found


def _text(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans).strip(" \n")


def _is_bold(spans: Sequence[Span]) -> bool:
    worded = [span for span in spans if re.search(r"\w", span.text)]
    return bool(worded) and all(span.is_bold for span in worded)


def _lines(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of each line; a line that was only broken for looks is joined again."""
    broken: list[list[Span]] = [[]]
    for span in spans:
        first, *others = (replace(span, text=piece) for piece in span.text.split("\n"))
        broken[-1].append(first)
        broken += ([piece] for piece in others)
    lines: list[list[Span]] = []
    after_blank = True
    for line in broken:
        is_blank = not _text(line).strip()
        if not is_blank and not after_blank and not _are_apart(_text(lines[-1]), _text(line)):
            lines[-1] += [Span(" "), *line]
        elif not is_blank:
            lines.append(line)
        after_blank = is_blank
    return lines


def _are_apart(before: str, after: str) -> bool:
    """Are two lines of one paragraph lines of their own?"""
    if label_of(after) or bullet_of(after) or _is_official(before) or _is_official(after):
        return True
    if header.KIND_LINE.match(before) or is_capitals(before) != is_capitals(after):
        return True
    return before.endswith(SENTENCE_ENDS) and not after[:1].islower()


def _is_official(text: str) -> bool:
    """Is this a line of the head or foot that every official document has?"""
    patterns = (
        header.PLACE_ONLY, header.BODY, signature.RECIPIENTS, signature.BEHALF, signature.OFFICE,
    )  # fmt: skip
    is_number = re.match(r"Số\s*:", text) or header.MOTTO.search(text)
    return bool(is_number) or any(pattern.match(text) for pattern in patterns)


def _run_in(line: list[Span]) -> list[list[Span]]:
    """A bold heading with a label, and the text that goes on after it on the same line."""
    plain = (n for n, span in enumerate(line) if not span.is_bold and re.search(r"\w", span.text))
    at = next(plain, 0)
    head, rest = line[:at], line[at:]
    title = squeezed(_text(head))
    if rest and (colon := re.match(r"\s*:\s*(?=\w)", rest[0].text)):
        head, title = [*head, Span(":", True)], f"{title}:"
        rest = [replace(rest[0], text=rest[0].text[colon.end() :]), *rest[1:]]
    label = label_of(title)
    is_title = label and label.style != "alpha" and len(label.rest) > 1
    if is_title and title.endswith((":", ".")) and len(title) <= RUN_IN_CHARS:
        return [head, rest]
    return [line]
