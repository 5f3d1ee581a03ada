"""Choices made of blocks of bytes, which Hypothesis draws and shrinks.

A scenario takes hundreds of choices. As many draws of Hypothesis would take several times longer than all else that is
done with the scenario. Zeros make the simplest choice and lower bytes simpler ones, which is how a scenario that fails
is shrunk; each of its tables has blocks of its own, so that a simpler one leaves the others as they are.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

T = TypeVar("T")
P = ParamSpec("P")
Choice = Callable[["Draw"], T]

SIZE = 64
BLOCKS = st.binary(min_size=SIZE, max_size=SIZE)


NONE: Mapping[str, Choice[Any]] = {}


class Draw:
    """Makes one choice after the other."""

    def __init__(self, block: Callable[[], bytes]) -> None:
        self._block = block
        self._bytes = iter(b"")

    def __call__(self, choice: Choice[T]) -> T:
        """What is chosen."""
        return choice(self)

    def apart(self, choice: Choice[T]) -> T:
        """What is chosen, from blocks of its own: what is simpler here changes nothing there."""
        return choice(Draw(self._block))

    def number(self, below: int) -> int:
        """A whole number from 0, each as likely."""
        return (self._byte() << 8 | self._byte()) * below >> 16

    def _byte(self) -> int:
        for byte in self._bytes:
            return byte
        self._bytes = iter(self._block())
        return self._byte()


@st.composite
def drawn(draw: DrawFn, choice: Choice[T]) -> T:
    """A choice as a strategy of Hypothesis."""
    return choice(Draw(lambda: draw(BLOCKS)))


def composite(make: Callable[Concatenate[Draw, P], T]) -> Callable[P, Choice[T]]:
    """A function that makes something of several choices as one that gives the choice of it."""

    def choice_of(*args: P.args, **kwargs: P.kwargs) -> Choice[T]:
        return lambda draw: make(draw, *args, **kwargs)

    return choice_of


def integers(low: int, high: int) -> Choice[int]:
    """Whole numbers; those at the ends are the likelier, where there are many, and those next to 0 the simpler."""
    count = high - low + 1
    more = count // 16

    def choice(draw: Draw) -> int:
        place = min(max(0, draw.number(count + 2 * more) - more), count - 1)
        if low >= 0:
            return low + place
        return place if place <= high else min(high, -1) - place + max(0, high + 1)

    return choice


def booleans(draw: Draw) -> bool:
    """True or false."""
    return draw.number(2) == 1


def sampled_from(options: Sequence[T]) -> Choice[T]:
    """One of them."""
    return lambda draw: options[draw.number(len(options))]


def one_of(*choices: Choice[Any]) -> Choice[Any]:
    """What one of the choices gives."""
    return lambda draw: draw(draw(sampled_from(choices)))


def lists(choice: Choice[T], least: int, most: int) -> Choice[list[T]]:
    """So many, one choice each."""
    return lambda draw: [draw(choice) for _ in range(draw(integers(least, most)))]


def several(options: Sequence[T], least: int = 1, most: int | None = None) -> Choice[list[T]]:
    """So many different ones, in any order."""

    def choice(draw: Draw) -> list[T]:
        left = list(options)
        count = draw(integers(least, len(left) if most is None else min(most, len(left))))
        return [left.pop(draw.number(len(left))) for _ in range(count)]

    return choice


def tables(keys: Mapping[str, Choice[Any]], optional: Mapping[str, Choice[Any]] = NONE) -> Choice[dict[str, Any]]:
    """A value by each key, and by some of those that are optional."""

    def choice(draw: Draw) -> dict[str, Any]:
        table = {key: draw(value) for key, value in keys.items()}
        return table | {key: draw(value) for key, value in optional.items() if draw(booleans)}

    return choice


def just(value: T) -> Choice[T]:
    """Always this."""
    return lambda _: value
