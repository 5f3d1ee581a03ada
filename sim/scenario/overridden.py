"""Values that [uncertain] overrides, and distributions that a set value overrides.

One rule: what a file says of a value is its nominal one, and where [uncertain] has a distribution for it
replications draw it. What is set besides the file (`--set`, `--grid`, `Scenario.set`) holds in every replication: its
distribution is gone.
"""

from collections.abc import Iterator

from sim.scenario.paths import Location, at, dump, locate, path_of
from sim.scenario.tables import Episode
from sim.scenario.wording import show


def without_effect(a: Episode, b: Episode) -> Iterator[str]:
    """A sentence for each value in which two scenarios differ though the same distribution draws it in both."""
    known = _drawn(b)
    for path, (distribution, nominal) in _drawn(a).items():
        other_distribution, other = known.get(path, (None, None))
        if distribution == other_distribution and nominal != other:
            differ = f"{path} is {show(nominal)} in A and {show(other)} in B"
            drawn = "but [uncertain] draws it by the same law in both, so this makes no difference"
            yield f"{differ}, {drawn}; set the value besides the file, or change its law"


def no_longer_drawn(before: Episode, after: Episode) -> list[str]:
    """Uncertain paths whose distributions are gone in a scenario that was made of another by setting values."""
    return [path for path in before.uncertain if path not in after.uncertain]


def _drawn(scenario: Episode) -> dict[str, tuple[object, object]]:
    """Distribution and nominal value of each uncertain path, whatever spelling of it the file has."""
    document = dump(scenario)
    places: dict[Location, object] = {
        locate(document, path): distribution for path, distribution in scenario.uncertain.items()
    }
    return {path_of(document, place): (distribution, at(document, place)) for place, distribution in places.items()}
