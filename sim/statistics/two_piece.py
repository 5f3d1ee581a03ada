"""The two-piece normal distribution: about its mode two halves of normal ones, with a standard deviation each.

The usual law of an estimate whose range is not even about its most likely value (Wallis, The Two-Piece Normal,
Binormal, or Double Gaussian Distribution, 2014); the density is steady at the mode, so each side has its share of the
probability, that of its standard deviation in the sum of both.
"""

TAIL = 0.05
"""Probability beyond each end of a 90 % range."""


def standard_deviations(mode: float, low: float, high: float) -> tuple[float, float]:
    """Below and above the mode, such that 5 % lie below `low` and 5 % above `high`; low <= mode <= high, low < high."""
    from scipy.optimize import brentq
    from scipy.special import ndtri

    below, above = mode - low, high - mode

    def ends(share: float) -> tuple[float, float]:
        """Where the ends lie, in sums of both standard deviations, if the lower one is such a share of the sum."""
        return -share * float(ndtri(TAIL / (2 * share))), -(1 - share) * float(ndtri(TAIL / (2 * (1 - share))))

    def off(share: float) -> float:
        lower, upper = ends(share)
        return lower * above - upper * below

    share = 0.5 if below == above else float(brentq(off, TAIL, 1 - TAIL, xtol=1e-15))
    whole = (below + above) / sum(ends(share))
    return share * whole, (1 - share) * whole
