"""What nothing reads: entries and values that make no difference to any replication."""

from collections.abc import Iterator
from datetime import date

from sim.scenario.paths import Location
from sim.scenario.production_tables import Lots, Production
from sim.scenario.quantities import Table
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
            elif not any(view.controls_of(product)):
                yield location, f"is never asked for: no control covers {product}"


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
        windows = any(view.has_window(number) for order in buyer.order for number, _ in view.controls_of(order.product))
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
    shared: list[tuple[Location, Lots | None]] = [
        (("line", place), line) for place, line in enumerate(view.scenario.line)
    ]
    own = [(("product", place, "production"), one.production) for place, one in enumerate(view.scenario.product)]
    for location, line in (*shared, *own):
        if line is None or not all(view.certain(*location, key) for key in ("start", "cycle_time")):
            continue
        in_progress = isinstance(line, Production) and _in_progress(view, int(location[1]), line, end)
        if (end - line.start).days < line.cycle_time and not in_progress:
            yield location, f"makes nothing in time: its first lot finishes after end ({end})"


def _in_progress(view: View, place: int, line: Production, end: date) -> bool:
    """Whether a lot that was begun before may finish within the run."""
    certain = view.certain("product", place, "production", "in_progress")
    return not certain or any(lot.finishes <= end for lot in line.in_progress)


def control_after_the_end(view: View) -> Iterator[Found]:
    """A control is announced within the run, or before it."""
    end = view.scenario.end
    for place, control in enumerate(view.scenario.control):
        if control.announced > end and view.certain("control", place, "announced"):
            yield ("control", place), f"is announced after end ({end}): nothing of it happens"


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
    talks_that_never_succeed,
)
