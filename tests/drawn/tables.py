"""Random tables of a scenario file, an actor each."""

from datetime import date, timedelta
from typing import Any

from tests.drawn.choices import (
    Choice,
    Draw,
    booleans,
    composite,
    integers,
    just,
    lists,
    one_of,
    sampled_from,
    several,
    tables,
)
from tests.drawn.values import Document, dates, maybe, quantities, ramps, shares, yields


@composite
def product_tables(draw: Draw, name: str, start: date, days: int) -> Document:
    """A product with stock, with a line, or with both."""
    table = {"name": name, "price": draw(integers(1, 500)), "initial_stock": draw(integers(0, 200))}
    return table | ({"production": draw(lines(start, days))} if draw(integers(0, 4)) else {})


@composite
def lines(draw: Draw, start: date, days: int) -> Document:
    """A production line that mostly finishes lots within the run."""
    lots = tables({"finishes": dates(start, 0, days - 1), "units": integers(0, 150)})
    table = draw(lots_tables(start, days))
    return maybe(draw, table, market_share=shares(0.2), in_progress=lists(lots, 1, 3))


@composite
def lots_tables(draw: Draw, start: date, days: int) -> Document:
    """What a product's own line and a shared one have alike."""
    begins = draw(integers(-40, days // 2))
    table: Document = {
        "start": start + timedelta(days=begins),
        "capacity": draw(integers(10, 200)),
        "lot_interval": draw(integers(1, 12)),
        "cycle_time": draw(integers(0, 25)),
        "yield": draw(yields()),
    }
    return maybe(draw, table, end=dates(start, begins, days), ramp=ramps())


@composite
def shared_lines(draw: Draw, name: str, products: tuple[str, ...], start: date, days: int) -> Document:
    """A line that some products share; shares of the largest mix, of rushes too, sum to at most 1."""
    table = {"name": name} | draw(lots_tables(start, days))
    table["split_days"] = draw(integers(0, table["cycle_time"]))
    chosen = draw(several(products))
    sizes = [draw(integers(1, 3)) for _ in chosen]
    most = {product: size / (sum(sizes) + draw(integers(0, 1))) for product, size in zip(chosen, sizes, strict=True)}
    table["mix"] = {product: draw(mixed(share, start, days)) for product, share in most.items()}
    heirs = tables({}, {product: sampled_from(products) for product in chosen})
    rush = tables({}, {product: just(share) for product, share in most.items()})
    return maybe(draw, table, rush_mix=rush, when_controlled=heirs)


@composite
def mixed(draw: Draw, most: float, start: date, days: int) -> Any:
    """A share of at most so much, as a number or in steps."""
    days_of_steps = sorted(draw(several(range(-20, days + 1), 1, 3)))
    parts = [most * draw(sampled_from([0.0, 0.3, 1.0])) for _ in days_of_steps]
    steps = {"table": [[start + timedelta(days=day), part] for day, part in zip(days_of_steps, parts, strict=True)]}
    return draw(sampled_from([most, parts[0], steps]))


@composite
def control_tables(
    draw: Draw, name: str, products: tuple[str, ...], buyers: tuple[str, ...], start: date, days: int
) -> Document:
    """A control that is announced, and mostly takes effect, within the run."""
    announced = draw(integers(-8, days * 2 // 3))
    table: Document = {
        "name": name,
        "covers": draw(several(products)),
        "announced": start + timedelta(days=announced),
        "effective": draw(dates(start, announced, announced + 15)),
    }
    rush = tables({}, {"market_share": shares(), "channel_capacity": shares(0.5, 2)})
    maybe(
        draw,
        table,
        moved=moves(start, announced, days),
        lifted=dates(start, announced, days + 5),
        rush=rush,
        buyers=several(buyers),
    )
    if draw(integers(0, 3)) == 0:
        return maybe(draw, table | {"acts_on": "order"}, resume=booleans)
    table |= {
        "in_transit": draw(sampled_from(["deliver", "return"])),
        "unshipped": draw(sampled_from(["hold", "divert", "scrap", {"hold_days": 9}])),
    }
    return maybe(draw, table, license=licenses(start, announced, days))


@composite
def licenses(draw: Draw, start: date, announced: int, days: int) -> Document:
    """Licenses of an order or a buyer, mostly decided within the run."""
    period = sampled_from(["once", "quarter", "year"])
    quota = tables({"units": integers(0, 300)}, optional={"per": sampled_from(["buyer", "all"]), "every": period})
    return maybe(
        draw,
        {"granted": draw(shares()), "days": draw(quantities(0, 20))},
        per=sampled_from(["order", "buyer"]),
        opens=dates(start, announced - 5, days),
        again_days=integers(1, 30),
        quota=quota,
    )


@composite
def moves(draw: Draw, start: date, announced: int, days: int) -> list[Document]:
    """One or two changes of the effective date, in order of their announcements."""
    ons = sorted(draw(several(range(announced, max(announced, days - 5) + 1), 1, 2)))
    return [{"on": start + timedelta(days=on), "to": draw(dates(start, on, on + 20))} for on in ons]


@composite
def distributor_tables(draw: Draw, name: str) -> Document:
    """A distributor whose week and credit are of the size of a few orders."""
    table = {"name": name, "weekly_capacity": draw(integers(5, 200)), "transit_days": draw(quantities(0, 20))}
    return maybe(draw, table, credit_limit=integers(500, 40_000), margin=shares(high=0.3))


@composite
def buyer_tables(
    draw: Draw, name: str, products: tuple[str, ...], distributors: tuple[str, ...], start: date, days: int
) -> Document:
    """A buyer with dated orders, mostly with random ones too."""
    custom = [draw(integers(0, 3)) for _ in distributors]
    custom[draw(integers(0, len(custom) - 1))] += 1
    whole = sum(custom) + draw(sampled_from([0, 0, 0, 1]))
    via = {distributor: part / whole for distributor, part in zip(distributors, custom, strict=True) if part}
    shortage = tables({"waits": integers(0, 30), "factor": sampled_from([1.0, 1.3, 2.5])})
    return maybe(
        draw,
        {"name": name, "via": via, "order": draw(lists(orders(products, start, days), 1, 5))},
        budget=integers(1_000, 100_000),
        routing=sampled_from(["shares", "shortest-wait"]),
        patience=integers(0, 50),
        on_control=reactions(products),
        pull_forward=shares(),
        shortage=shortage,
        demand=demands(products),
        negotiation=negotiations(start, days),
    )


@composite
def orders(draw: Draw, products: tuple[str, ...], start: date, days: int) -> Document:
    """A dated order, now and then one older than the run, of which some may have been delivered."""
    day = draw(one_of(*[integers(0, days * 3 // 4)] * 3, integers(-60, -1)))
    units = draw(one_of(integers(1, 200), integers(1, 3)))
    order = {"date": start + timedelta(days=day), "product": draw(sampled_from(products)), "units": units}
    return maybe(draw, order, delivered=integers(0, units)) if day < 0 else order


def reactions(products: tuple[str, ...]) -> Choice[dict[str, str]]:
    """Cancel, or switch to an earlier or a later product throughout, so that substitutes never lead back."""

    def towards(order: tuple[str, ...]) -> Choice[dict[str, str]]:
        answers = {product: sampled_from((*order[:place], "cancel")) for place, product in enumerate(order)}
        return tables({order[-1]: answers.pop(order[-1])}, answers)

    return one_of(towards(products), towards(products[::-1]))


def demands(products: tuple[str, ...]) -> Choice[list[Document]]:
    """One or two streams of random orders, of different products."""
    burst = tables({"factor": sampled_from([0.5, 4.0]), "days": integers(0, 30)})
    rates = {"orders_per_month": sampled_from([0.5, 3.0, 8.0]), "units": quantities(0, 120)}
    stream = tables(rates, {"after_announcement": burst})
    return lambda draw: [{"product": product} | draw(stream) for product in draw(several(products, 1, 2))]


@composite
def negotiations(draw: Draw, start: date, days: int) -> Document:
    """Talks that open on a date or at a backlog, and mostly end within the run."""
    contract = maybe(
        draw,
        {"weekly_capacity": draw(integers(0, 150)), "transit_days": draw(quantities(0, 15))},
        reserved_share=shares(high=0.33),
        price=integers(0, 400),
        minimum_units=integers(0, 200),
        term_days=integers(1, days),
        takes_over=shares(),
        custom=shares(),
    )
    backlog = tables({"backlog": integers(0, 150)})
    return {
        "opens": draw(one_of(dates(start, 0, days // 2), backlog)),
        "rounds": draw(integers(1, 4)),
        "round_days": draw(quantities(0, 15)),
        "success": draw(sampled_from([0.0, 0.5, 1.0])),
        "contract": contract,
    }
