"""Which products the units of a buyer are of: what is counted together is said beside the count."""

from collections.abc import Iterable, Sequence

from sim.records.figures.sums import summands
from sim.records.words import Label, labels
from sim.scenario.ordered import products_by_buyer
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

MOST_NAMES = 4
"""Products that are named; of more their number is told."""


def products_of(scenario: Scenario, who: str) -> list[str]:
    """The products that a buyer (`all` for any) orders or may get as substitutes, in the order of the scenario."""
    by_buyer = products_by_buyer(scenario)
    known = {name for buyer, names in by_buyer.items() if who in ("all", buyer) for name in names}
    return [product.name for product in scenario.product if product.name in known]


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`; of many their number."""
    if len(names) > MOST_NAMES:
        return f"{len(names)} products"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def together(scenario: Scenario, who: str) -> str:
    """`A100 and H800 together`, where units of several products are counted; empty of one product."""
    names = products_of(scenario, who)
    return f"{listed(names)} together" if len(names) > 1 else ""


def of_products(scenario: Scenario, who: str) -> str:
    """The same behind a buyer's name, after a comma."""
    found = together(scenario, who)
    return f", {found}" if found else ""


def counted_together(scenario: Scenario, who: str) -> list[str]:
    """The line of an answer that says so; none of one product."""
    names = products_of(scenario, who)
    return [f"  Counted together: {unit_of(scenario).many} of {listed(names)}."] if len(names) > 1 else []


def note_on(figures: Iterable[str], scenario: Scenario) -> str:
    """The same as a sentence of a footer, of all products that some key figures sum; empty where each is of one."""
    every = [one for figure in figures for one in summands(figure)]
    summed = {name for label in labels(every, [scenario]) for name in _summed(label, scenario)}
    names = [product.name for product in scenario.product if product.name in summed]
    return f" Counted together: {unit_of(scenario).many} of {listed(names)}." if names else ""


def _summed(label: Label, scenario: Scenario) -> Sequence[str]:
    """The products of which a key figure is a sum; none where it is of one."""
    names: Sequence[str] = ()
    if label.group == "By buyer":
        names = products_of(scenario, label.entity)
    elif label.group == "By channel":
        names = products_of(scenario, "all")
    elif label.group == "By control":
        names = next(control.covers for control in scenario.control if control.name == label.entity)
    return names if len(names) > 1 else ()
