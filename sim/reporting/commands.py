"""The options of the command that made a result, as a command line has them."""

import shlex
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sim.analysis.discover import DENSITY
from sim.analysis.sensitivity import METHODS
from sim.experiment.plan import Point
from sim.reporting.brought import OBSERVED, POLICIES, SETS
from sim.reporting.content import analysis_of
from sim.reporting.result import Result
from sim.scenario.toml_text import as_value


def counts_of(result: Result) -> list[str]:
    """The options of an analysis."""
    make = _OPTIONS.get(result.kind)
    return [] if make is None else make(result)


def _seed(result: Result) -> str:
    return f"--seed {result.manifest['seed']}"


def _attribute(result: Result) -> list[str]:
    return [f"--date {result.dates[-1]}", f"--replications {result.each}", _seed(result)]


def _check(result: Result) -> list[str]:
    return [f"--replications {result.each}", _seed(result)]


def _calibrate(result: Result) -> list[str]:
    return [f"--observed {OBSERVED}", f"--particles {result.manifest['particles']}", _seed(result)]


def _discover(result: Result) -> list[str]:
    density = result.manifest["density"]
    target = f"--target {shlex.quote(result.manifest['target'])}"
    return [target] if density == DENSITY else [target, f"--density {density}"]


def _importance(result: Result) -> list[str]:
    return [f"--figure {shlex.quote(name)}" for name in result.manifest["figures"]]


def _update(result: Result) -> list[str]:
    return [f"--as-of {result.manifest['as_of']}"]


def _sensitivity(result: Result) -> list[str]:
    done = analysis_of(result)
    method = next(one for one, design in METHODS.items() if design == result.manifest["design"])
    blocks = done.about["samples"] + done.about["lost"]
    words = [f"--method {method} --samples {blocks} --replications {done.sweep.plan.each}"]
    return [*words, f"{_seed(result)} --figure {shlex.quote(done.figure)}"]


_OPTIONS: Mapping[str, Callable[[Result], list[str]]] = {
    "sensitivity": _sensitivity,
    "attribute": _attribute,
    "check": _check,
    "calibrate": _calibrate,
    "discover": _discover,
    "importance": _importance,
    "update": _update,
}


def options_of(result: Result, count: int) -> list[str]:
    """The options of a sweep or a comparison of so many replications."""
    manifest = result.manifest
    words = [f"--replications {count}", _seed(result)]
    if manifest["design"] != "random":
        words.append(f"--design {SETS if manifest['design'] == 'table' else manifest['design']}")
    if manifest.get("policies"):
        words.append(f"--policies {POLICIES}")
    if manifest["keep"] != "curves":
        words.append(f"--keep {manifest['keep']}")
    words += [f"--precision {shlex.quote(f'{name}={share}')}" for name, share in manifest.get("precision", {}).items()]
    for path, values in _axes(result.points).items():
        words.append(f"--grid {shlex.quote(f'{path}=' + ','.join(map(_value, values)))}")
    return words


def _axes(points: tuple[Point, ...]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for point in points:
        for path, value in point.settings:
            values = found.setdefault(path, [])
            if value not in values:
                values.append(value)
    return found


def _value(value: Any) -> str:
    return as_value(value) if isinstance(value, date | dict | list) else str(value)
