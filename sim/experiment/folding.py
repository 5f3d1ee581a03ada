"""Histograms of many parts of a point, folded into one file while the work goes on, so that they take no more room."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiment.packed import gaps, summed
from sim.experiment.part import Arrays, Reader, add_arrays, read_array, remove_curves
from sim.records.files import aside, sync
from sim.statistics.histogram import Histogram

FOLD_AT = 16
"""Parts whose histograms are folded at once."""

ABOUT = "folded.json"
HISTOGRAM = ("ends", "bins", "steps")


class FoldedCurves:
    """The file at `path` with the curves of parts, whose `names` it tells; `about` says of what work it must be.

    A file that is damaged, or of other work, is none: its parts no longer have their curves, and are done again.
    """

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        self.path = path
        self._about = dict(about)
        self.names: frozenset[str] = frozenset()
        if path.is_file():
            try:
                with zipfile.ZipFile(path) as archive:
                    told = json.loads(archive.read(ABOUT))
                    if archive.testzip() is None and told["about"] == self._about:
                        self.names = frozenset(told["names"])
            except (zipfile.BadZipFile, OSError, ValueError, LookupError, TypeError):
                self.names = frozenset()

    def files(self, parts: Sequence[Path]) -> list[Path]:
        """Where the curves of parts are to be read."""
        return [self.path] * bool(self.names) + [part for part in parts if part.name not in self.names]

    def fold(self, parts: Sequence[Path]) -> None:
        """Take the curves out of parts, and add them to those here. Raises `OSError`."""
        names = self.names | {part.name for part in parts}
        with ExitStack() as files:
            readers = [partial(read_array, files.enter_context(zipfile.ZipFile(one))) for one in self.files(parts)]
            temporary = files.enter_context(aside(self.path))
            with zipfile.ZipFile(temporary, "w") as archive:
                archive.writestr(ABOUT, json.dumps({"about": self._about, "names": sorted(names)}))
                for arrays in _added(readers):
                    add_arrays(archive, arrays)
        sync(self.path.parent)
        self.names = names
        for part in parts:
            remove_curves(part)


def _added(readers: Sequence[Reader]) -> Iterator[Arrays]:
    """The arrays of all parts together, as `Histograms.arrays` has them: sums, then a product and buyer at a time."""
    sums = {name: [one for one in (read(name) for read in readers) if one is not None] for name in ("count", "sums")}
    if sums["count"]:
        yield {name: np.sum(found, axis=0) for name, found in sums.items()}
    for place in count():
        found = (one for read in readers if (one := histogram_in(read, place)) is not None)
        first = next(found, None)
        if first is None:
            return
        yield arrays_of(Histogram.merged(chain((first,), found)), place)


def arrays_of(histogram: Histogram, place: int) -> Arrays:
    """The arrays of the histogram of a product and a buyer, by name."""
    packed = gaps(histogram.ends), gaps(histogram.bins), histogram.steps
    return {f"{place}.{what}": array for what, array in zip(HISTOGRAM, packed, strict=True)}


def histogram_in(read: Reader, place: int) -> Histogram | None:
    """The histogram that these arrays are of; None where there is none."""
    many, ends, bins, steps = (read(name) for name in ("count", *(f"{place}.{what}" for what in HISTOGRAM)))
    if many is None or ends is None or bins is None or steps is None:
        return None
    return Histogram(int(many[0]), summed(ends), summed(bins), steps)
