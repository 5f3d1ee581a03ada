"""What the panels of a grid's picture show: statistics of key figures, or values of one's own, at each point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.records.words import Label, kind_of, labels
from sim.scenario.schema import Scenario

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
    return {label.name: _begun(label.phrase) for label in found}


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of_figure(points: Points, label: Label, head: str) -> Panel:
    found = [point["figures"].get(label.name, {}) for point in points]
    values = {key: np.array([_number(one.get(key)) for one in found]) for key in STATISTICS}
    return Panel(head, label.phrase, kind_of(label.figure), values)


def _own(points: Points, series: "pd.Series[Any]") -> Panel:
    words = "value" if series.name is None else str(series.name)
    values = series.reindex([point["point"] for point in points]).to_numpy(dtype=np.float64)
    return Panel(_begun(words), words, "share" if words.startswith("share") else "number", {"mean": values})


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
