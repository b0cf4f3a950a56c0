"""How a paragraph or run of Word looks: its own properties, its style, the style below that."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.formats.numbering import Element, W, flag, value

MAX_STYLES_DEEP = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What the looks of a run say about its text."""

    font: str = ""
    is_bold: bool = False
    is_hidden: bool = False
    is_struck: bool = False

    def over(self, properties: Element | None) -> Look:
        """This look with what a run or style sets itself."""
        if properties is None:
            return self
        fonts = properties.find(f"{W}rFonts")
        bold, hidden = flag(properties, "b"), flag(properties, "vanish")
        both = (flag(properties, name) for name in ("strike", "dstrike"))
        struck = [is_set for is_set in both if is_set is not None]
        return Look(
            self.font if fonts is None else _font(fonts) or self.font,
            self.is_bold if bold is None else bold,
            self.is_hidden if hidden is None else hidden,
            self.is_struck if not struck else any(struck),
        )


def _font(fonts: Element) -> str:
    """The font of the letters beyond ASCII; a theme's font goes before a named one."""
    if fonts.get(f"{W}hAnsiTheme") or fonts.get(f"{W}asciiTheme"):
        return "theme"
    return fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or ""


class Styles:
    """The styles of a document, each with those it is based on."""

    def __init__(self, root: Element | None) -> None:
        nodes = root.findall(f"{W}style") if root is not None else []
        self._styles = {node.get(f"{W}styleId") or "": node for node in nodes}
        is_default = (n for n in nodes if n.get(f"{W}default") == "1")
        paragraphs = (n for n in is_default if n.get(f"{W}type") == "paragraph")
        self._default = next((n.get(f"{W}styleId") or "" for n in paragraphs), "")
        path = f"{W}docDefaults/{W}rPrDefault/{W}rPr"
        self._plain = Look().over(root.find(path) if root is not None else None)
        self._looks: dict[str, Look] = {}

    def chain(self, style: str | None) -> list[Element]:
        """The style and those it is based on, nearest first."""
        found: list[Element] = []
        node = self._styles.get(self._default if style is None else style)
        while node is not None and len(found) < MAX_STYLES_DEEP:
            found.append(node)
            node = self._styles.get(value(node, "basedOn") or "")
        return found

    def look(self, style: str | None) -> Look:
        """How text in a paragraph of this style looks."""
        key = style or ""
        if key not in self._looks:
            self._looks[key] = self.styled(self._plain, style)
        return self._looks[key]

    def styled(self, look: Look, style: str | None) -> Look:
        """A look with a style put over it."""
        for node in reversed(self.chain(style)):
            look = look.over(node.find(f"{W}rPr"))
        return look

    def first(self, style: str | None, path: str) -> str | None:
        """The value that the nearest style of the chain sets at a path."""
        values = (value(node, path) for node in self.chain(style))
        return next((found for found in values if found is not None), None)

    def name(self, style: str | None) -> str:
        """The English name of a style: ids are in the language of the Word that wrote them."""
        return (value(self._styles.get(style or ""), "name") or "").lower()
