"""A scenario's uncertain parameters, drawn."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from sim.experiment.designs import uniforms
from sim.realisation.draw import sample_document, sample_scenario
from sim.realisation.sampler import sampler_of
from sim.realisation.streams import Streams
from sim.scenario.correlation import mix_of
from sim.scenario.file import load
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from sim.scenario.validation import sound
from tests.scenario.test_uncertain import FIRST, SECOND, STOCK, WEEK, uncertain
from tests.strategies import scenarios

LAWS: dict[str, Any] = {FIRST: {"lognormal": {"median": 50, "sigma": 0.6}}, STOCK: {"uniform": [0, 9000]}}
LAWS |= {WEEK: {"triangular": [0, 100, 8000]}, "product.A.price": {"quantiles": {"p05": 500, "p50": 900, "p95": 9000}}}


def test_changed_scenario_is_drawn_as_a_new_one() -> None:
    """What is looked up for the draws of one scenario is not used for another that is made of it."""
    scenario = load("china-2023")
    sample_scenario(scenario, 0, 0)
    changed = scenario.model_copy(update={"buyer": scenario.buyer[::-1]})
    assert sample_scenario(changed, 0, 1) == sample_scenario(Scenario.from_dict(dump(changed)), 0, 1)


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(), st.integers(0, 2**64 - 1), st.integers(0, 2**63 - 1))
def test_what_is_not_checked_anew_is_sound(scenario: Scenario, seed: int, replication: int) -> None:
    """A draw that keeps to extremes and rules is one that the scenario's own checks pass, unchanged."""
    if not scenario.uncertain:
        return
    sampler = sampler_of(scenario)
    document, _, is_sound = sampler.draw(sampler.uniforms(seed, replication))
    if is_sound:
        assert dump(sound(Scenario, document, scenario.folder)) == document


def test_each_parameter_has_a_stream_of_its_own() -> None:
    """Uniforms that are drawn at once are those of the parameters' streams; a draw leaves the scenario alone."""
    scenario = load("china-2023")
    before, streams = dump(scenario), Streams(7, 3)
    assert sampler_of(scenario).uniforms(7, 3) == [streams.one(f"uncertain:{path}", 1) for path in scenario.drawn]
    sample_document(scenario, 7, 3)
    assert dump(scenario) == before


def test_what_is_left_follows_from_what_is_drawn() -> None:
    """What is left of a total is the total less the values as they are used, whatever order the file has them in."""
    rest, other = {"rest_of": 1000, "less": [FIRST, SECOND]}, {"rest_of": 300, "less": [FIRST]}
    scenario = uncertain({STOCK: rest, SECOND: other, FIRST: {"uniform": [0, 300]}})
    for replication in range(20):
        document, used = sample_document(scenario, 0, replication)
        one, two = (document["buyer"][0]["order"][place]["units"] for place in (0, 1))
        assert (two, document["product"][0]["initial_stock"]) == (300 - one, 1000 - one - two)
        assert used == {STOCK: 1000 - one - two, SECOND: two, FIRST: one}


def test_words_tables_and_lists_are_drawn() -> None:
    """A choice puts words, tables and lists where they belong, each as often as its weight says."""
    line = {"start": "2023-01-01", "capacity": 10, "ramp": {"linear": {"days": 9}}}
    ramps = [{"linear": {"days": 30}}, {"table": [[0, 0.1], [20, 1.0]]}]
    scenario = uncertain({"allocation": {"choice": ["fifo", "pro-rata"]}}).set("product.A.production", line)
    scenario = scenario.set("uncertain", {"product.A.production.ramp": {"choice": ramps, "weights": [0.2, 0.8]}})
    drawn = [
        sample_document(scenario, 0, replication)[0]["product"][0]["production"]["ramp"] for replication in range(200)
    ]
    assert drawn.count(ramps[0]) == pytest.approx(40, abs=20)
    assert drawn.count(ramps[0]) + drawn.count(ramps[1]) == 200


@pytest.mark.parametrize("design", ["random", "lhs", "sobol"])
@pytest.mark.parametrize(
    "tables",
    [
        [{"paths": [STOCK, FIRST], "rank": 0.6}],
        [{"paths": [FIRST, STOCK, WEEK], "rank": -0.4}],
        [{"paths": [FIRST, STOCK], "rank": 0.8}, {"paths": ["product.A.price", STOCK], "rank": 0.5}],
    ],
    ids=["two", "three", "two tables"],
)
def test_drawn_ranks_are_correlated_as_asked(design: str, tables: list[dict[str, Any]]) -> None:
    """Spearman's rank correlation of what is drawn is the one asked for, of other pairs 0, in every design."""
    scenario, count = uncertain(LAWS, tables), 2048
    asked = {frozenset(pair): table["rank"] for table in tables for pair in combinations(table["paths"], 2)}
    given_ = uniforms(design, 5, tuple(scenario.drawn), count, 0, count, mix=mix_of(scenario))
    rows = [
        sample_document(scenario, 5, place, None if given_ is None else given_[place].tolist())[1]
        for place in range(count)
    ]
    for pair in combinations(LAWS, 2):
        drawn: list[Any] = [[row[path] for path in pair] for row in rows]
        found = spearmanr(drawn).statistic
        assert found == pytest.approx(asked.get(frozenset(pair), 0.0), abs=4 / np.sqrt(count))


def test_correlated_hypercube_has_one_in_each_part() -> None:
    """A Latin hypercube has one replication in each of equal parts of a parameter's range, correlated or not."""
    laws: dict[str, Any] = {path: {"uniform": [0, 1_000_000]} for path in (FIRST, STOCK, WEEK)}
    scenario = uncertain(laws, [{"paths": [STOCK, FIRST, WEEK], "rank": 0.6}])
    rows = uniforms("lhs", 1, tuple(scenario.drawn), 500, 0, 500, mix=mix_of(scenario))
    assert rows is not None
    drawn: list[Any] = [sample_document(scenario, 1, place, row.tolist())[1] for place, row in enumerate(rows)]
    for path in laws:
        assert sorted(one[path] * 500 // 1_000_000 for one in drawn) == list(range(500))


def test_a_table_that_is_drawn_has_its_defaults() -> None:
    """A table is drawn as the file has it, and what it leaves out is as where no table is drawn."""
    rule = {"name": "ban", "covers": ["A"], "announced": "2023-01-05", "effective": "2023-01-05"}
    licenses = [{"granted": 0.5, "opens": "2023-01-07"}, {"granted": 0.2, "days": {"uniform": [1, 9]}}]
    scenario = uncertain({}).set("control", [{**rule, "license": {"granted": 1}}])
    scenario = scenario.set("uncertain", {"control.ban.license": {"choice": licenses}})
    for replication in range(9):
        document, used = sample_document(scenario, 0, replication)
        drawn: Any = used["control.ban.license"]
        assert document == dump(scenario.set("control.ban.license", drawn))


def test_correlation_leaves_each_parameter_its_law() -> None:
    """Of a correlated parameter as many draws lie below a quantile as of one that is not."""
    scenario = uncertain(LAWS, [{"paths": [FIRST, STOCK], "rank": 0.9}])
    drawn: list[Any] = [sample_document(scenario, 0, place)[1][STOCK] for place in range(2000)]
    stock = np.array(drawn, dtype=float)
    assert [float((stock < 9000 * share).mean()) for share in (0.1, 0.5, 0.9)] == pytest.approx(
        [0.1, 0.5, 0.9], abs=0.03
    )
