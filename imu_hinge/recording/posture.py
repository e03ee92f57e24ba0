"""The plottable posture channel: for eyes only, nothing is computed from it."""

import math
from collections.abc import Iterator

from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Event, PhaseChanged, RepCompleted, RepRevised, SetStarted, Step
from imu_hinge.model.kinds import Kind
from imu_hinge.recording.channels import compact

_EVERY_NS: dict[str, int] = {Kind.POSTURE: 1_000_000_000}
_USUAL_NS = 50_000_000
_ANGLES = tuple(name for name in FRAME.names or () if name not in ("t_ns", "valid"))


class Posture:
    """Makes messages out of the frames, 20 a second or, of a day, one; remembers phase, set and repetition for them."""

    def __init__(self, kind: str = Kind.TRAINING) -> None:
        self._every_ns = _EVERY_NS.get(kind, _USUAL_NS)
        self._slot = -1
        self._state: dict[str, str | int | None] = {"phase": None, "set": None, "rep": None}

    def messages(self, step: Step) -> Iterator[tuple[int, bytes]]:
        """Session time in ns and JSON of each frame to show; angles in degrees, null where not valid."""
        for event in step.events:
            self._note(event)
        for frame in step.frames:
            t_ns = int(frame["t_ns"])
            if t_ns // self._every_ns != self._slot:
                self._slot = t_ns // self._every_ns
                angles = {f"{name}_deg": _degrees(float(frame[name])) for name in _ANGLES}
                yield t_ns, compact({**angles, "valid": bool(frame["valid"]), **self._state})

    def _note(self, event: Event) -> None:
        match event:
            case PhaseChanged():
                self._state["phase"] = event.phase
            case SetStarted():
                self._state.update(set=event.set_index, rep=0)
            case RepCompleted() | RepRevised():
                self._state.update(set=event.rep.set_index, rep=event.rep.index)


def _degrees(angle: float) -> float | None:
    return round(math.degrees(angle), 1) if math.isfinite(angle) else None
