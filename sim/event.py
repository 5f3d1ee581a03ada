"""Codes of the events by name (`sim.event.dispatched`), as plain numbers: compiled code compares columns with these."""

from sim.model.events import EVENTS


def __getattr__(name: str) -> int:
    """The code of an event."""
    if name not in EVENTS:
        raise AttributeError(f"module 'sim.event' has no attribute {name!r}")
    return EVENTS.index(name)


def __dir__() -> list[str]:
    """The names of the events."""
    return list(EVENTS)
