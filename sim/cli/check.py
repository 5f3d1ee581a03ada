"""The command that compares a scenario with its own sources."""

from typing import Annotated

import typer

from sim.cli.options import Common, ScenarioName, with_common
from sim.cli.tell import end


@with_common
def check(
    common: Common,
    scenario: ScenarioName,
    replications: Annotated[int, typer.Option(metavar="N", help="replications")] = 200,
) -> None:
    """Tell which of the scenario's sources its replications contradict; exit status 1 where one is."""
    from sim.analysis.check import carry_out_check, check_sources_plan
    from sim.records.rows import plain_rows

    plan = check_sources_plan(common.resolved(scenario), replications, common.seed)
    with common.working("replications", plan.total) as work:
        done = carry_out_check(plan, work, common.out)
    content = {"checks": plain_rows(done.checks), "holds": done.holds, "result_digest": done.sweep.digest}
    common.tell(content | {"engine": done.sweep.manifest["engine"]}, done.answer(), done.sweep.folder)
    end(done.sweep.summary["failed"])
    if not done.holds:
        raise typer.Exit(1)
