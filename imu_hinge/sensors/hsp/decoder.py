"""Notifications of one HSP sensor to samples in SI units."""

from dataclasses import dataclass
from math import sqrt

from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded, Quaternion
from imu_hinge.sensors.hsp.control import Op, ReplyStatus, decode_control_reply
from imu_hinge.sensors.hsp.counters import Anchor, unwrap
from imu_hinge.sensors.hsp.frame import Frame, RawQuaternion, decode_frame
from imu_hinge.sensors.hsp.refusal import refused
from imu_hinge.sensors.hsp.scale import factors
from imu_hinge.sensors.hsp.structs import Config, decode_config, decode_status
from imu_hinge.sensors.hsp.timesync import decode_sync_reply
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
        self._handlers = {
            "": self._on_data,
            DATA: self._on_data,
            CONFIG: self._on_config,
            CONTROL: self._on_control,
            STATUS: self._on_status,
            TIME_SYNC: _check_sync,
            BACKFILL: _check_backfill,
        }

    def decode(self, packet: Packet) -> Decoded | None:
        """Samples of a live frame; None for late frames, backfill and every other value.

        Raises ProtocolError with a reason of PROTOCOL.md section 14, or `no_config`; nothing of such bytes is used.
        """
        handler = self._handlers.get(packet.characteristic)
        return handler(packet) if handler else None

    def _on_config(self, packet: Packet) -> None:
        self._config = decode_config(packet.payload)

    def _on_control(self, packet: Packet) -> None:
        reply = decode_control_reply(packet.payload)
        if (reply.op, reply.status) == (Op.START, ReplyStatus.OK):
            run_id, now = reply.result["run"], Anchor(reply.result["next_index"], reply.result["now_us"])
            if self._restarted(run_id, now):
                self._boot_id = self._run_id = None
            self._enter(self._boot_id, run_id)
            self._set_anchor(now, packet.t_ns)

    def _restarted(self, run_id: int, now: Anchor) -> bool:
        """Whether a START tells of a reboot before any Status has: a run goes on above 0, device time never falls."""
        if run_id == self._run_id:
            return now.index == 0 < self.next_index
        return self._run_id is not None and self._anchor is not None and now.t_us < self._anchor.t_us - _OVERTAKING_US

    def _on_status(self, packet: Packet) -> None:
        status = decode_status(packet.payload)
        self._enter(status.boot_id, status.run)
        if self._run_id and (self._anchor is None or self._in_doubt(packet.t_ns)):
            newest = -1 if status.ring_newest == _U32_MAX else status.ring_newest
            self._set_anchor(Anchor(newest, status.now_us), packet.t_ns)

    def _enter(self, boot_id: int | None, run_id: int) -> None:
        rebooted = self._boot_id not in (None, boot_id)
        if rebooted or run_id != self._run_id:
            self._run, self._anchor, self.next_index = None, None, 0
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
        stream = (self._boot_id or 0, self._run_id or 0)
        return _Run(stream, factors(config), config.odr_mhz, round(_PERIOD_NS_MHZ / config.odr_mhz))

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


def _check_sync(packet: Packet) -> None:
    decode_sync_reply(packet.payload)


def _check_backfill(packet: Packet) -> None:
    decode_frame(packet.payload, BACKFILL)


def _decoded(frame: Frame, run: _Run, first: Anchor) -> Decoded:
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
    )


def _unit(raw: RawQuaternion) -> Quaternion:
    w, x, y, z = raw
    scale = 1 / sqrt(w * w + x * x + y * y + z * z)
    return w * scale, x * scale, y * scale, z * scale
