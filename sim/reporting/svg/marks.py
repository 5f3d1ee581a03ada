"""The marks that pictures are made of: elements whose every attribute and text is escaped."""

from collections.abc import Sequence

from markupsafe import Markup, escape

CHARACTER = 7.6
"""Width of a character of a picture's text, in the picture's own units, a little more than most fonts need."""


def element(name: str, *content: Markup | str, **attributes: object) -> Markup:
    """An element; in attributes `_` is written `-`, and a number with one decimal at most."""
    pairs = [Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _plain(it)) for key, it in attributes.items()]
    return Markup("<{0}{1}>{2}</{0}>").format(name, joined(pairs), joined([escape(one) for one in content]))


def joined(parts: Sequence[Markup]) -> Markup:
    """Parts one after the other."""
    return Markup("").join(parts)


def picture(width: float, height: float, finding: str, parts: Sequence[Markup]) -> Markup:
    """A picture of so many units, whose name for those who can't see it is its finding."""
    box = f"0 0 {_plain(width)} {_plain(height)}"
    return element("svg", *parts, viewBox=box, role="img", aria_label=finding)


def text(x: float, y: float, words: str, anchor: str = "start", style: str = "") -> Markup:
    """Words at a point, vertically centred on it."""
    return element("text", words, x=x, y=y + 4, text_anchor=anchor, class_=style or "label")


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=style)


def path(steps: str, style: str) -> Markup:
    """A path."""
    return element("path", d=steps, class_=style)


def steps_of(points: Sequence[tuple[float, float]], begin: str = "M") -> str:
    """A stair through points: level from each to the next, then up or down; only where it changes."""
    (x, y), last = points[0], points[-1]
    found = [f"{begin}{_plain(x)} {_plain(y)}"]
    for x, new in points[1:]:
        if _plain(new) != _plain(y):
            found.append(f"H{_plain(x)}V{_plain(new)}")
            y = new
    return "".join([*found, f"H{_plain(last[0])}"])


def shortened(words: str, width: float) -> str:
    """Words that fit into a width; what is cut off is shown by an ellipsis."""
    most = max(3, int(width / CHARACTER))
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _plain(value: object) -> str:
    return f"{round(value, 1):g}" if isinstance(value, float) and abs(value) < 1e5 else str(value)
