"""How likely it is that each target is reached by each date."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sim.clock import in_words
from sim.pictures.marks import head
from sim.pictures.scales import share_axis
from sim.pictures.style import (
    INK,
    MUTED,
    SHADES,
    Picture,
    house_style,
    lined,
    picture,
)
from sim.pictures.tables import Row, Table
from sim.records.products import of_products
from sim.records.words import NONE, percent, probability, whose
from sim.records.words import target as target_in_words
from sim.scenario.schema import Scenario

Chances = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""`chances` of one buyer in a sweep's summary: by date and target."""


@house_style()
def chances_chart(
    found: Chances, scenario: Scenario, seed: int, replications: int, title: str = "", note: str = ""
) -> Picture:
    """A group of bars for each date, one for each target from light to dark, with the probability's 95 % interval.

    `note` is what is to be said of the intervals.
    """
    who = scenario.reported_buyer
    targets = list(dict.fromkeys(target for by_target in found.values() for target in by_target))
    known = {when: one for when, one in found.items() if all(one[target]["count"] for target in one)}
    footer = f"Scenario {scenario.name}, seed {seed}, {replications:,} replications; whiskers: 95% intervals{note}."
    subtitle = f"Probability that at least so much of {whose(who)} is delivered{of_products(scenario, who)}"
    figure = picture(4.2, title or finding(known, who), subtitle, footer)
    axes = figure.add_subplot()
    width = 0.8 / max(1, len(targets))
    for rank, target in enumerate(targets):
        shift = width * (rank - (len(targets) - 1) / 2)
        shade = SHADES[::-1][rank % len(SHADES)]
        for place, by_target in enumerate(known.values()):
            chance = by_target[target]
            label = _share(target) if not place else None
            axes.bar(place + shift, chance["probability"], 0.88 * width, color=shade, label=label)
            ends = [
                [max(0.0, chance["probability"] - chance["low"])],
                [max(0.0, chance["high"] - chance["probability"])],
            ]
            axes.errorbar(
                place + shift, chance["probability"], yerr=ends, fmt="none", ecolor=MUTED, elinewidth=1, capsize=2
            )
            axes.annotate(
                percent(chance["probability"]),
                (place + shift, chance["high"]),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                color=INK,
            )
    axes.set_xticks(range(len(known)), [f"by {in_words(date.fromisoformat(when))}" for when in known], color=INK)
    axes.set_ylim(0, 1.08)
    share_axis(axes.yaxis)
    lined(axes)
    if known:
        head(axes, "", columns=len(targets))
    figure.table = chances_table(found, who)
    return figure


def chances_table(found: Chances, who: str) -> Table:
    """Probability of each target by each date, with its 95 % interval."""
    rows = [
        Row(f"By {in_words(date.fromisoformat(when), full=True)}", "", tuple(map(_chance, by_target.values())))
        for when, by_target in found.items()
    ]
    targets = next(iter(found.values()), {})
    caption = f"Probability that so much of {whose(who)} is delivered, with its 95 % interval"
    return Table(caption, "By", tuple(f"at least {target_in_words(float(target))}" for target in targets), rows)


def _chance(chance: Mapping[str, Any]) -> str:
    if chance["probability"] is None:
        return NONE
    return f"{percent(chance['probability'])} ({percent(chance['low'])} to {percent(chance['high'])})"


def _share(target: str) -> str:
    return "all of it" if float(target) == 1 else f"at least {100 * float(target):.3g}%"


def finding(found: Chances, who: str) -> str:
    """How likely the middle target is by the first and by the last date."""
    if not found:
        return f"Nothing of {whose(who)} to deliver"
    dates = list(found)
    middle = min(found[dates[0]], key=lambda target: abs(float(target) - 0.5))
    chances = [found[when][middle]["probability"] for when in (dates[0], dates[-1])]
    by = [in_words(date.fromisoformat(when)) for when in (dates[0], dates[-1])]
    much = "half" if float(middle) == 0.5 else target_in_words(float(middle))
    told = f"At least {much} of {whose(who)} is delivered by {by[0]} {_how_sure(chances[0])}"
    return told if len(dates) == 1 else f"{told}, by {by[1]} {_how_sure(chances[1])}"


def _how_sure(chance: float) -> str:
    """How many replications a probability is of, where these are all or none: neither is certain."""
    ends = {0.0: "in no replication", 1.0: "in every replication"}
    return ends.get(chance, f"with probability {probability(chance)}")
