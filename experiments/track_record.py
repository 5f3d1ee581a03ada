"""Question: what did the scenarios say of outcomes that they did not use, and were they right?

Method: each file of `observed/` names the scenarios that it holds outcomes of. Each of these is swept as it ships,
scored as of the day that its question was asked, and told as of today, with all of the outcomes as evidence.
`--page FILE` writes it below the mark in a page, as `docs/track-record.md` is. Assumed: what each scenario assumes.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import sim

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- What follows is written by experiments/track_record.py; nothing of it by hand. -->"


def outcomes() -> dict[str, list[Path]]:
    """The files of observed figures by the scenarios that they are of."""
    found: dict[str, list[Path]] = {}
    for path in sorted((ROOT / "observed").glob("*.toml")):
        for name in sim.load_observed(path).scenarios:
            found.setdefault(name, []).append(path)
    return found


def reporting(scenario: sim.Scenario, files: list[Path]) -> sim.Scenario:
    """The scenario whose report has the dates of the outcomes too."""
    seen = [one for path in files for one in sim.load_observed(path).observed]
    own = scenario.report_dates
    return scenario.set("report.dates", sorted({*own, *(one.date for one in seen if one.date is not None)}))


def as_of_today(sweep: sim.Sweep, files: list[Path]) -> str:
    """The answer with the outcomes as evidence, as of the last day that the sweep bears, and why not later."""
    seen = (one for path in files for one in sim.load_observed(path).observed)
    why = ""
    for day in sorted({one.published for one in seen if one.published is not None}, reverse=True):
        try:
            return f"{sim.update(sweep, files, day).answer()}\n{why}".rstrip()
        except sim.UsageError as error:
            why = why or f"No later answer from these replications: {error}".replace(f"{ROOT}/", "")
    return why


def section(name: str, sweep: sim.Sweep, files: list[Path]) -> Iterator[str]:
    """What the page says of a scenario."""
    score = sim.score(sweep, files)
    asked = sweep.scenario.report.asked or "no stated day"
    yield f"## {name}\n"
    yield f"{sweep.scenario.question or sweep.scenario.title} Asked on {asked}; outcomes of "
    yield f"{', '.join(f'`observed/{path.name}`' for path in files)}.\n"
    yield f"**As of {asked}, beside what happened**\n\n```text\n{score.answer()}\n```\n"
    missed = [row for row in score.rows if row["counts"] and (row["hit"] is False or (row["brier"] or 0) > 0.25)]
    yield from (f"- `{row['figure']}` was missed: {row['note'] or 'nothing is said of it yet'}" for row in missed)
    yield f"\n**As of today, with these outcomes as evidence**\n\n```text\n{as_of_today(sweep, files)}\n```\n"


def write_page(page: Path, text: str) -> None:
    """Put the text below the mark of a page, whose head stays."""
    head = page.read_text(encoding="utf-8").partition(MARK)[0] if page.exists() else ""
    page.write_text(f"{head}{MARK}\n\n{text}", encoding="utf-8")


def main() -> None:
    """Sweep, score, update; write the page, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=2000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "track_record")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--page", type=Path, help="the page that is written, that of the results where not given")
    options.add_argument("--only", metavar="SCENARIO", help="one scenario; all that have outcomes where not given")
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    how = {"keep": "summary", "workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    parts = []
    for name, files in outcomes().items():
        if asked.only not in (None, name):
            continue
        sweep = sim.sweep(reporting(sim.load(name), files), asked.replications, asked.seed, **how)
        parts.append("\n".join(section(name, sweep, files)))
        values = sim.score(sweep, files).summary["values"]
        print(f"{name}: {values['hits']} of {values['count']} outcomes in the 90 % ranges")
    page = asked.page or asked.out / "track-record.md"
    write_page(page, "\n".join(parts))
    print(f"\nPage: {page}")


if __name__ == "__main__":
    main()
