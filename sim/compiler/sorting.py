"""Whole numbers put in order by compiled code: Numba's own sorts take seconds to compile, each kind of list anew."""

from typing import Any


def sort_numbers(numbers: Any) -> None:
    """Put a list in ascending order, in its place: what is in order at once, all else by a heap (Williams, 1964)."""
    count = len(numbers)
    if is_ascending(numbers):
        return
    for place in range(count // 2 - 1, -1, -1):
        sift_down(numbers, place, count)
    for last in range(count - 1, 0, -1):
        largest = numbers[0]
        numbers[0] = numbers[last]
        numbers[last] = largest
        sift_down(numbers, 0, last)


def is_ascending(numbers: Any) -> bool:
    """Whether no number is below the one before it."""
    for place in range(1, len(numbers)):
        if numbers[place] < numbers[place - 1]:
            return False
    return True


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
