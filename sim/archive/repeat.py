"""How a result is repeated: a command, the files that it takes, and a page that tells both."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.archive.citation import Citation
from sim.reporting.reproduce import reproduction_of
from sim.reporting.result import Result
from sim.scenario.schema import as_toml, file_name


@dataclass(frozen=True)
class Repeat:
    """What the result is, the command lines that make it, and the texts of the files that these take, by name."""

    about: str
    command: str
    files: Mapping[str, str]


def repeat_of(result: Result) -> Repeat:
    """How a result is repeated, with its scenario as a file that loads."""
    scenario = result.scenario
    about = (
        f"A {result.kind} of the scenario {scenario.name}, simulated by gpu-supply-sim {result.manifest['version']}."
    )
    if scenario.question:
        about = f"{scenario.question} {about}"
    found, own = reproduction_of(result, None), as_toml(scenario)
    carried = {one.name: one.text for one in found.carried}
    return Repeat(about, found.command, carried if own in carried.values() else {file_name(scenario): own, **carried})


README = """# {title}

{about}

- `{folder}/` is the folder as it was written; `manifest.json` in it says how, with the hash of every file.
- `ro-crate-metadata.json` says the same for programs (RO-Crate 1.1).
- The scenario, as it can be run and changed: {files}.

## To repeat it

With gpu-supply-sim {version} (digest version {digests}), all of it, compared with what lies here:

    gpu-supply verify .

By hand, each into a folder of its own under `results`:

    {command}
{unknown}
Its result digest is `{digest}`: the same on any machine, with any engine.

## To cite it

{authors}: {title}. {licence}. See CITATION.cff.
"""

UNKNOWN = """
FILE stands for figures that were published later than the update looks: it used none.
"""


def readme_of(result: Result, repeat: Repeat, citation: Citation) -> str:
    """The page that a person reads first."""
    manifest = result.manifest
    return README.format(
        title=f"{result.scenario.title or result.scenario.name}: {result.kind}",
        about=repeat.about,
        folder=result.folder.resolve().name,
        files=", ".join(f"`{name}`" for name in repeat.files),
        version=manifest["version"],
        digests=manifest.get("digests", "not stated"),
        command=repeat.command.replace("\n", "\n    "),
        unknown=UNKNOWN if "--observed FILE" in repeat.command else "",
        digest=manifest["result_digest"],
        authors=", ".join(one.name for one in citation.authors),
        licence=citation.license_name,
    )
