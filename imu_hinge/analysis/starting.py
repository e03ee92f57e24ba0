"""A session when it is needed: its filters take half a second to load, which refusing an input must not cost."""

from typing import TYPE_CHECKING

from imu_hinge.catalogue import Exercise

if TYPE_CHECKING:
    from imu_hinge.core.session import Session
    from imu_hinge.core.stream import SampleTap, Tap


def new_session(exercise: Exercise, *, tap: "Tap | None" = None, sample_tap: "SampleTap | None" = None) -> "Session":
    """A `Session` with these arguments."""
    from imu_hinge.core.session import Session

    return Session(exercise, tap=tap, sample_tap=sample_tap)
