"""Several sweeps on one page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.errors import UsageError
from sim.experiment.sweep import Sweep

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def overview(sweeps: Sequence[Sweep], title: str = "") -> "Figure":
    """The fan charts of several sweeps on one page, each with its question and its finding.

    Raises `UsageError` where there is none, or one is of a grid or kept no curves.
    """
    from sim.pictures.fan import Fan, page_of_fans

    if not sweeps or not all(map(_has_fan, sweeps)):
        raise UsageError("expected sweeps of one point each, with their curves")
    fans = [Fan(one.bands, one.scenario) for one in sweeps]
    counts = sorted({one.summary["replications"] for one in sweeps})
    each = " to ".join(f"{count:,}" for count in dict.fromkeys((counts[0], counts[-1])))
    seeds = ", ".join(dict.fromkeys(str(one.plan.seed) for one in sweeps))
    return page_of_fans(
        fans, title or f"{len(fans)} scenarios: delivered beside ordered", f"{each} replications each, seed {seeds}."
    )


def _has_fan(one: object) -> bool:
    return isinstance(one, Sweep) and len(one.plan.points) == 1 and one.plan.keep != "summary"
