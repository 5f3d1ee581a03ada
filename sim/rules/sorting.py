"""Numbers in order; the compiled engine has a sort of its own in the place of Python's."""


def ascending(numbers: list[int]) -> list[int]:
    """Whole numbers in ascending order, in a list of their own."""
    return sorted(numbers)
