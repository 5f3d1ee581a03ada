"""Pictures of the page, as Plotly takes them, and texts as Markdown shows them."""

import pytest

import sim
from sim.experiment.sweep import Sweep
from sim.explorer.drawings.days import days
from sim.explorer.drawings.fan import fan
from sim.explorer.drawings.panels import chances, flows, moments
from sim.explorer.words import as_is
from sim.pictures.flows import means_of
from sim.records.stages import stages_of
from tests.explorer.worlds import HOSTILE, SMALL
from tests.worlds import chain, log_of


@pytest.fixture(scope="module")
def done() -> Sweep:
    """A small sweep."""
    return sim.sweep(chain(SMALL), 30, engine="simpy")


def test_fan_has_bands_order_and_median(done: Sweep) -> None:
    """The lines of the fan chart are those of the bands; a ban in the run has its line; a ghost comes behind."""
    own = done.bands[(done.bands["product"] == "all") & (done.bands["buyer"] == "Ann")]
    drawn = fan(done.scenario, own, own)
    *_, ordered, median = drawn["data"]
    delivered = own[own["curve"] == "delivered"]
    assert median["y"] == delivered["p50"].tolist()
    assert ordered["y"] == own[own["curve"] == "ordered"]["mean"].tolist()
    assert [one["x0"] for one in drawn["layout"]["shapes"]] == ["2023-01-10", "2023-03-01"]
    assert [one.get("name") for one in drawn["data"]].count("before") == 3
    assert len(fan(done.scenario, own)["data"]) == len(drawn["data"]) - 3


def test_chances_have_their_intervals(done: Sweep) -> None:
    """A bar is a target's probability by each date, its whiskers the ends of the interval."""
    told = done.summary["points"][0]["chances"]["Ann"]
    half, _all = chances(told)["data"]
    for place, when in enumerate(("2023-02-15", "2023-03-31")):
        one = told[when]["0.5"]
        assert half["y"][place] == one["probability"]
        assert half["y"][place] + half["error_y"]["array"][place] == pytest.approx(one["high"])
        assert half["y"][place] - half["error_y"]["arrayminus"][place] == pytest.approx(one["low"])


def test_flows_hold_all_units(done: Sweep) -> None:
    """What leaves the products is what comes to the buyers."""
    means = means_of(done.summary["points"][0])
    drawn = flows(done.scenario, means)
    assert drawn is not None
    (trace,) = drawn["data"]
    link = trace["link"]
    products, buyers = trace["node"]["label"].index("A"), trace["node"]["label"].index("Ann")
    left = sum(units for source, units in zip(link["source"], link["value"], strict=True) if source == products)
    came = sum(units for target, units in zip(link["target"], link["value"], strict=True) if target == buyers)
    assert left == pytest.approx(means["need_units.all"])
    assert came == pytest.approx(means["need_units.Ann"])


def test_days_show_each_evening() -> None:
    """Each day of the run is a frame whose bars are its units; the first shown is the one asked for."""
    scenario = chain(SMALL)
    stages = stages_of(log_of(scenario))
    drawn = days(scenario, stages, 30)
    assert len(drawn["frames"]) == scenario.days
    assert drawn["data"][0]["y"] == drawn["frames"][30]["data"][0]["y"]
    assert drawn["frames"][30]["data"][0]["y"] == stages[stages["day"] == 30]["units"].tolist()


def test_names_are_no_tags_of_a_picture() -> None:
    """Plotly, which reads tags, finds none in what a scenario says."""
    scenario = chain(HOSTILE)
    told = str(moments(scenario)) + str(days(scenario, stages_of(log_of(scenario))))
    assert "&lt;img src=x" in told
    assert "<img" not in told


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A: stock at the start", "A: stock at the start"),
        ("2022-08 letter: date announced", "2022-08 letter: date announced"),
        ("![x](http://a.b)", r"\!\[x\](http\://a.b)"),
        ("<b> $1B$ *a* _b_ :red[c] `d` ~e~", r"\<b> \$1B\$ \*a\* \_b\_ \:red\[c\] \`d\` \~e\~"),
        ("# head", r"\# head"),
        ("a\nb", "a b"),
        ("www.a.b a@b.c", r"www\.a.b a\@b.c"),
    ],
)
def test_texts_are_shown_as_they_are(text: str, shown: str) -> None:
    """Only what Markdown would read as more than text is escaped."""
    assert as_is(text) == shown
