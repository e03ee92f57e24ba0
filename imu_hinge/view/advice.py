"""What to look after: the fault that was most frequent. Pure."""

from collections.abc import Mapping

from imu_hinge.catalogue import Exercise, Fault

INSIDE = "All inside your limits. Same again."
NOT_JUDGED = "Some reps could not be judged: data were missing."


def most_frequent(faults: Mapping[str, int], cautions: Mapping[str, int], exercise: Exercise) -> Fault | None:
    """Of the faults past the limit, else of those close to it; both most frequent first, None where there is none."""
    rows = {fault.id: fault for fault in exercise.faults}
    return next((rows[name] for name in (*faults, *cautions) if name in rows), None)
