"""A session when it is needed: its filters take half a second to load, which refusing an input must not cost."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from imu_hinge.catalogue import Exercise
from imu_hinge.core.mount import Calibration
from imu_hinge.core.strides import Deferring
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.model.kinds import Kind

if TYPE_CHECKING:
    from imu_hinge.core.assess import AssessmentSession
    from imu_hinge.core.posture import PostureSession
    from imu_hinge.core.session import SensorStats, Session
    from imu_hinge.core.stream import SampleTap, Tap


class Folded(Deferring, Protocol):
    """What every kind of session can be asked."""

    @property
    def exercise(self) -> Exercise:
        """What is counted, if only beside."""
        ...

    @property
    def calibration(self) -> Calibration:
        """The one in use."""
        ...

    def sensors(self) -> "Mapping[Placement, SensorStats]":
        """What came from each sensor that was heard."""
        ...

    def hinges_seen(self) -> int:
        """Hinges that the guided calibration under way has seen; 0 when there is none."""
        ...


def new_session(exercise: Exercise, *, tap: "Tap | None" = None, sample_tap: "SampleTap | None" = None) -> "Session":
    """A `Session` with these arguments."""
    from imu_hinge.core.session import Session

    return Session(exercise, tap=tap, sample_tap=sample_tap)


def new_posture(
    exercise: Exercise, settings: str = "", *, tap: "Tap | None" = None, sample_tap: "SampleTap | None" = None
) -> "PostureSession":
    """A `PostureSession`; `settings` is the text of `PostureSettings`. Raises UsageError for another."""
    from imu_hinge.core.posture import PostureSession, PostureSettings

    return PostureSession(exercise, PostureSettings.from_text(settings), tap=tap, sample_tap=sample_tap)


def new_assessment(
    exercise: Exercise, settings: str = "", *, tap: "Tap | None" = None, sample_tap: "SampleTap | None" = None
) -> "AssessmentSession":
    """An `AssessmentSession`; `settings` as `AssessmentSettings.to_json` writes them. Raises UsageError for others."""
    from imu_hinge.core.assess import AssessmentSession, settings_from

    return AssessmentSession(exercise, settings_from(settings), tap=tap, sample_tap=sample_tap)


def _training(exercise: Exercise, settings: str, tap: "Tap | None", sample_tap: "SampleTap | None") -> Folded:
    return new_session(exercise, tap=tap, sample_tap=sample_tap)


def _posture(exercise: Exercise, settings: str, tap: "Tap | None", sample_tap: "SampleTap | None") -> Folded:
    return new_posture(exercise, settings, tap=tap, sample_tap=sample_tap)


def _assessment(exercise: Exercise, settings: str, tap: "Tap | None", sample_tap: "SampleTap | None") -> Folded:
    return new_assessment(exercise, settings, tap=tap, sample_tap=sample_tap)


_FOLDS: "Mapping[str, Callable[[Exercise, str, Tap | None, SampleTap | None], Folded]]" = {
    Kind.TRAINING: _training,
    Kind.POSTURE: _posture,
    Kind.ASSESSMENT: _assessment,
}
"""How a session of each kind begins."""


def fold_of(
    kind: str,
    exercise: Exercise,
    settings: str = "",
    *,
    tap: "Tap | None" = None,
    sample_tap: "SampleTap | None" = None,
) -> Folded:
    """A session about to begin; kind and settings as in About. Raises UsageError for what cannot be understood.

    `tap` sees times and quaternions, `sample_tap` the samples, of every block.
    """
    if kind not in _FOLDS:
        raise UsageError(f"a session of the kind {kind!r} is not known here; a later version of imu-hinge made it")
    return _FOLDS[kind](exercise, settings, tap, sample_tap)
