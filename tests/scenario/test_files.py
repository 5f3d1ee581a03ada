"""Files that are no scenario: one clear message, never a traceback."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.observed import load_observed
from sim.errors import ScenarioError, SimError, UsageError
from sim.scenario.editor_schema import json_schema
from sim.scenario.file import load, parsed, shipped, shipped_text
from sim.scenario.schema import Scenario
from sim.scenario.text_file import LONGEST_FILE
from tests.worlds import CHAIN


def refused(path: Path | str) -> str:
    """What is said of a file."""
    with pytest.raises(UsageError) as told:
        load(path)
    return str(told.value)


def test_missing_file_suggests_what_is_there(tmp_path: Path) -> None:
    """A name that is neither file nor scenario is answered with the one that is close."""
    assert "did you mean 'china-2023'?" in refused("china-2032")
    (tmp_path / "mine.toml").write_text(CHAIN)
    assert "mine.toml'?" in refused(tmp_path / "mien.toml")


@pytest.mark.parametrize("length", [300, 5_000])
def test_name_longer_than_the_system_allows_is_told(length: int) -> None:
    """A name that no file can have is no file, in one sentence."""
    with pytest.raises(UsageError, match="can't be read"):
        load("x" * length)


def test_folder_is_no_scenario(tmp_path: Path) -> None:
    """A folder is said to be one, with the files that it holds."""
    (tmp_path / "mine.toml").write_text(CHAIN)
    assert refused(tmp_path) == f"{tmp_path}: a folder; expected a scenario file (it holds mine.toml)"


def test_truncated_file_is_told_with_its_line(tmp_path: Path) -> None:
    """A file that ends in the middle of a value says where, and asks whether it is cut off."""
    path = tmp_path / "cut.toml"
    path.write_text(CHAIN[: CHAIN.index("units = 60") + 8])
    said = refused(path)
    assert said.startswith(f"{path}:16 is not TOML")
    assert said.endswith("expected TOML (is the file cut off?)")


def test_other_encodings_are_told_with_their_line(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are named with their line; a byte order mark is no harm."""
    path = tmp_path / "latin.toml"
    path.write_bytes(CHAIN.replace('name = "chain"', 'name = "chain"\ntitle = "\xe9"').encode("latin-1"))
    assert refused(path) == f"{path}:3: can't be read as UTF-8 text; expected a TOML file"
    path.write_bytes(b"\xef\xbb\xbf" + CHAIN.encode())
    assert load(path).name == "chain"


def test_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    """A file of more than ten million bytes is refused."""
    path = tmp_path / "long.toml"
    path.write_bytes(b"#" * (LONGEST_FILE + 1))
    assert "too long" in refused(path)


def test_unreadable_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses to open is named with the system's reason."""
    path = tmp_path / "mine.toml"
    path.write_text(CHAIN)

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuses)
    assert refused(path) == f"{path}: can't be read (Permission denied); expected a scenario file"


EMPIRICAL = CHAIN.replace("transit_days = 3", 'transit_days = { empirical = { file = "days.csv", column = "days" } }')


def test_column_of_a_csv_file_is_a_distribution(tmp_path: Path) -> None:
    """The values of a column are drawn from, blanks left out; the file lies beside the scenario."""
    (tmp_path / "days.csv").write_text("lane,days\na,2\nb,4\nc,\n")
    (tmp_path / "mine.toml").write_text(EMPIRICAL)
    law = load(tmp_path / "mine.toml").distributor[0].transit_days
    assert not isinstance(law, int | float)
    assert [law.quantile(u) for u in (0.25, 0.75)] == [2, 4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "expected a CSV file 'days.csv' that can be read (No such file or directory)"),
        ("lane,transit\na,2\n", "expected a column 'days' in 'days.csv', which has 2 columns"),
        ("lane,days\na,two\n", "expected numbers only in 'days.csv', not 'two' in line 2"),
        ("lane,days\n", "expected 1 to 100000 numbers in column 'days' of 'days.csv', not 0"),
    ],
)
def test_wrong_csv_file_is_told(tmp_path: Path, content: str | None, message: str) -> None:
    """A CSV file that is missing, lacks the column or holds no numbers is told as the value's problem."""
    if content is not None:
        (tmp_path / "days.csv").write_text(content)
    (tmp_path / "mine.toml").write_text(EMPIRICAL)
    said = refused(tmp_path / "mine.toml")
    assert "distributor.north.transit_days.empirical" in said
    assert said.endswith(message)


LINES = shipped_text("china-2023").splitlines()
SCRAPS = st.sampled_from(
    ["", "[", "]]", "= 5", '"', "x", "-1", "true", "nan", "[[buyer]]", "{ uniform = [1, 0] }", "\x00", "é"]
)


@st.composite
def garbled(draw: st.DrawFn) -> str:
    """The founding case with some lines taken out, doubled, swapped or garbled."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(["drop", "double", "cut", "value", "scrap"]))
        head, equals, _ = lines[place].partition("=")
        if what == "drop":
            del lines[place]
        elif what == "double":
            lines.insert(place, lines[place])
        elif what == "cut":
            lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]
        elif what == "value" and equals:
            lines[place] = f"{head}= {draw(SCRAPS)}"
        else:
            lines[place] += draw(SCRAPS)
    return "\n".join(lines)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(garbled())
def test_garbled_file_is_a_scenario_or_a_message(text: str) -> None:
    """Whatever happens to a file, it loads or says what is wrong: never another exception."""
    told: SimError | None = None
    try:
        assert isinstance(parsed(text, "garbled.toml"), Scenario)
    except SimError as error:
        told = error
    assert told is None or (str(told) and told.exit_status == 2)


def test_schema_knows_the_keys_of_what_ships() -> None:
    """The JSON Schema names every table and key at the top, and leaves nothing else in."""
    found = json_schema()
    assert set(found["properties"]) >= {"name", "product", "control", "distributor", "buyer", "uncertain", "report"}
    assert found["additionalProperties"] is False
    assert "draft-07" in found["$schema"]
    written = json.dumps(found)
    assert not any(f'"{word}"' in written for word in ("oneOf", "prefixItems", "null"))
    assert all(load(name).name == name for name in shipped())


def test_mistakes_come_in_the_order_of_the_file() -> None:
    """Problems are told from the first line to the last."""
    wrong = (
        CHAIN.replace("price = 100", "price = -1")
        .replace("units = 60", "units = -1")
        .replace("end = 2023-01-31", "end = 5")
    )
    with pytest.raises(ScenarioError) as told:
        parsed(wrong, "x.toml")
    lines = [problem.line for problem in told.value.problems]
    assert lines == sorted(lines, key=lambda line: line or 0)
    assert len(lines) == 3


def test_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    """What may never end, or never begin, is no scenario and no file of observed figures."""
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path, kind in ((pipe, "a pipe"), (Path("/dev/zero"), "a device")):
        assert refused(path) == f"{path}: {kind}; expected a scenario file"
        with pytest.raises(UsageError, match=f"{kind}; expected a file of observed figures"):
            load_observed(path)


def test_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario or observed figures in `~` are read as a shell would; without a home the path is as written."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "mine.toml").write_text(CHAIN)
    assert load("~/mine.toml").name == "chain"
    (tmp_path / "seen.toml").write_text('[[observed]]\nfigure = "f"\nvalue = 1\nrange = [0, 2]\nsource = "s"\n')
    assert load_observed("~/seen.toml").observed[0].figure == "f"
    assert "~nobody-of-this-name/x.toml: no file" in refused("~nobody-of-this-name/x.toml")


def test_foreign_files_are_not_repeated(tmp_path: Path) -> None:
    """A file that is no TOML is told with line and column, not with what stands there."""
    path = tmp_path / "shadow"
    path.write_text("root:$6$secret:19000:0:99999:7:::\n")
    said = refused(path)
    assert said.startswith(f"{path}:1 is not TOML in column 5: ")
    assert "secret" not in said
