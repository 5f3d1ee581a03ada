"""What a wheel and a source archive hold, built without a network; that the wheel alone is enough to run."""

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.archive.citation import read_citation
from sim.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
LEFT = shutil.ignore_patterns(
    ".*", "__pycache__", "*.pyc", "build", "dist", "*.egg-info", "mutants", "results", "site", "_build"
)
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def allowed() -> list[str]:
    """The names at the top that a container's build may see."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*"
    return [line[1:] for line in lines if line.startswith("!")]


def built(source: Path, hook: str, out: Path) -> Path:
    """What setuptools builds of a folder, in a process of its own."""
    call = f"from setuptools import build_meta; print(build_meta.{hook}({str(out)!r}))"
    done = subprocess.run([sys.executable, "-c", call], cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def source_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of all sources."""
    source = tmp_path_factory.mktemp("sources") / "tree"
    shutil.copytree(ROOT, source, ignore=LEFT)
    return built(source, "build_sdist", source.parent)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of no more than a container's build sees."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "tree"
    shutil.copytree(ROOT, source, ignore=lambda folder, names: [*LEFT(folder, names), *unseen(Path(folder), names)])
    return built(source, "build_wheel", place)


def unseen(folder: Path, names: list[str]) -> list[str]:
    """What of the top folder a container's build does not see."""
    return [name for name in names if folder == ROOT and not any(fnmatch.fnmatch(name, one) for one in allowed())]


def tree(folder: str, pattern: Callable[[Path], bool] = lambda _: True) -> set[str]:
    """The files of a folder of the sources, as paths from the top."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in files if pattern(path)}


def test_wheel_holds_the_package_scenarios_observed_figures_and_experiments(wheel: Path) -> None:
    """All of `sim`, and what lies beside it; licence and citation with the metadata; nothing else."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    beside = {f"sim/{name}" for name in (*tree("observed"), *tree("experiments"))}
    about = {name for name in names if ".dist-info/" in name}
    assert names - about == tree("sim") | beside
    assert {Path(name).name for name in about} >= {"LICENSE", "CITATION.cff", "METADATA", "entry_points.txt"}


def test_source_archive_holds_all_that_a_clone_does(source_archive: Path) -> None:
    """Sources, tests, documentation, experiments, observed figures and the pinned versions."""
    with tarfile.open(source_archive) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    folders = ("sim", "tests", "docs", "experiments", "observed", "benchmarks")
    wanted = {name for folder in folders for name in tree(folder) if "/." not in name and "/_build/" not in name}
    top = {"LICENSE", "CITATION.cff", "README.md", "CHANGELOG.md", "Makefile", "constraints.txt", "Containerfile"}
    assert wanted | top | {"pyproject.toml", "setup.py", "MANIFEST.in"} <= names


def test_wheel_alone_runs(wheel: Path, tmp_path: Path) -> None:
    """Unpacked anywhere, it has its scenarios, its observed figures by name, its experiments and its citation."""
    home = tmp_path / "installed"
    shutil.unpack_archive(wheel, home, "zip")
    program = (
        "import sim, sim.experiments.baseline_2023; from sim.archive.citation import own_citation; "
        "print(sim.__file__, len(sim.shipped()), len(sim.load_observed('china-2023').observed), own_citation().title)"
    )
    environment = os.environ | {"PYTHONPATH": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    place, scenarios, observations, title = done.stdout.split()
    assert Path(place) == home / "sim" / "__init__.py"
    assert int(scenarios) == len(tree("sim/scenario/library", lambda path: path.suffix == ".toml"))
    assert int(observations) > 0
    assert title == PROJECT["name"]


def test_citation_says_what_the_package_says() -> None:
    """Title, version, authors and licence stand in two files, which agree."""
    cited = read_citation(ROOT / "CITATION.cff")
    assert cited.title == PROJECT["name"]
    assert f"\nversion: {VERSION}\n" in cited.text
    assert [one.name for one in cited.authors] == [one["name"] for one in PROJECT["authors"]]
    assert cited.license_name == PROJECT["license"]
    assert " ".join(PROJECT["description"].split()) in " ".join(cited.text.split())


def names_of(requirements: list[str]) -> set[str]:
    """The names of distributions in requirements, of the package's own extras what these take."""
    found = set[str]()
    for one in requirements:
        name = re.split(r"[<>=!~ \[]", one)[0].lower().replace("_", "-")
        if name == PROJECT["name"]:
            extras = one.partition("[")[2].rstrip("]").split(",")
            found |= set[str]().union(*(names_of(PROJECT["optional-dependencies"][extra]) for extra in extras))
        else:
            found.add(name)
    return found


def test_every_dependency_is_pinned_and_every_extra_is_tested() -> None:
    """What any extra takes has its version in `constraints.txt`, and developers have all of it."""
    extras = {name: names_of(requirements) for name, requirements in PROJECT["optional-dependencies"].items()}
    pins = names_of((ROOT / "constraints.txt").read_text(encoding="utf-8").split())
    assert names_of(PROJECT["dependencies"]) | extras["dev"] <= pins
    assert {name: taken - extras["dev"] for name, taken in extras.items() if not taken <= extras["dev"]} == {}


def test_every_extra_is_explained_and_the_container_takes_those_there_are() -> None:
    """A page of the documentation names each extra; the container's file names no other."""
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert [name for name in PROJECT["optional-dependencies"] if f"`{name}`" not in pages] == []
    container = (ROOT / "Containerfile").read_text(encoding="utf-8")
    (asked,) = re.findall(r"'\.\[([a-z,]+)\]'", container)
    assert set(asked.split(",")) <= set(PROJECT["optional-dependencies"])
    assert "://" not in container
