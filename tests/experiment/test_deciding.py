"""The assumption that decides a sweep's answer, in worlds where it is known."""

import re

import sim
from tests.worlds import CHAIN, chain

STOCK = '"product.A.initial_stock" = { uniform = [10, 30] }'
IDLE = '"product.A.price" = { uniform = [90, 110] }'
BY = "2023-01-20"


def asked(*laws: str, replications: int = 150) -> sim.Sweep:
    """A sweep of the chain: of 60 units ordered, the stock is delivered."""
    scenario = chain(CHAIN + "\n".join(["[uncertain]", *laws, ""])).set("report", {"dates": [BY]})
    return sim.sweep(scenario, replications, engine="simpy", keep="summary")


def test_what_decides_is_named_before_any_percentage() -> None:
    """The stock decides the share: the means of its lowest and highest fifths, which are a third of them apart."""
    done = asked(IDLE, STOCK)
    found = done.summary["points"][0]["deciding"][BY]
    assert found["path"] == "product.A.initial_stock"
    assert found["share"] > 0.9
    for end in ("low", "high"):
        assert abs(found[end]["mean"] - found[end]["value"] / 60) < 0.02
    assert found["high"]["value"] - found["low"]["value"] > 14
    _, line, _ = re.split(r"What decides it most:\n|\n  by", done.answer(), maxsplit=2)
    low, high = (f"{found[end]['mean']:.2f}" for end in ("low", "high"))
    values = " to ".join(f"{found[end]['value']:,.0f}" for end in ("low", "high"))
    assert f"by {BY}: {low} to {high} of the need on average as A: stock at the start goes from {values}" in line
    assert "%" not in line


def test_words_and_dates_may_decide() -> None:
    """Of words each is a group, told as it is; dates are told as dates."""
    route = '"buyer.Ann.order.1.product" = { choice = ["A", "B"] }'
    text = CHAIN + f'[[product]]\nname = "B"\nprice = 9\ninitial_stock = 60\n[uncertain]\n{route}\n'
    scenario = chain(text).set("product.A.initial_stock", 0).set("report", {"dates": [BY]})
    done = sim.sweep(scenario, 120, engine="simpy", keep="summary")
    found = done.summary["points"][0]["deciding"][BY]
    assert [found[end]["value"] for end in ("low", "high")] == ["A", "B"]
    assert "Ann's order: product is A or B (1.00 of the variance)" in done.answer()
    late = asked('"buyer.Ann.order.1.date" = { uniform = [2023-01-02, 2023-01-31] }')
    assert re.search(r"goes from \d+ January 2023 to \d+ January 2023", late.answer())


def test_what_decides_a_figure_that_is_asked_for_is_named_too() -> None:
    """Of figures that are no deliveries the ends are told in the figure's own words."""
    report = {"dates": [BY], "figures": ["backlog_units.Ann", "delivered_units.Ann.2023-01-20"]}
    scenario = chain(CHAIN + "\n".join(["[uncertain]", IDLE, STOCK, ""])).set("report", report)
    done = sim.sweep(scenario, 150, engine="simpy", keep="summary")
    found = done.summary["points"][0]["deciding"]
    assert list(found) == [BY, "backlog_units.Ann"]
    ends = " to ".join(f"{found['backlog_units.Ann'][end]['mean']:.0f}" for end in ("low", "high"))
    assert f"of Ann's order still open at the end: {ends} on average as A: stock at the start goes" in done.answer()


def test_where_no_single_assumption_decides_it_is_said_once() -> None:
    """Where chance alone makes the share differ one sentence says so; what never differs is left out."""
    text = CHAIN.replace("transit_days = 3", "transit_days = { uniform = [1, 30] }")
    figures = ["backlog_units.Ann", "ordered_units.Ann.2023-01-20"]
    scenario = chain(f"{text}[uncertain]\n{IDLE}\n").set("report", {"dates": [BY], "figures": figures})
    done = sim.sweep(scenario, 150, engine="simpy", keep="summary")
    said = f"  No single assumption decides the share by {BY}: none is seen to explain a tenth of the variance\n"
    assert done.answer().count(said) == 1
    assert "What decides it most" not in done.answer()
    both = chain(f"{text}[uncertain]\n{IDLE}\n{STOCK}\n").set("report", {"dates": [BY], "figures": figures})
    assert "No single" not in sim.sweep(both, 60, engine="simpy", keep="summary").answer()


def test_nothing_is_named_where_nothing_decides() -> None:
    """No parameter that makes no difference is named, and none of few replications or of a grid."""
    assert "decides" not in asked(IDLE).answer()
    assert "decides" not in asked(STOCK, replications=60).answer()
    scenario = chain(f"{CHAIN}[uncertain]\n{STOCK}\n")
    grid = {"buyer.Ann.order.1.units": [50, 60]}
    assert "decides" not in sim.sweep(scenario, 120, grid=grid, engine="simpy", keep="summary").answer()
