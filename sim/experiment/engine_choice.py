"""Which engine simulates: the readable one on SimPy, or the compiled one, with the same results."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

from sim.errors import NotCompiledError, SimError, UsageError
from sim.extensions.calling import ExtensionError
from sim.extensions.registry import Extension
from sim.records.events import EventLog
from sim.scenario.schema import Scenario

ENGINES = ("auto", "simpy", "compiled")

WORTH_COMPILING = 2_000
"""Replications from which compiling (half a minute, once) pays; SimPy takes about a minute for so many."""

WORTH_LOADING = 50
"""Replications from which it pays to load the kernel (about a second) once it is compiled."""

LONGEST = 160


def check_engine(engine: str) -> None:
    """Raises `UsageError` where there is no such engine, or it can't be used."""
    if engine not in ENGINES:
        raise UsageError(f"engine is {engine!r}; expected one of {', '.join(ENGINES)}")
    if engine == "compiled" and (reason := why_not_compiled()):
        raise NotCompiledError(reason)


@cache
def why_not_compiled() -> str:
    """Why the compiled engine can't be used, in a clause; empty where it can, as far as loading it shows."""
    if find_spec("numba") is None:
        return "Numba is not installed, which the extra 'fast' of gpu-supply-sim has"
    try:
        import sim.engines.compiled.engine  # noqa: F401 - whether it can be
    except Exception as error:
        return in_one_line(error)
    return ""


def in_one_line(error: Exception) -> str:
    """What an error of another library says, on one line that is not too long."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"


def engine_for(engine: str, replications: int) -> str:
    """The engine that simulates so many replications: `auto` takes the compiled one where the work is worth it."""
    check_engine(engine)
    if engine != "auto":
        return engine
    if replications < WORTH_LOADING or why_not_compiled():
        return "simpy"
    from sim.engines.compiled.compiling import is_compiled

    return "compiled" if replications >= WORTH_COMPILING or is_compiled() else "simpy"


def make_ready(engine: str, scenario: Scenario) -> str:
    """Have the engine compiled before several processes need it at once; gives why that fails, empty where not."""
    if engine == "compiled":
        try:
            log_of(scenario, 0, 0, engine)
        except NotCompiledError as error:
            return error.reason
        except (UsageError, ExtensionError):
            pass  # the scenario refuses what is drawn, or the user's own function fails: its replications will tell
        except SimError as error:
            return in_one_line(error.__cause__) if isinstance(error.__cause__, Exception) else str(error)
        return _why_not_counting()
    return ""


def _why_not_counting() -> str:
    """Why what counts curves can't be compiled, which it is then; empty where it can."""
    from sim.engines.compiled.noting import Noting

    try:
        Noting((1, 1, 1, 1), exact=False).take(0, 0)
    except Exception as error:
        return in_one_line(error)
    return ""


def why_not_own(extensions: Sequence[Extension]) -> str:
    """Why the compiled engine can't call functions of the user's own, in a clause; empty where it can, or lacks."""
    if not extensions or why_not_compiled():
        return ""
    from sim.engines.compiled.own import prepare_own

    return prepare_own(extensions)


def is_to_compile() -> bool:
    """Whether the kernel was never compiled, and can be kept for others once it is."""
    from sim.engines.compiled.compiling import KEEPER, is_compiled

    return not is_compiled() and KEEPER.can_keep()


def why_not_kept() -> str:
    """Why the compiled kernel can't be kept for the next process, in a clause; empty where it is."""
    from sim.engines.compiled.compiling import KEEPER

    return KEEPER.trouble


def log_of(
    scenario: Scenario, seed: int, replication: int, engine: str, uniforms: Sequence[float] | None = None
) -> tuple[EventLog, dict[str, object]]:
    """The event log of a replication, and the uncertain parameters' values by path.

    A worker that lacks the compiled engine takes the readable one, and so does who has seen a function of the user's
    own fail. Raises `ScenarioError` for draws that cannot be,
    `SimError` where compiling fails.
    """
    if engine == "compiled" and not why_not_compiled():
        from sim.engines.compiled.engine import simulate as simulate_compiled

        try:
            done = simulate_compiled(scenario, seed, replication, uniforms)
        except (SimError, MemoryError):
            raise
        except Exception as error:
            raise SimError(
                f"the compiled engine fails ({in_one_line(error)}); --engine simpy gives the same results"
            ) from error
        if done is not None:
            return done
    from sim.engines.simpy.engine import simulate
    from sim.realisation.draw import realise

    realisation = realise(scenario, seed, replication, uniforms)
    return simulate(realisation), dict(realisation.sampled)
