"""What nothing reads: entries and values that make no difference to any replication."""

from collections.abc import Iterator

from sim.scenario.paths import Location
from sim.scenario.production_tables import Lots, Production
from sim.scenario.quantities import Table
from sim.scenario.warnings.shared_lines import heir_of_no_control, rush_mix_that_never_comes
from sim.scenario.warnings.view import Found, View


def ranking_without_its_policy(view: View) -> Iterator[Found]:
    """A ranking is read by allocation by ranking alone."""
    policy = view.scenario.allocation
    if view.scenario.ranking and policy != "ranking" and view.certain("allocation"):
        yield ("ranking",), f'is read where allocation is "ranking", and it is "{policy}"'


def distributor_of_nobody(view: View) -> Iterator[Found]:
    """Each distributor has the custom of some buyer that orders, where there is any."""
    for place, distributor in enumerate(view.scenario.distributor if any(view.ordering()) else ()):
        if distributor.name not in view.through:
            yield ("distributor", place), "is used by no buyer that orders anything"


def product_of_nobody(view: View) -> Iterator[Found]:
    """Each product is ordered by some buyer, where there is any, or is a substitute that it may get."""
    ordered = {name for _, buyer in view.ordering() for name in view.products[buyer.name]}
    for place, product in enumerate(view.scenario.product):
        if ordered and product.name not in ordered:
            yield ("product", place), "is ordered by nobody, and nobody's substitute"


def answer_to_no_control(view: View) -> Iterator[Found]:
    """A buyer has answers for products that it may order and some control covers."""
    for place, buyer in view.ordering():
        for product in buyer.on_control:
            location: Location = ("buyer", place, "on_control", product)
            if product not in view.products[buyer.name]:
                yield location, f"is never asked for: {buyer.name} never orders {product}"
            elif not any(view.controls_on(buyer.name, product)):
                yield location, f"is never asked for: no control on {product} concerns {buyer.name}"


def rush_without_window(view: View) -> Iterator[Found]:
    """A rush is of a control that is announced before it takes effect."""
    for place, control in enumerate(view.scenario.control):
        if _says_something(control.rush) and not view.has_window(place):
            yield ("control", place, "rush"), "never comes: the control takes effect on the day it is announced"


def _says_something(table: Table) -> bool:
    """Whether a table has a value that is not the default."""
    return table != type(table)()


def pulled_forward_into_no_window(view: View) -> Iterator[Found]:
    """Orders are pulled forward where a control that covers their product has a window."""
    for place, buyer in view.ordering():
        covering = (one for order in buyer.order for one, _ in view.controls_on(buyer.name, order.product))
        windows = any(map(view.has_window, covering))
        certain = view.certain("buyer", place, "pull_forward") and view.certain("buyer", place, "order")
        if buyer.pull_forward and certain and not windows:
            yield ("buyer", place, "pull_forward"), "moves nothing: no control has a window that covers a dated order"


def burst_after_no_announcement(view: View) -> Iterator[Found]:
    """Bursts follow a control of the product."""
    for place, buyer in enumerate(view.scenario.buyer):
        for number, stream in enumerate(buyer.demand):
            location: Location = ("buyer", place, "demand", number)
            known = view.certain(*location, "product")
            if stream.after_announcement is not None and known and not any(view.controls_of(stream.product)):
                yield (*location, "after_announcement"), f"never comes: no control covers {stream.product}"


def line_that_finishes_nothing(view: View) -> Iterator[Found]:
    """A line's first lot finishes within the run."""
    end = view.scenario.end
    for location, line in view.lots():
        if not all(view.certain(*location, key) for key in ("start", "cycle_time")):
            continue
        if (end - line.start).days < line.cycle_time and not _in_progress(view, location, line):
            yield location, f"makes nothing in time: its first lot finishes after end ({end})"


def _in_progress(view: View, location: Location, line: Lots) -> bool:
    """Whether a lot that was begun before may finish within the run."""
    lots = line.in_progress if isinstance(line, Production) else ()
    return not view.certain(*location, "in_progress") or any(lot.finishes <= view.scenario.end for lot in lots)


def stock_of_a_control_on_some(view: View) -> Iterator[Found]:
    """What becomes of stock is told of a control that concerns every buyer."""
    for place, control in enumerate(view.scenario.control):
        known = view.certain("control", place, "buyers")
        if control.unshipped != "hold" and known and not view.concerns_all(control):
            yield ("control", place, "unshipped"), "is read of a control that concerns every buyer"


def terms_that_routing_passes_over(view: View) -> Iterator[Found]:
    """What a contract takes over, and of later custom, is told where orders go by shares."""
    for place, buyer in enumerate(view.scenario.buyer):
        if buyer.negotiation is None or buyer.routing == "shares" or not view.certain("buyer", place, "routing"):
            continue
        for key in ("takes_over", "custom"):
            if getattr(buyer.negotiation.contract, key) != 1:
                location = ("buyer", place, "negotiation", "contract", key)
                yield location, f'has no effect: routing is "{buyer.routing}"'


def control_after_the_end(view: View) -> Iterator[Found]:
    """A control is announced within the run, or before it."""
    end = view.scenario.end
    for place, control in enumerate(view.scenario.control):
        if control.announced > end and view.certain("control", place, "announced"):
            yield ("control", place), f"is announced after end ({end}): nothing of it happens"


def control_lifted_before_its_effect(view: View) -> Iterator[Found]:
    """A control that is lifted was in effect before."""
    for place, control in enumerate(view.scenario.control):
        keys = ("announced", "effective", "moved", "lifted")
        if control.lifted is None or not all(view.certain("control", place, key) for key in keys):
            continue
        turns = [(control.announced, control.effective), *((move.on, move.to) for move in control.moved)]
        ends = [*(on for on, _ in turns[1:]), control.lifted]
        if not any(max(turn) < min(end, control.lifted) for turn, end in zip(turns, ends, strict=True)):
            known = turns[-1][1]
            yield ("control", place, "lifted"), f"is no later than its effect ({known}): it is never in effect"


def control_of_nobody(view: View) -> Iterator[Found]:
    """A control concerns some buyer that orders."""
    ordering = {buyer.name for _, buyer in view.ordering()}
    for place, control in enumerate(view.scenario.control):
        known = control.buyers is not None and view.certain("control", place, "buyers")
        if ordering and known and not ordering.intersection(control.buyers or ()):
            yield ("control", place), "concerns no buyer that orders anything"


def license_without_use(view: View) -> Iterator[Found]:
    """A license can be applied for within the run; it may be refused, where it is applied for again, and granted."""
    for place, control in enumerate(view.scenario.control):
        license_, location = control.license, ("control", place, "license")
        if license_ is None:
            continue
        if license_.opens is not None and license_.opens > view.scenario.end and view.certain(*location, "opens"):
            yield location, f"is never applied for: it opens after end ({view.scenario.end})"
        if not view.certain(*location, "granted"):
            continue
        if license_.again_days is not None and license_.granted == 1:
            yield (*location, "again_days"), "never counts: each application is granted"
        if license_.quota is not None and not license_.granted:
            yield (*location, "quota"), "never counts: no application is granted"


def talks_that_never_succeed(view: View) -> Iterator[Found]:
    """Talks may succeed, else their contract stands for nothing."""
    for place, buyer in enumerate(view.scenario.buyer):
        talks, location = buyer.negotiation, ("buyer", place, "negotiation")
        if talks is not None and not talks.success and view.certain(*location, "success"):
            yield (*location, "contract"), "is never signed: success is 0"


RULES = (
    ranking_without_its_policy,
    distributor_of_nobody,
    product_of_nobody,
    answer_to_no_control,
    rush_without_window,
    pulled_forward_into_no_window,
    burst_after_no_announcement,
    line_that_finishes_nothing,
    control_after_the_end,
    control_lifted_before_its_effect,
    control_of_nobody,
    stock_of_a_control_on_some,
    terms_that_routing_passes_over,
    rush_mix_that_never_comes,
    heir_of_no_control,
    license_without_use,
    talks_that_never_succeed,
)
