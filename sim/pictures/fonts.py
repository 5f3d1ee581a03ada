"""Which font draws which characters, and what stands for those that none here has."""

from functools import cache, lru_cache

from matplotlib.font_manager import FontProperties, fontManager, get_font

FONT = "DejaVu Sans"

FOR_OTHER_SCRIPTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "Arial Unicode MS",
)
"""Fonts that a machine may have, for names that the one we draw with lacks."""

NO_GLYPH = "\N{WHITE SQUARE}"
"""What stands for a character that no font has; Matplotlib would draw a box of its own, and warn."""


@lru_cache(maxsize=4096)
def families(text: str) -> tuple[str, ...]:
    """The font we draw with, and behind it one of the machine's for characters that it lacks."""
    if not set(text) - glyphs(FONT):
        return (FONT,)
    there = set(fontManager.get_font_names())
    return (FONT, *[name for name in FOR_OTHER_SCRIPTS if name in there][:1])


@cache
def glyphs(family: str) -> frozenset[str]:
    """The characters that a font can draw; and the end of a line, which needs no drawing."""
    plain = FontProperties(
        family=family, style="normal", variant="normal", weight="normal", stretch="normal", size=10
    )  # whatever the program's own settings are
    font = get_font(fontManager.findfont(plain))
    return frozenset(map(chr, font.get_charmap())) | {"\n"}


@lru_cache(maxsize=4096)
def drawable(text: str) -> str:
    """The text, with a box for each character that no font has."""
    known = frozenset[str]().union(*map(glyphs, families(text)))
    return "".join(sign if sign in known else NO_GLYPH for sign in text)


def lacking(texts: list[str]) -> str:
    """The characters of texts that no font has, each once."""
    return "".join(dict.fromkeys(sign for text in texts for sign in text if sign not in drawable(text)))
