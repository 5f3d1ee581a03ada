"""Paths in words: `product.H800.production.ramp.logistic.midpoint` is read `H800: midpoint of the ramp`.

The paths stay the names by which a scenario is changed; these labels are for pictures. Every path of the schema has
one. A *kind* says how its values are written: as `units`, `usd`, `share`, `days`, `date`, `number` or `text`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario import distributions
from sim.scenario.paths import Location, UnknownPathError, at, dump, locate
from sim.scenario.schema import Scenario

WORDS: dict[str, tuple[str, str]] = {
    "acts_on": ("what it acts on", "text"),
    "again_days": ("days from a refusal to the next application", "days"),
    "allocation": ("allocation policy", "text"),
    "announced": ("date announced", "date"),
    "asked": ("date of the question", "date"),
    "backlog": ("backlog that opens the talks", "units"),
    "budget": ("budget", "usd"),
    "buyer": ("buyer reported", "text"),
    "buyers": ("buyer concerned", "text"),
    "capacity": ("capacity a lot", "units"),
    "channel_capacity": ("capacity of channels", "share"),
    "covers": ("product covered", "text"),
    "credit_limit": ("credit limit", "usd"),
    "custom": ("share of later orders", "share"),
    "cycle_time": ("cycle time", "days"),
    "date": ("date", "date"),
    "dates": ("date reported", "date"),
    "days": ("days", "days"),
    "delivered": ("units delivered before", "units"),
    "effective": ("first effective date", "date"),
    "end": ("end", "date"),
    "every": ("period", "text"),
    "factor": ("factor", "number"),
    "figure": ("key figure", "text"),
    "figures": ("key figure reported", "text"),
    "finishes": ("date finished", "date"),
    "granted": ("chance of a license", "share"),
    "hold_days": ("days that stock is held", "days"),
    "in_transit": ("what becomes of units in transit", "text"),
    "initial_stock": ("stock at the start", "units"),
    "least": ("least", "number"),
    "lifted": ("date lifted", "date"),
    "lot_interval": ("days from lot to lot", "days"),
    "many": ("name of many units", "text"),
    "margin": ("margin", "share"),
    "market_share": ("share of output for this market", "share"),
    "midpoint": ("midpoint", "days"),
    "minimum_units": ("minimum quantity", "units"),
    "most": ("most", "number"),
    "name": ("name", "text"),
    "on": ("date announced", "date"),
    "one": ("name of one unit", "text"),
    "opens": ("date of opening", "date"),
    "orders_per_month": ("orders a month", "number"),
    "patience": ("patience", "days"),
    "per": ("holder", "text"),
    "price": ("price", "usd"),
    "product": ("product", "text"),
    "published": ("date published", "date"),
    "pull_forward": ("share of orders pulled forward", "share"),
    "question": ("question", "text"),
    "range": ("end of the range", "number"),
    "ranking": ("rank", "text"),
    "reserved_share": ("share of stock reserved", "share"),
    "resume": ("whether what is held back is ordered at its end", "text"),
    "round_days": ("days a round", "days"),
    "rounds": ("most rounds", "number"),
    "routing": ("how orders find their channel", "text"),
    "shares": ("share targeted", "share"),
    "slope": ("slope", "number"),
    "source": ("source", "text"),
    "sources": ("source", "text"),
    "split_days": ("days from division to finish", "days"),
    "start": ("start", "date"),
    "success": ("chance that a round succeeds", "share"),
    "table": ("table", "number"),
    "takes_over": ("share of open orders taken over", "share"),
    "term_days": ("term", "days"),
    "title": ("title", "text"),
    "to": ("effective date", "date"),
    "transit_days": ("days under way", "days"),
    "unit": ("name of a unit", "text"),
    "units": ("units", "units"),
    "unshipped": ("what becomes of unshipped units", "text"),
    "waits": ("wait", "days"),
    "weekly_capacity": ("weekly capacity", "units"),
    "yield": ("yield", "share"),
}
"""By key of the scenario file: what stands there, and its kind."""

SETTINGS: dict[str, tuple[str, str]] = {
    "production": ("of production", ""),
    "ramp": ("of the ramp", ""),
    "in_progress": ("of the {} lot in progress", "of the lot in progress"),
    "moved": ("of the {} move", "after the move"),
    "rush": ("in the rush", ""),
    "license": ("", ""),
    "quota": ("of the quota", ""),
    "order": ("{} order", "order"),
    "demand": ("{} stream of random orders", "random orders"),
    "after_announcement": ("after an announcement", ""),
    "shortage": ("in a shortage", ""),
    "negotiation": ("talks", ""),
    "contract": ("contract", ""),
    "report": ("", ""),
    "source_check": ("of the {} check against a source", "of the check against a source"),
}
"""By key of a table: the words that say where a value stands (of one entry of several; of the only one)."""

OWNED = ("order", "demand", "negotiation", "contract")
"""Tables that are told as something of their owner: `ByteDance's 2nd order`."""

NUMBERS: dict[str, tuple[str, ...]] = {
    "uniform": ("lowest {}", "highest {}"),
    "loguniform": ("lowest {}", "highest {}"),
    "triangular": ("lowest {}", "most likely {}", "highest {}"),
    "pert": ("lowest {}", "most likely {}", "highest {}"),
    "beta": ("first shape of the {}", "second shape of the {}"),
}
"""By distribution that is a list: its numbers in words."""

PARAMETERS = {
    "mean": "mean {}",
    "median": "median {}",
    "sd": "spread of the {}",
    "sigma": "spread of the {}",
    "min": "least {}",
    "max": "greatest {}",
    "shape": "shape of the {}",
    "scale": "scale of the {}",
}
"""By key of a distribution that is a table: the number in words."""

TABLES = ("quantiles", *(name for name, keys in distributions.PARAMETERS.items() if keys))
"""Distributions whose numbers have keys."""

ENTITIES = ("line", "product", "control", "distributor", "buyer")


def label(scenario: Scenario, path: str) -> str:
    """A path in words: what it is of, then what it is."""
    document = dump(scenario)
    try:
        location = locate(document, path)
    except UnknownPathError:
        return path
    return _label(document, location)


def kind(scenario: Scenario, path: str) -> str:
    """How the values of a path are written; see the module."""
    try:
        location = locate(dump(scenario), path)
    except UnknownPathError:
        return "text"
    keys = [step for step in location if isinstance(step, str)]
    table = next((key for key in keys[:-1] if key in BY_NAME), "")
    if table:
        return "date" if location[-1] == 0 else BY_NAME[table][1]
    if "beta" in keys:
        return "number"
    of = next((key for key in reversed(keys) if key in WORDS), "")
    return WORDS.get(of, ("", "text"))[1] if of else "text"


BY_NAME = {
    "via": ("share through {}", "share"),
    "on_control": ("substitute for {}", "text"),
    "mix": ("share of {} in the mix", "share"),
    "rush_mix": ("share of {} in a rush", "share"),
    "when_controlled": ("successor of {}", "text"),
}
"""By key of a table whose keys are names: what stands at a name, and its kind."""


def _label(document: Mapping[str, Any], location: Location) -> str:
    owner, inner = _owner(document, location)
    tables, value = _split(inner)
    told = [_table(document, location, len(location) - len(inner) + place) for place in tables]
    settings = [words for key, words in told if key not in OWNED and words]
    owned = [words for key, words in told if key in OWNED][-1:]  # a contract is not told as part of the talks
    words = " ".join([_value(value, inner), *reversed(settings)])
    if not owner:
        return words
    return f"{possessive(owner)} {' '.join(owned)}: {words}" if owned else f"{owner}: {words}"


def _owner(document: Mapping[str, Any], location: Location) -> tuple[str, Location]:
    """The line, product, control, distributor or buyer that a location is of, and the rest of the location."""
    if location[0] in ENTITIES and len(location) > 1 and isinstance(location[1], int):
        entry = at(document, location[:2])
        name = entry.get("name") if isinstance(entry, Mapping) else None
        return str(name or f"{location[0]} {location[1] + 1}"), location[2:]
    return "", location


def _split(inner: Location) -> tuple[list[int], Location]:
    """Places of the tables that a value stands in, and the steps of the value itself."""
    tables = [place for place, step in enumerate(inner) if step in SETTINGS and place < len(inner) - 1]
    first = next(
        (place for place, step in enumerate(inner) if place not in tables and not _is_number_of(inner, place)), 0
    )
    return tables, inner[first:]


def _is_number_of(inner: Location, place: int) -> bool:
    """Whether a step is the number of an entry of a table, or a ramp's shape."""
    step = inner[place]
    after = place > 0 and inner[place - 1] in SETTINGS
    return after and (isinstance(step, int) or step in ("logistic", "linear"))


def _table(document: Mapping[str, Any], location: Location, place: int) -> tuple[str, str]:
    """A table on the way to a value: its key, and the words for it."""
    key = str(location[place])
    several, only = SETTINGS[key]
    if place + 1 < len(location) and isinstance(location[place + 1], int):
        entries = at(document, location[: place + 1])
        many = isinstance(entries, Sequence) and len(entries) > 1
        return key, several.format(ordinal(int(location[place + 1]) + 1)) if many else only
    if (key == "production" and location[-1] not in ("start", "end")) or "linear" in location[place : place + 2]:
        return key, ""
    return key, several


def _value(value: Location, inner: Location) -> str:
    """The value itself: its key, or a number of the distribution that stands there."""
    head, *rest = value
    if head in BY_NAME and rest:
        return _of_step(BY_NAME[str(head)][0].format(rest[0]), rest[1:])
    words = WORDS.get(str(head), (str(head).replace("_", " "), ""))[0]
    if head == "days" and "linear" in inner:
        words = "days to full capacity"
    if head == "days" and "license" in inner:
        words = "days to the decision on a license"
    if head == "factor" and "shortage" in inner:
        words = "factor of over-ordering"
    if head == "opens" and "license" in inner:
        words = "date from which licenses are applied for"
    if not rest:
        return words
    return _of_distribution(words, rest)


def _of_step(words: str, rest: Sequence[str | int]) -> str:
    """A number of a table of steps, each a date and a share; of a share that has none the words alone."""
    if len(rest) < len(("table", "row", "column")):
        return words
    return f"{ordinal(int(rest[1]) + 1)} {'date of the ' if rest[2] == 0 else ''}{words}"


def _of_distribution(words: str, rest: Sequence[str | int]) -> str:
    """A number within a quantity: of a distribution, of a list, or of a table of pairs."""
    distribution, *number = rest
    if (
        distribution in NUMBERS
        and number
        and isinstance(number[0], int)
        and number[0] < len(NUMBERS[str(distribution)])
    ):
        return NUMBERS[str(distribution)][number[0]].format(words)
    if distribution in TABLES and number:
        return PARAMETERS.get(str(number[0]), f"{number[0]} of the {{}}").format(words)
    if distribution in ("backlog", "hold_days"):
        return WORDS[str(distribution)][0]
    numbers = [ordinal(step + 1) for step in rest if isinstance(step, int)]
    return " ".join([*numbers, words]) if numbers else words


def possessive(name: str) -> str:
    """`ByteDance's`, `others'`."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    end = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{end}"


def labels(scenario: Scenario, paths: Sequence[str]) -> dict[str, str]:
    """Labels by path; two that read alike get their paths behind them."""
    document = dump(scenario)
    found = {}
    for path in paths:
        try:
            found[path] = _label(document, locate(document, path))
        except UnknownPathError:
            found[path] = path
    seen = list(found.values())
    return {path: words if seen.count(words) == 1 else f"{words} ({path})" for path, words in found.items()}
