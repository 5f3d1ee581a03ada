"""Production: the size of a lot."""

from sim.rules.shares import part


def lot_size(capacity: int, ramp: int) -> int:
    """Units that a lot starts with; `ramp` is the share of full capacity in millionths."""
    return part(capacity, ramp)
