"""Histograms of many parts are folded into one file while a sweep goes on, and rows taken out of parts."""

import json
import zipfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sim.errors import InterruptedSimError, SimError
from sim.experiment import plan
from sim.experiment.chunk import Task, simulate_chunk
from sim.experiment.folders import merging, store
from sim.experiment.folders.growing import GrowingTable
from sim.experiment.folders.merging import InTurn, Merging, merge_tables
from sim.experiment.folders.store import open_store
from sim.experiment.part import ROWS, Part, rows_table
from sim.experiment.plan import Chunk
from sim.experiment.sweep import Sweep
from sim.experiment.workers.kernel import HandingOver, Kernel
from sim.experiment.workers.local import Done
from tests.experiment.sweeps import done
from tests.worlds import chain


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Curves of few replications are counted in histograms, too."""
    monkeypatch.setattr(plan, "EXACT_UP_TO", 1)
    return monkeypatch


def swept(out: Path, **how: Any) -> Sweep:
    """Forty replications in eight chunks."""
    return done(out, chunk=5, engine="simpy", **how)


@pytest.fixture
def whole(tmp_path: Path) -> Sweep:
    """A sweep in which nothing is folded."""
    return swept(tmp_path / "whole")


def same(one: Sweep, other: Sweep) -> bool:
    """Whether two sweeps have the same rows, bands and summary."""
    return one.digest == other.digest and one.bands.equals(other.bands) and one.summary == other.summary


@pytest.mark.parametrize("many", [1, 3, 8])
def test_folded_curves_and_settled_rows_are_those_of_the_parts(
    many: int, whole: Sweep, tmp_path: Path, counted: pytest.MonkeyPatch
) -> None:
    """However many parts are folded or settled at once, rows, bands and summary are the same."""
    counted.setattr(store, "FOLD_AT", many)
    counted.setattr(merging, "ROW_GROUP", 5 * many)
    counted.setattr(merging, "SETTLED_AT", 1)
    assert same(swept(tmp_path / "folded"), whole)


def refuse(*_: Any) -> None:
    """There is no room."""
    raise OSError(28, "No space left on device")


def cut_off(out: Path, counted: pytest.MonkeyPatch) -> Path:
    """The parts of a sweep that was cut off as its rows were finished: curves are folded, most rows settled."""
    with counted.context() as patch:
        patch.setattr(store, "FOLD_AT", 3)
        patch.setattr(merging, "ROW_GROUP", 5)
        patch.setattr(merging, "SETTLED_AT", 1)
        patch.setattr(GrowingTable, "finish", refuse)
        with pytest.raises(SimError, match="--resume goes on"):
            swept(out)
    (parts,) = out.rglob("parts")
    return parts


def test_what_was_folded_and_settled_is_not_done_again(
    whole: Sweep, tmp_path: Path, counted: pytest.MonkeyPatch
) -> None:
    """A sweep that was cut off while its rows were merged goes on without a replication done again."""
    cut_off(tmp_path / "other", counted)
    with counted.context() as patch:
        patch.setattr("sim.experiment.workers.local.simulate_chunk", None)  # nobody may call it
        assert same(swept(tmp_path / "other", resume=True), whole)


@pytest.mark.parametrize("name", ["rows.parquet", "rows.json", "curves-0000000.folded"])
def test_damage_to_it_is_told_and_done_again(
    name: str, whole: Sweep, tmp_path: Path, counted: pytest.MonkeyPatch
) -> None:
    """Where the settled rows or the folded curves are damaged, the parts that were in them are named and done again."""
    told: list[str] = []
    damaged = cut_off(tmp_path / "other", counted) / name
    damaged.write_bytes(damaged.read_bytes()[:50])
    assert same(swept(tmp_path / "other", resume=True, tell=told.append), whole)
    assert any("done again" in line for line in told)


def test_full_disk_costs_no_settled_row(whole: Sweep, tmp_path: Path, counted: pytest.MonkeyPatch) -> None:
    """Rows are settled and finished, then there is no room, nor has the next process any: nothing is forgotten."""
    counted.setattr(merging, "ROW_GROUP", 5)
    counted.setattr(merging, "SETTLED_AT", 1)
    for place in ("sim.experiment.results.summarise", "shutil.copyfile"):
        with counted.context() as patch:
            patch.setattr(place, refuse)
            with pytest.raises(SimError, match=r"No space left on device.*--resume goes on"):
                swept(tmp_path / "other", resume=True)
    counted.setattr("sim.experiment.workers.local.simulate_chunk", None)  # nobody may call it
    assert same(swept(tmp_path / "other", resume=True), whole)


class Ready(Kernel):
    """A kernel that is compiled when two chunks are given."""

    def __init__(self) -> None:
        super().__init__(chain(), tell=refuse)
        self.given = 0

    @property
    def is_decided(self) -> bool:
        """Once two chunks are given."""
        return self.given >= 2

    @contextmanager
    def compiling(self) -> Generator[None, None, None]:
        """Nothing is compiled."""
        yield

    def next_engine(self) -> str:
        """SimPy twice, then the compiled engine."""
        self.given += 1
        return "simpy" if self.given <= 2 else "compiled"


class Noted:
    """Workers that note the chunks they are given, and do them on the readable engine."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []

    def run(self, tasks: Iterable[Task]) -> Done:
        """Each in turn."""
        for task in tasks:
            self.chunks.append(task.chunk)
            yield task.chunk, on_simpy(task)


def on_simpy(task: Task) -> bytes:
    """The part of a task, done by the readable engine."""
    return simulate_chunk(replace(task, engine="simpy"))


def test_compiled_engine_takes_chunks_together_which_are_resumed_as_one(
    whole: Sweep, tmp_path: Path, counted: pytest.MonkeyPatch
) -> None:
    """Once the kernel is compiled, small chunks that follow each other are one; such a part isn't done again."""
    counted.setattr(plan, "CHUNK_SIZES", {"simpy": (5, 5), "compiled": (17, 17)})
    fewer, workers, ended = Noted(), Noted(), list[int]()
    tasks = (Task(whole.plan, whole.plan.digest(), chunk, "simpy") for chunk in whole.plan.chunks(5, 0, 40))
    parts = dict(HandingOver(fewer, lambda: ended.append(len(workers.chunks)), workers, Ready(), 1).run(tasks))
    assert [chunk.count for chunk in fewer.chunks] == [5, 5]
    assert ended == [0]
    assert [chunk.count for chunk in workers.chunks] == [10, 10, 10]
    folder = tmp_path / "other" / whole.scenario.name / f"sweep-{whole.plan.digest()}"
    with open_store(folder, whole.plan.digest(), 5, resume=False) as begun:
        for chunk, content in list(parts.items())[1:]:
            begun.put(chunk, content)
    done_again: list[Chunk] = []

    def simulate(task: Task) -> bytes:
        done_again.append(task.chunk)
        return simulate_chunk(task)

    counted.setattr("sim.experiment.workers.local.simulate_chunk", simulate)
    assert same(swept(tmp_path / "other", resume=True), whole)
    assert done_again == [Chunk(0, 0, 5)]


def spoil(part: Path) -> None:
    """Cut the end off a part's file."""
    part.write_bytes(part.read_bytes()[:-40])


@pytest.mark.parametrize("is_compiled_beside", [False, True])
@pytest.mark.parametrize("is_settled", [False, True])
def test_damaged_part_whose_curves_are_folded_is_done_again_as_it_was(
    is_settled: bool, is_compiled_beside: bool, whole: Sweep, tmp_path: Path, counted: pytest.MonkeyPatch
) -> None:
    """Of a part that several chunks were done as, and of chunks that would be done as one now, nothing counts twice."""
    counted.setattr(plan, "CHUNK_SIZES", {"simpy": (5, 5), "compiled": (10, 10)})
    counted.setattr("sim.experiment.workers.local.simulate_chunk", on_simpy)
    counted.setattr(store, "FOLD_AT", 1)
    if is_settled:
        counted.setattr(merging, "ROW_GROUP", 5)
        counted.setattr(merging, "SETTLED_AT", 1)
    with counted.context() as patch:
        patch.setattr("sim.experiment.results.summarise", refuse)
        with pytest.raises(SimError, match="--resume goes on"):
            swept(tmp_path / "other", kernel=Ready())
    parts = sorted(tmp_path.rglob("*.zip"))
    assert [chunk.count for part in parts if (chunk := plan.chunk_named(part.name))] == [5, 5, 10, 10, 10]
    for part in (parts[0], parts[1], parts[3]):
        spoil(part)
    parts[4].unlink()
    kernel = Ready() if is_compiled_beside else None
    assert same(swept(tmp_path / "other", resume=True, kernel=kernel), whole)


def test_folded_curves_of_chunks_of_another_size_are_not_used(
    whole: Sweep, tmp_path: Path, counted: pytest.MonkeyPatch
) -> None:
    """Where a folder no longer says how its work was cut, what was folded and settled of other chunks is left out."""
    (cut_off(tmp_path / "other", counted).parent / "work.json").write_text("damaged")
    counted.setattr(store, "_chunks_in", lambda _: [Chunk(0, 0, 8)])
    assert same(swept(tmp_path / "other", resume=True), whole)


def test_rows_are_merged_while_others_are_simulated(whole: Sweep, tmp_path: Path, counted: pytest.MonkeyPatch) -> None:
    """What precedes a chunk that fails to come is settled by then and gone from its part; the rest isn't done again."""
    counted.setattr(store, "FOLD_AT", 3)
    counted.setattr(merging, "ROW_GROUP", 5)
    counted.setattr(merging, "SETTLED_AT", 1)
    simulate, done_again = simulate_chunk, list[int]()

    def cut_off_at_the_sixth(task: Task) -> bytes:
        if task.chunk.first == 25:
            raise KeyboardInterrupt
        return simulate(task)

    def noted(task: Task) -> bytes:
        done_again.append(task.chunk.first)
        return simulate(task)

    with counted.context() as patch:
        patch.setattr("sim.experiment.workers.local.simulate_chunk", cut_off_at_the_sixth)
        with pytest.raises(InterruptedSimError, match="25 of 40"):
            swept(tmp_path / "other")
    (settled,) = tmp_path.rglob("other/**/rows.json")
    assert len(json.loads(settled.read_bytes().partition(b"\n")[0])["parts"]) == 5
    assert not any(ROWS in zipfile.ZipFile(part).namelist() for part in tmp_path.rglob("other/**/*.zip"))
    counted.setattr("sim.experiment.workers.local.simulate_chunk", noted)
    assert same(swept(tmp_path / "other", resume=True), whole)
    assert done_again == [25, 30, 35]


@pytest.mark.parametrize("is_cut_off", [False, True])
@pytest.mark.parametrize(
    "late", [7, 2.5, date(2024, 1, 1), "a reason"], ids=["whole number", "real number", "date", "text"]
)
def test_column_whose_first_value_comes_late_is_what_it_is(
    late: object, is_cut_off: bool, tmp_path: Path, counted: pytest.MonkeyPatch
) -> None:
    """Rows that were settled before a column had a value are written anew, with the same digest and columns."""
    chunks = [Chunk(0, first, 2) for first in range(0, 8, 2)]
    parts = [tmp_path / chunk.name for chunk in chunks]
    for chunk, path in zip(chunks, parts, strict=True):
        first = {"replication": chunk.first, "never": None, "late": None}
        second = {"replication": chunk.first + 1, "never": None, "late": late if chunk.first == 4 else None}
        path.write_bytes(Part("", chunk, rows_table([first, second])).encode())
    digest = merge_tables(parts, "rows", tmp_path / "at once.parquet")
    counted.setattr(merging, "ROW_GROUP", 2)
    counted.setattr(merging, "SETTLED_AT", 1)
    rows = Merging("rows", GrowingTable(tmp_path / "rows.parquet"), {})
    for place, part in enumerate(parts):
        rows.add(part)
        if is_cut_off and place == 1:
            grown = GrowingTable(tmp_path / "rows.parquet")
            grown.go_on({})
            rows = Merging("rows", grown, {})
    assert rows.finish(parts, tmp_path / "late.parquet") == digest
    at_once, along = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("at once", "late"))
    assert along.equals(at_once)


def test_chunks_come_in_their_turn() -> None:
    """Of two points with ten replications each, chunks are given in order, each once, as soon as those before are."""
    chunks = [Chunk(0, 0, 4), Chunk(0, 4, 6), Chunk(1, 0, 7), Chunk(1, 7, 3)]
    turns = InTurn(10)
    given = [list(turns.take(chunks[place])) for place in (1, 0, 3, 2)]
    assert given == [[], chunks[:2], [], chunks[2:]]
