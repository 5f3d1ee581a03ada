"""Calls of a user's functions as plain Python: what goes wrong in one is told with its name and its line."""

import traceback
from typing import Any

from sim.errors import SimError
from sim.extensions.registry import Extension
from sim.extensions.source import Source, function_of

LEAST = 2.0**-53
"""The smallest uniform that is ever drawn; the largest is as far below 1."""


class ExtensionError(SimError):
    """A user's function failed, or gave what cannot be."""


def failed(extension: Extension, reason: str, place: str = "") -> ExtensionError:
    """The error of a function, with what it did and the place in the user's file."""
    return ExtensionError(f"{extension.title} {reason} ({place or extension.source.place})")


def call(extension: Extension, *arguments: Any) -> Any:
    """What a user's function gives. Raises `ExtensionError` where it fails."""
    try:
        return function_of(extension.source)(*arguments)
    except Exception as error:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise failed(extension, f"fails: {what}", _place(error, extension.source)) from error


def _place(error: Exception, source: Source) -> str:
    """The line of the user's files where an error arose."""
    files = {source.file, *(use.file for _, use in source.uses if isinstance(use, Source))}
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    return f"{lines[-1].filename}:{lines[-1].lineno}" if lines else ""


def quantile(extension: Extension, u: float, parameters: tuple[float, ...]) -> float:
    """The value of a user's distribution at u, between those at the smallest and the largest uniform.

    Raises `ExtensionError` where it fails, gives no number, or one that lies beyond these.
    """
    low, value, high = (_real(extension, call(extension, at, *parameters)) for at in (LEAST, u, 1 - LEAST))
    if not low <= value <= high:
        raise failed(
            extension,
            f"gives {value:g} at u = {u:g}, and {low:g} to {high:g} at the ends; expected that it ascends with u",
        )
    return value


def figure(extension: Extension, arguments: tuple[Any, ...]) -> float:
    """A user's key figure; NaN where it has no meaning. Raises `ExtensionError` where it fails or gives no number."""
    value = call(extension, *arguments)
    try:
        real = float(value)
    except (TypeError, ValueError):
        raise failed(extension, f"gives {value!r}; expected a number, or nan") from None
    if real in (float("inf"), -float("inf")):
        raise failed(extension, f"gives {real}; expected a finite number, or nan")
    return real


def _real(extension: Extension, value: Any) -> float:
    try:
        real = float(value)
    except (TypeError, ValueError):
        raise failed(extension, f"gives {value!r}; expected a number") from None
    if real - real != 0:
        raise failed(extension, f"gives {real}; expected a finite number")
    return real
