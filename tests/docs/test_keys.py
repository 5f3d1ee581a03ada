"""Every key of the scenario file is described once, for editors and for the page of the scenario file alike."""

import re

import pytest

from sim.scenario.editor_schema import json_schema
from tests.docs.keys import PAGE, described, is_distribution, marked, tables, written

TABLES = tables()


@pytest.mark.parametrize("name", TABLES)
def test_every_key_says_what_it_means(name: str) -> None:
    """The text under a field is a sentence about its key, which begins and ends as one."""
    wrong = [key for key, meaning in described(TABLES[name]).items() if not re.match(r"[A-Z`].*\.$", meaning)]
    assert wrong == []


def test_page_has_the_keys_as_they_are() -> None:
    """The page is as `python -m tests.docs.keys` writes it."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page)


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if not is_distribution(table)])
def test_page_knows_every_key(name: str) -> None:
    """A table of the file has its keys in the page: a table of them, or each in what is said of another."""
    page = PAGE.read_text(encoding="utf-8")
    if name not in marked(page):
        missing = [key for key in described(TABLES[name]) if not re.search(rf"[`{{ ]{key}[` ]", page)]
        assert missing == []


def test_schema_describes_every_key() -> None:
    """What an editor shows of a key is what is said of it: of each, as text of one paragraph."""
    schema = json_schema()
    parts = {"Scenario": schema, **schema["$defs"]}
    told = {
        (name, key): found.get("description", "")
        for name, part in parts.items()
        for key, found in part.get("properties", {}).items()
    }
    assert told == {(name, key): meaning for name in parts for key, meaning in described(TABLES[name]).items()}
