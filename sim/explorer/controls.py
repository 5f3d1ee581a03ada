"""What can be moved of a scenario: which values, between which limits, in which group, and what each is called."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

from sim.records.words import dollars
from sim.scenario.change import spelled_path
from sim.scenario.distributions import Distribution
from sim.scenario.paths import Location, at, dump, is_duration, locate, parsed, path_of, rounded
from sim.scenario.schema import Scenario
from sim.scenario.tables import Policy
from sim.scenario.toml_text import as_value
from sim.scenario.unit import Unit, unit_of
from sim.scenario.words import kind, labels

RULES = "Rules"
"""The group of what is not of one line, product, control, distributor or buyer."""

ALWAYS = {
    "allocation", "announced", "backlog", "budget", "capacity", "channel_capacity", "credit_limit", "effective",
    "granted", "initial_stock", "lifted", "on", "opens", "patience", "reserved_share", "rounds", "routing", "success",
    "term_days", "to", "weekly_capacity",
}  # fmt: skip
"""Keys whose values can be moved though nothing says that they are uncertain."""

CHOICES = {
    "allocation": tuple(name for name in get_args(Policy) if name != "ranking"),
    "routing": ("shares", "shortest-wait"),
}
"""By key: the words that can stand there."""

NOT_MOVED = ("uncertain", "correlated", "report", "source_check")
GROUPS = {"line": "Line", "product": "Product", "control": "Control", "distributor": "Distributor", "buyer": "Buyer"}
STEPS = 100
"""Steps of a slider, about."""

BEYOND = 3
"""How many times its value in the file a certain number can be moved to."""

LOGARITHMIC, WIDE = {"loguniform", "lognormal"}, 3
"""Laws of a number's size, and the ratio of their ends from which a slider goes by sizes, too."""

FIGURES = 10
"""Of a number that is shown: enough to tell any two marks of a slider."""

Number = int | float


@dataclass(frozen=True)
class Control:
    """A value that can be moved; `nominal` is what the file says, `law` the distribution that draws it, in words.

    Of numbers and dates `low`, `high` and `step` (days, of dates) say between what; of words `choices` are all there
    are. `step` is 0 where there is a choice. `is_log`: equal steps are equal ratios. `unit` is what units are called.
    """

    path: str
    label: str
    group: str
    kind: str
    nominal: Any
    low: Any = None
    high: Any = None
    step: Number = 0
    choices: tuple[Any, ...] = ()
    law: str = ""
    is_log: bool = False
    unit: Unit | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether replications draw it, unless it is set."""
        return bool(self.law)

    def marks(self, value: Number) -> list[Number]:
        """The numbers that a slider goes through: round ones, both ends, the nominal one, and the one that it shows."""
        if self.is_log:
            ratio = self.high / self.low
            between = [round_number(self.low * ratio ** (place / STEPS)) for place in range(1, STEPS)]
        else:
            first, last = math.ceil(self.low / self.step), math.floor(self.high / self.step)
            between = [round(place * self.step, 10) for place in range(first, last + 1)]
        kind = type(self.nominal)
        inner = (kind(one) for one in between if self.low <= one <= self.high)
        return sorted({self.low, self.high, self.nominal, value, *inner})

    def said(self, value: Number) -> str:
        """A number in the unit that it has in the scenario."""
        if self.kind == "usd":
            return dollars(value, FIGURES)
        if self.kind == "share":
            return f"{100 * value:,.{FIGURES}g}%"
        noun = {"units": self.unit.of(value) if self.unit else "", "days": "day" if value == 1 else "days"}
        return f"{value:,.{FIGURES}g} {noun.get(self.kind, '')}".rstrip()

    def value(self, text: str) -> Any:
        """The value of a text of `--set`, as the control shows it; the nominal one where it can't show it."""
        value = parsed(text)
        if self.choices:
            return value if value in self.choices else self.nominal
        if isinstance(self.nominal, date) != isinstance(value, date) or not isinstance(value, date | int | float):
            return self.nominal
        if isinstance(self.nominal, float):
            value = float(value)  # type: ignore[arg-type] # no date, as the nominal one is none
        elif isinstance(self.nominal, int) and not isinstance(value, int):
            return self.nominal
        return min(max(value, self.low), self.high)


def text_of(value: Any) -> str:
    """A value as `--set` takes it."""
    if isinstance(value, str) and parsed(value) == value:
        return value
    if isinstance(value, float):
        return f"{value:.10g}"
    return as_value(value)


def controls(scenario: Scenario) -> list[Control]:
    """All of them, in the order of the file; `scenario` is the one without settings."""
    document = dump(scenario)
    located = {path: locate(document, path) for path in scenario.drawn}
    drawn = {location: path for path, location in located.items()}
    left = {locate(document, path) for path in scenario.uncertain} - set(drawn)
    places = [one for one in _leaves(document) if one in drawn or (one not in left and _is_moved(document, one))]
    paths = {one: drawn[one] if one in drawn else spelled_path(scenario, path_of(document, one)) for one in places}
    names = labels(scenario, list(paths.values()))
    found = []
    for location, path in paths.items():
        about = (path, names[path], _group(document, location), kind(scenario, path))
        law = scenario.drawn.get(path)
        nominal = at(document, location)
        one = _drawn(about, nominal, law, location) if law is not None else _certain(about, nominal, location, scenario)
        if one is not None:
            found.append(replace(one, unit=unit_of(scenario)))
    return found


def groups(known: list[Control]) -> dict[str, list[Control]]:
    """By group: controls on supply first, as people would rather move the date of a ban than anything else."""
    found: dict[str, list[Control]] = {}
    for one in known:
        found.setdefault(one.group, []).append(one)
    order = [GROUPS["control"], RULES]
    return dict(sorted(found.items(), key=lambda item: _rank(item[0], order)))


def _rank(group: str, order: list[str]) -> int:
    return next((place for place, word in enumerate(order) if group.startswith(word)), len(order))


def _leaves(node: Any, location: Location = ()) -> Iterator[Location]:
    entries = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else None
    if entries is None:
        yield location
        return
    for step, inner in entries:
        if location or step not in NOT_MOVED:
            yield from _leaves(inner, (*location, step))


def _is_moved(document: Mapping[str, Any], location: Location) -> bool:
    value = at(document, location)
    return location[-1] in ALWAYS and value is not None and not isinstance(value, bool)


def _group(document: Mapping[str, Any], location: Location) -> str:
    if location[0] not in GROUPS or len(location) < 3 or location[-1] == "routing":
        return RULES
    return f"{GROUPS[str(location[0])]} {at(document, location[:2])['name']}"


def _drawn(about: tuple[str, str, str, str], nominal: Any, law: Distribution, location: Location) -> Control | None:
    words = as_value(law.written()).removeprefix("{ ").removesuffix(" }")
    extremes = law.extremes()
    if hasattr(law, "choice"):
        values = tuple(dict.fromkeys(extremes))
        return Control(*about, nominal, choices=values, law=words)
    low, high = extremes[0], extremes[-1]
    if isinstance(low, date) and isinstance(high, date) and isinstance(nominal, date):
        return Control(*about, min(max(nominal, low), high), low, high, 1, law=words) if low < high else None
    if not isinstance(low, int | float) or not isinstance(high, int | float) or not isinstance(nominal, int | float):
        return None
    ends = (rounded(nominal, location, low), rounded(nominal, location, high))
    is_log = bool(LOGARITHMIC & set(law.written())) and 0 < WIDE * ends[0] <= ends[1]
    found = _numbers(about, nominal, ends[0], ends[1], words)
    return replace(found, is_log=is_log) if found else None


def _certain(about: tuple[str, str, str, str], nominal: Any, location: Location, scenario: Scenario) -> Control | None:
    if isinstance(nominal, str):
        words = CHOICES.get(str(location[-1]), ())
        return Control(*about, nominal, choices=tuple(dict.fromkeys((*words, nominal)))) if words else None
    if isinstance(nominal, date):
        low, high = scenario.start - timedelta(days=365), scenario.end + timedelta(days=365)
        return Control(*about, nominal, min(low, nominal), max(high, nominal), 1)
    most: Number = 1.0 if about[3] == "share" and 0 <= nominal <= 1 else BEYOND * nominal
    least: Number = 1 if is_duration(location) or location[-1] in ("rounds", "budget") else 0
    return _numbers(about, nominal, least, most, "")


def _numbers(about: tuple[str, str, str, str], nominal: Number, low: Number, high: Number, law: str) -> Control | None:
    """A control of numbers; None where there is nothing between its ends, or more than a page can tell apart."""
    if not low < high or abs(high) > 2**53 or abs(low) > 2**53:
        return None
    step = round_step((high - low) / STEPS)
    if isinstance(nominal, int):
        whole = max(1, round(step))
        return Control(*about, min(max(nominal, int(low)), int(high)), int(low), int(high), whole, law=law)
    return Control(*about, min(max(float(nominal), float(low)), float(high)), float(low), float(high), step, law=law)


def round_step(step: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above a step."""
    power = 10.0 ** math.floor(math.log10(step))
    return float(f"{next(digit for digit in (5, 2, 1) if digit * power <= step * (1 + 1e-9)) * power:.6g}")


def round_number(value: float) -> float:
    """A positive number to three figures."""
    return float(f"{value:.3g}")
