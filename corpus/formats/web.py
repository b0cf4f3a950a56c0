"""Reads .html: paragraphs, lists and tables to blocks; nothing is fetched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree, html

from corpus import header
from corpus.formats.archive import MAX_TAGS
from corpus.formats.numbering import FORMATS, Element, number
from corpus.formats.paragraphs import Span, converted, paragraph_blocks, reading, squeezed
from corpus.formats.tables import Cell, table_blocks
from corpus.model import Block, Note, Reading, UnreadableFileError
from corpus.outline import bullet_of, is_capitals, label_of

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHARSET = re.compile(  # others, and UTF-16 that could be read to here, are taken for UTF-8
    rb"charset\s*=\s*[\"']?\s*(windows-125\d|cp125\d|iso-8859-\d|latin1|us-ascii)\b", re.IGNORECASE
)
DEPTH = 150
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "ol", "p",
    "pre", "section", "ul",
}  # fmt: skip
DROPPED = frozenset(
    {"applet", "button", "del", "embed", "head", "iframe", "nav", "noscript", "object", "option"}
    | {"script", "select", "strike", "style", "svg", "template", "textarea", "title"}
)
HIDDEN = re.compile(r"(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.IGNORECASE)
WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
RULED = re.compile(r"border(?:-\w+)*\s*:(?!\s*(?:none|0(?![.\d]|\w*\s+solid)))", re.IGNORECASE)
LIST_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
MAX_SPAN = 60


def read(data: bytes) -> Reading:
    """Blocks of a web page; nothing that it names is fetched or run."""
    if data.count(b"<") > MAX_TAGS:
        raise UnreadableFileError("hostile")
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(decode(data).encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableFileError("no_text") from error
    page = _Page()
    page.element(root, Span(""))
    page.end_paragraph()
    blocks = _from_the_head(page.blocks)
    return reading(blocks, [Note("converted_letters")] * page.has_legacy)


HEAD_WITHIN = 60  # blocks of menus before a document


def _from_the_head(blocks: list[Block]) -> list[Block]:
    """The document without what a site puts before it; all of it where no head is found."""
    for position, block in enumerate(blocks[:HEAD_WITHIN]):
        texts = block.cells or (block.text,)
        if any(header.MOTTO.search(text) or header.NUMBER_LINE.match(text) for text in texts):
            return blocks[_first_body(blocks, position) :]
    return blocks


def _first_body(blocks: Sequence[Block], found: int) -> int:
    """Where the head begins: the bodies right above its motto or number belong to it."""
    while (
        found and header.BODY.match(blocks[found - 1].text) and is_capitals(blocks[found - 1].text)
    ):
        found -= 1
    return found


def _is_menu(spans: Sequence[Span]) -> bool:
    """Is a paragraph nothing but links to elsewhere? An address alone is none."""
    words = [span for span in spans if span.text.strip()]
    return bool(words) and all(s.is_link and "@" not in s.text for s in words)


def decode(data: bytes) -> str:
    """The text of a page: by its byte order mark, by what it says of itself, else UTF-8."""
    marked = next((name for bom, name in BOMS if data.startswith(bom)), None)
    said = CHARSET.search(data[:2048])
    text = data.decode(marked or (said[1].decode() if said else "utf-8"), errors="replace")
    if text.count("\ufffd") > len(text) / 200:
        raise UnreadableFileError("damaged")
    return text.replace("\0", "")


class _Page:
    """Goes through a page, or a cell of it, in reading order."""

    def __init__(self, depth: int = 0) -> None:
        self.blocks: list[Block] = []
        self.has_legacy = False
        self._spans: list[Span] = []
        self._label = ""
        self._depth = depth
        self._is_heading = self._is_centred = self._after_centred = False

    def element(self, node: Element, look: Span) -> None:
        """Takes one element with all that stands in it; `look` is that of the text around it."""
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in DROPPED or HIDDEN.search(node.get("style") or ""):
            return
        if self._depth > DEPTH:
            raise UnreadableFileError("hostile")
        self._depth += 1
        if tag == "br":
            self._spans.append(replace(look, text="\n"))
        elif tag == "table":
            self.end_paragraph()
            self.blocks += self._table(node)
        elif tag in PARAGRAPHS:
            self._paragraph(node, tag, look)
        else:
            self._inside(node, _look(node, tag, look))
        self._depth -= 1

    def end_paragraph(self) -> None:
        """Makes blocks of the text since the last paragraph ended."""
        spans = converted(self._spans)
        text = squeezed("".join(span.text for span in spans))
        if text and not _is_menu(spans):
            was = "".join(span.text for span in self._spans)
            self.has_legacy = self.has_legacy or was != "".join(span.text for span in spans)
            label = "" if label_of(text) or bullet_of(text) else self._label
            gap = not (self._is_centred and self._after_centred)
            self.blocks += paragraph_blocks(spans, label, self._is_heading, gap)
            self._after_centred, self._label = self._is_centred, ""
        self._spans = []

    def _paragraph(self, node: Element, tag: str, look: Span) -> None:
        self.end_paragraph()
        outer = self._is_heading, self._is_centred
        style = node.get("style") or ""
        self._is_heading = self._is_heading or tag in HEADINGS
        self._is_centred = node.get("align") == "center" or bool(CENTRED.search(style))
        self._label = _list_label(node) if tag == "li" else self._label
        self._inside(node, _look(node, tag, look))
        self.end_paragraph()
        self._is_heading, self._is_centred = outer

    def _inside(self, node: Element, look: Span) -> None:
        self._add(node, node.text, look)
        for child in node:
            self.element(child, look)
            self._add(node, child.tail, look)

    def _add(self, node: Element, text: str | None, look: Span) -> None:
        if text:
            blanks = r"[^\S\n]+" if node.tag == "pre" else r"\s+"
            self._spans.append(replace(look, text=re.sub(blanks, " ", text)))

    def _table(self, node: Element) -> list[Block]:
        rows: list[list[Cell]] = []
        open_cells: dict[int, tuple[Cell, int]] = {}  # column -> cell, rows that it still covers
        groups = [node, *(child for child in node if child.tag in ("thead", "tbody", "tfoot"))]
        for row in (child for group in groups for child in group if child.tag == "tr"):
            rows.append(self._row(row, open_cells))
        width = max(map(len, rows), default=0)
        full = [row + [Cell()] * (width - len(row)) for row in rows]
        return table_blocks(full, _is_ruled(node)) if width else []

    def _row(self, node: Element, open_cells: dict[int, tuple[Cell, int]]) -> list[Cell]:
        row: list[Cell] = []
        for part in [*(child for child in node if child.tag in ("td", "th")), None]:
            while len(row) in open_cells:
                cell, left = open_cells.pop(len(row))
                if left > 1:
                    open_cells[len(row)] = cell, left - 1
                row.append(replace(cell, is_repeated=True))
            if part is None or len(row) >= MAX_SPAN:
                break
            wide, high = _count(part, "colspan"), _count(part, "rowspan")
            page = _Page(self._depth + 2)
            page.cell(part)
            self.has_legacy = self.has_legacy or page.has_legacy
            cells = [Cell(tuple(page.blocks), wide), *[Cell((), 0)] * (wide - 1)]
            for column, cell in enumerate(cells, len(row)):
                if high > 1:
                    open_cells[column] = cell, high - 1
            row += cells
        return row

    def cell(self, node: Element) -> None:
        """Takes what stands in one cell of a table."""
        self._inside(node, _look(node, "", Span("")))
        self.end_paragraph()


def _look(node: Element, tag: str, look: Span) -> Span:
    """How the text of an element looks."""
    style = node.get("style") or ""
    if weight := WEIGHT.search(style):
        look = replace(look, is_bold=weight[1].lower() in ("bold", "bolder", "600", "700", "800"))
    elif tag in ("b", "strong"):
        look = replace(look, is_bold=True)
    if tag == "a" and node.get("href"):
        look = replace(look, is_link=True)
    family = FAMILY.search(style)
    font = family[1].strip() if family else node.get("face")
    return replace(look, font=font.split(",")[0].strip()) if font else look


def _list_label(node: Element) -> str:
    """What a browser prints before an item of a list."""
    above = node.getparent()
    if above is None or above.tag != "ol":
        return "+" if next(node.iterancestors("li"), None) is not None else "-"
    items = [item for item in above if item.tag == "li"]
    own = number(node.get("value"), number(above.get("start"), 1) + items.index(node))
    return f"{FORMATS.get(LIST_KINDS.get(above.get('type') or '', ''), str)(own)}."


def _count(node: Element, name: str) -> int:
    return min(max(1, number(node.get(name), 1)), MAX_SPAN)


def _is_ruled(table: Element) -> bool:
    """Has the table lines between its cells?"""
    if table.get("border") not in (None, "", "0"):
        return True
    return any(RULED.search(cell.get("style") or "") for cell in table.iter("table", "td", "th"))
