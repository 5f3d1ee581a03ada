"""Words and numbers as a reader has them: key figures by name, dates in words, dollars in millions."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.clock import in_words
from sim.records.figures.naming import figure_of, figure_parts, kind_of
from sim.records.figures.sums import in_common, summands
from sim.scenario.schema import Scenario
from sim.scenario.unit import Unit, begun, unit_of
from sim.scenario.words import possessive

MEANINGS = {
    "delivered_share": "share of the order delivered",
    "delivered_units": "{units} delivered",
    "delivered_usd": "value delivered",
    "met_units": "{units} delivered towards what is needed",
    "dispatched_units": "{units} dispatched, less returned",
    "dispatched_usd": "value dispatched, less returned",
    "ordered_units": "{units} ordered, less switched",
    "need_units": "{units} needed in the whole run",
    "lost_units": "{units} needed and lost",
    "finished_units": "good {units} of finished lots",
    "days_to_share": "days from the start until so much of the order is delivered:",
    "backlog_units": "{units} still open at the end",
    "cancelled_units": "{units} cancelled",
    "switched_units": "{units} switched to a substitute",
    "wait_days_mean": "days from order to delivery, mean",
    "wait_days_p50": "days from order to delivery, median",
    "wait_days_p90": "days from order to delivery, nine of ten {units} at most",
    "days_gained_direct": "days gained by dealing directly",
    "stranded_units": "{units} stranded",
    "stranded_usd": "value stranded",
    "diverted_units": "{units} gone to other markets",
    "diverted_usd": "value gone to other markets",
    "released_units": "{units} held by a control and released",
    "scrapped_units": "{units} scrapped",
    "held_units": "{units} held by a control at the end",
    "licensed_units": "{units} on order that got a license",
    "refused_units": "{units} on order that were refused a license",
    "quota_used": "{units} of its quota used",
    "shortfall_units": "{units} of a contract's minimum paid for without goods",
    "shortfall_usd": "paid for a contract's minimum without goods",
    "window_dispatched_units": "{units} dispatched between announcement and effect",
    "window_dispatched_usd": "value dispatched between announcement and effect",
    "stopped_units": "open {units} that buyers switched or cancelled because of it",
    "channel_share": "share of all {units} dispatched",
    "channel_use": "use of its capacity",
}
"""By figure; one that is not listed is called by its own name. The scenario says what `{units}` are called."""

PHRASES = {
    "delivered_share": "share of {whose} delivered",
    "delivered_units": "{units} delivered to {who}",
    "delivered_usd": "value delivered to {who}",
    "met_units": "{units} delivered towards what {who} needed",
    "dispatched_units": "{units} dispatched to {who}, less returned",
    "dispatched_usd": "value dispatched to {who}, less returned",
    "ordered_units": "{units} ordered by {who}, less switched",
    "need_units": "{units} of {whose} that are needed in the whole run",
    "lost_units": "needed {units} of {whose} that were lost",
    "backlog_units": "{units} of {whose} still open at the end",
    "cancelled_units": "{units} of {whose} cancelled",
    "wait_days_mean": "mean days from order to delivery, {who}",
    "wait_days_p50": "median days from order to delivery, {who}",
}
"""By figure of a buyer: the whole of it in a sentence, before its date, quarter or cause."""

LOST_BY = {
    "patience": "given up for patience",
    "control": "by a control",
    "budget": "by the budget",
}
"""By cause of lost need."""

OF_PRODUCTS = ("finished_", "stranded_", "diverted_", "released_", "scrapped_", "held_")
OF_CONTROLS = ("window_", "stopped_", "licensed_", "refused_", "quota_")
"""What figures of products and of controls begin with."""

QUARTER = re.compile(r"(\d{4})Q([1-4])")

DATED = re.compile(r"\b([Bb]y|until|[Aa]s of) (\d{4}-\d\d-\d\d)\b")
"""A date of an answer, and the words before it."""

GROUPS = ("By buyer", "By product", "By control", "By channel", "Other")

SIGNED = "days_gained_"
"""What the names of figures begin with that may be below 0."""

MOST_OF = 2
"""Names that a figure of a buyer, product, control or channel has at most: its own, and a date, share or control."""

NONE, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
"""What stands where there is no value, and before a number less than zero."""


@dataclass(frozen=True)
class Label:
    """Where a key figure stands and what it is called: `name` is the flat one, `rest` what stands behind the entity."""

    name: str
    group: str
    entity: str
    words: str
    unit: Unit
    rest: str = ""

    @property
    def figure(self) -> str:
        """The figure, without what it is of."""
        return figure_of(self.name)

    @property
    def is_of_quarter(self) -> bool:
        """Whether it is what falls into a calendar quarter."""
        return QUARTER.fullmatch(self.rest) is not None and self.group == "By buyer"

    @property
    def of(self) -> str:
        """What stands behind the entity: `by 31 Dec 2023`, `in Q2 2023`, a share, a control; empty where none does."""
        return _of(self.figure, self.rest)

    @property
    def who(self) -> str:
        """The entity as a caption has it."""
        if self.group == "By buyer":
            return entity_in_words(self.entity)
        return channel_in_words(self.entity) if self.group == "By channel" else self.entity

    @property
    def phrase(self) -> str:
        """The whole of it for a picture: `share of ByteDance's order delivered by 31 Dec 2023`."""
        if self.figure in PHRASES and self.group == "By buyer":
            names = {"who": self.who, "whose": whose(self.entity), "units": self.unit.many}
            return " ".join(filter(None, (PHRASES[self.figure].format(**names), self.of)))
        return f"{self.words}, {self.who}" if self.entity else self.words

    @property
    def begun(self) -> str:
        """The phrase as a sentence begins with it."""
        return begun(self.phrase, self.unit)


def labels(names: Iterable[str], scenarios: Iterable[Scenario]) -> Iterator[Label]:
    """A label for each flat name, of a figure or a sum; units are called as in the first of the scenarios."""
    every = list(scenarios)
    known, unit = _known(every), unit_of(every[0])
    for name in names:
        found = [_label(one, known, unit) for one in summands(name)]
        yield found[0] if len(found) == 1 else _of_sum(name, found)


def _of_sum(name: str, of: Sequence[Label]) -> Label:
    """The label of a sum: what its figures are called, with what they share once."""
    return Label(name, "Other", "", in_common([one.phrase.split(" ") for one in of], " "), of[0].unit)


def _known(scenarios: Iterable[Scenario]) -> dict[str, dict[str, None]]:
    """Names of what key figures are of, by group."""
    found: dict[str, dict[str, None]] = {group: {} for group in GROUPS}
    found["By buyer"]["all"] = None
    for scenario in scenarios:
        found["By buyer"] |= dict.fromkeys(buyer.name for buyer in scenario.buyer)
        found["By product"] |= dict.fromkeys(product.name for product in scenario.product)
        found["By product"] |= dict.fromkeys(line.name for line in scenario.line)
        found["By control"] |= dict.fromkeys(control.name for control in scenario.control)
        direct = (f"direct:{buyer.name}" for buyer in scenario.buyer if buyer.negotiation is not None)
        found["By channel"] |= dict.fromkeys((*(channel.name for channel in scenario.distributor), *direct))
    return found


def _label(name: str, known: Mapping[str, Collection[str]], unit: Unit) -> Label:
    figure, *of = figure_parts(name)
    words = MEANINGS.get(figure, figure.replace("_", " ")).format(units=unit.many)
    group = _group(figure)
    if of and len(of) <= MOST_OF and of[0] in known[group]:
        rest = of[1] if len(of) > 1 else ""
        return Label(name, group, of[0], _with(words, figure, rest), unit, rest)
    return Label(name, "Other", name.partition(".")[2], words, unit)


def _group(figure: str) -> str:
    if figure.startswith("flow_"):
        return "Other"
    if figure.startswith("channel_"):
        return "By channel"
    if figure.startswith(OF_CONTROLS):
        return "By control"
    return "By product" if figure.startswith(OF_PRODUCTS) else "By buyer"


def _with(words: str, figure: str, of: str) -> str:
    """The words with a date, a quarter, a share, a cause or a control."""
    return f"{words} {_of(figure, of, full=True)}" if of else words


def _of(figure: str, of: str, full: bool = False) -> str:
    """What stands behind the entity of a figure, in words."""
    if figure == "days_to_share" and of:
        return target(float(of))
    if figure == "lost_units":
        return LOST_BY.get(of, of)
    quarter = QUARTER.fullmatch(of)
    if quarter and not figure.startswith(("stranded_", "diverted_")):
        return f"in Q{quarter[2]} {quarter[1]}"
    if figure.startswith("stranded_") and of:
        return f"on the day of {of}"
    return f"by {date_in_words(of, full)}" if of else ""


def date_in_words(when: str | date, full: bool = True) -> str:
    """A date as running text has it, `15 June 2023`, or in short; a text that is none as it is."""
    try:
        return in_words(date.fromisoformat(str(when)), full)
    except ValueError:
        return str(when)


def with_dates_in_words(sentence: str) -> str:
    """A sentence whose dates after `by`, `until` and `as of` are in words."""
    return DATED.sub(lambda found: f"{found[1]} {date_in_words(found[2])}", sentence)


def written(figure: str, value: Any, sign: bool = False) -> str:
    """A value of a figure as its unit has it; a dash for null."""
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return NONE
    plus = "+" if sign else ""
    kind = kind_of(figure)
    if kind == "share":
        return _minus(f"{100 * value:{plus},.1f}" + (" points" if sign else "%"))
    if kind == "usd":
        return (plus if value >= 0 else "") + dollars(value, 4)
    if kind == "units":
        return _minus(f"{value:{plus},.0f}")
    return _minus(f"{value:{plus},d}" if isinstance(value, int) else f"{value:{plus},.1f}")


def _minus(text: str) -> str:
    """A text whose hyphen before a number is a minus sign, and nothing less than zero is without a sign."""
    return text.replace("-", MINUS) if set(text) & set("123456789") else text.replace("-", "")


def dollars(usd: float, figures: int = 3) -> str:
    """`$0`, `$250M`, `$1.2B`, to so many figures; below a million whole dollars."""
    sign, size = MINUS if usd < 0 else "", abs(usd)
    for letter, unit in (("B", 1e9), ("M", 1e6)):
        if size >= (1 - 0.5 * 10**-figures) * unit:
            return f"{sign}${_short(size / unit, figures)}{letter}"
    return f"{sign}${size:,.0f}"


def _short(value: float, figures: int) -> str:
    """A number from about 1 on to so many figures, without zeros at its end."""
    text = f"{value:,.{max(0, figures - len(str(int(value))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """A share as text, with as many digits as tell it from nothing and from all."""
    return _told_apart(share, [f"{share:.{digits}%}" for digits in range(6)], "0%", "100%")


def target(share: float) -> str:
    """A share that somebody chose: `50%`, `0.1%`."""
    return f"{100 * share:.4g}%"


def probability(chance: float) -> str:
    """A probability as text, to hundredths, or with as many digits as tell it from impossible and certain."""
    return _told_apart(chance, [f"{chance:.{digits}f}" for digits in range(2, 8)], "0", "1")


def _told_apart(value: float, texts: Iterable[str], none: str, whole: str) -> str:
    """The first text of a value that is not that of nothing or of all, unless the value is."""
    ends = (float(none.strip("%")), float(whole.strip("%")))
    known = (text for text in texts if value in (0.0, 1.0) or float(text.strip("%")) not in ends)
    return next(known, f"nearly {none if value < 0.5 else whole}")


def between(low: str, high: str) -> str:
    """An interval."""
    return NONE if NONE in (low, high) else f"{low} to {high}"


def interval_of(figure: str, found: Mapping[str, Any]) -> str:
    """The interval of a figure's mean: of a figure that is never below 0 it ends there, however few replications."""
    low = found["low"]
    possible = low if low is None or figure.startswith(SIGNED) else max(0.0, low)
    return between(written(figure, possible), written(figure, found["high"]))


def entity_in_words(entity: str) -> str:
    """What a figure is of, for a caption."""
    return "all buyers" if entity == "all" else channel_in_words(entity)


def channel_in_words(channel: str) -> str:
    """A channel as it is read."""
    buyer = channel.removeprefix("direct:")
    return channel if buyer == channel else f"direct to {buyer}"


def whose(entity: str) -> str:
    """The order of a buyer, or of all."""
    return "all orders" if entity == "all" else f"{possessive(entity)} order"


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What the scenarios of a comparison are called, in their order."""


def apart(*scenarios: Scenario) -> tuple[str, ...]:
    """The names of scenarios, with A, B and so on where any two have the same."""
    names = tuple(one.name for one in scenarios)
    if len(set(names)) == len(names):
        return names
    return tuple(f"{letter} ({name})" for letter, name in zip(LETTERS, names, strict=False))


def is_or_are(count: int) -> str:
    """The verb that goes with a count."""
    return "is" if count == 1 else "are"
