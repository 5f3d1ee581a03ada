"""Limits of production: dates and ramps in order, shares of a shared line that make a whole at most."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from sim.errors import Problem
from sim.scenario.limits import ROUNDING
from sim.scenario.names import Names, unknown
from sim.scenario.paths import quoted
from sim.scenario.production_tables import Lots, SharedLine, Steps, TableRamp
from sim.scenario.tables import Contents, Product
from sim.scenario.wording import above_one, show


def check_product(scenario: Contents, product: Product) -> Iterator[Problem]:
    """A product comes from somewhere: its own line, one that it shares, or stock."""
    path, made = f"product.{quoted(product.name)}", product.production
    if made is None:
        shares = any(product.name in products_of(line) for line in scenario.line)
        if not shares and "initial_stock" not in product.model_fields_set:
            yield Problem(
                path, "without supply", "a [product.production] table, a share of a [[line]] or initial_stock"
            )
        return
    yield from check_lots(f"{path}.production", made)
    for number, lot in enumerate(made.in_progress, 1):
        if lot.finishes < scenario.start:
            expected = f"start ({scenario.start}) or a later date; what is finished before is initial_stock"
            yield Problem(f"{path}.production.in_progress.{number}.finishes", show(lot.finishes), expected)


def check_lots(path: str, made: Lots) -> Iterator[Problem]:
    """A line's dates and ramp are in order."""
    if made.end is not None and made.end < made.start:
        yield Problem(f"{path}.end", show(made.end), f"start ({made.start}) or a later date")
    if isinstance(made.ramp, TableRamp):
        for number, (earlier, later) in enumerate(pairwise(made.ramp.table), 2):
            if later[0] <= earlier[0]:
                where = f"{path}.ramp.table.{number}.1"
                yield Problem(where, show(later[0]), f"more days than in the row before it ({earlier[0]})")


def products_of(line: SharedLine) -> list[str]:
    """The products that a shared line makes: those of its mix, and those that get the share of a covered one."""
    return list(dict.fromkeys([*line.mix, *line.when_controlled.values()]))


def check_line(scenario: Contents, line: SharedLine, names: Names) -> Iterator[Problem]:
    """A shared line divides its lots before they finish, among products that are made nowhere else."""
    path = f"line.{quoted(line.name)}"
    yield from check_lots(path, line)
    if line.name in names.product:
        yield Problem(f"{path}.name", show(line.name), "a name that no product has, as key figures name both")
    if line.split_days > line.cycle_time:
        yield Problem(f"{path}.split_days", show(line.split_days), f"at most cycle_time ({line.cycle_time})")
    own = {product.name for product in scenario.product if product.production is not None}
    for where, product in _named(line):
        if product not in names.product:
            yield unknown(f"{path}.{where}", product, names.product)
    for product in products_of(line):
        if product in own:
            expected = f'no table there: its lots are those of line "{line.name}"'
            yield Problem(f"product.{quoted(product)}.production", "a line of its own", expected)
    for key, table in (("rush_mix", line.rush_mix), ("when_controlled", line.when_controlled)):
        for product in table:
            if product in names.product and product not in products_of(line):
                yield Problem(f"{path}.{key}.{quoted(product)}", "not in the mix", "a product that mix names")
    yield from _check_mix(path, line)


def _named(line: SharedLine) -> Iterator[tuple[str, str]]:
    """Where a line names products, and which."""
    tables: dict[str, Mapping[str, object]] = {
        "mix": line.mix,
        "rush_mix": line.rush_mix,
        "when_controlled": line.when_controlled,
    }
    for key, table in tables.items():
        yield from ((f"{key}.{quoted(product)}", product) for product in table)
    for product, heir in line.when_controlled.items():
        yield f"when_controlled.{quoted(product)}", heir


def _check_mix(path: str, line: SharedLine) -> Iterator[Problem]:
    """Steps are in order of date, and shares sum to at most 1 on each day, with every rush too."""
    days: list[date] = [date.min]
    for product, share in line.mix.items():
        if isinstance(share, Steps):
            days += [day for day, _ in share.table]
            for number, (earlier, later) in enumerate(pairwise(share.table), 2):
                if later[0] <= earlier[0]:
                    where = f"{path}.mix.{quoted(product)}.table.{number}.1"
                    yield Problem(where, show(later[0]), f"a date after that of the row before it ({earlier[0]})")
    for day in sorted(set(days)):
        mixed = {product: share_on(share, day) for product, share in line.mix.items()}
        hurried = sum(max(share, line.rush_mix.get(product, 0.0)) for product, share in mixed.items())
        since = "" if day == date.min else f" from {day} on"
        if sum(mixed.values()) > 1 + ROUNDING:
            yield Problem(
                f"{path}.mix", f"{above_one(sum(mixed.values()))} in sum{since}", "shares that sum to at most 1"
            )
            return
        if hurried > 1 + ROUNDING:
            expected = "shares that sum to at most 1 with the rest of mix"
            yield Problem(f"{path}.rush_mix", f"{above_one(hurried)} in sum{since}", expected)
            return


def share_on(share: float | Steps, day: date) -> float:
    """A product's share of the mix on a day."""
    if not isinstance(share, Steps):
        return share
    return next((value for since, value in reversed(share.table) if since <= day), 0.0)
