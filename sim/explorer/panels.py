"""What is shown below the picture: tables and pictures of what the product's own functions give."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from sim.analysis.attribute import DEFAULT_REPLICATIONS, attribute
from sim.analysis.derived import Source
from sim.analysis.importance import importance_of
from sim.analysis.update import update_of
from sim.errors import SimError
from sim.experiment.answer import question_of, sweep_answer
from sim.experiment.run import Run, run
from sim.explorer import shared
from sim.explorer.drawings import panels as drawings
from sim.explorer.drawings.days import days
from sim.explorer.evidence import OWN, choices, chosen, observed_of
from sim.explorer.plots import show_plot
from sim.explorer.simulation import Pass
from sim.explorer.view import View
from sim.explorer.words import as_is
from sim.records.stages import stages_of
from sim.records.words import labels, written
from sim.reporting.answer import Point, points_of
from sim.reporting.timeline import timeline
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of
from sim.scenario.words import labels as labels_of_paths

if TYPE_CHECKING:
    import pandas as pd

OF_ONE_OR_NONE = ("timeline", "events", "days")
"""Panels that no sweep is needed for."""


@dataclass(frozen=True)
class Shown:
    """What a panel is made of."""

    view: View
    scenario: Scenario
    found: Pass

    @property
    def point(self) -> Mapping[str, Any]:
        """The summary of the replications."""
        found: Mapping[str, Any] = self.found.played.summary["points"][0]
        return found

    @property
    def rows(self) -> "pd.DataFrame":
        """The replications that did not fail."""
        every: pd.DataFrame = self.found.played.rows.to_pandas()
        return every[every["error"].isna()].reset_index(drop=True)

    @property
    def source(self) -> Source:
        """What analyses know of where the replications come from."""
        return Source(Path(self.scenario.name), self.scenario, {"kind": "sweep", "seed": self.view.seed})


def show_panel(view: View, scenario: Scenario, found: Pass) -> None:
    """Show the panel that the view names. Raises `SimError` where it can't be."""
    if found.bands is None and view.panel not in OF_ONE_OR_NONE:
        raise SimError(f"all replications failed, the first with {found.errors[0]}")
    PANELS[view.panel](Shown(view, scenario, found))


def _sentences(text: str, scenario: Scenario) -> None:
    """An answer in words as a list."""

    def lines(points: list[Point], depth: int) -> Iterable[str]:
        for one in points:
            yield f"{'    ' * depth}- {as_is(one.words)}"
            yield from lines(one.below, depth + 1)

    st.markdown("\n".join(lines(points_of(text, [question_of(scenario)], unit_of(scenario)), 0)))


def _answer(shown: Shown) -> None:
    scenario = shown.scenario
    _sentences(sweep_answer(scenario, shown.found.played.summary), scenario)


def _chances(shown: Shown) -> None:
    scenario = shown.scenario
    told = shown.point["chances"][scenario.reported_buyer]
    show_plot(drawings.chances(told), "chances")
    st.caption("How likely so much of the need is delivered by each date of the report; whiskers: 95 % intervals.")


def _figures(shown: Shown) -> None:
    import pandas as pd

    known = shown.point["figures"]
    rows = []
    for label in labels([name for name in known if not name.startswith("flow_")], [shown.scenario]):
        one = known[label.name]
        values = {key: written(label.figure, one[key]) for key in ("mean", "low", "high", "p05", "p50", "p95")}
        told = {"what": label.words, "of": label.who, "mean": values["mean"], "95 % from": values["low"]}
        told |= {"to": values["high"], "5 %": values["p05"], "median": values["p50"], "95 %": values["p95"]}
        rows.append(told | {"replications": one["count"], "figure": label.name})
    sought = st.text_input("Search", key="sought_figures", placeholder="delivered, ByteDance, stranded …")
    st.dataframe(_with(pd.DataFrame(rows), sought), hide_index=True, height=420)


def _with(table: "pd.DataFrame", sought: str) -> "pd.DataFrame":
    """The rows that hold all of some words."""
    for word in sought.casefold().split():
        held = table.astype(str).apply(lambda column, word=word: column.str.casefold().str.contains(word, regex=False))
        table = table[held.any(axis=1)]
    return table


def _flows(shown: Shown) -> None:
    from sim.pictures.flows import finding, means_of

    means = means_of(shown.point)
    drawn = drawings.flows(shown.scenario, means)
    if drawn is None:
        st.text("Nothing is ordered.")
        return
    st.markdown(as_is(f"{finding(means, shown.scenario, are_means=True)}."))
    show_plot(drawn, "flows")
    st.caption("Means of the replications at the run's end; grey is what was ordered and is not delivered.")


def _timeline(shown: Shown) -> None:
    import pandas as pd

    show_plot(drawings.moments(shown.scenario), "timeline")
    rows = [
        {"when": one.when.in_words(full=True), "what": one.words, "kind": one.kind} for one in timeline(shown.scenario)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def _evidence(shown: Shown) -> None:
    view, scenario = shown.view, shown.scenario
    known, name = choices(scenario), chosen(view, scenario)
    st.selectbox("What was published", known, known.index(name), key="evidence_of", on_change=_evidence_chosen)
    if name == OWN:
        st.text_area("Observed figures, as `gpu-supply update` reads them", view.news, key="news", height=180,
                     placeholder=EXAMPLE, on_change=_evidence_chosen)  # fmt: skip
        st.file_uploader("or a file of them (TOML)", type=["toml"], key="news_file", on_change=_evidence_read)
    st.date_input("As of", view.as_of, key="as_of", format="YYYY-MM-DD", help="Without a date all of it is used.",
                  on_change=_evidence_chosen)  # fmt: skip
    observed = observed_of(view, scenario)
    if observed is not None:
        _sentences(update_of(shown.source, shown.rows, observed, view.as_of).answer(), scenario)


def _evidence_chosen() -> None:
    state = st.session_state
    view: View = state.view
    as_of = state.as_of if isinstance(state.as_of, date) else None
    news = state.get("news", view.news) if state.evidence_of == OWN else ""
    state.view = replace(view, observed=state.evidence_of, news=news, as_of=as_of)


def _evidence_read() -> None:
    file = st.session_state.news_file
    if file is not None:
        st.session_state.news = file.getvalue().decode("utf-8", "replace")
        _evidence_chosen()


EXAMPLE = """[[observed]]
figure = "delivered_units.ByteDance"
date = 2023-06-30
published = 2023-07-15
value = 40_000
range = [30_000, 50_000]
source = "who said so"
"""


def _importance(shown: Shown) -> None:
    done = importance_of(shown.source, shown.rows)
    names = labels_of_paths(shown.scenario, list(shown.scenario.uncertain))
    told = {label.name: label.phrase for label in labels(done.figures, [shown.scenario])}
    figure = st.selectbox("Of what", list(done.figures), format_func=lambda name: told[name], key="important_of")
    show_plot(drawings.important(done.table[done.table["figure"] == figure], names), "important")
    st.caption("Share of the variance that knowing it would take away, on average; grey: chance may be all there is.")
    _sentences(done.answer(), shown.scenario)


def _attribution(shown: Shown) -> None:
    known = st.session_state.setdefault("attributed", {})
    key = shared.SIMULATOR.key(shown.scenario, shown.view.seed)
    if key not in known:
        with st.spinner(f"{DEFAULT_REPLICATIONS} replications without each set of causes"):
            known.clear()
            done = attribute(shown.scenario, None, DEFAULT_REPLICATIONS, shown.view.seed, engine=shown.found.engine)
            known[key] = (done.replications, done.causes, done.answer())
    rows, causes, answer = known[key]
    show_plot(drawings.waterfall(rows, causes), "waterfall")
    _sentences(answer, shown.scenario)


def _one(shown: Shown) -> Run:
    """The replication that the page looks at, which its number chooses."""
    number = st.number_input("Replication", 0, 2**31, shown.view.replication, 1, key="one", on_change=_one_chosen)
    return run(shown.scenario, shown.view.seed, int(number), shown.found.engine)


def _one_chosen() -> None:
    view: View = st.session_state.view
    st.session_state.view = replace(view, replication=int(st.session_state.one or 0))


def _events(shown: Shown) -> None:
    events = _one(shown).events.drop(columns=["replication"])
    events["date"] = events["date"].dt.date
    sought = st.text_input("Search", key="sought_events", placeholder="dispatched H800 direct …")
    found = _with(events, sought)
    st.caption(f"{len(found):,} of {len(events):,} events")
    st.dataframe(found, hide_index=True, height=420)


def _days(shown: Shown) -> None:
    done = _one(shown)
    resolved = done.resolved
    evening = st.slider("Evening of", resolved.start, resolved.end, resolved.start, format="YYYY-MM-DD", key="evening")
    first = (evening - resolved.start).days
    show_plot(days(resolved, stages_of(done.log), first), "days")
    st.caption("Of this one replication: made and delivered so far; in the hub, under way and on order that evening.")


PANELS: dict[str, Callable[[Shown], None]] = {
    "answer": _answer,
    "chances": _chances,
    "figures": _figures,
    "flows": _flows,
    "timeline": _timeline,
    "evidence": _evidence,
    "importance": _importance,
    "attribution": _attribution,
    "events": _events,
    "days": _days,
}
"""By name: what shows it."""
