"""Blocks to a Plan: head, tree, recipients, signature, deadlines; what is no text is kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus import deadlines, header, mending, reading, signature
from corpus.letters import UPPER
from corpus.model import (
    Block,
    Item,
    Note,
    Plan,
    Reading,
    Signer,
    Source,
    UnreadableFileError,
    slug,
)
from corpus.outline import Outline, label_of, texts

MAX_RECIPIENT_WORDS = 60
MAX_BLOCKS = 20_000  # lines: the longest plans have some thousands
MIN_WORDS = 40  # below that there is nothing a plan could say


@dataclass(slots=True)
class _Body:
    outline: Outline = field(default_factory=Outline)
    signature: list[str] = field(default_factory=list)


def parse_file(name: str, data: bytes, scratch: Path | None = None) -> Plan:
    """The plan in a file's bytes; raises `UnreadableFileError` where there is none. Readers may
    write only to a temporary folder in `scratch`."""
    return _parsed(*reading.read(name, data, scratch))


def parse_pages(files: Sequence[tuple[str, bytes]], scratch: Path | None = None) -> Plan:
    """The plan whose pages are these pictures, in their order; of a single file whatever it is."""
    return _parsed(*reading.read_pages(files, scratch))


def _parsed(found: Reading, source: Source) -> Plan:
    plan = parse(found.blocks, source)
    return replace(plan, method=found.method, warnings=(*plan.warnings, *found.notes))


def parse(blocks: Sequence[Block], source: Source) -> Plan:
    """The plan that these blocks are; raises `UnreadableFileError` for a text that is no plan."""
    if len(blocks) > MAX_BLOCKS:
        raise UnreadableFileError("too_long")
    kept, leftovers = mending.without_furniture(tuple(blocks))
    head, rest = header.split_head(mending.join_cut_sentences(mending.unflatten(kept)))
    body = _read_body(rest, head.lines)
    sections = tuple(body.outline.sections)
    text = texts(s for s in sections if s.role != "head")
    signer = signature.read_signer(body.signature)
    issuer = header.in_body_case(head.issuer, text) or header.speaking_body(text)
    plan = Plan(
        id="",
        number=head.number,
        kind=head.kind,
        title=head.title,
        issuer=issuer,
        place=head.place,
        issued_on=head.issued_on,
        term=header.term_of(
            head.title, texts(s for s in sections if s.level == 0 and s.role == "body")
        ),
        signer=signer,
        sections=sections,
        source=source,
        remark=head.remark,
        leftovers=leftovers,
        warnings=(*head.warnings, *_warnings(head, issuer, signer)),
    )
    plan = replace(plan, id=plan_id(plan))
    plan = replace(plan, deadlines=deadlines.find(plan))
    _require_plan(head, plan)
    return plan


def plan_id(plan: Plan) -> str:
    """ASCII id from number, year and issuer; without a number from kind, issuer and content."""
    where = slug(re.sub(r"^Liên đoàn Lao động\s+", "", plan.issuer or ""))
    if plan.number:
        year = str(plan.issued_on.year) if plan.issued_on else ""
        return "-".join(p for p in (slug(plan.number), year, where[:40].strip("-")) if p)
    parts = (slug(plan.kind or "van-ban"), where[:40].strip("-"), plan.source.sha256[:6])
    return "-".join(part for part in parts if part)


def _read_body(blocks: Sequence[Block], head: Sequence[str]) -> _Body:
    """Walks the blocks after the head: text, then recipients and signature, then annexes."""
    body = _Body()
    body.outline.open_preamble(head)
    place = "text"
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        place = _place_of(block, place, body)
        if place == "signature":
            body.signature.append(block.text)
        if place == "recipients" and signature.recipients_head(block):
            _add_inline_recipients(body.outline, block)
        elif place == "text":
            body.outline.add(block, following)
        else:
            _add_line(body.outline, block)
    return body


def _place_of(block: Block, place: str, body: _Body) -> str:
    """Where the walk is once this block has come; opens the section that begins with it."""
    label = label_of(block.text)
    if label and label.style == "annex":
        return "text"
    if head := signature.recipients_head(block):
        body.outline.open_special("recipients", head)
        return "recipients"
    if signature.is_signature(block) and place != "signature" and not body.signature:
        body.outline.open_special("signature", "")
        return "signature"
    past_recipients = place == "recipients" and _is_past_recipients(block)
    if past_recipients or (place == "signature" and _is_past_signature(block, body)):
        body.outline.open_annex()
        return "text"
    if place != "text" and label and label.style.startswith("roman"):
        return "text"
    return place


def _is_past_recipients(block: Block) -> bool:
    """A table or a long paragraph names nobody who receives the document."""
    return len(block.cells) > 2 or len(block.text.split()) > MAX_RECIPIENT_WORDS


def _is_past_signature(block: Block, body: _Body) -> bool:
    """Does something new begin after the name: a list, a table, the plan that a decision is about?"""
    if signature.read_signer(body.signature) is None or signature.is_signature(block):
        return False
    return (
        bool(block.cells)
        or len(block.text.split()) > 5
        or header.KIND_LINE.match(block.text) is not None
    )


def _add_inline_recipients(outline: Outline, block: Block) -> None:
    rest = signature.RECIPIENTS.sub("", block.text).strip()
    for part in re.split(r";\s*(?=-)|(?<=;)\s+", rest):
        if part.strip(" -;"):
            outline.add(Block(part.strip()), None)


def _add_line(outline: Outline, block: Block) -> None:
    """A line of the recipients or the signature: never a heading."""
    last = outline.sections[-1]
    text = block.text
    marker = "-" if text.startswith(("-", "–", "+")) else ""
    item = Item(marker, text.lstrip("-–+ ") if marker else text)
    outline.sections[-1] = replace(last, items=(*last.items, item))


def _require_plan(head: header.Header, plan: Plan) -> None:
    """A text that neither calls itself anything, nor counts its parts, nor sets a day is no plan."""
    words = len(texts(plan.sections).split())
    labelled = sum(1 for section in plan.sections if section.number)
    sets_day = any(deadline.due or deadline.rule for deadline in plan.deadlines)
    named = head.kind is not None or head.number is not None
    if not (named or labelled >= 2 or sets_day):
        raise UnreadableFileError("no_plan")
    if words < MIN_WORDS:
        raise UnreadableFileError("too_short")


def _warnings(head: header.Header, issuer: str | None, signer: Signer | None) -> tuple[Note, ...]:
    """A note for everything that a complete plan has and this one does not."""
    named = issuer and re.search(rf"(?:\d|[{UPPER}]\w*)$", issuer)
    missing = (
        (head.number is None, Note("no_number")),
        (head.issued_on is None, Note("no_date")),
        (issuer is None, Note("no_issuer")),
        (head.issuer is None and issuer is not None, Note("issuer_from_text", issuer or "")),
        (issuer is not None and not named, Note("issuer_unnamed", issuer or "")),
        (not head.title, Note("no_title")),
        (signer is None, Note("no_signer")),
    )
    return tuple(note for absent, note in missing if absent)
