"""Matplotlib's settings (`rcParams`) as our pictures need them, seen by nobody else.

`matplotlib.rc_context` changes the settings of the whole process: while one thread draws, another that draws for the
program at large would find ours, and threads that overlap leave them behind. So here nothing is changed: while one of
our pictures is drawn, a look-up is answered by what this thread (or task) has laid over the settings, which are the
program's own, and stay so. Not every setting can be given to artists and canvases instead: those of SVG, of paths and
of ticks are looked up in the middle of drawing.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import matplotlib as mpl
from typing_extensions import override

_LAID_OVER: ContextVar[dict[str, Any] | None] = ContextVar("settings of pictures", default=None)

_lock = threading.Lock()
_blocks = 0


class _Overlaid(mpl.RcParams):
    """The class of `rcParams` while one of our pictures is drawn in some thread; to all others the same as before."""

    @property
    def _ours(self) -> dict[str, Any] | None:
        """What this thread has laid over the settings; None of a copy of them."""
        return _LAID_OVER.get() if self is mpl.rcParams else None

    @override
    def __getitem__(self, key: Any) -> Any:
        ours = _LAID_OVER.get()  # as `_ours`, without a call: it is asked for many thousand times a picture
        if ours is not None and key in ours and self is mpl.rcParams:
            return ours[key]
        return super().__getitem__(key)

    @override
    def _get(self, key: Any) -> Any:
        ours = self._ours
        return ours[key] if ours is not None and key in ours else super()._get(key)

    @override
    def _set(self, key: Any, val: Any) -> None:
        ours = self._ours
        if ours is None:
            super()._set(key, val)
        else:
            ours[key] = val

    @override
    def _update_raw(self, other_params: Any) -> None:
        ours = self._ours
        if ours is None:
            super()._update_raw(other_params)
        else:
            ours.update(other_params)


@contextmanager
def laid_over(settings: Mapping[str, Any]) -> Iterator[None]:
    """Matplotlib finds these settings in the block, in this thread or task alone; what is set there ends with it."""
    global _blocks  # noqa: PLW0603 - the class is one for the process, as what it is the class of
    token = _LAID_OVER.set(dict(settings))
    with _lock:
        _blocks += 1
        mpl.rcParams.__class__ = _Overlaid
    try:
        yield
    finally:
        with _lock:
            _blocks -= 1
            if not _blocks:
                mpl.rcParams.__class__ = mpl.RcParams
        _LAID_OVER.reset(token)
