"""What a receiver must do about what it heard while data flows (PROTOCOL.md sections 5, 8, 11, 14 and P3)."""

from collections.abc import Awaitable, Callable

from imu_hinge.model.errors import SensorRefusedError
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.hsp import words
from imu_hinge.sensors.hsp.asking import Asking
from imu_hinge.sensors.hsp.control import Op
from imu_hinge.sensors.hsp.hearing import Hearing
from imu_hinge.sensors.hsp.starting import read_config, read_status, refuse_with_reason, start
from imu_hinge.sensors.hsp.structs import State
from imu_hinge.sensors.hsp.uuids import CONFIG, STATUS

_READERS: dict[str, Callable[[Port], Awaitable[object]]] = {CONFIG: read_config, STATUS: read_status}
_REPEAT_NS = 60 * 1_000_000_000
"""Config is read again after so long: a recording with a hole in it can be decoded from the next one on."""
_MATCH_NS = 2_000_000_000
"""Frames of a new run wait this long for a Config with their epoch (E4)."""
_READ_AGAIN_NS = 1_000_000_000
_READS = 2
_REFUSALS = 3
"""`counter` refusals in a row that end the run (section 14)."""
_STARTS = 3
"""A sensor whose run had to be started so often in one connection is given up."""


class Mending:
    """The duties of one connection. Each raises LinkDownError or SensorRefusedError."""

    def __init__(self, asking: Asking, hearing: Hearing, now_ns: int) -> None:
        self._asking, self._hearing = asking, hearing
        self._repeat_ns = now_ns + _REPEAT_NS
        self._reads = 0
        self._starts = 0
        self._anchored = False

    async def step(self, port: Port) -> None:
        """What is due."""
        await self._repeat_config(port)
        await self._read_what_changed(port)
        await self._find_config(port)
        await self._fit_counters(port)
        await self._find_end(port)

    async def _repeat_config(self, port: Port) -> None:
        if port.now_ns() >= self._repeat_ns:
            self._repeat_ns += _REPEAT_NS
            await read_config(port)

    async def _read_what_changed(self, port: Port) -> None:
        for characteristic in sorted(self._hearing.changed):
            self._hearing.changed.discard(characteristic)
            await _READERS[characteristic](port)

    async def _find_config(self, port: Port) -> None:
        since_ns = self._hearing.unmatched_since_ns
        if since_ns is None:
            self._reads = 0
            return
        waited_ns = port.now_ns() - since_ns
        if waited_ns > _MATCH_NS:
            await self._asking.ask(port, Op.STOP)
            raise SensorRefusedError(words.NO_MATCH)
        if self._reads < _READS and waited_ns >= self._reads * _READ_AGAIN_NS:
            self._reads += 1
            await read_config(port)

    async def _fit_counters(self, port: Port) -> None:
        if self._hearing.counters_fit:
            self._anchored = False
        elif not self._anchored:
            await read_status(port)
            self._hearing.counter_refusals, self._anchored = 0, True
        elif self._hearing.counter_refusals >= _REFUSALS:
            await self._asking.ask(port, Op.STOP)
            await self._start(port)

    async def _find_end(self, port: Port) -> None:
        if not self._hearing.doubted:
            return
        self._hearing.doubted = False
        if (await read_config(port)).state != State.STREAMING:
            await refuse_with_reason(port)
            await self._start(port)

    async def _start(self, port: Port) -> None:
        self._starts += 1
        if self._starts > _STARTS:
            raise SensorRefusedError(words.NO_SENSE)
        await start(port, self._asking)
