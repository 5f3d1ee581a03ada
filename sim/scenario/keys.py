"""Dotted keys as TOML writes them: dots divide their parts; a part that holds a dot or a quote stands in quotes.

Paths of a scenario and names of key figures are such keys, so what is named by one is named by no other. A part may be
written in basic (`"…"`) or literal quotes (`'…'`); here it stands in basic ones, where it has to.
"""

import json
import re
import tomllib
from collections.abc import Callable
from functools import lru_cache

QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")

Parts = tuple[tuple[str, str], ...]
"""The parts of a key: what each says, and how it is written there."""


def basic_string(text: str) -> str:
    """A text as TOML's basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def quoted(part: str) -> str:
    """A part as a key has it: in quotes where it is empty or holds a dot or a quote."""
    return basic_string(part) if not part or any(sign in part for sign in ".\"'") else part


def joined(*parts: object) -> str:
    """The key of these parts."""
    return ".".join(quoted(str(part)) for part in parts)


def divided(key: str) -> tuple[str, ...]:
    """The parts of a key: the inverse of `joined`. A quote that opens no quoted part is a sign like any other."""
    return tuple(part for part, _ in parts_of(key))


@lru_cache(maxsize=4096)
def parts_of(key: str) -> Parts:
    """The parts of a key with how they are written; those of an empty key are none."""
    found: list[tuple[str, str]] = []
    place = 0
    while key and place <= len(key):
        part, written = _part(key, place)
        found.append((part, written))
        place += len(written) + 1
    return tuple(found)


def _part(key: str, place: int) -> tuple[str, str]:
    """The part that begins at a place."""
    in_quotes = QUOTED.match(key, place)
    if in_quotes and key[in_quotes.end() : in_quotes.end() + 1] in ("", "."):
        try:
            return str(tomllib.loads(f"key = {in_quotes[0]}")["key"]), in_quotes[0]
        except tomllib.TOMLDecodeError:
            pass
    bare = key[place:].split(".", maxsplit=1)[0]
    return bare, bare


def assignment(text: str, is_key: Callable[[str], bool] = lambda _: False) -> tuple[str, str]:
    """Key and value of `KEY=VALUE`, divided at a sign outside quotes; an empty key where there is none.

    Of several signs the first divides that has a key before it, as names and texts may hold one; where none has, the
    last, but the first where the value is in quotes or braces.
    """
    for sign in re.finditer("=", text):
        if is_key(text[: sign.start()].strip()):
            return text[: sign.start()].strip(), text[sign.end() :].strip()
    found = re.match(rf"((?:{QUOTED.pattern}|[^\"'=])*)=(.*)\Z", text, re.DOTALL)
    key, equals, value = text.rpartition("=")
    if found and (not equals or any(sign in text for sign in "\"'{")):
        key, value = found[1], found[2]
    return key.strip(), value.strip()
