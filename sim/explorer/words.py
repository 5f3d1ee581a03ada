"""Texts of a scenario as Markdown shows them: as they are, whatever they hold."""

import re

SPECIAL = re.compile(r"[\\`*_\[\]<$~&]|^[#>+=\-]|^\d+(?=[.)])|:(?=\S)|(?<=www)\.|@|!(?=\[)")
"""What Markdown, or what Streamlit adds to it, takes for more than text: links, pictures, formulas, colours, lists.

Nothing else is escaped, as some of these texts are read aloud as they were written.
"""


def as_is(text: str) -> str:
    """A text on one line in which Markdown sees nothing but text."""
    return SPECIAL.sub(_escaped, " ".join(text.split()))


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return f"{sign[:-1]}\\{sign[-1]}" if not sign.isdecimal() else f"{sign}\u2060"
