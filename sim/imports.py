"""What libraries do as they are imported that this program never needs: spared where the process is its own.

In a user's process nothing is spared: there Matplotlib's documentation and NumPy's tools are as everywhere.
"""

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

TOOLS = ("numpy.f2py", "numpy.polynomial", "numpy.testing")
"""Parts of NumPy that SciPy imports with all others, though neither it nor this program uses them."""

_is_own = False


def spare_own_process() -> None:
    """Say that this process is the program's own, and nobody else's."""
    global _is_own  # noqa: PLW0603 - of the process, as what is imported is
    _is_own = True
    for name in TOOLS:
        _put_off(name)


def spare_documentation() -> None:
    """In a process of our own, have Matplotlib write no documentation of its classes: a quarter of its import."""
    if _is_own:
        import matplotlib.artist

        matplotlib.artist.kwdoc = _undocumented


def _undocumented(artist: object) -> str:  # noqa: ARG001 - as the function in whose place it stands
    return ""


def _put_off(name: str) -> None:
    """Have a module imported when something in it is asked for."""
    spec = find_spec(name) if name not in sys.modules else None
    if spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    package, _, part = name.rpartition(".")
    setattr(sys.modules[package], part, module)
