"""Movements to an end range in closed form, and what the stage said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from imu_hinge.core.assess import Assessment, AssessmentSettings
from imu_hinge.core.assess.stage import Heard, Learned
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.model.events import AssessmentStep, Captured, CaptureRefused, Event
from imu_hinge.model.inputs import Command
from tests.core.folds import GUIDED
from tests.core.motions import HZ, Course, pair

S = 1_000_000_000
E = TypeVar("E")


@dataclass(frozen=True, eq=False)
class Told:
    """What the stage said of a course."""

    events: list[Event]
    stage: Assessment

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def values(self) -> list[float]:
        return [round(event.value_deg, 2) for event in self.of(Captured)]

    @property
    def reasons(self) -> list[str]:
        return [event.reason for event in self.of(CaptureRefused)]

    @property
    def steps(self) -> list[tuple[str, str, int]]:
        return [(event.test, event.stage, event.capture) for event in self.of(AssessmentStep)]


def at(thorax: float = 0.0, pelvis: float = 0.0, lateral: float = 0.0, seconds: float = 1.0) -> Course:
    """A pose, with the small sway of a living body; the pelvis leans by a quarter of the thorax."""
    t = np.arange(round(seconds * HZ)) / HZ
    sway = 0.2 * np.sin(2 * np.pi * 0.25 * t)
    rows = np.tile([thorax, pelvis, lateral, 0.25 * lateral, 0.0], (len(t), 1))
    rows[:, 0] += sway
    rows[:, 1] += sway
    return Course(rows)


def between(a: Course, b: Course, seconds: float) -> Course:
    """From the end of one course to the beginning of the next, smoothly."""
    t = np.arange(1, round(seconds * HZ)) / (seconds * HZ)
    share = (1 - np.cos(np.pi * t)) / 2
    return Course(np.outer(1 - share, a.rows[-1]) + np.outer(share, b.rows[0]))


def path(*poses: Course, seconds: float = 1.5) -> Course:
    """The poses one after another, with smooth ways between."""
    whole = poses[0]
    for pose in poses[1:]:
        whole = whole + between(whole, pose, seconds) + pose
    return whole


START = at(seconds=3.0)


def there(end: Course, seconds: float = 1.5, rest_s: float = 3.0) -> Course:
    """To the end range and back to the start, which is stood at before and after."""
    return path(START, end, at(seconds=rest_s), seconds=seconds)


def told(
    course: Course | Pair,
    *said: Heard,
    settings: AssessmentSettings | None = None,
    calibration: Calibration = GUIDED,
    sizes: Sequence[int] = (),
    size: int = 400,
) -> Told:
    """A course in blocks, calibrated at its beginning; `assess` is said at once unless something is in `said`."""
    stage = Assessment(settings)
    rows = course if isinstance(course, Pair) else pair(course)
    first_ns = int(rows.t_ns[0])
    for what in (Learned(first_ns, calibration), *(said or (Command(first_ns, "assess"),))):
        stage.hear(what)
    events: list[Event] = []
    done, lengths = 0, iter(sizes)
    while done < len(rows):
        block = rows[done : done + next(lengths, size)]
        events += stage.step(block)
        done += len(block)
    return Told([*events, *stage.end(int(rows.t_ns[-1]))], stage)


def one(test: str, repeats: int = 1, ready_s: float = 0.0) -> AssessmentSettings:
    """One test of an assessment."""
    return AssessmentSettings((test,), repeats, ready_s)


def word(t_s: float, name: str, argument: str = "") -> Command:
    return Command(round(t_s * S), name, argument)


ENDS = {
    "flexion": at(110, 58, seconds=2.6),
    "extension": at(-30, -8, seconds=2.6),
    "pelvic_tilt_forward": at(0, 10, seconds=2.6),
    "pelvic_tilt_back": at(1, -9, seconds=2.6),
    "hinge_own": at(60, 36, seconds=2.6),
    "hinge_cued": at(60, 50, seconds=2.6),
    "side_bend_left": at(4, 2, -30, seconds=2.6),
    "side_bend_right": at(4, 2, 28, seconds=2.6),
}
"""An end range of each test."""
VALUES = {
    "flexion": 52,
    "extension": 22,
    "pelvic_tilt_forward": 10,
    "pelvic_tilt_back": 9,
    "hinge_own": 60,
    "hinge_cued": 60,
    "side_bend_left": 30,
    "side_bend_right": 28,
}
"""What each of them measures, deg."""
