"""The sessions of a room of virtual wearers: recorded, and compared with what the wearers did."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from radio_heard import Heard

from imu_hinge.analysis import verify
from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, LinkState, Placement
from imu_hinge.recording import Recorder
from imu_hinge.station.rehearsal import client_of
from imu_hinge.station.seat import Begun
from imu_hinge.virtual.crowds import Member

_VERIFIED = 4
"""The recording of each so-many-th wearer is folded again."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one wearer."""

    name: str
    counted: list[int]
    unsure: list[int]
    truth: list[int]
    samples: int
    lost: int
    """Samples that came neither live nor afterwards."""
    doubled: int
    streamed: int
    """Sensors of which data came."""
    streaming_s: float
    """Session time at which both sensors streamed."""
    late_ms: float
    """Longest time that a data notification waited for the fold."""
    same: bool | None
    """Whether the recording verifies; None: not tried."""

    @property
    def right(self) -> bool:
        """Every repetition counted, or said to be unsure."""
        return [sum(one) for one in zip(self.counted, self.unsure, strict=True)] == self.truth

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class Watched(Heard):
    """Also keeps how late the fold was."""

    def __init__(self, now_ns: Callable[[], int] | None = None) -> None:
        super().__init__()
        self.late_ns = 0
        self._offset_ns: int | None = None

    def receive(self, item: Input, step: Step) -> None:
        super().receive(item, step)
        apart_ns = time.monotonic_ns() - item.t_ns
        self._offset_ns = apart_ns if self._offset_ns is None else min(self._offset_ns, apart_ns)
        self.late_ns = max(self.late_ns, apart_ns - self._offset_ns)


class Kept:
    """Makes the sessions of a room, each recorded in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sessions: dict[int, tuple[Watched, Recorder]] = {}

    def begin(self, member: Member, exercise: str) -> Begun:
        recorder = Recorder(self._folder / f"{client_of(member)}.mcap", about_recording(exercise, "live"))
        watched = self._sessions[member.number] = Watched(), recorder
        return Begun(Session(exercise), watched)

    def told(self, member: Member) -> Told:
        """After the end."""
        heard, recorder = self._sessions[member.number]
        sets = heard.summary.sets
        arrived = [one for one in heard.arrived.values() if one.live]
        firsts = [heard.states(placement, LinkState.STREAMING)[:1] for placement in Placement]
        return Told(
            name=member.wearer.name,
            counted=[one.counted for one in sets],
            unsure=[one.unsure for one in sets],
            truth=[len(one.reps) for one in member.wearer.truth.sets],
            samples=sum(n for one in arrived for _, n, _ in one.live),
            lost=sum(one.missing for one in arrived),
            doubled=sum(one.decoder.late for one in arrived),
            streamed=len(arrived),
            streaming_s=max(first[0] / 1e9 if first else float("inf") for first in firsts),
            late_ms=heard.late_ns / 1e6,
            same=verify(recorder.path).same if member.number % _VERIFIED == 0 else None,
        )
