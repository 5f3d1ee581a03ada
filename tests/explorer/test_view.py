"""What a link says, what it becomes as a command, and what a page may not ask for."""

import shlex
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.errors import SimError, UsageError
from sim.explorer.episodes import Episodes, Given
from sim.explorer.evidence import choices, chosen, name_on_command_line
from sim.explorer.view import PANELS, View
from tests.explorer.worlds import SMALL
from tests.worlds import CHAIN, chain

TEXTS = st.text(min_size=1, max_size=20)
PATHS = st.sampled_from(["product.A.price", "control.2022-08 letter.moved.1.to", 'product."A.1".price'])


@given(
    st.tuples(st.tuples(PATHS, TEXTS)),
    st.integers(0, 2**64 - 1),
    st.sampled_from(list(PANELS)),
    st.integers(0, 2**63 - 1),
    st.tuples(TEXTS, TEXTS, st.none() | st.dates()),
)
def test_view_is_its_link(
    settings: tuple[tuple[str, str]], seed: int, panel: str, replication: int, evidence: tuple[str, str, date | None]
) -> None:
    """The query of a view gives the same view, whatever stands in it."""
    stripped = tuple((path, value.strip()) for path, value in settings)
    view = View("china-2023", "", stripped, seed, panel, replication, *evidence)
    assert View.of_query(view.query(), "no-ban") == view


@given(st.text(min_size=1))
def test_scenario_of_one_s_own_is_in_its_link(text: str) -> None:
    """A pasted text comes out of the link as it was."""
    assert View.of_query(View(text=text).query(), "no-ban").text == text


def test_link_without_a_word_leads_to_the_first_episode() -> None:
    """An empty query is the episode that the page begins with, as its file says."""
    assert View.of_query({}, "no-ban") == View("no-ban")


@pytest.mark.parametrize(
    "query", [{"seed": ["-1"]}, {"panel": ["x"]}, {"set": ["x"]}, {"toml": ["%%%"]}, {"as_of": ["soon"]}], ids=str
)
def test_wrong_link_is_refused(query: dict[str, list[str]]) -> None:
    """A part of a link that can't be is told."""
    with pytest.raises(UsageError):
        View.of_query(query, "no-ban")


def test_text_that_unpacks_to_far_too_much_is_refused() -> None:
    """A short link can't fill the memory."""
    with pytest.raises(UsageError, match="longer than"):
        View.of_query(View(text=" " * 5_000_000).query(), "no-ban")


def test_command_gives_what_is_shown() -> None:
    """The command has the settings as a shell takes them, the seed, and the count of replications or one of them."""
    view = View("china-2023", settings=(("control.2022-08 letter.moved.1.to", "2023-12-01"),), seed=7)
    (sweep,) = view.commands("china-2023", "results/x")
    assert shlex.split(sweep) == [
        "gpu-supply", "sweep", "china-2023", "--set", "control.2022-08 letter.moved.1.to=2023-12-01", "--seed", "7",
        "--replications", "1000",
    ]  # fmt: skip
    (run,) = View("china-2023", panel="events", replication=4).commands("china-2023", "results/x")
    assert run == "gpu-supply run china-2023 --seed 0 --replication 4"


def test_what_is_made_of_a_sweep_names_its_folder() -> None:
    """Importance and evidence are commands on the folder that the sweep before them writes."""
    _sweep, second = View("china-2023", panel="importance").commands("china-2023", "results/x")
    assert second == "gpu-supply importance results/x"
    view = View("china-2023", panel="evidence", as_of=date(2023, 7, 1))
    _sweep, second = view.commands("china-2023", "results/x", "china-2023")
    assert second == "gpu-supply update results/x --observed china-2023 --as-of 2023-07-01"
    assert len(view.commands("china-2023", "results/x")) == 1


def test_command_calls_evidence_as_the_page_does() -> None:
    """Figures that ship by their name, the episode's own first; one's own by a file; nothing where there are none."""
    china, small = sim.load("china-2023"), chain(SMALL)
    assert name_on_command_line(View("china-2023"), china) == choices(china)[0] == "china-2023"
    assert name_on_command_line(View(news="[[observed]]"), china) == "observed.toml"
    assert name_on_command_line(View("small"), small) == ""
    with pytest.raises(UsageError, match="expected"):
        chosen(View("china-2023", observed="../secret"), china)


def test_value_set_again_takes_the_place_of_the_former() -> None:
    """Settings keep their order; one that is taken back is gone."""
    view = View().with_setting("a", "1").with_setting("b", "2").with_setting("a", "3")
    assert view.settings == (("a", "3"), ("b", "2"))
    assert view.with_setting("a", None).settings == (("b", "2"),)


def test_scenario_of_a_view_is_that_of_the_command() -> None:
    """Settings on the page and --set make the same scenario, and the same view the same object."""
    episodes, view = Episodes(), View("china-2023", settings=(("line.GA100.capacity", "9_000"),))
    assert episodes.scenario(view) == sim.load("china-2023").set("line.GA100.capacity", 9000)
    assert episodes.scenario(view) is episodes.scenario(view)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "secret.toml", "", "chin-2023"])
def test_page_names_no_file_of_the_machine(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is none is refused without a look at the disk, and without a word about what lies there."""
    (tmp_path / "secret.toml").write_text(CHAIN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="expected one of") as refused:
        Episodes().base(View(name))
    assert str(refused.value).count("secret") == name.count("secret")


def test_scenario_from_a_page_reads_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CSV file beside the server is not read for a text or a setting from the page."""
    (tmp_path / "prices.csv").write_text("price\n1\n2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    law = '{ empirical = { file = "prices.csv", column = "price" } }'
    with pytest.raises(SimError, match=r"prices\.csv"):
        Episodes().base(View(text=f'{CHAIN}\n[uncertain]\n"product.A.price" = {law}\n'))
    episodes = Episodes({"chain": Given(chain(), "chain.toml")})
    with pytest.raises(UsageError, match="reads no files"):
        episodes.scenario(View("chain", settings=(("uncertain.allocation", law),)))


def test_given_file_is_an_episode() -> None:
    """The file that the command was given is offered first, and called by its path in commands."""
    episodes = Episodes({"chain": Given(chain(), "my/chain.toml")})
    assert episodes.names[0] == "chain"
    assert episodes.base(View("chain")) == chain()
    assert episodes.name_on_command_line(View("chain")) == "my/chain.toml"
    assert episodes.name_on_command_line(View(text=SMALL)) == "small.toml"
