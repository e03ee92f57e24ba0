"""Settings that a sensor keeps for good: written only where they differ, and put back at the end."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from imu_hinge.model.errors import SensorRefusedError
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.sequence import Replies

Found = dict[str, bytes]
"""By characteristic, what was there before the first change; it outlives connections."""


def _whole(value: bytes) -> bytes:
    return value


@dataclass(frozen=True, slots=True)
class Change:
    """As Step: a value that is to hold from here on."""

    characteristic: str
    wanted: bytes
    found: Found
    as_written: Callable[[bytes], bytes] = _whole
    """What must be written for a value that was read."""

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        found = self.as_written(await port.read(self.characteristic))
        if found != self.wanted:
            self.found.setdefault(self.characteristic, found)
            await port.write(self.characteristic, self.wanted)


@dataclass(frozen=True, slots=True)
class Try:
    """As Step: a change that the sensor may refuse."""

    change: Change

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        with suppress(SensorRefusedError):
            await self.change.take(port, replies)


@dataclass(frozen=True, slots=True)
class Wait:
    """As Step: nothing for some time."""

    seconds: float

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        await port.sleep(self.seconds)


@dataclass(frozen=True, slots=True)
class PutBack:
    """As Step: these settings, as far as they were changed, are what they were."""

    characteristics: tuple[str, ...]
    found: Found

    async def take(self, port: Port, replies: Replies) -> None:
        """As Step."""
        for characteristic in self.characteristics:
            if characteristic in self.found:
                await port.write(characteristic, self.found[characteristic])
                del self.found[characteristic]
