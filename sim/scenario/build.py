"""From the tables of a file to a scenario."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.scenario.schema import Scenario
from sim.scenario.soundness import sound


def build(document: Mapping[str, Any], folder: str | Path = ".") -> Scenario:
    """The scenario of a parsed file; paths of its CSV files start at `folder`.

    Raises `ScenarioError` with all that is wrong at once.
    """
    return sound(Scenario, document, folder)
