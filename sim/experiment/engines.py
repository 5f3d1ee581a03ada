"""Which engine simulates: the readable one on SimPy, or the compiled one, with the same results."""

from collections.abc import Sequence
from importlib.util import find_spec

from sim.errors import UsageError
from sim.records.events import EventLog
from sim.scenario.schema import Scenario

ENGINES = ("auto", "simpy", "compiled")

WORTH_COMPILING = 2_000
"""Replications from which compiling (half a minute, once) pays; SimPy takes about a minute for so many."""

WORTH_LOADING = 50
"""Replications from which it pays to load the kernel (about a second) once it is compiled."""


def check_engine(engine: str) -> None:
    """Raises `UsageError` where there is no such engine, or it is not installed."""
    if engine not in ENGINES:
        raise UsageError(f"engine is {engine!r}; expected one of {', '.join(ENGINES)}")
    if engine == "compiled" and not is_installed():
        raise UsageError(
            "engine is 'compiled', but Numba is not installed; expected simpy, or the extra 'fast' of gpu-supply-sim"
        )


def is_installed() -> bool:
    """Whether the compiled engine can be used."""
    return find_spec("numba") is not None


def engine_for(engine: str, replications: int) -> str:
    """The engine that simulates so many replications: `auto` takes the compiled one where the work is worth it."""
    check_engine(engine)
    if engine != "auto":
        return engine
    if not is_installed() or replications < WORTH_LOADING:
        return "simpy"
    from sim.engines.compiled.compiling import is_compiled

    return "compiled" if replications >= WORTH_COMPILING or is_compiled() else "simpy"


def make_ready(engine: str, scenario: Scenario) -> None:
    """Have the engine compiled before several processes need it at once."""
    if engine == "compiled":
        log_of(scenario, 0, 0, engine)


def log_of(
    scenario: Scenario, seed: int, replication: int, engine: str, uniforms: Sequence[float] | None = None
) -> tuple[EventLog, dict[str, object]]:
    """The event log of a replication, and the uncertain parameters' values by path.

    A worker that lacks the compiled engine takes the readable one. Raises `ScenarioError` for draws that cannot be.
    """
    if engine == "compiled" and is_installed():
        from sim.engines.compiled.engine import simulate as simulate_compiled

        return simulate_compiled(scenario, seed, replication, uniforms)
    from sim.engines.simpy.engine import simulate
    from sim.realisation.draw import realise

    realisation = realise(scenario, seed, replication, uniforms)
    return simulate(realisation), dict(realisation.sampled)
