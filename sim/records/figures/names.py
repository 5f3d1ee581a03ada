"""Names of the key figures, in the order in which `counted` notes them, and what a wrong name may mean."""

from collections.abc import Iterator, Sequence

from sim.clock import quarters
from sim.errors import Problem, ScenarioError
from sim.extensions.registry import FIGURE, find
from sim.model.events import CAUSES
from sim.records.figures.flows import flows_of
from sim.records.figures.naming import TO_SHARE, figure_name, figure_of, figure_parts, is_date
from sim.records.figures.own import own_names
from sim.scenario.schema import Scenario
from sim.scenario.wording import did_you_mean, show

ON_DATES = (
    "delivered_share",
    "delivered_units",
    "delivered_usd",
    "met_units",
    "dispatched_units",
    "dispatched_usd",
    "ordered_units",
)
IN_QUARTERS = ("ordered_units", "dispatched_units", "dispatched_usd", "delivered_units", "delivered_usd")
OVER_THE_RUN = ("backlog_units", "cancelled_units", "switched_units", "need_units", "met_units", "lost_units")
LOST = "lost_units"
WAITS = ("wait_days_mean", "wait_days_p50", "wait_days_p90")
FINISHED = "finished_units"
TAKEN = ("stranded_units", "stranded_usd", "diverted_units", "diverted_usd")
"""What leaves this market, or can no longer leave the hub: of a product, or of it by a control."""
OF_PRODUCTS = (*TAKEN, "released_units", "scrapped_units", "held_units")
OF_CHANNELS = ("channel_share", "channel_use")
OF_CONTROLS = (
    "window_dispatched_units",
    "window_dispatched_usd",
    "stopped_units",
    "licensed_units",
    "refused_units",
)
QUOTA = "quota_used"
SHORTFALL = ("shortfall_units", "shortfall_usd")

REAL = ("delivered_share", "wait_days_mean", "days_gained_direct", *OF_CHANNELS)
"""Key figures that are real numbers, as the user's own are; all others are whole."""

BUILT_IN = frozenset((*ON_DATES, *IN_QUARTERS, *OVER_THE_RUN, LOST, *WAITS, FINISHED, *OF_PRODUCTS, *OF_CHANNELS)) | {
    *(*OF_CONTROLS, QUOTA, *SHORTFALL, TO_SHARE, "days_gained_direct", "flow_units")
}
"""All figures that are counted without anybody's registering them."""


def figure_names(scenario: Scenario) -> list[str]:
    """The key figures that every replication of a scenario has, in their order."""
    buyers, products = [buyer.name for buyer in scenario.buyer], [product.name for product in scenario.product]
    touched = [name for name, _ in quarters(scenario.start, scenario.end)]
    names = [name for who in ("all", *buyers) for name in _of_buyer(who, scenario, touched)]
    names += [figure_name(figure, who) for who in ("all", *buyers) for figure in WAITS]
    names += [figure_name("days_gained_direct", buyer) for buyer in buyers]
    names += [figure_name(figure, buyer.name) for buyer in scenario.buyer if buyer.negotiation for figure in SHORTFALL]
    makers = (*products, *(line.name for line in scenario.line))
    names += [figure_name(FINISHED, maker, quarter) for maker in makers for quarter in touched]
    names += [figure_name(figure, product) for figure in OF_PRODUCTS for product in products]
    names += [figure_name(figure, channel) for channel in _channels(scenario) for figure in OF_CHANNELS]
    names += [flow.name for flow in flows_of(scenario)]
    for control in scenario.control:
        names += [figure_name(figure, control.name) for figure in (*OF_CONTROLS, QUOTA)]
        names += [figure_name(QUOTA, control.name, buyer) for buyer in buyers]
        names += [figure_name(figure, product, control.name) for figure in TAKEN for product in products]
    return names + [name for name, _, _ in own_names(scenario)]


def is_real(name: str) -> bool:
    """Whether a key figure is a real number; all others are whole."""
    figure = figure_of(name)
    return figure in REAL or find(FIGURE, figure) is not None


def _of_buyer(who: str, scenario: Scenario, touched: Sequence[str]) -> Iterator[str]:
    for when in scenario.report_dates:
        yield from (figure_name(figure, who, when) for figure in ON_DATES)
    yield from (figure_name(figure, who, quarter) for quarter in touched for figure in IN_QUARTERS)
    yield from (figure_name(TO_SHARE, who, share) for share in dict.fromkeys((*scenario.report.shares, 1.0)))
    yield from (figure_name(figure, who) for figure in OVER_THE_RUN)
    yield from (figure_name(LOST, who, cause) for cause in CAUSES)


def _channels(scenario: Scenario) -> list[str]:
    direct = [f"direct:{buyer.name}" for buyer in scenario.buyer if buyer.negotiation is not None]
    return [*(distributor.name for distributor in scenario.distributor), *direct]


def figure_hint(name: str, names: Sequence[str]) -> str:
    """The key figure that was meant by a name that none has: where its date is missing, that of the last date."""
    longer = [known for known in names if known.startswith(f"{name}.")]
    dated = [known for known in longer if is_date(figure_parts(known)[-1])]
    return f"did you mean '{(dated or longer)[-1]}'?" if longer else did_you_mean(name, names)


def check_report(scenario: Scenario) -> None:
    """Raises `ScenarioError` for each figure that the report asks for and the scenario lacks, or that stands twice."""
    asked = scenario.report.figures
    names = figure_names(scenario) if asked else []
    problems = []
    for number, name in enumerate(asked, 1):
        if name not in names:
            expected, hint = f"a key figure of {scenario.name}", figure_hint(name, names)
        elif name in asked[: number - 1]:
            expected, hint = "each figure at most once", ""
        else:
            continue
        problems.append(Problem(f"report.figures.{number}", show(name), expected, hint))
    if problems:
        raise ScenarioError(problems)
