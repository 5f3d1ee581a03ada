"""The page of the commands, written from the program: `python -m tests.docs.commands`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from typer.main import get_command

from sim.cli.main import EPILOG, app
from tests.docs.blocks import DOCS

PAGE = DOCS / "commands.md"
MARK = "<!-- commands -->\n"
PROGRAM = "gpu-supply"

SEVERAL = 4
"""In so many commands an option is a common one, and told once."""

Row = tuple[str, str, str]
"""How a parameter is written, what it means, its default."""


def all_commands(name: str = PROGRAM, command: Any = None) -> Iterator[tuple[str, Any]]:
    """Every command by its whole name, groups included, in the program's order."""
    command = get_command(app) if command is None else command
    yield name, command
    for inner in getattr(command, "commands", {}).values():
        yield from all_commands(f"{name} {inner.name}".strip(), inner)


def written(text: str) -> str:
    """The page with what follows its mark made anew."""
    return text.partition(MARK)[0] + MARK + "\n".join(lines())


def lines() -> Iterator[str]:
    """The page after its mark: what options several commands have, then each command."""
    known = dict(all_commands())
    rows = {name: [row_of(parameter) for parameter in command.params] for name, command in known.items()}
    count = Counter(row for all_rows in rows.values() for row in all_rows)
    common = [row for row in count if count[row] >= SEVERAL and row[0].startswith("`--")]
    yield from ("", "## Options that many commands have", "", *table(common))
    yield from ("", "Every command and group explains itself with `-h` or `--help`.", "", EPILOG)
    for name, command in known.items():
        yield from ("", f"## `{name}`", "", command.help)
        yield from ("", "```text", usage(name, command), "```")
        own = [row for row in rows[name] if row not in common]
        yield from ("", *table(own)) if own else ()
        shared = [row[0].split()[0].strip("`") for row in rows[name] if row in common]
        yield from ("", f"Also: {', '.join(f'`{option}`' for option in shared)}.") if shared else ()
    yield ""


def usage(name: str, command: Any) -> str:
    """How a command is written."""
    arguments = [parameter.metavar for parameter in command.params if parameter.param_type_name == "argument"]
    inner = ["COMMAND"] if getattr(command, "commands", {}) else []
    return " ".join([name, *arguments, *inner, "[OPTIONS]" if command.params else ""]).strip()


def table(rows: Sequence[Row]) -> list[str]:
    """Parameters as a table."""
    return ["| | meaning | default |", "| --- | --- | --- |", *(f"| {' | '.join(row)} |" for row in rows)]


def row_of(parameter: Any) -> Row:
    """A parameter as a row."""
    name = "" if parameter.param_type_name == "argument" else parameter.opts[-1]
    words = f"{name} {parameter.metavar or ''}".strip().replace("|", "\\|")
    return f"`{words}`", parameter.help.replace("|", "\\|"), default_of(parameter)


def default_of(parameter: Any) -> str:
    """What a parameter is where nothing is said."""
    if parameter.required:
        return "required"
    return "" if parameter.default is None or parameter.default is False else f"`{parameter.default}`"


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
