"""Results and scenarios as small pieces of HTML, for notebooks; every text in them is escaped."""

from base64 import b64encode
from collections.abc import Mapping
from html import escape

KEPT = "white-space: pre-wrap; text-align: left"
"""The style of a text whose line breaks count."""


def fragment(heading: str, facts: Mapping[str, object], words: str = "", picture: bytes | None = None) -> str:
    """A heading, a table of facts, an answer in words, a picture (the bytes of a PNG file)."""
    parts = [f"<div><strong>{escape(heading)}</strong>", table(facts)]
    if words:
        parts.append(f'<pre style="{KEPT}">{escape(words)}</pre>')
    if picture is not None:
        data = b64encode(picture).decode()
        parts.append(f'<img alt="{escape(heading)}" style="max-width: 100%" src="data:image/png;base64,{data}">')
    return "\n".join([*parts, "</div>"])


def table(facts: Mapping[str, object]) -> str:
    """A table of two columns; what is empty is left out."""
    rows = (_row(name, value) for name, value in facts.items() if value not in ("", None))
    return "\n".join(["<table>", *rows, "</table>"])


def _row(name: str, value: object) -> str:
    return f'<tr><th scope="row">{escape(name)}</th><td style="{KEPT}">{escape(str(value))}</td></tr>'
