"""Parquet files that grow by row groups, and go on after they were cut off."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.experiment.folders.growing import GrowingTable
from sim.experiment.part import encodings
from sim.records.footers import MAGIC, enclosed, moved, split

ABOUT = {"work": "abc"}


def table(first: int) -> pa.Table:
    """Three rows of every type that rows have, with nulls, and many columns."""
    columns = {
        "whole": pa.array([first, None, 2**62 - first]),
        "real": pa.array([0.5 * first, None, -0.0]),
        "word": pa.array(["a", None, "b" * first]),
        "day": pa.array([first, None, 0], pa.timestamp("us")),
        "code": pa.array(["x", "y", "x"]).dictionary_encode(),
    }
    return pa.table(columns | {f"column {number}": pa.array([number, first, None]) for number in range(20)})


def grown(path: Path, firsts: range) -> GrowingTable:
    """A table that has grown by a row group for each number."""
    found = GrowingTable(path)
    for first in firsts:
        found.add(table(first), **encodings(table(first).schema))
    return found


def test_row_groups_put_together_are_one_file(tmp_path: Path) -> None:
    """What any reader of Parquet finds is all tables in their order, each a row group, their pages undamaged."""
    grown(tmp_path / "rows.parquet", range(5)).finish(tmp_path / "rows.parquet")
    found = pq.read_table(tmp_path / "rows.parquet", page_checksum_verification=True)
    assert found.equals(pa.concat_tables(map(table, range(5))))
    assert pq.read_metadata(tmp_path / "rows.parquet").num_row_groups == 5


def test_moved_footer_tells_other_places_and_nothing_else() -> None:
    """Moved there and back a footer is the same, byte by byte; moved, its pages are said to lie further on."""
    sink = io.BytesIO()
    pq.write_table(table(3), sink)
    _, footer = split(memoryview(sink.getvalue()))
    assert moved(footer, 0) == footer
    assert moved(moved(footer, 100_000), -100_000) == footer
    here, there = (pq.read_metadata(io.BytesIO(MAGIC + enclosed(one))) for one in (footer, moved(footer, 100_000)))
    for place in range(here.num_columns):
        own, other = (one.row_group(0).column(place).to_dict() for one in (here, there))
        assert other["data_page_offset"] == own["data_page_offset"] + 100_000
        assert other["total_compressed_size"] == own["total_compressed_size"]


def settled(folder: Path) -> Path:
    """The file of a table of which two row groups are settled, and one is not."""
    path = folder / "rows.parquet"
    found = grown(path, range(2))
    found.settle(["one", "two"], ABOUT)
    found.add(table(9))
    return path


@pytest.mark.parametrize("is_finished", [False, True])
def test_what_was_settled_is_there_whatever_came_after(is_finished: bool, tmp_path: Path) -> None:
    """A table that was cut off, even as it was finished, goes on from what was settled as if nothing had happened."""
    path = settled(tmp_path)
    if is_finished:
        found = GrowingTable(path)
        found.go_on(ABOUT)
        found.finish(tmp_path / "finished.parquet")
    again = GrowingTable(path)
    again.go_on(ABOUT)
    assert again.settled == ["one", "two"]
    again.add(table(2), **encodings(table(2).schema))
    again.finish(tmp_path / "whole.parquet")
    assert pq.read_table(tmp_path / "whole.parquet").equals(pa.concat_tables(map(table, range(3))))
    if is_finished:  # which is another's now
        assert pq.read_table(tmp_path / "finished.parquet").equals(pa.concat_tables(map(table, range(2))))


def test_without_files_of_two_names_the_table_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system has no hard links the finished table is a copy."""

    def refuse(_path: Path, _target: Path) -> None:
        raise OSError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    grown(tmp_path / "rows.parquet", range(2)).finish(tmp_path / "whole.parquet")
    assert pq.read_table(tmp_path / "whole.parquet").num_rows == 6
    assert (tmp_path / "whole.parquet").stat().st_nlink == 1


def test_damaged_or_foreign_rows_are_not_gone_on_with(tmp_path: Path) -> None:
    """Bytes that changed, an end that is missing and another work are all refused."""
    path = settled(tmp_path)
    with pytest.raises(ValueError, match="other work"):
        GrowingTable(path).go_on({"work": "other"})
    content = path.read_bytes()
    for damaged in (content[:60] + bytes([content[60] ^ 1]) + content[61:], content[:100], b""):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="its content is another"):
            GrowingTable(path).go_on(ABOUT)
