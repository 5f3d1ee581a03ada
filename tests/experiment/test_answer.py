"""The answer in words: every number in it is a key figure, every sentence is one."""

import re

import pytest

import sim
from sim.errors import ScenarioError
from sim.experiment.answer import run_answer
from sim.records.figures.names import check_report, figure_names
from sim.records.words import MINUS, NONE, interval_of
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, chain


def test_numbers_follow_from_the_summary() -> None:
    """Units, dollars, share and wait of the founding case are those of its key figures."""
    crowded = sim.load("china-2023").set("product.A100.initial_stock", 60_000)
    done = sim.run(crowded.set("control.2022-08 letter.moved.1.to", "2023-03-01"))
    answer, summary = run_answer(done.scenario, done.summary), done.summary
    for when, words in (("2023-06-15", "15 June 2023"), ("2023-09-01", "1 September 2023")):
        units, usd = (summary[f"delivered_{unit}.ByteDance.{when}"] for unit in ("units", "usd"))
        share = summary[f"delivered_share.ByteDance.{when}"]
        assert f"By {words}, {units:,} GPUs of ByteDance's order are delivered ({share:.0%}), worth ${usd:,}." in answer
    control = "2022-08 letter"
    assert f"{summary[f'window_dispatched_units.{control}']:,} GPUs of A100 left the hub" in answer
    assert f"stranded {summary[f'stranded_units.A100.{control}']:,} GPUs of A100 in stock" in answer
    assert f"sent {summary[f'diverted_units.A100.{control}']:,} GPUs of A100 to other markets" in answer
    assert f"stopped {summary[f'stopped_units.{control}']:,} GPUs of A100 on order" in answer
    assert f"waited {summary['wait_days_mean.ByteDance']:.0f} days on average" in answer
    assert f"one in ten at least {summary['wait_days_p90.ByteDance']:,}." in answer


@pytest.mark.parametrize(
    ("ordered", "sentence"),
    [
        (0, "By 31 January 2023, nothing is delivered: nobody orders anything."),
        (1, "By 31 January 2023, 1 unit of all buyers' orders is delivered (100%), worth $100."),
        (60, "By 31 January 2023, 60 units of all buyers' orders are delivered (100%), worth $6,000."),
    ],
)
def test_none_one_and_many(ordered: int, sentence: str) -> None:
    """The sentence suits nothing, one and many, and names all buyers where the report names none."""
    done = sim.run(chain(buyer__Ann__order__1__units=ordered))
    assert run_answer(done.scenario, done.summary).splitlines()[1].strip() == sentence


def test_share_is_of_the_need() -> None:
    """60 are ordered for a need of 40 in a shortage: with the 20 before them 80 are delivered, 60 of them needed."""
    text = CHAIN.replace("stock = 100", "stock = 0").replace("via =", "shortage = { waits = 5, factor = 1.5 }\nvia =")
    text = text.replace("units = 60 }]", 'units = 20 }, { date = 2023-01-12, product = "A", units = 40 }]')
    made = "production = { start = 2023-01-15, capacity = 80, lot_interval = 100 }\n"
    answer = sim.run(chain(text.replace("[[dist", made + "[[dist", 1))).answer()
    assert "80 units of all buyers' orders are delivered (100%), worth $8,000; 60 of them were needed." in answer


def test_answer_says_what_cannot_work() -> None:
    """A run and a sweep of which a credit limit lets nothing pass say so; a grid, which may set it, does not."""
    stuck = chain(CHAIN.replace("transit_days = 3", "credit_limit = 99"))
    why = (
        "  What cannot work: distributor.north.credit_limit is $99, under the price of A ($100): "
        "not one unit of it can be dispatched."
    )
    assert why in sim.run(stuck, engine="simpy").answer().splitlines()
    assert why in sim.sweep(stuck, 2, engine="simpy", keep="summary").answer().splitlines()
    grid = sim.sweep(stuck, 2, engine="simpy", keep="summary", grid={"distributor.north.credit_limit": [99, 9999]})
    assert "cannot work" not in grid.answer()


def test_nothing_delivered_yet() -> None:
    """Before the first delivery nothing of the order is delivered, and no wait is told."""
    done = sim.run(chain(distributor__north__transit_days=60))
    answer = run_answer(done.scenario, done.summary)
    assert "nothing of all buyers' orders is delivered." in answer
    assert "waited" not in answer


def test_without_control_nothing_is_said_of_one() -> None:
    """Without controls the answer has the dates, the wait and the caution only."""
    done = sim.run(chain())
    assert len(run_answer(done.scenario, done.summary).splitlines()) == 1 + 1 + 1 + 1
    assert not re.search("stranded|stopped|window", run_answer(done.scenario, done.summary))


def test_a_control_without_effect() -> None:
    """A control that took and stopped nothing is said to have done so."""
    done = sim.run(sim.load("china-2023").set("control.2022-08 letter.moved.1.to", "2024-06-01"))
    assert 'The control "2022-08 letter" stranded nothing and stopped no order' in run_answer(
        done.scenario, done.summary
    )


def test_lines_that_wait_under_a_control_are_told() -> None:
    """Where a control stopped no order but what it covers waits, the answer says how much."""
    waiting = chain(
        CHAIN + '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-01\neffective = 2023-01-01\n'
    )
    waiting = waiting.set("product.A.initial_stock", 0)
    answer = run_answer(waiting, sim.run(waiting, engine="simpy").summary)
    assert 'The control "ban" stranded nothing and stopped no order; 60 units of A still wait at the end.' in answer


def test_an_interval_of_two_replications_stays_above_nothing() -> None:
    """The interval of a mean ends at 0 where the figure can't be less, and goes below where it can."""
    found = {"low": -4.2, "high": 9.0}
    assert interval_of("delivered_units", found) == "0 to 9"
    assert interval_of("days_gained_direct", found) == f"{MINUS}4.2 to 9.0"
    assert interval_of("delivered_units", {"low": None, "high": None}) == NONE


def test_replications_in_which_nothing_is_ordered_are_told() -> None:
    """A sweep's share is of the replications that have one; where some have none, the answer gives both numbers."""
    text = CHAIN + '[uncertain]\n"buyer.Ann.order.1.units" = { choice = [0, 60] }\n'
    found = sim.sweep(chain(text), 20, keep="summary")
    count = int(found.replications["delivered_share.all.2023-01-31"].notna().sum())
    assert 0 < count < 20
    assert f"; the {count} of 20 replications in which something is ordered)" in found.answer()


ASKED = ("stranded_units.A.ban", "days_gained_direct.Ann")


def asking(*figures: str) -> Scenario:
    """A chain with a question, a control that strands stock, and figures that its answer tells."""
    control = {"name": "ban", "covers": ["A"], "announced": "2023-01-10", "effective": "2023-01-10"}
    return chain(question="What is stranded?", control=[control], report__figures=list(figures))


def test_answers_begin_with_the_question_and_tell_its_figures() -> None:
    """Of a run, a sweep and a comparison the first line is the question, and the figures asked for are told."""
    scenario = asking(*ASKED)
    done = sim.run(scenario)
    lines = done.answer().splitlines()
    assert lines[0] == "What is stranded?"
    assert lines[2:4] == [
        "  Units stranded on the day of ban, A: 40.",
        "  Days gained by dealing directly, Ann: no value in this replication.",
    ]
    told = sim.sweep(scenario, 3, keep="summary").answer().splitlines()
    assert told[0] == "What is stranded? (3 replications of chain)"
    assert (
        "  Units stranded on the day of ban, A: 40 on average (95 % interval of the mean 40 to 40; 90 % range 40 to 40)"
        in told
    )
    assert "  Days gained by dealing directly, Ann: no replication has a value" in told
    pair = sim.compare(scenario, scenario.set("product.A.initial_stock", 70), 2).answer().splitlines()
    assert pair[0] == "What is stranded?"
    difference = f"a difference of {MINUS}30 (95 % interval {MINUS}30 to {MINUS}30)"
    assert f"  Units stranded on the day of ban, A: 40 and 10 (means): {difference}" in pair
    assert "  Days gained by dealing directly, Ann: no pair has a value under both" in pair


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        (("stranded_unit.A",), r'report.figures.1 is "stranded_unit.A"; expected a key figure of chain \(did you mean'),
        (("delivered_usd.all",), r"did you mean 'delivered_usd.all.2023-01-31'\?"),
        (("backlog_units.Ann", "backlog_units.Ann"), r"report.figures.2 is .* expected each figure at most once"),
    ],
)
def test_figure_that_a_report_asks_for_in_vain_is_told(figures: tuple[str, ...], message: str) -> None:
    """What no replication would have is refused before anything runs, with the name that was meant."""
    scenario = asking(*figures)
    for do in (sim.run, sim.sweep, lambda one: sim.compare(one, chain()), lambda one: sim.compare(chain(), one)):
        with pytest.raises(ScenarioError, match=message):
            do(scenario)


@pytest.mark.parametrize("scenario", [*map(sim.load, sim.shipped()), chain(), asking()], ids=lambda one: one.name)
def test_names_of_key_figures_are_those_of_a_run(scenario: Scenario) -> None:
    """The figures of a scenario are known, in their order, without a replication of it."""
    assert figure_names(scenario) == list(sim.run(scenario).summary)


@pytest.mark.parametrize("name", sim.shipped())
def test_scenarios_that_ship_ask_a_question_and_for_its_figures(name: str) -> None:
    """Each has a question, and figures that it has."""
    scenario = sim.load(name)
    assert scenario.question.endswith((".", "?"))
    assert scenario.report.figures
    check_report(scenario)


@pytest.mark.parametrize(("count", "is_told"), [(19, True), (20, False)])
def test_range_of_few_replications_is_called_what_it_is(count: int, is_told: bool) -> None:
    """Of fewer than 20 replications a 90 % range leaves none out, and the answer says so."""
    told = sim.sweep(chain(), count, keep="summary").answer()
    assert ("of fewer than 20 replications a 90 % range goes from the least to the greatest" in told) == is_told


def test_pictures_say_how_many_replications_have_a_value() -> None:
    """Below a histogram and a grid stands how many replications have the figure, where some lack it."""
    name, text = "days_to_share.all.0.9", CHAIN + '[uncertain]\n"product.A.initial_stock" = { uniform = [0, 100] }\n'
    one = sim.sweep(chain(text), 30, keep="summary")
    count = int(one.replications[name].notna().sum())
    assert 0 < count < 30
    words = [" ".join(text.get_text() for text in one.plot(figure).texts) for figure in (name, "backlog_units.all")]
    assert [f"Some have no value: at least {count} have." in said.replace("\n", " ") for said in words] == [True, False]
    grid = sim.sweep(chain(text), 30, grid={"distributor.north.transit_days": [1, 2]}, keep="summary")
    words = [" ".join(text.get_text() for text in grid.plot(figure).texts) for figure in (name, "backlog_units.all")]
    told = f"Some replications have no value: at one point {count} of 30 have."
    assert [told in said.replace("\n", " ") for said in words] == [True, False]
