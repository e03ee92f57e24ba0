"""A driver on a live connection: what it asks of a sensor, step by step, over a Port that somebody else keeps open."""

from collections.abc import Callable
from typing import Protocol

from imu_hinge.model.inputs import Packet


class Port(Protocol):
    """A live connection as a driver sees it. Every call has its time limit; each raises LinkDownError when it ends."""

    def now_ns(self) -> int:
        """Session time."""
        ...

    def offers(self, characteristic: str) -> bool:
        """Whether the sensor has this characteristic."""
        ...

    async def read(self, characteristic: str) -> bytes:
        """The value, which also goes into the session as a Packet."""
        ...

    async def write(self, characteristic: str, payload: bytes, *, response: bool = True) -> None:
        """Writes; raises SensorRefusedError when the sensor says no."""
        ...

    async def subscribe(self, characteristic: str) -> None:
        """From now on its notifications go into the session as Packets, and to the dialogue's `notified`.

        Once more asked for, nothing happens.
        """
        ...

    async def ask(
        self,
        characteristic: str,
        payload: bytes,
        answers: Callable[[bytes], bool],
        within_s: float,
        *,
        on: str | None = None,
    ) -> bytes:
        """Writes and gives the first notification of `on` (None: the same one) for which `answers` is true."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        ...


class Dialogue(Protocol):
    """What one sensor must be asked, over all connections of a session. One at a time; steps run over a Port.

    The steps raise LinkDownError (try again soon) or SensorRefusedError (its words are shown; try again slowly).
    """

    @property
    def battery_pct(self) -> int | None:
        """The newest known."""
        ...

    @property
    def interval_ms(self) -> float | None:
        """Connection interval as the sensor tells it."""
        ...

    def notified(self, packet: Packet) -> None:
        """Takes every notification and value read, after it went into the session. Never raises, never waits."""
        ...

    async def begin(self, port: Port) -> None:
        """From connected to streaming asked for; on a later connection the stream goes on where it can."""
        ...

    async def attend(self, port: Port) -> None:
        """What is to be done while data flows: pings, backfill. Ends by cancellation or an error."""
        ...

    async def revive(self, port: Port) -> None:
        """Connected, answering, and no data: asks once for the stream again."""
        ...

    async def end(self, port: Port) -> None:
        """Stops the stream, before we hang up."""
        ...

    async def identify(self, port: Port, seconds: int) -> None:
        """Makes the sensor show itself; raises SensorRefusedError where it cannot."""
        ...

    async def ask_interval(self, port: Port, interval_ms: float) -> None:
        """Asks for exactly this connection interval; silently nothing where the sensor cannot."""
        ...
