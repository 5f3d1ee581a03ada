"""What pictures say at their head where counts are too small to say more."""

import csv
from io import StringIO

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.pictures.calibrated import posterior_chart
from sim.pictures.chances import chances_chart
from sim.pictures.style import Picture
from sim.pictures.tornado import tornado
from tests.pictures.tables import ABOUT, PICTURES, WHEN, calibrated, chances, indices, small


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


def test_what_all_replications_show_is_not_called_certain() -> None:
    """A probability of 0 or 1 is told as what the replications show, any other as a probability."""
    found = chances()
    for when, by_target in zip(found, (0.0, 1.0), strict=False):
        found[when]["0.5"] |= {"probability": by_target, "low": by_target, "high": by_target}
    said = head(chances_chart(found, small(), 0, 200))
    assert said.endswith("is delivered by 31 Mar 2023 in no replication, by 30 Jun 2023 in every replication")
    assert "with probability 0.20, by 30 Jun 2023 with probability 0.40" in head(
        chances_chart(chances(), small(), 0, 200)
    )


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_has_its_numbers_as_a_table(name: str) -> None:
    """Behind each picture is a table with a caption, rows, and a cell for each column; so has its CSV file."""
    figure = PICTURES[name]()
    assert isinstance(figure, Picture)
    table = figure.table
    assert table.caption
    assert table.rows
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    read = list(csv.reader(StringIO(table.as_csv())))
    assert len(read) == 1 + len(table.rows)
    assert {len(row) for row in read} == {len(read[0])}
