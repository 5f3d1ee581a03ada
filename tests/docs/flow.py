"""The picture of the model's flow, docs/flow.svg: `python -m tests.docs.flow` draws it."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from sim.pictures.style import (
    DELIVERED,
    FAINT,
    GAIN,
    INK,
    LIGHT_DELIVERED,
    LIGHT_ORDERED,
    MUTED,
    ORDERED,
    SMALL,
    TEXT,
    Picture,
    house_style,
    picture,
)

PATH = Path(__file__).resolve().parents[2] / "docs" / "flow.svg"

Box = tuple[float, float, float, float, str, str, str]
"""Left, bottom, width, height; name, what it does, colour."""

BOXES: tuple[Box, ...] = (
    (0.0, 4.3, 2.3, 1.1, "Production line", "lots of one product", FAINT),
    (0.0, 2.5, 2.3, 1.1, "Shared line", "lots divided late by a mix", FAINT),
    (3.3, 3.2, 2.0, 1.4, "Hub", "stock: free, or held", LIGHT_ORDERED),
    (6.5, 4.3, 2.3, 1.1, "Distributors", "a week's units, credit, days", FAINT),
    (6.5, 2.5, 2.3, 1.1, "Direct channel", "a contract, for a term", FAINT),
    (9.9, 3.2, 2.1, 1.4, "Buyers", "need, budget, patience", LIGHT_ORDERED),
    (4.5, 6.2, 3.2, 0.8, "Export control", "announced, effective, lifted", LIGHT_DELIVERED),
    (3.3, 0.9, 2.0, 0.8, "Other markets", "diverted", FAINT),
)

GOODS = (
    ((2.3, 4.85), (3.3, 4.2)),
    ((2.3, 3.05), (3.3, 3.6)),
    ((5.3, 4.2), (6.5, 4.85)),
    ((5.3, 3.6), (6.5, 3.05)),
    ((8.8, 4.85), (9.9, 4.2)),
    ((8.8, 3.05), (9.9, 3.6)),
    ((4.3, 3.2), (4.3, 1.7)),
)
"""Goods go from one place to another."""

NOTES = (
    (2.85, 4.95, "2 lots finish", ORDERED),
    (5.85, 5.0, "6 dispatch", ORDERED),
    (9.4, 5.0, "3 arrival", ORDERED),
    (5.05, 5.75, "1 stops dispatch", DELIVERED),
    (9.35, 6.8, "1 forbids ordering", DELIVERED),
    (7.65, 2.25, "4 signed in talks", MUTED),
    (8.0, 1.6, "5 orders, and answers to controls", GAIN),
)
"""Middle, height, what happens, colour; the number is the stage of the day."""

BAN = ((7.7, 6.6), (10.95, 6.6), (10.95, 4.6))
ORDERS = ((10.95, 3.2), (10.95, 1.85), (5.0, 1.85), (5.0, 3.2))
"""Where a control keeps buyers from ordering, and how orders reach the hub's queues."""


def flow() -> Picture:
    """Who acts in the model, how goods and orders go between them, and in which stage of a day."""
    figure = picture(
        4.3,
        "Goods go from lines to buyers; orders come back; a control stands between",
        "Who acts in the model; the numbers are the stages of a day in which it happens",
        "Blue: goods. Green: orders. Orange: what a control stops. The seventh stage writes the day's books.",
    )
    with house_style():
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_xlim(-0.1, 12.1)
        axes.set_ylim(0.5, 7.2)
        for box in BOXES:
            draw_box(axes, box)
        for start, end in GOODS:
            draw_arrow(axes, start, end, ORDERED, "-")
        draw_arrow(axes, (5.9, 6.2), (5.9, 5.25), DELIVERED, "-")
        draw_way(axes, BAN, DELIVERED, "-")
        draw_way(axes, ORDERS, GAIN, "--")
        for x, y, words, colour in NOTES:
            axes.text(x, y, words, ha="center", va="center", fontsize=SMALL, color=colour)
    return figure


def draw_box(axes: Axes, box: Box) -> None:
    """Somebody or something, by its name, with what it does below."""
    left, bottom, width, height, name, what, colour = box
    style = "round,pad=0,rounding_size=0.12"
    axes.add_patch(FancyBboxPatch((left, bottom), width, height, style, facecolor=colour, edgecolor=MUTED))
    middle, upper = left + width / 2, bottom + 0.64 * height
    axes.text(middle, upper, name, ha="center", va="center", fontsize=TEXT, fontweight="bold", color=INK)
    axes.text(middle, bottom + 0.3 * height, what, ha="center", va="center", fontsize=SMALL, color=INK)


def draw_arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, line: str) -> None:
    """What goes from one place to another."""
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.6, "linestyle": line, "shrinkA": 0, "shrinkB": 2}
    axes.annotate("", end, start, arrowprops=style)


def draw_way(axes: Axes, corners: Sequence[tuple[float, float]], colour: str, line: str) -> None:
    """What goes round corners; the last piece has the arrow's head."""
    across, up = zip(*corners[:-1], strict=True)
    axes.plot(across, up, color=colour, lw=1.6, linestyle=line)
    draw_arrow(axes, corners[-2], corners[-1], colour, line)


if __name__ == "__main__":
    flow().savefig(PATH)
