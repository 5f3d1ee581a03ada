"""Paths in words."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import sim
from sim.scenario import words
from sim.scenario.distributions import NAMES
from sim.scenario.schema import Scenario
from tests.worlds import chain

RAW = re.compile(r"[_\[\]{}]|\w\.\w")


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The tables within a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models(part)


def keys(table: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[str, bool]]:
    """Every key of the scenario file, and whether a table of its own stands there."""
    if table in seen:
        return
    seen.add(table)
    for key, field in table.model_fields.items():
        inner = [found for found in models(field.annotation) if found.__module__.endswith("tables")]
        yield field.alias or key, bool(inner)
        for found in inner:
            yield from keys(found, seen)


def test_every_key_has_words() -> None:
    """Each key of the scenario file is said in words, or is a table whose keys are."""
    unsaid = {
        key
        for key, is_table in keys(Scenario, set())
        if key not in words.WORDS and key not in words.SETTINGS and not is_table
    }
    assert unsaid == {*words.BY_NAME, "uncertain", "correlated"} - {"mix"}
    tables = {key for key, is_table in keys(Scenario, set()) if is_table and key not in words.SETTINGS}
    assert tables <= {*words.ENTITIES, "logistic", "linear", "opens", "unit", "mix", "unshipped"}
    assert set(NAMES) <= {*words.NUMBERS, *words.TABLES, "choice", "empirical"}


@pytest.mark.parametrize("name", sim.shipped())
def test_uncertain_paths_read_as_words(name: str) -> None:
    """Each uncertain path of a scenario that ships has a label of its own, without the punctuation of a path."""
    scenario = sim.load(name)
    found = words.labels(scenario, list(scenario.uncertain))
    assert len(set(found.values())) == len(found)
    assert [label for label in found.values() if RAW.search(label)] == []


@pytest.mark.parametrize(
    ("path", "label", "kind"),
    [
        ("line.GH100.ramp.linear.days", "GH100: days to full capacity", "days"),
        ("line.GH100.start", "GH100: start", "date"),
        ("buyer.ByteDance.order.2.date", "ByteDance's 2nd order: date", "date"),
        ("buyer.ByteDance.negotiation.success", "ByteDance's talks: chance that a round succeeds", "share"),
        ("buyer.ByteDance.negotiation.contract.price", "ByteDance's contract: price", "usd"),
        ("distributor.distributors.transit_days.triangular.2", "distributors: most likely days under way", "days"),
        ("control.2022-08 letter.moved.1.to", "2022-08 letter: effective date after the move", "date"),
        ("buyer.ByteDance.via.distributors", "ByteDance: share through distributors", "share"),
        ("allocation", "allocation policy", "text"),
        ("nothing.of.the.kind", "nothing.of.the.kind", "text"),
    ],
)  # fmt: skip
def test_label_and_kind(path: str, label: str, kind: str) -> None:
    """A label says what a path is of and what it is; a path to nothing is said as it is."""
    scenario = sim.load("china-2023")
    assert words.label(scenario, path) == label
    assert words.kind(scenario, path) == kind


def test_labels_that_read_alike_have_their_paths() -> None:
    """Where two paths would read alike, each has its path behind it."""
    scenario = chain(buyer__Ann__name="north")
    paths = ["buyer.north.patience", "distributor.north.margin"]
    assert words.labels(scenario, paths) == {paths[0]: "north: patience", paths[1]: "north: margin"}
    twice = words.labels(scenario, ["buyer.north.name", "distributor.north.name"])
    assert list(twice.values()) == ["north: name (buyer.north.name)", "north: name (distributor.north.name)"]
