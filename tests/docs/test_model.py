"""The pages of the model show what a run writes down, and name examples that are there."""

import re
import tomllib
from pathlib import Path

from sim.records.events import EVENTS, EventLog
from sim.scenario.file import build
from tests.docs.flow import PATH, flow
from tests.worlds import log_of

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
WIDTHS = (4, 21, 8, 6, 12, 6, 5)
HEAD = ("day", "event", "product", "buyer", "channel", "order", "units")


def block(page: str, language: str) -> str:
    """The first block of a language on a page."""
    found = re.search(
        rf"^```{language}\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found is not None
    return found[1]


def as_text(log: EventLog) -> str:
    """A log as the page has it: a line an event, with a dash where there is none."""
    rows = [HEAD]
    for day, event, product, buyer, channel, order, units, _ in log.rows.tolist():
        named = ((log.products, product), (log.buyers, buyer), (log.channels, channel))
        who = [names[code] if code >= 0 else "-" for names, code in named]
        rows.append((str(day), EVENTS[event], who[0], who[1], who[2], str(order or "-"), str(units)))
    lines = ("".join(cell.ljust(width) for cell, width in zip(row, WIDTHS, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"


def test_day_is_told_from_its_log() -> None:
    """The log of the small world is the whole log of its run."""
    assert block("model.md", "text") == as_text(log_of(build(tomllib.loads(block("model.md", "toml")))))


def test_every_rule_names_an_example() -> None:
    """Each rule has its reason and its example, whose tests it names, and each of these is there."""
    rules = re.findall(
        r"^- \*\*.*?(?=\n- |\n\n|\Z)", (DOCS / "rules.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*/test_*.py"))
    there = set(re.findall(r"^def (test_\w+)", sources, re.MULTILINE))
    told = [rule for rule in rules if "see [orders]" not in rule]
    assert [rule for rule in told if "*Why:*" not in rule or "*Example:*" not in rule] == []
    named = [(rule, re.findall(r"`(test_\w+)`", rule)) for rule in told]
    assert [rule for rule, tests in named if not tests] == []
    assert {test for _, tests in named for test in tests} - there == set()


def test_picture_of_the_flow_is_as_it_is_drawn(tmp_path: Path) -> None:
    """The page shows what `python -m tests.docs.flow` draws."""
    flow().savefig(tmp_path / "flow.svg")
    assert (tmp_path / "flow.svg").read_bytes() == PATH.read_bytes()
