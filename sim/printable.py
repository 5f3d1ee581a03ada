"""Characters that a text may hold, and how one that it may not is shown.

A control character moves the cursor or paints the terminal, an override of direction makes a line read as another, and
neither is allowed in SVG: so no text of a scenario may have one, and no message shows one as it is.
"""

from collections.abc import Iterable
from unicodedata import category

LINE_BREAKS = "\n\t"
"""What a text of several lines may hold besides."""

DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction in which others are read."""

NO_TEXT = frozenset(("Cc", "Cs", "Zl", "Zp"))
"""Categories of Unicode: controls, halves of pairs, and separators of lines and paragraphs."""


def is_printable(sign: str) -> bool:
    """Whether a character may stand in a text of one line."""
    code = ord(sign)
    is_none = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not (is_none or sign in DIRECTIONS or category(sign) in NO_TEXT)


def unprintable(text: str, besides: str = "") -> str:
    """The first character of a text that may not stand in it, as its code `U+001B`; empty where all may."""
    if text.isprintable():
        return ""
    found: Iterable[str] = (sign for sign in text if sign not in besides and not is_printable(sign))
    return next((f"U+{ord(sign):04X}" for sign in found), "")


def printable(text: str, besides: str = "") -> str:
    r"""A text whose characters that may not stand in it are escaped, `\x1b`; those of `besides` stay."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign in besides or is_printable(sign) else sign.encode("unicode_escape").decode() for sign in text
    )
