"""Checks against sources that the question could not know."""

from collections.abc import Iterator

from sim.scenario.warnings.view import Found, View


def known_too_late(view: View) -> Iterator[Found]:
    """What a scenario is checked against was published when its question was asked."""
    asked = view.scenario.report.asked
    for number, check in enumerate(view.scenario.source_check):
        if asked is not None and check.published > asked:
            yield (
                ("source_check", number, "published"),
                f"is {check.published}, after report.asked ({asked}): nobody could know it then",
            )
