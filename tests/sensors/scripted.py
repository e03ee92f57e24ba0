"""A device of a few lines that says exactly what a test wants: values, statuses of replies, notifications."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from imu_hinge.model.errors import LinkDownError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors import hsp
from imu_hinge.sensors.hsp.control import Values
from tests.sensors.vectors import raw

CONFIG = replace(hsp.decode_config(raw("config-example")), state=hsp.State.STREAMING)
STATUS = hsp.decode_status(raw("status-example"))
RESULTS: dict[int, Values] = {
    hsp.Op.START: {"run": 3, "next_index": 0, "now_us": 990_000},
    hsp.Op.STOP: {"newest_index": 0},
    hsp.Op.SET_CONN: {"min": 12, "max": 12},
    hsp.Op.BACKFILL: {"first": 0, "count": 0},
}
NOTHING = None
"""As a status: no reply comes."""


class ScriptedDevice:
    """A Port that answers by itself; `heard` is what it was told, in order."""

    def __init__(self, dialogue: hsp.HspDialogue) -> None:
        self.dialogue = dialogue
        self.values = {hsp.CONFIG: hsp.encode_config(CONFIG), hsp.STATUS: hsp.encode_status(STATUS)}
        self.reads: dict[str, list[bytes]] = {}
        """Values for the next reads, before those of `values`."""
        self.statuses: dict[int, list[int | None]] = {}
        """Statuses of the next replies to an operation; 0 after them."""
        self.results = dict(RESULTS)
        self.lacks: set[str] = set()
        self.heard: list[str] = []
        self.requests: list[tuple[float, hsp.ControlRequest]] = []
        self.pings: list[tuple[float, hsp.SyncRequest]] = []

    def config(self, **changes: int) -> None:
        self.values[hsp.CONFIG] = hsp.encode_config(replace(CONFIG, **changes))

    def status(self, **changes: int) -> None:
        self.values[hsp.STATUS] = hsp.encode_status(replace(STATUS, **changes))

    def ops(self) -> list[int]:
        return [request.op for _, request in self.requests]

    def notify(self, characteristic: str, payload: bytes) -> None:
        self.dialogue.notified(Packet(self.now_ns(), Placement.SACRUM, "hsp", payload, characteristic))

    def now_ns(self) -> int:
        return round(asyncio.get_running_loop().time() * 1e9)

    def offers(self, characteristic: str) -> bool:
        return characteristic not in self.lacks

    async def read(self, characteristic: str) -> bytes:
        self.heard.append(f"read {characteristic[4:8]}")
        await self.sleep(0.03)
        waiting = self.reads.get(characteristic)
        payload = waiting.pop(0) if waiting else self.values[characteristic]
        self.notify(characteristic, payload)
        return payload

    async def write(self, characteristic: str, payload: bytes, *, response: bool = True) -> None:
        assert (characteristic, response) == (hsp.TIME_SYNC, False)
        self.pings.append((asyncio.get_running_loop().time(), hsp.decode_sync_request(payload)))

    async def subscribe(self, characteristic: str) -> None:
        self.heard.append(f"subscribe {characteristic[4:8]}")

    async def ask(
        self,
        characteristic: str,
        payload: bytes,
        answers: Callable[[bytes], bool],
        within_s: float,
        *,
        on: str | None = None,
    ) -> bytes:
        assert characteristic == hsp.CONTROL
        request = hsp.decode_control_request(payload)
        self.heard.append(hsp.Op(request.op).name)
        self.requests.append((asyncio.get_running_loop().time(), request))
        status = (self.statuses.get(request.op) or [0]).pop(0)
        if status is NOTHING:
            await self.sleep(within_s)
            raise LinkDownError("no answer")
        await self.sleep(0.06)
        reply = self.reply(request, status)
        assert answers(reply)
        assert not answers(reply[:2] + bytes((request.txn ^ 1,)) + reply[3:])
        self.notify(hsp.CONTROL, reply)
        return reply

    def reply(self, request: hsp.ControlRequest, status: int) -> bytes:
        result = self.results.get(request.op, {}) if status in (0, hsp.ReplyStatus.NOT_IN_RING) else {}
        return hsp.encode_control_reply(hsp.ControlReply(request.op, request.txn, status, result))

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def attended(device: ScriptedDevice, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Attends for so long; `meanwhile` is called every 0.05 s. Raises what ends it before."""
    attending = asyncio.create_task(device.dialogue.attend(device))
    end_s = asyncio.get_running_loop().time() + seconds
    while not attending.done() and asyncio.get_running_loop().time() < end_s:
        await asyncio.sleep(0.05)
        meanwhile()
    if attending.done():
        await attending
    attending.cancel()
    await asyncio.wait([attending])
