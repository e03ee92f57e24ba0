"""Asks for the samples that did not come, piece by piece (PROTOCOL.md R3, R7). One request runs at a time."""

from contextlib import suppress

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.hsp.asking import Asking
from imu_hinge.sensors.hsp.control import ControlReply, Op, ReplyStatus
from imu_hinge.sensors.hsp.hearing import Hearing
from imu_hinge.sensors.hsp.holes import TRIES, Hole
from imu_hinge.sensors.hsp.starting import can_backfill
from imu_hinge.sensors.hsp.uuids import STATUS

_SILENT_NS = 3_000_000_000
"""Without a backfill frame for this long a request is stopped (R7)."""
_LOOK_NS = 300_000_000
"""After this long without a frame Status tells whether the request is over: its notification may be lost too."""
_IN_VAIN = TRIES // 2
"""A request that gave nothing: asked once more, then given up (R7)."""
_FIRST_AHEAD = 64
"""Samples: half a second at 104 Hz, several connection events."""
_FRAMES_LOST = 1
"""A request that was answered in full, but not all of its frames arrived."""


class Filling:
    """The backfill of one connection. A request that fails costs tries, never the connection."""

    def __init__(self, asking: Asking, hearing: Hearing) -> None:
        self._asking, self._hearing = asking, hearing
        self._piece: Hole | None = None
        self._looked_ns = 0
        self._refused = False
        self._ahead = 0
        """Samples by which the next request keeps clear of the ring's oldest, which moves on while it is under way."""

    async def step(self, port: Port) -> None:
        """What is due; waits for replies only, never for frames."""
        config = self._hearing.config
        if self._refused or config is None or not can_backfill(port, config):
            return
        if self._piece is None:
            await self._ask(port)
        else:
            await self._look_at(self._piece, port)

    async def _ask(self, port: Port) -> None:
        piece = self._hearing.holes.next_piece(port.now_ns())
        if piece is None:
            return
        self._hearing.coming = None
        try:
            reply = await self._asking.ask(port, Op.BACKFILL, first=piece.first, count=len(piece))
        except (LinkDownError, SensorRefusedError):
            self._settle(piece, _IN_VAIN)
        else:
            self._take_reply(piece, reply)

    def _take_reply(self, piece: Hole, reply: ControlReply) -> None:
        self._refused = reply.status == ReplyStatus.UNKNOWN_OP
        if reply.status == ReplyStatus.OK:
            self._piece = piece
            self._ahead = 0
        elif reply.status == ReplyStatus.NOT_IN_RING and reply.result["oldest"] > piece.first:
            self._hearing.holes.lose_before(reply.result["oldest"] + self._ahead)
            self._ahead = 2 * self._ahead + _FIRST_AHEAD
        else:
            self._settle(piece, _IN_VAIN)

    async def _look_at(self, piece: Hole, port: Port) -> None:
        coming, now_ns = self._hearing.coming, port.now_ns()
        if coming is None or coming.over or not self._hearing.holes.missing(piece.first, piece.end):
            self._settle(piece, _FRAMES_LOST)
        elif now_ns - coming.newest_ns > _SILENT_NS:
            self._settle(piece, _IN_VAIN)
            await self._stop(port)
        elif now_ns - max(coming.newest_ns, self._looked_ns) > _LOOK_NS:
            self._looked_ns = now_ns
            await port.read(STATUS)

    def _settle(self, piece: Hole, tries: int) -> None:
        self._hearing.holes.tried(piece.first, piece.end, tries)
        self._piece = None

    async def _stop(self, port: Port) -> None:
        with suppress(LinkDownError, SensorRefusedError):
            await self._asking.ask(port, Op.BACKFILL_STOP)
