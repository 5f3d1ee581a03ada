"""From the rows of a sensitivity sweep to indices: chance averaged out, figure by figure."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment.designs import uniforms
from sim.experiment.plan import Plan
from sim.experiment.summary import is_figure, read_numbers
from sim.statistics.sensitivity import block_length, chance_share, morris_effects, sobol_indices

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 2
"""Blocks of a design that an analysis needs."""

About = dict[str, Any]


def analysed(plan: Plan, rows: Path) -> tuple["pd.DataFrame", dict[str, About]]:
    """Indices of every key figure and parameter, and by figure what is known of it.

    A block of the design in which a replication fails, or the figure is null, is left out whole; a figure with
    fewer than two blocks has no indices.
    """
    import pandas as pd
    import pyarrow.parquet as pq

    columns = len(plan.uncertain)
    length = block_length(plan.design, columns)
    design = uniforms(plan.design, plan.seed, plan.uncertain, plan.replications, 0, plan.replications, plan.each)
    assert design is not None
    blocks = design[:: plan.each].reshape(-1, length, columns)
    tables, about = [], {}
    with pq.ParquetFile(rows) as file:
        for name in filter(is_figure, file.schema_arrow.names):
            values = read_numbers(file, name).reshape(-1, length, plan.each)
            whole = ~np.isnan(values).any(axis=(1, 2))
            if whole.sum() < FEWEST:
                continue
            indices, about[name] = analyse(plan, blocks[whole], values[whole])
            about[name] |= {"samples": int(whole.sum()), "lost": int((~whole).sum())}
            tables.append(pd.DataFrame({"figure": name, "parameter": plan.uncertain} | indices))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"figure": [], "parameter": []}), about


def analyse(
    plan: Plan, design: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[dict[str, NDArray[np.float64]], About]:
    """Indices of one figure from its blocks: `design` (blocks, rows, parameters), `values` (blocks, rows, chances).

    The share of chance is that of Saltelli's rows A and B, which are drawn from the laws; Morris's rows are not.
    """
    columns = design.shape[-1]
    averaged = values.mean(axis=2)
    about: About = {"mean": float(values.mean()), "chance_deviation": _deviation(values)}
    if plan.design == "morris":
        return morris_effects(design.reshape(-1, columns), averaged.ravel(), plan.seed), about
    drawn = values[:, [0, -1]].reshape(-1, values.shape[2])
    share, low, high = (None if math.isnan(number) else number for number in chance_share(drawn))
    about |= {"mean": float(drawn.mean()), "deviation": float(drawn.mean(axis=1).std(ddof=1))}
    about |= {"chance_share": share, "chance_low": low, "chance_high": high}
    return sobol_indices(averaged.ravel(), columns, plan.seed), about


def _deviation(values: NDArray[np.float64]) -> float:
    """Standard deviation of chance at the same parameters, root mean square over the rows."""
    return math.sqrt(float(values.var(axis=-1, ddof=1).mean()))
