"""Measures in a browser how long a change takes until its picture is drawn: `python -m tests.explorer.latency`.

On a machine that is doing nothing else. What is told is the time from a key that moves a slider of china-2023 to the
first picture (of 200 replications), and to that of all 1,000.
"""

import sys
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.explorer.browsers import FLAGS, chromium
from tests.explorer.serving import served

CHANGES = 40

WATCH = """() => {
  window.drawn = []; window.pressed = 0; let known = '';
  addEventListener('keydown', () => { window.pressed = performance.now() }, true);
  const look = () => {
    const median = document.querySelector('.js-plotly-plot')?.data?.at(-1)?.y;
    const now = median ? Array.from(median).join() : known;
    if (now !== known) { known = now; window.drawn.push(performance.now()) }
    requestAnimationFrame(look);
  };
  look();
}"""


def measured(page: Page, address: str) -> list[list[float]]:
    """Milliseconds from each change to each of its pictures."""
    page.goto(f"{address}?scenario=china-2023")
    page.get_by_text("1,000 replications, seed").wait_for(timeout=300_000)
    page.get_by_label("What to move").click()
    page.get_by_role("option", name="Distributor distributors").click()
    page.get_by_role("slider", name="distributors: weekly capacity").focus()
    page.evaluate(WATCH)
    found: list[list[float]] = []
    for _ in range(CHANGES):
        page.wait_for_timeout(500)
        page.evaluate("window.drawn = []")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("window.drawn.length > 1", timeout=60_000)
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        found.append(page.evaluate("window.drawn.map(one => one - window.pressed)"))
    return found


def main() -> None:
    """Print median and 95 % of the first and the last picture."""
    if not chromium():
        sys.exit("no browser: Debian's package `chromium` is what is looked for")
    with served("china-2023") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
        times = measured(browser.new_page(viewport={"width": 1280, "height": 1000}), address)
        browser.close()
    for name, place in (("first picture", 0), ("all replications", -1)):
        own = sorted(one[place] for one in times)
        print(
            f"{name}: median {median(own):.0f} ms, 95 % within {own[int(0.95 * len(own))]:.0f} ms, {len(own)} changes"
        )


if __name__ == "__main__":
    main()
