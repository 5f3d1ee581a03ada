"""Invariants of shared lines: what a lot is divided into is what was good of it, and finishes as that."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Violation
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION
from sim.scenario.production_tables import SharedLine


def division(evidence: Evidence) -> Iterator[Violation]:
    """Good units of divided lots = what products got + what was diverted then.

    Never more than the lot was started with; where the yield is a number, that share of all lots within a unit.
    """
    for line in evidence.scenario.line:
        started, divided = _lots(evidence, line)
        lead = line.cycle_time - line.split_days
        exact = got = 0
        for day in sorted(divided.keys() | {day + lead for day in started if day + lead < evidence.log.days}):
            most = started[day - lead] if day >= lead else line.capacity
            if divided[day] > most:
                found = f"{divided[day]} units of a lot of {most} divided"
                yield Violation("division", day, line.name, found)
            if day < lead or not isinstance(line.yield_, int | float):
                continue
            exact, got = exact + most * millionths(line.yield_), got + divided[day]
            if abs(exact - got * MILLION) >= MILLION:
                found = f"{got} units divided so far, {exact / MILLION:.2f} were good"
                yield Violation("division", day, line.name, found)


def _lots(evidence: Evidence, line: SharedLine) -> tuple[Counter[int], Counter[int]]:
    """Units of a line's lots by the day of their start, and by that of their division."""
    started: Counter[int] = Counter()
    divided: Counter[int] = Counter()
    for row in evidence.rows:
        if row.channel >= 0 and evidence.log.channels[row.channel] == f"line:{line.name}":
            (started if row.event == Event.lot_started else divided)[row.day] += row.units
    return started, divided


def parts_finish(evidence: Evidence) -> Iterator[Violation]:
    """What a product got of a lot finishes when the lot does, and a product of shared lines finishes nothing else."""
    due: defaultdict[tuple[str, int], int] = defaultdict(int)
    finished: defaultdict[tuple[str, int], int] = defaultdict(int)
    split_days = {f"line:{line.name}": line.split_days for line in evidence.scenario.line}
    for row in evidence.rows:
        if row.event == Event.lot_divided:
            product, days = evidence.product(row).name, split_days[evidence.log.channels[row.channel]]
            due[product, row.day + days] += row.units
        elif row.event == Event.lot_finished and evidence.lines_of(evidence.product(row).name):
            finished[evidence.product(row).name, row.day] += row.units
    for product, day in sorted({*due, *finished}):
        # What was divided before the run, without events, finishes within so many days.
        before = any(day < line.split_days for line in evidence.lines_of(product))
        least = due[product, day]
        if day < evidence.log.days and not (
            least == finished[product, day] or (before and least < finished[product, day])
        ):
            found = f"{finished[product, day]} units finished, {least} were divided off for that day"
            yield Violation("parts finish", day, product, found)


INVARIANTS: tuple[Invariant, ...] = (division, parts_finish)
