"""Results from elsewhere: whoever makes up a manifest hashes it anew, so it may say anything with hashes that fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import UsageError
from sim.experiment.engine_choice import in_one_line

EXPECTED = "a folder of results, or the crate of one"

UNHEARD_OF = (ArithmeticError, AssertionError, AttributeError, LookupError, StopIteration, TypeError, ValueError)
"""What reading such a folder, or doing its work, may raise."""


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """Raises `UsageError` in place of what the block stumbles over in a result that no work of ours has written."""
    try:
        yield
    except UNHEARD_OF as error:
        said = f"its hashes fit, but it says what no result does ({in_one_line(error)})"
        raise UsageError(f"{path}: {said}; expected {EXPECTED}") from error
