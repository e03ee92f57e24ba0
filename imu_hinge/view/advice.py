"""What to look after: the fault that was most frequent. Pure."""

from collections.abc import Iterable, Mapping

from imu_hinge.catalogue import Exercise, Fault
from imu_hinge.model.events import Rep

INSIDE = "All inside your limits. Same again."
NOT_JUDGED = "Some reps could not be judged: data were missing."

PAIN = "Pain {score} was noted. Talk it over with a trainer before you go on."
NO_GYROSCOPE = "The low back was not judged: the thoracic sensor has no gyroscope."


def not_judged(reps: Iterable[Rep]) -> str:
    """Why some of the repetitions were not judged."""
    return NO_GYROSCOPE if any("thorax_tilt_only" in rep.reasons for rep in reps) else NOT_JUDGED


def pain_words(score: int | None, limit: int) -> str:
    """What stands in place of any advice from `limit` on, the pain from which no session starts; else empty."""
    return PAIN.format(score=score) if score is not None and score >= limit else ""


def most_frequent(faults: Mapping[str, int], cautions: Mapping[str, int], exercise: Exercise) -> Fault | None:
    """Of the faults past the limit, else of those close to it; both most frequent first, None where there is none."""
    rows = {fault.id: fault for fault in exercise.faults}
    return next((rows[name] for name in (*faults, *cautions) if name in rows), None)
