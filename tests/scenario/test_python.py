"""Scenarios made in Python: checked as files are, and saved as files."""

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

import sim
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from tests.strategies import scenarios
from tests.worlds import chain

WAYS: dict[str, Callable[[dict[str, Any]], Scenario]] = {
    "from_dict": Scenario.from_dict,
    "constructor": lambda document: Scenario(**document),
    "model_validate": Scenario.model_validate,
    "model_copy": lambda document: chain().model_copy(update=document),
}


@pytest.mark.parametrize("way", WAYS)
def test_sound_document_is_a_scenario(way: str) -> None:
    """Each way of making a scenario gives the one that the file gives, of tables and of their objects alike."""
    assert WAYS[way](dump(chain())) == chain()
    assert WAYS[way](dump(chain()) | {"product": chain().product}) == chain()
    assert WAYS[way](dump(chain()) | {"start": pd.Timestamp("2023-01-01")}) == chain()


@pytest.mark.parametrize("way", WAYS)
def test_unsound_document_is_refused(way: str) -> None:
    """Each way refuses what a file is refused for, all of it at once: types, and limits between keys."""
    document = dump(chain())
    document["product"][0]["price"] = -1
    document["buyer"][0]["order"][0]["product"] = "B"
    with pytest.raises(sim.ScenarioError) as refused:
        WAYS[way](document)
    assert [problem.path for problem in refused.value.problems] == ["product.A.price", "buyer.Ann.order.1.product"]


def test_part_that_was_changed_is_checked_in_its_whole() -> None:
    """A product that was copied with a wrong price is refused when a scenario is made of it."""
    dear = chain().product[0].model_copy(update={"price": -1})
    with pytest.raises(sim.ScenarioError, match=r"product\.A\.price is -1"):
        chain().model_copy(update={"product": [dear]})


@pytest.mark.parametrize("document", [None, 3, "no-ban", [1]])
def test_what_is_no_document_is_refused(document: Any) -> None:
    """A scenario is made of a mapping."""
    with pytest.raises(sim.UsageError, match="expected a mapping"):
        Scenario.from_dict(document)


def test_what_holds_itself_is_refused() -> None:
    """A list in itself, and one of a thousand levels, end in one sentence."""
    circle: list[Any] = []
    circle.append(circle)
    deep: list[Any] = []
    for _ in range(1_000):
        deep = [deep]
    for value in (circle, deep):
        with pytest.raises(sim.UsageError, match="holds itself"):
            chain().set("title", value)


def test_texts_of_numpy_are_texts() -> None:
    """A value or a grid of texts may come from a NumPy array."""
    assert chain().set("allocation", np.array(["pro-rata"])[0]).allocation == "pro-rata"
    sweep = sim.sweep(chain(), 1, grid={"allocation": np.array(["fifo", "pro-rata"])}, engine="simpy")
    assert len(sweep.replications) == 2


def test_copies_are_equal() -> None:
    """A scenario may be copied and sent to another process."""
    for same in (copy.copy(chain()), copy.deepcopy(chain()), pickle.loads(pickle.dumps(chain())), chain().model_copy()):  # noqa: S301 # its own bytes
        assert same == chain()


@settings(max_examples=25, deadline=None)
@given(scenarios())
def test_saved_file_loads_as_the_same(tmp_path_factory: pytest.TempPathFactory, scenario: Scenario) -> None:
    """What `save` writes loads as an equal scenario, whatever it holds."""
    path = scenario.save(tmp_path_factory.mktemp("saved") / "x.toml")
    assert sim.load(path) == scenario


@pytest.mark.parametrize("name", sim.shipped())
def test_shipped_scenario_is_saved(name: str, tmp_path: Path) -> None:
    """Each scenario that ships is the same after it was saved."""
    assert sim.load(sim.load(name).save(tmp_path / "x.toml")) == sim.load(name)


@pytest.mark.parametrize("path", [3, None, "/dev/null/x.toml", "."])
def test_save_refuses_what_is_no_path(path: Any) -> None:
    """A path that can't be written is named."""
    with pytest.raises(sim.UsageError, match="expected"):
        chain().save(path)


@pytest.mark.parametrize("path", [3, None, ("product",)])
def test_path_is_a_text(path: Any) -> None:
    """A value is set at a path, which is a text."""
    with pytest.raises(sim.UsageError, match="expected a text like"):
        chain().set(path, 3)


def test_module_lists_what_there_is() -> None:
    """`dir(sim)` has every public name, imported yet or not, and each can be had."""
    assert set(sim.__all__) <= set(dir(sim))
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    assert issubclass(sim.ScenarioError, sim.UsageError)
    assert issubclass(sim.UsageError, sim.SimError)
