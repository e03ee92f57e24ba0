"""What is told apart, and where: limits in degrees from the calibrated stance, times in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostureParams:
    """Inferred unless a source is named."""

    lean_deg: float = 10.0
    bent_deg: float = 20.0
    """RULA trunk bands 0..20, 20..60, above 60 deg; ISO 11226: a trunk held below 20 deg is always acceptable."""
    deep_deg: float = 60.0
    back_deg: float = -10.0
    margin_deg: float = 1.0
    """A zone is left when its limit is passed by this much."""
    seat_pelvis_deg: float = -8.0
    seat_lumbar_deg: float = 8.0
    seat_s: int = 10
    """Sitting: the pelvis rolled back and the low back round, or sunk by `chair_m`, for so long without steps."""
    chair_m: float = 0.25
    """A chair is some 0.4 m down; recorded heel raises and seated bends come to 0.2 m by the errors of the sensors."""
    tall_pelvis_deg: float = -5.0
    tall_lumbar_deg: float = 6.0
    """A seat is left by steps, or by standing tall for `seat_s`: leaning forward on a chair looks like a hinge."""
    steps_s: int = 2
    """So many seconds of walking end a seat."""
    slumped_deg: float = 15.0
    """Lumbar flexion of a slump: a pelvis rolled back by about 20 deg under an upright thorax is well above it."""
    slumped_s: int = 6
    """So many seconds on the other side of the limit until the answer changes: small movements do not flicker."""
    lying_back_deg: float = -60.0
    lying_front_deg: float = 75.0
    lying_s: int = 2
    walk_bent_deg: float = 30.0
    """Nobody walks bent further."""
    off_dps: float = 0.1
    off_s: int = 120
    """Off the body: each sensor's rate spreads by less for so long; quiet sitting and standing sway by more."""
    still_s: int = 15
    """So still for so long is not known to be worn."""
    stance_dps: float = 3.0
    stance_drift_deg: float = 0.3
    """Change of the tilts from one second to the next in a stand: steps before it leave the filter off for seconds."""
    stance_sway_s: int = 6
    stance_sway_deg: float = 3.0
    """Who sways more is taken at the median of so many quiet seconds, if they span less."""
    stance_more_s: int = 8
    stance_last_s: int = 5
    """Who goes on standing is followed for so long, at the median of the last seconds: steps leave 1 deg behind."""
    stance_wait_s: int = 15
    stance_most_deg: float = 30.0
    """Further from the calibrated stance a sensor has to be calibrated again."""
    stance_walked_s: int = 20
    """A stance that looks seated is taken when steps were seen so shortly before."""
    stance_own_s: int = 5
    """A sensor that the check itself says has moved is the one just re-zeroed."""
    zeroed_deg: float = 5.0
    """A segment zeroed anew by more is not lost when the fold, which knows the calibration only, says it moved."""
    walk_s: int = 8
    walk_shift_deg: float = 6.0
    walk_far_deg: float = 15.0
    """Two walks that far from the first one, or from the stance: a sensor has shifted."""
    reset_deg: float = 15.0
    """A change this large is a change of position."""
    pause_s: int = 10
    pause_share: float = 0.05
    """A position is left when it is not held for this share of its delay, at most `pause_s`; walking is not holding."""
    change_s: int = 3
    apart_s: int = 600
    per_hour: int = 4
    after_calibration_s: int = 60
    after_seat_s: int = 5
    after_set_s: int = 10
    bend_deg: float = 45.0
    """Thorax range from which a bend is counted: leaning out of a chair or over a bench is less. Over at half of it."""
    bend_most_s: float = 120.0
    bend_known_s: int = 60
    """A bend is told as one when so much later it has not become a repetition."""
    strip_s: int = 300
    strip_columns: int = 2016
    """A week; older columns are forgotten."""
