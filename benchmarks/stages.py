"""Where the kernel's time goes: its parts, each between readings of the processor's counter. Not a benchmark itself.

`python benchmarks/stages.py SCENARIO REPLICATIONS` prints JSON: each part's share of the time. It is a process of its
own, as the kernel is compiled anew with the readings in it, about half a minute; their own time is taken off.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.extending import intrinsic

from sides import with_figures
from sim.compiler.parts import compiled
from sim.engines.compiled import engine, kernel
from sim.scenario.file import load

PARTS = (
    "sample",
    "prepare",
    "control_stage",
    "production_stage",
    "arrival_stage",
    "negotiation_stage",
    "order_stage",
    "allocation_stage",
    "key_figures",
)
COUNTS = np.zeros((len(PARTS), 2), dtype=np.int64)
"""By part: the counter's counts within it, and how often it was called."""
ADDRESS = COUNTS.ctypes.data
READINGS = 1_000_000


@intrinsic  # type: ignore[untyped-decorator]
def counter(_context: Any) -> Any:
    """The processor's counter."""

    def code(_context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        reading = builder.module.declare_intrinsic("llvm.readcyclecounter", (), ir.FunctionType(ir.IntType(64), ()))
        return builder.call(reading, ())

    return numba.types.int64(), code


@intrinsic  # type: ignore[untyped-decorator]
def counts_at(_context: Any, address: Any) -> Any:
    """A pointer to the counts."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return numba.types.CPointer(numba.types.int64)(address), code


@compiled
def add(place: int, counts: int) -> None:
    """Add to a part's counts and calls."""
    cells = numba.carray(counts_at(ADDRESS), 2 * len(COUNTS))
    cells[2 * place] += counts
    cells[2 * place + 1] += 1


def counted(part: Callable[..., Any], place: int) -> Callable[..., Any]:
    """A part of the kernel that counts its time."""

    @compiled
    def call(*given: Any) -> Any:
        begin = counter()
        result = part(*given)
        add(place, counter() - begin)
        return result

    return call


@numba.njit  # type: ignore[untyped-decorator]
def of_a_reading() -> int:
    """Counts that pass between two readings with nothing between them, the least of many."""
    least = 1 << 62
    for _ in range(READINGS):
        begin = counter()
        least = min(least, counter() - begin)
    return least


@numba.njit  # type: ignore[untyped-decorator]
def now() -> int:
    """The processor's counter, for Python."""
    return int(counter())


def main() -> None:
    """Count the parts over so many replications, without what the readings themselves take."""
    for place, name in enumerate(PARTS):
        setattr(kernel, name, counted(getattr(kernel, name), place))
    vars(engine)["replicate_many"] = numba.njit(error_model="numpy")(kernel.replicate_many.py_func)
    machine, replications = engine.Machine(load(sys.argv[1])), range(int(sys.argv[2]))
    with_figures(machine, replications)
    COUNTS[:] = 0
    begin = now()
    with_figures(machine, replications)
    end, reading = now(), of_a_reading()
    whole = end - begin - 2 * reading * COUNTS[:, 1].sum()
    within = COUNTS[:, 0] - reading * COUNTS[:, 1]
    shares = {name: float(counts / whole) for name, counts in zip(PARTS, within, strict=True)}
    print(json.dumps(shares | {"rest": 1 - sum(shares.values())}))


if __name__ == "__main__":
    main()
