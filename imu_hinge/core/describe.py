"""From what was measured to the repetition that is said: nulls with their reasons, and per-repetition faults."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import degrees

from imu_hinge.catalogue import Exercise
from imu_hinge.core.cycles import Cycle
from imu_hinge.core.faults import Crossing, Rule
from imu_hinge.core.measures import Measures
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.mount import Calibration
from imu_hinge.core.sampler import DELAY_NS
from imu_hinge.model.events import Level, Rep, RepStatus

POPULATION_LUMBAR_DEG = 52.0
"""Largest lumbar flexion, people without pain, n = 126 (Laird 2019, PMC6339318)."""


@dataclass(slots=True)
class Draft:
    """A repetition while it may still change."""

    id: int
    set_index: int
    index: int
    status: RepStatus
    side: str | None
    cycle: Cycle
    measures: Measures
    end: int
    faults: dict[str, Level] = field(default_factory=dict)
    not_judged: tuple[str, ...] = ()
    lockout_pelvis_deg: float | None = None
    lockout_thorax_deg: float | None = None
    unseen: bool = False
    """Whether nobody saw the wearer for a while in it, or between the one before and its end."""
    asked: bool = False
    """Whether it was made while a guided calibration asked for such movements."""
    added: bool = False
    """Whether the wearer said it, and nothing of it was seen."""
    settled: bool = False
    """Whether its end and lockout are known."""

    def past(self, crossing: Crossing) -> None:
        """Note a level that was passed; the higher one stays."""
        if self.faults.get(crossing.fault.id) is not Level.FAULT:
            self.faults[crossing.fault.id] = crossing.level


def session_ns(frame: int) -> int:
    """Time of what the 5 Hz signals show at a frame: their delay earlier."""
    return frame * GRID_NS - DELAY_NS


def doubts(draft: Draft, exercise: Exercise, calibration: Calibration) -> tuple[str, ...]:
    """Why a repetition is unsure; empty for a sure one."""
    cycle, measures = draft.cycle, draft.measures
    known = measures.valid or calibration.thoracic is None
    hipless = exercise.hinge_demanded and measures.pelvis_rom_deg is None
    rules = (
        ("plane", cycle.borderline),
        ("unseen", draft.unseen),
        ("calibrating", draft.asked),
        ("no_thorax", calibration.thoracic is None),
        ("thorax_missing", not known and not measures.thorax_there),
        ("invalid_frames", not known and measures.thorax_there),
        *((reason, hipless) for reason in pelvis_lacks(calibration)),
    )
    return tuple(reason for reason, holds in rules if holds)


def pelvis_lacks(calibration: Calibration) -> tuple[str, ...]:
    """Why there is no pelvis, where there is none: a sensor without a gyroscope leaves the other's pelvis unused."""
    unused = calibration.tilt_only and "no_pelvis" not in calibration.reasons
    return calibration.tilt_only if unused else ("no_pelvis",)


def described(draft: Draft, exercise: Exercise, calibration: Calibration) -> Rep:
    """The repetition as it is said."""
    m, upright = draft.measures, calibration.upright_known
    peak = m.lumbar_flexion_peak_deg if upright else None
    own = calibration.own_max_lumbar_rad
    maximum = POPULATION_LUMBAR_DEG if own is None else degrees(own)
    reasons = (
        ("added",)
        if draft.added
        else (
            *dict.fromkeys((*doubts(draft, exercise, calibration), *calibration.tilt_only)),
            *(() if upright else ("upright_unknown",)),
            *(("pelvis_not_judged",) if m.pelvis_rom_deg is None and not exercise.hinge_demanded else ()),
        )
    )
    return Rep(
        id=draft.id,
        set_index=draft.set_index,
        index=draft.index,
        status=draft.status,
        side=draft.side,
        t_start_ns=session_ns(draft.cycle.start),
        t_bottom_ns=session_ns(m.bottom),
        t_end_ns=session_ns(draft.end),
        pelvis_rom_deg=m.pelvis_rom_deg,
        thorax_rom_deg=m.thorax_rom_deg,
        lumbar_flexion_peak_deg=peak,
        lumbar_flexion_peak_pct=None if peak is None else 100.0 * peak / maximum,
        hinge_share=m.hinge_share,
        lockout_pelvis_deg=draft.lockout_pelvis_deg if upright else None,
        lockout_thorax_deg=draft.lockout_thorax_deg if upright else None,
        eccentric_s=m.eccentric_s,
        pause_s=m.pause_s,
        concentric_s=m.concentric_s,
        concentric_peak_dps=m.concentric_peak_dps,
        rows=draft.cycle.rows,
        faults=tuple(fault for fault, level in draft.faults.items() if level is Level.FAULT),
        cautions=tuple(fault for fault, level in draft.faults.items() if level is Level.CAUTION),
        not_judged=draft.not_judged,
        valid=m.valid,
        reasons=reasons,
    )


def rep_values(draft: Draft, target_deg: float, usual_dps: float | None) -> dict[str, float | None]:
    """The per-repetition measures known when it is counted, in the unit of the catalogue."""
    m = draft.measures
    depth = None if m.thorax_rom_deg is None or not target_deg else m.thorax_rom_deg / target_deg
    slower = None if m.concentric_peak_dps is None or not usual_dps else 1.0 - m.concentric_peak_dps / usual_dps
    return {"hinge_share": m.hinge_share, "depth_share": depth, "speed_loss": slower}


def rep_crossings(rules: Sequence[Rule], values: dict[str, float | None], draft: Draft, frame: int) -> list[Crossing]:
    """The per-repetition faults that these values are past."""
    found = []
    for rule in rules:
        value = values.get(rule.fault.measure)
        least = rule.fault.thorax_range_above_deg
        if value is None or (least is not None and (draft.measures.thorax_rom_deg or 0.0) < least):
            continue
        past = rule.level_of(value)
        if past is not None:
            found.append(Crossing(frame, rule.fault, past[0], True, value, past[1]))
    return found


def lockout_crossings(rules: Sequence[Rule], draft: Draft, frame: int) -> list[Crossing]:
    """The lockout faults of a repetition whose end is known."""
    pelvis, thorax = draft.lockout_pelvis_deg, draft.lockout_thorax_deg
    found = []
    for rule in rules:
        if rule.fault.measure == "lockout" and pelvis is not None and thorax is not None:
            past = rule.level_of(pelvis, thorax)
            if past is not None:
                value = pelvis if rule.fault.beyond(pelvis, past[1]) else thorax
                found.append(Crossing(frame, rule.fault, past[0], True, value, past[1]))
    return found


UNSEEN = Measures(
    pelvis_rom_deg=None,
    thorax_rom_deg=None,
    lumbar_flexion_peak_deg=None,
    hinge_share=None,
    eccentric_s=None,
    pause_s=None,
    concentric_s=None,
    concentric_peak_dps=None,
    valid=False,
    thorax_there=True,
    bottom=0,
)
"""Of a repetition added by hand."""


def unseen(frame: int, range_rad: float) -> Cycle:
    """The cycle of a repetition added by hand."""
    return Cycle(
        start=frame,
        bottom=frame,
        end=frame,
        turn=frame,
        complete=True,
        excursion=range_rad,
        range=range_rad,
        rows=0,
        borderline=False,
        rejected="",
    )
