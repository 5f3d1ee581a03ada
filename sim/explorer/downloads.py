"""What can be taken away: the scenario, its tables, the report."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from sim.experiment.folders.temporary import temporary_folder
from sim.experiment.sweep import sweep
from sim.explorer.simulation import Pass
from sim.explorer.view import REPLICATIONS, View
from sim.reporting.page import report
from sim.scenario.schema import Scenario, as_toml, file_name

if TYPE_CHECKING:
    import pandas as pd


def show_downloads(view: View, scenario: Scenario, found: Pass) -> None:
    """Buttons for each; tables are made only when they are asked for."""
    stem = file_name(scenario).removesuffix(".toml")
    st.subheader("Take it away", anchor=False)
    with st.container(horizontal=True):
        _button("Scenario", as_toml(scenario), f"{stem}.toml", "application/toml")
        _button("Replications", lambda: _text_of(found.played.rows.to_pandas()), f"{stem}-replications.csv")
        if (bands := found.bands) is not None:
            _button("Curves", lambda: _text_of(bands), f"{stem}-bands.csv")
        _button("Report", lambda: _report(scenario, view.seed, found.engine), f"{stem}-report.html", "text/html")


def _button(label: str, data: str | Callable[[], str | bytes], name: str, kind: str = "text/csv") -> None:
    st.download_button(label, data, name, kind, on_click="ignore", key=f"download {name}")


def _text_of(table: "pd.DataFrame") -> str:
    text: str = table.to_csv(index=False)
    return text


def _report(scenario: Scenario, seed: int, engine: str) -> bytes:
    """The report of the sweep, which is done once more in a folder of its own."""
    with temporary_folder() as folder:
        done = sweep(scenario, REPLICATIONS, seed, engine=engine, out=folder)
        return report(done.folder).read_bytes()
