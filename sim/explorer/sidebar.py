"""The side of the page: which episode, and what can be moved of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from sim.errors import SimError
from sim.explorer import shared
from sim.explorer.controls import Control, groups, text_of
from sim.explorer.episodes import PASTED
from sim.explorer.view import View
from sim.explorer.words import as_is

DRAWN = "drawn"
"""What a choice says of a value that replications draw."""


def show_sidebar(view: View) -> None:
    """Show what can be chosen and moved; what is changed is in the session's view at the next run."""
    with st.sidebar:
        _choose_episode(view)
        known = groups(shared.EPISODES.controls(view))
        group = st.selectbox("What to move", list(known), key=_key("group"))
        for control in known.get(group or "", ()):
            _show(control, view)
        _show_set(view)
        _show_others()


def _key(name: str) -> str:
    """The key of a widget: another once a view came from elsewhere, so that it shows that view."""
    return f"{name} {st.session_state.get('generation', 0)}"


def _changed(view: View) -> None:
    """Take a view that widgets must follow."""
    st.session_state.view = view
    st.session_state.generation = st.session_state.get("generation", 0) + 1


def _choose_episode(view: View) -> None:
    names = shared.EPISODES.names
    shown = [PASTED, *names] if view.text else names
    key = _key("episode")
    st.selectbox(
        "Episode", shown, index=shown.index(PASTED if view.text else view.episode), key=key,
        on_change=_episode_chosen, args=(key,),
    )  # fmt: skip
    with st.expander("A scenario of your own"):
        file = st.file_uploader("A scenario file (TOML)", type=["toml"], key=_key("file"))
        pasted = st.text_area("or its text", key=_key("pasted"), height=120)
        if st.button("Explore it", key=_key("explore")):
            text = file.getvalue().decode("utf-8", "replace") if file is not None else pasted
            wanted = View(text=text, panel=view.panel)
            try:
                if not text.strip():
                    raise SimError("no scenario; expected a file, or its text")
                shared.EPISODES.base(wanted)
            except SimError as error:
                st.text(str(error))
            else:
                _changed(wanted)
                st.rerun()


def _episode_chosen(key: str) -> None:
    view: View = st.session_state.view
    if st.session_state[key] != PASTED:
        _changed(View(episode=st.session_state[key], panel=view.panel, seed=view.seed))


def _show(control: Control, view: View) -> None:
    """A control, and below it a way back where it is set."""
    settings = dict(view.settings)
    is_set = control.path in settings
    value = control.value(settings[control.path]) if is_set else control.nominal
    key = _key(control.path)
    about: dict[str, Any] = {"key": key, "on_change": _moved, "args": (control, key), "help": _told(control)}
    label = as_is(control.label)
    if control.choices:
        _show_choice(control, label, value, is_set, about)
        return
    if isinstance(control.nominal, date) and not control.is_drawn:
        st.date_input(label, value, min_value=control.low, max_value=control.high, format="YYYY-MM-DD", **about)
    else:
        state = " (set)" if is_set else " (drawn)" if control.is_drawn else ""
        _show_slider(control, f"{label}{state}", value, about)
    if is_set:
        back = "Leave it drawn" if control.is_drawn else "Back to the file's"
        st.button(back, key=f"back {key}", type="tertiary", on_click=_unset, args=(control.path,))


def _show_slider(control: Control, label: str, value: Any, about: dict[str, Any]) -> None:
    if isinstance(control.nominal, date):
        st.slider(label, control.low, control.high, value, format="YYYY-MM-DD", **about)
    else:
        st.select_slider(label, control.marks(value), value, format_func=control.said, **about)


def _show_choice(control: Control, label: str, value: Any, is_set: bool, about: dict[str, Any]) -> None:
    words = [text_of(one) for one in control.choices]
    shown = [DRAWN, *words] if control.is_drawn else words
    index = 0 if control.is_drawn and not is_set else shown.index(text_of(value))
    st.selectbox(label, shown, index=index, **about)


def _told(control: Control) -> str:
    law = f"\n\ndrawn: `{control.law.replace('`', '')}`" if control.is_drawn else ""
    return f"`{control.path.replace('`', '')}`{law}"


def _moved(control: Control, key: str) -> None:
    """A control was moved: what it says is set."""
    view: View = st.session_state.view
    value = st.session_state[key]
    if value is None or (control.choices and value == DRAWN):
        text = None
    elif control.choices:
        text = value
    else:
        text = text_of(value)
    if not control.is_drawn and text == text_of(control.nominal):
        text = None
    st.session_state.view = view.with_setting(control.path, text)


def _unset(path: str) -> None:
    view: View = st.session_state.view
    _changed(view.with_setting(path, None))


def _show_set(view: View) -> None:
    if not view.settings:
        return
    st.markdown("**Set so far**")
    for path, value in view.settings:
        words, button = st.columns([5, 1])
        words.text(f"{path} = {value}")
        button.button(
            "✕", key=f"away {_key(path)}", help=f"Take {as_is(path)} back", type="tertiary", on_click=_unset,
            args=(path,),
        )  # fmt: skip
    st.button("Take all back", key=_key("reset"), on_click=_reset)


def _reset() -> None:
    view: View = st.session_state.view
    _changed(replace(view, settings=()))


def _show_others() -> None:
    view: View = st.session_state.view
    key, seed = _key("other"), _key("seed")
    st.text_input(
        "Any other value", key=key, placeholder="PATH=VALUE", on_change=_other_set, args=(key,),
        help="As `--set` takes it: any path of the scenario file.",
    )  # fmt: skip
    if wrong := st.session_state.pop("wrong_setting", ""):
        st.text(wrong)
    st.number_input("Seed", 0, 2**53 - 1, view.seed, 1, key=seed, on_change=_seed_set, args=(seed,))


def _other_set(key: str) -> None:
    """Set what was typed; what can't be is said, and nothing changes."""
    from sim.explorer.view import divided

    view: View = st.session_state.view
    text = st.session_state[key].strip()
    if not text:
        return
    try:
        wanted = view.with_setting(*divided(text))
        shared.EPISODES.check(wanted)
    except SimError as error:
        st.session_state.wrong_setting = str(error)
    else:
        _changed(wanted)


def _seed_set(key: str) -> None:
    view: View = st.session_state.view
    st.session_state.view = replace(view, seed=int(st.session_state[key] or 0))
