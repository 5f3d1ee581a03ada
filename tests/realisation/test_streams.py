"""Named counter-based streams."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Philox

from sim.model.events import Event
from sim.realisation.streams import Streams, mechanism_word, uniforms, words
from tests.worlds import CHAIN, chain, log_of

MASK = 2**64 - 1


def philox(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x64-10 from its definition, independent of NumPy."""
    for _ in range(10):
        first, second = 0xD2E7470EE14C6C93 * counter[0], 0xCA5A826395121157 * counter[2]
        counter = [
            (second >> 64) ^ counter[1] ^ key[0],
            second & MASK,
            (first >> 64) ^ counter[3] ^ key[1],
            first & MASK,
        ]
        key = [(key[0] + 0x9E3779B97F4A7C15) & MASK, (key[1] + 0xBB67AE8584CAA73B) & MASK]
    return counter


@given(st.integers(0, MASK), st.integers(0, MASK), st.integers(1, 2**40), st.integers(0, 9), st.text(max_size=9))
def test_words_are_those_of_philox(seed: int, replication: int, index: int, a: int, name: str) -> None:
    """A word is the first of the block that the definition gives, and NumPy's generator agrees."""
    expected = [philox([index + step, a, 0, mechanism_word(name)], [seed, replication])[0] for step in range(3)]
    assert words(seed, replication, name, index, 3, a).tolist() == expected
    numpys = Philox(
        counter=np.array([index - 1, a, 0, mechanism_word(name)], dtype=np.uint64),
        key=np.array([seed, replication], dtype=np.uint64),
    )
    assert int(numpys.random_raw()) == expected[0]


@given(st.integers(0, MASK), st.integers(0, 2**40), st.integers(0, 9), st.integers(0, MASK), st.text(max_size=9))
def test_uniform_of_one_index_is_that_of_many(seed: int, index: int, a: int, b: int, name: str) -> None:
    """Whether drawn alone, kept from those drawn with another, or one of many, an index has one uniform."""
    streams = Streams(seed, 3)
    for offset in (0, 1, 70):
        assert streams.one(name, index + offset, a, b) == uniforms(seed, 3, name, index + offset, 1, a, b)[0]
    assert [streams.one(name, index + offset) for offset in range(3)] == streams.many(name, index, 3)


def test_uniforms_lie_in_the_open_interval_and_have_its_mean() -> None:
    """10,000 uniforms lie strictly between 0 and 1, with a mean near a half."""
    u = uniforms(1, 2, "yield:H800", 1, 10_000)
    assert u.min() > 0
    assert u.max() < 1
    assert abs(u.mean() - 0.5) < 0.01


def test_another_buyer_shifts_no_other_draws() -> None:
    """Adding a buyer and a distributor leaves lots, transit and orders of all others as they were."""
    random = 'demand = [{ product = "A", orders_per_month = 9, units = { uniform = [1, 9] } }]\n'
    text = CHAIN.replace("transit_days = 3", "transit_days = { uniform = [1, 9] }") + random
    text = text.replace("initial_stock = 100", "initial_stock = 9999")
    extra = '[[distributor]]\nname = "south"\nweekly_capacity = 5\n[[buyer]]\nname = "Bob"\nvia = { south = 1.0 }\n'
    one, other = (log_of(chain(whole)) for whole in (text, text + extra + random))
    kept = [0, 1, 2, 3, 4, 6, 7]  # all but the number of the order
    ann = other.column("buyer") != 1
    assert other.rows[ann][:, kept].tolist() == one.rows[:, kept].tolist()
    placed = [log.rows[log.column("event") == Event.order_placed] for log in (one, other)]
    assert len(placed[0]) > 2
    assert placed[1][placed[1][:, 3] == 1, 6].tolist() != placed[0][1:, 6].tolist()
