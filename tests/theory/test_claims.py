"""The model against what theory says of it, and the page that tells so."""

import re
from pathlib import Path

import numpy as np
import pytest

from tests.theory.claims import CLAIMS, Claim, queue, told

PAGE = Path(__file__).resolve().parents[2] / "docs" / "credibility.md"

FARTHEST = 4.0
"""Standard errors: a sound claim is as far off once in sixteen thousand times."""


@pytest.fixture(scope="module")
def claims(compiled_kernel: None) -> dict[str, list[Claim]]:  # noqa: ARG001 - on the engine that is quick
    """All claims, on the compiled engine, whose logs are those of the readable one."""
    return {name: list(of("compiled")) for name, of in CLAIMS.items()}


@pytest.mark.parametrize("name", CLAIMS)
def test_means_of_replications_are_those_of_theory(claims: dict[str, list[Claim]], name: str) -> None:
    """Queue, compound Poisson demand, talks, yields and licenses have the moments that theory gives."""
    assert [str(claim) for claim in claims[name] if abs(claim.deviation) > FARTHEST] == []


def test_open_units_and_waiting_time_obey_littles_law(claims: dict[str, list[Claim]]) -> None:
    """Over any run unit-days open are days waited, exactly."""
    assert claims["queue"]
    _, _, unit_days, days_waited = queue("compiled")
    np.testing.assert_array_equal(unit_days, days_waited)
    assert unit_days.min() > 0


def test_page_shows_what_is_found(claims: dict[str, list[Claim]]) -> None:
    """The table of the page on credibility is the one that the command prints."""
    (shown,) = re.findall(r"```text\n( +theory.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown == told(claim for found in claims.values() for claim in found)
