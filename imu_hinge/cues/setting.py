"""What is said around the sets: steps of the calibration, ready, the side."""

from imu_hinge.catalogue import Exercise
from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.spoken import STEPS, Said, not_taken
from imu_hinge.model.events import Calibrated, CalibrationRefused, CalibrationStep, Event, Step
from imu_hinge.model.inputs import Command, Input

SIDES = {"left": Said.LEFT, "right": Said.RIGHT}
NO_LOW_BACK = frozenset({"no_pelvis", "thorax_tilt_only", "sacrum_tilt_only", "pelvis_axis_unknown", "no_thorax"})
"""Reasons of a calibration under which the low back is not judged."""


def steps(item: Input, step: Step) -> list[Cue]:
    """What the guided calibration asks for next, or why it was not taken."""
    asked = [words for event in step.events if (words := _asked(event))]
    return [Cue(t_ns=item.t_ns, sort=Sort.STEP, words=asked[-1])] if asked else []


def _asked(event: Event) -> str:
    match event:
        case CalibrationStep():
            return STEPS.get(event.step, "")
        case CalibrationRefused():
            return not_taken(event.remedy)
    return ""


def ready_words(exercise: Exercise, step: Step) -> str:
    """`ready`; after a calibration how it ended as well."""
    calibrated = next((event for event in step.events if isinstance(event, Calibrated)), None)
    if calibrated is None:
        return Said.READY
    judged = not exercise.faults or not NO_LOW_BACK & set(calibrated.reasons)
    return Said.CALIBRATED if judged else Said.CALIBRATED_COUNTING


def sides(item: Input) -> list[Cue]:
    """The working side, when it is told."""
    if isinstance(item, Command) and item.name == "side" and item.argument in SIDES:
        return [Cue(t_ns=item.t_ns, sort=Sort.SIDE, words=SIDES[item.argument])]
    return []
