"""Times and sizes of the assessment."""

from dataclasses import dataclass

from imu_hinge.core.motion import GRID_NS


def rows_in(seconds: float) -> int:
    """Rows of the grid in so many seconds."""
    return round(seconds * 1e9 / GRID_NS)


@dataclass(frozen=True, slots=True)
class AssessParams:
    """Inferred, tried on the virtual wearer, unless a source is named."""

    smooth_hz: float = 2.0
    """Soft tissue wobbles at 4 to 7 Hz, movements to an end range take a second and more."""
    stand_s: float = 1.5
    """Standing still for so long gives the reference: the mean of its first two thirds."""
    stand_deg: float = 2.0
    """Largest change of any angle while standing still: quiet sway and breathing stay below half of it."""
    upright_deg: float = 12.0
    """Further from the calibrated stance nobody stands as calibrated: as in the check of the mounting before a set."""
    other_deg: float = 6.0
    """One segment off and the other one within this: a sensor has slipped."""
    lost_s: float = 3.0
    """Standing still elsewhere for so long is told, ..."""
    quiet_s: float = 12.0
    """... and told again after so long."""
    early_begins: float = 2.0
    early_deg: float = 6.0
    """Leaving the last stand by this multiple of the beginning, and by so much, before standing still is too early."""
    away_deg: float = 10.0
    """A movement begins too when any angle has changed by so much."""
    stirred_begins: float = 1.3
    """A change that stayed within this multiple of the beginning was no movement, and is not told."""
    hold_share: float = 0.25
    hold_deg: tuple[float, float] = (2.5, 4.0)
    """Largest change of any angle over a hold: this share of the way, at least and at most so much."""
    beyond_share: float = 0.12
    beyond_deg: float = 4.0
    """A hold whose value is this share, and so much, short of the farthest point was not at the end."""
    bounce_share: float = 0.12
    bounce_deg: float = 2.5
    """Coming back and going out again by this share of the way, and by so much, are two peaks."""
    near_begins: float = 2.2
    near_deg: float = 6.5
    """Near the start: the measure within this multiple of the beginning of a movement, every angle within so much."""
    back_begins: float = 0.9
    back_share: float = 0.45
    """Back at the start: the measure within this share of the way, at least the multiple of the beginning, and near."""
    back_s: float = 0.4
    receded_share: float = 0.7
    """Below this share of the farthest point the wearer is on the way back."""
    stays_s: float = 2.0
    """Standing still there on the way back ends the movement."""
    most_s: float = 20.0
    """A movement that lasts longer is over."""
    gap_s: float = 0.3
    """A longer stretch without data spoils a movement."""
    share_from_deg: float = 15.0
    """Thorax range from which the hinge share means something."""
