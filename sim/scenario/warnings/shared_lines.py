"""Shared lines: shares of a rush that lower the mix, or that no control brings about."""

from collections.abc import Iterator
from datetime import date

from sim.scenario.paths import Location
from sim.scenario.production_checks import share_on
from sim.scenario.production_tables import SharedLine, Steps
from sim.scenario.warnings.view import Found, View


def rush_mix_that_lowers(view: View) -> Iterator[Found]:
    """A rush raises the share of a product on some day of its controls."""
    for place, line in enumerate(view.scenario.line):
        location: Location = ("line", place, "rush_mix")
        for product, share in line.rush_mix.items():
            usual = _least_share(view, line, product)
            if share < usual and view.certain(*location, product) and view.certain("line", place, "mix"):
                sentence = f"is {share:g}, less than its share of the mix ({usual:g}): no rush lowers anything"
                yield (*location, product), sentence


def _least_share(view: View, line: SharedLine, product: str) -> float:
    """A product's least share of a mix, from the first announcement of a control that covers it on."""
    mixed = line.mix.get(product, 0.0)
    steps = mixed.table if isinstance(mixed, Steps) else ()
    covering = list(view.controls_of(product))
    known = all(view.certain("control", place, "announced") for place, _ in covering)
    first = min((control.announced for _, control in covering), default=date.max) if known else date.min
    return min(share_on(mixed, day) for day in (first, *(day for day, _ in steps if day > first)))


def rush_mix_that_never_comes(view: View) -> Iterator[Found]:
    """A share in a rush is of a product that a control on everyone's goods covers, announced before it acts."""
    for place, line in enumerate(view.scenario.line):
        for product in line.rush_mix:
            if not any(view.has_window(number) for number in view.stock_controls(product)):
                never = f"never comes: no control on the dispatch of {product} to all has a window before its effect"
                yield ("line", place, "rush_mix", product), never


def heir_of_no_control(view: View) -> Iterator[Found]:
    """Who gets a covered product's share is told of a product that a control on everyone's goods covers."""
    for place, line in enumerate(view.scenario.line):
        for product in line.when_controlled:
            if next(iter(view.stock_controls(product)), None) is None:
                never = f"never comes: no control on the dispatch of {product} to all"
                yield ("line", place, "when_controlled", product), never
