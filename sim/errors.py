"""What can go wrong, and the exit status that each kind ends with; what is warned of."""

import inspect
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice

from typing_extensions import override

from sim.printable import LINE_BREAKS, printable


class SimError(Exception):
    """The work failed: the message is for the user, and no traceback is shown."""

    exit_status = 1

    @override
    def __str__(self) -> str:
        return printable(super().__str__(), LINE_BREAKS)


class UsageError(SimError):
    """The user asked for something that cannot be: a wrong option, name, path or folder."""

    exit_status = 2


class NotCompiledError(UsageError):
    """The compiled engine can't be used, for this `reason`, a clause; the readable one gives the same results."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"engine is 'compiled', which can't be used here: {reason}; expected simpy, or auto")
        self.reason = reason

    @override
    def __reduce__(self) -> tuple[type["NotCompiledError"], tuple[str]]:
        return NotCompiledError, (self.reason,)


class InterruptedSimError(SimError):
    """The user stopped the work; the message says what is kept and how to go on."""

    exit_status = 130


class SimWarning(UserWarning):
    """What was asked is done, but something about it may not be as it was meant; the message is for the user."""


def warn(sentence: str) -> None:
    """Warn the user, at the line of the user's own program that called into `sim`."""
    frame, level = inspect.currentframe(), 1
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == "sim":
        frame, level = frame.f_back, level + 1
    warnings.warn(sentence, SimWarning, stacklevel=level)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a scenario.

    `path` is the path in the scenario (`product.H800.price`), `value` what stands there, already as
    text, `expected` what should; `hint` is a suggestion ("did you mean ...?"), or makes one when it is shown;
    `line` counts from 1.
    """

    path: str
    value: str
    expected: str
    hint: str | Callable[[], str] = ""
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line is not None else "")
        head = printable(": ".join(part for part in (place, self.path) if part))
        found = f" is {self.value}" if self.value else ""
        hint = self.hint if isinstance(self.hint, str) else self.hint()
        return f"{head}{found}; expected {self.expected}" + (f" ({hint})" if hint else "")

    def told(self) -> dict[str, object]:
        """The problem for programs: its parts, and its sentence as the user reads it."""
        hint = self.hint if isinstance(self.hint, str) else self.hint()
        place = {"file": self.file, "line": self.line, "path": self.path}
        return {**place, "value": self.value, "expected": self.expected, "hint": hint, "message": str(self)}

    def at(self, file: str, line: int | None) -> "Problem":
        """The same problem, placed in a file."""
        return replace(self, file=file, line=line)


@dataclass(frozen=True)
class Oddity:
    """Something of a sound scenario that cannot work, or was surely not meant: told as a warning.

    `path` is the path in the scenario, `sentence` goes on from it ("is 0: nothing passes through it"). `kind` is
    "unworkable", "outside-law" (a nominal value that is never drawn), "unused" or "too-late" (published after the
    question); `line` counts from 1.
    """

    path: str
    sentence: str
    kind: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line is not None else "")
        return printable(": ".join(part for part in (place, f"{self.path} {self.sentence}") if part))

    def told(self) -> dict[str, object]:
        """The oddity for programs: its parts, and its sentence as the user reads it."""
        place = {"file": self.file, "line": self.line, "path": self.path}
        return {**place, "kind": self.kind, "message": str(self)}

    def at(self, file: str, line: int | None) -> "Oddity":
        """The same, placed in a file."""
        return replace(self, file=file, line=line)


MOST_TOLD = 100
"""Problems of a scenario that are told one by one."""


class ScenarioError(UsageError):
    """A scenario is wrong; carries what is wrong with it: `MOST_TOLD` problems, and how many `more` there are."""

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        waiting = iter(problems)
        self.problems = tuple(islice(waiting, MOST_TOLD))
        self.more = more + sum(1 for _ in waiting)
        lines = [str(problem) for problem in self.problems]
        super().__init__("\n".join([*lines, f"… and {self.more:,} more"] if self.more else lines))
