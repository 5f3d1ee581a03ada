"""Random scenarios reach the rules that they are to hold: a reading that breaks one is noticed by many of its theme."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.drawn.themes import Theme, metered, overdue, rushed
from tests.reading.demand import World
from tests.reading.documents import certain_documents
from tests.reading.supply import Buyer, Line
from tests.strategies import Document

COUNT = 60
"""Scenarios of a theme; those that must notice are half of what was counted when the theme was made, or fewer."""


class QuotasOnce(World):
    """Every quota holds once, for the whole run."""

    def quotas(self, line: Line) -> list[tuple[Any, int]]:
        """The quotas of a line, whatever the day's quarter or year."""
        return [((control, whose), units) for (control, whose, _), units in super().quotas(line)]


class QuotasForAll(World):
    """Every quota is of all buyers together."""

    def quotas(self, line: Line) -> list[tuple[Any, int]]:
        """The quotas of a line, whoever buys."""
        return [((control, period), units) for (control, _, period), units in super().quotas(line)]


class NoOvertime(World):
    """No channel works overtime."""

    def overtime(self, line: Line) -> int:
        """Nothing."""
        return min(0, super().overtime(line))


class OvertimeBeforeBansOnDispatch(World):
    """Channels work overtime only before controls that act on dispatch."""

    def overtime(self, line: Line) -> int:
        """The overtime of a line, or nothing before a ban on orders."""
        return super().overtime(line) if self.acting(line.product, line.buyer, "window") else 0


class QueuesByNumber(World):
    """Queues go by the number of a line alone, not by the day of its order."""

    def open_lines(self, buyer: Buyer | None = None) -> list[Line]:
        """Open lines by number."""
        return sorted(super().open_lines(buyer), key=lambda line: line.number)


Broken = dict[Callable[[Document], World], int]
"""Readings that break a rule, and how many scenarios must notice each."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "least"),
    [
        (metered, {QuotasOnce: 4, QuotasForAll: 1}),
        (rushed, {NoOvertime: 3, OvertimeBeforeBansOnDispatch: 2}),
        (overdue, {QueuesByNumber: 1}),
    ],
)
def test_broken_rule_is_noticed_by_its_theme(theme: Theme, least: Broken) -> None:
    """At least so many of the theme's scenarios have another log where the rule is broken."""
    noticed = dict.fromkeys(least, 0)

    @settings(
        max_examples=COUNT,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(certain_documents(themes=(theme,)))
    def look(document: Document) -> None:
        right = World(document).run()
        for broken in least:
            noticed[broken] += broken(document).run() != right

    look()
    assert all(noticed[broken] >= fewest for broken, fewest in least.items()), noticed
