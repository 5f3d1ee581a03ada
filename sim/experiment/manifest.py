"""What a manifest says of how a result was made."""

import platform
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim.version import VERSION

LIBRARIES = ("numpy", "scipy", "simpy", "numba", "pandas", "pyarrow", "pydantic", "matplotlib")


def manifest(kind: str, work: str, engine: str, result_digest: str, started: datetime, **counts: object) -> Any:
    """How a result was made: `work` names the scenario, seed and counts, `result_digest` the content."""
    return {
        "kind": kind,
        "work": work,
        "version": VERSION,
        "commit": commit(),
        "engine": engine,
        **counts,
        "packages": {name: found for name in LIBRARIES if (found := _version(name)) is not None},
        "machine": {"python": platform.python_version(), "system": platform.system(), "cpu": platform.machine()},
        "started": started.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "result_digest": result_digest,
    }


@cache
def commit() -> str | None:
    """The commit of the checkout that the package runs from; None where it is installed from elsewhere."""
    home = Path(__file__).resolve().parents[2]
    if not (home / ".git").exists():
        return None
    command = ["git", "-C", str(home), "describe", "--always", "--abbrev=40", "--dirty"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
