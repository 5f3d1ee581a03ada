"""Random tables of a scenario file, an actor each."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.drawn.values import Document, dates, maybe, quantities, ramps, shares, yields


@st.composite
def product_tables(draw: DrawFn, name: str, start: date, days: int) -> Document:
    """A product with stock, with a line, or with both."""
    table = {"name": name, "price": draw(st.integers(1, 500)), "initial_stock": draw(st.integers(0, 200))}
    return table | ({"production": draw(lines(start, days))} if draw(st.integers(0, 4)) else {})


@st.composite
def lines(draw: DrawFn, start: date, days: int) -> Document:
    """A production line that mostly finishes lots within the run."""
    lots = st.fixed_dictionaries({"finishes": dates(start, 0, days - 1), "units": st.integers(0, 150)})
    table = draw(lots_tables(start, days))
    return maybe(draw, table, market_share=shares(0.2), in_progress=st.lists(lots, min_size=1, max_size=3))


@st.composite
def lots_tables(draw: DrawFn, start: date, days: int) -> Document:
    """What a product's own line and a shared one have alike."""
    begins = draw(st.integers(-40, days // 2))
    table: Document = {
        "start": start + timedelta(days=begins),
        "capacity": draw(st.integers(10, 200)),
        "lot_interval": draw(st.integers(1, 12)),
        "cycle_time": draw(st.integers(0, 25)),
        "yield": draw(yields()),
    }
    return maybe(draw, table, end=dates(start, begins, days), ramp=ramps())


@st.composite
def shared_lines(draw: DrawFn, name: str, products: tuple[str, ...], start: date, days: int) -> Document:
    """A line that some products share; shares of the largest mix, of rushes too, sum to at most 1."""
    table = {"name": name} | draw(lots_tables(start, days))
    table["split_days"] = draw(st.integers(0, table["cycle_time"]))
    chosen = draw(st.lists(st.sampled_from(products), min_size=1, unique=True))
    sizes = [draw(st.integers(1, 3)) for _ in chosen]
    most = {product: size / (sum(sizes) + draw(st.integers(0, 1))) for product, size in zip(chosen, sizes, strict=True)}
    table["mix"] = {product: draw(mixed(share, start, days)) for product, share in most.items()}
    heirs = st.fixed_dictionaries({}, optional={product: st.sampled_from(products) for product in chosen})
    rush = st.fixed_dictionaries({}, optional={product: st.just(share) for product, share in most.items()})
    return maybe(draw, table, rush_mix=rush, when_controlled=heirs)


@st.composite
def mixed(draw: DrawFn, most: float, start: date, days: int) -> Any:
    """A share of at most so much, as a number or in steps."""
    days_of_steps = sorted(draw(st.sets(st.integers(-20, days), min_size=1, max_size=3)))
    parts = [most * draw(st.sampled_from([0.0, 0.3, 1.0])) for _ in days_of_steps]
    steps = {"table": [[start + timedelta(days=day), part] for day, part in zip(days_of_steps, parts, strict=True)]}
    return draw(st.sampled_from([most, parts[0], steps]))


@st.composite
def control_tables(
    draw: DrawFn, name: str, products: tuple[str, ...], buyers: tuple[str, ...], start: date, days: int
) -> Document:
    """A control that is announced, and mostly takes effect, within the run."""
    announced = draw(st.integers(-8, days * 2 // 3))
    table: Document = {
        "name": name,
        "covers": draw(st.lists(st.sampled_from(products), min_size=1, unique=True)),
        "announced": start + timedelta(days=announced),
        "effective": draw(dates(start, announced, announced + 15)),
    }
    rush = st.fixed_dictionaries({}, optional={"market_share": shares(), "channel_capacity": shares(0.5, 2)})
    maybe(
        draw,
        table,
        moved=moves(start, announced, days),
        lifted=dates(start, announced, days + 5),
        rush=rush,
        buyers=st.lists(st.sampled_from(buyers), min_size=1, unique=True),
    )
    if draw(st.integers(0, 3)) == 0:
        return maybe(draw, table | {"acts_on": "order"}, resume=st.booleans())
    table |= {
        "in_transit": draw(st.sampled_from(["deliver", "return"])),
        "unshipped": draw(st.sampled_from(["hold", "divert", "scrap", {"hold_days": 9}])),
    }
    return maybe(draw, table, license=licenses(start, announced, days))


@st.composite
def licenses(draw: DrawFn, start: date, announced: int, days: int) -> Document:
    """Licenses of an order or a buyer, mostly decided within the run."""
    period = st.sampled_from(["once", "quarter", "year"])
    quota = st.fixed_dictionaries(
        {"units": st.integers(0, 300)}, optional={"per": st.sampled_from(["buyer", "all"]), "every": period}
    )
    return maybe(
        draw,
        {"granted": draw(shares()), "days": draw(quantities(0, 20))},
        per=st.sampled_from(["order", "buyer"]),
        opens=dates(start, announced - 5, days),
        again_days=st.integers(1, 30),
        quota=quota,
    )


@st.composite
def moves(draw: DrawFn, start: date, announced: int, days: int) -> list[Document]:
    """One or two changes of the effective date, in order of their announcements."""
    ons = sorted(draw(st.sets(st.integers(announced, max(announced, days - 5)), min_size=1, max_size=2)))
    return [{"on": start + timedelta(days=on), "to": draw(dates(start, on, on + 20))} for on in ons]


@st.composite
def distributor_tables(draw: DrawFn, name: str) -> Document:
    """A distributor whose week and credit are of the size of a few orders."""
    table = {"name": name, "weekly_capacity": draw(st.integers(5, 200)), "transit_days": draw(quantities(0, 20))}
    return maybe(draw, table, credit_limit=st.integers(500, 40_000), margin=shares(high=0.3))


@st.composite
def buyer_tables(
    draw: DrawFn, name: str, products: tuple[str, ...], distributors: tuple[str, ...], start: date, days: int
) -> Document:
    """A buyer with dated orders, mostly with random ones too."""
    custom = [draw(st.integers(0, 3)) for _ in distributors]
    custom[draw(st.integers(0, len(custom) - 1))] += 1
    whole = sum(custom) + draw(st.sampled_from([0, 0, 0, 1]))
    via = {distributor: part / whole for distributor, part in zip(distributors, custom, strict=True) if part}
    shortage = st.fixed_dictionaries({"waits": st.integers(0, 30), "factor": st.sampled_from([1.0, 1.3, 2.5])})
    return maybe(
        draw,
        {"name": name, "via": via, "order": draw(st.lists(orders(products, start, days), min_size=1, max_size=5))},
        budget=st.integers(1_000, 100_000),
        routing=st.sampled_from(["shares", "shortest-wait"]),
        patience=st.integers(0, 50),
        on_control=reactions(products),
        pull_forward=shares(),
        shortage=shortage,
        demand=demands(products),
        negotiation=negotiations(start, days),
    )


@st.composite
def orders(draw: DrawFn, products: tuple[str, ...], start: date, days: int) -> Document:
    """A dated order, now and then one older than the run, of which some may have been delivered."""
    day = draw(st.one_of(*[st.integers(0, days * 3 // 4)] * 3, st.integers(-60, -1)))
    units = draw(st.one_of(st.integers(1, 200), st.integers(1, 3)))
    order = {"date": start + timedelta(days=day), "product": draw(st.sampled_from(products)), "units": units}
    return maybe(draw, order, delivered=st.integers(0, units)) if day < 0 else order


def reactions(products: tuple[str, ...]) -> SearchStrategy[dict[str, str]]:
    """Cancel, or switch to an earlier or a later product throughout, so that substitutes never lead back."""

    def towards(order: tuple[str, ...]) -> SearchStrategy[dict[str, str]]:
        answers = {product: st.sampled_from((*order[:place], "cancel")) for place, product in enumerate(order)}
        return st.fixed_dictionaries({order[-1]: answers.pop(order[-1])}, optional=answers)

    return st.one_of(towards(products), towards(products[::-1]))


def demands(products: tuple[str, ...]) -> SearchStrategy[list[Document]]:
    """One or two streams of random orders, of different products."""
    burst = st.fixed_dictionaries({"factor": st.sampled_from([0.5, 4.0]), "days": st.integers(0, 30)})
    stream = st.fixed_dictionaries(
        {
            "product": st.sampled_from(products),
            "orders_per_month": st.sampled_from([0.5, 3.0, 8.0]),
            "units": quantities(0, 120),
        },
        optional={"after_announcement": burst},
    )
    return st.lists(stream, min_size=1, max_size=2, unique_by=lambda table: str(table["product"]))


@st.composite
def negotiations(draw: DrawFn, start: date, days: int) -> Document:
    """Talks that open on a date or at a backlog, and mostly end within the run."""
    contract = maybe(
        draw,
        {"weekly_capacity": draw(st.integers(0, 150)), "transit_days": draw(quantities(0, 15))},
        reserved_share=shares(high=0.33),
        price=st.integers(0, 400),
        minimum_units=st.integers(0, 200),
        term_days=st.integers(1, days),
        takes_over=shares(),
        custom=shares(),
    )
    backlog = st.fixed_dictionaries({"backlog": st.integers(0, 150)})
    return {
        "opens": draw(st.one_of(dates(start, 0, days // 2), backlog)),
        "rounds": draw(st.integers(1, 4)),
        "round_days": draw(quantities(0, 15)),
        "success": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "contract": contract,
    }
