"""Measures in a browser how long a change takes until its picture is drawn: `python -m tests.explorer.latency`.

On a machine that is doing nothing else. What is told is the time from a key that moves a slider of china-2023 to the
first picture that is drawn, and to that of all 1,000 replications, which is the same one where these come soon; where
it goes; and the processor time of server and browser for a change, which says something on a busy machine, too.
"""

import sys
from collections.abc import Sequence
from statistics import median

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.explorer.browsers import FLAGS, chromium
from tests.explorer.serving import served

CHANGES = 40

ASKED = """
window.asked = 0; window.told = [];
const known = window.WebSocket;
window.WebSocket = class extends known {
  constructor(...about) {
    super(...about);
    this.addEventListener('message', ({ data }) => {
      if ((data.size ?? data.byteLength) > 5000) window.told.push(performance.now());
    });
  }
  send(data) { window.asked = performance.now(); super.send(data) }
};
"""
"""Notes when the page asks the server for something, and when it is told something as large as a picture."""

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

TIMES = """() => {
  const last = window.drawn.at(-1), told = window.told.filter(one => one < last).at(-1);
  return {
    'first picture': window.drawn[0] - window.pressed, 'all replications': last - window.pressed,
    'of these, until the server is asked': window.asked - window.pressed,
    'until it sends the last picture': told - window.asked, 'until that is drawn': last - told,
    'pictures': window.drawn.length,
  };
}"""


def measured(page: Page, address: str) -> list[dict[str, float]]:
    """Milliseconds of each change, by what they are of."""
    page.add_init_script(ASKED)
    page.goto(f"{address}?scenario=china-2023")
    page.get_by_text("1,000 replications, seed").wait_for(timeout=300_000)
    page.get_by_label("What to move").click()
    page.get_by_role("option", name="Distributor distributors").click()
    page.get_by_role("slider", name="distributors: weekly capacity").focus()
    page.wait_for_timeout(2000)
    page.evaluate(WATCH)
    found: list[dict[str, float]] = []
    for _ in range(CHANGES):
        page.wait_for_timeout(500)
        page.evaluate("window.drawn = []; window.told = []")
        before = processor_times()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("window.drawn.length > 0", timeout=60_000)
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        page.wait_for_timeout(100)
        spent = {who: 1000 * (seconds - before[who]) for who, seconds in processor_times().items()}
        found.append(page.evaluate(TIMES) | spent)
    return found


def processor_times() -> dict[str, float]:
    """Seconds that server and browser have calculated so far."""
    found = {"processor time of the server": 0.0, "processor time of the browser": 0.0}
    for process in psutil.Process().children(recursive=True):
        words = " ".join(process.cmdline())
        who = "server" if "explore" in words else "browser" if "chrom" in words.split(" ")[0] else ""
        if who:
            found[f"processor time of the {who}"] += sum(process.cpu_times()[:2])
    return found


def said(name: str, values: Sequence[float]) -> str:
    """Median and 95 % of some values."""
    own = sorted(values)
    unit = "" if name == "pictures" else " ms"
    return f"{name}: median {median(own):.0f}{unit}, 95 % within {own[int(0.95 * len(own))]:.0f}{unit}"


def main() -> None:
    """Print median and 95 % of each."""
    if not chromium():
        sys.exit("no browser: Debian's package `chromium` is what is looked for")
    with served("china-2023") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
        found = measured(browser.new_page(viewport={"width": 1280, "height": 1000}), address)
        browser.close()
    print(f"{len(found)} changes")
    for name in found[0]:
        print(said(name, [one[name] for one in found]))


if __name__ == "__main__":
    main()
