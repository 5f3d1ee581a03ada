"""The pictures that pages make by their own commands: `python -m tests.docs.pictures` makes them anew."""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.docs.blocks import PAGES, pictures
from tests.docs.session import follow

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SIZE = (1040, 1746)
"""Pixels of a page of HTML that are shown: its width, and how far down."""


def main() -> None:
    """Follow each page that makes pictures, and put them beside it."""
    for page in PAGES:
        if pictures(page):
            with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
                follow(page)
                for picture, pattern in pictures(page).items():
                    (made,) = Path().glob(pattern)
                    put(made, picture)


def put(made: Path, picture: Path) -> None:
    """Copy a picture; of a page of HTML photograph the top, where there is a browser."""
    if made.suffix != ".html":
        shutil.copyfile(made, picture)
        return
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"{picture.name} STAYS AS IT IS: no browser here, one of {', '.join(BROWSERS)}\n")
        return
    how = ("--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={SIZE[0]},{SIZE[1]}")
    what = (f"--screenshot={picture}", made.resolve().as_uri())
    subprocess.run([browser, *how, *what], check=True, capture_output=True)


if __name__ == "__main__":
    main()
