"""A million replications of the founding case on two workers: how long, and in how much memory beside fewer.

Usage: python benchmarks/million.py [--fast] [--out DIR]
Before a figure is told, each sweep's first rows are compared with those of the smallest. Memory is what all processes
of the command hold together at its worst moment, what they share counted once.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyarrow.parquet as pq

import table
from table import Row

COUNTS = (10_000, 100_000, 1_000_000)
FAST_COUNTS = (3_000, 10_000)
WORKERS = 2
PROBE = 0.25
"""Seconds between two looks at the memory."""

LONGEST, MOST_MEMORY, MOST_DISK = 180.0, 1.2, 1_000.0
"""What the largest sweep may take: seconds, memory as a multiple of the smallest's, megabytes on disk meanwhile."""

FIRST = 1_000
"""Rows that must be the same in every sweep."""


@dataclass(frozen=True)
class Sweep:
    """What a sweep took, and its first rows."""

    count: int
    seconds: float
    peak_mb: float
    disk_mb: float
    first: list[dict[str, object]]


def measured(count: int) -> Sweep:
    """Run the command in a process of its own, and look at it until it ends."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["sweep", "china-2023", "--replications", str(count), "--engine", "compiled", "--quiet"]
        begin = time.perf_counter()
        command = subprocess.Popen([sys.executable, "-m", "sim", *words, "--workers", str(WORKERS), "--out", folder])
        peak, disk = 0.0, 0.0
        while command.poll() is None:
            peak, disk = max(peak, memory_of(command.pid)), max(disk, size_of(Path(folder)))
            time.sleep(PROBE)
        seconds = time.perf_counter() - begin
        assert command.returncode == 0, f"the sweep of {count:,} failed"
        (rows,) = Path(folder).glob("*/*/replications.parquet")
        with pq.ParquetFile(rows) as file:
            assert file.metadata.num_rows == count
            first = next(file.iter_batches(FIRST)).to_pylist()
    return Sweep(count, seconds, peak, disk, first)


def memory_of(pid: int) -> float:
    """Megabytes that a process and all it has started hold; what several share is counted once."""
    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in family:
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue  # it has just ended
    return total / 1e6


def size_of(folder: Path) -> float:
    """Megabytes of the files in a folder, each once, whatever names it has; one that goes meanwhile doesn't count."""
    sizes: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        try:
            about = path.stat()
        except OSError:
            continue
        sizes[about.st_dev, about.st_ino] = about.st_size
    return sum(sizes.values()) / 1e6


def main() -> None:
    """Measure each count and write the table and its picture."""
    asked = table.parser(__doc__).parse_args()
    counts = FAST_COUNTS if asked.fast else COUNTS
    measured(FAST_COUNTS[0])  # the kernel is compiled from here on
    sweeps = [measured(count) for count in counts]
    assert all(sweep.first == sweeps[0].first for sweep in sweeps)
    largest = sweeps[-1]
    bounds = {COUNTS[-1]: LONGEST}
    rows = [
        Row(f"{sweep.count:,} replications on {WORKERS} workers", sweep.seconds, "s", at_most=bounds.get(sweep.count))
        for sweep in sweeps
    ]
    rows.append(Row("replications a second", largest.count / largest.seconds, "a second"))
    rows += [Row(f"peak memory at {sweep.count:,}", sweep.peak_mb, "MB") for sweep in sweeps]
    rows.append(
        Row(
            "peak memory, largest count against smallest",
            largest.peak_mb / sweeps[0].peak_mb,
            "times",
            at_most=MOST_MEMORY,
        )
    )
    rows.append(Row(f"most room on disk at {largest.count:,}", largest.disk_mb, "MB", at_most=MOST_DISK))
    table.record("million", rows, asked.out)
    memory = [row for row in rows if row.unit == "MB"]
    table.bars("million", f"{largest.count:,} replications in {largest.seconds:,.0f} s", memory, asked.out, "MB")


if __name__ == "__main__":
    main()
