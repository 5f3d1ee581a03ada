"""How a result is repeated: a command, the files that it takes, and a page that tells both."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.archive.citation import Citation
from sim.reporting.reproduce import reproduction_of
from sim.reporting.result import KINDS, Result
from sim.scenario.schema import as_toml, file_name


@dataclass(frozen=True)
class Repeat:
    """A command line, empty where a kind has none of its own, the texts of its files by name; what the result is."""

    about: str
    command: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


def repeat_of(result: Result) -> Repeat:
    """How a result is repeated, with its scenario as a file that loads."""
    scenario = result.scenario
    files = {file_name(scenario): as_toml(scenario)}
    about = (
        f"A {result.kind} of the scenario {scenario.name}, simulated by gpu-supply-sim {result.manifest['version']}."
    )
    if scenario.question:
        about = f"{scenario.question} {about}"
    if result.kind not in KINDS:
        return Repeat(about, "", files)
    found = reproduction_of(result, None)
    return Repeat(about, found.command, files | {one.name: one.text for one in found.carried})


README = """# {title}

{about}

- `{folder}/` is the folder as it was written; `manifest.json` in it says how, with the hash of every file.
- `ro-crate-metadata.json` says the same for programs (RO-Crate 1.1).
- The scenario, as it can be run and changed: {files}.

## To repeat it

With gpu-supply-sim {version} (digest version {digests}), all of it, compared with what lies here:

    gpu-supply verify .

{command}Its result digest is `{digest}`: the same on any machine, with any engine.

## To cite it

{authors}: {title}. {licence}. See CITATION.cff.
"""

COMMAND = """The command by itself, which lands in a folder of its own:

    {command}

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
        command=COMMAND.format(command=repeat.command.replace("\n", "\n    ")) if repeat.command else "",
        digest=manifest["result_digest"],
        authors=", ".join(one.name for one in citation.authors),
        licence=citation.license_name,
    )
