"""The page: controls at the side, the picture, a panel below it, the command that gives the same."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from functools import cache
from time import monotonic
from typing import Any

import streamlit as st

from sim.errors import SimError
from sim.explorer import shared
from sim.explorer.downloads import show_downloads
from sim.explorer.drawings.fan import fan
from sim.explorer.evidence import FILE, name_on_command_line
from sim.explorer.panels import show_panel
from sim.explorer.plots import show_plot
from sim.explorer.sidebar import show_sidebar
from sim.explorer.simulation import Pass
from sim.explorer.view import PANELS, REPLICATIONS, View
from sim.explorer.words import as_is
from sim.scenario.schema import Scenario


def show_page() -> None:
    """Show a page, or why what is chosen can't be."""
    st.set_page_config(page_title="gpu-supply explorer", layout="wide", initial_sidebar_state="auto")
    view = _view()
    if view is None:
        return
    try:
        base = shared.EPISODES.base(view)
    except SimError as error:
        show_error(error)
        if st.button("Start anew"):
            _restart()
        return
    side = cache(lambda: show_sidebar(view))  # once, and where a picture was shown before, after the new one
    with ExitStack() as work:
        begun = _begun(view, work, side)
        _in_address(view)
        st.header(as_is(base.title or base.name), anchor=False)
        if base.question:
            st.markdown(as_is(base.question))
        try:
            if isinstance(begun, SimError):
                raise begun
            scenario, passes = begun
            found = _main_picture(view, scenario, passes, side)
        except SimError as error:
            show_error(error)
            side()
            return
    _show_rest(view, scenario, found)


def _begun(view: View, work: ExitStack, side: Callable[[], None]) -> tuple[Scenario, Iterator[Pass]] | SimError:
    """The view's scenario and its replications, which are simulated until `work` is closed; or why they can't be.

    Where they take long, the sides are shown and the scenario is checked at its ends before there are any.
    """

    def meanwhile() -> None:
        side()
        shared.EPISODES.check(view)

    try:
        scenario = shared.EPISODES.scenario(view)
        shared.EPISODES.refuse_checked(view)
        return scenario, work.enter_context(shared.SIMULATOR.at_work(scenario, view.seed, meanwhile))
    except SimError as error:
        return error


def _show_rest(view: View, scenario: Scenario, found: Pass) -> None:
    """What stands below the picture."""
    _choose_panel(view)
    with st.container(key="panel"):
        _guarded(lambda: show_panel(view, scenario, found))
    st.subheader("The same from the command line", anchor=False)
    name = shared.EPISODES.name_on_command_line(view)
    observed = name_on_command_line(view, scenario) if view.panel == "evidence" else ""
    st.code("\n".join(view.commands(name, found.folder, observed)), language="bash", wrap_lines=True)
    if view.text:
        st.caption(f"{as_is(name)} is the scenario file below\\.")
    if observed == FILE:
        st.caption(f"{FILE} holds the figures above\\.")
    _guarded(lambda: show_downloads(view, scenario, found))


def show_error(error: SimError) -> None:
    """What is wrong, as the command line says it."""
    with st.container(key="wrong", border=True):
        st.markdown(":red[**This can't be shown:**]")
        st.text(str(error))


def _guarded(show: Callable[[], None]) -> None:
    try:
        show()
    except SimError as error:
        show_error(error)


def _view() -> View | None:
    """The view of this page: from its link at first, then as it was changed."""
    if "view" not in st.session_state:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        try:
            st.session_state.view = View.of_query(query, shared.FIRST[0])
        except SimError as error:
            show_error(error)
            if st.button("Start anew"):
                _restart()
            return None
    view: View = st.session_state.view
    return view


def _restart() -> None:
    st.session_state.clear()
    st.query_params.clear()
    st.rerun()


def _in_address(view: View) -> None:
    """Have the browser's address lead to this view."""
    wanted = view.query()
    if {key: st.query_params.get_all(key) for key in st.query_params} != wanted:
        st.query_params.from_dict(wanted)


def _main_picture(view: View, scenario: Scenario, passes: Iterator[Pass], side: Callable[[], None]) -> Pass:
    """The fan chart of all replications, and of few before where all take long; what was shown before is its ghost."""
    state, begun = st.session_state, monotonic()
    key = shared.SIMULATOR.key(scenario, view.seed)
    former = state.get("former")
    if state.get("shown_key") not in (None, key):
        former = state.former = state.get("shown") if state.get("shown_of") == (view.episode, view.text) else None
    if "shown_key" not in state:
        side()
    place: Any = None
    said: Any = None
    with st.container(key="fan"):
        for found in passes:
            state.get("view")  # whoever reads the state is stopped here where something else was asked for
            is_drawn = found.is_whole or found.done in SHOWN
            if is_soon_whole(found, monotonic() - begun) or not (is_drawn or said):
                continue
            if is_drawn and found.bands is not None:
                place = place or (nullcontext() if found.is_whole else st.empty())
                with place:
                    show_plot(fan(scenario, found.bands, former), "fan" if found.is_whole else f"fan of {found.done}")
            words = said_of(found, view.seed, shared.SIMULATOR.trouble)
            said = said.caption(words) if said else st.caption(words)
            side()
            _check(view)
    if state.get("shown_key") != key:
        state.shown_key, state.shown, state.shown_of = key, found.bands, (view.episode, view.text)
    return found


def is_soon_whole(found: Pass, seconds: float) -> bool:
    """Whether the rest of the replications, of which so many took so long, is there before a picture is looked at."""
    return not found.is_whole and seconds * (REPLICATIONS / found.done - 1) < SOON


def _check(view: View) -> None:
    """Show the page without a picture if the view's scenario can't be at the ends of what is uncertain.

    To find out takes a third as long as the simulation: nobody waits for it where nothing is wrong.
    """
    try:
        shared.EPISODES.check(view)
    except SimError:
        st.rerun()


SOON = 0.8
"""Seconds for which no picture of fewer replications is worth drawing: drawing it takes a third of them."""

SHOWN = (10, 50, 200)
"""Replications of the first pictures where all take longer, the fewest where the fast engine is yet to be compiled."""


def said_of(found: Pass, seed: int, trouble: str) -> str:
    """What the picture is made of, as it is now, and why replications failed; `trouble`: of the fast engine."""
    count = f"{found.done:,} of {REPLICATIONS:,}" if not found.is_whole else f"{found.done:,}"
    words = f"{count} replications, seed {seed}, on the {found.engines} engine{'s' if ' ' in found.engines else ''}"
    if found.is_compiling:
        words += ": the fast engine is being compiled, once, which takes about half a minute"
    elif not found.is_whole:
        words += ": a first look, the rest follows"
    if trouble:
        words += f". {as_is(trouble[:1].upper() + trouble[1:])}"
    if found.errors:
        some = "all" if len(found.errors) == found.done else f"{len(found.errors):,} of them"
        words += f". **{some.capitalize()} failed**, the first with {as_is(found.errors[0])}"
    return words


def _choose_panel(view: View) -> None:
    chosen = st.segmented_control(
        "What to show", list(PANELS), default=view.panel, format_func=lambda name: PANELS[name], key="panel_choice",
        label_visibility="collapsed", on_change=_panel_chosen,
    )  # fmt: skip
    assert chosen is None or chosen in PANELS


def _panel_chosen() -> None:
    view: View = st.session_state.view
    st.session_state.view = replace(view, panel=st.session_state.panel_choice or view.panel)
