"""Invariants of rounding that is carried: what shares of lots gave so far is within a unit of their running sums."""

from collections import Counter
from collections.abc import Iterator

from sim.clock import day_of
from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Violation
from sim.rules.control import ANNOUNCED, NONE
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION, complete
from sim.scenario.production_tables import Production, SharedLine, Steps
from sim.scenario.tables import Product


def carried_yield(evidence: Evidence) -> Iterator[Violation]:
    """Good units of all lots so far are the whole part of their units times the yield, where this is a number.

    Sizes of lots that a line started before the run are not known: such lines are left out.
    """
    for product in evidence.scenario.product:
        made = product.production
        if made is None or not isinstance(made.yield_, int | float) or _was_running(evidence, made):
            continue
        units = _started(evidence, product.name, made)
        finished = _by_day(evidence, product.name, Event.lot_finished)
        exact = got = 0
        for day in sorted({*units, *finished}):
            exact, got = exact + units[day] * millionths(made.yield_), got + finished[day]
            if finished[day] and got != exact // MILLION:
                yield Violation("carried yield", day, product.name, _told(got, exact))


def carried_market_share(evidence: Evidence) -> Iterator[Violation]:
    """What stays of all lots so far is the whole part of their good units times the market share of each day.

    Products whose stock a control may divert are left out: what it diverts of a lot looks the same.
    """
    for product in evidence.scenario.product:
        if product.production is None or _may_be_diverted(evidence, product):
            continue
        finished = _by_day(evidence, product.name, Event.lot_finished)
        diverted = _by_day(evidence, product.name, Event.diverted)
        exact = got = 0
        for day in sorted(finished):
            exact += finished[day] * _market_share(evidence, product, product.production, day)
            got += finished[day] - diverted[day]
            if got != exact // MILLION:
                yield Violation("carried market share", day, product.name, _told(got, exact))


def carried_mix(evidence: Evidence) -> Iterator[Violation]:
    """As long as a shared line's mix stays as it is, no part is a unit above its running sum, or two below it."""
    for line in evidence.scenario.line:
        shares = _constant_mix(evidence, line)
        exact: Counter[str] = Counter()
        for day, parts in _divisions(evidence, line).items() if shares else ():
            if any(covered & set(line.mix) for covered in _covered(evidence, day)):
                break
            for name, share in shares.items():
                exact[name] += sum(parts.values()) * share - parts[name] * MILLION
                # What lots before the run left is not known: it shifts both bounds by as much at most.
                if not -3 * MILLION < exact[name] < 3 * MILLION:
                    found = f"{name or 'others'}: {exact[name] / MILLION:.2f} units of the running sum are not given"
                    yield Violation("carried mix", day, line.name, found)


def _told(got: int, exact: int) -> str:
    return f"{got} units so far, the running sum is {exact / MILLION:.2f}"


def _was_running(evidence: Evidence, made: Production) -> bool:
    """Whether a line may have started lots before the run that finish in it."""
    begins = day_of(made.start, evidence.scenario.start)
    return begins < 0 and made.cycle_time > 0


def _started(evidence: Evidence, product: str, made: Production) -> Counter[int]:
    """Units of lots, before yield, by the day on which they finish in the run."""
    started = _by_day(evidence, product, Event.lot_started)
    units: Counter[int] = Counter({day + made.cycle_time: count for day, count in started.items()})
    for lot in made.in_progress:
        units[day_of(lot.finishes, evidence.scenario.start)] += lot.units
    return Counter({day: count for day, count in units.items() if day < evidence.log.days})


def _by_day(evidence: Evidence, product: str, event: Event) -> Counter[int]:
    """Units of a product's events of a kind."""
    found: Counter[int] = Counter()
    for row in evidence.rows:
        if row.event == event and row.product >= 0 and evidence.log.products[row.product] == product:
            found[row.day] += row.units
    return found


def _may_be_diverted(evidence: Evidence, product: Product) -> bool:
    """Whether a control sells the product's stock, or writes it off."""
    return any(product.name in control.covers and control.unshipped != "hold" for control in evidence.scenario.control)


def _market_share(evidence: Evidence, product: Product, made: Production, day: int) -> int:
    """Millionths of a lot for this market on a day: the line's own share, or that of a rush."""
    rushes = [
        control.rush.market_share or 0.0
        for control in evidence.scenario.control
        if product.name in control.covers and evidence.control_state(control, day) == ANNOUNCED
    ]
    return millionths(max([made.market_share, *rushes]))


def _covered(evidence: Evidence, day: int) -> list[set[str]]:
    """What each control covers that is announced, or in effect, on a day."""
    controls = evidence.scenario.control
    return [set(control.covers) for control in controls if evidence.control_state(control, day) != NONE]


def _constant_mix(evidence: Evidence, line: SharedLine) -> dict[str, int]:
    """A mix without steps, in millionths by product, others last; empty of one with steps."""
    if any(isinstance(share, Steps) for share in line.mix.values()):
        return {}
    names = [product.name for product in evidence.scenario.product if product.name in line.mix]
    shares = [millionths(float(line.mix[name])) for name in names]  # type: ignore[arg-type]
    left = complete(shares)
    return dict(zip(names, shares, strict=True)) | {"": left}


def _divisions(evidence: Evidence, line: SharedLine) -> dict[int, Counter[str]]:
    """What each product got of a line's lots, and others under an empty name, by day."""
    found: dict[int, Counter[str]] = {}
    for row in evidence.rows:
        own = row.channel >= 0 and evidence.log.channels[row.channel] == f"line:{line.name}"
        if own and row.event in (Event.lot_divided, Event.diverted):
            name = evidence.log.products[row.product] if row.product >= 0 else ""
            found.setdefault(row.day, Counter())[name] += row.units
    return found


INVARIANTS: tuple[Invariant, ...] = (carried_yield, carried_market_share, carried_mix)
