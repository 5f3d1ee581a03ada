"""The scenario of a view: one that ships, the one that the command was given, or a text from the page.

A page never names a file of the machine that it runs on: neither a scenario nor a CSV file of one.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from sim.errors import ScenarioError, UsageError
from sim.explorer.controls import Control, controls
from sim.explorer.view import View
from sim.records.figures.names import check_report
from sim.scenario.change import with_settings
from sim.scenario.file import parsed, shipped, shipped_text
from sim.scenario.schema import Scenario, file_name
from sim.scenario.validation import refuse_extremes
from sim.scenario.wording import did_you_mean, one_of, show

NOWHERE = Path(__file__).parent / "no-files-from-a-page"
"""The folder of the CSV files of a scenario from the page: there is none."""

PASTED = "your own"
"""What the page calls a scenario whose text was given."""


MOST_KNOWN = 64
"""Scenarios with their settings that are kept."""


@dataclass(frozen=True)
class Given:
    """A scenario file that the command was started with: as it was read then, and what a command calls it."""

    scenario: Scenario
    path: str


@dataclass(frozen=True)
class Episodes:
    """What can be chosen: all that ships, and the `given` ones by their names."""

    given: dict[str, Given] = field(default_factory=dict)
    _known: dict[tuple[str, ...], Scenario] = field(default_factory=dict)
    _checked: dict[tuple[str, ...], ScenarioError | None] = field(default_factory=dict)
    _controls: dict[tuple[str, str], list[Control]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Their names, the given ones first."""
        return [*self.given, *(name for name in shipped() if name not in self.given)]

    def base(self, view: View) -> Scenario:
        """The scenario of a view, before its settings.

        Raises `UsageError` where there is none of this name, `ScenarioError` for what is wrong in a text.
        """
        if view.text:
            return _parsed(view.text, PASTED)
        if view.episode in self.given:
            return self.given[view.episode].scenario
        if view.episode not in self.names:
            hint = did_you_mean(view.episode, self.names)
            expected = f"expected {one_of(self.names)}" + (f" ({hint})" if hint else "")
            raise UsageError(f"scenario is {show(view.episode)}; {expected}")
        return _parsed(shipped_text(view.episode), view.episode)

    def scenario(self, view: View) -> Scenario:
        """The scenario with the settings. Raises `UsageError` and `ScenarioError` where they can't be.

        That it is sound with what is uncertain at its ends is for `check` to say, which takes longer.
        """
        key = (view.text, view.episode, *view.assignments)
        if key not in self._known:
            for one in view.assignments:
                if "empirical" in one:
                    raise UsageError(f"--set {one}: a page reads no files; expected another kind of value")
            found = with_settings(self.base(view), view.assignments, extremes=False)
            check_report(found)
            self._known[key] = found
            for oldest in list(self._known)[:-MOST_KNOWN]:
                self._known.pop(oldest, None)
        return self._known[key]

    def check(self, view: View) -> None:
        """Raises `ScenarioError` where the view's scenario can't be with what is uncertain at its ends."""
        key = (view.text, view.episode, *view.assignments)
        if view.settings and key not in self._checked:
            self._checked[key] = _wrong_at_the_ends(self.scenario(view))
            for oldest in list(self._checked)[:-MOST_KNOWN]:
                self._checked.pop(oldest, None)
        self.refuse_checked(view)

    def refuse_checked(self, view: View) -> None:
        """Raises the same error, if that was found already."""
        error = self._checked.get((view.text, view.episode, *view.assignments))
        if error is not None:
            raise error.with_traceback(None)

    def controls(self, view: View) -> list[Control]:
        """What can be moved of a view's scenario."""
        key = (view.text, view.episode)
        if key not in self._controls:
            self._controls.clear()
            self._controls[key] = controls(self.base(view))
        return self._controls[key]

    def name_on_command_line(self, view: View) -> str:
        """What a command calls the scenario: its name, or the file that the page gives for download."""
        if view.text:
            return file_name(self.base(view))
        return self.given[view.episode].path if view.episode in self.given else view.episode


def _wrong_at_the_ends(scenario: Scenario) -> ScenarioError | None:
    try:
        refuse_extremes(scenario)
    except ScenarioError as error:
        return error
    return None


@lru_cache(maxsize=32)
def _parsed(text: str, name: str) -> Scenario:
    """The same object for the same text, by which what was simulated of it is found again."""
    return parsed(text, name, NOWHERE)
