"""Noted values of many replications' curves, taken curve by curve: what each adds to sums, and steps, or bins counted.

What a value adds holds for its own and all later days, until another takes its place, so that sums over days are taken
once, when all is noted.
"""

from typing import Any

import numpy as np

from sim.compiler.parts import compiled
from sim.engines.compiled.compiling import entry
from sim.statistics.bins import bin_of
from sim.statistics.moments import HALF

DAY_BITS, CURVE_BITS = 16, 21
"""Bits of a key that the number of a day, and of a curve, fits into; above them is the replication."""

DAY_MASK, CURVE_MASK = (1 << DAY_BITS) - 1, (1 << CURVE_BITS) - 1

TOTAL, UPPER, MIXED, LOWER, SUMS = range(5)
"""What is summed of values, as in `Moments`."""

BLOCK = 4
"""Pairs of bins that are looked at together: most of them are empty."""


@entry
def take_values(
    keys: Any,
    values: Any,
    filled: int,
    replications: int,
    sums: Any,
    starts: Any,
    places: Any,
    amounts: Any,
    table: Any,
    known: Any,
    found: Any,
) -> int:
    """Take noted values by curve, add them to sums, and count them in bins; gives how many bins are found.

    `sums` has a row for each curve and day, `starts` a place for each curve and one more. `places` and `amounts`
    receive the steps by curve, as in `Steps`, where there is no `table`. Else they are room, `known` and `found` are
    the ends, bins and steps of a `Histogram` of all curves, with room for one more than these are, and `table` is room
    for all days and pairs of bins of a curve, as whole numbers of 64 bits, 0 before and after.
    """
    put_by_curve(keys, values, filled, places, amounts, starts)
    curves = len(starts) - 1
    days = len(sums) // curves
    made, begin, known_begin = 0, 0, 0
    steps = table.view(np.int32)
    for curve in range(curves):
        first, end = curve * days, starts[curve]
        if len(table) == 0:
            write_steps(places, amounts, begin, end, curve * replications, sums[first : first + days])
        else:
            known_end = known[0][first + days - 1]
            width = width_of(known[1], known_begin, known_end, amounts, begin, end)
            put_known(steps, width, days, first, known_begin, known)
            count_bins(places, amounts, begin, end, steps, width, sums[first : first + days])
            made = take_out(table, steps, width, days, first, made, found)
            known_begin = known_end
        begin = end
    return made


@compiled
def put_by_curve(keys: Any, values: Any, filled: int, places: Any, amounts: Any, starts: Any) -> None:
    """Sort by curve, each in order; `starts` has then where the next curve starts."""
    for curve in range(len(starts)):
        starts[curve] = 0
    for place in range(filled):
        starts[(keys[place] >> DAY_BITS & CURVE_MASK) + 1] += 1
    for curve in range(1, len(starts)):
        starts[curve] += starts[curve - 1]
    for place in range(filled):
        key = keys[place]
        curve = key >> DAY_BITS & CURVE_MASK
        own = starts[curve]
        places[own], amounts[own] = key, values[place]
        starts[curve] = own + 1


@compiled
def write_steps(places: Any, amounts: Any, begin: int, end: int, first: int, sums: Any) -> None:
    """Make a curve's keys and values places and amounts; `first` is its first replication among those of all curves."""
    whose, before = -1, 0
    for place in range(begin, end):
        key, value = places[place], amounts[place]
        replication, day = key >> DAY_BITS + CURVE_BITS, key & DAY_MASK
        if replication != whose:
            whose, before = replication, 0
        add_to_sums(sums, day, before, value)
        places[place], amounts[place] = (first + replication) * len(sums) + day, value - before
        before = value


@compiled
def count_bins(places: Any, amounts: Any, begin: int, end: int, steps: Any, width: int, sums: Any) -> None:
    """Count into which bin a curve's values move, and out of which."""
    whose, before, left = -1, 0, 0
    for place in range(begin, end):
        key, value = places[place], amounts[place]
        replication, day = key >> DAY_BITS + CURVE_BITS, key & DAY_MASK
        if replication != whose:
            whose, before, left = replication, 0, 0
        add_to_sums(sums, day, before, value)
        entered = bin_of(value)
        steps[day * width + left] -= 1
        steps[day * width + entered] += 1
        before, left = value, entered


@compiled
def add_to_sums(sums: Any, day: int, before: int, value: int) -> None:
    """A value takes the place of another in the sums of a day."""
    upper, lower = value >> HALF, value & ((1 << HALF) - 1)
    upper_before, lower_before = before >> HALF, before & ((1 << HALF) - 1)
    sums[day, TOTAL] += value - before
    sums[day, UPPER] += upper * upper - upper_before * upper_before
    sums[day, MIXED] += upper * lower - upper_before * lower_before
    sums[day, LOWER] += lower * lower - lower_before * lower_before


@compiled
def width_of(known_bins: Any, known_begin: int, known_end: int, amounts: Any, begin: int, end: int) -> int:
    """One more than the highest bin of a curve, in whole blocks."""
    highest, most = 0, 0
    for place in range(known_begin, known_end):
        highest = max(highest, int(known_bins[place]))
    for place in range(begin, end):
        most = max(most, amounts[place])
    return (max(highest, bin_of(most)) // (2 * BLOCK) + 1) * 2 * BLOCK


@compiled
def put_known(steps: Any, width: int, days: int, first: int, begin: int, known: Any) -> None:
    """Put into the table what is known of a curve whose cells are those from `first` on."""
    place = begin
    for day in range(days):
        while place < known[0][first + day]:
            steps[day * width + int(known[1][place])] += known[2][place]
            place += 1


@compiled
def take_out(table: Any, steps: Any, width: int, days: int, first: int, made: int, found: Any) -> int:
    """Take what is not 0 out of the table; gives how many bins are found now.

    Of a block that has anything what is 0 is written too, and then written over: a branch that goes either way as often
    takes longer.
    """
    for day in range(days):
        start = day * width
        for block in range(0, width, 2 * BLOCK):
            pair = (start + block) // 2
            if table[pair] | table[pair + 1] | table[pair + 2] | table[pair + 3]:
                for own in range(block, block + 2 * BLOCK):
                    more = steps[start + own]
                    found[1][made], found[2][made] = own, more
                    made += more != 0
                for one in range(pair, pair + BLOCK):
                    table[one] = 0
        found[0][first + day] = made
    return made
