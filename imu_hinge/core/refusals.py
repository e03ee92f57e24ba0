"""Why a calibration did not succeed, and what to do about it."""

from dataclasses import dataclass

REMEDIES = {
    "no_data": "no sensor was heard long enough: check both sensors and try again",
    "too_few_hinges": "no clear forward bends were seen: hinge forward three times, easily, and come back up each time",
    "posture_unclear": "it is not clear yet which posture is upright: stand tall and still for a moment",
    "swapped": "the lower sensor moves more than the upper one: exchange them; nothing is counted until then",
    "moved_in_stance": "you moved during the stand: stand still, arms down, and try again",
    "not_gravity": "the sensor does not read gravity at rest: stand still; if it persists, check the sensor's settings",
    "hinge_too_small": "the hinges were too small to learn from: go down further, as far as is easy",
    "not_planar": "the hinges twisted or a strap is loose: tighten the straps and hinge straight forward",
    "axis_not_level": "the hinges went to one side: stand even on both feet and hinge straight forward",
    "segments_disagree": "the two sensors did not move together: check both straps and hinge again",
    "hinges_differ": "the three hinges differed: make three alike, to the same depth",
    "stance_moved": "the second stand differs from the first: tighten the straps, stand tall and try again",
    "set_begun": "a set began before the calibration was done: it is learned from the repetitions",
    "stopped": "it was stopped: calibrate again when you go on",
    "sensor_lost": "data went missing: come closer to the receiver and try again",
}
"""What to do next, by reason id."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A calibration that did not succeed."""

    reason: str
    remedy: str


def refused(reason: str) -> Refusal:
    """The refusal with the remedy of the table."""
    return Refusal(reason, REMEDIES[reason])
