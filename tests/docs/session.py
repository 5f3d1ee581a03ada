"""A page of the documentation, followed from top to bottom in one folder, as its reader would."""

import contextlib
import io
import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from sim.cli.main import main
from tests.docs.blocks import ROOT, Block, blocks, empty_files
from tests.docs.commands import all_commands
from tests.own import nothing_registered

WITH_WORKERS = {name for name, command in all_commands("") if any(one.name == "workers" for one in command.params)}


def follow(page: Path) -> None:
    """Do in the current folder what a page says, block by block. Raises `AssertionError` where it is not as shown."""
    Path("observed").symlink_to(ROOT / "observed")
    for name in empty_files(page):
        Path(name).touch()
    # The kernel is at hand, which `auto` takes from some replications on: the same results, sooner.
    with nothing_registered(), patch("sim.experiment.engine_choice.WORTH_LOADING", 2):
        for block in blocks(page):
            if block.mark in ("file", "added to"):
                with Path(block.of).open("w" if block.mark == "file" else "a", encoding="utf-8") as file:
                    file.write(block.text)
            elif block.mark != "not run":
                check(block, page.name)


def check(block: Block, page: str) -> None:
    """Run a block, or read it: what is shown of a scenario is TOML by itself."""
    match block.language:
        case "console":
            for command, shown in commands(block.text):
                status, said, messages = run(command)
                assert status == int(block.of if block.mark == "fails" else 0), f"{page}: {command}\n{messages}"
                said = messages if block.mark == "fails" else said
                assert matches(shown, said), f"{page}: {command}\n{said}"
        case "python":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(block.text, page, "exec"), {"__name__": "__main__"})  # noqa: S102 - our own page
        case "toml":
            tomllib.loads(block.text)
        case "json":
            json.loads(block.text)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, and what it shows."""
    for part in re.split(r"^\$ ", block.replace("\\\n", ""), flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def run(command: str) -> tuple[int, str, str]:
    """Exit status, standard output and messages of a command; `*` and `> FILE` mean what they do in a shell."""
    program, *words = shlex.split(command)
    assert program == "gpu-supply", command
    target = words[-1] if words[-2:-1] == [">"] else None
    asked = [one for word in (words[:-2] if target else words) for one in expanded(word)]
    if asked[0] in WITH_WORKERS and "--workers" not in asked:
        asked += ["--workers", "1"]  # the same result, by this process, which has the kernel at hand
    said, messages, status = io.StringIO(), io.StringIO(), 0
    streams = contextlib.redirect_stdout(said), contextlib.redirect_stderr(messages)
    with streams[0], streams[1], patch.object(sys, "argv", [program, *asked]):
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
    if target is None:
        return status, said.getvalue(), messages.getvalue()
    Path(target).write_text(said.getvalue(), encoding="utf-8")
    return status, "", messages.getvalue()


def expanded(word: str) -> list[str]:
    """The files that a word of a command names, or the word itself."""
    return (sorted(map(str, Path().glob(word))) if "*" in word else []) or [word]


def matches(shown: str, said: str) -> bool:
    """Whether what was said is what is shown, where `...` stands for anything."""
    pattern = ".*".join(re.escape(piece) for piece in re.split(r"\n?\.\.\.\n?", shown.strip()))
    return not shown.strip() or re.fullmatch(pattern, said.strip(), re.DOTALL) is not None
