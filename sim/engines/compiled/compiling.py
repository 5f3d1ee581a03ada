"""The compiler: which functions it may take, where it keeps what it compiled, and SciPy's functions for it.

What both engines share stays plain Python and is only registered here. The compiler looks at one file to see whether
what it kept is stale, so the folder's name is a digest of all files that go into the kernel.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeVar

import llvmlite.binding
import numba
from numba.extending import get_cython_function_address, intrinsic, overload, register_jitable

from sim.engines.compiled.kept import Cache, Keeper
from sim.rules import allocation, capacity, control, demand, ordering, production, ramp, rounding, shares
from sim.scenario import quantiles, special_functions
from sim.statistics import bins

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function, **options: bool) -> Function:
    """Decorator of a part of the kernel. Nothing in it raises: the ways out of a function cost time at every call."""
    register_jitable(error_model="numpy", **options)(function)
    return function


SPECIAL = {
    "inverse_beta": ("__pyx_fuse_0betaincinv", 3),
    "normal_below": ("__pyx_fuse_1ndtr", 1),
    "inverse_normal": ("ndtri", 1),
    "poisson_below": ("pdtr", 2),
    "inverse_poisson": ("__pyx_fuse_0pdtrik", 2),
}
"""By our name of a special function: SciPy's symbol, number of arguments."""


INLINE = ("divide", "split_over_channels", "allocate", "serve_reserved", "grant", "most", "affordable")
"""Rules for a line a day: to hand them their many sequences would take longer than what they do."""


def share(module: ModuleType) -> None:
    """Let the kernel call the plain functions of a module."""
    for function in vars(module).values():
        if isinstance(function, FunctionType) and function.__module__ == module.__name__:
            compiled(function, forceinline=function.__name__ in INLINE)


def link(name: str, symbol: str, arguments: int) -> None:
    """Let the kernel call SciPy's own C function under our name."""
    address = get_cython_function_address("scipy.special.cython_special", symbol)
    llvmlite.binding.add_symbol(f"gpu_supply_{name}", address)
    # Cython adds an argument to its functions of C type, which they ignore.
    signature = numba.types.double(*[numba.types.double] * arguments, numba.types.intc)
    function = numba.types.ExternalFunction(f"gpu_supply_{name}", signature)
    bodies = {
        1: lambda x: function(x, 0),
        2: lambda x, y: function(x, y, 0),
        3: lambda x, y, z: function(x, y, z, 0),
    }
    body = bodies[arguments]
    makers = {1: lambda _x: body, 2: lambda _x, _y: body, 3: lambda _x, _y, _z: body}
    overload(getattr(special_functions, name), strict=False)(makers[arguments])


def memory_of(array: Any) -> Any:
    """An array's memory as the kernel reads and writes it: in compiled code a pointer, for the time of one call.

    References to a pointer aren't counted, and places before its start aren't looked for: together half of all time.
    Where bounds are checked (`NUMBA_BOUNDSCHECK`) it stays an array.
    """
    return array


def vector(memory: Any, first: int, count: int) -> Any:
    """So many cells of the memory as an array."""
    return memory[first : first + count]


@intrinsic  # type: ignore[untyped-decorator]
def pointer(_context: Any, address: Any, like: Any) -> Any:
    """An address as a pointer to what the array `like` holds."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return numba.types.CPointer(like.dtype)(address, like), code


@intrinsic  # type: ignore[untyped-decorator]
def moved(_context: Any, memory: Any, cells: Any) -> Any:
    """A pointer so many cells further on."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.gep(arguments[0], [arguments[1]])

    return memory(memory, cells), code


@overload(memory_of, strict=False)  # type: ignore[untyped-decorator]
def compile_memory_of(_array: Any) -> Any:
    """What the compiler makes of `memory_of`."""
    if numba.config.BOUNDSCHECK:
        return lambda array: array
    return lambda array: pointer(array.ctypes.data, array)


@overload(vector, strict=False)  # type: ignore[untyped-decorator]
def compile_vector(memory: Any, _first: Any, _count: Any) -> Any:
    """What the compiler makes of `vector`."""
    if isinstance(memory, numba.types.Array):
        return lambda memory, first, count: memory[first : first + count]
    return lambda memory, first, count: numba.carray(moved(memory, first), count)


def sources_digest() -> str:
    """Digest of the files that go into the kernel, the compiler's version and settings, and what it compiles for."""
    root = Path(__file__).parents[2]
    files = [
        *root.glob("rules/*.py"),
        *root.glob("engines/compiled/*.py"),
        *root.glob("scenario/*.py"),
        root / "clock.py",
        root / "statistics" / "bins.py",
    ]
    processor = llvmlite.binding.get_host_cpu_name(), llvmlite.binding.get_host_cpu_features().flatten()
    compiler = sys.version, numba.__version__, llvmlite.__version__, numba.config.BOUNDSCHECK, numba.config.OPT
    content = hashlib.sha256(f"{compiler} {processor}".encode())
    for file in sorted(files):
        content.update(file.read_bytes())
    return content.hexdigest()[:16]


def cache_folder() -> Path | None:
    """Where compiled code is kept: `NUMBA_CACHE_DIR`, or the user's cache; None for a user without a home."""
    base = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base or Path.home() / ".cache") / "gpu-supply-sim" / sources_digest()
    except RuntimeError:
        return None


KEEPER = Keeper(cache_folder())


def is_compiled() -> bool:
    """Whether a kernel of these sources was compiled and kept before."""
    return KEEPER.has()


def entry(function: Any) -> Any:
    """A function that Python calls: kept on disk once compiled, where there is a folder for it."""
    compiled_function = numba.njit(error_model="numpy")(function)
    if not numba.config.DISABLE_JIT:
        compiled_function._cache = Cache(function, KEEPER)  # noqa: SLF001 - as Numba's own `cache=True` does
    return compiled_function


if not numba.config.DISABLE_JIT:
    for name, (symbol, arguments) in SPECIAL.items():
        link(name, symbol, arguments)
    rules = (allocation, capacity, control, demand, ordering, production, ramp, rounding, shares)
    for shared in (*rules, quantiles, bins):
        share(shared)
