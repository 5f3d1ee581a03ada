"""Standard output and standard error, whatever they are: of any encoding, closed, a broken pipe, a full disk."""

import os
import sys
from contextlib import suppress
from io import FileIO, TextIOWrapper
from typing import TextIO

from typing_extensions import override

from sim.errors import SimError


class UnwrittenError(SimError):
    """Standard output can't be written; without a message where its reader has closed it and wants no more."""


class Output(TextIOWrapper):
    """Standard output: what cannot be written raises `UnwrittenError`."""

    @override
    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError as error:
            raise self.failure(error) from None

    @override
    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            raise self.failure(error) from None

    def failure(self, error: OSError) -> UnwrittenError:
        """The error to raise; the stream leads nowhere from now on, so that nothing fails again at the end."""
        _drop(self)
        if isinstance(error, BrokenPipeError):
            return UnwrittenError("")
        return UnwrittenError(f"standard output can't be written ({error.strerror})")


class Messages(TextIOWrapper):
    """Standard error: what cannot be written is dropped, and the work goes on."""

    @override
    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError:
            _drop(self)
            return len(text)

    @override
    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            _drop(self)


def say(text: str, end: str = "\n") -> None:
    """Write an answer on standard output."""
    sys.stdout.write(text + end)


def note(text: str) -> None:
    """Write a message on standard error."""
    sys.stderr.write(text + "\n")


def make_ready() -> None:
    r"""Make both streams bear what is written to them.

    A sign that the encoding lacks is written as its number (`\u5317`); what goes to a closed stream is dropped.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which no file of results can get then
    if sys.stdout is sys.__stdout__:
        sys.stdout = _like(sys.stdout, 1, Output)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _like(sys.stderr, 2, Messages)


def _like(stream: TextIO | None, descriptor: int, kind: type[TextIOWrapper]) -> TextIO:
    """A stream to the same place, in the same encoding; Python has none where the descriptor was closed."""
    if not isinstance(stream, TextIOWrapper):
        return stream or kind(FileIO(descriptor, "w", closefd=False), encoding="utf-8")
    return kind(
        stream.buffer,
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _drop(stream: TextIOWrapper) -> None:
    """Lead a stream nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
