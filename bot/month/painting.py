"""The sheet painted with matplotlib, which is imported only here and only when a picture is asked for.

A picture takes a tenth of a second (the first one a second) and may be drawn in any thread.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.month.font import DPI, Ruler, font_of
from bot.month.layout import layout
from bot.month.page import Page, Sheet

if TYPE_CHECKING:
    from matplotlib.patches import Patch


def draw(sheet: Sheet) -> bytes:
    """The sheet as a PNG; the same sheet gives the same bytes."""
    return _painted(layout(sheet, Ruler()))


def _painted(page: Page) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.transforms import IdentityTransform

    figure = Figure(figsize=(page.width / DPI, page.height / DPI), dpi=DPI, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    for patch in _patches(page):
        figure.add_artist(patch)
    for line in page.lines:
        figure.text(
            line.left,
            page.height - line.baseline,
            line.text,
            transform=IdentityTransform(),  # pixels
            fontproperties=font_of(line.pen.size, line.pen.is_bold),
            color=line.colour,
            parse_math=False,  # a "$" is a letter
            usetex=False,
        )
    png = io.BytesIO()
    canvas.print_png(png, metadata={"Software": None})  # type: ignore[no-untyped-call]
    # All these hold one another: their 6 MB would wait for a garbage collector that seldom comes.
    for text in list(figure.texts):
        text.remove()
    del canvas.renderer
    return png.getvalue()


def _patches(page: Page) -> Iterator[Patch]:
    """The shapes, for a canvas whose zero is at the bottom."""
    from matplotlib.patches import Ellipse, FancyBboxPatch, Rectangle
    from matplotlib.transforms import IdentityTransform

    for shape in page.shapes:
        box = shape.box
        corner = (box.left, page.height - box.bottom)
        patch: Patch = Rectangle(corner, box.width, box.height)
        if shape.radius:
            style = f"round,pad=0,rounding_size={shape.radius}"
            patch = FancyBboxPatch(corner, box.width, box.height, boxstyle=style)
        if shape.line:
            middle = (box.left + box.width / 2, page.height - box.top - box.height / 2)
            patch = Ellipse(middle, box.width, box.height)
        patch.set(
            facecolor="none" if shape.line else shape.colour,
            edgecolor=shape.colour,
            linewidth=shape.line * 72 / DPI,  # in points
            transform=IdentityTransform(),  # in pixels
        )
        yield patch
