"""How messages show a value and suggest a name."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any

from sim.printable import printable

LONGEST = 60


def show(value: Any) -> str:
    """A value as TOML has it, on one line, cut where it is long."""
    try:
        text = _shown(value)
    except (ValueError, RecursionError):
        return "a number too long to show" if isinstance(value, int) else "a value too long to show"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + printable(value.replace("\\", "\\\\").replace('"', '\\"')) + '"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_shown(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value)


def above_one(total: float) -> str:
    """A sum of shares that passes 1, with as many digits as tell it from 1, six at least."""
    texts = (f"{total:.{digits}g}" for digits in range(6, 17))
    return next((text for text in texts if float(text) > 1), repr(total))


def one_of(names: Iterable[str]) -> str:
    """The names as a choice in words, at most twelve of them."""
    known = list(islice(names, 13))
    if not known:
        return "nothing more"
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return shown if len(known) == 1 else f"one of {shown}"


def did_you_mean(name: str, known: Iterable[str], prefix: str = "") -> str:
    """A suggestion of the known name closest to a mistyped one; empty where none is close."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    best = process.extractOne(
        name.lower(),
        list(known),
        scorer=DamerauLevenshtein.normalized_similarity,
        processor=str.lower,
        score_cutoff=0.6,
    )
    return f"did you mean '{prefix}{best[0]}'?" if best else ""
