"""Named counter-based streams."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Philox

from sim.realisation.draw import realise
from sim.realisation.streams import mechanism_word, uniforms, words
from tests.worlds import CHAIN, chain

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
    extra = '[[distributor]]\nname = "south"\nweekly_capacity = 5\n[[buyer]]\nname = "Bob"\nvia = { south = 1.0 }\n'
    one, other = realise(chain(text)), realise(chain(text + extra + random))
    assert other.channels[0] == one.channels[0]
    assert other.buyers[0] == one.buyers[0]
    assert len(one.buyers[0].orders) > 1
    assert other.buyers[1].orders != one.buyers[0].orders
