"""Whether work is worth processes of its own: each takes a while to begin, in which small work is done."""

import math
import time

from sim.experiment.chunk import gathering
from sim.experiment.plan import Plan, chunk_size

WORTH_STARTING = 2.0
"""Seconds of work from which two processes are quicker than this one: each takes about one to begin."""

TRIED = 8
"""Replications that are timed: enough to tell, and done in a blink."""


def is_worth_processes(plan: Plan, engine: str, workers: int, chunk: int | None) -> bool:
    """Whether a plan's work is more than one chunk, and takes the engine long enough; nothing of its result differs."""
    if workers == 1:
        return False
    if len(plan.points) == 1 and plan.replications <= (chunk or chunk_size(plan, engine, workers)):
        return False
    return engine != "compiled" or plan.keep == "events" or _seconds_compiled(plan) >= WORTH_STARTING


def _seconds_compiled(plan: Plan) -> float:
    """The time that the compiled engine, which is loaded, takes for a plan; infinite where it can't be told."""
    from sim.engines.compiled.engine import machine_of

    kind = gathering(plan).kind
    try:
        with machine_of(plan.scenarios[0]) as machine:
            for _ in range(2):  # the first time it makes room
                begun = time.thread_time()
                if machine.play_many(plan.seed, range(TRIED), None, kind) is None:
                    return math.inf
                took = time.thread_time() - begun
    except Exception:  # the work itself will tell
        return math.inf
    return took / TRIED * plan.total
