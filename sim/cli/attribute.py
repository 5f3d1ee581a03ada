"""The command that attributes a gap to its causes."""

from typing import Annotated

import typer

from sim.cli.options import Common, ScenarioName, with_common
from sim.cli.tell import end


@with_common
def attribute(
    common: Common,
    scenario: ScenarioName,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="day of the gap; the last report date where not given")
    ] = None,
    replications: Annotated[int, typer.Option(metavar="N", help="replications of each subset of the causes")] = 50,
) -> None:
    """Tell how many of the undelivered units each cause explains."""
    from sim.analysis import attribute as attributing

    asked = common.resolved(scenario)
    day = attributing.date_of(asked, date)
    plan = attributing.attribution_plan(asked, day, replications, common.seed)
    with common.working("replications", plan.total) as work:
        sweep = attributing.carry_out_attribution(plan, asked, day, work, common.out)
    done = attributing.Attribution(sweep, asked.reported_buyer, day)
    content = {"causes": done.causes.to_dict("records"), "result_digest": sweep.digest}
    common.tell(content | {"engine": sweep.manifest["engine"]}, done.answer(), sweep.folder)
    end(sweep.summary["failed"])
