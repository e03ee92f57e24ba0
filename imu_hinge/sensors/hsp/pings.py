"""Pings of one connection (PROTOCOL.md T4); their replies go to the decoder."""

from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.hsp.timesync import SyncRequest, encode_sync_request
from imu_hinge.sensors.hsp.uuids import TIME_SYNC

_OFTEN_NS, _SELDOM_NS = 500_000_000, 2_000_000_000
_OFTEN_FOR_NS = 60 * 1_000_000_000


class Pings:
    """When the next ping is due: every 0.5 s for the first minute, then every 2 s (T4)."""

    def __init__(self, now_ns: int) -> None:
        self._seldom_from_ns = now_ns + _OFTEN_FOR_NS
        self._due_ns = now_ns
        self._id = 0

    async def step(self, port: Port) -> None:
        """Sends the ping that is due; raises LinkDownError."""
        now_ns = port.now_ns()
        if now_ns < self._due_ns:
            return
        self._due_ns = now_ns + (_OFTEN_NS if now_ns < self._seldom_from_ns else _SELDOM_NS)
        self._id = (self._id + 1) % 256
        await port.write(TIME_SYNC, encode_sync_request(SyncRequest(self._id, port.now_ns())), response=False)
