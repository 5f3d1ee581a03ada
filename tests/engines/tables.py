"""Tables of small scenarios for worked examples; days count from 0, 1 January 2023, a Sunday."""

from datetime import date, timedelta

from sim.records.events import EVENTS
from sim.scenario.schema import Scenario
from tests.worlds import Engine, chain

START = date(2023, 1, 1)
Order = tuple[int, str, int]
"""Day, product, units."""


def on(day: int) -> date:
    """The date of a day."""
    return START + timedelta(days=day)


def world(*tables: str, days: int = 31, more: str = "") -> Scenario:
    """A scenario of so many days; `more` are keys of its own."""
    return chain(f'name = "world"\nstart = {START}\nend = {on(days - 1)}\n{more}\n' + "\n".join(tables))


def product(name: str = "A", stock: int = 0, price: int = 100, more: str = "") -> str:
    """A product; `more` are further keys and tables of it, as of the others."""
    return f'[[product]]\nname = "{name}"\nprice = {price}\ninitial_stock = {stock}\n{more}\n'


def lots(*finish: tuple[int, int], more: str = "") -> str:
    """A production line of a product that has lots in progress alone: day and units of each."""
    each = ", ".join(f"{{ finishes = {on(day)}, units = {units} }}" for day, units in finish)
    return f"[product.production]\nstart = {on(400)}\ncapacity = 0\nin_progress = [{each}]\n{more}\n"


def distributor(name: str = "north", capacity: int = 1000, transit: int = 3, more: str = "") -> str:
    """A distributor."""
    return f'[[distributor]]\nname = "{name}"\nweekly_capacity = {capacity}\ntransit_days = {transit}\n{more}\n'


def buyer(name: str, *orders: Order, via: str = "north = 1.0", more: str = "") -> str:
    """A buyer with dated orders."""
    each = ", ".join(f'{{ date = {on(day)}, product = "{what}", units = {units} }}' for day, what, units in orders)
    return f'[[buyer]]\nname = "{name}"\nvia = {{ {via} }}\norder = [{each}]\n{more}\n'


def talks(opens: int, capacity: int, more: str = "") -> str:
    """Talks of the buyer before, in a contract on the day on which they open: a day under way."""
    contract = f"weekly_capacity = {capacity}\ntransit_days = 1\n{more}\n"
    return f"[buyer.negotiation]\nopens = {on(opens)}\n[buyer.negotiation.contract]\n{contract}"


def control(name: str, covers: str, announced: int, effective: int, more: str = "") -> str:
    """A control on products, named one letter each."""
    dates = f"announced = {on(announced)}\neffective = {on(effective)}"
    return f'[[control]]\nname = "{name}"\ncovers = {[*covers]}\n{dates}\n{more}\n'


def told(engine: Engine, scenario: Scenario, *kinds: str) -> list[tuple[int, str, int, int]]:
    """Day, event, order number and units of the events of some kinds, of all without any named."""
    return [row for row in engine.story(scenario) if not kinds or row[1] in kinds]


def values(engine: Engine, scenario: Scenario, kind: str) -> list[tuple[int, int]]:
    """Units and dollars of each event of a kind."""
    return [(row[6], row[7]) for row in engine.log_of(scenario).rows.tolist() if EVENTS[row[1]] == kind]
