"""Names of key figures: dotted keys of what is measured, what it is of, and the date or share that it is for."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

from sim.scenario.paths import divided, joined

TO_SHARE = "days_to_share"
"""The figure whose name ends in a share, whose dot stands without quotes."""


def figure_name(figure: str, *of: object) -> str:
    """The name of a figure of these things: names in quotes where they need them, dates and shares as they are."""
    if figure == TO_SHARE and len(of) > 1:
        return f"{joined(figure, *of[:-1])}.{of[-1]}"
    return joined(figure, *of)


def target_figures(who: str, shares: Iterable[float]) -> dict[float, str]:
    """By share the figure that says when so much of a buyer's order (`all`) is delivered."""
    return {share: figure_name(TO_SHARE, who, share) for share in shares}


def figure_parts(name: str) -> tuple[str, ...]:
    """The figure of a name and what it is of: the inverse of `figure_name`, with dates and shares as texts."""
    parts = divided(name)
    if parts[:1] == (TO_SHARE,) and len(parts) > 3:
        return (*parts[:2], ".".join(parts[2:]))
    return parts


def spelled(name: str) -> str:
    """A name that a user typed as `figure_name` writes it."""
    figure, *of = figure_parts(name) or ("",)
    return figure_name(figure, *of)


def is_date(part: str) -> bool:
    """Whether a part of a name is a date, like `2023-06-15`."""
    with suppress(ValueError):
        date.fromisoformat(part)
        return True
    return False


def figure_of(name: str) -> str:
    """The figure of a name, without what it is of."""
    return name.partition(".")[0]


def main_figure(names: Sequence[str]) -> str:
    """Of the figures that a report is about the one that is told first: the share delivered by its last date."""
    return next((name for name in reversed(names) if figure_of(name) == "delivered_share"), names[-1])


def kind_of(figure: str) -> str:
    """How a figure's values are written: as `share`, `usd`, `units` or `number`."""
    if (figure.endswith("_share") and not figure.startswith("days_")) or figure == "channel_use":
        return "share"
    if figure == "quota_used":
        return "units"
    return next((kind for kind in ("usd", "units") if figure.endswith(f"_{kind}")), "number")
