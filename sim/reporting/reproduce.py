"""How a result is made again: its command line, checked against the digest of its work."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sim.errors import ScenarioError, UsageError
from sim.experiment.plan import Plan, Point, digest_of
from sim.experiment.precision import CAP
from sim.reporting.assumptions import Source
from sim.reporting.result import Result
from sim.scenario.file import load, shipped
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from sim.scenario.settings import with_settings

UNKNOWN = "the scenario file and settings that it was made with are not kept beside it"


def command_of(result: Result, source: Source, file: Path | None) -> str | None:
    """The command line whose work has the digest of the result's; None where none is found.

    Tried are the scenario file given, or those that ship under the results' names, with all counts of the manifest.
    """
    tries = _run(result, source, file) if result.kind == "run" else _sweep(result, file)
    return next((command for command, work in tries if work == result.manifest["work"]), None)


def _name(scenario: Scenario, file: Path | None) -> str:
    return shlex.quote(scenario.name if file is None else file.name)


def _settings(result: Result) -> tuple[str, ...]:
    """What was set besides the file, as the manifest keeps it; a manifest of an older version has none."""
    return tuple(map(str, result.manifest.get("settings", ())))


def _set(scenario: Scenario, settings: Sequence[str]) -> Scenario | None:
    """A scenario with settings; None where it does not take them."""
    try:
        return with_settings(scenario, settings)
    except (UsageError, ScenarioError):
        return None


def _run(result: Result, source: Source, file: Path | None) -> Iterator[tuple[str, str]]:
    settings = _settings(result)
    asked = None if source.scenario is None else _set(source.scenario, settings)
    if source.scenario is None or asked is None:
        return
    seed, replication = result.manifest["seed"], result.manifest["replication"]
    words = [_name(source.scenario, file), f"--seed {seed} --replication {replication}", *_options_set(settings)]
    yield f"gpu-supply run {' '.join(words)}", digest_of([dump(asked)], "run", seed, replication)


def _options_set(settings: Sequence[str]) -> list[str]:
    return [f"--set {shlex.quote(setting)}" for setting in settings]


def _named(scenario: Scenario, settings: Sequence[str], file: Path | None) -> str | None:
    """What a command line calls a scenario of a sweep; None where no file with the settings holds it."""
    if file is not None and _set(load(file), settings) == scenario:
        return _name(scenario, file)
    ships = scenario.name in shipped() and _set(load(scenario.name), settings) == scenario
    return _name(scenario, None) if ships else None


def _sweep(result: Result, file: Path | None) -> Iterator[tuple[str, str]]:
    """The scenarios of a sweep are kept as they were, so only whether a file holds them is to be found out."""
    settings = _settings(result)
    names = [_named(one, settings, file) for one in result.scenarios]
    if None in names:
        return
    manifest = result.manifest
    precision = tuple(manifest.get("precision", {}).items())
    each = manifest["replications"] // manifest["points"]
    asked = (each, CAP) if precision else (each,)
    points = _points(result)
    for count in asked:
        plan = Plan(result.scenarios, points, count, manifest["seed"], manifest["design"], manifest["keep"], precision)
        words = [*map(str, names), _options(result, count, points), *_options_set(settings)]
        yield f"gpu-supply {result.kind} {' '.join(words)}", plan.digest()


def _points(result: Result) -> tuple[Point, ...]:
    if result.kind == "compare":
        return Point(0), Point(1)
    return tuple(Point(0, tuple(point["settings"].items())) for point in result.summary["points"])


def _options(result: Result, count: int, points: tuple[Point, ...]) -> str:
    manifest = result.manifest
    words = [f"--replications {count}", f"--seed {manifest['seed']}"]
    if manifest["design"] != "random":
        words.append(f"--design {manifest['design']}")
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
    return value.isoformat() if isinstance(value, date) else str(value)
