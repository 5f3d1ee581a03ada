"""The uncertain parameters of a sweep as columns: what they are called, how they are written, what each is worth."""

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.reporting.inside.packing import Block
from sim.scenario.distributions import Lognormal, Loguniform
from sim.scenario.schema import Scenario
from sim.scenario.words import kind, labels
from sim.statistics.given_data import classes_of, learned

if TYPE_CHECKING:
    import pandas as pd

SAMPLED = "sampled."

MOST_WORDS = 24
"""Different words of a parameter that are chosen from one by one; one with more is left out."""

FEWEST = 100
"""Values from which it is asked what a parameter is worth."""

Reals = NDArray[np.float64]


def unknowns_of(scenario: Scenario, rows: "pd.DataFrame", answer: Reals, block: Block) -> dict[str, Any]:
    """Every parameter that varies, that first which takes most of the variance of `answer` away if it is known.

    Those that have too many words to choose from are `unlisted`.
    """
    names = [name for name in rows.columns if name.startswith(SAMPLED) and rows[name].nunique() > 1]
    called = labels(scenario, [name.removeprefix(SAMPLED) for name in names])
    told, unlisted = [], []
    for name in names:
        path = name.removeprefix(SAMPLED)
        values, words = _values(rows[name])
        if len(words) > MOST_WORDS:
            unlisted.append(called[path])
        else:
            about = {"path": path, "label": called[path], "words": words, "kind": _kind(scenario, path, rows[name])}
            law = isinstance(scenario.drawn.get(path), Loguniform | Lognormal) and bool(np.nanmin(values) > 0)
            told.append((_worth(values, answer), about | {"is_log": law, "column": block.add(values)}))
    unknowns = [about for _, about in sorted(told, key=lambda one: -one[0])]
    return {"unknowns": unknowns, "unlisted": unlisted}


def _kind(scenario: Scenario, path: str, values: "pd.Series[Any]") -> str:
    return "date" if values.dtype.kind == "M" else kind(scenario, path)


def _values(values: "pd.Series[Any]") -> tuple[Reals, list[str]]:
    """Numbers, of dates the days since 1970, NaN for none; of words their places among these, in alphabetical order."""
    if values.dtype.kind == "M":
        return values.to_numpy("datetime64[D]").astype(np.float64), []
    if values.dtype.kind in "iuf" or _are_numbers(values):
        return values.to_numpy(dtype=np.float64, na_value=np.nan), []
    texts = [None if one is None or one != one else str(one) for one in values]  # noqa: PLR0124 - NaN
    words = sorted({text for text in texts if text is not None})
    places = {word: place for place, word in enumerate(words)}
    return np.array([np.nan if text is None else places[text] for text in texts]), words


def _are_numbers(values: "pd.Series[Any]") -> bool:
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in values.dropna())


def _worth(values: Reals, answer: Reals) -> float:
    """The share of the answer's variance that knowing a parameter takes away."""
    known = ~np.isnan(values) & ~np.isnan(answer)
    return learned(classes_of(values[known]), answer[known]).share if known.sum() >= FEWEST else 0.0


def days_since_1970(when: date) -> int:
    """A date as the page's script counts days."""
    return (when - date(1970, 1, 1)).days
