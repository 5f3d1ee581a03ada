"""What pictures say at their head where counts are too small to say more."""

import pandas as pd
from matplotlib.figure import Figure

from sim.pictures.calibrated import posterior_chart
from sim.pictures.tornado import tornado
from tests.pictures.tables import ABOUT, WHEN, calibrated, indices, small


def head(figure: Figure) -> str:
    """The finding, on one line."""
    return " ".join(figure.texts[0].get_text().split())


def drawn(rows: pd.DataFrame) -> Figure:
    """The tornado of some indices."""
    return tornado(rows, ABOUT, "sobol", f"delivered_units.Ann.{WHEN}", small(), 0)


def test_wide_intervals_name_no_most_important_unknown() -> None:
    """The tornado names what matters most, but not where an interval is wider than half of the variance."""
    assert "matters most: 55% of the variance" in head(drawn(indices()))
    wide = indices().assign(total_low=0.0, total_high=0.9)
    assert head(drawn(wide)).startswith("Too few samples to say which unknown decides")


def test_variance_that_falls_by_chance_is_no_finding() -> None:
    """The posterior's picture names what narrows, but not where chance alone narrows as much."""
    prior, after, summary = calibrated()
    assert "its variance falls by 80%" in head(posterior_chart(prior, after, summary, small()))
    by_chance = posterior_chart(prior, after, summary | {"narrowed_by_chance": 0.9}, small())
    assert head(by_chance) == "The observed figures narrow no unknown by more than chance"
