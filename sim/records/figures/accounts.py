"""What is counted of postings, for key figures: need, lots of shared lines, what a control does."""

from sim.model.entities import Supply
from sim.model.events import Account, Posting
from sim.model.tallies import ControlTally


def count_posting(supply: Supply, posting: Posting) -> None:
    """Count one posting."""
    account = posting.account
    if account <= Account.lost_by_budget:
        count_need(supply, posting)
    elif account == Account.lots_of_line:
        supply.of_lines[posting.number].finished[quarter_of(supply, posting.day)] += posting.units
    elif account == Account.held_at_end:
        supply.of_products[posting.product].held += posting.units
    elif account == Account.stranded:
        supply.of_products[posting.product].stranded += posting.units
        supply.of_controls[posting.number].stranded[posting.product] += posting.units
    elif account == Account.stranded_before:
        supply.of_products[posting.product].stranded -= posting.units
    elif account == Account.diverted_by_control:
        supply.of_controls[posting.number].diverted[posting.product] += posting.units
    else:
        count_of_control(supply.of_controls[posting.number], account, posting.units)


def count_need(supply: Supply, posting: Posting) -> None:
    """Count what a buyer needs, and what of it is lost."""
    tally = supply.of_buyers[posting.buyer]
    tally.need += posting.units
    if posting.account != Account.on_line:
        tally.lost[posting.account - Account.lost_by_patience] += posting.units


def count_of_control(tally: ControlTally, account: int, units: int) -> None:
    """Count what a control does to orders."""
    if account == Account.stopped:
        tally.stopped += units
    elif account == Account.licensed:
        tally.licensed += units
    elif account == Account.refused:
        tally.refused += units
    elif account == Account.called_back:
        tally.window_units -= units
    elif account == Account.called_back_usd:
        tally.window_usd -= units


def quarter_of(supply: Supply, day: int) -> int:
    """The place of the calendar quarter that a day of the run falls in."""
    return supply.quarters[day] - supply.quarters[0]
