"""Reads .docx: paragraphs with their list numbers, tables, text boxes; changes as if accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.formats.archive import Archive, open_archive
from corpus.formats.columns import in_reading_order
from corpus.formats.numbering import Element, Lists, W, flag, number, value
from corpus.formats.paragraphs import Span, converted, paragraph_blocks, reading, squeezed
from corpus.formats.styles import Look, Styles
from corpus.formats.tables import Cell, is_official, table_blocks
from corpus.model import Block, Note, Reading, UnreadableFileError

MAX_COLUMNS = 63  # Word's own limit
BODY_TEXT = 9  # the outline level that is no heading

TEXT = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad",
}  # fmt: skip
SYMBOLS = {"A3": "≤", "B3": "≥", "B4": "×", "B1": "±", "AE": "→", "B9": "≠", "BB": "≈"}
CHANGES = ("ins", "del", "moveFrom", "moveTo")
DROPPED = frozenset({"del", "moveFrom", "sdtPr", "sdtEndPr", "rPr", "pPr", "tblPr", "trPr", "tcPr"})
WRAPPERS = frozenset(
    {"ins", "moveTo", "sdt", "sdtContent", "hyperlink", "smartTag", "customXml", "fldSimple"}
    | {"dir", "bdo", "ruby", "rubyBase", "oMathPara", "oMath"}
)


def read(data: bytes) -> Reading:
    """Blocks of a Word document; macros, headers, footers and footnotes are not read."""
    box = open_archive(data)
    main = box.related("", "officeDocument")
    body = box.xml(main).find(f"{W}body") if main else None
    if main is None or body is None:
        raise UnreadableFileError("damaged")
    walker = _Walker(Styles(_related(box, main, "styles")), Lists(_related(box, main, "numbering")))
    blocks = [*walker.blocks(body), *walker.rest()]
    changes = next(body.iter(*(W + name for name in CHANGES)), None) is not None
    notes = [
        *[Note("tracked_changes")] * changes, *[Note("struck_out")] * walker.has_struck,
        *[Note("converted_letters")] * walker.has_legacy,
        *[Note("footnotes")] * _has_footnotes(box, main),
    ]  # fmt: skip
    if not any(block.text.strip() for block in blocks) and _has_pictures(box):
        raise UnreadableFileError("pictures_only")
    return reading(blocks if walker.has_official else _by_columns(blocks), notes)


def _has_footnotes(box: Archive, main: str) -> bool:
    """Is there a note at the foot of a page? The first two of the part are its rules."""
    notes = [
        part
        for kind in ("footnotes", "endnotes")
        if (part := _related(box, main, kind)) is not None
    ]
    texts = ("".join(map(str, note.itertext())).strip() for part in notes for note in part)
    return any(texts)


def _has_pictures(box: Archive) -> bool:
    return any(name.startswith("word/media/") for name in box.names)


def _related(box: Archive, main: str, kind: str) -> Element | None:
    part = box.related(main, kind)
    return box.xml(part) if part else None


def _by_columns(blocks: list[Block]) -> list[Block]:
    """A head and a foot that are set side by side with tabs, column by column."""
    ordered = in_reading_order([block.text for block in blocks])
    return [replace(blocks[position], text=text) for position, text in ordered]


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _children(node: Element) -> Iterator[Element]:
    """The children that are shown, those in wrappers as if they stood without."""
    for child in node:
        name = _name(child)
        if name == "AlternateContent":  # the same thing twice, for newer and for older programs
            yield from _children(child[0]) if len(child) else ()
        elif name in WRAPPERS:
            if child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                yield from _children(child)
        elif name not in DROPPED:
            yield child


@dataclass(slots=True)
class _Line:
    """What is open while the runs of one paragraph are read."""

    fields: list[bool] = field(default_factory=list)  # is each open field still in its code?
    boxes: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Walker:
    """Goes through a document in reading order."""

    styles: Styles
    lists: Lists
    has_legacy: bool = False
    has_struck: bool = False
    has_official: bool = False
    carried: list[Span] = field(default_factory=list)  # of a paragraph whose end was deleted
    after_centred: bool = False

    def blocks(self, node: Element) -> Iterator[Block]:
        """Paragraphs and tables under a body, a cell or a text box."""
        for child in _children(node):
            if _name(child) == "p":
                yield from self._paragraph(child)
            elif _name(child) == "tbl":
                yield from self._table(child)

    def rest(self) -> list[Block]:
        """The text that still waits for a paragraph to end."""
        return paragraph_blocks(self.carried)

    def _paragraph(self, node: Element) -> list[Block]:
        properties = node.find(f"{W}pPr")
        style = value(properties, "pStyle")
        if self.styles.name(style).startswith("toc "):  # headings again, with their pages
            return []
        line = _Line()
        spans = list(self._spans(node, self.styles.look(style), line))
        self.carried += self._in_unicode(spans)
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            return line.boxes
        spans, self.carried = self.carried, []
        hidden = flag(properties, "rPr/vanish") and not spans
        label = "" if hidden else self._label(properties, style)
        place = value(properties, "jc") or self.styles.first(style, "pPr/jc")
        is_centred = place == "center" and bool(spans)
        heading = is_heading(self.styles, properties, style)
        found = paragraph_blocks(spans, label, heading, not (is_centred and self.after_centred))
        self.after_centred = is_centred
        return line.boxes + (found or ([Block(label)] if any(map(str.isalnum, label)) else []))

    def _in_unicode(self, spans: list[Span]) -> list[Span]:
        found = converted(spans)
        same = "".join(s.text for s in spans) == "".join(s.text for s in found)
        self.has_legacy = self.has_legacy or not same
        return found

    def _label(self, properties: Element | None, style: str | None) -> str:
        """The automatic number of a paragraph, from itself or from its style."""
        own = value(properties, "numPr/numId")
        list_id = own if own is not None else self.styles.first(style, "pPr/numPr/numId")
        if not list_id or list_id == "0":
            return ""
        level = value(properties, "numPr/ilvl") or (
            self.styles.first(style, "pPr/numPr/ilvl") if own is None else None
        )
        at = number(level) if level else self.lists.level_of_style(list_id, style or "")
        return self.lists.label(list_id, at, self.styles.look(style).font)

    def _spans(self, node: Element, look: Look, line: _Line) -> Iterator[Span]:
        for child in _children(node):
            if _name(child) == "r":
                yield from self._run(child, look, line)

    def _run(self, node: Element, look: Look, line: _Line) -> Iterator[Span]:
        properties = node.find(f"{W}rPr")
        if style := value(properties, "rStyle"):
            look = self.styles.styled(look, style)
        look = look.over(properties)
        for child in _children(node):
            name = _name(child)
            if name == "fldChar":
                _follow_field(line.fields, child.get(f"{W}fldCharType"))
            elif name in ("drawing", "pict", "object"):
                for box in _text_boxes(child):
                    line.boxes += self.blocks(box)
            elif look.is_hidden or any(line.fields):
                continue
            elif look.is_struck:
                self.has_struck = self.has_struck or bool(_text_of(child, name).strip())
            elif text := _text_of(child, name):
                yield Span(text, look.is_bold, look.font)

    def _table(self, node: Element) -> list[Block]:
        rows: list[list[Cell]] = []
        for row in _children(node):
            if _name(row) == "tr" and row.find(f"{W}trPr/{W}del") is None:
                rows.append(self._row(row, rows[-1] if rows else []))
        self.after_centred = False
        width = max(map(len, rows), default=0)
        full = [row + [Cell()] * (width - len(row)) for row in rows]
        self.has_official = self.has_official or is_official(full)
        return table_blocks(full, self._is_ruled(node)) if width else []

    def _row(self, node: Element, above: list[Cell]) -> list[Cell]:
        row = [Cell()] * min(number(value(node, "trPr/gridBefore")), MAX_COLUMNS)
        for cell in _children(node):
            if _name(cell) != "tc":
                continue
            span = min(max(1, number(value(cell, "tcPr/gridSpan"), 1)), MAX_COLUMNS)
            merged = value(cell, "tcPr/vMerge")
            if merged is not None and merged != "restart":  # "as above"
                blocks = above[len(row)].blocks if len(row) < len(above) else ()
                row.append(Cell(blocks, span, is_repeated=True))
            else:
                row.append(Cell(tuple(_in_cell(b) for b in self.blocks(cell)), span))
            row += [Cell((), 0)] * (span - 1)
        return row[:MAX_COLUMNS]

    def _is_ruled(self, node: Element) -> bool:
        """Has the table lines between its cells?"""
        style = value(node, "tblPr/tblStyle")
        of_cells = node.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")
        borders = [node.find(f"{W}tblPr/{W}tblBorders"), *of_cells]
        if all(found is None for found in borders) and style:
            chain = self.styles.chain(style)
            borders = [one.find(f"{W}tblPr/{W}tblBorders") for one in chain]
        lines = (side.get(f"{W}val") for border in borders if border is not None for side in border)
        return any(line not in (None, "nil", "none") for line in lines)


def is_heading(styles: Styles, properties: Element | None, style: str | None) -> bool:
    """Is a paragraph a heading by its outline level or the name of its style?"""
    own = value(properties, "outlineLvl")
    level = own if own is not None else styles.first(style, "pPr/outlineLvl")
    if level is not None:
        return number(level, BODY_TEXT) < BODY_TEXT
    return re.match(r"heading \d", styles.name(style)) is not None


def _in_cell(block: Block) -> Block:
    return replace(block, text=squeezed(block.text), gap=True)


def _follow_field(fields: list[bool], kind: str | None) -> None:
    """Opens a field, goes from its code to its result, or closes it."""
    if kind == "begin":
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()


def _text_boxes(node: Element) -> Iterator[Element]:
    for child in _children(node):
        if _name(child) == "txbxContent":
            yield child
        else:
            yield from _text_boxes(child)


def _text_of(node: Element, name: str) -> str:
    """The text of one piece of a run; a sign of a picture font that no letter shows is a dash."""
    if name == "t":
        return node.text or ""
    if name == "sym":
        code = (node.get(f"{W}char") or "")[-2:].upper()
        return SYMBOLS.get(code, "- ") if node.get(f"{W}font") == "Symbol" else "- "
    return TEXT.get(name, "")
