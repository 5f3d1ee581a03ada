"""How a result shows itself: one line in a console, its answer and its picture in a notebook."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from sim.errors import SimError
from sim.html import fragment

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Shown:
    """A result with facts, an answer in words and a picture."""

    def facts(self) -> Mapping[str, object]:
        """What the result is of: a few words or numbers by name, the scenario first."""
        raise NotImplementedError

    def answer(self) -> str:
        """The answer in words."""
        raise NotImplementedError

    def plot(self) -> "Figure":
        """The picture. Raises `UsageError` where there is none."""
        raise NotImplementedError

    def __repr__(self) -> str:
        (_, about), *rest = self.facts().items()
        return f"<{type(self).__name__} of {about}: {', '.join(f'{name} {value}' for name, value in rest)}>"

    def _repr_html_(self) -> str:
        """The result in a notebook."""
        return fragment(type(self).__name__, self.facts(), self.answer(), self._picture())

    def _picture(self) -> bytes | None:
        from sim.pictures.style import Picture

        with suppress(SimError):
            figure = self.plot()
            if isinstance(figure, Picture):
                return figure._repr_png_()  # the name that notebooks know
        return None
