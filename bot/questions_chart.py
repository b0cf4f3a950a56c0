"""A picture of the questions of each day: all, and those without a sure answer."""

from __future__ import annotations

import io
from collections.abc import Sequence

from bot import messages
from bot.feedback import Day

ALL, MISSED, INK = "#9db8d9", "#c0392b", "#333333"
SIZE, DPI = (8.0, 3.6), 150
LABELS = 10  # days that are named at the most


def draw(days: Sequence[Day]) -> bytes:
    """The picture as PNG: a bar a day."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # half a second: only when asked
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = range(len(days))
    axes.bar(places, [day.asked for day in days], color=ALL, label=messages.CHART_ALL)
    axes.bar(
        places, [day.unanswered for day in days], color=MISSED, width=0.5,
        label=messages.CHART_MISSED,
    )  # fmt: skip
    axes.set_title(messages.CHART_TITLE, loc="left", color=INK, fontsize=12)
    step = max(1, -(-len(days) // LABELS))
    named = list(places)[::step]
    axes.set_xticks(named, [f"{days[n].day.day}/{days[n].day.month}" for n in named], color=INK)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5, min_n_ticks=1))
    axes.set_ylim(0, max(5, *(day.asked for day in days)) * 1.2)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0)
    axes.grid(axis="y", color="#e6e6e6", zorder=0)
    axes.set_axisbelow(True)
    axes.legend(loc="upper right", frameon=False, ncols=2, fontsize=9)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()
