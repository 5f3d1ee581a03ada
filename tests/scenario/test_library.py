"""What every scenario that ships keeps to, in its text and in what it says."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from sim.experiment.run import run
from sim.realisation.draw import sample_scenario
from sim.records.invariants import violations
from sim.scenario.distributions import NAMES
from sim.scenario.file import load, shipped, shipped_text
from sim.scenario.paths import Location, dump, locate
from sim.scenario.schema import Scenario
from sim.scenario.source_lines import lines_of

EPISODES = (
    "china-2023",
    "china-2023-strict",
    "grace-2023",
    "h20-2025",
    "h200-2026",
    "letter-2022",
    "minerals-2023",
    "no-ban",
    "rtx-2025",
)
WHAT_IT_IS = ("correlated", "start", "end", "report", "source_check", "sources", "uncertain")
"""Tables and keys that say what a scenario is, rather than what happens in it."""

LETTER, HURRY = "control.2022-08 letter.rush", "line.GA100.rush_mix.A100"
FOR_VARIANTS = {
    "letter-2022": [LETTER, HURRY, f"uncertain.{HURRY}", f"uncertain.{LETTER}.channel_capacity"],
}
"""What a scenario that ships states for variants of it alone: a control that is moved."""

every_scenario = pytest.mark.parametrize("name", shipped())


@cache
def table(name: str) -> dict[str, Any]:
    """The file as it stands."""
    return tomllib.loads(shipped_text(name))


def quantities(node: Any, location: Location = ()) -> Iterator[Location]:
    """The location of every number, date and distribution of a file."""
    if isinstance(node, dict) and not (len(node) <= 2 and set(node) & set(NAMES)):
        for key, value in node.items():
            if location or key not in WHAT_IT_IS:
                yield from quantities(value, (*location, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from quantities(value, (*location, number))
    elif isinstance(node, int | float | date | dict):
        yield location


def comments(name: str) -> dict[int, str]:
    """The comment at the end of each line, by line from 1."""
    found = {}
    for number, row in enumerate(shipped_text(name).splitlines(), 1):
        _, hash_sign, comment = re.sub(r'"[^"]*"', "", row).partition("#")
        found[number] = comment.strip() if hash_sign else ""
    return found


def publishers(name: str) -> list[str]:
    """Publisher and date of each source: what stands before the colon."""
    return [source.partition(":")[0] for source in table(name)["sources"]]


def unsourced(name: str) -> Iterator[tuple[Location, str]]:
    """Quantities whose line does not give them to a source, each with its comment."""
    lines, told = lines_of(shipped_text(name)), comments(name)
    for location in quantities(table(name)):
        comment = told[lines[location]]
        if "assumption" in comment or not any(publisher in comment for publisher in publishers(name)):
            yield location, comment


def uncertain_places(name: str) -> list[Location]:
    """Where the uncertain parameters stand, in the words of the file."""
    document = dump(load(name))
    places = [locate(document, path) for path in table(name)["uncertain"]]
    return [tuple("yield" if step == "yield_" else step for step in place) for place in places]


def resolved_place(location: Location) -> Location:
    """A location as the resolved scenario has it: one demand written as a table is the first of a list."""
    if "demand" in location:
        place = location.index("demand") + 1
        return location if isinstance(location[place], int) else (*location[:place], 0, *location[place:])
    return location


def test_all_episodes_ship() -> None:
    """The founding case, its counterfactual and the other dated episodes ship."""
    assert set(EPISODES) <= set(shipped())


@every_scenario
def test_a_scenario_says_what_it_is(name: str) -> None:
    """A file is named as its scenario, and has title, question, sources, dates and targets of its report."""
    scenario = load(name)
    assert scenario.name == name
    assert scenario.title
    assert scenario.question.endswith((".", "?"))
    assert scenario.sources
    assert scenario.report.dates
    assert "shares" in scenario.report.model_fields_set


@every_scenario
def test_every_source_names_publisher_and_date(name: str) -> None:
    """A source is a publisher, a year or a date, a colon, and what it says."""
    for source in table(name)["sources"]:
        publisher, colon, content = source.partition(": ")
        assert colon, source
        assert content, source
        assert re.search(r"20\d\d|FY\d\d|undated", publisher), source


@every_scenario
def test_what_no_source_gives_is_called_an_assumption(name: str) -> None:
    """A quantity has a source in its line's comment, or is called an assumption, or a choice of the model's grain."""
    bare = [location for location, told in unsourced(name) if not re.search(r"assumption|modelling choice", told)]
    assert bare == []


@every_scenario
def test_every_assumption_is_uncertain(name: str) -> None:
    """An assumed number or date varies under [uncertain]; of an assumed distribution something does."""
    varies = uncertain_places(name)
    assumed = [resolved_place(location) for location, told in unsourced(name) if "modelling choice" not in told]
    fixed = [place for place in assumed if not any(other[: len(place)] == place for other in varies)]
    assert fixed == []


@every_scenario
def test_every_range_has_its_reason(name: str) -> None:
    """[uncertain], and what goes together after it, open with a comment; comments stand above what they explain."""
    _, _, ranges = shipped_text(name).partition("[uncertain]\n")
    for part in ranges.split("\n\n"):
        rows = part.splitlines()
        assert rows[0].startswith("# ")
        assert not rows[-1].startswith("#")
        assert all(row.startswith(("# ", '"', "[[correlated]]", "paths = ", "rank = ")) for row in rows)


@every_scenario
def test_every_source_is_used(name: str) -> None:
    """What a file lists as a source is named where it sets a number, a range, or a check."""
    _, _, after = shipped_text(name).partition("\nsources = [")
    rest = after.partition("\n]\n")[2]
    assert [publisher for publisher in publishers(name) if publisher not in rest] == []


@every_scenario
def test_no_draw_breaks_a_limit(name: str) -> None:
    """Two hundred draws of what is uncertain each give a sound scenario, in which a rush never takes."""
    scenario = load(name)
    for replication in range(200):
        drawn, _ = sample_scenario(scenario, 0, replication)
        assert not drawn.uncertain
        assert_rushes_add(drawn)


def assert_rushes_add(scenario: Scenario) -> None:
    """A rush's share is no smaller than that of the products that its control covers."""
    for control in scenario.control:
        for product in scenario.product:
            share, made = control.rush.market_share, product.production
            if product.name in control.covers and share is not None and made is not None:
                assert share >= made.market_share


@every_scenario
def test_warnings_are_of_what_a_variant_needs(name: str) -> None:
    """A scenario that ships has nothing odd but what the variants read for which its comments name a `--set`."""
    assert [one.path for one in load(name).warnings()] == FOR_VARIANTS.get(name, [])


@every_scenario
def test_every_law_holds(name: str) -> None:
    """No replication of a scenario that ships breaks an invariant of the model."""
    for replication in range(3):
        done = run(load(name), 0, replication)
        assert violations(done.log, done.resolved) == []


def test_no_ban_has_no_rule() -> None:
    """The counterfactual has neither a control nor an answer to one."""
    free = load("no-ban")
    assert free.control == ()
    assert not any(buyer.on_control for buyer in free.buyer)


def test_no_ban_differs_by_the_rule_alone() -> None:
    """The counterfactual is the founding case without its control and what answers it: uncut dies, no rush."""
    founding, free = dump(load("china-2023")), dump(load("no-ban"))
    (cut, hopper), (uncut, uncut_hopper) = founding["line"], free["line"]
    assert uncut.pop("mix") == {"A100": pytest.approx(sum(cut.pop("mix").values()))}
    ((_, share),) = hopper.pop("mix")["H800"]["table"]
    assert [entry[1] for entry in uncut_hopper.pop("mix")["H800"]["table"]] == [share]
    assert laws_of_shares(free) == {"A100": added(*laws_of_shares(founding).values())}
    for document in (founding, free):
        for key in ("name", "title", "question", "control", "source_check", "sources"):
            del document[key]
        del document["report"]["figures"]
        document["product"] = [one for one in document["product"] if one["name"] != "A800"]
        for buyer in document["buyer"]:
            del buyer["on_control"]
            for demand in buyer["demand"]:
                demand["product"] = demand["product"].replace("A800", "A100")
        for line in document["line"]:
            del line["rush_mix"], line["when_controlled"]
        document["uncertain"] = {
            path: law
            for path, law in document["uncertain"].items()
            if not path.startswith(
                ("control.", "line.GA100.mix.", "line.GA100.rush_mix.", "line.GH100.mix.H800.table.1.1")
            )
        }
    assert founding == free


def laws_of_shares(document: dict[str, Any]) -> dict[str, Any]:
    """The ends of the share of each product in the mix of A100's line."""
    head = "line.GA100.mix."
    return {
        path.removeprefix(head): law["uniform"] for path, law in document["uncertain"].items() if path.startswith(head)
    }


def added(*ends: list[float]) -> list[Any]:
    """The ends of a sum."""
    return [pytest.approx(sum(values)) for values in zip(*ends, strict=True)]
