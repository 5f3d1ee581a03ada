"""Columns of Arrow that are made and read without pandas are those that Arrow itself makes and reads."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from sim.records.columns import category_column, column_of, known_of, numbers_column, reals_of, table_of, values_of

LISTS: dict[str, list[Any]] = {
    "whole": [1, -5, 2**62],
    "whole, some null": [None, 3, None],
    "real": [0.5, float("inf"), -0.0],
    "real, some null": [None, 0.5],
    "truths": [True, False, True, True, False, True, True, True, False],
    "truths, some null": [None, True, False],
    "texts": ["a", "", "π and more"],
    "texts, some null": [None, "b", ""],
    "whole and real": [1, 2.5],
    "nothing but nulls": [None, None],
    "none": [],
    "lists": [[1], [2, 3]],
}


def by_arrow(values: Any) -> pa.Array:
    """The column as Arrow makes it, with dates as a result's files have them."""
    array = pa.array(values)
    return array.cast(pa.timestamp("us")) if pa.types.is_date(array.type) else array


@pytest.mark.parametrize("values", LISTS.values(), ids=LISTS.keys())
def test_column_of_a_list_is_that_of_arrow(values: list[Any]) -> None:
    """Values of Python, also null, of several kinds or none, have the type and the values that Arrow gives them."""
    found = column_of(values)
    found.validate(full=True)
    assert found.equals(by_arrow(values))


@pytest.mark.parametrize("values", [[date(1969, 12, 31), None, date(2100, 1, 1)], [date(2023, 1, 1)]])
def test_dates_are_timestamps(values: list[date | None]) -> None:
    """A date is the timestamp of its midnight, in a list and in an array of days."""
    assert column_of(values).equals(by_arrow(values))
    assert column_of(np.array(values, dtype="datetime64[D]")).equals(by_arrow(values))


@pytest.mark.parametrize("kind", ["int8", "int32", "int64", "uint8", "float32", "float64", "bool"])
def test_column_of_an_array_is_that_of_arrow(kind: str) -> None:
    """Numbers and truths of every type, also where they lie apart in memory."""
    values = np.arange(20).astype(kind)[::2]
    assert column_of(values).equals(pa.array(values))
    missing = np.arange(10) % 3 == 0
    assert numbers_column(values, missing).equals(pa.array(values, mask=missing))


def test_array_of_objects_is_as_its_list() -> None:
    """Dates and texts that an array holds as objects are a column like any other."""
    assert column_of(np.array(["a", "b"], dtype=object)).equals(pa.array(["a", "b"]))
    assert column_of(np.array([date(2023, 1, 1)], dtype=object)).equals(by_arrow([date(2023, 1, 1)]))


def test_categories_are_texts_by_code() -> None:
    """A negative code is null."""
    assert category_column(np.array([1, -1, 0], dtype=np.int8), ["a", "b"]).to_pylist() == ["b", None, "a"]


def test_table_has_columns_in_their_order() -> None:
    """Columns that are made, lists and arrays stand beside each other."""
    found = table_of({"b": [1, None], "a": np.array([0.5, 1.5]), "c": pa.nulls(2)})
    assert found.to_pydict() == {"b": [1, None], "a": [0.5, 1.5], "c": [None, None]}


@pytest.mark.parametrize("name", ["whole, some null", "real, some null", "truths", "truths, some null"])
@pytest.mark.parametrize("cut", [slice(0, None), slice(1, None)], ids=["whole", "from the second on"])
def test_column_is_read_as_arrow_reads_it(name: str, cut: slice) -> None:
    """Values are 0 where they are null, reals NaN; also of a column in pieces, or of the rest of one."""
    values = LISTS[name][cut]
    for column in (
        pa.array(LISTS[name])[cut],
        pa.chunked_array([pa.array([one], pa.array(LISTS[name]).type) for one in values]),
    ):
        assert known_of(column).tolist() == [one is not None for one in values]
        assert values_of(column).tolist() == [one or 0 for one in values]
        np.testing.assert_array_equal(reals_of(column), [np.nan if one is None else float(one) for one in values])


def test_dates_are_read_as_dates() -> None:
    """Days come back from timestamps; as reals they count in microseconds, as Arrow casts them."""
    column = column_of([date(2023, 1, 1), date(1969, 1, 1)])
    assert values_of(column).astype("datetime64[D]").tolist() == [date(2023, 1, 1), date(1969, 1, 1)]
    assert reals_of(column).tolist() == column.cast(pa.int64()).to_pylist()


def test_nothing_but_nulls_is_read_as_nothing() -> None:
    """A column without a type has NaN in every row."""
    assert np.isnan(reals_of(pa.nulls(3))).all()
    assert not known_of(pa.nulls(3)).any()
