"""Uncertain parameters in the kernel's memory: each with the cell that its draws are written to, and what is checked.

Alone, each was checked at its extremes when the scenario was read. What must go together (a control's dates, shares
that sum to one) the kernel checks draw by draw. Where that is not enough the scenario's own
checks decide, and the tables are made anew from the sampled scenario for each replication.
"""

import math
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from sim.engines.compiled import cells
from sim.engines.compiled.draws import ASCENDING, DATE, IN_ORDER, NEAREST, REAL, SHARES, UP, WITHIN_RUN
from sim.engines.compiled.laws import KINDS, as_real, law
from sim.engines.compiled.layout import signed
from sim.engines.compiled.tables import Document, Location, Tables
from sim.realisation.streams import mechanism_word
from sim.rules.allocation import POLICIES
from sim.scenario.limits import check_totals
from sim.scenario.listed_laws import Choice
from sim.scenario.paths import at, is_duration, locate, rounded
from sim.scenario.plain import plain
from sim.scenario.schema import Scenario
from sim.scenario.tables import Episode

TEXTS = {"in_transit": {"deliver": 0, "return": 1}, "unshipped": {"divert": 0, "strand": 1}}
"""Codes of texts, by key."""

TOTALS = ("units", "capacity", "initial_stock", "cycle_time", "lot_interval", "factor", "demand")
"""Keys of what adds up to a run's totals."""

Check = tuple[int, int, int]
"""Kind and two cells; for shares the cell of a list of cells, and how many."""


def add_uncertain(tables: Tables) -> bool:
    """Append the uncertain parameters and their checks; gives whether the kernel can draw them."""
    scenario, layout = tables.scenario, tables.layout
    located = {path: locate(tables.document, path) for path in scenario.uncertain}
    if not all(place in layout.address and _codes(tables, path, place) is not False for path, place in located.items()):
        return False
    groups = [group for place in located.values() if (group := _group(place)) is not None]
    if len(groups) > len(set(groups)) or _may_pass_limits(scenario, tables.document, located):
        return False
    rows = [_row(tables, path, place) for path, place in located.items()]
    layout.cells[cells.UNCERTAIN] = layout.take([cell for row in rows for cell in row])
    layout.cells[cells.UNCERTAIN_END] = len(layout.cells)
    drawn = {int(row[cells.UNCERTAIN_CELL]) for row in rows}
    checks = [check for check in (*_dates(tables), *_shares(tables)) if drawn & _cells_of(check, tables)]
    layout.cells[cells.CHECKS] = layout.take([cell for check in checks for cell in check])
    layout.cells[cells.CHECKS_END] = len(layout.cells)
    return True


def _codes(tables: Tables, path: str, place: Location) -> dict[str, int] | bool | None:
    """Numbers that stand for the texts that a parameter is among; None of numbers and dates, False without any."""
    law_of = tables.scenario.uncertain[path]
    if not isinstance(law_of, Choice) or not isinstance(law_of.choice[0], str):
        return None
    texts = [str(text) for text in law_of.choice]
    if place[-1] in TEXTS:
        return TEXTS[str(place[-1])]
    if place == ("allocation",):
        return {text: POLICIES.index(text) for text in texts}
    if "on_control" in place:
        return {text: tables.answer(text) for text in texts}
    if place[-1] == "product" and "order" in place:
        return {text: tables.address_of(text) for text in texts}
    return False


def _group(place: Location) -> Location | None:
    """What holds at most one uncertain parameter, as its checks hold for one at a time; None where any number may."""
    for depth, step in enumerate(place):
        if step in KINDS or step == "on_control":
            return place[: depth + 1]
    return None


def _may_pass_limits(scenario: Scenario, document: Document, located: dict[str, Location]) -> bool:
    """Whether the largest values of all parameters together would pass the limits of a run's totals."""
    worst = plain(document)
    worst["uncertain"] = {}
    for path, place in located.items():
        if not set(TOTALS) & set(place):
            continue
        ends = [value for value in scenario.uncertain[path].extremes() if isinstance(value, int | float)]
        if not ends:
            continue
        extreme = min(ends) if place[-1] == "lot_interval" else max(ends)
        holder = at(worst, place[:-1])
        holder[place[-1]] = rounded(holder[place[-1]], place, extreme)
    try:
        return any(True for _ in check_totals(Episode.model_validate(worst)))
    except ValueError:
        return True


def _row(tables: Tables, path: str, place: Location) -> tuple[float, ...]:
    """The cells of a parameter."""
    law_of, nominal = tables.scenario.uncertain[path], at(tables.document, place)
    codes = _codes(tables, path, place)
    ends = [-math.inf, math.inf] if codes else [as_real(value) for value in law_of.extremes()]  # type: ignore[arg-type]
    if isinstance(nominal, date):
        rounding = DATE
    elif isinstance(nominal, float):
        rounding = REAL
    else:
        rounding = UP if isinstance(nominal, int) and is_duration(place) else NEAREST
    address = law(tables.layout, law_of.model_dump(), ("uncertain", path), codes or None)  # type: ignore[arg-type]
    word = signed(mechanism_word(f"uncertain:{path}"))
    return address, tables.layout.address[place], rounding, word, min(ends), max(ends)


def _dates(tables: Tables) -> Iterator[Check]:
    """Dates in order, and within the run."""
    of = tables.layout.address
    for number, product in enumerate(tables.document["product"]):
        yield from _dates_of_production(of, ("product", number, "production"), product["production"] or {})
    for number, control in enumerate(tables.document["control"]):
        yield from _dates_of_control(of, ("control", number), control)
    for number, buyer in enumerate(tables.document["buyer"]):
        for order in range(len(buyer["order"])):
            yield WITHIN_RUN, of["buyer", number, "order", order, "date"], tables.scenario.days
        if (opens := of.get(("buyer", number, "negotiation", "opens"))) is not None:
            yield WITHIN_RUN, opens, tables.scenario.days


def _dates_of_production(of: dict[Location, int], place: Location, made: Document) -> Iterator[Check]:
    if made.get("end") is not None:
        yield IN_ORDER, of[*place, "start"], of[*place, "end"]
    for lot in range(len(made.get("in_progress") or [])):
        yield IN_ORDER, cells.DAY, of[*place, "in_progress", lot, "finishes"]  # it is day 0 when that is checked
    for one, other in pairwise(range(len((made.get("ramp") or {}).get("table") or []))):
        yield ASCENDING, of[*place, "ramp", "table", one, 0], of[*place, "ramp", "table", other, 0]


def _dates_of_control(of: dict[Location, int], place: Location, control: Document) -> Iterator[Check]:
    announced, moves = of[*place, "announced"], range(len(control["moved"]))
    yield IN_ORDER, announced, of[*place, "effective"]
    if control["lifted"] is not None:
        yield IN_ORDER, announced, of[*place, "lifted"]
    for move in moves:
        yield IN_ORDER, announced, of[*place, "moved", move, "on"]
        yield IN_ORDER, of[*place, "moved", move, "on"], of[*place, "moved", move, "to"]
    for one, other in pairwise(moves):
        yield ASCENDING, of[*place, "moved", one, "on"], of[*place, "moved", other, "on"]


def _shares(tables: Tables) -> Iterator[Check]:
    """Shares that sum to at most 1: of a buyer's custom, and of stock that contracts reserve."""
    of, buyers = tables.layout.address, tables.document["buyer"]
    contracts = [number for number, buyer in enumerate(buyers) if buyer["negotiation"] is not None]
    reserved = [of["buyer", number, "negotiation", "contract", "reserved_share"] for number in contracts]
    customs = [[of["buyer", number, "via", name] for name in buyer["via"]] for number, buyer in enumerate(buyers)]
    for shares in (reserved, *customs):
        yield SHARES, tables.layout.take(shares), len(shares)


def _cells_of(check: Check, tables: Tables) -> set[int]:
    """The cells that a check reads."""
    kind, left, right = check
    if kind == SHARES:
        return {int(cell) for cell in tables.layout.cells[left : left + right]}
    return {left} if kind == WITHIN_RUN else {left, right}


def listed_items(tables: Tables) -> dict[str, dict[float, object]]:
    """The items of each choice among texts, or for a real value, by the number that stands for each."""
    found: dict[str, dict[float, object]] = {}
    for path, law_of in tables.scenario.uncertain.items():
        place = locate(tables.document, path)
        codes = _codes(tables, path, place)
        if isinstance(law_of, Choice) and isinstance(codes, dict):
            found[path] = {float(codes[str(text)]): text for text in law_of.choice}
        elif isinstance(law_of, Choice) and isinstance(at(tables.document, place), float):
            found[path] = {as_real(item): item for item in law_of.choice}  # type: ignore[arg-type]
    return found
