"""What the virtual wearer really did: frozen records, and their JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from imu_hinge.model.arrays import Array, Times
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.body import Body, Tilts
from imu_hinge.virtual.script import Act

SCHEMA = "imu-hinge/truth/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFault:
    """A measure past one of its limits, held for the time its catalogue row asks."""

    id: str
    level: str
    """`caution` or `fault`."""
    value: float
    limit: float
    """The limit of that level, in the unit of the measure."""
    margin: float
    """How far past the limit; never negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueRep:
    """One repetition, measured on the segments (no skin, no filter) as docs/measures.md defines it."""

    index: int
    side: str | None
    style: str
    intended: str
    """The fault the script asked for; empty for none. Others may come along: see `faults`."""
    t_start_s: float
    t_bottom_s: float
    t_end_s: float
    thorax_rom_deg: float
    pelvis_rom_deg: float
    hinge_share: float | None
    lumbar_flexion_peak_deg: float
    lumbar_flexion_peak_pct: float
    lockout_pelvis_deg: float
    lockout_thorax_deg: float
    eccentric_s: float
    pause_s: float
    concentric_s: float
    concentric_peak_dps: float
    rows: int
    measures: Mapping[str, float]
    """By fault id: the most unfavourable value that was held long enough, in the unit of the fault's measure."""
    faults: tuple[TrueFault, ...]
    """Every caution and fault of the exercise, by the catalogue's limits; the higher level only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueSet:
    """One set."""

    index: int
    exercise: str
    side: str | None
    armed: bool
    t_start_s: float
    t_end_s: float
    reps: tuple[TrueRep, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Truth:
    """Everything that is known of a scripted session. Times are session seconds."""

    name: str
    seed: int | None
    duration_s: float
    sets: tuple[TrueSet, ...]
    acts: tuple[Act, ...]
    stances: tuple[tuple[float, float], ...]
    """Still spans of the guided calibrations."""
    stance_pelvis_deg: float
    """Mean tilt in the first calibration stance (0 without one): zero of every angle in `sets`."""
    stance_thorax_deg: float
    own_max_lumbar_deg: float
    mounts: Mapping[Placement, tuple[tuple[float, float, float], ...]]
    """Segment axes in sensor coordinates, rows x y z: what a calibration should find."""
    swapped: bool
    body: Body

    @property
    def nuisances(self) -> tuple[Act, ...]:
        """The acts in which nothing must count."""
        return tuple(act for act in self.acts if act.nuisance)

    @property
    def rep_count(self) -> int:
        """Repetitions of all sets."""
        return sum(len(s.reps) for s in self.sets)

    def tilts(self, t_s: Array) -> Tilts:
        """True angles in rad against the calibrated stance, at rising session times (n,)."""
        return relative(self.body.tilts(t_s), self.stance_pelvis_deg, self.stance_thorax_deg)

    def tilts_at(self, t_ns: Times) -> Tilts:
        """The same at rising session times in nanoseconds, as FRAME has them."""
        return self.tilts(t_ns.astype(np.float64) * 1e-9)


def relative(tilts: Tilts, pelvis_deg: float, thorax_deg: float) -> Tilts:
    """The tilts less those of a stance."""
    return Tilts(tilts.pelvis - np.radians(pelvis_deg), tilts.thorax - np.radians(thorax_deg), tilts.lateral)


def truth_to_dict(truth: Truth) -> dict[str, Any]:
    """Plain numbers, texts, lists and dictionaries, ready for JSON; the body is left out."""
    plain = {f.name: _plain(getattr(truth, f.name)) for f in fields(truth) if f.name != "body"}
    return {"schema": SCHEMA, **plain}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return round(value, 6) if isinstance(value, float) else value
