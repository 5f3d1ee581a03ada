"""Lines of text that fit: how wide one is, where it is broken, where a name is cut."""

from bisect import bisect_right
from functools import lru_cache

from sim.pictures.fonts import drawable, families
from sim.pictures.renderers import POINTS, font_of, measured

SPARE = 1.01
"""Of what a text takes: other programs draw it a little wider."""


@lru_cache(maxsize=4096)
def wide(text: str, size: float, weight: str = "normal") -> float:
    """Inches that a line of text takes."""
    face = (families(text), weight, "normal", "normal", "normal")
    width, _, _ = measured(drawable(text), font_of(face, size))
    return SPARE * width / POINTS


def wrapped(text: str, size: float, room: float, weight: str = "normal") -> list[str]:
    """The lines of a text that fit into so many inches; a word that is too long is broken."""
    lines: list[str] = []
    for paragraph in filter(None, text.replace("\t", " ").split("\n")):
        words = paragraph.split(" ")
        while words:
            if not words[0] and words[1:]:  # no line begins with a space
                del words[0]
                continue
            count = _fitting(words, size, room, weight)
            if not count:
                *full, words[0] = _broken(words[0], size, room, weight)
                lines += full
                count = max(1, _fitting(words, size, room, weight))
            lines.append(" ".join(words[:count]))
            words = words[count:]
    return lines


def _fitting(words: list[str], size: float, room: float, weight: str) -> int:
    """How many words fit side by side: mostly all, else found in a few steps, as each takes a text to be laid out."""

    def takes(count: int) -> float:
        return wide(" ".join(words[:count]), size, weight)

    if takes(len(words)) <= room:
        return len(words)
    return bisect_right(range(1, len(words)), room, key=takes)


def _broken(word: str, size: float, room: float, weight: str) -> list[str]:
    """A word in pieces that fit."""
    pieces = [""]
    for sign in word:
        if pieces[-1] and wide(pieces[-1] + sign, size, weight) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def cut(text: str, longest: int) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
