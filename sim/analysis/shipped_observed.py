"""The observed figures that ship: in the package where it was installed, beside it in a checkout."""

from functools import cache
from pathlib import Path


@cache
def shipped_observed() -> dict[str, Path]:
    """Their files by name."""
    package = Path(__file__).resolve().parents[1]
    found = next((one for one in (package / "observed", package.parent / "observed") if one.is_dir()), None)
    return {} if found is None else {path.stem: path for path in sorted(found.glob("*.toml"))}
