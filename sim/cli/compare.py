"""The command that compares scenarios."""

from typing import Annotated

import typer

from sim.cli.options import Common, Design, with_common
from sim.cli.tell import end


@with_common
def compare(
    common: Common,
    a: Annotated[str, typer.Argument(metavar="A", help="a name that ships, or a file")],
    others: Annotated[
        list[str], typer.Argument(metavar="B...", help="the one whose difference from A is told, or several")
    ],
    replications: Annotated[int, typer.Option(metavar="N", help="how many pairs")] = 200,
    design: Design = "random",
) -> None:
    """Simulate two scenarios or more on common random numbers and tell their paired differences."""
    from sim.analysis import compare as comparing

    scenarios = [common.resolved(name) for name in (a, *others)]
    plan = comparing.comparison_plan(scenarios, replications, common.seed, design)
    with common.working("replications", plan.total) as work:
        done = comparing.Comparison(comparing.carry_out_comparison(plan, work, common.out))
    content = comparing.as_json(done) | {"result_digest": done.sweep.digest, "engine": done.sweep.manifest["engine"]}
    common.tell(content, done.answer(), done.sweep.folder)
    end(done.summary["failed"])
