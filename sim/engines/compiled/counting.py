"""Noted values of many replications' curves, taken curve by curve: what each adds to sums, and steps, or bins counted.

What a value adds holds for its own and all later days, until another takes its place, so that sums over days are taken
once, when all is noted.
"""

from typing import Any

import numpy as np

from sim.compiler.parts import compiled
from sim.engines.compiled.compiling import entry
from sim.statistics.bins import bin_of
from sim.statistics.moments import HALF, LOWER_HALF, LOWER_WORD, WORD

VALUE_BITS = 42
"""Bits of a noted word that a value fits into: all that buyers may order is below 2^42. Above it is its day, and above
that the number of its replication among those that are noted together.
"""

VALUE_MASK = (1 << VALUE_BITS) - 1

NOW, DAY, END, LAST, CHANGE, CHANGED_ON, TOUCHED, STATE = range(8)
"""What is kept of a curve while replications are noted: its value, and the day when it got it, or -1; the place of its
next word, and the last one at which there is room for another replication; by how much it changes on the day that is
gone through, and the last day on which it does; and, of no curve, a place in the list of those that change on that day.
"""

TOTAL, UPPER, LOWER, SUMS = range(4)
"""What is summed of values, as in `Moments`."""

BLOCK = 4
"""Pairs of bins that are looked at together: most of them are empty."""


@compiled
def day_bits(days: int) -> int:
    """Bits that the number of a day fits into."""
    bits = 0
    while days - 1 >> bits:
        bits += 1
    return bits


@compiled
def is_out_of_room(running: Any, days: int, noted: int) -> bool:
    """Whether what is noted of so many replications must be taken before there is room for another one's curves."""
    if noted >> 63 - VALUE_BITS - day_bits(days):
        return True
    for curve in range(len(running)):
        if running[curve, END] > running[curve, LAST]:
            return True
    return False


@entry
def take_values(
    words: Any,
    starts: Any,
    running: Any,
    first: int,
    replications: int,
    sums: Any,
    places: Any,
    amounts: Any,
    table: Any,
    known: Any,
    found: Any,
) -> int:
    """Take noted words curve by curve, add their values to sums, and count them in bins; gives how many are found.

    Words are of replications from `first` on, of so many; those of a curve stand from its place in `starts` on. `sums`
    has a row for each curve and day. `places` and `amounts` receive the steps by curve, as in `Steps`, where there is
    no `table`. Else `known` and `found` are the ends, bins and steps of a `Histogram` of all curves, with room for one
    more than these are, and `table` is room for all days and pairs of bins of a curve, as whole numbers of 64 bits, 0
    before and after.
    """
    curves = len(running)
    days = len(sums) // curves
    made, known_begin = 0, 0
    steps = table.view(np.int32)
    for curve in range(curves):
        cell, begin, end = curve * days, starts[curve], running[curve, END]
        own = sums[cell : cell + days]
        if len(table) == 0:
            made = write_steps(words, begin, end, curve * replications + first, own, places, amounts, made)
        else:
            known_end = known[0][cell + days - 1]
            width = width_of(known[1], known_begin, known_end, words, begin, end)
            put_known(steps, width, days, cell, known_begin, known)
            count_bins(words, begin, end, steps, width, own)
            made = take_out(table, steps, width, days, cell, made, found)
            known_begin = known_end
    return made


@compiled
def write_steps(words: Any, begin: int, end: int, first: int, sums: Any, places: Any, amounts: Any, made: int) -> int:
    """Write a curve's words as places and amounts; `first` is their first replication among those of all curves."""
    bits = day_bits(len(sums))
    whose, before, upper_before, lower_before = -1, 0, 0, 0
    for place in range(begin, end):
        value, moment = words[place] & VALUE_MASK, words[place] >> VALUE_BITS
        replication, day = moment >> bits, moment & (1 << bits) - 1
        if replication != whose:
            whose, before, upper_before, lower_before = replication, 0, 0, 0
        upper, lower = square(value)
        sums[day, TOTAL] += value - before
        sums[day, UPPER] += upper - upper_before
        sums[day, LOWER] += lower - lower_before
        places[made], amounts[made] = (first + replication) * len(sums) + day, value - before
        made += value != before  # of what comes and goes on one day, nothing is left
        before, upper_before, lower_before = value, upper, lower
    return made


@compiled
def count_bins(words: Any, begin: int, end: int, steps: Any, width: int, sums: Any) -> None:
    """Count into which bin a curve's values move, and out of which."""
    bits = day_bits(len(sums))
    whose, before, upper_before, lower_before, left = -1, 0, 0, 0, 0
    for place in range(begin, end):
        value, moment = words[place] & VALUE_MASK, words[place] >> VALUE_BITS
        replication, day = moment >> bits, moment & (1 << bits) - 1
        if replication != whose:
            whose, before, upper_before, lower_before, left = replication, 0, 0, 0, 0
        upper, lower = square(value)
        sums[day, TOTAL] += value - before
        sums[day, UPPER] += upper - upper_before
        sums[day, LOWER] += lower - lower_before
        entered = bin_of(value)
        steps[day * width + left] -= 1
        steps[day * width + entered] += 1
        before, upper_before, lower_before, left = value, upper, lower, entered


@compiled
def square(value: int) -> tuple[int, int]:
    """The upper and the lower word of a value's square, as in `Moments.of`."""
    half, rest = value >> HALF, value & LOWER_HALF
    lower = (half * rest << HALF + 1) + rest * rest
    return half * half + (lower >> WORD), lower & LOWER_WORD


@compiled
def width_of(known_bins: Any, known_begin: int, known_end: int, words: Any, begin: int, end: int) -> int:
    """One more than the highest bin of a curve, in whole blocks."""
    highest, most = 0, 0
    for place in range(known_begin, known_end):
        highest = max(highest, int(known_bins[place]))
    for place in range(begin, end):
        most = max(most, words[place] & VALUE_MASK)
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
