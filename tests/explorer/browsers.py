"""The browser that pages are tested in: Debian's Chromium, if it is installed."""

import shutil

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LACKING = "NO BROWSER: the explorer's page was not tested; Debian's package `chromium` is what its tests look for"


def chromium() -> str:
    """Its path; empty where there is none."""
    return shutil.which("chromium") or ""
