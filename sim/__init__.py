"""gpu-supply-sim: scenario file -> realisation -> engine -> event log -> key figures, pictures, answer in words."""

from typing import TYPE_CHECKING

from sim import version

if TYPE_CHECKING:
    from sim import event
    from sim.analysis.attribute import Attribution, attribute
    from sim.analysis.calibrate import Calibration, calibrate
    from sim.analysis.check import Check, check
    from sim.analysis.compare import Comparison, compare
    from sim.analysis.discover import Discovery, discover
    from sim.analysis.importance import Importance, importance
    from sim.analysis.observed import Observed, load_observed
    from sim.analysis.score import Score, score
    from sim.analysis.sensitivity import Sensitivity, sensitivity
    from sim.analysis.update import Update, update
    from sim.archive.crate import package
    from sim.archive.verify import Verification, verify
    from sim.errors import ScenarioError, SimError, SimWarning, UsageError
    from sim.experiment.chance import probability
    from sim.experiment.extend import allocation_policy, distribution, key_figure
    from sim.experiment.run import Run, run
    from sim.experiment.sweep import Sweep, overview, sweep
    from sim.experiment.work import WorkOptions
    from sim.extensions.registry import registered
    from sim.reporting.page import report
    from sim.rules.packed import grant
    from sim.scenario.file import load, shipped
    from sim.scenario.schema import Scenario

__all__ = [
    "Attribution",
    "Calibration",
    "Check",
    "Comparison",
    "Discovery",
    "Importance",
    "Observed",
    "Run",
    "Scenario",
    "ScenarioError",
    "Score",
    "Sensitivity",
    "SimError",
    "SimWarning",
    "Sweep",
    "Update",
    "UsageError",
    "Verification",
    "WorkOptions",
    "__version__",
    "allocation_policy",
    "attribute",
    "calibrate",
    "check",
    "compare",
    "discover",
    "distribution",
    "event",
    "grant",
    "importance",
    "key_figure",
    "load",
    "load_observed",
    "overview",
    "package",
    "probability",
    "registered",
    "report",
    "run",
    "score",
    "sensitivity",
    "shipped",
    "sweep",
    "update",
    "verify",
]

__version__ = version.VERSION

_HOMES = {
    "allocation_policy": "sim.experiment.extend",
    "distribution": "sim.experiment.extend",
    "key_figure": "sim.experiment.extend",
    "registered": "sim.extensions.registry",
    "grant": "sim.rules.packed",
    "Attribution": "sim.analysis.attribute",
    "attribute": "sim.analysis.attribute",
    "Discovery": "sim.analysis.discover",
    "discover": "sim.analysis.discover",
    "Calibration": "sim.analysis.calibrate",
    "calibrate": "sim.analysis.calibrate",
    "Check": "sim.analysis.check",
    "check": "sim.analysis.check",
    "Comparison": "sim.analysis.compare",
    "compare": "sim.analysis.compare",
    "Run": "sim.experiment.run",
    "Scenario": "sim.scenario.schema",
    "ScenarioError": "sim.errors",
    "SimError": "sim.errors",
    "UsageError": "sim.errors",
    "Sensitivity": "sim.analysis.sensitivity",
    "SimWarning": "sim.errors",
    "Sweep": "sim.experiment.sweep",
    "WorkOptions": "sim.experiment.work",
    "load": "sim.scenario.file",
    "overview": "sim.experiment.sweep",
    "probability": "sim.experiment.chance",
    "report": "sim.reporting.page",
    "shipped": "sim.scenario.file",
    "run": "sim.experiment.run",
    "sensitivity": "sim.analysis.sensitivity",
    "sweep": "sim.experiment.sweep",
    "Importance": "sim.analysis.importance",
    "importance": "sim.analysis.importance",
    "Observed": "sim.analysis.observed",
    "load_observed": "sim.analysis.observed",
    "Score": "sim.analysis.score",
    "score": "sim.analysis.score",
    "Update": "sim.analysis.update",
    "update": "sim.analysis.update",
    "package": "sim.archive.crate",
    "Verification": "sim.archive.verify",
    "verify": "sim.archive.verify",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import sim` is quick."""
    from importlib import import_module

    if name == "event":
        return import_module("sim.event")
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """What there is, imported yet or not."""
    return sorted({*globals(), *__all__} - {"TYPE_CHECKING"})
