"""Pings of one connection (PROTOCOL.md T4); their replies go to the decoder."""

from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.hsp.timesync import SyncRequest, encode_sync_request
from imu_hinge.sensors.hsp.uuids import TIME_SYNC

_OFTEN_NS, _SELDOM_NS = 500_000_000, 2_000_000_000
_OFTEN_FOR_NS = 60 * 1_000_000_000
_SPREAD_NS = 200_000_000
_GOLDEN = 0.6180339887498949
"""Multiples of it, modulo 1, fill the interval evenly without ever repeating."""


class Pings:
    """When the next ping is due: every 0.5 s for the first minute, then every 2 s (T4), each up to 0.1 s off.

    Pings in step with the connection would all wait equally long for its events, and nothing would tell how long.
    """

    def __init__(self, now_ns: int) -> None:
        self._seldom_from_ns = now_ns + _OFTEN_FOR_NS
        self._due_ns = now_ns
        self._count = 0

    async def step(self, port: Port) -> None:
        """Sends the ping that is due; raises LinkDownError."""
        now_ns = port.now_ns()
        if now_ns < self._due_ns:
            return
        self._count += 1
        off = round((self._count * _GOLDEN % 1 - 0.5) * _SPREAD_NS)
        self._due_ns = now_ns + off + (_OFTEN_NS if now_ns < self._seldom_from_ns else _SELDOM_NS)
        await port.write(TIME_SYNC, encode_sync_request(SyncRequest(self._count % 256, port.now_ns())), response=False)
