"""How a result is made again: its command line, and the scenario's text where no file that ships holds it."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sim.errors import ScenarioError, UsageError
from sim.experiment.parameter_sets import ParameterSets
from sim.experiment.plan import Point, run_digest
from sim.experiment.precision import CAP
from sim.reporting.brought import POLICIES, SETS, columns_of, files_of
from sim.reporting.result import Result
from sim.scenario.change import with_choices, with_settings
from sim.scenario.file import load, shipped
from sim.scenario.schema import Scenario, as_toml, file_name
from sim.scenario.toml_text import as_value


@dataclass(frozen=True)
class Carried:
    """A file that is not at hand, of a scenario, parameter sets or policies: a name to save it under, its text."""

    name: str
    text: str


@dataclass(frozen=True)
class Reproduction:
    """A command line with the result's digest; `is_same_work` where it lands in the same folder, too."""

    command: str
    carried: Sequence[Carried]
    is_same_work: bool
    file: str


def reproduction_of(result: Result, file: Path | None) -> Reproduction:
    """The command line of a result; scenarios are those that ship or the file given, where these hold them.

    Files of functions of the user's own are named as the manifest has them, without their folder.
    """
    found = _reproduction(result, file)
    own = dict.fromkeys(str(one["file"]) for one in result.manifest.get("extensions", ()))
    return replace(found, command=" ".join([found.command, *(f"--extension {shlex.quote(name)}" for name in own)]))


def _reproduction(result: Result, file: Path | None) -> Reproduction:
    if result.kind == "run":
        return _run(result, file)
    settings, sets = _settings(result), None if result.kind == "sensitivity" else result.sweep.plan.sets
    names = [_named(one, settings, file, result.kind, sets) for one in result.scenarios]
    brought = [] if result.kind == "sensitivity" else [Carried(*one) for one in files_of(result).items()]
    if None not in names:
        known = _sweep(result, [str(name) for name in names], settings)
        return replace(known, carried=brought, file="" if file is None else file.name)
    carried = [*_carried(result.scenarios), *brought]
    made = _sweep(result, [shlex.quote(one.name) for one in carried[: len(result.scenarios)]], ())
    return Reproduction(made.command, carried, made.is_same_work, "")


def _carried(scenarios: Sequence[Scenario]) -> list[Carried]:
    """The scenarios as files of different names."""
    found: list[Carried] = []
    for place, scenario in enumerate(scenarios):
        name = file_name(scenario)
        name = f"{'ab'[place]}-{name}" if len(scenarios) > 1 else name
        found.append(Carried(name, as_toml(scenario)))
    return found


def _run(result: Result, file: Path | None) -> Reproduction:
    """A run's folder holds what was drawn; without the file that it was drawn from, that itself is carried."""
    manifest, settings = result.manifest, _settings(result)
    counts = f"--seed {manifest['seed']} --replication {manifest['replication']}"
    for name, asked in _files(result.scenario.name, file):
        scenario = _set(asked, settings)
        if scenario is not None and _work_of_run(scenario, manifest) == manifest["work"]:
            words = [shlex.quote(name), counts, *_options_set(settings)]
            return Reproduction(f"gpu-supply run {' '.join(words)}", (), True, "" if file is None else file.name)
    carried = _carried(result.scenarios)
    same = _work_of_run(result.scenario, manifest) == manifest["work"]
    return Reproduction(f"gpu-supply run {shlex.quote(carried[0].name)} {counts}", carried, same, "")


def _work_of_run(scenario: Scenario, manifest: Mapping[str, Any]) -> str:
    return run_digest(scenario, manifest["seed"], manifest["replication"])


def _files(name: str, file: Path | None) -> list[tuple[str, Scenario]]:
    """The scenarios at hand: the file given, and the one that ships under the name."""
    given = [] if file is None else [(file.name, load(file))]
    return [*given, (name, load(name))] if name in shipped() else given


def _settings(result: Result) -> tuple[str, ...]:
    """What was set besides the file, as the manifest keeps it; a manifest of an older version has none."""
    return tuple(map(str, result.manifest.get("settings", ())))


def _set(scenario: Scenario, settings: Sequence[str]) -> Scenario | None:
    """A scenario with settings; None where it does not take them."""
    try:
        return with_settings(scenario, settings)
    except (UsageError, ScenarioError):
        return None


def _options_set(settings: Sequence[str]) -> list[str]:
    return [f"--set {shlex.quote(setting)}" for setting in settings]


def _named(
    scenario: Scenario, settings: Sequence[str], file: Path | None, kind: str, sets: ParameterSets | None
) -> str | None:
    """What a command line calls a scenario; None where no file at hand, with the settings, holds it."""
    for name, asked in _files(scenario.name, file):
        found = _set(asked, settings)
        if found is not None and sets:
            found = with_choices(found, columns_of(scenario, sets))
        if found is not None and (_monthly(found) if kind == "sensitivity" else found) == scenario:
            return shlex.quote(name)
    return None


def _monthly(scenario: Scenario) -> Scenario:
    from sim.analysis.sensitivity import monthly

    return monthly(scenario)


def _sweep(result: Result, names: Sequence[str], settings: Sequence[str]) -> Reproduction:
    """The command line, with the counts under which its work has the digest of the result's."""
    if result.kind == "sensitivity":
        return _sensitivity(result, names[0], settings)
    manifest = result.manifest
    each = manifest["replications"] // manifest["points"]
    points = result.points
    found = []
    for count in (each, CAP) if manifest.get("precision") else (each,):
        plan = replace(result.sweep.plan, replications=count)
        words = [*names, _options(result, count, points), *_options_set(settings)]
        same = plan.digest() == manifest["work"]
        found.append(Reproduction(f"gpu-supply {result.kind} {' '.join(words)}", (), same, ""))
    return next((one for one in found if one.is_same_work), found[0])


def _sensitivity(result: Result, name: str, settings: Sequence[str]) -> Reproduction:
    from sim.analysis.sensitivity import METHODS
    from sim.reporting.sensitivity import analysis_of

    done = analysis_of(result)
    method = next(one for one, design in METHODS.items() if design == result.manifest["design"])
    blocks = done.about["samples"] + done.about["lost"]
    words = [name, f"--method {method} --samples {blocks} --replications {done.sweep.plan.each}"]
    words += [f"--seed {result.manifest['seed']} --figure {shlex.quote(done.figure)}", *_options_set(settings)]
    same = done.sweep.plan.digest() == result.manifest["work"]
    return Reproduction(f"gpu-supply sensitivity {' '.join(words)}", (), same, "")


def _options(result: Result, count: int, points: tuple[Point, ...]) -> str:
    manifest = result.manifest
    words = [f"--replications {count}", f"--seed {manifest['seed']}"]
    if manifest["design"] != "random":
        words.append(f"--design {SETS if manifest['design'] == 'table' else manifest['design']}")
    if manifest.get("policies"):
        words.append(f"--policies {POLICIES}")
    if manifest["keep"] != "curves":
        words.append(f"--keep {manifest['keep']}")
    words += [f"--precision {shlex.quote(f'{name}={share}')}" for name, share in manifest.get("precision", {}).items()]
    for path, values in _axes(points).items():
        words.append(f"--grid {shlex.quote(f'{path}=' + ','.join(map(_value, values)))}")
    return " ".join(words)


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
