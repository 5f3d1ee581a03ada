"""Whole numbers put in order by compiled code: Numba's own sorts take seconds to compile, each kind of list anew."""

from typing import Any

FEW = 32
"""Numbers up to which each is put in its place among those before it, which is quicker than a heap."""


def sort_numbers(numbers: Any) -> None:
    """Put a list in ascending order, in its place: few by insertion, many by a heap (Williams, 1964).

    What is in order, or in the opposite one, is seen at once.
    """
    if is_descending(numbers):
        reverse(numbers)
    elif len(numbers) <= FEW:
        insert_each(numbers)
    elif not is_ascending(numbers):
        sort_by_heap(numbers)


def is_ascending(numbers: Any) -> bool:
    """Whether no number is below the one before it."""
    for place in range(1, len(numbers)):
        if numbers[place] < numbers[place - 1]:
            return False
    return True


def is_descending(numbers: Any) -> bool:
    """Whether no number is above the one before it."""
    for place in range(1, len(numbers)):
        if numbers[place] > numbers[place - 1]:
            return False
    return True


def reverse(numbers: Any) -> None:
    """Put the last first."""
    last = len(numbers) - 1
    for place in range(len(numbers) // 2):
        number = numbers[place]
        numbers[place] = numbers[last - place]
        numbers[last - place] = number


def insert_each(numbers: Any) -> None:
    """Move each number before those that are larger."""
    for last in range(1, len(numbers)):
        number, place = numbers[last], last
        while place > 0 and numbers[place - 1] > number:
            numbers[place] = numbers[place - 1]
            place -= 1
        numbers[place] = number


def sort_by_heap(numbers: Any) -> None:
    """Make a heap of all, and take the largest from it, one after the other."""
    count = len(numbers)
    for place in range(count // 2 - 1, -1, -1):
        sift_down(numbers, place, count)
    for last in range(count - 1, 0, -1):
        largest = numbers[0]
        numbers[0] = numbers[last]
        numbers[last] = largest
        sift_down(numbers, 0, last)


def sift_down(numbers: Any, place: int, count: int) -> None:
    """Let a number sink in a heap, the first so many of a list, to below all that are larger."""
    number = numbers[place]
    child = 2 * place + 1
    while child < count:
        if child + 1 < count and numbers[child + 1] > numbers[child]:
            child += 1
        if numbers[child] <= number:
            break
        numbers[place] = numbers[child]
        place = child
        child = 2 * place + 1
    numbers[place] = number


def select_number(numbers: Any, place: int) -> Any:
    """The number that would stand at a place if a list were in order (Hoare's FIND, 1961); its numbers change places.

    What lies from `first` to before `end` is not yet known to be on one side of the place.
    """
    first, end = 0, len(numbers)
    while True:
        middle = numbers[(first + end) // 2]
        least_equal = move_below(numbers, first, end, middle)
        if place < least_equal:
            end = least_equal
            continue
        first = move_below(numbers, least_equal, end, middle + 1)
        if place < first:
            return middle


def move_below(numbers: Any, first: int, end: int, limit: Any) -> int:
    """Move those of a part of a list that are below a limit to its front; gives the place behind them.

    Each number is moved, whether it has to be or not: a branch that goes either way as often takes longer.
    """
    behind = first
    for place in range(first, end):
        number = numbers[place]
        numbers[place] = numbers[behind]
        numbers[behind] = number
        behind += number < limit
    return behind
