"""What each buyer may come to order: its products, and their substitutes."""

from collections.abc import Iterable, Iterator

from sim.scenario.distributions.listed import Choice
from sim.scenario.paths import dump, locate
from sim.scenario.tables import Episode


def products_by_buyer(scenario: Episode) -> dict[str, list[str]]:
    """The products that each buyer orders or may get as substitutes, in the order of the scenario.

    What a draw may make of an order's product or of a substitute counts too, so the same ones in every replication.
    """
    drawn = _drawn(scenario)
    found = {}
    for place, buyer in enumerate(scenario.buyer):
        ordered = {order.product for order in buyer.order} | {stream.product for stream in buyer.demand}
        own = [(location[2:], texts) for location, texts in drawn if location[:2] == ("buyer", place)]
        ordered |= {text for location, texts in own if location[-1] == "product" for text in texts}
        answers = [*buyer.on_control.items()]
        answers += [(str(location[-1]), text) for location, texts in own if "on_control" in location for text in texts]
        found[buyer.name] = [one.name for one in scenario.product if one.name in _closed(ordered, answers)]
    return found


def _drawn(scenario: Episode) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    """Places that are drawn from texts, and these."""
    texts = {
        path: tuple(map(str, law.choice))
        for path, law in scenario.uncertain.items()
        if isinstance(law, Choice) and isinstance(law.choice[0], str)
    }
    document = dump(scenario) if texts else {}
    yield from ((locate(document, path), choice) for path, choice in texts.items())


def _closed(ordered: set[str], answers: Iterable[tuple[str, str]]) -> set[str]:
    """The products ordered, their substitutes, and the substitutes of these."""
    found, waiting = set(ordered), list(ordered)
    pairs = list(answers)
    while waiting:
        product = waiting.pop()
        new = {substitute for old, substitute in pairs if old == product} - found
        found |= new
        waiting += new
    return found
