"""What is sound but cannot work, or was surely not meant, is told with its line; what may work is not."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import sim
from sim.cli.main import main
from sim.realisation.draw import sample_scenario
from sim.scenario.change import value_at
from sim.scenario.file import parsed, placed, template
from sim.scenario.paths import divided, joined
from sim.scenario.schema import Scenario
from tests.strategies import scenarios
from tests.worlds import CHAIN, log_of

STOCK, WEEK, VIA, ORDER = (
    "initial_stock = 100",
    "weekly_capacity = 1000",
    "via = { north = 1.0 }",
    'order = [{ date = 2023-01-02, product = "A", units = 60 }]',
)
LINE = f"{STOCK}\n[product.production]\nstart = 2023-01-01\ncapacity = 10\nmarket_share = 0.5"
CONTROL = '\n[[control]]\nname = "C"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-20\n'
AT_ONCE = CONTROL.replace("01-20", "01-05")
TALKS = f"{ORDER}\nnegotiation = {{ opens = 2023-01-03, contract = {{ weekly_capacity = 5 }} }}"

BOB = '[[buyer]]\nname = "Bob"\nvia = { north = 1 }\n'
CONCERNS_NOBODY = "buyer.Ann.on_control.A is never asked for: no control on A concerns Ann"
B = '[[product]]\nname = "B"\nprice = 1\ninitial_stock = 1\n'
SHARED = """
[[line]]
name = "dies"
start = 2023-01-01
capacity = 10
mix = { A = { table = [[2023-01-01, 0.3], [2023-01-10, 0.5]] } }
RUSH
[[product]]"""
SOUTH = '[[distributor]]\nname = "south"\nweekly_capacity = 0\n'
LAW = "[uncertain]\n"
UNDER = "under the price of A ($100)"
NEVER = "under [uncertain] no replication has it"
NOT_USED = "is used by no buyer that orders anything"

ODD: dict[str, tuple[dict[str, str], str, list[str]]] = {
    "nobody orders": ({ORDER: ""}, "", ["buyer orders nothing, none of them: nothing is ever delivered"]),
    "one of two buyers orders nothing": (
        {},
        BOB,
        ["buyer.Bob orders nothing"],
    ),
    "all is bought elsewhere": (
        {VIA: "via = { north = 0 }"},
        "",
        [
            "buyer.Ann.via gives no distributor a share: Ann buys all of it elsewhere",
            f"distributor.north {NOT_USED}",
        ],
    ),
    "a credit limit under a price": (
        {WEEK: f"{WEEK}\ncredit_limit = 99"},
        "",
        ["distributor.north.credit_limit is $99, under the price of A ($100): not one unit of it can be dispatched"],
    ),
    "a budget under a price": (
        {VIA: f"budget = 99\n{VIA}"},
        "",
        [f"buyer.Ann.budget is $99, {UNDER}: not one unit is ever ordered"],
    ),
    "a distributor's capacity of 0": (
        {WEEK: "weekly_capacity = 0"},
        "",
        ["distributor.north.weekly_capacity is 0: nothing passes through it"],
    ),
    "a line's capacity of 0": (
        {STOCK: LINE.replace("capacity = 10", "capacity = 0")},
        "",
        ["product.A.production.capacity is 0: its lots hold nothing"],
    ),
    "a contract's capacity of 0": (
        {ORDER: TALKS.replace("capacity = 5", "capacity = 0")},
        "",
        ["buyer.Ann.negotiation.contract.weekly_capacity is 0: nothing passes through the direct channel"],
    ),
    "a rush that lowers": (
        {STOCK: LINE},
        f"{CONTROL}rush = {{ market_share = 0.1, channel_capacity = 0.5 }}",
        [
            "control.C.rush.channel_capacity is 0.5, less than 1: no rush lowers anything, so channels work as before",
            "control.C.rush.market_share is 0.1, less than that of A (0.5): no rush lowers anything",
        ],
    ),
    "a value outside its law": (
        {},
        LAW + '"product.A.price" = { uniform = [150, 200] }',
        [f"product.A.price is 100, outside its law (150 to 200): {NEVER}"],
    ),
    "a value that is none of a choice": (
        {},
        f'{LAW}"buyer.Ann.order.1.date" = {{ choice = [2023-01-01, 2023-01-03, 2023-01-02], weights = [1, 1, 0] }}',
        [
            f"buyer.Ann.order.1.date is 2023-01-02, not one of 2023-01-01, 2023-01-03: {NEVER}",
        ],
    ),
    "a ranking that no allocation reads": (
        {"end = 2023-01-31": 'end = 2023-01-31\nranking = ["Ann"]'},
        "",
        ['ranking is read where allocation is "ranking", and it is "fifo"'],
    ),
    "a distributor of nobody, whose margin is drawn": (
        {},
        f'{SOUTH}{LAW}"distributor.south.margin" = {{ uniform = [0, 1] }}',
        [
            f"distributor.south {NOT_USED}",
            f"uncertain.distributor.south.margin is drawn for nothing: distributor.south {NOT_USED}",
        ],
    ),
    "a product of nobody": (
        {},
        '[[product]]\nname = "B"\nprice = 1\ninitial_stock = 1',
        ["product.B is ordered by nobody, and nobody's substitute"],
    ),
    "an answer to no control": (
        {VIA: f'{VIA}\non_control = {{ A = "cancel" }}'},
        "",
        ["buyer.Ann.on_control.A is never asked for: no control on A concerns Ann"],
    ),
    "an answer for what is never ordered": (
        {VIA: f'{VIA}\non_control = {{ B = "cancel" }}'},
        '[[product]]\nname = "B"\nprice = 1\ninitial_stock = 1',
        [
            "product.B is ordered by nobody, and nobody's substitute",
            "buyer.Ann.on_control.B is never asked for: Ann never orders B",
        ],
    ),
    "a rush without a window": (
        {},
        f"{AT_ONCE}rush = {{ channel_capacity = 2 }}",
        ["control.C.rush never comes: the control takes effect on the day it is announced"],
    ),
    "a control that is lifted before its effect": (
        {},
        f"{CONTROL}lifted = 2023-01-10",
        ["control.C.lifted is no later than its effect (2023-01-20): it is never in effect"],
    ),
    "a control that is lifted before the day that its effect moved to": (
        {},
        f"{AT_ONCE}lifted = 2023-01-15\nmoved = [{{ on = 2023-01-05, to = 2023-01-20 }}]",
        ["control.C.lifted is no later than its effect (2023-01-20): it is never in effect"],
    ),
    "pulling forward into no window": (
        {VIA: f"{VIA}\npull_forward = 0.5"},
        AT_ONCE,
        ["buyer.Ann.pull_forward moves nothing: no control has a window that covers a dated order"],
    ),
    "a burst after no announcement": (
        {
            ORDER: """[buyer.demand]
product = "A"
orders_per_month = 1
units = 5
after_announcement = { factor = 2, days = 9 }""",
        },
        "",
        ["buyer.Ann.demand.1.after_announcement never comes: no control covers A"],
    ),
    "a line that finishes nothing": (
        {STOCK: f"{LINE}\ncycle_time = 31"},
        "",
        ["product.A.production makes nothing in time: its first lot finishes after end (2023-01-31)"],
    ),
    "a control after the end": (
        {},
        CONTROL.replace("2023", "2024"),
        ["control.C is announced after end (2023-01-31): nothing of it happens"],
    ),
    "an answer to a control of others": (
        {VIA: f'{VIA}\non_control = {{ A = "cancel" }}'},
        f'{CONTROL}buyers = ["Bob"]\n{BOB}',
        ["buyer.Bob orders nothing", CONCERNS_NOBODY, "control.C concerns no buyer that orders anything"],
    ),
    "a license that opens after the end": (
        {},
        f"{CONTROL}license = {{ granted = 0.5, opens = 2023-02-01 }}",
        ["control.C.license is never applied for: it opens after end (2023-01-31)"],
    ),
    "a quota of nothing that is never granted": (
        {},
        f"{CONTROL}license = {{ granted = 0, quota = {{ units = 0 }} }}",
        [
            "control.C.license.quota.units is 0: nothing leaves under its licenses",
            "control.C.license.quota never counts: no application is granted",
        ],
    ),
    "applying again for what is always granted": (
        {},
        f"{CONTROL}license = {{ granted = 1, again_days = 9 }}",
        ["control.C.license.again_days never counts: each application is granted"],
    ),
    "a shared line's rush that lowers its mix": (
        {"[[product]]": SHARED.replace("RUSH", "rush_mix = { A = 0.2 }")},
        CONTROL,
        ["line.dies.rush_mix.A is 0.2, less than its share of the mix (0.3): no rush lowers anything"],
    ),
    "what a shared line does under a control on some": (
        {
            "[[product]]": SHARED.replace("RUSH", 'rush_mix = { A = 0.6 }\nwhen_controlled = { A = "B" }'),
            ORDER: f'{ORDER}\non_control = {{ A = "B" }}',
        },
        f'{CONTROL}buyers = ["Ann"]\nunshipped = "divert"\n{B}{BOB}',
        [
            "buyer.Bob orders nothing",
            "control.C.unshipped is read of a control that concerns every buyer",
            "line.dies.rush_mix.A never comes: no control on the dispatch of A to all has a window before its effect",
            "line.dies.when_controlled.A never comes: no control on the dispatch of A to all",
        ],
    ),
    "a shared line of nothing, too late": (
        {"[[product]]": SHARED.replace("RUSH", "cycle_time = 60").replace("= 10", "= 0")},
        "",
        [
            "line.dies.capacity is 0: its lots hold nothing",
            "line.dies makes nothing in time: its first lot finishes after end (2023-01-31)",
        ],
    ),
    "terms that the shortest wait passes over": (
        {
            VIA: f'{VIA}\nrouting = "shortest-wait"',
            ORDER: TALKS.replace("capacity = 5", "capacity = 5, custom = 0.5, takes_over = 0.0"),
        },
        "",
        [
            f'buyer.Ann.negotiation.contract.{key} has no effect: routing is "shortest-wait"'
            for key in ("takes_over", "custom")
        ],
    ),
    "talks that never succeed": (
        {ORDER: TALKS.replace("opens", "success = 0, opens")},
        "",
        ["buyer.Ann.negotiation.contract is never signed: success is 0"],
    ),
    "a source that nobody could know": (
        {"end = 2023-01-31": "end = 2023-01-31\nreport = { asked = 2023-02-01 }"},
        '[[source_check]]\nfigure = "backlog_units.Ann"\nleast = 1\nsource = "x"\npublished = 2023-02-02',
        ["source_check.1.published is 2023-02-02, after report.asked (2023-02-01): nobody could know it then"],
    ),
}

SOUND: dict[str, tuple[dict[str, str], str]] = {
    "a capacity of 0 that is drawn": (
        {WEEK: "weekly_capacity = 0"},
        LAW + '"distributor.north.weekly_capacity" = { uniform = [0, 9] }',
    ),
    "an order of which the units are drawn": (
        {"units = 60": "units = 1"},
        LAW + '"buyer.Ann.order.1.units" = { choice = [0, 1] }',
    ),
    "a credit limit of one unit": ({WEEK: f"{WEEK}\ncredit_limit = 100"}, ""),
    "a rush without a window whose effective date is drawn": (
        {},
        f'{AT_ONCE}rush.channel_capacity = 2\n{LAW}"control.C.effective" = {{ choice = [2023-01-05, 2023-01-09] }}',
    ),
    "a rush that raises the mix on its first days alone": (
        {"[[product]]": SHARED.replace("RUSH", "rush_mix = { A = 0.4 }")},
        CONTROL,
    ),
    "an heir of what the first control covers": (
        {
            "[[product]]": SHARED.replace("RUSH", 'when_controlled = { A = "B" }'),
            ORDER: f'{ORDER}\non_control = {{ A = "B" }}',
        },
        f"{CONTROL}{B}",
    ),
    "a rush of the usual share": ({STOCK: LINE}, f"{CONTROL}rush = {{ market_share = 0.5 }}"),
    "a line whose lot finishes on the last day": ({STOCK: f"{LINE}\ncycle_time = 30"}, ""),
    "a drawn ramp of units that a draw rounds to the nominal ones": (
        {},
        LAW + '"product.A.initial_stock" = { uniform = [99.6, 99.9] }',
    ),
}


def changed(changes: dict[str, str], more: str) -> str:
    """The small chain's file with other lines, and more at its end."""
    text = CHAIN
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return f"{text}\n{more}"


@pytest.mark.parametrize("case", ODD)
def test_odd_scenario_is_told(case: str) -> None:
    """Each oddity is one sentence that begins with its path, and nothing else is told."""
    changes, more, expected = ODD[case]
    found = parsed(changed(changes, more)).warnings()
    assert [str(one) for one in found] == expected


@pytest.mark.parametrize("case", SOUND)
def test_what_may_work_is_not_told(case: str) -> None:
    """What holds in some replications alone, or just so, is no oddity."""
    assert parsed(changed(*SOUND[case])).warnings() == ()


@pytest.mark.parametrize("text", [CHAIN, template()])
def test_usual_scenario_has_nothing_odd(text: str) -> None:
    """The small chain and the file to begin with give no warning."""
    assert parsed(text).warnings() == ()


def test_template_is_short_and_every_line_of_it_is_read() -> None:
    """The file to begin with has fewer than 40 lines."""
    assert len(template().splitlines()) < 40


def test_first_hundred_are_told() -> None:
    """Of a thousand oddities the first hundred are found, and quickly."""
    many = [{"name": f"d{number}", "weekly_capacity": 1} for number in range(1000)]
    scenario = parsed(CHAIN).set("distributor", [{"name": "north", "weekly_capacity": 1}, *many])
    assert len(scenario.warnings()) == 100


NEUTRAL = {"ranking": [], "rush": {}, "pull_forward": 0, "after_announcement": None, "again_days": None, "quota": None}
NEUTRAL |= {"unshipped": "hold", "license": None, "takes_over": 1, "custom": 1}
"""What stands for nothing, by key."""

BY_PRODUCT = ("on_control", "rush_mix", "when_controlled")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_what_is_unused_changes_nothing(scenario: Scenario) -> None:
    """Without a value that a warning calls unused, every event is the same."""
    unused = [one.path for one in scenario.warnings() if one.kind == "unused"]
    changed = scenario
    linked = {path for table in scenario.correlated for path in table.paths}
    for path in unused:
        *above, key = divided(path)
        table = joined(*above)
        if {path, table} & linked:
            continue  # what is set is drawn no more, so what is correlated with it is drawn otherwise
        if above[-1:] and above[-1] in BY_PRODUCT:
            changed = changed.set(table, {old: new for old, new in value_at(changed, table).items() if old != key})
        elif key in NEUTRAL and above[:1] != ["uncertain"]:
            changed = changed.set(path, NEUTRAL[key])
    assert log_of(changed).rows.tolist() == log_of(scenario).rows.tolist()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_what_is_told_is_true_of_every_scenario(scenario: Scenario) -> None:
    """No replication has a dispatch that a warning rules out, or a value that it says is never drawn."""
    events = sim.run(scenario, engine="simpy").events
    moved = events[events["event"] == "dispatched"]
    for one in scenario.warnings():
        kind, name = one.path.split(".")[0], one.path.split(".")[1].strip('"') if "." in one.path else ""
        if kind == "distributor" and one.sentence.endswith(("passes through it", "orders anything")):
            assert name not in set(moved["channel"])
        if kind == "product" and "nobody" in one.sentence:
            assert name not in set(moved["product"])
        if one.kind == "outside-law":
            drawn = [sample_scenario(scenario, 0, replication)[0] for replication in range(9)]
            assert value_at(scenario, one.path) not in [value_at(world, one.path) for world in drawn]
        if kind == "buyer" and one.sentence == "orders nothing":
            assert name not in set(events["buyer"])


def test_validate_tells_lines_and_ends_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Warnings are told with file and line on standard error and as JSON, and the status is 0."""
    changes, more, (sentence,) = ODD["a credit limit under a price"]
    (tmp_path / "odd.toml").write_text(changed(changes, more), encoding="utf-8")
    file = str(tmp_path / "odd.toml")
    for words in (["validate", file], ["validate", file, "--json"]):
        monkeypatch.setattr(sys, "argv", ["gpu-supply", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
    said = capsys.readouterr()
    assert said.err == f"warning: {file}:12: {sentence}\n"
    plain, told = said.out.splitlines()
    assert plain == f"{file}: a sound scenario, 31 days, 0 uncertain parameters, 1 warning"
    (one,) = json.loads(told)["warnings"]
    assert (one["line"], one["path"], one["kind"]) == (12, "distributor.north.credit_limit", "unworkable")
    assert [str(found) for found in placed(sim.load(file).warnings(), file)] == [one["message"]]
