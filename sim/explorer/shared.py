"""What all pages of a server share: the episodes that it offers, and what was simulated of them."""

from sim.explorer.episodes import Episodes
from sim.explorer.simulation import Simulator

SIMULATOR = Simulator()
EPISODES = Episodes()
FIRST: list[str] = ["china-2023"]
"""The episode that a page without a link begins with."""
