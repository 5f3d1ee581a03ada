"""License decisions of a realisation, drawn when an order line applies."""

from sim.realisation.chance import whole_days
from sim.realisation.streams import Streams, mechanism, mechanism_word
from sim.realisation.world import KINDS, ChannelWorld
from sim.scenario.schema import Scenario


class LicenseDraws:
    """Draws by control and order line; a line is named by its buyer, channel, kind, number and generation."""

    def __init__(self, scenario: Scenario, channels: tuple[ChannelWorld, ...], streams: Streams) -> None:
        self._controls = scenario.control
        self._buyers = [buyer.name for buyer in scenario.buyer]
        self._channels = [channel.name for channel in channels]
        self._streams = streams

    def __call__(
        self, control: int, buyer: int, channel: int, kind: int, number: int, generation: int
    ) -> tuple[bool, int]:
        """Whether the license is granted, and after how many days it is decided."""
        rule = self._controls[control]
        assert rule.license is not None
        who = mechanism("license", rule.name, self._buyers[buyer])
        index = (number, generation * KINDS + kind, mechanism_word(self._channels[channel]))
        granted = self._streams.one(f"{who}:granted", *index) < rule.license.granted
        return granted, whole_days(rule.license.days, self._streams.one(f"{who}:days", *index))
