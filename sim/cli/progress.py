"""How far long work is, on standard error: a bar with rate and time left on a terminal, plain lines elsewhere.

Both are of late, not of all so far: the work may have gone over to another engine.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, total: int | None, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how many of `total` are done; None where nobody knows how many it will be."""
    if quiet:
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console.file.write, what, total)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    began = time.monotonic()
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(what, total=total, rate="")

        def advance(done: int) -> None:
            bar.update(task, completed=done)
            of_late = bar.tasks[0].speed or done / max(1e-9, time.monotonic() - began)
            bar.update(task, rate=f"{of_late:,.1f}/s")

        yield advance


def _lines(write: Callable[[str], object], what: str, total: int | None) -> Callable[[int], None]:
    """Writes a line whenever another tenth is done, its rate and the time left; without a total each time."""
    written, before, since = 0, 0, time.monotonic()
    began = since

    def advance(done: int) -> None:
        nonlocal written, before, since
        if total is None:
            write(f"{what}: {done:,}, {done / max(1e-9, time.monotonic() - began):,.1f} a second\n")
        elif total > 0 and done * 10 // total > written:
            written = done * 10 // total
            now = time.monotonic()
            rate = (done - before) / max(1e-9, now - since)
            before, since = done, now
            left = (total - done) / rate
            write(f"{what}: {done:,} of {total:,}, {rate:,.1f} a second, {left:,.0f} s left\n")

    return advance
