"""A replication played day by day: bars that grow and shrink, with a button to play and a slider of days."""

from typing import TYPE_CHECKING

from sim.explorer.drawings.paper import DELIVERED, FORMER, LINE, Figure, layout, plain
from sim.records.words import channel_in_words
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd

SHADE_OF_STAGE = {
    "made": "#5A6470", "in the hub": "#A08A1E", "under way": "#3B8FC7", "delivered": DELIVERED, "on order": FORMER,
}  # fmt: skip


def days(scenario: Scenario, stages: "pd.DataFrame", first: int = 0) -> Figure:
    """Units made, in the hub, under way by channel, delivered and on order by buyer; day by day from `first` on."""
    own = stages.assign(name=[_name(*one) for one in zip(stages["stage"], stages["of"], strict=True)])
    table = own.pivot_table(index="day", columns="name", values="units", sort=False)
    shades = [SHADE_OF_STAGE[stage] for stage in own.drop_duplicates("name")["stage"]]
    dates = [str(day.date()) for day in own.drop_duplicates("day")["date"]]
    values, names = table.to_numpy().tolist(), [str(name) for name in table.columns]

    def bars(day: int) -> Figure:
        text = [f"{units:,.0f}" for units in values[day]]
        about = {"text": text, "textposition": "outside", "cliponaxis": False, "hoverinfo": "skip"}
        return {"type": "bar", "x": names, "y": values[day], "marker": {"color": shades}, **about}

    frames = [{"name": date, "data": [bars(place)]} for place, date in enumerate(dates)]
    top = 1.12 * max(1.0, float(table.to_numpy().max()))
    y = {"range": [0, top], "gridcolor": LINE, "title": {"text": plain(unit_of(scenario).heading)}}
    more = {"yaxis": y, "xaxis": {"type": "category", "tickangle": 0}, **_player(dates, first)}
    return {"data": [bars(first)], "layout": layout(480, hovermode=False, showlegend=False, **more), "frames": frames}


def _name(stage: str, place: str) -> str:
    return plain(stage) + (f":<br>{plain(channel_in_words(place))}" if place else "")


def _player(dates: list[str], first: int) -> Figure:
    """The button and the slider."""
    at_once = {"frame": {"duration": 0, "redraw": True}, "mode": "immediate", "transition": {"duration": 0}}
    steps = [{"args": [[date], at_once], "label": date, "method": "animate"} for date in dates]
    slider = {"steps": steps, "active": first, "currentvalue": {"prefix": ""}, "pad": {"t": 50}, "ticklen": 0}
    playing = {"frame": {"duration": 60, "redraw": True}, "fromcurrent": True, "transition": {"duration": 0}}
    buttons = [
        {"label": "▶ play", "method": "animate", "args": [None, playing]},
        {"label": "❚❚ pause", "method": "animate", "args": [[None], at_once]},
    ]
    menu = {"type": "buttons", "direction": "left", "buttons": buttons, "x": 0, "y": 1.16, "showactive": False}
    menu |= {"xanchor": "left", "bgcolor": LINE}
    return {"updatemenus": [menu], "sliders": [slider | {"minorticklen": 0, "font": {"size": 10}}]}
