"""Parts of a kernel: plain functions that compiled code may call, and what it calls in the place of others."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import Any, TypeVar

import numba
from llvmlite.binding import Linkage
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, DefaultPassBuilder
from numba.core.compiler_machinery import PassManager
from numba.extending import overload, register_jitable

from sim.garbage import searched_seldom

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
    """The code of a part of the kernel: optimized and made into machine code with the whole only, not by itself too.

    Nor does it hold a copy of all that it calls: who links a part gets each of these once, however many call it.
    """

    _shared_module: Any

    @property
    def codegen(self) -> Any:
        """What generates code."""
        return Silent(self._codegen)

    def _optimize_functions(self, module: Any) -> None:
        """Leave them as they are: they are optimized with the whole."""
        module.data_layout = self._codegen._data_layout  # noqa: SLF001 - as Numba's own does

    def finalize(self) -> None:
        """Nothing comes to it any more; it is left as it is."""
        self._raise_if_finalized()
        for library in self._linking_libraries:
            self._reload_init.update(library._reload_init)  # noqa: SLF001 - as Numba's own does
        self._finalize_dynamic_globals()
        self._finalized = True

    def _own_module(self) -> Any:
        """Its own functions, which others may hold too."""
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.external:
                function.linkage = Linkage.linkonce_odr
        return self._final_module

    def _get_module_for_linking(self) -> Any:
        """Its own functions, and all that they call."""
        self._ensure_finalized()
        if self._shared_module is None:
            whole = self._own_module().clone()
            for library in self._called():
                part = library._own_module() if isinstance(library, PartLibrary) else library._get_module_for_linking()  # noqa: SLF001
                whole.link_in(part, preserve=True)
            self._shared_module = whole
        return self._shared_module

    def _called(self) -> list[Any]:
        """The libraries of what its functions call, and of what those call, each once."""
        found: dict[Any, None] = {}
        waiting = [*self._linking_libraries]
        while waiting:
            library = waiting.pop()
            if library not in found and library is not self:
                found[library] = None
                waiting += library._linking_libraries if isinstance(library, PartLibrary) else []  # noqa: SLF001
        return list(found)


class WholeLibrary(JITCodeLibrary):  # type: ignore[misc]
    """The code of a kernel with all its parts, which nothing else calls."""

    def _optimize_final_module(self) -> None:
        """Optimize it as one.

        That a part is called from here alone lets the optimizer pass what it is given and gives in registers, and see
        that none ever fails: a call costs a third of what it does otherwise.
        """
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.linkonce_odr:
                function.linkage = Linkage.internal
                if _is_large(function):
                    function.add_function_attribute("noinline")
        manager, builder = self._codegen._module_pass_manager(loop_vectorize=False)  # noqa: SLF001 - as Numba's own does
        manager.run(self._final_module, builder)


LARGE = 500
"""Instructions of a part, before it is optimized with the whole, beyond which it stays a function of its own.

Without such a limit a chain of three runs a fifth faster, and the kernel takes a fifth longer to compile: nearly all of
it becomes one function, on which the optimizer's passes take more than their share.
"""


def _is_large(function: Any) -> bool:
    """Whether a part stays a function of its own; a rule that has to be a part of its caller does not."""
    if any(b"alwaysinline" in attributes for attributes in function.attributes):
        return False
    return sum(1 for block in function.blocks for _ in block.instructions) > LARGE


UNUSED = (
    "WithLifting",
    "RewriteSemanticConstants",
    "DeadBranchPrune",
    "RewriteDynamicRaises",
    "MakeFunctionToJitFunction",
    "InlineInlinables",
    "FindLiterallyCalls",
    "LiteralUnroll",
    "LiteralPropagationSubPipelinePass",
    "InlineOverloads",
    "NopythonRewrites",
    "NoPythonSupportedFeatureValidation",
)
"""Passes of Numba's over what no part has (closures, literal arguments, whole arrays): a tenth of the time."""


OF_CLOSURES = "InlineClosureLikes"
"""The pass that brings comprehensions into the function that they stand in; few parts have any."""


def _has_closures(code: CodeType) -> bool:
    return any(isinstance(constant, CodeType) for constant in code.co_consts)


class PartCompiler(Compiler):  # type: ignore[misc]
    """Compiles a part of the kernel."""

    def define_pipelines(self) -> Any:
        """Numba's own, with a library for a part."""
        codegen = self.state.targetctx.codegen()
        self.state.library = PartLibrary(codegen, self.state.func_id.func_qualname)
        whole, part = DefaultPassBuilder.define_nopython_pipeline(self.state), PassManager("part")
        unused = UNUSED if _has_closures(self.state.func_id.code) else (*UNUSED, OF_CLOSURES)
        for of, title in whole.passes:
            if of.__name__ not in unused:
                part.add_pass(of, title)
        part.finalize()
        return [part]


class WholeCompiler(Compiler):  # type: ignore[misc]
    """Compiles a kernel, of all its parts."""

    def define_pipelines(self) -> Any:
        """Numba's own, with a library for the whole."""
        self.state.library = WholeLibrary(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        self.state.library.enable_object_caching()
        return super().define_pipelines()

    def compile_extra(self, function: Any) -> Any:
        """Numba's own, while Python looks for garbage seldom: a compiler makes much, and its search takes a sixth."""
        with searched_seldom(), calls_remembered(self.state.typingctx):
            return super().compile_extra(function)


@contextmanager
def calls_remembered(context: Any) -> Iterator[None]:
    """Have Numba look up what a call gives once for each function and types of arguments, not at every place of it."""
    look_up, known = context.resolve_function_type, dict[Any, Any]()

    def resolve(function: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        call = function, arguments
        found = None if named else known.get(call)
        if found is None:
            found = look_up(function, arguments, named)
            if not named:
                known[call] = found
        return found

    context.resolve_function_type = resolve
    try:
        yield
    finally:
        vars(context).pop("resolve_function_type", None)


OPTIONS = {"error_model": "numpy", "pipeline_class": PartCompiler, "no_cfunc_wrapper": True}
"""Nothing in a part of the kernel raises: the ways out of a function cost time at every call. None is called from C."""


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
