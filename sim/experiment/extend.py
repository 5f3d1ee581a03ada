"""Registering what is the user's own: a decorator for each kind, and the files that a command line names."""

import inspect
import linecache
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from sim.errors import SimError, UsageError
from sim.extensions.registry import DISTRIBUTION, FIGURE, POLICY, REGISTERED, Extension, register
from sim.extensions.source import Source, source_of
from sim.records.figures.names import BUILT_IN
from sim.rules.allocation import POLICIES
from sim.scenario.distributions import NAMES
from sim.scenario.text_file import LONGEST_FILE, UnreadableError, read_text
from sim.scenario.wording import one_of

Function = TypeVar("Function", bound=Callable[..., Any])

NAME = re.compile("[a-z][a-z0-9_-]{0,39}")
MOST_PARAMETERS = 4
OF = ("run", "buyer", "product")
"""What a key figure of one's own can be of."""

A_FILE = "a Python file that registers functions"

TAKEN = {POLICY: POLICIES, DISTRIBUTION: (*NAMES, "rest_of"), FIGURE: BUILT_IN}
"""Names that scenarios have without anybody's registering them, by kind."""


def allocation_policy(name: str) -> Callable[[Function], Function]:
    """Register an allocation policy for scenarios that say `allocation = NAME`.

    The function is called as `f(requests, limits, granted)` on each day with stock and open orders, when contracts have
    taken what is reserved for them. `requests` are the lines that may leave, in order of age (see
    `sim.rules.allocation.Requests`), `limits` what may leave (`Limits`), `granted` units by request: arrays of whole
    numbers. It grants with `sim.grant(requests, limits, granted, place, units)`, which keeps the limits. Raises
    `UsageError` for a name that is taken, or a function that takes other arguments or can't be had in other processes.
    """
    return _registering(POLICY, name, lambda source, names: _takes(source, names, ("requests", "limits", "granted")))


def distribution(name: str) -> Callable[[Function], Function]:
    """Register a distribution that scenarios write as `{ NAME = { parameter = number, … } }`.

    The function is called as `f(u, parameter, …)` and gives the value below which lies the share u of all draws,
    0 < u < 1: a number that ascends with u. Up to four parameters have the names that the function gives them; it
    raises `ValueError` for parameters that cannot be. Raises `UsageError` as `allocation_policy` does.
    """

    def check(source: Source, names: tuple[str, ...]) -> tuple[str, ...]:
        if names[:1] != ("u",) or len(names) > 1 + MOST_PARAMETERS:
            raise UsageError(f"{source.place}: {_shown(source, names)}; expected u, then up to four parameters")
        return names[1:]

    return _registering(DISTRIBUTION, name, check)


def key_figure(name: str, of: str = "run") -> Callable[[Function], Function]:
    """Register a key figure, which scenarios have whose `[report] figures` name it.

    The function is called as `f(events)`, of a buyer or a product as `f(events, buyer)`, `f(events, product)` with its
    number, and gives a number, or nan where it has no meaning. `events` are the columns of the event log
    (`sim.records.figures.own.Events`): arrays of whole numbers; `sim.event` has the codes. Of a buyer or a product its
    name is `NAME.WHO`. Raises `UsageError` as `allocation_policy` does, and for another `of`.
    """
    if of not in OF:
        raise UsageError(f"key figure {name!r} is of {of!r}; expected one of {', '.join(OF)}")
    expected = ("events",) if of == "run" else ("events", of)
    return _registering(FIGURE, name, lambda source, names: _takes(source, names, expected), "" if of == "run" else of)


def _registering(
    kind: str, name: str, check: Callable[[Source, tuple[str, ...]], tuple[str, ...]], of: str = ""
) -> Callable[[Function], Function]:
    if not NAME.fullmatch(str(name)):
        raise UsageError(
            f"{kind} {name!r}; expected a name of small letters, digits, '-' and '_' that begins with a letter"
        )
    if name in TAKEN[kind]:
        raise UsageError(f"{kind} '{name}' is built in; expected another name than {one_of(TAKEN[kind])}")

    def decorate(function: Function) -> Function:
        source = source_of(function)
        names = tuple(inspect.signature(function).parameters)
        home = f"{function.__module__}.{function.__qualname__}"
        register(Extension(kind, name, source, check(source, names), of, home))
        return function

    return decorate


def _takes(source: Source, names: tuple[str, ...], expected: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) != len(expected):
        raise UsageError(f"{source.place}: {_shown(source, names)}; expected ({', '.join(expected)})")
    return ()


def _shown(source: Source, names: tuple[str, ...]) -> str:
    return f"{source.name} takes ({', '.join(names)})"


def load_extensions(file: Path) -> None:
    """Run a file that registers. Raises `UsageError` where it can't be read, fails, or registers nothing."""
    text, before = _text(file), dict(REGISTERED)
    module = ModuleType(f"extension of {file}")
    module.__file__ = str(file)
    linecache.checkcache(str(file))
    try:
        exec(compile(text, str(file), "exec", dont_inherit=True), vars(module))  # noqa: S102 - what the user asked for
    except SimError:
        raise
    except Exception as error:
        raise UsageError(f"{_line(file, error)}: {type(error).__name__}: {error}; expected a file that runs") from None
    if before == REGISTERED and not any(one.source.file == str(file) for one in before.values()):
        raise UsageError(f"{file}: registers nothing; expected functions under @sim.allocation_policy or its like")


def _text(file: Path) -> str:
    try:
        return read_text(file, LONGEST_FILE)
    except FileNotFoundError:
        raise UsageError(f"{file}: no such file; expected {A_FILE}") from None
    except UnreadableError as error:
        raise UsageError(f"{file}: {error}; expected {A_FILE}") from None


def _line(file: Path, error: Exception) -> str:
    """The line of a file that an error is of."""
    if isinstance(error, SyntaxError):
        return f"{file}:{error.lineno}"
    trace, line = error.__traceback__, 0
    while trace is not None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == str(file) else line
        trace = trace.tb_next
    return f"{file}:{line}"
