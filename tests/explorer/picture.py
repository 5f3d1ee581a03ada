"""Takes the picture of the page that the documentation has: `python -m tests.explorer.picture`."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.explorer.browsers import FLAGS, chromium
from tests.explorer.serving import served

TARGET = Path(__file__).resolve().parents[2] / "docs" / "explorer.png"
STEPS = 2
"""By which the slider is moved, so that the former picture is seen behind the new one."""


def take(page: Page, address: str) -> None:
    """Move the distributors' capacity, and take the page as it stands then."""
    page.set_default_timeout(120_000)
    page.goto(f"{address}?scenario=china-2023&panel=chances")
    page.get_by_text("1,000 replications, seed").wait_for(timeout=300_000)
    page.get_by_label("What to move").click()
    page.get_by_role("option", name="Distributor distributors").click()
    slider = page.get_by_role("slider", name="distributors: weekly capacity")
    for _ in range(STEPS):
        slider.press("ArrowRight")
    page.get_by_text("distributors: weekly capacity (set)").wait_for()
    page.get_by_text("before", exact=True).wait_for()
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(1000)  # the page fades what is new in
    page.screenshot(path=TARGET)


def main() -> None:
    """Take it, where there is a browser."""
    if not chromium():
        sys.stderr.write(f"{TARGET.name} STAYS AS IT IS: no browser here; Debian's package `chromium` is looked for\n")
        return
    with served("china-2023") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
        take(browser.new_page(viewport={"width": 1280, "height": 960}), address)
        browser.close()


if __name__ == "__main__":
    main()
