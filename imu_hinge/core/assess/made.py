"""From a movement that counts to what is said of it."""

from imu_hinge.core.assess.attempt import Attempt
from imu_hinge.core.assess.params import AssessParams
from imu_hinge.core.assess.poses import LATERAL, PELVIS, THORAX, Poses
from imu_hinge.model.events import Captured


def captured(
    attempt: Attempt, poses: Poses, t_ns: int, number: int, pain: int | None, params: AssessParams
) -> Captured:
    """The event of a movement with a hold; times are those of the movement, without the delay of the filters."""
    held = attempt.held
    assert held is not None
    angles, paired = held.angles, poses.paired
    pelvis, thorax = float(angles[PELVIS]), float(angles[THORAX])
    share = pelvis / thorax if attempt.test.share and paired and thorax >= params.share_from_deg else None
    return Captured(
        t_ns=t_ns,
        test=attempt.test.id,
        capture=number,
        t_start_ns=attempt.t_start_ns - poses.lag_ns,
        t_peak_ns=held.t_ns - poses.lag_ns,
        t_end_ns=attempt.t_end_ns - poses.lag_ns,
        value_deg=held.value_deg,
        pelvis_deg=pelvis if paired else None,
        thorax_deg=thorax,
        lumbar_deg=held.lumbar_deg if paired else None,
        lateral_deg=float(angles[LATERAL]),
        hinge_share=share,
        pain=pain,
    )
