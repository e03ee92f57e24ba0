"""What the receiver says to an HSP sensor (PROTOCOL.md sections 8 to 14), over all connections of a session."""

from contextlib import suppress

from imu_hinge.model.errors import SensorRefusedError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.hsp import starting, words
from imu_hinge.sensors.hsp.asking import Asking
from imu_hinge.sensors.hsp.control import Op, ReplyStatus
from imu_hinge.sensors.hsp.filling import Filling
from imu_hinge.sensors.hsp.hearing import Hearing
from imu_hinge.sensors.hsp.mending import Mending
from imu_hinge.sensors.hsp.pings import Pings
from imu_hinge.sensors.hsp.structs import PLACEMENTS, UNKNOWN_PERCENT, Capability, Config, StatusFlag
from imu_hinge.sensors.hsp.uuids import CONTROL
from imu_hinge.sensors.pace import TRAINING, Pace

_TICK_S = 0.037
"""No multiple of a connection interval: see `Pings`."""
_LONGEST_IDENTIFY_S = 30
_INTERVAL_MS = 1.25
_SHORTEST, _LONGEST = 6, 80
"""Connection intervals a device may be asked for, in units of 1.25 ms (section 9)."""
_INTERVAL_REQUESTS = 2
"""Per connection (N3)."""


class HspDialogue:
    """One sensor. Its steps may run at the same time in several tasks: requests take turns."""

    def __init__(self, pace: Pace = TRAINING) -> None:
        self._pace = pace
        self._granted: tuple[int, int] | None = None
        self._asking = Asking()
        self._hearing = Hearing()
        self._interval_requests = 0

    @property
    def placement(self) -> Placement | None:
        """The role of the newest Config; None before one was read, and for a sensor without a role."""
        config = self._hearing.config
        return PLACEMENTS.get(config.role) if config else None

    @property
    def battery_pct(self) -> int | None:
        """The newest known."""
        status = self._hearing.status
        return status.battery if status and status.battery != UNKNOWN_PERCENT else None

    @property
    def battery_low(self) -> bool:
        """Below 15 %: time to finish the set (P2)."""
        return self._has(StatusFlag.LOW_BATTERY)

    @property
    def battery_critical(self) -> bool:
        """Below 5 %: the sensor has ended its run (P3)."""
        return self._has(StatusFlag.CRITICAL_BATTERY)

    @property
    def interval_ms(self) -> float | None:
        """Connection interval as the sensor tells it."""
        status = self._hearing.status
        return status.conn_interval * _INTERVAL_MS if status and status.conn_interval else None

    @property
    def missing_samples(self) -> int:
        """Samples of the run that may still be filled in."""
        return len(self._hearing.holes)

    @property
    def lost_samples(self) -> int:
        """Samples of the session that will not come any more."""
        return self._hearing.holes.lost

    def _has(self, flag: StatusFlag) -> bool:
        return self._hearing.status is not None and self._hearing.status.has(flag)

    def notified(self, packet: Packet) -> None:
        """Takes every notification and value read, after it went into the session. Never raises, never waits."""
        if packet.characteristic == CONTROL:
            self._asking.heard(packet.payload)
        self._hearing.take(packet)

    async def begin(self, port: Port) -> None:
        """Config, Status, subscriptions, START, as section 12 orders them; a run that goes on is joined (B3).

        A sensor that measures too often or too seldom for this session is asked for another rate first.

        Raises LinkDownError, or SensorRefusedError in the user's words.
        """
        self._asking.connected()
        self._hearing.connected()
        self._interval_requests = 0
        config = await starting.open_link(port)
        await self._keep_pace(port, config)
        await starting.start(port, self._asking)

    async def _keep_pace(self, port: Port, config: Config) -> None:
        """Asks once: a sensor that has no such rate would end its run on every connection for nothing."""
        in_force = (config.odr_mhz, config.batch)
        if in_force != self._granted and not self._pace.fits(config.odr_mhz / 1000, config.batch):
            config = await starting.ask_pace(port, self._asking, config, self._pace)
            self._granted = (config.odr_mhz, config.batch)

    async def attend(self, port: Port) -> None:
        """Pings, what section 14 asks for, and backfill of every hole; ends by cancellation or an error."""
        duties = (
            Pings(port.now_ns()),
            Mending(self._asking, self._hearing, port.now_ns()),
            Filling(self._asking, self._hearing),
        )
        while True:
            for duty in duties:
                await duty.step(port)
            await port.sleep(_TICK_S)

    async def revive(self, port: Port) -> None:
        """START once more; raises as `begin` does."""
        await starting.start(port, self._asking)

    async def end(self, port: Port) -> None:
        """STOP; whatever the sensor answers."""
        with suppress(SensorRefusedError):
            await self._asking.ask(port, Op.STOP)

    async def identify(self, port: Port, seconds: int) -> None:
        """Lights up for at most 30 s, 0 ends it; raises SensorRefusedError where the sensor cannot."""
        config = self._hearing.config
        if config and not config.can(Capability.LED):
            raise SensorRefusedError(words.NO_LIGHT)
        reply = await self._asking.ask(port, Op.IDENTIFY, seconds=max(0, min(seconds, _LONGEST_IDENTIFY_S)))
        if reply.status != ReplyStatus.OK:
            raise SensorRefusedError(words.NO_LIGHT if reply.status == ReplyStatus.UNKNOWN_OP else words.NOT_SHOWN)

    async def ask_interval(self, port: Port, interval_ms: float) -> None:
        """SET_CONN with min = max, at most twice per connection (N3); what comes of it is in `interval_ms`."""
        if self._interval_requests >= _INTERVAL_REQUESTS:
            return
        self._interval_requests += 1
        units = max(_SHORTEST, min(round(interval_ms / _INTERVAL_MS), _LONGEST))
        with suppress(SensorRefusedError):
            await self._asking.ask(port, Op.SET_CONN, min=units, max=units)
