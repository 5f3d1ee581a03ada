"""The command that narrows the uncertain parameters."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Common, ScenarioName, with_common


@with_common
def calibrate(
    common: Common,
    scenario: ScenarioName,
    observed: Annotated[
        Path,
        typer.Option(metavar="FILE", help="observed figures, their ranges and sources: a file, or a name that ships"),
    ],
    particles: Annotated[int, typer.Option(metavar="N", help="size of the sample of the posterior")] = 200,
) -> None:
    """Narrow the uncertain parameters to what agrees with observed figures."""
    from sim.analysis import calibrate as calibrating
    from sim.analysis.observed import load_observed

    what = load_observed(observed)
    plan = calibrating.calibration_plan(common.resolved(scenario), what, particles, common.seed)
    with common.working("simulations", None) as work:
        done = calibrating.carry_out_calibration(plan, what, work, common.out)
    content = {"summary": done.summary, "result_digest": done.digest, "engine": done.manifest["engine"]}
    common.tell(content, done.answer(), done.folder)
