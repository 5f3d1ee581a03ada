"""A view: what is chosen on the page, as a link has it, and as the command that gives the same."""

import base64
import binascii
import shlex
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from sim.errors import UsageError
from sim.experiment.arguments import draw_number
from sim.scenario.wording import one_of, show

PANELS = {
    "answer": "Answer",
    "chances": "Probability by date",
    "figures": "Key figures",
    "flows": "Who got what",
    "timeline": "Timeline",
    "evidence": "As of a date",
    "importance": "What would change it",
    "attribution": "What is missing and why",
    "events": "One run's events",
    "days": "One run, day by day",
}
"""What can be shown below the picture, by the name that a link has."""

REPLICATIONS = 1_000
"""Of the picture and of all that is said of many replications."""

LONGEST_TEXT = 1_000_000
"""Characters of a text that comes by a link."""

Settings = tuple[tuple[str, str], ...]
"""Paths and the texts of their values, as `--set` has them."""


@dataclass(frozen=True)
class View:
    """What is chosen: an episode by name or the `text` of a scenario file, settings, seed, panel, replication.

    Of evidence: the name of observed figures that ship, or the text of some (`news`), and the date that is looked from.
    """

    episode: str = ""
    text: str = ""
    settings: Settings = ()
    seed: int = 0
    panel: str = "answer"
    replication: int = 0
    observed: str = ""
    news: str = ""
    as_of: date | None = None

    @classmethod
    def of_query(cls, query: Mapping[str, Sequence[str]], episode: str) -> Self:
        """The view of a link's query; `episode` is taken where it names none.

        Raises `UsageError` for a part of it that can't be.
        """
        last = {key: values[-1] for key, values in query.items() if values}
        panel = last.get("panel", "answer")
        if panel not in PANELS:
            raise UsageError(f"panel is {show(panel)}; expected {one_of(PANELS)}")
        text = _unpacked(last["toml"]) if "toml" in last else ""
        return cls(
            "" if text else last.get("scenario", episode),
            text,
            tuple(divided(one) for one in query.get("set", ())),
            _number("seed", last.get("seed", "0")),
            panel,
            _number("replication", last.get("replication", "0")),
            last.get("observed", ""),
            _unpacked(last["news"]) if "news" in last else "",
            _date("as_of", last["as_of"]) if "as_of" in last else None,
        )

    def query(self) -> dict[str, list[str]]:
        """The query of the link that leads here."""
        found = {"toml": [_packed(self.text)]} if self.text else {"scenario": [self.episode]}
        if self.settings:
            found["set"] = self.assignments
        if self.observed:
            found["observed"] = [self.observed]
        if self.news:
            found["news"] = [_packed(self.news)]
        if self.as_of is not None:
            found["as_of"] = [str(self.as_of)]
        return found | {"seed": [str(self.seed)], "panel": [self.panel], "replication": [str(self.replication)]}

    @property
    def assignments(self) -> list[str]:
        """What follows each `--set`."""
        return [f"{path}={value}" for path, value in self.settings]

    def with_setting(self, path: str, value: str | None) -> "View":
        """The view with a value set at a path, or with none there, so that it is as the file says."""
        others = tuple(one for one in self.settings if one[0] != path)
        known = [one[0] for one in self.settings]
        if value is None:
            return replace(self, settings=others)
        if path in known:
            changed = ((own, value if own == path else text) for own, text in self.settings)
            return replace(self, settings=tuple(changed))
        return replace(self, settings=(*others, (path, value)))

    def commands(self, scenario: str, folder: str, observed: str = "") -> list[str]:
        """The commands that give what is shown, of a scenario that a command line knows by this name.

        `folder` is where the first of them, the sweep, writes; `observed` is what it knows the observed figures by, if
        any are looked at.
        """
        sets = [word for one in self.assignments for word in ("--set", one)]
        one = [*sets, "--seed", str(self.seed)]
        if self.panel in ("events", "days"):
            return [_line("run", scenario, *one, "--replication", str(self.replication))]
        found = [_line("sweep", scenario, *one, "--replications", str(REPLICATIONS))]
        if self.panel == "attribution":
            found.append(_line("attribute", scenario, *one))
        elif self.panel == "importance":
            found.append(_line("importance", folder))
        elif self.panel == "evidence" and observed:
            as_of = [] if self.as_of is None else ["--as-of", str(self.as_of)]
            found.append(_line("update", folder, "--observed", observed, *as_of))
        return found


def _line(*words: str) -> str:
    return shlex.join(["gpu-supply", *words])


def _number(name: str, text: str) -> int:
    try:
        return draw_number(name, int(text))
    except ValueError:
        return draw_number(name, text)


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name} is {show(text)}; expected a date, YYYY-MM-DD") from None


def divided(text: str) -> tuple[str, str]:
    """Path and value of `PATH=VALUE`; raises `UsageError` for a text that is none."""
    from sim.scenario.paths import assignment

    path, value = assignment(text)
    if not path:
        raise UsageError(f"--set {text}: expected PATH=VALUE")
    return path, value


def _packed(text: str) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def _unpacked(packed: str) -> str:
    """A text in a link; raises `UsageError` where it is not whole, or far too long."""
    try:
        unzip = zlib.decompressobj()
        content = unzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), LONGEST_TEXT)
        if unzip.unconsumed_tail or not unzip.eof:
            raise UsageError(f"a text in this link is cut off, or longer than {LONGEST_TEXT:,} characters")
        return content.decode()
    except (binascii.Error, zlib.error, ValueError):
        raise UsageError("a text in this link is damaged; expected one that this page has made") from None
