"""The extension of Numba: what it takes and what it refuses."""

import numba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba.core.errors import TypingError

from sim.compiler.functions import entity_at
from sim.compiler.layout import Cells, layout, width
from sim.compiler.sorting import select_number, sort_numbers
from sim.engines.compiled.held import HeldLine
from sim.model.entities import Line


def test_place_counted_from_the_end_of_a_list_is_refused() -> None:
    """In memory it would lie before the list: the compiler says so, instead of reading what is there."""

    @numba.njit  # type: ignore[untyped-decorator]
    def last(numbers: list[int]) -> int:
        return numbers[-1]

    with pytest.raises(IndexError, match="place -1 of a list; expected one from 0 on"):
        last.compile((Cells(numba.types.int64),))


def test_field_that_an_entity_lacks_is_refused() -> None:
    """A name that no field has is told when the function is compiled."""
    line_at = entity_at(HeldLine)

    @numba.njit  # type: ignore[untyped-decorator]
    def colour(address: int) -> int:
        return int(line_at(address).colour)  # type: ignore[attr-defined]

    with pytest.raises(TypingError, match="colour"):
        colour.compile((numba.types.int64,))


def test_fields_of_memory_stand_behind_those_of_the_model() -> None:
    """No two fields of an entity share a cell, and what only memory keeps comes last."""
    fields = layout(Line)
    assert HeldLine.__annotations__["next"] == "HeldLine"
    assert [one.cell for one in fields.values()] == sorted({one.cell for one in fields.values()})
    assert list(fields)[-3:] == ["next", "in_book", "in_list"]
    assert width(Line) == fields["in_list"].cell + 1


@given(st.lists(st.integers(-9, 9) | st.integers(-(2**63), 2**63 - 1), max_size=80))
def test_compiled_code_s_own_sort_puts_numbers_in_order(numbers: list[int]) -> None:
    """As Python's does."""
    expected = sorted(numbers)
    sort_numbers(numbers)
    assert numbers == expected


@given(st.lists(st.integers(-9, 9) | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=80), st.data())
def test_compiled_code_s_own_selection_gives_the_number_at_a_place_of_their_order(
    numbers: list[int], data: st.DataObject
) -> None:
    """As Python's sort has it; the numbers are all still there."""
    place = data.draw(st.integers(0, len(numbers) - 1))
    expected = sorted(numbers)
    assert select_number(numbers, place) == expected[place]
    assert sorted(numbers) == expected
