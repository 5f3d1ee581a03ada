"""The user's own functions in the kernel: each compiled by itself, and called by its address.

So the kernel is the same whatever a user registers, and what was kept of it serves everybody. A function that fails in
compiled code says so in its cell and changes nothing: the replication is done again as plain Python, which tells why.
"""

import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numba
from numba.extending import register_jitable

from sim.compiler.addresses import address_of, caller, number_at, put_number_at, row_at
from sim.compiler.functions import pointer_to
from sim.compiler.parts import instead_of
from sim.engines.compiled.held import HeldSupply
from sim.extensions.calling import LEAST
from sim.extensions.registry import CELL_BYTES, DISTRIBUTION, POLICY, Extension, cell_of
from sim.extensions.source import Source, function_of
from sim.model import own
from sim.model.entities import Law
from sim.model.events import COLUMNS
from sim.model.lists import put_real
from sim.records.figures import own as own_figures
from sim.records.figures.own import events_in
from sim.rules.packed import SOUND, broken_limit, granted_in, limits_in, requests_in

FAILED = -1
OPTIONS = {"boundscheck": True, "error_model": "python"}
"""A user's function fails as it does in Python: at a place that a list lacks, at a division by 0."""

WHOLE, REAL = numba.types.int64, numba.types.float64

call_policy = caller("i", "ii")
call_quantile = caller("f", "fffff")
call_figure = caller("f", "iii")


@instead_of(own.serve)
def serve(policy: int, row: Any) -> bool:
    """Have a user's policy grant in a row; gives whether it did as it may."""
    done: bool = call_policy(number_at(policy), (row.ctypes.data, len(row))) == SOUND
    if not done:
        put_number_at(policy + CELL_BYTES, 1)
    return done


@instead_of(own.own_quantile)
def own_quantile(law: Law, u: float) -> float:
    """The value of a distribution of the user's own at u; 0 where it fails."""
    value: float = call_quantile(number_at(law.own), (u, law.a, law.b, law.c, law.d))
    if math.isnan(value):
        put_number_at(law.own + CELL_BYTES, 1)
        return 0.0
    return value


@instead_of(own_figures.own_figures)
def figures(supply: HeldSupply) -> None:
    """Note the key figures of the user's own."""
    for place, handle in enumerate(supply.own_figures):
        pointer = address_of(pointer_to(supply.entry_row))
        value = call_figure(number_at(handle), (pointer, supply.entries_made, supply.own_of[place]))
        if math.isinf(value):
            put_number_at(handle + CELL_BYTES, 1)
            value = math.nan
        put_real(supply, value)


def prepare_own(extensions: Iterable[Extension]) -> str:
    """Compile what is not yet; gives why the first that can't be is not, in a clause, empty where all are."""
    for extension in extensions:
        cell = cell_of(extension)
        if not cell.numbers[0]:
            if numba.config.DISABLE_JIT:
                return "nothing is compiled (NUMBA_DISABLE_JIT)"
            try:
                cell.numbers[0] = compiled(extension).address
            except Exception as error:  # whatever a compiler finds in a stranger's function
                return f"Numba does not take {extension.title}: {_reason(error)} ({extension.source.place})"
    return ""


def _reason(error: Exception) -> str:
    """What a compiler says, in a line: its headings are left out."""
    lines = [line.strip() for line in str(error).splitlines()]
    said = [line for line in lines if line and not line.startswith(("Failed in", "During", "File", "<", "-", "^"))]
    return said[0] if said else type(error).__name__


@cache
def compiled(extension: Extension) -> Any:
    """An extension as a function that the kernel calls, kept as long as the process."""
    function = numba.njit(**OPTIONS)(known(extension.source))
    if extension.kind == POLICY:
        return policy_of(function)
    if extension.kind == DISTRIBUTION:
        return distribution_of(function, len(extension.parameters))
    return figure_of(function, bool(extension.of))


@cache
def known(source: Source) -> Callable[..., Any]:
    """The function of a source, what it calls of the user's known to the compiler too."""
    for _, use in source.uses:
        if isinstance(use, Source):
            register_jitable(**OPTIONS)(known(use))
    return function_of(source)


def policy_of(function: Any) -> Any:
    """A policy: gives `SOUND`, which limit it breaks, or `FAILED`."""

    @numba.cfunc(WHOLE(WHOLE, WHOLE))  # type: ignore[untyped-decorator]
    def call(address: int, size: int) -> int:
        row = numba.carray(row_at(address), size)
        before = row.copy()
        try:
            function(requests_in(row), limits_in(row), granted_in(row))
        except Exception:
            return FAILED
        return broken_limit(before, row)

    return call


def distribution_of(function: Any, count: int) -> Any:
    """A distribution: gives NaN where it fails, or gives what lies beyond its ends."""
    at = _with_parameters(function, count)

    @numba.cfunc(REAL(REAL, REAL, REAL, REAL, REAL))  # type: ignore[untyped-decorator]
    def call(u: float, a: float, b: float, c: float, d: float) -> float:
        try:
            low, value, high = at(LEAST, a, b, c, d), at(u, a, b, c, d), at(1 - LEAST, a, b, c, d)
        except Exception:
            return math.nan
        return value if low <= value <= high and not math.isinf(value) else math.nan

    return call


def _with_parameters(function: Any, count: int) -> Any:
    """A distribution's function as one of four parameters."""
    bodies = {
        0: lambda u, _a, _b, _c, _d: float(function(u)),
        1: lambda u, a, _b, _c, _d: float(function(u, a)),
        2: lambda u, a, b, _c, _d: float(function(u, a, b)),
        3: lambda u, a, b, c, _d: float(function(u, a, b, c)),
        4: lambda u, a, b, c, d: float(function(u, a, b, c, d)),
    }
    return numba.njit(bodies[count])


def figure_of(function: Any, of_one: bool) -> Any:
    """A key figure: gives infinity where it fails."""
    value = numba.njit(
        (lambda events, number: float(function(events, number)))
        if of_one
        else (lambda events, _number: float(function(events)))
    )

    @numba.cfunc(REAL(WHOLE, WHOLE, WHOLE))  # type: ignore[untyped-decorator]
    def call(address: int, count: int, number: int) -> float:
        rows = numba.carray(row_at(address), (count, len(COLUMNS))).copy()
        try:
            counted: float = value(events_in(rows), number)
        except Exception:
            return math.inf
        return counted

    return call
