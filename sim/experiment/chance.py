"""A probability as answers tell it: with as many digits as tell it from impossible and certain, and its interval."""

from collections.abc import Mapping
from typing import Any

from sim.experiment.arguments import whole
from sim.records import words
from sim.statistics.intervals import wilson


def probability(reached: int, replications: int) -> str:
    """How likely is what so many of so many independent replications show, in words: with its 95 % interval (Wilson's).

    `probability(19, 20)` is `probability 0.95 (95 % interval 0.76 to 0.99)`. Raises `UsageError` for counts that are
    none, or more reached than there are.
    """
    count = whole("replications", replications, 1)
    successes = whole("reached", reached, 0, count)
    low, high = wilson(successes, count)
    return chance_in_words({"probability": successes / count, "low": low, "high": high})


def chance_in_words(chance: Mapping[str, Any]) -> str:
    """A probability with the ends of its interval, as a sweep's summary has it."""
    middle, low, high = (words.probability(chance[key]) for key in ("probability", "low", "high"))
    return f"probability {middle} (95 % interval {low} to {high})"
