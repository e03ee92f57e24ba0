"""Notifications of one HSP sensor to samples in SI units."""

from dataclasses import dataclass
from math import sqrt

from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded, Echo, Quaternion
from imu_hinge.sensors.hsp.control import Op, ReplyStatus, Values, decode_control_reply
from imu_hinge.sensors.hsp.counters import Anchor, unwrap, unwrap_backfill, unwrap_past
from imu_hinge.sensors.hsp.frame import Frame, RawQuaternion, decode_frame
from imu_hinge.sensors.hsp.refusal import refused
from imu_hinge.sensors.hsp.scale import factors
from imu_hinge.sensors.hsp.structs import Config, decode_config, decode_status, unless_cut
from imu_hinge.sensors.hsp.timesync import LAST_DEVICE_US, decode_sync_reply, echo
from imu_hinge.sensors.hsp.uuids import BACKFILL, CONFIG, CONTROL, DATA, STATUS, TIME_SYNC

ANCHOR_LIFE_NS = 30 * 60 * 1_000_000_000
"""An anchor older than this may be a lap off (U2)."""
_OVERTAKING_US = 1_000_000
"""By how much a Status may be newer than a START reply that comes after it."""
_PERIOD_NS_MHZ = 10**12
_U32_MAX = (1 << 32) - 1


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What holds for one run from its first accepted frame on."""

    stream: tuple[int, int]
    factors: Array
    odr_mhz: int
    period_ns: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """Samples that a BACKFILL reply has promised and that have not come yet."""

    next_index: int
    end: int


class HspDecoder:
    """One sensor's state: the newest Config, which run is on, where its counters stand. Bounded, whatever comes in.

    The stream is `(boot_id, run)`, 0 for a part no Status or START reply had told when the run's first frame came.
    A frame whose run has no Config with its epoch bits yet is refused with reason `no_config`; nothing is held back.
    """

    late: int
    """Frames dropped because their samples had been given already."""
    next_index: int
    """Full index after the last sample given in this run."""

    def __init__(self) -> None:
        self.late = 0
        self.next_index = 0
        self._config: Config | None = None
        self._boot_id: int | None = None
        self._run_id: int | None = None
        self._run: _Run | None = None
        self._anchor: Anchor | None = None
        self._anchor_ns = 0
        self._anchor_doubtful = False
        self._asked: _Asked | None = None
        self._handlers = {
            "": self._on_data,
            DATA: self._on_data,
            CONFIG: self._on_config,
            CONTROL: self._on_control,
            STATUS: self._on_status,
            TIME_SYNC: self._on_sync,
            BACKFILL: self._on_backfill,
        }

    @property
    def stream(self) -> tuple[int, int]:
        """Names the run whose first frame would come next."""
        return self._boot_id or 0, self._run_id or 0

    def decode(self, packet: Packet) -> Decoded | Echo | None:
        """Samples of a live frame, or of a promised backfill frame (`past`), or an answered ping; else None.

        An echo is given only after the run's first frame, so that it belongs to the boot of the stream before it.
        Raises ProtocolError with a reason of PROTOCOL.md section 14, or `no_config`; nothing of such bytes is used.
        """
        handler = self._handlers.get(packet.characteristic)
        return handler(packet) if handler else None

    def _on_config(self, packet: Packet) -> None:
        self._config = unless_cut(decode_config, packet.payload) or self._config

    def _on_control(self, packet: Packet) -> None:
        reply = decode_control_reply(packet.payload)
        if reply.status != ReplyStatus.OK:
            return
        if reply.op == Op.START:
            self._on_start(reply.result, packet.t_ns)
        elif reply.op == Op.BACKFILL:
            first, count = reply.result["first"], reply.result["count"]
            self._asked = _Asked(first, first + count)

    def _on_start(self, result: Values, t_ns: int) -> None:
        run_id, now = result["run"], Anchor(result["next_index"], _possible(result["now_us"]))
        if self._restarted(run_id, now):
            self._boot_id = self._run_id = None
        self._enter(self._boot_id, run_id)
        self._set_anchor(now, t_ns)

    def _restarted(self, run_id: int, now: Anchor) -> bool:
        """Whether a START tells of a reboot before any Status has: a run goes on above 0, device time never falls."""
        if run_id == self._run_id:
            return now.index == 0 < self.next_index
        return self._run_id is not None and self._anchor is not None and now.t_us < self._anchor.t_us - _OVERTAKING_US

    def _on_status(self, packet: Packet) -> None:
        status = unless_cut(decode_status, packet.payload)
        if status is None:
            return
        now_us = _possible(status.now_us)
        self._enter(status.boot_id, status.run)
        if self._run_id and (self._anchor is None or self._in_doubt(packet.t_ns)):
            newest = -1 if status.ring_newest == _U32_MAX else status.ring_newest
            self._set_anchor(Anchor(newest, now_us), packet.t_ns)

    def _enter(self, boot_id: int | None, run_id: int) -> None:
        rebooted = self._boot_id not in (None, boot_id)
        if rebooted or run_id != self._run_id:
            self._run, self._anchor, self._asked, self.next_index = None, None, None, 0
        self._boot_id, self._run_id = boot_id, run_id

    def _set_anchor(self, anchor: Anchor, t_ns: int) -> None:
        self._anchor, self._anchor_ns, self._anchor_doubtful = anchor, t_ns, False

    def _in_doubt(self, t_ns: int) -> bool:
        return self._anchor_doubtful or t_ns - self._anchor_ns > ANCHOR_LIFE_NS

    def _on_data(self, packet: Packet) -> Decoded | None:
        frame = decode_frame(packet.payload, DATA)
        run = self._run or self._new_run(frame)
        first = self._place(frame, run, packet.t_ns)
        if first.index < self.next_index:
            self.late += 1
            return None
        self._run, self._anchor, self._anchor_ns = run, first, packet.t_ns
        self.next_index = first.index + len(frame.samples)
        return _decoded(frame, run, first)

    def _new_run(self, frame: Frame) -> _Run:
        config = self._config
        if config is None or config.epoch % 4 != frame.epoch:
            raise refused(1, "no_config")
        return _Run(self.stream, factors(config), config.odr_mhz, round(_PERIOD_NS_MHZ / config.odr_mhz))

    def _place(self, frame: Frame, run: _Run, t_ns: int) -> Anchor:
        if self._anchor is None:
            return Anchor(frame.index, frame.t_us)
        if t_ns - self._anchor_ns > ANCHOR_LIFE_NS:
            raise refused(2, "counter")
        try:
            return unwrap(self._anchor, frame.index, frame.t_us, run.odr_mhz)
        except ProtocolError:
            self._anchor_doubtful = True
            raise

    def _on_sync(self, packet: Packet) -> Echo | None:
        reply = decode_sync_reply(packet.payload)
        return echo(reply, packet.t_ns) if self._run else None

    def _on_backfill(self, packet: Packet) -> Decoded | None:
        frame = decode_frame(packet.payload, BACKFILL)
        asked, run, anchor = self._asked, self._run, self._anchor
        if asked is None or run is None or anchor is None:
            return None
        index = unwrap_backfill(asked.next_index, frame.index)
        after = index + len(frame.samples)
        if after > asked.end:
            return None
        first = Anchor(index, unwrap_past(anchor, index, frame.t_us, run.odr_mhz))
        self._asked = _Asked(after, asked.end)
        return _decoded(frame, run, first, past=True)


def _possible(now_us: int) -> int:
    if now_us > LAST_DEVICE_US:
        raise refused(0, "value")
    return now_us


def _decoded(frame: Frame, run: _Run, first: Anchor, past: bool = False) -> Decoded:
    si = frame.samples * run.factors
    return Decoded(
        stream=run.stream,
        origin=(*run.stream, frame.epoch),
        index=first.index,
        device_ns=first.t_us * 1000,
        nominal_period_ns=run.period_ns,
        acc=si[:, :3],
        gyr=si[:, 3:],
        rotation=_unit(frame.quat) if frame.quat else None,
        past=past,
    )


def _unit(raw: RawQuaternion) -> Quaternion:
    w, x, y, z = raw
    scale = 1 / sqrt(w * w + x * x + y * y + z * z)
    return w * scale, x * scale, y * scale, z * scale
