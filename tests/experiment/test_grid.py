"""The values of a grid, as a command line has them: listed, in steps, or refused in a sentence."""

import pytest

from sim.errors import UsageError
from sim.experiment.designs import axis_of


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("1:1e999999999:1", "none beyond 1e"),
        ("-1e99999:1:1", "none beyond 1e"),
        ("nan:1:1", "expected finite numbers"),
        ("1:2:1e-999999999", "more than 10,000,000 values"),
        ("1:2:0.0000000001", "more than 10,000,000 values"),
        ("1:2:0", "the step goes nowhere"),
        ("", "no values"),
        (",,", "no values"),
    ],
)
def test_range_that_cannot_be_counted_is_one_sentence(values: str, told: str) -> None:
    """Numbers beyond all bounds, and more values than anybody waits for, are refused before they are listed."""
    with pytest.raises(UsageError, match=told):
        axis_of(f"product.A.price={values}")


@pytest.mark.parametrize("values", ["[" * 5000, "9" * 5000, '"'])
def test_value_that_is_no_toml_is_a_text(values: str) -> None:
    """What TOML cannot read is left as it stands, for the scenario to refuse."""
    assert axis_of(f"title={values}").values == (values,)
