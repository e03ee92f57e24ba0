"""Where the assessment is at the last instant: what a screen shows, and nothing is computed from."""

from dataclasses import dataclass

from imu_hinge.core.assess.plan import Plan
from imu_hinge.core.assess.poses import Pose
from imu_hinge.core.assess.trial import Trial

AT_REST_S = 0.5
"""So long without movement the end seems to be held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """One instant."""

    test: str = ""
    """Empty before the first and after the last one."""
    part: str = ""
    """`stand`, `move`, `hold` (at rest, not long enough yet), `back`, `done`; empty before it begins."""
    capture: int = 0
    of: int = 0
    value_deg: float | None = None
    """The measure, positive in the direction of the test; None where it is not known."""
    peak_deg: float | None = None
    """Its largest value in the movement under way."""
    still_s: float = 0.0
    """Of the stand that is waited for."""
    held_s: float = 0.0
    """Of the hold that is waited for."""


def now_of(plan: Plan, trial: Trial | None, pose: Pose | None) -> Now:
    """Of an assessment that has begun."""
    test = plan.current
    if test is None:
        return Now(part="done")
    place = Now(test=test.id, part="stand", capture=plan.made(test) + 1, of=plan.of(test))
    if trial is None or pose is None:
        return place
    attempt = trial.attempt
    held_s = 0.0 if attempt is None else attempt.still_s
    return Now(
        test=place.test,
        part="hold" if trial.stage == "move" and held_s > AT_REST_S else trial.stage,
        capture=place.capture,
        of=place.of,
        value_deg=trial.value_deg(pose),
        peak_deg=None if attempt is None else attempt.most_deg,
        still_s=trial.still_s,
        held_s=held_s,
    )
