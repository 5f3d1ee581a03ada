"""What can go wrong, and the exit status that each kind ends with; what is warned of."""

import inspect
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace

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
    text, `expected` what should; `hint` is a suggestion ("did you mean ...?"); `line` counts from 1.
    """

    path: str
    value: str
    expected: str
    hint: str = ""
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line is not None else "")
        head = printable(": ".join(part for part in (place, self.path) if part))
        found = f" is {self.value}" if self.value else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{head}{found}; expected {self.expected}{hint}"

    def at(self, file: str, line: int | None) -> "Problem":
        """The same problem, placed in a file."""
        return replace(self, file=file, line=line)


class ScenarioError(UsageError):
    """A scenario is wrong; carries everything that is wrong with it, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
