"""The compiler: which functions it may take, where it keeps what it compiled, and SciPy's functions for it.

What both engines share stays plain Python and is only registered here. The compiler looks at one file to see whether
what it kept is stale, so the folder's name is a digest of all files that go into the kernel.
"""

import hashlib
import os
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

import llvmlite.binding
import numba
from numba.extending import get_cython_function_address, overload

import sim.model
import sim.records.figures
import sim.rules
from sim.compiler import sorting
from sim.compiler.kept import Cache, Keeper
from sim.compiler.parts import OPTIONS, REPLACED, WholeCompiler, compiled
from sim.scenario.distributions import beta_table, means, quantiles, special_functions
from sim.statistics import bins

SPECIAL = {
    "inverse_beta": ("__pyx_fuse_0betaincinv", 3),
    "beta_below": ("__pyx_fuse_0betainc", 3),
    "inverse_gamma": ("gammaincinv", 2),
    "normal_below": ("__pyx_fuse_1ndtr", 1),
    "inverse_normal": ("ndtri", 1),
    "poisson_below": ("pdtr", 2),
    "inverse_poisson": ("__pyx_fuse_0pdtrik", 2),
}
"""By our name of a special function: SciPy's symbol, number of arguments."""


INLINE = ("divide", "divide_carried", "allocate", "serve_reserved", "grant", "bound", "most", "paid_for")
"""Rules for a line a day: to hand them their many sequences would take longer than what they do."""


def share(module: ModuleType) -> None:
    """Let the kernel call the plain functions of a module."""
    for function in vars(module).values():
        if isinstance(function, FunctionType) and function.__module__ == module.__name__ and function not in REPLACED:
            compiled(function, forceinline=function.__name__ in INLINE)


def modules_of(package: ModuleType) -> list[ModuleType]:
    """The modules of a package."""
    return [import_module(f"{package.__name__}.{one.name}") for one in iter_modules(package.__path__)]


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
    overload(getattr(special_functions, name), jit_options=OPTIONS, strict=False)(makers[arguments])


def sources_digest() -> str:
    """Digest of the files that go into the kernel, the compiler's version and settings, and what it compiles for."""
    root = Path(__file__).parents[2]
    files = [
        *root.glob("rules/*.py"),
        *root.glob("model/**/*.py"),
        *root.glob("compiler/*.py"),
        *root.glob("engines/compiled/*.py"),
        *root.glob("scenario/**/*.py"),
        root / "clock.py",
        root / "realisation" / "philox.py",
        *root.glob("records/figures/*.py"),
        root / "records" / "daily.py",
        root / "statistics" / "bins.py",
        root / "statistics" / "moments.py",
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
    compiled_function = numba.njit(error_model="numpy", nogil=True, pipeline_class=WholeCompiler)(function)
    if not numba.config.DISABLE_JIT:
        compiled_function._cache = Cache(function, KEEPER)  # noqa: SLF001 - as Numba's own `cache=True` does
    return compiled_function


def share_all() -> None:
    """Let the kernel call the model, the rules, and what draws by them; after `instead_of` has had its turn."""
    for name, (symbol, arguments) in SPECIAL.items():
        link(name, symbol, arguments)
    for module in (
        *modules_of(sim.model),
        *modules_of(sim.rules),
        *modules_of(sim.records.figures),
        beta_table,
        quantiles,
        means,
        bins,
        sorting,
    ):
        share(module)
