"""Whether a result is what its scenario gives: its files prove themselves, and its work is done again beside it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

from sim.archive.again import done_again, made_of, result_in
from sim.archive.differences import compared_names, difference_of, difference_of_values
from sim.archive.first_rows import first_rows_again, replications_of_each
from sim.archive.opened import opened, sound
from sim.errors import InterruptedSimError, UsageError
from sim.experiment.arguments import path_of, whole
from sim.experiment.folders.folder import library_versions
from sim.experiment.folders.proof import OWN_HASH, DamagedError
from sim.experiment.folders.temporary import temporary_folder
from sim.experiment.work import Work, WorkOptions, check_work, work_of
from sim.reporting.result import Result
from sim.version import DIGESTS, VERSION

OF_THE_MAKING = {
    *("version", "digests", "commit", "engine", "packages", "machine", "started", "ended", "settings", "extensions"),
    *(OWN_HASH, "files", "work"),
}
"""What of a manifest may be another when the work is done again: how it was made, not what it gave.

The name of the work is compared where the folder says enough for it: that of a run is of a scenario that is not yet
drawn, that of a precision of a limit that was not reached.
"""

SHOWN = 12
"""Digits of a digest that a sentence has."""


@dataclass(frozen=True)
class Verification:
    """Whether a result is what its work gives again, and a sentence of what is equal or what differs first.

    `engine` is the one that did the work again; empty where none did, as a file was damaged.
    """

    holds: bool
    sentence: str
    result_digest: str = ""
    engine: str = ""

    def answer(self) -> str:
        """The sentence."""
        return self.sentence


def verify(result: str | Path, replications: int | None = None, **options: Unpack[WorkOptions]) -> Verification:
    """Do the work of a finished folder, or of a crate, again in a temporary place, and compare what both hold.

    With `replications` only so many of each point are simulated. `options` are those of `sim.WorkOptions`; `out` and
    `resume` change nothing. Raises `UsageError` for what holds no result, or one of another digest version.
    """
    return verified(path_of("result", result), replications, work_of(options))


def verified(path: Path, replications: int | None, work: Work) -> Verification:
    """Verify a crate or a folder, in which nothing is written. Raises as `verify` does."""
    check_work(work)
    count = None if replications is None else whole("replications", replications, 1)
    try:
        with sound(path), opened(path) as folder:
            return _of_folder(folder, count, work)
    except DamagedError as error:
        place = f"{error.path.parent.name}/{error.path.name}" if error.path.parent != path else error.path.name
        return Verification(False, f"{path} differs from what was written: {place} is damaged ({error.fault})")
    except InterruptedSimError:
        raise InterruptedSimError("interrupted: nothing was verified") from None


def _of_folder(folder: Path, count: int | None, work: Work) -> Verification:
    """What the result is made of comes first: of another replications nothing else can be said."""
    result = result_in(folder)
    check_version(result)
    source = made_of(result)
    if source is None and count is not None:
        each = replications_of_each(result)
        if count < each:
            return _first_rows(result, count, each, work)
    beneath = None if source is None else _of_folder(source, count, work)
    if beneath is not None and not beneath.holds:
        return beneath
    return _whole(result, work, beneath)


def check_version(result: Result) -> None:
    """Raises `UsageError` for a result whose digest no work of this version has."""
    made, version = result.manifest.get("digests", DIGESTS), result.manifest["version"]
    if made != DIGESTS:
        raise UsageError(
            f"{result.folder}: its files are as they were written, but by version {version} with digest version "
            f"{made}; this one ({VERSION}, digest version {DIGESTS}) gives the same work other digests; expected "
            f"gpu-supply-sim {version} to verify it"
        )


def _first_rows(result: Result, count: int, each: int, work: Work) -> Verification:
    points = result.manifest["points"]
    with temporary_folder() as place:
        difference, engine = first_rows_again(result, count, work, place)
    of_each = f" of each of its {points:,} points" if points > 1 else ""
    rows = f"the first {count:,} of {each:,} replications{of_each}, simulated again on the {engine} engine"
    if difference:
        return _differs(result, engine, f"{rows}, give other rows: replications.parquet, {difference}")
    said = (
        f"{result.folder.name} is equal as far as it was checked: its files are as they were written, and {rows}, "
        "give the same rows; the other rows, and what is made of all of them, were not checked"
    )
    return Verification(True, said, str(result.manifest["result_digest"]), engine)


def _whole(result: Result, work: Work, beneath: Verification | None) -> Verification:
    with temporary_folder() as place:
        again = result_in(done_again(result, work, place))
        difference = _first_difference(result, again)
    engine = str(again.manifest["engine"]) if beneath is None else beneath.engine
    if difference:
        return _differs(result, engine, difference)
    digest = str(result.manifest["result_digest"])
    said = (
        f"{result.folder.name} is equal: its files are as they were written, and {_done(result, engine)} the same "
        f"digest ({digest[:SHOWN]}) and the same content in every table and summary"
    )
    return Verification(True, said if beneath is None else f"{said}; {beneath.sentence}", digest, engine)


def _done(result: Result, engine: str) -> str:
    """What was done again, as the beginning of a clause that tells what it gave."""
    manifest = result.manifest
    if result.kind == "run":
        return f"replication {manifest['replication']}, simulated again on the {engine} engine, gives"
    count = manifest.get("simulations", manifest.get("replications"))
    if made_of(result) is not None:
        return "what it is made of, worked out again, gives"
    return f"all {count:,} replications, simulated again on the {engine} engine, give"


def _first_difference(result: Result, again: Result) -> str:
    """The first file whose content differs, and where; the digests where only these do."""
    theirs, ours = set(result.manifest["files"]), set(again.manifest["files"])
    for name in compared_names(theirs | ours):
        if name not in theirs or name not in ours:
            if name in theirs and result.kind == "sensitivity":
                continue
            return f"{name} is {'missing in the result' if name in ours else 'not what this work writes'}"
        found = difference_of(result.folder / name, again.folder / name)
        if found:
            return f"{name}, {found}"
    of_work = {} if result.kind == "run" or result.manifest.get("precision") else {"work": 0}
    stated = [
        {key: value for key, value in one.manifest.items() if key in of_work or key not in OF_THE_MAKING}
        for one in (result, again)
    ]
    found = difference_of_values(*stated)
    return f"manifest.json, {found}" if found else ""


def _differs(result: Result, engine: str, difference: str) -> Verification:
    said = f"{result.folder.name} differs from its work done again: {difference}{_reason(result)}"
    return Verification(False, said, str(result.manifest["result_digest"]), engine)


def _reason(result: Result) -> str:
    """What could explain a difference: versions that are not the same."""
    manifest, here = result.manifest, library_versions()
    found = [] if manifest["version"] == VERSION else [f"gpu-supply-sim {manifest['version']}, here {VERSION}"]
    if "digests" not in manifest:
        found.append("a version before digests had one")
    made: dict[str, Any] = manifest["packages"]
    found += [f"{name} {made[name]}, here {here.get(name, 'none')}" for name in made if made[name] != here.get(name)]
    return f" (made with {'; '.join(found)})" if found else ""
