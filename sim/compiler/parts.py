"""Parts of a kernel: plain functions that compiled code may call, and what it calls in the place of others."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any, TypeVar

import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.extending import overload, register_jitable

Function = TypeVar("Function", bound=Callable[..., Any])


class Silent:
    """Numba's code generator, without writing to where a part's machine code would be."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def set_env(self, name: str, env: Any) -> None:
        """Nothing."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)


class PartLibrary(JITCodeLibrary):  # type: ignore[misc]
    """The code of a part of the kernel: optimized and made into machine code with the whole only, not by itself too."""

    @property
    def codegen(self) -> Any:
        """What generates code."""
        return Silent(self._codegen)

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


class PartCompiler(Compiler):  # type: ignore[misc]
    """Compiles a part of the kernel."""

    def define_pipelines(self) -> Any:
        """Numba's own, with a library for a part."""
        codegen = self.state.targetctx.codegen()
        self.state.library = PartLibrary(codegen, self.state.func_id.func_qualname)
        return super().define_pipelines()


OPTIONS = {"error_model": "numpy", "pipeline_class": PartCompiler}
"""Nothing in a part of the kernel raises: the ways out of a function cost time at every call."""


def compiled(function: Function, **options: bool) -> Function:
    """Decorator of a part of the kernel."""
    register_jitable(**OPTIONS, **options)(function)
    return function


def instead_of(original: Callable[..., Any]) -> Callable[[Function], Function]:
    """Decorator of what compiled code calls in place of a function of the model."""

    def replaced(function: Function) -> Function:
        @overload(original, jit_options=OPTIONS, strict=False)  # type: ignore[untyped-decorator]
        def chosen(*_arguments: Any, **_named: Any) -> Any:
            return function

        REPLACED[original] = function
        return function

    return replaced


REPLACED: dict[Callable[..., Any], Callable[..., Any]] = {}
"""By function of the model: what compiled code calls in its place."""


@contextmanager
def replaced() -> Iterator[None]:
    """Where nothing is compiled (`NUMBA_DISABLE_JIT`), have Python call what compiled code calls, for so long."""
    rebound = [
        (module, name, value)
        for module in (list(sys.modules.values()) if numba.config.DISABLE_JIT else ())
        if module.__name__.startswith(f"{__name__.partition('.')[0]}.")
        for name, value in vars(module).items()
        if isinstance(value, FunctionType) and value in REPLACED
    ]
    for module, name, value in rebound:
        setattr(module, name, REPLACED[value])
    try:
        yield
    finally:
        for module, name, value in rebound:
            setattr(module, name, value)
