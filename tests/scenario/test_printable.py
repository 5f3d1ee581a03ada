"""Characters that no text of a scenario may hold, and how messages show what they quote."""

import tomllib
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError, UsageError
from sim.printable import is_printable, printable, unprintable
from sim.scenario.file import build
from tests.worlds import CHAIN

HARMFUL = ["\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u2066", "\u200f", "\ufffe"]
PLACES = {
    "title": 'title = "{}"\n',
    "question": 'question = "{}"\n',
    "sources.1": 'sources = ["{}"]\n',
    "report.unit": '[report]\nunit = "{}"\n',
    "product.1.name": "name",
    "buyer.Ann.order.1.product": "order",
    "buyer.Ann.via": "via",
}


def written(path: str, text: str) -> str:
    """The small chain with a text at a place."""
    escaped = "".join(f"\\U{ord(sign):08X}" for sign in text)
    form = PLACES[path]
    if form == "name":
        return CHAIN.replace('name = "A"', f'name = "{escaped}"')
    if form == "order":
        return CHAIN.replace('product = "A"', f'product = "{escaped}"')
    if form == "via":
        return CHAIN.replace("{ north = 1.0 }", f'{{ "{escaped}" = 1.0 }}')
    head, tail = CHAIN.split("end = 2023-01-31\n")
    return f"{head}end = 2023-01-31\n{form.format(escaped)}{tail}"


@pytest.mark.parametrize("harm", HARMFUL)
@pytest.mark.parametrize("path", PLACES)
def test_harmful_characters_are_refused(path: str, harm: str) -> None:
    """A control character or an override of direction anywhere is refused, and the message shows it escaped."""
    with pytest.raises(ScenarioError) as refused:
        build(tomllib.loads(written(path, f"a{harm}b")))
    message = str(refused.value)
    assert not unprintable(message, "\n")
    assert path.rpartition(".1")[0] in message or path in message or harm.encode("unicode_escape").decode() in message


@pytest.mark.parametrize("text", ["line\nand\ttab", "字节跳动 Łódź Ω 😀", "a\u200db"])
def test_other_texts_stand(text: str) -> None:
    """Line breaks and tabs may stand in a title, and letters of any script."""
    assert build(tomllib.loads(written("title", text))).title == text


@given(st.text())
@example("\x1b[2J\u202e")
@settings(max_examples=200)
def test_printable_text_does_no_harm(text: str) -> None:
    """What is printable is kept, the rest escaped: the result may stand in a terminal and in XML."""
    shown = printable(text)
    assert not unprintable(shown)
    assert printable(shown) == shown
    assert ET.fromstring(f"<a>{shown.replace('&', '').replace('<', '')}</a>") is not None  # noqa: S314
    assert shown == text or any(not is_printable(sign) for sign in text)


def test_errors_show_no_control_characters() -> None:
    """What a user typed is quoted without its escapes, over as many lines as the message has."""
    assert str(UsageError("--set \x1b[31m\nnext\u202e")) == "--set \\x1b[31m\nnext\\u202e"
