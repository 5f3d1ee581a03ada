"""How a result is made again: its command lines, and the texts of files that no machine but its own may hold."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.analysis.observation import Observation
from sim.analysis.observed import Observed, reporting
from sim.errors import ScenarioError, UsageError
from sim.experiment.plan import run_digest
from sim.experiment.precision import CAP
from sim.records.figures.sourced import reporting_sources
from sim.reporting.brought import OBSERVED, columns_of, files_of, observed_of
from sim.reporting.commands import counts_of, options_of
from sim.reporting.result import MADE_OF, PLANNED, Result, read
from sim.scenario.change import with_choices, with_settings
from sim.scenario.file import load, shipped
from sim.scenario.schema import Scenario, as_toml, file_name


@dataclass(frozen=True)
class Carried:
    """A file that is not at hand, of a scenario, observed figures or parameter sets: a name to save it by, its text."""

    name: str
    text: str


@dataclass(frozen=True)
class Reproduction:
    """Command lines with the result's digest; `is_same_work` where they land in the same folder, too."""

    command: str
    carried: Sequence[Carried]
    is_same_work: bool
    file: str


def reproduction_of(result: Result, file: Path | None) -> Reproduction:
    """The command lines of a result; scenarios are those that ship or the file given, where these hold them.

    Files of functions of the user's own are named as the manifest has them, without their folder.
    """
    if result.kind in MADE_OF:
        return _made_of(result, file)
    found = _run(result, file) if result.kind == "run" else _simulated(result, file)
    own = dict.fromkeys(str(one["file"]) for one in result.manifest.get("extensions", ()))
    return replace(found, command=" ".join([found.command, *(f"--extension {shlex.quote(name)}" for name in own)]))


def _made_of(result: Result, file: Path | None) -> Reproduction:
    """First what it is made of, where that lies beside it, then the command itself."""
    try:
        first = reproduction_of(read(result.folder.resolve().parent / result.made_of), file)
    except UsageError:
        first = Reproduction("", (), True, "")
    carried = [*first.carried]
    command = f"gpu-supply {result.kind} {shlex.quote(f'results/{result.scenario.name}/{result.made_of}')}"
    if observed := observed_of(result):
        carried.append(Carried(_free(OBSERVED, carried), observed))
        command += f" --observed {carried[-1].name}"
    elif result.kind == "update":
        command += " --observed FILE"  # of what was published later: the update knew of nothing
    lines = [*first.command.splitlines(), " ".join([command, *counts_of(result)])]
    return Reproduction("\n".join(lines), carried, first.is_same_work, first.file)


def _free(name: str, carried: Sequence[Carried]) -> str:
    """A name that none of the files has."""
    taken = {one.name for one in carried}
    stem, _, kind = name.rpartition(".")
    return next(one for one in (name, *(f"{stem}-{n}.{kind}" for n in range(2, 99))) if one not in taken)


def _simulated(result: Result, file: Path | None) -> Reproduction:
    settings, scenarios = _settings(result), result.scenarios if result.kind == "compare" else result.scenarios[:1]
    names = [_named(result, one, settings, file) for one in scenarios]
    brought = [Carried(*one) for one in files_of(result).items()]
    if None not in names:
        known = _commanded(result, [str(name) for name in names], settings)
        return replace(known, carried=brought, file="" if file is None else file.name)
    carried = _carried(scenarios)
    made = _commanded(result, [shlex.quote(one.name) for one in carried], ())
    return Reproduction(made.command, [*carried, *brought], made.is_same_work, "")


def _carried(scenarios: Sequence[Scenario]) -> list[Carried]:
    """The scenarios as files of different names."""
    found: list[Carried] = []
    for place, scenario in enumerate(scenarios):
        name = file_name(scenario)
        name = f"{'abcdefghijkl'[place]}-{name}" if len(scenarios) > 1 else name
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


def _named(result: Result, scenario: Scenario, settings: Sequence[str], file: Path | None) -> str | None:
    """What a command line calls a scenario; None where no file at hand, with the settings, holds it."""
    planned = _PLANNED.get(result.kind, _as_asked)
    for name, asked in _files(scenario.name, file):
        found = _set(asked, settings)
        if found is not None and planned(found, result) == scenario:
            return shlex.quote(name)
    return None


def _as_asked(scenario: Scenario, result: Result) -> Scenario:
    """What a sweep or a comparison simulates: parameter sets are drawn as choices."""
    sets = result.sweep.plan.sets
    return with_choices(scenario, columns_of(result.scenario, sets)) if sets else scenario


def _monthly(scenario: Scenario, _: Result) -> Scenario:
    from sim.analysis.sensitivity import monthly

    return monthly(scenario)


def _on_the_day(scenario: Scenario, result: Result) -> Scenario:
    return scenario.set("report.dates", list(result.scenario.report.dates))


def _reporting_sources(scenario: Scenario, _: Result) -> Scenario | None:
    try:
        return reporting_sources(scenario)
    except ScenarioError:
        return None


def _reporting(scenario: Scenario, result: Result) -> Scenario | None:
    observed = tuple(map(Observation.model_validate, result.manifest["observed"]))
    try:
        return reporting(scenario, Observed(observed=observed))
    except ScenarioError:
        return None


_PLANNED: Mapping[str, Callable[[Scenario, Result], Scenario | None]] = {
    "sensitivity": _monthly,
    "attribute": _on_the_day,
    "check": _reporting_sources,
    "calibrate": _reporting,
}
"""What a command makes of the scenario that it is given: most add dates to its report."""


def _commanded(result: Result, names: Sequence[str], settings: Sequence[str]) -> Reproduction:
    """The command line, with the counts under which its work has the digest of the result's."""
    found = []
    for options, same in _options(result):
        words = [*names, *options, *_options_set(settings)]
        found.append(Reproduction(f"gpu-supply {result.kind} {' '.join(words)}", (), same, ""))
    return next((one for one in found if one.is_same_work), found[0])


def _options(result: Result) -> Iterator[tuple[list[str], bool]]:
    """Options that the command may have had, and whether its work has the digest of the result's with them."""
    if result.kind in ("sweep", "compare"):
        for count in (result.each, CAP) if result.manifest.get("precision") else (result.each,):
            plan = replace(result.sweep.plan, replications=count)
            yield options_of(result, count), plan.digest() == result.manifest["work"]
        return
    same = result.kind not in PLANNED or result.kind == "sensitivity"
    yield counts_of(result), same or result.sweep.plan.digest() == result.manifest["work"]
