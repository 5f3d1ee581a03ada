"""Special functions of the distributions, by SciPy; each late, as few scenarios need any."""


def inverse_beta(a: float, b: float, u: float) -> float:
    """The value below which lies the share u of a beta distribution of shapes a and b."""
    from scipy.special import betaincinv

    return float(betaincinv(a, b, u))


def beta_below(a: float, b: float, value: float) -> float:
    """The share of a beta distribution of shapes a and b below a value."""
    from scipy.special import betainc

    return float(betainc(a, b, value))


def inverse_gamma(shape: float, u: float) -> float:
    """The value below which lies the share u of a gamma distribution of scale 1."""
    from scipy.special import gammaincinv

    return float(gammaincinv(shape, u))


def normal_below(value: float) -> float:
    """The share of a standard normal distribution below a value."""
    from scipy.special import ndtr

    return float(ndtr(value))


def inverse_normal(u: float) -> float:
    """The value below which lies the share u of a standard normal distribution."""
    from scipy.special import ndtri

    return float(ndtri(u))


def poisson_below(count: float, mean: float) -> float:
    """The share of a Poisson distribution up to a count."""
    from scipy.special import pdtr

    return float(pdtr(count, mean))


def inverse_poisson(u: float, mean: float) -> float:
    """The real count at which the continued Poisson distribution function reaches u."""
    from scipy.special import pdtrik

    return float(pdtrik(u, mean))
