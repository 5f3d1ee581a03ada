"""How a command ends that has done its work: the answer, and whether a replication failed."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from sim.cli.streams import note, say
from sim.cli.warned import shown


def tell(content: Mapping[str, object], answer: str, folder: Path, quiet: bool, as_json: bool) -> None:
    """Print the answer, or all of it for programs; and which engine ran."""
    engine = content.get("engine")
    if as_json:
        say(for_programs({**content, "answer": answer, "folder": str(folder)}))
    elif not quiet:
        ran = f" (simulated on the {engine} {'engines' if ' and ' in str(engine) else 'engine'})" if engine else ""
        say(f"{answer}\n\nResults and pictures: {folder}{ran}")


def for_programs(content: Mapping[str, object]) -> str:
    """What is told as JSON, with the warnings and notes that the user was shown."""
    said = {f"{kind}s": shown(kind) for kind in ("warning", "note")}
    return json.dumps(plain({**content, **said}), allow_nan=False)


def plain(value: Any) -> Any:
    """A value as JSON has it: null for a number that is none, text for what JSON does not know."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else str(value)


def end(failed: int) -> None:
    """Exit status 1 where replications failed."""
    if failed:
        noun = "replication" if failed == 1 else "replications"
        note(f"{failed:,} {noun} failed; column `error` of replications.parquet says why")
        raise typer.Exit(1)
