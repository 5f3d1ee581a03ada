"""A user's function as its source, with all that it uses: the same function in any process, and one digest of it.

A worker imports neither the user's program nor a notebook, so the function is made anew there, and here, too: then
nothing that the program changes later changes a result.
"""

import __future__

import ast
import builtins
import dis
import hashlib
import inspect
import sys
import sysconfig
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import CodeType, FunctionType, ModuleType
from typing import Any

from sim.errors import UsageError

VALUES = (bool, int, float, str, type(None))
GLOBALS = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF")
"""What the byte code has where it reads a name of outside."""


@dataclass(frozen=True)
class Known:
    """Something that every process can import: a module, or what it calls by a name."""

    module: str
    name: str = ""


@dataclass(frozen=True)
class Source:
    """A function's text, where it stands, and what each name of outside means that it reads."""

    name: str
    text: str
    file: str
    line: int
    uses: tuple[tuple[str, Any], ...] = ()

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.file}:{self.line}"

    def content(self) -> tuple[object, ...]:
        """What it says, wherever it stands."""
        uses = [(name, use.content() if isinstance(use, Source) else repr(use)) for name, use in self.uses]
        return (self.name, self.text, uses)

    def digest(self) -> str:
        """SHA-256 of what it says."""
        return hashlib.sha256(repr(self.content()).encode()).hexdigest()


def source_of(function: Any) -> Source:
    """The source of a function. Raises `UsageError` where it can't be read, or another process could not have it."""
    if not isinstance(function, FunctionType) or function.__name__ == "<lambda>":
        what = getattr(function, "__name__", None) or type(function).__name__
        raise UsageError(f"{what} is registered; expected a function made by 'def'")
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError):
        raise UsageError(
            f"{function.__name__}: its source can't be read; expected a function of a file or a notebook"
        ) from None
    lines = textwrap.dedent("".join(lines)).splitlines(keepends=True)
    node = ast.parse("".join(lines)).body[0]
    file = inspect.getsourcefile(function) or function.__code__.co_filename
    if not isinstance(node, ast.FunctionDef):
        raise UsageError(f"{file}:{first}: {function.__name__} is not made by a plain 'def'; expected one")
    if function.__defaults__ or function.__kwdefaults__:
        raise UsageError(f"{file}:{first}: {function.__name__} has default values; expected parameters without any")
    text = "".join(lines[node.lineno - 1 : node.end_lineno])
    uses = tuple(sorted(_uses(function, f"{file}:{first}")))
    return Source(function.__name__, text, file, first + node.lineno - 1, uses)


def _uses(function: FunctionType, place: str) -> Iterator[tuple[str, Any]]:
    """What each name of outside means that a function reads; names of Python's own are left out."""
    around = dict(function.__globals__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        around[name] = cell.cell_contents
    for name in dict.fromkeys(_names(function.__code__, frozenset())):
        if name in around and name != function.__name__:
            yield name, _use(around[name], name, function, place)


def _names(code: CodeType, own: frozenset[str]) -> Iterator[str]:
    """Names of outside that a code reads, those of functions within it too."""
    own |= frozenset(code.co_cellvars)
    for step in dis.get_instructions(code):
        if step.opname in GLOBALS and step.argval not in own:
            yield str(step.argval)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner, own)


def _use(value: Any, name: str, function: FunctionType, place: str) -> Any:
    if isinstance(value, VALUES) or (isinstance(value, tuple) and all(isinstance(one, VALUES) for one in value)):
        return value
    if isinstance(value, ModuleType) and _is_installed(value.__name__):
        return Known(value.__name__)
    module, called = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
    if isinstance(module, str) and _is_installed(module) and getattr(sys.modules[module], called, None) is value:
        return Known(module, called)
    if isinstance(value, FunctionType):
        return source_of(value)
    raise UsageError(
        f"{place}: {function.__name__} uses {name}, a {type(value).__name__} that other processes can't be given; "
        "expected numbers, texts, tuples of these, functions, and modules of installed packages"
    )


def _is_installed(module: str) -> bool:
    """Whether every process can import a module: of Python, an installed package, or this one."""
    if module.partition(".")[0] in (*sys.stdlib_module_names, __name__.partition(".")[0]):
        return module != "__main__"
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return any(file.startswith(sysconfig.get_path(path)) for path in ("purelib", "platlib"))


@lru_cache(maxsize=256)
def function_of(source: Source) -> FunctionType:
    """The function of a source, which nothing of the user's program can reach."""
    around: dict[str, Any] = {"__builtins__": builtins, "__name__": "gpu_supply_extension"}
    for name, use in source.uses:
        around[name] = _made(use)
    # As many empty lines before it, and errors name the line of the user's file.
    text = "\n" * (source.line - 1) + source.text
    flags = __future__.annotations.compiler_flag
    exec(compile(text, source.file, "exec", flags, dont_inherit=True), around)  # noqa: S102 - what the user registered
    made = around[source.name]
    assert isinstance(made, FunctionType)
    return made


def _made(use: Any) -> Any:
    if isinstance(use, Source):
        return function_of(use)
    if isinstance(use, Known):
        module = import_module(use.module)
        return getattr(module, use.name) if use.name else module
    return use
