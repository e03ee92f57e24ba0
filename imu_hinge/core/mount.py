"""How a sensor sits on its segment: the result of a calibration."""

from dataclasses import dataclass

from imu_hinge.model.arrays import Array


@dataclass(frozen=True, slots=True, eq=False)
class Mount:
    """Segment axes in sensor coordinates: `v_segment = axes @ v_sensor`."""

    axes: Array
    """(3, 3); rows are x anterior, y left, z up along the body in the wearer's stance; right-handed, orthonormal."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Both mounts, and what is known of the wearer's own ranges."""

    status: str
    """`guided`, `automatic` or `none`."""
    quality: float
    """0 to 1."""
    reasons: tuple[str, ...]
    sacrum: Mount | None
    """None when the pelvis cannot be judged; `reasons` then says why."""
    thoracic: Mount | None
    upright_known: bool
    """Whether a witness outside the repetitions says where upright is; without one only ranges can be judged."""
    thorax_rom_rad: float | None
    """Median thorax range of the calibration movements."""
    own_max_lumbar_rad: float | None
    """Largest lumbar flexion of one full unloaded bend; None when not measured."""


UNCALIBRATED = Calibration("none", 0.0, ("no_calibration",), None, None, False, None, None)
