"""How far long work is, on standard error: a bar on a terminal, a plain line a tenth elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, total: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how many of `total` are done."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield (lambda _: None) if quiet else _lines(console.file.write, what, total)
        return
    with Progress(console=console) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def _lines(write: Callable[[str], object], what: str, total: int) -> Callable[[int], None]:
    """Writes a line whenever another tenth is done."""
    written = 0

    def advance(done: int) -> None:
        nonlocal written
        if total > 0 and done * 10 // total > written:
            written = done * 10 // total
            write(f"{what}: {done} of {total}\n")

    return advance
