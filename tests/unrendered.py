"""Pictures that are made and not rendered, which takes longer than all else of a small result."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def unrendered() -> Iterator[None]:
    """In the block the files of pictures hold which picture they are of, and in which form."""
    with patch("sim.pictures.save._write", lambda picture, kind, path: path.write_text(f"{picture.name}, {kind}")):
        yield
