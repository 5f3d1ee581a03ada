"""What a page has of each kind of result, a description each: its title, its answer in words, its key figures.

Pictures are those of `sim.pictures.registry`, the command line is that of `sim.reporting.reproduce`; all else of a page
is the same for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.reporting.cells import Cells, of_calibration, of_comparison, of_replications, of_run, of_update
from sim.reporting.content import analysis_of
from sim.reporting.result import Result


def _run(result: Result) -> str:
    from sim.experiment.answer import run_answer

    return run_answer(result.scenario, result.summary)


def _sweep(result: Result) -> str:
    from sim.experiment.answer import sweep_answer

    return sweep_answer(result.scenario, result.summary)


def _compare(result: Result) -> str:
    from sim.analysis.compare_answer import compare_answer

    return compare_answer(result.scenarios, result.table("differences.parquet"), result.summary)


def _sensitivity(result: Result) -> str:
    return analysis_of(result).answer()


def _attribute(result: Result) -> str:
    from sim.analysis.attribute_answer import attribute_answer

    rows, causes = (result.table(f"{name}.parquet") for name in ("attribution", "causes"))
    return attribute_answer(result.scenario, rows, causes, result.each)


def _check(result: Result) -> str:
    from sim.analysis.check_answer import check_answer

    return check_answer(result.scenario, result.table("checks.parquet"), result.summary, columns=False)


def _calibrate(result: Result) -> str:
    from sim.analysis.calibrate_answer import calibrate_answer

    return calibrate_answer(result.scenario, result.summary)


def _discover(result: Result) -> str:
    from sim.analysis.discover_answer import discover_answer

    return discover_answer(result.summary)


def _importance(result: Result) -> str:
    from sim.analysis.importance_answer import importance_answer

    return importance_answer(result.scenario, result.rows("importance"), result.summary["replications"])


def _update(result: Result) -> str:
    from sim.analysis.update_answer import update_answer

    return update_answer(result.scenario, result.summary, result.rows("steps"), columns=False)


def _score(result: Result) -> str:
    from sim.analysis.score_answer import score_answer

    return score_answer(result.scenario, result.rows("scores"), result.summary, columns=False)


@dataclass(frozen=True)
class Kind:
    """What a page has of a kind of result; `figures` are the cells of its key figures, where it has any.

    Where the table behind the picture is what the answer rests on, it `opens_table`; where a sensitivity analysis of
    the same scenario is of use, the page of a result `asks_why`. An answer of many lines is `folded`: in words, how.
    """

    title: str
    answer: Callable[[Result], str]
    figures: Callable[[Result], Cells] | None = None
    asks_why: bool = False
    opens_table: bool = False
    folded: str = ""


KINDS: Mapping[str, Kind] = {
    "run": Kind("One replication", _run, of_run, asks_why=True),
    "sweep": Kind("A sweep", _sweep, of_replications, asks_why=True),
    "compare": Kind("A comparison", _compare, of_comparison, asks_why=True),
    "sensitivity": Kind("A sensitivity analysis", _sensitivity),
    "attribute": Kind("A gap attribution", _attribute, opens_table=True),
    "check": Kind("A check against sources", _check, of_replications, opens_table=True),
    "calibrate": Kind("A calibration", _calibrate, of_calibration),
    "discover": Kind("A discovery", _discover),
    "importance": Kind("What to ask first", _importance, folded="figure by figure"),
    "update": Kind("An update", _update, of_update, opens_table=True),
    "score": Kind("A score", _score, opens_table=True),
}
