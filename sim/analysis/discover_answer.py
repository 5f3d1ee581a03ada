"""The answer of a discovery in words."""

from typing import Any

from sim.experiment.answer import rounded


def discover_answer(summary: dict[str, Any]) -> str:
    """In which box the outcome is frequent; where none stands out, how many replications could show one."""
    count, frequency = summary["replications"], summary["frequency"]
    if frequency in (0.0, 1.0):
        when = "always" if frequency else "never"
        return f"{summary['target']}: {when}, in {count:,} replications; so no parameter makes a difference"
    lines = [f"{summary['target']}: in {frequency:.0%} of {count:,} replications"]
    if not summary["box"]:
        return "\n".join([*lines, *_nothing(summary)])
    held = f"which holds {summary['coverage']:.0%} of all such cases"
    lines.append(f"  in {summary['density']:.0%} of those in the box below, {held}")
    for path, ends in summary["box"].items():
        lines.append(f"  {_between(path, ends['low'], ends['high'])} (quasi-p {ends['quasi_p']:.1g})")
    return "\n".join(lines)


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
