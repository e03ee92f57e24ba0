"""The wearer's body: one exact trajectory of pelvis and thorax from a chain of segments.

Segment axes: x anterior, y left, z up. Signs: tilt forward +, lateral + to the right, heading and twist + to the left.
Lengths, sway, gait and the way the legs give way in a hinge are assumptions of plausible size, not measurements.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import rotation
from imu_hinge.virtual.channels import Channel, Ripple, ripple

CHANNELS = {
    "thorax": "tilt of the thorax, rad",
    "lumbar": "lumbar flexion: tilt of the thorax less tilt of the pelvis, rad",
    "thorax_lateral": "rad",
    "pelvis_lateral": "rad",
    "heading": "where the wearer faces, rad",
    "twist": "thorax about its own long axis, rad",
    "thigh": "tilt of the thigh beside what the hinge demands, rad; -1.5 is seated",
    "shank": "tilt of the shank beside what the hinge demands, rad",
    "seat": "share of the weight that the hips carry: 0 standing, 1 seated",
    "east": "place of the feet, m",
    "north": "place of the feet, m",
    "gait": "size of the walking movement, 0 to 1",
    "push": "thorax shifted along its own x axis, m",
    "activity": "how much the soft tissue is excited, 0 to 1",
}
"""What moves."""

Channels = Mapping[str, Channel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One wearer."""

    shank_m: float = 0.43
    thigh_m: float = 0.42
    lumbar_m: float = 0.17
    sacrum_m: tuple[float, float, float] = (-0.11, 0.0, 0.10)
    """Sacrum sensor from the hip centre, pelvis frame."""
    thoracic_m: tuple[float, float, float] = (-0.10, 0.0, 0.14)
    """Thoracic sensor from the upper end of the lumbar link, thorax frame."""
    own_max_lumbar_deg: float = 52.0
    """Lumbar flexion of one full unloaded bend; mean of people without pain (Laird 2019)."""
    sway_deg: float = 0.15
    """RMS of quiet standing, 0.08 to 0.4 Hz; breathing adds as much to the thorax."""
    cadence_hz: float = 1.85
    """Steps per second."""
    mirrored: bool = False
    """Everything exchanged between left and right."""


def random_person(rng: np.random.Generator, **fixed: float | bool) -> Person:
    """A wearer of plausible size; `fixed` fields are not drawn."""
    scale = float(rng.normal(1.0, 0.06))
    drawn: dict[str, float | bool] = {
        "shank_m": 0.43 * scale,
        "thigh_m": 0.42 * scale,
        "lumbar_m": 0.17 * scale,
        "own_max_lumbar_deg": float(np.clip(rng.normal(52.0, 7.0), 38.0, 70.0)),
        "cadence_hz": float(rng.uniform(1.65, 2.0)),
    }
    return Person(**(drawn | fixed))  # type: ignore[arg-type]  # names and kinds are those of Person


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One segment at n instants."""

    q: Array
    """(n, 4) segment to earth."""
    p: Array
    """(n, 3) where the sensor sits, m, earth frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Tilts:
    """What two perfect sensors would read, rad, against the anatomical upright of the body."""

    pelvis: Array
    thorax: Array
    lateral: Array
    """Of the thorax."""

    @property
    def lumbar(self) -> Array:
        """Lumbar flexion."""
        return self.thorax - self.pelvis


@dataclass(frozen=True, slots=True, eq=False)
class _Angles:
    heading: Array
    lateral: Array
    tilt: Array
    twist: Array

    def quaternion(self) -> Array:
        turned = rotation.product(rotation.about(2, self.heading), rotation.about(0, self.lateral))
        return rotation.product(turned, rotation.about(1, self.tilt), rotation.about(2, self.twist))


@dataclass(slots=True, eq=False)
class Body:
    """A person following channels; sway is drawn from `rng` once."""

    person: Person
    channels: Channels
    rng: np.random.Generator
    _sway: dict[str, Ripple] = field(init=False)

    def __post_init__(self) -> None:
        rms = float(np.radians(self.person.sway_deg))
        self._sway = {name: ripple(self.rng, rms, 0.08, 0.4) for name in ("tilt", "lateral")}
        self._sway["breath"] = ripple(self.rng, rms, 0.2, 0.3, 2)

    def activity(self, t_s: Array) -> Array:
        """(n,) how much the soft tissue is excited, 0 to 1."""
        return self.channels["activity"].at(t_s)

    def poses(self, t_s: Array) -> dict[Placement, Pose]:
        """Both segments at rising times (n,)."""
        pelvis, thorax = self._angles(t_s)
        q_pelvis, q_thorax = pelvis.quaternion(), thorax.quaternion()
        hip = self._hip(t_s, pelvis)
        middle = _Angles(
            (pelvis.heading + thorax.heading) / 2,
            (pelvis.lateral + thorax.lateral) / 2,
            (pelvis.tilt + thorax.tilt) / 2,
            (pelvis.twist + thorax.twist) / 2,
        )
        upper = hip + rotation.rotate(q_pelvis, np.array([-0.02, 0.0, 0.13]))
        upper = upper + rotation.rotate(middle.quaternion(), np.array([0.0, 0.0, self.person.lumbar_m]))
        offset = np.tile(self._mirrored(self.person.thoracic_m), (len(t_s), 1))
        offset[:, 0] += self.channels["push"].at(t_s)
        sacrum = hip + rotation.rotate(q_pelvis, self._mirrored(self.person.sacrum_m))
        return {
            Placement.SACRUM: Pose(q_pelvis, sacrum),
            Placement.THORACIC: Pose(q_thorax, upper + rotation.rotate(q_thorax, offset)),
        }

    def tilts(self, t_s: Array) -> Tilts:
        """Sagittal angles at rising times (n,), from the direction of up in each segment."""
        up = np.array([0.0, 0.0, 1.0])
        pelvis, thorax = (rotation.rotate(rotation.conjugate(a.quaternion()), up) for a in self._angles(t_s))
        return Tilts(_tilt(pelvis), _tilt(thorax), np.arcsin(np.clip(thorax[:, 1], -1.0, 1.0)))

    def _mirrored(self, vector: tuple[float, float, float]) -> Array:
        return np.array(vector) * (np.array([1.0, -1.0, 1.0]) if self.person.mirrored else 1.0)

    def _angles(self, t_s: Array) -> tuple[_Angles, _Angles]:
        """Pelvis and thorax, with sway and gait."""
        c = {name: self.channels[name].at(t_s) for name in ("thorax", "lumbar", "pelvis_lateral", "thorax_lateral")}
        gait, phase = self._gait(t_s)
        sway, lean = self._sway["tilt"].at(t_s), self._sway["lateral"].at(t_s)
        breath = self._sway["breath"].at(t_s)
        pelvis_tilt = c["thorax"] - c["lumbar"] + sway + gait * np.radians(1.5) * np.sin(phase + 0.4)
        thorax_tilt = c["thorax"] + sway + breath + gait * np.radians(1.2) * np.sin(phase)
        pelvis_lateral = c["pelvis_lateral"] + lean + gait * np.radians(3.5) * np.sin(phase / 2)
        thorax_lateral = c["thorax_lateral"] + lean - gait * np.radians(1.5) * np.sin(phase / 2)
        heading = self.channels["heading"].at(t_s)
        swing = gait * np.cos(phase / 2)
        side = -1.0 if self.person.mirrored else 1.0
        pelvis = _Angles(side * (heading + np.radians(5.0) * swing), side * pelvis_lateral, pelvis_tilt, 0.0 * heading)
        twist = self.channels["twist"].at(t_s)
        facing = side * (heading - np.radians(4.0) * swing)
        return pelvis, _Angles(facing, side * thorax_lateral, thorax_tilt, side * twist)

    def _gait(self, t_s: Array) -> tuple[Array, Array]:
        return self.channels["gait"].at(t_s), 2 * np.pi * self.person.cadence_hz * t_s

    def _hip(self, t_s: Array, pelvis: _Angles) -> Array:
        """(n, 3) the hip centre: feet, shank, thigh and the walking movement."""
        gait, phase = self._gait(t_s)
        give = (1.0 - self.channels["seat"].at(t_s)) * pelvis.tilt
        shank = self.channels["shank"].at(t_s) + 0.05 * give
        thigh = self.channels["thigh"].at(t_s) - 0.33 * give
        lower, upper = self.person.shank_m, self.person.thigh_m
        ahead = lower * np.sin(shank) + upper * np.sin(thigh) + gait * 0.012 * np.sin(phase + 0.6)
        side = -1.0 if self.person.mirrored else 1.0
        left = side * gait * 0.02 * np.sin(phase / 2)
        height = lower * np.cos(shank) + upper * np.cos(thigh)
        height = height - gait * (0.02 * np.cos(phase) - 0.003 * np.cos(2 * phase + 0.5))
        c, s = np.cos(pelvis.heading), np.sin(pelvis.heading)
        east = self.channels["east"].at(t_s) + c * ahead - s * left
        north = side * self.channels["north"].at(t_s) + s * ahead + c * left
        return np.stack([east, north, height], axis=1)


def _tilt(up: Array) -> Array:
    """(n,) sagittal inclination from up in the segment, rad; the branch cut lies 100 deg behind."""
    tilt = np.arctan2(-up[:, 0], up[:, 2])
    return np.where(tilt < np.radians(-100.0), tilt + 2 * np.pi, tilt)
