"""The font of the sheet: which letters it has, and how wide and high they are set."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

DPI = 128  # a power of two, or a size in inches would not give back the same pixels

# Parts of a font size: of all Vietnamese letters Ỗ and Ẵ reach highest; of the others | lowest.
HIGHEST, HIGHEST_BOLD, LOWEST, CAPITAL = 1.07, 1.125, 0.24, 0.73


class Ruler:
    """The bundled font: which letters it has, and how wide the renderer sets them."""

    def __init__(self) -> None:
        """Opens a renderer and fonts of its own: rulers of several threads share nothing."""
        from matplotlib.backends.backend_agg import RendererAgg
        from matplotlib.ft2font import FT2Font

        self._renderer = RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call]
        self._fonts = [FT2Font(font_path(is_bold)) for is_bold in (False, True)]
        self._letters: dict[tuple[str, int, bool], float] = {}

    def has(self, letter: str) -> bool:
        """Both the regular and the bold font can draw the letter."""
        return all(font.get_char_index(ord(letter)) for font in self._fonts)

    def width(self, letter: str, size: int, is_bold: bool) -> float:
        """The width of a letter, measured once."""
        key = (letter, size, is_bold)
        if key not in self._letters:
            measure = self._renderer.get_text_width_height_descent
            measured = measure(letter, font_of(size, is_bold), False)  # type: ignore[no-untyped-call]
            self._letters[key] = float(measured[0])
        return self._letters[key]


def font_path(is_bold: bool) -> str:
    """The file of matplotlib's own font: the picture does not depend on what a machine has."""
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return str(Path(matplotlib.get_data_path(), "fonts", "ttf", name))


def font_of(size: int, is_bold: bool) -> FontProperties:
    """The font at a size in pixels, which matplotlib wants in points."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_path(is_bold), size=size * 72 / DPI)


@dataclass(frozen=True, slots=True)
class Pen:
    """A size and weight of the font."""

    ruler: Ruler
    size: int
    is_bold: bool = False

    def widths(self, text: str) -> list[float]:
        """The widths of the beginnings of a text, letter by letter.

        To add up letters is much quicker than to measure every beginning, and errs on the safe
        side: kerning draws letters together.
        """
        letters = (self.ruler.width(letter, self.size, self.is_bold) for letter in text)
        return list(accumulate(letters))

    def width(self, text: str) -> float:
        """The width of a text."""
        return self.widths(text)[-1] if text else 0.0

    @property
    def rise(self) -> int:
        """From the top of the highest letter to the baseline."""
        return math.ceil((HIGHEST_BOLD if self.is_bold else HIGHEST) * self.size)

    @property
    def fall(self) -> int:
        """From the baseline to the bottom of the lowest letter."""
        return round(LOWEST * self.size)

    @property
    def line(self) -> int:
        """From one line to the next, so that no two letters can touch."""
        return self.rise + self.fall
