"""The plan of a sweep: which replications of which points are simulated, and in which chunks of work."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sim.errors import UsageError
from sim.experiment.arguments import draw_number, whole
from sim.experiment.designs import Settings, check_design
from sim.experiment.parameter_sets import ParameterSets
from sim.experiment.policies import Policy
from sim.extensions.registry import Extension, used_in
from sim.records.daily import CURVES
from sim.scenario.change import with_values
from sim.scenario.correlation import Mix, mix_of
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario

KEEPS = ("curves", "events", "summary")
"""What a sweep keeps besides its rows: the bands of its curves, these and its event logs, nothing."""

MOST_REPLICATIONS = 100_000_000
CHUNKS = {"curves": 64, "events": 64, "summary": 32}
"""Chunks that the replications of a plan are cut into, by what is kept: a row alone is little to lose."""

CHUNK_SIZES = {"simpy": (50, 500), "compiled": (4_000, 4_000)}
"""The least and the most replications of a chunk, by engine: so much work that its part is little."""

EXACT_UP_TO = 2_000
"""Replications of a point whose quantiles are exact; beyond, they come from histograms."""

CURVE_ROOM = 64_000_000
"""Bytes that exact curves of a chunk take, about."""

BYTES_OF_CELL = 2
"""What a day of a curve takes there, about: its steps take 16 bytes, and it changes on a day of eight."""


@dataclass(frozen=True)
class Point:
    """One design point: a scenario of the plan with other values at some paths, of a grid and of a policy."""

    scenario: int
    settings: Settings = ()
    policy: Policy | None = None

    @property
    def values(self) -> dict[str, object]:
        """Every path that the point sets, and its value."""
        return dict((*(self.policy.settings if self.policy else ()), *self.settings))

    def in_digest(self) -> tuple[object, ...]:
        """What the digest of a plan has of it."""
        return (self.scenario, self.settings, *(vars(self.policy).items() if self.policy else ()))

    @property
    def shown(self) -> Settings:
        """What tells the point from others: the name of its policy, and the values of the grid."""
        return (*((("policy", self.policy.name),) if self.policy else ()), *self.settings)


def policies_in(points: Iterable[Point]) -> dict[str, dict[str, object]]:
    """The policies of some points, each with its values."""
    return {point.policy.name: dict(point.policy.settings) for point in points if point.policy is not None}


@dataclass(frozen=True)
class Chunk:
    """Work that is done, written and redone as one: `count` replications of a point from `first` on."""

    point: int
    first: int
    count: int

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"point-{self.point:07d}-replication-{self.first:09d}-{self.count:05d}.zip"

    def place(self) -> tuple[int, int]:
        """Where it begins, by which chunks are put in order."""
        return self.point, self.first

    def followed_by(self, other: "Chunk", most: int) -> "Chunk | None":
        """Both as one chunk, where the other begins where this one ends, and it has at most so many replications."""
        fits = other.point == self.point and other.first == self.first + self.count and self.count + other.count <= most
        return Chunk(self.point, self.first, self.count + other.count) if fits else None


def chunk_named(name: str) -> Chunk | None:
    """The chunk whose file has this name; None of any other name."""
    found = re.fullmatch(r"point-(\d{7,})-replication-(\d{9,})-(\d{5,})\.zip", name)
    return Chunk(*map(int, found.groups())) if found else None


@dataclass(frozen=True)
class Plan:
    """What a sweep does: `replications` of each point, at most, drawn with one seed.

    With `each` above 1, so many replications in turn share a row of the design, and every row has the same chances.
    `sets` says what the table of a design gives that has one; its values are the scenarios' own.
    """

    scenarios: tuple[Scenario, ...]
    points: tuple[Point, ...]
    replications: int
    seed: int = 0
    design: str = "random"
    keep: str = "curves"
    precision: tuple[tuple[str, float], ...] = ()
    each: int = 1
    sets: ParameterSets | None = None

    def __post_init__(self) -> None:
        """Raises `UsageError` for a seed or a count that is none."""
        object.__setattr__(self, "replications", whole("replications", self.replications, 1, MOST_REPLICATIONS))
        object.__setattr__(self, "seed", draw_number("seed", self.seed))

    def scenario_at(self, point: int) -> Scenario:
        """The scenario of a point. Raises `ScenarioError` where its settings do not go together."""
        here = self.points[point]
        scenario = self.scenarios[here.scenario]
        return with_values(scenario, here.values, extremes=False) if here.values else scenario

    def slim(self, point: int) -> "Plan":
        """The plan as far as a worker needs it for a point: of many scenarios only the point's own."""
        if self.design != "random" or len(self.scenarios) <= 2:
            return self
        here = self.points[point]
        points = tuple(replace(here, scenario=0) if place == point else Point(0) for place in range(len(self.points)))
        return replace(self, scenarios=(self.scenarios[here.scenario],), points=points)

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Paths that the design draws: what is uncertain in any of the scenarios and not set by every point."""
        gridded = set.intersection(*(set(point.values) for point in self.points))
        paths = (path for scenario in self.scenarios for path in scenario.drawn if path not in gridded)
        return tuple(dict.fromkeys(paths))

    def mix(self, point: int) -> Mix:
        """How what the design draws at a point is correlated, by the places of `uncertain`."""
        scenario = self.scenario_at(point)
        places = [self.uncertain.index(path) for path in scenario.drawn]
        known = mix_of(scenario).items()
        return {places[own]: (tuple(places[one] for one in others), weights) for own, (others, weights) in known}

    @property
    def counts_curves(self) -> bool:
        """Whether curves are counted in histograms: of few replications they are kept exactly."""
        return self.keep != "summary" and self.replications > EXACT_UP_TO

    @property
    def total(self) -> int:
        """Replications of all points, at most."""
        return self.replications * len(self.points)

    def chance_of(self, replication: int) -> int:
        """The number under which a replication draws its chance."""
        return replication if self.each == 1 else replication % self.each

    def digest(self) -> str:
        """Twelve hexadecimal digits that the same work, and no other, has."""
        points = [one.in_digest() for one in self.points]
        counts = (points, self.replications, self.seed, self.design, self.keep, self.precision)
        shared = (() if self.each == 1 else (self.each,)) + (() if self.sets is None else (vars(self.sets),))
        own = tuple(one.digest() for one in self.extensions)
        return digest_of([dump(scenario) for scenario in self.scenarios], *counts, *shared, *own)

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """What its scenarios and points name of the user's own."""
        documents = [dump(scenario) for scenario in self.scenarios]
        return used_in(*documents, *(point.values for point in self.points))

    def chunks(self, size: int, first: int, last: int) -> Iterator[Chunk]:
        """Chunks of replications `first` to `last - 1` of every point, cut at multiples of `size`."""
        for point in range(len(self.points)):
            start = first
            while start < last:
                end = min(last, (start // size + 1) * size)
                yield Chunk(point, start, end - start)
                start = end


def run_digest(scenario: Scenario, seed: int, replication: int) -> str:
    """Twelve hexadecimal digits of a single replication."""
    document = dump(scenario)
    return digest_of([document], "run", seed, replication, *(one.digest() for one in used_in(document)))


def digest_of(*content: object) -> str:
    """Twelve hexadecimal digits of anything that JSON can write, dates as ISO text."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def chunk_size(plan: Plan, engine: str, workers: int = 1) -> int:
    """Replications of a chunk: a lost one costs little, their number stays small, and workers have as many each."""
    least, most = CHUNK_SIZES[engine]
    if plan.keep == "events":
        least, most = CHUNK_SIZES["simpy"]  # a log is work for both
    if plan.keep == "curves" and plan.replications <= EXACT_UP_TO:
        scenario = plan.scenarios[0]
        cells = (len(scenario.product) + 1) * (len(scenario.buyer) + 1) * scenario.days * len(CURVES)
        most = max(CHUNK_SIZES["simpy"][0], min(most, CURVE_ROOM // (BYTES_OF_CELL * cells)))
    least = min(least, max(CHUNK_SIZES["simpy"][0], -(-plan.total // workers)))
    size = min(most, max(least, -(-plan.total // CHUNKS[plan.keep])))
    rounds = -(-plan.total // (size * workers))
    return max(min(size, CHUNK_SIZES["simpy"][0]), -(-plan.total // (rounds * workers)))


def check_plan(plan: Plan) -> None:
    """Raises `UsageError` for designs and things to keep that cannot be."""
    if plan.keep not in KEEPS:
        raise UsageError(f"keep is {plan.keep!r}; expected one of {', '.join(KEEPS)}")
    if plan.sets is None:
        check_design(plan.design, len(plan.uncertain), plan.each)
