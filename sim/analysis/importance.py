"""Importance: which unknowns, if they were learned, would change the answer, from a finished sweep alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from typing_extensions import override

from sim.analysis.derived import Folder, Reals, Source, content_made, numbers, rows_of, source_of, write_made
from sim.analysis.importance_answer import importance_answer
from sim.analysis.update import reported
from sim.errors import UsageError
from sim.experiment.arguments import listed, text
from sim.experiment.folders.folder import Writer
from sim.experiment.folders.proof import Told
from sim.experiment.results import picture_writers, plotted
from sim.experiment.shown import Shown
from sim.experiment.summary import check_figure, is_figure
from sim.realisation.streams import mechanism_word
from sim.records.files import write_parquet
from sim.statistics.given_data import Classes, classes_of, delta, learned, pawn

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pictures.content import Content

KINDS, EXPECTED = ("sweep", "check"), "a folder that a sweep of one point wrote"

FEWEST = 100
"""Replications below which classes of an unknown hold too few."""

FALSE_ALARMS = 0.05
"""Probability that of a figure any unknown is told that tells nothing, shared among the unknowns."""

SAMPLED = "sampled."

ORDERED = "iufbM"
"""Kinds of columns whose values have an order: numbers and dates."""

Row = dict[str, Any]


@dataclass(frozen=True, repr=False)
class Importance(Shown):
    """What each unknown is worth for each figure; `table` has a row a figure and unknown."""

    source: Source
    figures: tuple[str, ...]
    rows: "pd.DataFrame"

    @cached_property
    def table(self) -> "pd.DataFrame":
        """By figure, the unknown first that is worth most.

        `learned` is the share of the variance that knowing it would take away on average (`noticed`: more than chance
        explains), `deviation` and `deviation_left` the standard deviation before and after, `low` and `high` the
        figure's mean where the unknown is least and greatest (`from_value`, `to_value`; of words the two that make it
        least and greatest), `pawn` and `delta` its
        distance from telling nothing.
        """
        import pandas as pd

        return pd.DataFrame(list(self._told()))

    def _told(self) -> Iterator[Row]:
        unknowns = dict(self._unknowns())
        for figure in self.figures:
            outputs = numbers(self.rows, figure)
            known = ~np.isnan(outputs)
            count = int(known.sum())
            if count < FEWEST:
                raise UsageError(f"{figure}: a value in {count} replications; expected {FEWEST} or more that have it")
            found = [_worth(path, values[known], outputs[known]) for path, values in unknowns.items()]
            limit = FALSE_ALARMS / max(1, len(found))
            for row in sorted(found, key=lambda row: (-row["learned"], row["parameter"])):
                yield {"figure": figure, "count": count, **row, "noticed": row["chance"] < limit}

    def _unknowns(self) -> Iterator[tuple[str, "pd.Series[Any]"]]:
        """The values of each uncertain parameter that varies, by its path."""
        for name in self.rows.columns:
            if name.startswith(SAMPLED) and self.rows[name].nunique() > 1:
                yield name.removeprefix(SAMPLED), self.rows[name]

    @property
    def summary(self) -> dict[str, Any]:
        """By figure its replications, standard deviation, and the unknowns that are noticed."""
        found: dict[str, Any] = {}
        for figure in self.figures:
            rows = self.table[self.table["figure"] == figure].to_dict("records")
            told = [
                {key: row[key] for key in ("parameter", "learned", "low", "high")} for row in rows if row["noticed"]
            ]
            found[figure] = {"replications": rows[0]["count"], "deviation": rows[0]["deviation"], "ask_first": told}
        return {"replications": len(self.rows), "figures": found}

    @property
    def content(self) -> "Content":
        """What its picture is drawn from."""
        return content_made("importance", self.source, self.summary, {"importance": self.table})

    @override
    def facts(self) -> dict[str, object]:
        """What the analysis is of."""
        about = {"figures": len(self.figures), "replications": len(self.rows), "seed": self.source.seed}
        return {"scenario": self.source.scenario.name, **about}

    @override
    def plot(self) -> "Figure":
        """What each unknown is worth, a panel a figure."""
        return plotted(self.content)

    @override
    def answer(self) -> str:
        """The answer in words."""
        return importance_answer(self.source.scenario, self.table.to_dict("records"), len(self.rows))


def importance(sweep: Folder, figures: Sequence[str] | None = None) -> Importance:
    """Which uncertain parameters would narrow key figures if they were known, from the rows of a finished sweep.

    Without `figures` they are the share delivered by each report date, and what the report asks for. Raises
    `UsageError` for a grid, fewer than `FEWEST` replications, nothing uncertain, or a figure that the sweep lacks.
    """
    source = source_of(sweep, KINDS, EXPECTED)
    return importance_of(source, rows_of(source), figures)


def importance_of(source: Source, rows: "pd.DataFrame", figures: Sequence[str] | None = None) -> Importance:
    """The same of rows at hand: those replications of a sweep that did not fail."""
    columns = [name for name in rows.columns if is_figure(name)]
    if figures is None:
        names = [name for name in reported(source.scenario, columns) if rows[name].nunique() > 1]
    else:
        asked = listed("figures", figures)
        names = [check_figure(text("figure", one, "the name of a key figure"), columns, "--figure") for one in asked]
    if len(rows) < FEWEST:
        raise UsageError(f"{source.folder}: {len(rows)} replications; expected {FEWEST} or more that did not fail")
    if not any(name.startswith(SAMPLED) and rows[name].nunique() > 1 for name in rows.columns):
        raise UsageError(f"{source.folder}: nothing uncertain; expected a sweep with an [uncertain] table")
    if not names:
        raise UsageError(f"{source.folder}: what is reported is the same in all replications; expected --figure FIGURE")
    return Importance(source, tuple(names), rows)


def write_importance(done: Importance, tell: Told = lambda _: None) -> Path:
    """Write the table and its picture into a folder beside that of the sweep; gives the folder."""

    def writers() -> dict[str, Writer]:
        return {"importance.parquet": write_parquet(done.table), **picture_writers(done.content)}

    return write_made("importance", done.source, {"figures": list(done.figures)}, done.summary, writers, tell)


def _worth(path: str, values: "pd.Series[Any]", outputs: Reals) -> Row:
    """What knowing a parameter is worth for one figure."""
    classes, names = _classes(values)
    found = learned(classes, outputs)
    generator = Generator(Philox(SeedSequence([mechanism_word("importance")])))
    deviation = float(outputs.std(ddof=1))
    means = np.bincount(classes, outputs) / np.bincount(classes)
    ordered = values.dtype.kind in ORDERED
    first, last = (0, len(means) - 1) if ordered else (int(means.argmin()), int(means.argmax()))
    return {
        "parameter": path,
        "learned": found.share,
        "chance": found.chance,
        "deviation": deviation,
        "deviation_left": deviation * float(np.sqrt(max(0.0, 1 - found.share))),
        "from_value": names[first],
        "to_value": names[last],
        "low": float(means[first]),
        "high": float(means[last]),
        "pawn": pawn(classes, outputs),
        "delta": delta(classes, outputs, generator),
    }


def _classes(values: "pd.Series[Any]") -> tuple[Classes, list[str]]:
    """Classes of numbers or dates in their order, of words by name; and what stands for each: its middle, its word."""
    if values.dtype.kind not in ORDERED:
        words = values.astype(str)
        names = sorted(set(words))
        places = {name: place for place, name in enumerate(names)}
        by_name: Classes = np.array([places[word] for word in words], dtype=np.int64)
        return by_name, names
    dated = values.dtype.kind == "M"
    plain = values.map(lambda value: value.toordinal()) if dated else values
    found = classes_of(plain.to_numpy(dtype=np.float64))
    return found, [_middle(values[found == place]) for place in range(int(found.max()) + 1)]


def _middle(values: "pd.Series[Any]") -> str:
    middle = values.sort_values().iloc[len(values) // 2]
    return str(middle.date()) if hasattr(middle, "date") else f"{float(middle):.6g}"
