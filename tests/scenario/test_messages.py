"""One test for each kind of mistake: the whole message, with file, line, path, value and what was expected."""

import pytest

from sim.errors import ScenarioError
from sim.scenario.file import parsed
from tests.worlds import CHAIN

REPLACED = {
    "an unknown key": (
        "weekly_capacity = 1000",
        "weekly_capacity = 1000\nweekly_capacty = 5",
        "x.toml:12: distributor.north.weekly_capacty is an unknown key; expected one of name, weekly_capacity, credit_limit, transit_days, margin (did you mean 'weekly_capacity'?)",
    ),
    "a table that is an unknown key, and a name of which it leaves none": (
        "[[distributor]]",
        "[[distributer]]",
        "x.toml:9: distributer is an unknown key; expected one of name, title, question, start, end, allocation, ranking, sources, report, line, product, control, … (did you mean 'distributor'?)\nx.toml:15: buyer.Ann.via.north is \"north\"; expected a name that the file declares; it declares none of the kind",
    ),
    "a number as text": (
        "price = 100",
        'price = "100"',
        'x.toml:7: product.A.price is "100"; expected a whole number from 0 to 10,000,000 (numbers stand without quotes)',
    ),
    "a bool for a number": (
        "price = 100",
        "price = true",
        "x.toml:7: product.A.price is true; expected a whole number from 0 to 10,000,000",
    ),
    "a fraction for a whole number": (
        "price = 100",
        "price = 100.5",
        "x.toml:7: product.A.price is 100.5; expected a whole number from 0 to 10,000,000",
    ),
    "a negative number": (
        "initial_stock = 100",
        "initial_stock = -1",
        "x.toml:8: product.A.initial_stock is -1; expected a whole number from 0 to 1,000,000,000",
    ),
    "not a number": (
        "transit_days = 3",
        "transit_days = nan",
        "x.toml:12: distributor.north.transit_days is nan; expected a number from 0 to 1,000,000,000 or a distribution (uniform, triangular, pert, normal, lognormal, beta, exponential, poisson, choice, empirical, loguniform, gamma, weibull, quantiles)",
    ),
    "infinity": (
        "via = { north = 1.0 }",
        "via = { north = inf }",
        "x.toml:15: buyer.Ann.via.north is inf; expected a number from 0 to 1",
    ),
    "an absurdly large number": (
        "initial_stock = 100",
        "initial_stock = 99999999999999999999",
        "x.toml:8: product.A.initial_stock is 99999999999999999999; expected a whole number from 0 to 1,000,000,000",
    ),
    "an unknown product": (
        'product = "A"',
        'product = "B"',
        'x.toml:16: buyer.Ann.order.1.product is "B"; expected A',
    ),
    "an unknown channel": (
        "via = { north",
        "via = { nort",
        "x.toml:15: buyer.Ann.via.nort is \"nort\"; expected north (did you mean 'north'?)",
    ),
    "a share over 1": (
        "via = { north = 1.0 }",
        "via = { north = 1.2 }",
        "x.toml:15: buyer.Ann.via.north is 1.2; expected a number from 0 to 1",
    ),
    "an end before the start": (
        "end = 2023-01-31",
        "end = 2022-01-31",
        "x.toml:4: end is 2022-01-31; expected start (2023-01-01) or a later date",
    ),
    "a missing name": (
        'name = "chain"',
        "",
        "x.toml: name is missing; expected a text",
    ),
    "a missing price": (
        "price = 100\n",
        "",
        "x.toml:5: product.A.price is missing; expected a whole number from 0 to 10,000,000",
    ),
    "a missing table": (
        "via = { north = 1.0 }\n",
        "",
        "x.toml:13: buyer.Ann.via is missing; expected a table",
    ),
    "a distribution that does not exist": (
        "transit_days = 3",
        "transit_days = { unifrom = [1, 2] }",
        "x.toml:12: distributor.north.transit_days is { unifrom = [1, 2] }; expected a number from 0 to 1,000,000,000 or a distribution (uniform, triangular, pert, normal, lognormal, beta, exponential, poisson, choice, empirical, loguniform, gamma, weibull, quantiles) (did you mean 'uniform'?)",
    ),
    "a distribution with too many numbers": (
        "transit_days = 3",
        "transit_days = { uniform = [1, 2, 3] }",
        "x.toml:12: distributor.north.transit_days.uniform is [1, 2, 3]; expected a list of 2",
    ),
    "a distribution in the wrong order": (
        "transit_days = 3",
        "transit_days = { uniform = [5, 2] }",
        "x.toml:12: distributor.north.transit_days.uniform is [5, 2]; expected values in ascending order",
    ),
    "a distribution where a number stands": (
        "price = 100",
        "price = { uniform = [1, 2] }",
        "x.toml:7: product.A.price is { uniform = [1, 2] }; expected a whole number from 0 to 10,000,000 (an uncertain number is declared under [uncertain], with its nominal value here)",
    ),
    "a duration that may be a word": (
        "transit_days = 3",
        'transit_days = { choice = [1, "a", {}] }',
        'x.toml:12: distributor.north.transit_days is { choice = [1, "a", {  }] }; expected a number from 0 to 36,525, whatever is drawn',
    ),
    "a duration that may be negative": (
        "transit_days = 3",
        "transit_days = { normal = { mean = 3, sd = 2 } }",
        "x.toml:12: distributor.north.transit_days is { normal = { mean = 3.0, sd = 2.0 } }; expected a number from 0 to 36,525, whatever is drawn ('min = 0' truncates a normal)",
    ),
    "an order outside the run": (
        "date = 2023-01-02",
        "date = 2024-01-02",
        "x.toml:16: buyer.Ann.order.1.date is 2024-01-02; expected a date up to end (2023-01-31)",
    ),
    "deliveries before an order of the run": (
        "date = 2023-01-02,",
        "date = 2023-01-02, delivered = 5,",
        "x.toml:16: buyer.Ann.order.1.delivered is 5; expected 0, as the order is not older than start (2023-01-01)",
    ),
    "more delivered before than ordered": (
        "date = 2023-01-02,",
        "date = 2022-12-31, delivered = 61,",
        "x.toml:16: buyer.Ann.order.1.delivered is 61; expected at most the order's units (60)",
    ),
    "substitutes in a circle": (
        "via = { north = 1.0 }",
        'via = { north = 1.0 }\non_control = { A = "A" }',
        'x.toml:16: buyer.Ann.on_control.A is "A"; expected substitutes that do not lead back to the product',
    ),
    "a time of day": (
        "date = 2023-01-02",
        "date = 2023-01-02T10:00:00",
        "x.toml:16: buyer.Ann.order.1.date is 2023-01-02T10:00:00; expected a date without a time of day",
    ),
    "a date that does not exist": (
        "date = 2023-01-02",
        'date = "2023-13-02"',
        'x.toml:16: buyer.Ann.order.1.date is "2023-13-02"; expected a date from 1950 to 2150, like 2023-01-31',
    ),
    "a choice that does not exist": (
        'name = "chain"',
        'name = "chain"\nallocation = "fif"',
        "x.toml:3: allocation is \"fif\"; expected one of fifo, pro-rata, fair-share, contract-first, ranking (did you mean 'fifo'?)",
    ),
    "a ranking that is not there": (
        'name = "chain"',
        'name = "chain"\nallocation = "ranking"',
        'x.toml: ranking is missing; expected a list of buyers, as allocation is "ranking"',
    ),
    "not TOML": (
        "price = 100",
        "price = = 100",
        "x.toml:7 is not TOML in column 9: Invalid value; expected TOML",
    ),
    "a key twice": (
        "price = 100",
        "price = 100\nprice = 100",
        "x.toml:8 is not TOML in column 12: Cannot overwrite a value; expected TOML (a key or a table stands here a second time)",
    ),
}
"""By mistake: what is replaced in the small chain, by what, and the message."""

ADDED = {
    "an unknown table": (
        '[reprot]\nbuyer = "Ann"',
        "x.toml:17: reprot is an unknown key; expected one of name, title, question, start, end, allocation, ranking, sources, report, line, product, control, … (did you mean 'report'?)",
    ),
    "a name twice": (
        '[[product]]\nname = "A"\nprice = 1\ninitial_stock = 1',
        'x.toml:18: product.2.name is "A"; expected a name of its own: product number 1 has this one',
    ),
    "a control that takes effect before it is announced": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-10\neffective = 2023-01-05',
        "x.toml:21: control.c.effective is 2023-01-05; expected announced (2023-01-10) or a later date",
    ),
    "moves out of order": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-10\nmoved = [{ on = 2023-01-08, to = 2023-01-20 }, { on = 2023-01-07, to = 2023-01-25 }]',
        "x.toml:22: control.c.moved.2.on is 2023-01-07; expected a date after the move before it (2023-01-08)",
    ),
    "a control of nothing known": (
        '[[control]]\nname = "c"\ncovers = ["Z"]\nannounced = 2023-01-05\neffective = 2023-01-10',
        'x.toml:19: control.c.covers.1 is "Z"; expected A',
    ),
    "unknown buyer of a control": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-10\nbuyers = ["Anna"]',
        "x.toml:22: control.c.buyers.1 is \"Anna\"; expected Ann (did you mean 'Ann'?)",
    ),
    "buyer named twice by a control": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-10\nbuyers = ["Ann", "Ann"]',
        'x.toml:22: control.c.buyers.2 is "Ann"; expected each buyer at most once',
    ),
    "control that concerns nobody": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-10\nbuyers = []',
        "x.toml:22: control.c.buyers is []; expected a list of at least 1",
    ),
    "license of a control on orders": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-10\nacts_on = "order"\nlicense = { granted = 1.0 }',
        'x.toml:23: control.c.license is a table; expected nothing here, as acts_on is "order": a ban on ordering does nothing to goods',
    ),
    "goods under way of a control on orders": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-10\nacts_on = "order"\nin_transit = "return"',
        'x.toml:23: control.c.in_transit is "return"; expected nothing here, as acts_on is "order": a ban on ordering does nothing to goods',
    ),
    "what resumes": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-10\nacts_on = "order"\nresume = "yes"',
        'x.toml:23: control.c.resume is "yes"; expected true or false',
    ),
    "what a control acts on": (
        '[[control]]\nname = "c"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-10\nacts_on = "orders"',
        "x.toml:22: control.c.acts_on is \"orders\"; expected one of dispatch, order (did you mean 'order'?)",
    ),
    "an uncertain path that leads nowhere": (
        '[uncertain]\n"product.A.initial_stok" = { uniform = [1, 2] }',
        "x.toml:18: uncertain.product.A.initial_stok is a path to nothing; expected one of name, price, initial_stock, production after product.A (did you mean 'product.A.initial_stock'?)",
    ),
    "an uncertain value out of bounds": (
        '[uncertain]\n"product.A.initial_stock" = { uniform = [-5, 2] }',
        "x.toml:18: uncertain.product.A.initial_stock is { uniform = [-5.0, 2.0] }; expected values that the scenario allows; with product.A.initial_stock -5: a whole number from 0 to 1,000,000,000",
    ),
    "an uncertain value of another kind": (
        '[uncertain]\n"product.A.initial_stock" = { uniform = [2023-01-01, 2023-01-05] }',
        "x.toml:18: uncertain.product.A.initial_stock is { uniform = [2023-01-01, 2023-01-05] }; expected values that the scenario allows; with product.A.initial_stock 2023-01-01: a whole number from 0 to 1,000,000,000",
    ),
    "an uncertain value that is none": (
        '[uncertain]\n"product.A.initial_stock" = 5',
        "x.toml:18: uncertain.product.A.initial_stock is 5; expected a distribution (uniform, triangular, pert, normal, lognormal, beta, exponential, poisson, choice, empirical, loguniform, gamma, weibull, quantiles) or a table (rest_of, less)",
    ),
    "an uncertain name": (
        '[uncertain]\n"name" = { choice = ["a", "b"] }',
        "x.toml:18: uncertain.name is never uncertain; expected a path to a quantity",
    ),
    "a report of nobody, too late": (
        '[report]\nbuyer = "An"\ndates = [2023-02-01]',
        "x.toml:18: report.buyer is \"An\"; expected Ann (did you mean 'Ann'?)\nx.toml:19: report.dates.1 is 2023-02-01; expected a date from start (2023-01-01) to end (2023-01-31)",
    ),
    "random orders beyond 64 bits": (
        '[[buyer.demand]]\nproduct = "A"\norders_per_month = 900_000\nunits = 1_000_000',
        "x.toml:13: buyer.Ann is 926,216,535,943 units ordered at worst; expected orders of the whole run of at most 3,000,000,000 units",
    ),
}
"""By mistake: what is added to the small chain, and the message."""


def message_of(text: str) -> str:
    """What is said of a file of this text."""
    with pytest.raises(ScenarioError) as told:
        parsed(text, "x.toml")
    return str(told.value)


@pytest.mark.parametrize("mistake", REPLACED)
def test_wrong_value_is_told_in_one_message(mistake: str) -> None:
    """A value that cannot be is named with its file, line and path, and what was expected."""
    right, wrong, message = REPLACED[mistake]
    assert right in CHAIN
    assert message_of(CHAIN.replace(right, wrong)) == message


@pytest.mark.parametrize("mistake", ADDED)
def test_wrong_table_is_told_in_one_message(mistake: str) -> None:
    """A table that cannot be is named with its file, line and path, and what was expected."""
    wrong, message = ADDED[mistake]
    assert message_of(CHAIN + wrong) == message


def test_shares_a_little_above_1_are_told_with_their_digits() -> None:
    """A sum that passes 1 is never told as 1."""
    south = '[[distributor]]\nname = "south"\nweekly_capacity = 1\ntransit_days = 1\n'
    text = CHAIN.replace("north = 1.0", "north = 0.5, south = 0.5000001") + south
    with pytest.raises(ScenarioError, match=r"via is 1\.0000001 in sum; expected shares that sum to at most 1"):
        parsed(text, "x.toml")
