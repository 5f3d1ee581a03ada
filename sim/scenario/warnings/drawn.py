"""Values that are drawn: nominal ones that their law never gives, laws of what nothing reads."""

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from sim.scenario.distributions import Distribution, Value
from sim.scenario.distributions.base import as_real
from sim.scenario.distributions.listed import Choice
from sim.scenario.paths import Location, at, rounded
from sim.scenario.warnings.view import Found, View
from sim.scenario.wording import one_of, show


def outside_law(view: View) -> Iterator[Found]:
    """The value in the file is one that its law can give."""
    for location, path in view.laws.items():
        law, nominal = view.scenario.drawn.get(path), at(view.document, location)
        if law is not None and (sentence := _beyond(law, nominal, location)):
            yield location, f"is {show(nominal)}, {sentence}: under [uncertain] no replication has it"


def _beyond(law: Distribution, nominal: Any, location: Location) -> str:
    """What a nominal value is not; empty where its law gives it."""
    if isinstance(law, Choice):
        values = [rounded(nominal, location, value) for value in law.extremes()]
        return "" if nominal in values or law.has_tables else f"not {one_of(map(show, values))}"
    low, high = (_as_drawn(nominal, location, end) for end in law.support())
    if as_real(low) <= as_real(nominal) <= as_real(high):
        return ""
    return f"outside its law ({show(low)} to {show(high)})"


def _as_drawn(nominal: Any, location: Location, end: Value) -> Any:
    """An end of a law as a draw gives it."""
    return end if end in (-inf, inf) else rounded(nominal, location, end)


def without_effect(view: View, idle: Iterable[Found]) -> Iterator[Found]:
    """What is drawn is read by something."""
    reasons = dict(idle)
    for location, path in view.laws.items():
        for depth in range(1, len(location) + 1):
            if location[:depth] in reasons:
                above = location[:depth]
                yield ("uncertain", path), f"is drawn for nothing: {view.path(above)} {reasons[above]}"
                break
