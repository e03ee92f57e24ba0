"""What the receiver says to an HSP sensor (PROTOCOL.md sections 8 to 14): to be written."""

from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.dialogue import Port


class HspDialogue:
    """To be written."""

    battery_pct: int | None = None
    interval_ms: float | None = None

    def notified(self, packet: Packet) -> None:
        """To be written."""

    async def begin(self, port: Port) -> None:
        """To be written."""

    async def attend(self, port: Port) -> None:
        """To be written."""

    async def revive(self, port: Port) -> None:
        """To be written."""

    async def end(self, port: Port) -> None:
        """To be written."""

    async def identify(self, port: Port, seconds: int) -> None:
        """To be written."""

    async def ask_interval(self, port: Port, interval_ms: float) -> None:
        """To be written."""
