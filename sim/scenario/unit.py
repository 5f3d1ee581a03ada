"""What a unit of a scenario's products is called: one of it, and many."""

import re
from dataclasses import dataclass

from sim.scenario.report_tables import UnitNames
from sim.scenario.tables import Contents

LONGEST_SYMBOL = 2
"""Letters of a unit that has no plural, such as `kg`, `t` or `MW`."""


@dataclass(frozen=True)
class Unit:
    """The nouns of a count."""

    one: str
    many: str

    @property
    def fewer(self) -> str:
        """What goes before or after a count that is less than another: `fewer` GPUs, `less` kg."""
        return "less" if self.one == self.many else "fewer"

    def of(self, count: float) -> str:
        """The noun that goes with a count as `,.0f` writes it."""
        return self.one if round(count) == 1 else self.many

    def counted(self, count: float, sign: bool = False) -> str:
        """A count with its noun: `1 GPU`, `1,200 GPUs`, `+5 kg`."""
        return f"{count:{'+' if sign else ''},.0f} {self.of(count)}"

    @property
    def heading(self) -> str:
        """Many of it, as the first word of a title."""
        return begun(self.many, self)

    @property
    def fewest(self) -> str:
        """The same of the least count of all."""
        return "the least" if self.one == self.many else "the fewest"


def begun(text: str, unit: Unit) -> str:
    """A text as a sentence begins with it: a unit that is a symbol, such as `kg`, stays as it is."""
    is_symbol = unit.one == unit.many and text.partition(" ")[0] == unit.many
    return text if is_symbol else text[:1].upper() + text[1:]


def unit_of(scenario: Contents) -> Unit:
    """The unit that the scenario's report names."""
    named = scenario.report.unit
    if isinstance(named, UnitNames):
        return Unit(named.one, named.many)
    return Unit(named, plural(named))


def plural(noun: str) -> str:
    """Many of a noun: a symbol (one or two letters, or cased like `kWh`) stays, any other word ends in `s`."""
    is_word = noun.islower() or noun.isupper() or noun.istitle()
    if len(noun) <= LONGEST_SYMBOL or not is_word:
        return noun
    if re.search(r"(s|x|z|ch|sh)$", noun):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"
