"""Stock under control: what becomes of units in the hub that no open order may take."""

FREE, HOLD, DIVERT, SCRAP = range(4)
"""Fates of a product's stock: no control acts on it, it is held, sold to other markets, or written off."""

FATES = {"hold": HOLD, "divert": DIVERT, "scrap": SCRAP}
"""By word of the scenario."""


def fate(unshipped: int, days_in_effect: int, hold_days: int) -> int:
    """The fate of stock so many days after its control's effective date: what is held for `hold_days` is then sold."""
    return DIVERT if unshipped == HOLD and days_in_effect >= hold_days else unshipped


def beyond(stock: int, kept: int) -> int:
    """Stock that no line may take: all but what is `kept` for lines that have a license, or may yet get it."""
    return max(0, stock - kept)


def still_held(held: int, stock: int) -> int:
    """Held units after a dispatch: free stock goes first."""
    return min(held, stock)
