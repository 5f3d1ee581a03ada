"""The answer of a discovery in words."""

from typing import Any

from sim.experiment.answer import counted, interval_in_words, rounded
from sim.records.words import percent
from sim.statistics.intervals import wilson


def discover_answer(summary: dict[str, Any]) -> str:
    """In which box the outcome is frequent; where none stands out, how many replications could show one."""
    count, frequency = summary["replications"], summary["frequency"]
    interval = interval_in_words(*wilson(round(frequency * count), count))
    if frequency in (0.0, 1.0):
        when = "always" if frequency else "never"
        none = "so no parameter makes a difference that these show"
        told = f"{summary['target']}: {when}, in {count:,} replications ({interval}); {none}"
        return "\n".join([told, *_left_out(summary)])
    head = f"{summary['target']}: in {percent(frequency)} of {count:,} replications ({interval})"
    lines = [head, *_left_out(summary)]
    if not summary["box"]:
        return "\n".join([*lines, *_nothing(summary)])
    held = f"which holds {percent(summary['coverage'])} of all such cases"
    inside = summary["in_box"]
    sure = interval_in_words(*wilson(round(summary["density"] * inside), inside))
    lines.append(f"  in {percent(summary['density'])} of the {inside:,} in the box below, {held}")
    lines.append(f"  ({sure}, if the box were not chosen for them: another sweep shows how much of it comes again)")
    for path, ends in summary["box"].items():
        lines.append(f"  {_between(path, ends['low'], ends['high'])} (quasi-p {ends['quasi_p']:.1g})")
    return "\n".join(lines)


def _left_out(summary: dict[str, Any]) -> list[str]:
    """What a box could not be sought in: replications without an outcome, parameters that are no numbers."""
    lines = []
    if summary["left_out"]:
        lines.append(f"  {counted(summary['left_out'], 'more replication')} left out: failed, or without the figure")
    if summary["parameters_left_out"]:
        lines.append(f"  not looked at, as no box holds what is no number: {', '.join(summary['parameters_left_out'])}")
    return lines


def _nothing(summary: dict[str, Any]) -> list[str]:
    """What it means that there is no box."""
    least = summary["replications_needed"]
    sought = "one that has a fifth of the replications and the outcome half as often again"
    lines = [f"  no region of the {summary['parameters']:,} uncertain parameters stands out"]
    if summary["replications"] < least:
        when = f"would show in about {_rounded(least):,} replications"
        return [
            *lines,
            f"  {sought} {when}; these are too few to say that there is none",
        ]
    return [*lines, f"  {sought} would most likely have shown in so many"]


def _rounded(count: int) -> int:
    """A count that is an estimate: two digits of it, rounded up."""
    step = 10 ** max(0, len(str(count)) - 2)
    return int(-(-count // step) * step)


def _between(path: str, low: float | str | None, high: float | str | None) -> str:
    first, last = (end if isinstance(end, str) else "" if end is None else rounded(end) for end in (low, high))
    if low is None:
        return f"{path} at most {last}"
    return f"{path} at least {first}" if high is None else f"{path} from {first} to {last}"
