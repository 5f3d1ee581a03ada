"""What a unit is called: in a scenario's own words, one and many, wherever units are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

import sim
from sim.errors import ScenarioError
from sim.records.words import MEANINGS, PHRASES
from sim.scenario.unit import begun, plural, unit_of
from tests.worlds import CHAIN, chain

SECOND = '[[product]]\nname = "B"\nprice = 1\ninitial_stock = 30\n[[distributor]]'


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("unit", "units"),
        ("GPU", "GPUs"),
        ("dose", "doses"),
        ("wafer", "wafers"),
        ("Wafer", "Wafers"),
        ("box", "boxes"),
        ("batch", "batches"),
        ("battery", "batteries"),
        ("tray", "trays"),
        ("kg", "kg"),
        ("t", "t"),
        ("kWh", "kWh"),
        ("m³", "m³"),
        ("片", "片"),
    ],
)
def test_many_of_a_unit(one: str, many: str) -> None:
    """A word gets its `s`, `es` or `ies`; a symbol of one or two letters, or cased within, stays as it is."""
    assert plural(one) == many


def test_table_says_both() -> None:
    """A table names one and many where the rule does not."""
    unit = unit_of(chain(report__unit={"one": "foot", "many": "feet"}))
    assert [unit.counted(count) for count in (0, 1, 1_200)] == ["0 feet", "1 foot", "1,200 feet"]


def test_a_symbol_begins_no_sentence_with_a_capital() -> None:
    """A sentence that begins with `kg` leaves it small; one that begins with any other word does not."""
    kilograms = unit_of(chain(report__unit="kg"))
    assert begun("kg delivered to Ann", kilograms) == "kg delivered to Ann"
    assert begun("kgs of all", kilograms) == "Kgs of all"
    assert begun("wafers delivered", unit_of(chain(report__unit="wafer"))) == "Wafers delivered"


@given(st.floats(0, 1e9))
def test_noun_goes_with_the_count_as_written(count: float) -> None:
    """`1 GPU` and no other count has the noun of one."""
    unit = unit_of(chain(report__unit="GPU"))
    written = unit.counted(count)
    assert written.endswith(" GPU") == (written.split(" ")[0] == "1")


@pytest.mark.parametrize("wrong", ["", " kg", "k\ng", "k\x1bg", 3, {"one": "foot"}, "x" * 41])
def test_unit_is_a_word(wrong: object) -> None:
    """A unit that is no word, or a table that lacks one of both, is refused by its path."""
    with pytest.raises(ScenarioError, match=r"^report\.unit"):
        chain().set("report.unit", wrong)


@pytest.mark.parametrize("kind", ["run", "sweep", "compare"])
def test_no_sentence_says_units_of_a_scenario_in_kg(kind: str) -> None:
    """Answers and pictures of a scenario that counts in kg say kg, and neither GPUs nor units."""
    one = chain(CHAIN.replace("[[distributor]]", SECOND), report__unit="kg")
    one = one.set("buyer.Ann.order.1.units", 170).set("buyer.Ann.on_control", {"A": "B"})
    if kind == "run":
        run = sim.run(one)
        said, figure = run.answer(), run.plot()
    elif kind == "sweep":
        sweep = sim.sweep(one, 3, engine="simpy")
        said, figure = sweep.answer(), sweep.plot()
    else:
        pair = sim.compare(one, one.set("name", "later"), 3, engine="simpy")
        said, figure = pair.answer(), pair.plot()
    drawn = "\n".join(one.get_text() for one in figure.findobj() if isinstance(one, Text))
    assert "Counted together: kg of A and B" in said
    assert "kg" in drawn
    assert "A and B together" in drawn
    for text in (said, drawn):
        assert "unit" not in text
        assert "GPU" not in text


def test_words_of_figures_leave_the_unit_to_the_scenario() -> None:
    """No meaning of a key figure names a unit itself."""
    assert not [words for words in (*MEANINGS.values(), *PHRASES.values()) if "GPU" in words or " unit" in f" {words}"]


@pytest.mark.parametrize("name", sim.shipped())
def test_scenarios_that_ship_say_what_they_count(name: str) -> None:
    """Minerals are counted in kilograms, all else in GPUs."""
    assert unit_of(sim.load(name)).many == ("kg" if name.startswith("minerals") else "GPUs")
