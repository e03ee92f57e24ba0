"""Hand-made inputs and steps: who said what when, without a fold."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.refusals import REMEDIES
from imu_hinge.core.steps import no_frames
from imu_hinge.cues.banner import Banner
from imu_hinge.cues.banners import Banners
from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.cues import Cues
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    CalibrationStep,
    Event,
    FaultCleared,
    FaultRaised,
    Level,
    Phase,
    PhaseChanged,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SetEnded,
    SetStarted,
    Step,
)
from imu_hinge.model.inputs import Command, Input, Packet, Placement, Tick
from tests.made import S, rep, set_ended

Moment = tuple[Input, Step]


def at(t_s: float, *events: Event, frames: Records | None = None) -> Moment:
    """A tick at which the fold says this."""
    return Tick(round(t_s * S)), Step(no_frames() if frames is None else frames, events)


def word(t_s: float, name: str, argument: str = "", *events: Event) -> Moment:
    return Command(round(t_s * S), name, argument), Step(no_frames(), events)


def data(t_s: float, placement: Placement) -> Moment:
    return Packet(round(t_s * S), placement, "hsp", b""), Step(no_frames())


def sending(placement: Placement, start_s: float, stop_s: float) -> list[Moment]:
    """Packets of one sensor, ten per second."""
    return [data(t_s, placement) for t_s in np.arange(start_s, stop_s, 0.1).tolist()]


def waiting(start_s: float, stop_s: float) -> list[Moment]:
    """Ticks, ten per second."""
    return [at(t_s) for t_s in np.arange(start_s, stop_s, 0.1).tolist()]


def standing(start_s: float, stop_s: float, thorax_deg: float = 0.0) -> list[Moment]:
    """Frames of a wearer who does not move, five at a time."""
    return [at(t_s + 0.1, frames=rows(t_s, thorax_deg, 0.0)) for t_s in np.arange(start_s, stop_s, 0.1).tolist()]


def rows(t_s: float, thorax_deg: float, pelvis_deg: float, n: int = 5, valid: bool = True) -> Records:
    """(n,) FRAME from `t_s` on, in one pose."""
    frames = np.zeros(n, FRAME)
    frames["t_ns"] = round(t_s * S) + np.arange(n) * (S // 50)
    frames["thorax_tilt"], frames["pelvis_tilt"] = np.radians(thorax_deg), np.radians(pelvis_deg)
    frames["lumbar_flexion"], frames["valid"] = frames["thorax_tilt"] - frames["pelvis_tilt"], valid
    return frames


def calibrated(t_s: float, status: str = "guided", **changes: Any) -> Calibrated:
    values: dict[str, Any] = {"quality": 1.0, "reasons": (), "upright_known": True, "thorax_rom_deg": 62.0}
    return Calibrated(t_ns=round(t_s * S), status=status, **{**values, "own_max_lumbar_deg": 50.0, **changes})


def asks(t_s: float, step: str) -> CalibrationStep:
    return CalibrationStep(t_ns=round(t_s * S), step=step)


def refused(t_s: float, reason: str) -> CalibrationRefused:
    return CalibrationRefused(t_ns=round(t_s * S), reason=reason, remedy=REMEDIES[reason])


def phase(t_s: float, entered: Phase) -> PhaseChanged:
    return PhaseChanged(t_ns=round(t_s * S), phase=entered)


def started(t_s: float, index: int = 1) -> SetStarted:
    return SetStarted(t_ns=round(t_s * S), set_index=index, exercise="band_rdl", side=None)


def ended(t_s: float, counted: int = 8, unsure: int = 0, index: int = 1, reason: str = "idle") -> SetEnded:
    return set_ended(counted, unsure, index, t_ns=round(t_s * S), t_end_ns=round(t_s * S), reason=reason)


def done(t_s: float, number: int, status: RepStatus = RepStatus.COUNTED, **changes: Any) -> RepCompleted:
    """Repetition `number`, complete at this time."""
    t_ns = round(t_s * S)
    return RepCompleted(t_ns=t_ns, rep=replace(rep(number), status=status, t_end_ns=t_ns, **changes))


def revised(t_s: float, before: RepCompleted, reason: str = "lockout", **changes: Any) -> RepRevised:
    """The same repetition, counted and known better at this time."""
    known = {"status": RepStatus.COUNTED, **changes}
    return RepRevised(t_ns=round(t_s * S), rep=replace(before.rep, **known), reason=reason)


def rejected(t_s: float, rep_id: int | None, reason: str = "unconfirmed") -> RepRejected:
    return RepRejected(
        t_ns=round(t_s * S), rep_id=rep_id, t_start_ns=0, t_bottom_ns=0, t_end_ns=round(t_s * S), reason=reason
    )


FAULTS = {fault.id: fault for fault in load_exercise("rdl_row").faults}


def raised(
    t_s: float, fault: str = "lumbar_flexion", level: Level = Level.FAULT, rep_index: int = 1, set_index: int = 1
) -> FaultRaised:
    """A fault with its cue, a caution without."""
    cue = FAULTS[fault].cue if level is Level.FAULT else ""
    limit = 22.5 if level is Level.CAUTION else 30.0
    return FaultRaised(
        t_ns=round(t_s * S),
        fault=fault,
        level=level,
        set_index=set_index,
        rep_index=rep_index,
        value=limit + 1.0,
        limit=limit,
        cue=cue,
    )


def cleared(t_s: float, fault: str = "lumbar_flexion") -> FaultCleared:
    return FaultCleared(t_ns=round(t_s * S), fault=fault)


@dataclass(frozen=True)
class Heard:
    """What was said."""

    cues: list[Cue]

    def words(self, *sorts: Sort) -> list[str]:
        return [cue.words for cue in self.cues if not sorts or cue.sort in sorts]

    @property
    def said(self) -> list[tuple[float, Sort, str]]:
        return [(cue.t_ns / S, cue.sort, cue.words) for cue in self.cues]

    def times_s(self, sort: Sort) -> list[float]:
        return [cue.t_ns / S for cue in self.cues if cue.sort is sort]


def hear(moments: Iterable[Moment], cues: Cues | None = None) -> Heard:
    """What is said of these moments in a session of band_rdl."""
    cues = cues or Cues(load_exercise("band_rdl"))
    ordered = sorted(moments, key=lambda moment: moment[0].t_ns)
    return Heard([cue for item, step in ordered for cue in cues.step(item, step)])


def look(moments: Iterable[Moment], exercise: str = "band_rdl") -> list[tuple[float, Banner]]:
    """Each banner and when it appeared."""
    banners, seen = Banners(load_exercise(exercise)), list[tuple[float, Banner]]()
    for item, step in sorted(moments, key=lambda moment: moment[0].t_ns):
        banner = banners.step(item, step)
        if not seen or seen[-1][1] != banner:
            seen.append((item.t_ns / S, banner))
    return seen


def shown(moments: Iterable[Moment], exercise: str = "band_rdl") -> list[tuple[float, str]]:
    """Glyph and word, and when they appeared."""
    return [(t_s, f"{banner.glyph} {banner.word}".strip()) for t_s, banner in look(moments, exercise)]
