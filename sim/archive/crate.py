"""A finished result as an RO-Crate: its files, its scenario, how it was made and by whom, and how to repeat it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sim.archive.again import made_of, result_in
from sim.archive.citation import Citation, own_citation, read_citation
from sim.archive.described import metadata_of
from sim.archive.members import SUFFIX, Member, check_target, member_of, write_members
from sim.archive.metadata import METADATA, check_metadata, metadata_text
from sim.archive.opened import sound
from sim.archive.repeat import readme_of, repeat_of
from sim.errors import UsageError
from sim.experiment.arguments import path_of
from sim.experiment.folders.proof import MANIFEST, entry_of
from sim.reporting.result import Result

FIRST, LAST = 1980, 2107
"""Years that an archive can tell."""

NEEDED = ("rocrate", "yaml")

ABOUT = {
    "manifest.json": "How the result was made: versions, engine, seed, counts, machine; size and hash of every file",
    "scenario.json": "The scenario as resolved, all defaults filled in",
    "summary.json": "Key figures",
    "events.parquet": "The event log, a row an event",
    "daily.parquet": "The books, by day, product, buyer and channel",
    "replications.parquet": "A row a replication: what was drawn, and its key figures",
    "bands.parquet": "Mean, interval and quantiles of each curve by day",
}
"""What files of results hold; docs/results.md has every column."""


def package(folder: str | Path, out: str | Path | None = None, citation: str | Path | None = None) -> Path:
    """Write the RO-Crate of a result's folder, of any kind, to `out`: `FILE.zip`, or a folder; gives its path.

    Without `out` it is an archive beside the folder. Authors and licence are those of `citation`, a CITATION.cff;
    without it the program's own. The same folder gives the same bytes. Raises `UsageError` for a folder that holds
    no result or is damaged, or a place that can't be written to.
    """
    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        raise UsageError(f"{' and '.join(lacking)} not installed; expected the extra 'package' of gpu-supply-sim")
    asked = path_of("folder", folder)
    place = asked.resolve()
    target = place.with_name(f"{place.name}.crate{SUFFIX}") if out is None else path_of("out", out)
    with sound(asked):
        result = result_in(asked)
        check_target(target)
        if place == target.resolve() or place in target.resolve().parents:
            raise UsageError(f"{target}: in the folder of the result, which stays as it is; expected another place")
        said = own_citation() if citation is None else read_citation(path_of("citation", citation))
        ended, members = _ended(result), members_of(result, said)
    write_members(members, target, ended)
    return target


def _ended(result: Result) -> datetime:
    """When the work ended, which is the time of every file of an archive."""
    said = str(result.manifest["ended"])
    with suppress(ValueError):
        ended = datetime.fromisoformat(said)
        if FIRST <= ended.year <= LAST:
            return ended
    raise UsageError(f"{result.folder / MANIFEST}: ended is {said}; expected a time of {FIRST} to {LAST}")


def members_of(result: Result, citation: Citation) -> list[Member]:
    """The files of a result's crate, its metadata first."""
    results = list(_chain(result))
    repeat = repeat_of(result)
    members = [
        member_of("README.md", "What this is, and how to repeat it", readme_of(result, repeat, citation)),
        member_of("CITATION.cff", "Who made it, and how to cite it", citation.text),
        *(member_of(name, "An input, as the command takes it", text) for name, text in repeat.files.items()),
    ]
    for one in results:
        members += _of_folder(one)
    metadata = metadata_of(results, members, repeat, citation)
    check_metadata(metadata)
    return [member_of(METADATA, "", metadata_text(metadata)), *members]


def _chain(result: Result) -> Iterator[Result]:
    """A result, what it is made of, and so on."""
    current: Result | None = result
    while current is not None:
        yield current
        source = made_of(current)
        current = None if source is None else result_in(source)


def _of_folder(result: Result) -> Iterator[Member]:
    entries: dict[str, Any] = dict(result.manifest["files"])
    entries[MANIFEST] = entry_of(result.folder / MANIFEST)
    for name in sorted(entries):
        about = ABOUT.get(name) or ("A picture" if name.endswith((".png", ".svg")) else "A table of the result")
        path = result.folder / name
        yield Member(
            f"{result.folder.resolve().name}/{name}", about, path, entries[name]["size"], entries[name]["sha256"]
        )
