"""A grid, and what the panels of its picture show: statistics of key figures, or values of one's own, at each point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.pictures.scales import written
from sim.records.figures.naming import kind_of
from sim.records.words import Label, labels, percent
from sim.scenario.schema import Scenario
from sim.scenario.words import kind, label

if TYPE_CHECKING:
    import pandas as pd

Points = Sequence[Mapping[str, Any]]
"""`points` of a sweep's summary, their settings as values."""

Asked = "str | pd.Series[Any]"

STATISTICS = ("mean", "p05", "p25", "p50", "p75", "p95")


@dataclass(frozen=True)
class Panel:
    """One panel: its `head`, what is measured (`words`), how it is written (`kind`), statistics by point."""

    head: str
    words: str
    kind: str
    values: Mapping[str, NDArray[np.float64]]

    @property
    def is_own(self) -> bool:
        """Whether the values are one's own: without quantiles."""
        return "p50" not in self.values


@dataclass(frozen=True)
class Grid:
    """The points of a grid, and the words for its paths."""

    points: Points
    scenario: Scenario
    paths: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "paths", tuple(self.points[0]["settings"]))

    def values(self, path: str) -> list[Any]:
        """The values of a path, each once, in the grid's order."""
        return list(dict.fromkeys(point["settings"][path] for point in self.points))

    def words(self, path: str) -> str:
        """A path in words."""
        return "policy" if path == "policy" else label(self.scenario, path)

    def written(self, path: str, value: Any) -> str:
        """A value of a path as a tick says it."""
        return str(value) if path == "policy" else written(value, kind(self.scenario, path))

    @property
    def is_scale(self) -> bool:
        """Whether the only path takes numbers or dates."""
        values = [point["settings"][self.paths[0]] for point in self.points]
        real = all(isinstance(value, int | float | date) and not isinstance(value, bool) for value in values)
        return len(self.paths) == 1 and len(self.points) > 1 and real


def value_of(panel: Panel, value: float) -> str:
    """A value as a panel writes it."""
    return percent(float(value)) if panel.kind == "share" else written(float(value), panel.kind)


def panels_of(points: Points, asked: "Sequence[str | pd.Series[Any]]", scenario: Scenario) -> list[Panel]:
    """A panel for each key figure or series; the heads say in what they differ."""
    names = [one for one in asked if isinstance(one, str)]
    found = dict(zip(names, labels(names, [scenario]), strict=True))
    heads = _heads(list(found.values()))
    return [_of_figure(points, found[one], heads[one]) if isinstance(one, str) else _own(points, one) for one in asked]


def _heads(found: Sequence[Label]) -> dict[str, str]:
    """By name: the date or the entity where nothing else differs, else the whole phrase."""
    figures, entities, ofs = ({getattr(label, part) for label in found} for part in ("figure", "entity", "of"))
    if len(figures) == 1 and len(entities) == 1 and len(ofs) == len(found) > 1:
        return {label.name: label.of for label in found}
    if len(figures) == 1 and len(ofs) == 1 and len(entities) == len(found) > 1:
        return {label.name: label.who for label in found}
    return {label.name: label.begun for label in found}


def _of_figure(points: Points, label: Label, head: str) -> Panel:
    found = [point["figures"].get(label.name, {}) for point in points]
    values = {key: np.array([_number(one.get(key)) for one in found]) for key in STATISTICS}
    return Panel(head, label.phrase, kind_of(label.figure), values)


def _own(points: Points, series: "pd.Series[Any]") -> Panel:
    words = "value" if series.name is None else str(series.name)
    values = series.reindex([point["point"] for point in points]).to_numpy(dtype=np.float64)
    return Panel(
        words[:1].upper() + words[1:], words, "share" if words.startswith("share") else "number", {"mean": values}
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
