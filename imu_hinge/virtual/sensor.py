"""What a worn sensor measures of a segment: mounting, skin, clock, and the errors of a cheap MEMS part.

The band of the soft-tissue wobble (4.5 to 7 Hz), its share at rest and the lever of 15 mm are assumptions; noise and
step sizes are those of an LSM6DS3-class part (7 mdps and 150 ug per root hertz, 17.5 mdps and 244 ug per LSB).
"""

from dataclasses import dataclass, field, replace

import numpy as np

from imu_hinge.model.arrays import SAMPLE, Array, Bools, Records
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp.frame import RawSamples
from imu_hinge.virtual import rotation
from imu_hinge.virtual.body import Body, Pose
from imu_hinge.virtual.channels import Channel, Ripple, ripple

GRAVITY_MPS2 = 9.80665
ACC_NG_PER_LSB = 244_000
GYR_NDPS_PER_LSB = 17_500_000
ACC_LSB_MPS2 = ACC_NG_PER_LSB * 9.80665e-9
GYR_LSB_RADPS = GYR_NDPS_PER_LSB * np.pi / 180e9
NOMINAL_HZ = 104.0

_STEP_S = 0.0005
"""Half width of the central differences that turn the trajectory into rate and specific force."""
_SKIN_M = np.array([-0.015, 0.0, 0.0])

Vector = tuple[float, float, float]
Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The sensor turns on the skin, for good: it slips, comes loose, or is strapped on again."""

    t_s: float
    duration_s: float = 0.6
    turn_deg: Vector = (0.0, 25.0, 0.0)
    """Rotation vector in the segment frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """One sensor and how it is worn. The defaults are a perfect sensor on a rigid body."""

    mounting: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)
    """Sensor to segment, w x y z."""
    wobble_deg: float = 0.0
    """RMS about x and about y while the wearer moves."""
    wobble_at_rest: float = 0.1
    """Share of it that stays in quiet standing."""
    slide: float = 0.0
    """Share of the segment's tilt that the skin does not follow."""
    slips: tuple[Slip, ...] = ()
    """In order of time."""
    gyr_bias_dps: Vector = (0.0, 0.0, 0.0)
    gyr_walk_dps: float = 0.0
    """Random walk of the bias, deg/s per root second."""
    acc_bias_mg: Vector = (0.0, 0.0, 0.0)
    scale_pct: float = 0.0
    """Standard deviation of the scale errors."""
    misalignment_deg: float = 0.0
    """Standard deviation of the errors between the axes."""
    gyr_noise_mdps: float = 0.0
    """Per root hertz."""
    acc_noise_ug: float = 0.0
    """Per root hertz."""
    quantised: bool = True
    rate_error: float = 0.0
    """True output rate / nominal rate - 1."""
    clock_offset_s: float = 0.0
    """Device time at session time 0."""
    clock_drift_ppm: float = 0.0
    silent_s: Spans = ()
    """Spans without samples: the sensor is dead."""


def random_setup(rng: np.random.Generator, **fixed: object) -> Setup:
    """A usual sensor anywhere on the skin, any way round; `fixed` fields of Setup are not drawn."""
    q = rng.normal(size=4)
    w, x, y, z = (q / np.linalg.norm(q)).tolist()
    drawn = Setup(
        mounting=(w, x, y, z),
        wobble_deg=0.6,
        gyr_bias_dps=_vector(rng.normal(0, 0.8, 3)),
        gyr_walk_dps=0.002,
        acc_bias_mg=_vector(rng.uniform(-20, 20, 3)),
        scale_pct=0.4,
        misalignment_deg=0.3,
        gyr_noise_mdps=7.0,
        acc_noise_ug=150.0,
        rate_error=float(rng.uniform(-0.03, 0.03)),
        clock_offset_s=float(rng.uniform(1, 3000)),
        clock_drift_ppm=float(rng.uniform(-100, 100)),
    )
    return replace(drawn, **fixed)  # type: ignore[arg-type]  # names and kinds are those of Setup


def _vector(values: Array) -> Vector:
    x, y, z = values.tolist()
    return x, y, z


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Everything one sensor gives, before any loss on the way."""

    t_s: Array
    """(n,) true times of the samples."""
    acc: Array
    """(n, 3) m/s2, sensor frame."""
    gyr: Array
    """(n, 3) rad/s, sensor frame."""
    present: Bools
    """(n,) false where the sensor was dead."""

    def samples(self) -> Records:
        """(m,) SAMPLE of what is present, on session time."""
        out = np.zeros(int(self.present.sum()), SAMPLE)
        out["t_ns"] = np.round(self.t_s[self.present] * 1e9).astype(np.int64)
        out["acc"], out["gyr"] = self.acc[self.present], self.gyr[self.present]
        return out

    def raw(self) -> RawSamples:
        """(n, 6) int16 LSB: acc x y z, gyr x y z."""
        lsb = np.concatenate([self.acc / ACC_LSB_MPS2, self.gyr / GYR_LSB_RADPS], axis=1)
        return np.clip(np.round(lsb), -32768, 32767).astype(np.int16)


@dataclass(slots=True, eq=False)
class Worn:
    """One sensor on one segment; wobble is drawn from `rng` once."""

    body: Body
    placement: Placement
    setup: Setup
    rng: np.random.Generator
    _wobble: list[Ripple] = field(init=False)
    _slips: list[Channel] = field(init=False)

    def __post_init__(self) -> None:
        rms = float(np.radians(self.setup.wobble_deg))
        self._wobble = [ripple(self.rng, rms, 4.5, 7.0, 8) for _ in range(2)]
        self._slips = [Channel() for _ in self.setup.slips]
        for channel, slip in zip(self._slips, self.setup.slips, strict=True):
            channel.move(slip.t_s, slip.duration_s, 1.0)

    def pose(self, t_s: Array) -> Pose:
        """The sensor itself, sensor to earth, at rising times (n,)."""
        segment = self.body.poses(t_s)[self.placement]
        skin = self._skin(t_s)
        lever = rotation.rotate(skin, _SKIN_M) - _SKIN_M
        q = rotation.product(segment.q, skin, self._slipped(t_s), np.array(self.setup.mounting))
        return Pose(q, segment.p + rotation.rotate(segment.q, lever))

    def exact(self, t_s: Array) -> tuple[Array, Array]:
        """(n, 3) specific force and (n, 3) rate in the sensor frame, without errors of the sensor."""
        before, now, after = (self.pose(t_s + shift) for shift in (-_STEP_S, 0.0, _STEP_S))
        rate = rotation.logarithm(rotation.multiply(rotation.conjugate(before.q), after.q)) / (2 * _STEP_S)
        force = (after.p - 2 * now.p + before.p) / _STEP_S**2 + np.array([0.0, 0.0, GRAVITY_MPS2])
        return rotation.rotate(rotation.conjugate(now.q), force), rate

    def read(self, end_s: float, nominal_hz: float = NOMINAL_HZ) -> Reading:
        """All samples from the start of the session to `end_s`."""
        rng = self.rng
        rate_hz = nominal_hz * (1 + self.setup.rate_error)
        t_s = np.arange(float(rng.uniform(0.005, 0.015)), end_s, 1 / rate_hz)
        acc, gyr = self.exact(t_s)
        acc, gyr = self._with_errors(acc, gyr, rate_hz)
        if self.setup.quantised:
            acc, gyr = _stepped(acc, ACC_LSB_MPS2), _stepped(gyr, GYR_LSB_RADPS)
        present = np.ones(len(t_s), bool)
        for start, end in self.setup.silent_s:
            present &= (t_s < start) | (t_s >= end)
        return Reading(t_s, acc, gyr, present)

    def _skin(self, t_s: Array) -> Array:
        """(n, 4) wobble and slide: sensor's place on the skin to segment."""
        rest = self.setup.wobble_at_rest
        size = rest + (1 - rest) * self.body.activity(t_s) if self.setup.wobble_deg else np.zeros(len(t_s))
        roll, pitch = (wobble.at(t_s) * size for wobble in self._wobble)
        tilts = self.body.tilts(t_s) if self.setup.slide else None
        if tilts is not None:
            pitch = pitch - self.setup.slide * (tilts.pelvis if self.placement is Placement.SACRUM else tilts.thorax)
        return rotation.multiply(rotation.about(1, pitch), rotation.about(0, roll))

    def _slipped(self, t_s: Array) -> Array:
        turned = np.array([1.0, 0.0, 0.0, 0.0])
        for channel, slip in zip(self._slips, self.setup.slips, strict=True):
            turn = rotation.exponential(channel.at(t_s)[:, None] * np.radians(slip.turn_deg))
            turned = rotation.multiply(turn, turned)
        return turned

    def _with_errors(self, acc: Array, gyr: Array, rate_hz: float) -> tuple[Array, Array]:
        s, rng, n = self.setup, self.rng, len(acc)
        walk = np.cumsum(rng.normal(0, 1, (n, 3)), axis=0) * np.radians(s.gyr_walk_dps) / np.sqrt(rate_hz)
        noise = rng.normal(0, 1, (2, n, 3)) * np.sqrt(rate_hz / 2)
        gyr = gyr @ self._error_matrix().T + np.radians(s.gyr_bias_dps) + walk
        acc = acc @ self._error_matrix().T + np.array(s.acc_bias_mg) * 1e-3 * GRAVITY_MPS2
        return (
            acc + noise[0] * s.acc_noise_ug * 1e-6 * GRAVITY_MPS2,
            gyr + noise[1] * np.radians(s.gyr_noise_mdps * 1e-3),
        )

    def _error_matrix(self) -> Array:
        cross = self.rng.normal(0, float(np.radians(self.setup.misalignment_deg)), (3, 3))
        np.fill_diagonal(cross, 1 + self.rng.normal(0, self.setup.scale_pct / 100, 3))
        return cross


def _stepped(values: Array, lsb: float) -> Array:
    return np.clip(np.round(values / lsb), -32768, 32767) * lsb
