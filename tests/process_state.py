"""What a program can find of its own process, so that a test can see what a call has changed."""

import decimal
import gc
import locale
import logging
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import dask.config
import matplotlib as mpl
import matplotlib.units
import numba
import numpy as np
import pandas as pd
import psutil

Facts = dict[str, Callable[[], object]]

_PYPLOT = "matplotlib.pyplot"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _handlers(logger: logging.Logger) -> tuple[logging.Handler, ...]:
    """A logger's handlers; those that do nothing, which libraries bring with them, aside."""
    return tuple(handler for handler in logger.handlers if type(handler) is not logging.NullHandler)


def _logging() -> Any:
    """Levels and handlers of the root and of all loggers that have any."""
    named = {
        name: (one.level, _handlers(one), one.disabled, one.propagate)
        for name, one in logging.Logger.manager.loggerDict.items()
        if isinstance(one, logging.Logger)
    }
    plain = (0, (), False, True)
    root = (logging.root.level, tuple(logging.root.handlers), logging.root.manager.disable)
    return root, {name: about for name, about in named.items() if about != plain}


def _open_files() -> Iterator[str]:
    """What the descriptors of this process lead to, where the system tells; Matplotlib keeps its last fonts open."""
    for descriptor in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):  # the one of this very look
            target = descriptor.readlink()
            if target.suffix != ".ttf":
                yield str(target)


ALWAYS: Facts = {
    "environment": lambda: dict(os.environ),
    "random": lambda: hash(random.getstate()),
    "numpy random": lambda: hash(str(np.random.get_state())),  # noqa: NPY002 - the state that others may rely on
    "settings of Matplotlib": lambda: {**mpl.rcParams},
    "locale": lambda: locale.setlocale(locale.LC_ALL),
    "path of modules": lambda: (tuple(sys.path), tuple(sys.meta_path)),
    "working folder": Path.cwd,
    "streams": lambda: (sys.stdin, sys.stdout, sys.stderr),
    "hooks": lambda: (sys.excepthook, sys.unraisablehook, threading.excepthook, sys.displayhook),
    "collector": lambda: (gc.isenabled(), gc.get_threshold(), sys.getrecursionlimit(), sys.getswitchinterval()),
    "options of pandas": lambda: repr(pd.options.__dict__),
    "start of processes": lambda: multiprocessing.get_start_method(allow_none=True),
    "settings of Numba": lambda: (numba.config.CACHE_DIR, numba.config.DISABLE_JIT, numba.config.NUMBA_NUM_THREADS),
    "settings of Dask": lambda: repr(dask.config.config),
}
"""Facts that hold while a call runs, too: other threads would find them changed."""

AFTERWARDS: Facts = {
    "warnings": lambda: (tuple(map(str, warnings.filters)), warnings.showwarning, warnings.formatwarning),
    "class of settings": lambda: type(mpl.rcParams),
    "units of Matplotlib": lambda: tuple(map(str, matplotlib.units.registry)),
    "signal handlers": lambda: tuple(map(signal.getsignal, sorted(signal.valid_signals()))),
    "signal mask": lambda: signal.pthread_sigmask(signal.SIG_BLOCK, ()),
    "floating point": lambda: (np.geterr(), repr(decimal.getcontext())),
    "printing of numbers": lambda: repr(np.get_printoptions()),
    "umask": _umask,
    "logging": _logging,
    "figures of pyplot": lambda: sys.modules["matplotlib.pyplot"].get_fignums() if _PYPLOT in sys.modules else [],
    "child processes": lambda: psutil.Process().children(recursive=True),
    "threads": lambda: set(threading.enumerate()),
    "open files": lambda: sorted(_open_files()),
    "temporary files": lambda: sorted(Path(tempfile.gettempdir()).iterdir()),
    "files of the working folder": lambda: sorted(Path.cwd().iterdir()),
}
"""Facts of this thread, and facts that a call may change while it runs."""


def state() -> dict[str, object]:
    """All facts."""
    gc.collect()
    return {name: fact() for name, fact in (ALWAYS | AFTERWARDS).items()}


@contextmanager
def unchanged(but: str = "") -> Iterator[None]:
    """Raises `AssertionError` with the names of facts (all `but` one) that the block changes, meanwhile or for good."""
    before = state()
    changed: set[str] = set()
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            changed.update(name for name, fact in ALWAYS.items() if fact() != before[name])

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()
    assert not changed, f"changed while it ran: {sorted(changed)}"
    after = state()
    differences = {name: (before[name], after[name]) for name in before if before[name] != after[name] and name != but}
    assert not differences, f"changed: {differences}"
