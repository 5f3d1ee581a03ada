"""The folder of a sweep at work: what it is of, and its finished parts.

A part is written aside, synced and renamed, so a file that has its name is whole unless the disk damaged it.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from os.path import lexists
from pathlib import Path
from typing import Any

from sim.errors import SimError, UsageError
from sim.experiment.folders.folder import LOCK, ResultFolder, open_folder, unwritable
from sim.experiment.folders.growing import GrowingTable
from sim.experiment.folders.merging import InTurn, Merging
from sim.experiment.folders.proof import MANIFEST, Manifest, Told, examine
from sim.experiment.folding import FOLD_AT, FoldedCurves
from sim.experiment.part import FORMAT, DamagedPartError, check
from sim.experiment.plan import Chunk, chunk_named
from sim.garbage import give_back
from sim.records.files import ASIDE, aside, is_folder, reason_of
from sim.version import DIGESTS, VERSION

PARTS, WORK = "parts", "work.json"

OURS = {MANIFEST, WORK, "scenario.json", "summary.json", "replications.parquet", "simulations.parquet"}
"""A folder without a manifest that holds one of these is of work that was cut off or damaged, and not the user's."""


class Store:
    """The parts of one sweep, and the folder that its results go to; opened by `open_store`."""

    def __init__(self, target: ResultFolder, size: int) -> None:
        self.target = target
        self.folder = target.path
        self.work = target.work
        self.size = size
        self.grown = GrowingTable(self.folder / PARTS / "rows.parquet")
        self.rows = Merging("rows", self.grown, self.about)
        self._in_turn: InTurn | None = None
        self._has_gone_on = False
        self._found: dict[tuple[int, int], list[Chunk]] = {}
        for chunk in sorted(_chunks_in(self.folder / PARTS), key=lambda chunk: -chunk.count):
            self._found.setdefault(chunk.place(), []).append(chunk)
        self._folded: dict[int, FoldedCurves] = {}
        self._unfolded: dict[int, list[Path]] = {}
        self._bound: dict[tuple[int, int], Chunk] = {}

    @property
    def finished(self) -> Manifest | None:
        """The manifest, where the work is finished: another process has done it in the meantime."""
        return self.target.proof.finished

    def lacks(self, names: AbstractSet[str]) -> bool:
        """Whether the folder is not a finished one, or any of these files in it is damaged."""
        return self.target.proof.manifest is None or bool(names & self.target.proof.faults.keys())

    @property
    def about(self) -> dict[str, Any]:
        """What was made of its parts must be of, to be used: of chunks of the same size, too."""
        return {"format": FORMAT, "version": VERSION, "digests": DIGESTS, "work": self.work, "size": self.size}

    def path(self, chunk: Chunk) -> Path:
        """Where a chunk's part lies, or will."""
        return self.folder / PARTS / chunk.name

    def has(self, chunk: Chunk, tell: Told) -> bool:
        """Whether a chunk is done; a part that is damaged or of other work is named and will be done again."""
        self._go_on(tell)
        path = self.path(chunk)
        if not lexists(path):
            return False
        try:
            if not path.is_file():
                raise DamagedPartError("is not a file")
            has_rows = path.name not in self.grown.settled
            check(path, self.work, chunk, has_rows, path.name not in self.folded(chunk.point).names)
        except (DamagedPartError, OSError) as error:
            tell(f"{path} {error}; it is done again")
            return False
        return True

    def folded(self, point: int) -> FoldedCurves:
        """The curves of a point that no longer stand in its parts."""
        if point not in self._folded:
            folded = FoldedCurves(self.folder / PARTS / f"curves-{point:07d}.folded", self.about)
            self._folded[point] = folded
            self._bind(folded.names)
        return self._folded[point]

    def is_bound(self, chunk: Chunk) -> bool:
        """Whether rows or curves of just this chunk stood elsewhere when work began: as another they'd count twice."""
        return self._bound.get(chunk.place()) == chunk

    def _bind(self, names: Iterable[str]) -> None:
        self._bound |= {chunk.place(): chunk for chunk in filter(None, map(chunk_named, names))}

    def fold_with(self, chunk: Chunk) -> None:
        """Fold the curves of a finished chunk, once there are many such of its point. Raises `SimError` as `put`."""
        folded, path = self.folded(chunk.point), self.path(chunk)
        waiting = self._unfolded.setdefault(chunk.point, [])
        waiting += [] if path.name in folded.names else [path]
        if len(waiting) >= FOLD_AT:
            try:
                folded.fold(waiting)
            except OSError as error:
                raise _not_written(folded.path, error) from None
            waiting.clear()
            give_back()

    def merge_with(self, chunk: Chunk, replications: int) -> None:
        """Merge the rows of a finished chunk, of so many `replications` a point, when all before it are merged.

        Raises `SimError` as `put`.
        """
        self._in_turn = self._in_turn or InTurn(replications)
        for one in self._in_turn.take(chunk):
            try:
                self.rows.add(self.path(one))
            except OSError as error:
                raise _not_written(self.grown.path, error) from None

    def curves(self, chunks: Sequence[Chunk], points: int) -> list[list[Path]]:
        """The files with the curves of chunks, by point."""
        parts: list[list[Path]] = [[] for _ in range(points)]
        for chunk in chunks:
            parts[chunk.point].append(self.path(chunk))
        return [self.folded(point).files(own) for point, own in enumerate(parts)]

    def _go_on(self, tell: Told) -> None:
        """Go on, once, with rows that were settled when the work was cut off; damaged ones are named and forgotten.

        Raises `SimError` where there is no room to.
        """
        if self._has_gone_on:
            return
        self._has_gone_on = True
        try:
            self.grown.go_on(self.about)
        except OSError as error:
            raise _not_written(self.grown.path, error) from None
        except (ValueError, LookupError, TypeError) as error:
            tell(f"{self.grown.path} is damaged ({error}); what was in it is done again")
            self.grown.forget()
        self._bind(self.grown.settled)

    def sorted_out(self, chunks: Iterable[Chunk], tell: Told) -> tuple[list[Chunk], list[Chunk]]:
        """Which of chunks in turn are done, and which not; of those that were done as one, this one."""
        done, missing, ends = list[Chunk](), list[Chunk](), dict[int, int]()
        for chunk in chunks:
            if chunk.first < ends.get(chunk.point, 0):
                continue
            candidates = self._candidates(chunk, tell)
            found = next((one for one in candidates if self.has(one, tell)), None)
            (missing if found is None else done).append(found or candidates[-1])
            ends[chunk.point] = chunk.first + (found or candidates[-1]).count
        return done, missing

    def _candidates(self, chunk: Chunk, tell: Told) -> list[Chunk]:
        """What a chunk may be done as, itself last: the one that it is bound to be, or one of several as one."""
        self._go_on(tell)
        self.folded(chunk.point)
        bound = self._bound.get(chunk.place())
        if bound is not None:
            return [bound]
        return [*(one for one in self._found.get(chunk.place(), ()) if one.count > chunk.count), chunk]

    def put(self, chunk: Chunk, content: bytes) -> None:
        """Keep a finished part. Raises `SimError` where it can't be written; what was kept before stays."""
        path = self.path(chunk)
        try:
            with aside(path) as temporary:
                temporary.write_bytes(content)
        except OSError as error:
            raise _not_written(path, error) from None

    def clear(self) -> None:
        """Forget the parts, once the results are written."""
        shutil.rmtree(self.folder / PARTS, ignore_errors=True)
        with suppress(OSError):
            (self.folder / WORK).unlink()


def _not_written(path: Path, error: OSError) -> SimError:
    return SimError(f"{path}: writing failed ({reason_of(error)}); what was finished before is kept, --resume goes on")


def recognised(folder: Path, work: str, tell: Told) -> Manifest | None:
    """The manifest of work that is finished in a folder, where every file proves itself; else None, and why is told.

    What a process that was killed at its end left there is removed. Raises `UsageError` for work of another scenario.
    """
    manifest = examine(folder, work, tell).finished
    # In this order, as another may begin or end writing meanwhile: while a lock lies there, nothing is missing yet.
    begun = any(lexists(folder / name) for name in OURS) and not lexists(folder / LOCK)
    if begun and not lexists(folder / WORK) and not lexists(folder / MANIFEST):
        tell(f"{folder / MANIFEST}: missing; the work is done again")
    if manifest is not None:
        _tidy(folder, work)
    return manifest


def _tidy(folder: Path, work: str) -> None:
    left = [name for name in (PARTS, WORK, LOCK) if lexists(folder / name)]
    if left or any(folder.glob(f"{ASIDE}*")):
        with suppress(SimError, OSError), open_folder(folder, work, patience=0) as target:
            Store(target, 1).clear()


@contextmanager
def open_store(folder: Path, work: str, size: int, resume: bool) -> Iterator[Store]:
    """The store of a piece of work, locked while the block runs.

    Unfinished work there is gone on with if `resume` says so (in chunks of its own size), and refused otherwise.
    Raises `UsageError` for a folder that can't be written, that another sweep works in, or that holds anything else.
    """
    refuse_foreign(folder, work)
    with open_folder(folder, work, patience=0) as target:
        yield Store(target, size if target.proof.finished else _begin(target, size, resume))


def _begin(target: ResultFolder, size: int, resume: bool) -> int:
    """Say in the folder what is done there; gives the size of its chunks."""
    parts = target.path / PARTS
    counts = [chunk.count for chunk in _chunks_in(parts)]
    if counts:
        if not resume:
            raise UsageError(
                f"{target.path}: holds unfinished work of this sweep; expected --resume to go on with it, "
                "or that you remove the folder to start again"
            )
        known = _work_in(target.path)
        size = max(counts) if known is None else int(known["size"])
    try:
        parts.mkdir(exist_ok=True)
        content = {"format": FORMAT, "version": VERSION, "work": target.work, "size": size}
        with aside(target.path / WORK) as temporary:
            temporary.write_text(json.dumps(content), encoding="utf-8")
    except OSError as error:
        raise unwritable(Path(error.filename or target.path), error) from None
    return size


def refuse_foreign(folder: Path, work: str) -> None:
    """Raises `UsageError` for a folder of work of another scenario, or of nothing that this program writes."""
    if not is_folder(folder):
        return
    known = _work_in(folder)
    if known is not None and known.get("work") != work:
        raise UsageError(f"{folder}: holds work {known.get('work')} of another scenario; expected {work}")
    try:
        names = {entry.name for entry in folder.iterdir() if entry.name not in (LOCK, PARTS)}
    except OSError as error:
        raise unwritable(folder, error) from None
    names = {name for name in names if not name.startswith(ASIDE)}
    if names and not names & OURS:
        raise UsageError(f"{folder}: holds something else ({min(names)}); expected nothing yet")


def _chunks_in(parts: Path) -> list[Chunk]:
    """The chunks that have a file in a folder."""
    return [chunk for part in parts.glob("*.zip") if (chunk := chunk_named(part.name))]


def _work_in(folder: Path) -> dict[str, Any] | None:
    """What a folder says that is done there; None where it says nothing that can be read."""
    try:
        found = json.loads((folder / WORK).read_text(encoding="utf-8")) if (folder / WORK).is_file() else None
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("size"), int) and found["size"] > 0 else None
