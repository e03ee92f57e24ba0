"""How a sensor sits on its segment: the result of a calibration."""

from dataclasses import dataclass, replace

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
    tilt_only: tuple[str, ...] = ()
    """`thorax_tilt_only`, `sacrum_tilt_only`: that sensor has no gyroscope. Then no pelvis is judged."""

    @property
    def movement_timed(self) -> bool:
        """Whether the thorax is followed closely enough for times, speed and the top.

        Without a gyroscope the acceleration of the movement looks like tilt: down and up seemed a fifth to a third
        shorter than they were, and the top 3 to 5 deg behind the stance (virtual wearer).
        """
        return "thorax_tilt_only" not in self.tilt_only


def limited(calibration: Calibration, tilt_only: tuple[str, ...], *, pelvis_heard: bool) -> Calibration:
    """The calibration with the sensors that have no gyroscope; where the pelvis is heard it is not missing."""
    if not tilt_only:
        return calibration
    reasons = tuple(one for one in calibration.reasons if one != "no_pelvis" or not pelvis_heard)
    return replace(calibration, tilt_only=tilt_only, reasons=(*tilt_only, *reasons))


UNCALIBRATED = Calibration("none", 0.0, ("no_calibration",), None, None, False, None, None)
