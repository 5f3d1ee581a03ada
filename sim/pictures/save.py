"""Pictures as files: the same bytes for the same picture."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from sim.pictures.style import Picture


def files_of(pictures: Iterable[Picture]) -> dict[str, Callable[[Path], None]]:
    """Writers by file name: of each picture its marks twice, and the table of what it shows."""
    found: dict[str, Callable[[Path], None]] = {}
    for picture in pictures:
        found |= {f"{picture.name}.{kind}": partial(_write, picture, kind) for kind in ("png", "svg")}
        found[f"{picture.name}.csv"] = partial(_write_table, picture)
    return found


def _write(picture: Picture, kind: str, path: Path) -> None:
    path.write_bytes(picture.files[kind])


def _write_table(picture: Picture, path: Path) -> None:
    path.write_text(picture.table.as_csv(), encoding="utf-8")
