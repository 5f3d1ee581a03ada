"""Which uncertain parameter decides the answer most, from the rows of a sweep alone."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.records.columns import known_of, reals_of, values_of
from sim.records.figures.naming import figure_name, figure_of
from sim.records.words import date_in_words, dollars, labels, written
from sim.scenario.schema import Scenario
from sim.scenario.words import kind, label
from sim.statistics.groups import Explained, Groups, explained, fifths

if TYPE_CHECKING:
    import pyarrow.parquet as pq

FEWEST = 100
"""Replications from which it is looked for."""

LARGEST = 100_000
"""Of more replications the first so many are looked at."""

LEAST = 0.1
"""Share of the variance from which a parameter is named."""

SURE = 0.05
"""Chance that any parameter would be named, if none made a difference."""

DELIVERED = "delivered_"
"""How figures begin whose part in the answer the shares tell."""

FEW_VALUES = 7
"""Up to so many different values each is a group of its own; of more, fifths are made."""


def deciding(file: "pq.ParquetFile", scenario: Scenario, own: slice) -> dict[str, Any]:
    """By date of the report, and figure asked for: the uncertain parameter whose groups explain most, and its ends.

    Of a date it is told what they make of the share. Nothing of a date or figure where no parameter explains a tenth of
    the variance, or chance alone might explain as much.
    """
    own = slice(own.start, min(own.stop, own.start + LARGEST))
    known = {key: name for key, name in _asked(scenario) if name in file.schema_arrow.names}
    if own.stop - own.start < FEWEST or not known:
        return {}
    shares = {day: _values(file, name)[own].astype(np.float64) for day, name in known.items()}
    best: dict[str, dict[str, Any]] = {}
    drawn = scenario.drawn
    for path in drawn:
        groups_of = _Grouping(_values(file, f"sampled.{path}")[own])
        for day, share in shares.items():
            found = _of_parameter(path, groups_of, share, len(drawn))
            if found and found["share"] > best.get(day, {"share": 0.0})["share"]:
                best[day] = found
    return {day: best[day] for day in known if day in best}


def _asked(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The share of each date of the report, by the date; then what it asks besides deliveries, by its name."""
    who = scenario.reported_buyer
    for when in scenario.report_dates:
        yield str(when), figure_name("delivered_share", who, when)
    yield from ((name, name) for name in scenario.report.figures if not figure_of(name).startswith(DELIVERED))


def _values(file: "pq.ParquetFile", name: str) -> NDArray[Any]:
    """A column: reals, NaN for null; days; or texts."""
    import pyarrow as pa

    column = file.read(columns=[name])[name].combine_chunks()
    if pa.types.is_timestamp(column.type):
        days = values_of(column).astype("datetime64[D]")
        days[~known_of(column)] = np.datetime64("NaT")
        return days
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or pa.types.is_dictionary(column.type):
        return np.asarray(["" if text is None else str(text) for text in column.to_pylist()])
    return reals_of(column)


class _Grouping:
    """Groups of a parameter's values, made once for all shares that are known of the same replications."""

    def __init__(self, values: NDArray[Any]) -> None:
        self.values = values
        self._made: tuple[NDArray[np.bool_], tuple[Groups, NDArray[Any]]] | None = None

    def of(self, known: NDArray[np.bool_]) -> tuple[Groups, NDArray[Any]]:
        """The groups of the values that are known, and what stands for each."""
        if self._made is None or not np.array_equal(known, self._made[0]):
            self._made = known, _grouped(self.values[known])
        return self._made[1]


def _of_parameter(path: str, groups_of: _Grouping, share: NDArray[np.float64], parameters: int) -> dict[str, Any]:
    """What a parameter explains of a share, as the summary tells it; empty where it is not named."""
    values, known = groups_of.values, ~np.isnan(share)
    if values.dtype.kind in "fM":
        known &= ~np.isnan(values)
    if known.sum() < FEWEST:
        return {}
    groups, ends = groups_of.of(known)
    found = explained(share[known], groups)
    if found is None or found.share < LEAST or found.p * parameters > SURE:
        return {}
    low, high = _order(found, values.dtype.kind)
    told = {name: {"value": _plain(ends[one]), "mean": float(found.means[one])} for name, one in (low, high)}
    return {"path": path, "share": found.share, **told}


def _order(found: Explained, dtype: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """The groups at the two ends: of words, which have no order, those of the least and the greatest mean."""
    if dtype in "fM":
        return ("low", 0), ("high", len(found.means) - 1)
    return ("low", int(found.means.argmin())), ("high", int(found.means.argmax()))


def _grouped(values: NDArray[Any]) -> tuple[Groups, NDArray[Any]]:
    """The group of each value, and by group what stands for it: its value, or the median of a fifth."""
    ordered = np.sort(values)
    if values.dtype.kind not in "fM" or np.count_nonzero(ordered[1:] != ordered[:-1]) < FEW_VALUES:
        different, places = np.unique(values, return_inverse=True)
        return places.astype(np.int64), different
    days = values.dtype.kind == "M"
    reals, ordered = (one.astype(np.int64).astype(np.float64) if days else one for one in (values, ordered))
    fifth = fifths(reals)
    counts = np.bincount(fifth)
    groups = (np.cumsum(counts > 0) - 1)[fifth]
    filled = counts[counts > 0]
    begins = np.cumsum(filled) - filled
    medians = (ordered[begins + (filled - 1) // 2] + ordered[begins + filled // 2]) / 2
    return groups.astype(np.int64), medians.astype(np.int64).astype("datetime64[D]") if days else medians


def _plain(value: Any) -> float | str:
    return float(value) if isinstance(value, float) else str(value)


def sentences_of_deciding(scenario: Scenario, point: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each date and figure of which one assumption decides, before any percentage."""
    phrases = {one.name: one for one in labels(scenario.report.figures, [scenario])}
    for key, found in point.get("deciding", {}).items():
        ends = found["low"], found["high"]
        if key in phrases:
            figure = phrases[key].figure
            effect = f"{phrases[key].phrase}: {' to '.join(written(figure, end['mean']) for end in ends)} on average"
        else:
            effect = f"by {key}: {ends[0]['mean']:.2f} to {ends[1]['mean']:.2f} of the need on average"
        moves = movement(scenario, found["path"], *(end["value"] for end in ends))
        yield f"{effect} as {moves} ({found['share']:.2f} of the variance)"


def sentence_of_undecided(scenario: Scenario, point: Mapping[str, Any]) -> str:
    """The dates and figures that vary and no one assumption decides; empty where there are none, or nobody looked."""
    if point["replications"] - point["failed"] < FEWEST or not scenario.drawn:
        return ""
    phrases = {one.name: one.phrase for one in labels(scenario.report.figures, [scenario])}
    left = [
        phrases.get(key, f"the share by {key}")
        for key, name in _asked(scenario)
        if key not in point.get("deciding", {}) and _varies(point["figures"].get(name))
    ]
    told = "; ".join(left)
    return f"No single assumption decides {told}: none is seen to explain a tenth of the variance" if left else ""


def _varies(figure: Mapping[str, Any] | None) -> bool:
    """Whether enough replications have a figure, and not all the same."""
    return figure is not None and figure["count"] >= FEWEST and bool(figure["half_width"])


def movement(scenario: Scenario, path: str, first: float | str, last: float | str) -> str:
    """A parameter that goes from one of its values to another, or is the one or the other, in words."""
    one, other = (_written(scenario, path, value) for value in (first, last))
    moves = f"is {one} or {other}" if kind(scenario, path) == "text" else f"goes from {one} to {other}"
    return f"{label(scenario, path)} {moves}"


def _written(scenario: Scenario, path: str, value: float | str) -> str:
    """A value of a parameter by its kind."""
    of = kind(scenario, path)
    if isinstance(value, str):
        return date_in_words(value) if of == "date" else value
    if of == "usd":
        return dollars(value)
    return f"{value:,.0f}" if of in ("units", "days") or abs(value) >= 100 else f"{value:.2g}"
