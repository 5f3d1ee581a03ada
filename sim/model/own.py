"""Calls of the user's own functions, as plain Python; the compiled engine calls what it made of them in their place."""

from typing import Any

import numpy as np

from sim.errors import SimError
from sim.extensions import calling
from sim.extensions.registry import POLICY, cell_of, extension_at, find
from sim.model.entities import Law, Supply
from sim.rules.allocation import POLICIES, Limits, Requests, serve_reserved
from sim.rules.packed import BROKEN, broken_limit, granted_in, limits_in, packed, requests_in, taken_over


def policy_code(name: str) -> int:
    """The number that stands for an allocation policy. Raises `SimError` where it is not registered here."""
    if name in POLICIES:
        return POLICIES.index(name)
    own = find(POLICY, name)
    if own is None:
        raise SimError(f"the allocation policy '{name}' is not registered here")
    return cell_of(own).handle


def allocate_own(supply: Supply, requests: Requests, limits: Limits, granted: list[int]) -> None:
    """Allocate by a policy of the user's own: contracts' reserves first, as under every policy."""
    serve_reserved(requests, granted, limits)
    row = packed(requests, limits, granted)
    if serve(supply.policy, row):
        taken_over(row, limits, granted)


def serve(policy: int, row: Any) -> bool:
    """Have a user's policy grant in a row of requests and limits; gives whether it did as it may.

    Raises `ExtensionError` where it doesn't: that the compiled engine only notes, and leaves to this one to tell.
    """
    extension, before = extension_at(policy), row.copy()
    with np.errstate(divide="raise", invalid="raise"):  # as compiled code does
        calling.call(extension, requests_in(row), limits_in(row), granted_in(row))
    if broken := broken_limit(before, row):
        raise calling.failed(extension, f"grants {BROKEN[broken]}; expected what sim.grant grants")
    return True


def own_quantile(law: Law, u: float) -> float:
    """The value of a distribution of the user's own at u."""
    extension = extension_at(law.own)
    return calling.quantile(extension, u, (law.a, law.b, law.c, law.d)[: len(extension.parameters)])
