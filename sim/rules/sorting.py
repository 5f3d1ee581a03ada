"""Numbers in order; the compiled engine has a sort of its own in the place of Python's."""


def ascending(numbers: list[int], count: int) -> list[int]:
    """The first so many numbers of a list in ascending order; the list itself is changed or not."""
    return sorted(numbers[:count])


def first(numbers: list[int], count: int) -> list[int]:
    """The first so many numbers of a list."""
    return numbers[:count]


def number_at(numbers: list[int], count: int, place: int) -> int:
    """Which of the first so many numbers of a list would stand at a place of their order; they may change places."""
    return sorted(numbers[:count])[place]
