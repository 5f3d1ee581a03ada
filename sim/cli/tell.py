"""How a command ends that has done its work: the answer, and whether a replication failed."""

import json
from collections.abc import Mapping
from pathlib import Path

import typer


def tell(content: Mapping[str, object], answer: str, folder: Path, quiet: bool, as_json: bool) -> None:
    """Print the answer, or all of it for programs; and which engine ran."""
    engine = content.get("engine")
    if as_json:
        typer.echo(json.dumps({**content, "answer": answer, "folder": str(folder)}, default=str))
    elif not quiet:
        ran = f" (simulated on the {engine} engine)" if engine else ""
        typer.echo(f"{answer}\n\nResults and pictures: {folder}{ran}")


def end(failed: int) -> None:
    """Exit status 1 where replications failed."""
    if failed:
        noun = "replication" if failed == 1 else "replications"
        typer.echo(f"{failed:,} {noun} failed; column `error` of replications.parquet says why", err=True)
        raise typer.Exit(1)
