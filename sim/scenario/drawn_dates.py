"""Dates of a scenario that [uncertain] draws: the range of each, and how it is said. No such date is told as a fact."""

from dataclasses import dataclass
from datetime import date

from sim.clock import in_words
from sim.scenario.control_tables import Control
from sim.scenario.paths import Location, dump, locate
from sim.scenario.tables import Contents


@dataclass(frozen=True, order=True)
class When:
    """A date from `first` to `last`, which are the same where it is certain; `is_either`: it is one of these two."""

    first: date
    last: date
    is_either: bool = False

    @property
    def is_drawn(self) -> bool:
        """Whether replications draw it."""
        return self.first < self.last

    def drawn_in_words(self, full: bool = False) -> str:
        """Between which dates it is drawn."""
        first, last = in_words(self.first, full), in_words(self.last, full)
        return f"drawn: {first} or {last}" if self.is_either else f"drawn between {first} and {last}"

    def in_words(self, full: bool = False) -> str:
        """The date, or the range of the one that is drawn."""
        return f"a date {self.drawn_in_words(full)}" if self.is_drawn else in_words(self.first, full)


@dataclass(frozen=True)
class Turn:
    """Something that a control does: when, and what."""

    when: When
    what: str

    @property
    def label(self) -> str:
        """What it is, and the range of its date where this is drawn."""
        return f"{self.what}, {self.when.drawn_in_words()}" if self.when.is_drawn else self.what


class Dates:
    """When what a scenario has dates of happens."""

    def __init__(self, scenario: Contents) -> None:
        self._ranges: dict[Location, When] = {}
        document = dump(scenario) if scenario.drawn else {}
        for path, distribution in scenario.drawn.items():
            values = sorted({value for value in distribution.extremes() if isinstance(value, date)})
            if values:
                either = len(values) == 2 and hasattr(distribution, "choice")
                self._ranges[locate(document, path)] = When(values[0], values[-1], either)

    def at(self, location: Location, nominal: date) -> When:
        """The date at a location, as the scenario has it or as it is drawn."""
        return self._ranges.get(location, When(nominal, nominal))

    def of_control(self, place: int, control: Control) -> list[Turn]:
        """When a control, by its place in the file, is announced, moved, in effect and lifted, in the order of time."""
        own = ("control", place)
        announced = self.at((*own, "announced"), control.announced)
        effective = self.at((*own, "effective"), control.effective)
        found = []
        for number, move in enumerate(control.moved):
            on = self.at((*own, "moved", number, "on"), move.on)
            effective = self.at((*own, "moved", number, "to"), move.to)
            to = "a drawn date" if effective.is_drawn else in_words(effective.first)
            found.append(Turn(on, f"effect moved to {to}"))
        found.append(Turn(effective, "in effect"))
        if announced != effective or announced.is_drawn:
            found.append(Turn(announced, "announced"))
        if control.lifted is not None:
            found.append(Turn(self.at((*own, "lifted"), control.lifted), "lifted"))
        return sorted(found, key=lambda turn: (turn.when, turn.what))
