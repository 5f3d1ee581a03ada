"""The scenario: the tables of its file, sound together, and how another value is set."""

from typing import Self

from sim.scenario.change import with_value
from sim.scenario.tables import Episode


class Scenario(Episode):
    """A whole scenario: one episode of a supply under a policy deadline."""

    def set(self, path: str, value: object) -> Self:
        """The scenario with another value at a path; an uncertain parameter there becomes certain.

        Raises `ScenarioError` where the path or the value is wrong.
        """
        return with_value(self, path, value)
