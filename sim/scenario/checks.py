"""Limits that hold between several keys of a scenario, and of its names: which are said twice, which are taken."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, Self
from unicodedata import normalize

from sim.errors import Problem
from sim.scenario.limits import check_chances, check_totals
from sim.scenario.paths import quoted
from sim.scenario.quantities import MOST_DAYS
from sim.scenario.tables import Buyer, Control, Episode, Product, TableRamp
from sim.scenario.wording import did_you_mean, one_of, show

KINDS = ("product", "control", "distributor", "buyer")

LONGEST_FOLDER = 255
"""Bytes in the name of a folder."""

DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""Names that Windows keeps for devices, whatever follows a dot."""


def _names(document: Mapping[str, Any], kind: str) -> list[str]:
    """Names of the entries of one kind; an empty text where an entry has none."""
    entries = document.get(kind)
    entries = entries if isinstance(entries, list | tuple) else ()
    names = [entry.get("name") if isinstance(entry, Mapping) else None for entry in entries]
    return [name if isinstance(name, str) else "" for name in names]


@dataclass(frozen=True)
class Names:
    """The names that a document gives, whether or not the rest of their entries is sound."""

    product: Collection[str]
    distributor: Collection[str]
    buyer: Collection[str]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The names of a document."""
        product, distributor, buyer = (
            dict.fromkeys(filter(None, _names(document, kind))).keys() for kind in ("product", "distributor", "buyer")
        )
        return cls(product, distributor, buyer)


def unknown(path: str, name: str, known: Collection[str]) -> Problem:
    """The problem of a name that the scenario lacks."""
    expected = one_of(known) if known else "a name that the file declares; it declares none of the kind"
    return Problem(path, show(name), expected, partial(did_you_mean, name, known))


def check_duplicates(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Each name stands for one entry of its kind, and none for what names in results mean.

    Names that only the writing of their accents sets apart are one name to a reader.
    """
    if isinstance(folder := document.get("name"), str) and (unfit := _unfit_for_folder(folder)):
        yield Problem("name", show(folder), unfit)
    for kind in KINDS:
        first: dict[str, tuple[int, str]] = {}
        for number, name in enumerate(_names(document, kind), 1):
            before, written = first.setdefault(normalize("NFC", name), (number, name))
            if name and before < number:
                this = "this one" if written == name else "this one, its accents written otherwise"
                expected = f"a name of its own: {kind} number {before} has {this}"
                yield Problem(f"{kind}.{number}.name", show(name), expected)
            elif taken := _taken(kind, name):
                yield Problem(f"{kind}.{quoted(name)}.name", show(name), taken)


def _unfit_for_folder(name: str) -> str:
    """Why a scenario's name can't be that of its folder of results; empty where it can."""
    if len(name.encode(errors="replace")) > LONGEST_FOLDER:
        return f"a shorter name: its folder of results has it, of at most {LONGEST_FOLDER} bytes"
    if name.split(".", maxsplit=1)[0].rstrip().upper() in DEVICES:
        return "another name: its folder of results has it, and some systems keep this one for a device"
    return ""


def repeated(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each name that stands a second time, with its number in the list, from 1."""
    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        if name in seen:
            yield number, name
        seen.add(name)


def circling(follows: Mapping[str, str]) -> set[str]:
    """The names from which following leads back to themselves."""
    seen: set[str] = set()
    circles: set[str] = set()
    for start in follows:
        walk: list[str] = []
        name = start
        while name in follows and name not in seen:
            seen.add(name)
            walk.append(name)
            name = follows[name]
        if name in walk:
            circles.update(walk[walk.index(name) :])
    return circles


def _taken(kind: str, name: str) -> str:
    """Why a name may not be used; empty where it may."""
    if kind in ("buyer", "product") and name == "all":
        return f"another name: in results 'all' means all {kind}s together"
    if kind == "product" and name == "cancel":
        return "another name: in `on_control` 'cancel' means no substitute"
    if kind == "distributor" and name.startswith("direct:"):
        return "a name that does not begin with 'direct:', which is for contracts"
    return ""


ROUNDING = 1e-9
"""By how much a sum of shares may pass 1."""


def check(scenario: Episode, names: Names, timed: bool = True) -> Iterator[Problem]:
    """All that is wrong between the keys of a scenario; without `timed`, its start and end stand for nothing."""
    if timed:
        yield from check_time(scenario)
    yield from check_ranking(scenario, names)
    yield from check_report(scenario, names)
    for product in scenario.product:
        yield from check_product(scenario, product)
    for control in scenario.control:
        yield from check_control(control, names)
    for buyer in scenario.buyer:
        yield from check_buyer(scenario, buyer, names)
    yield from check_reserved(scenario)
    yield from check_chances(scenario)
    if timed:
        yield from check_totals(scenario)


def check_time(scenario: Episode) -> Iterator[Problem]:
    """The end follows the start, within a century."""
    if scenario.end < scenario.start:
        yield Problem("end", show(scenario.end), f"start ({scenario.start}) or a later date")
    elif scenario.days > MOST_DAYS:
        yield Problem("end", show(scenario.end), f"a date at most {MOST_DAYS:,} days after start ({scenario.start})")


def _outside(scenario: Episode, path: str, day: date) -> Iterator[Problem]:
    if scenario.start <= scenario.end and not scenario.start <= day <= scenario.end:
        yield Problem(path, show(day), f"a date from start ({scenario.start}) to end ({scenario.end})")


def check_ranking(scenario: Episode, names: Names) -> Iterator[Problem]:
    """The ranking names buyers, each once; allocation by ranking has one."""
    if scenario.allocation == "ranking" and not scenario.ranking:
        yield Problem("ranking", "missing", 'a list of buyers, as allocation is "ranking"')
    for number, name in enumerate(scenario.ranking, 1):
        if name not in names.buyer:
            yield unknown(f"ranking.{number}", name, names.buyer)
    for number, name in repeated(scenario.ranking):
        yield Problem(f"ranking.{number}", show(name), "each buyer at most once")


def check_report(scenario: Episode, names: Names) -> Iterator[Problem]:
    """The report is about a buyer that exists, on days that are simulated, for targets in order."""
    report = scenario.report
    if report.buyer is not None and report.buyer not in names.buyer:
        yield unknown("report.buyer", report.buyer, names.buyer)
    for number, day in enumerate(report.dates, 1):
        yield from _outside(scenario, f"report.dates.{number}", day)
    for key, values in (("dates", report.dates), ("shares", report.shares)):
        for number, (earlier, later) in enumerate(pairwise(values), 2):
            if not earlier < later:  # type: ignore[operator]
                yield Problem(f"report.{key}.{number}", show(later), f"more than the one before it ({earlier})")


def check_product(scenario: Episode, product: Product) -> Iterator[Problem]:
    """A product comes from somewhere, and its line's dates and ramp are in order."""
    path, made = f"product.{quoted(product.name)}", product.production
    if made is None:
        if "initial_stock" not in product.model_fields_set:
            yield Problem(path, "without supply", "a [product.production] table or initial_stock")
        return
    if made.end is not None and made.end < made.start:
        yield Problem(f"{path}.production.end", show(made.end), f"start ({made.start}) or a later date")
    for number, lot in enumerate(made.in_progress, 1):
        if lot.finishes < scenario.start:
            expected = f"start ({scenario.start}) or a later date; what is finished before is initial_stock"
            yield Problem(f"{path}.production.in_progress.{number}.finishes", show(lot.finishes), expected)
    if isinstance(made.ramp, TableRamp):
        for number, (earlier, later) in enumerate(pairwise(made.ramp.table), 2):
            if later[0] <= earlier[0]:
                where = f"{path}.production.ramp.table.{number}.1"
                yield Problem(where, show(later[0]), f"more days than in the row before it ({earlier[0]})")


def check_control(control: Control, names: Names) -> Iterator[Problem]:
    """A control covers products and concerns buyers that exist, each once; its dates are in order."""
    path = f"control.{quoted(control.name)}"
    named = (("covers", "product", control.covers, names.product), ("buyers", "buyer", control.buyers, names.buyer))
    for key, kind, chosen, known in named:
        for number, name in enumerate(chosen or (), 1):
            if name not in known:
                yield unknown(f"{path}.{key}.{number}", name, known)
        for number, name in repeated(chosen or ()):
            yield Problem(f"{path}.{key}.{number}", show(name), f"each {kind} at most once")
    yield from check_dates(control)
    if control.acts_on == "order":
        yield from check_control_on_orders(control)


def check_control_on_orders(control: Control) -> Iterator[Problem]:
    """A control on orders says nothing of goods that have been ordered."""
    of_goods = {key: getattr(control, key) for key in ("license", "in_transit", "unshipped")}
    for key, value in of_goods.items():
        if value != Control.model_fields[key].default:
            expected = 'nothing here, as acts_on is "order": a ban on ordering does nothing to goods'
            yield Problem(
                f"control.{quoted(control.name)}.{key}", show(value) if isinstance(value, str) else "a table", expected
            )


def check_dates(control: Control) -> Iterator[Problem]:
    """Effect, moves and lifting follow the announcement in order."""
    path, announced = f"control.{quoted(control.name)}", f"announced ({control.announced}) or a later date"
    if control.effective < control.announced:
        yield Problem(f"{path}.effective", show(control.effective), announced)
    for number, move in enumerate(control.moved, 1):
        if move.on < control.announced:
            yield Problem(f"{path}.moved.{number}.on", show(move.on), announced)
        if move.to < move.on:
            yield Problem(f"{path}.moved.{number}.to", show(move.to), f"on ({move.on}) or a later date")
    for number, (before, move) in enumerate(pairwise(control.moved), 2):
        if move.on <= before.on:
            yield Problem(f"{path}.moved.{number}.on", show(move.on), f"a date after the move before it ({before.on})")
    if control.lifted is not None and control.lifted < control.announced:
        yield Problem(f"{path}.lifted", show(control.lifted), announced)


def check_buyer(scenario: Episode, buyer: Buyer, names: Names) -> Iterator[Problem]:
    """A buyer's custom, orders, substitutes and talks name what exists, within the time simulated."""
    path = f"buyer.{quoted(buyer.name)}"
    for channel in buyer.via:
        if channel not in names.distributor:
            yield unknown(f"{path}.via.{quoted(channel)}", channel, names.distributor)
    if sum(buyer.via.values()) > 1 + ROUNDING:
        yield Problem(f"{path}.via", f"{sum(buyer.via.values()):g} in sum", "shares that sum to at most 1")
    yield from check_orders(scenario, buyer, names)
    yield from check_substitutes(buyer, names)
    if buyer.negotiation is not None and isinstance(buyer.negotiation.opens, date):
        yield from _outside(scenario, f"{path}.negotiation.opens", buyer.negotiation.opens)


def check_orders(scenario: Episode, buyer: Buyer, names: Names) -> Iterator[Problem]:
    """Orders are of products that exist; a product has one stream of random orders."""
    path = f"buyer.{quoted(buyer.name)}"
    for number, order in enumerate(buyer.order, 1):
        if order.product not in names.product:
            yield unknown(f"{path}.order.{number}.product", order.product, names.product)
        yield from _outside(scenario, f"{path}.order.{number}.date", order.date)
    demanded = [demand.product for demand in buyer.demand]
    for number, name in enumerate(demanded, 1):
        if name not in names.product:
            yield unknown(f"{path}.demand.{number}.product", name, names.product)
    for number, name in repeated(demanded):
        yield Problem(f"{path}.demand.{number}.product", show(name), "a product that has no other demand here")


def check_substitutes(buyer: Buyer, names: Names) -> Iterator[Problem]:
    """Substitutes exist, and following them never leads back to a product."""
    circles, known = circling(buyer.on_control), dict.fromkeys(["cancel", *names.product])
    for product, substitute in buyer.on_control.items():
        path = f"buyer.{quoted(buyer.name)}.on_control.{quoted(product)}"
        if product not in names.product:
            yield unknown(path, product, names.product)
        if substitute not in known:
            yield unknown(path, substitute, known)
        if product in circles:
            yield Problem(path, show(substitute), "substitutes that do not lead back to the product")


def check_reserved(scenario: Episode) -> Iterator[Problem]:
    """Contracts reserve at most the whole stock."""
    talks = [buyer.negotiation for buyer in scenario.buyer if buyer.negotiation is not None]
    reserved = sum(talk.contract.reserved_share for talk in talks)
    if reserved > 1 + ROUNDING:
        last = [buyer.name for buyer in scenario.buyer if buyer.negotiation is not None][-1]
        path = f"buyer.{quoted(last)}.negotiation.contract.reserved_share"
        yield Problem(path, f"the last of {reserved:g} in sum", "reserved shares of all contracts of at most 1 in sum")
