"""Movements in closed form before the posture stage, and what it made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from imu_hinge.core.angles import frames_of
from imu_hinge.core.motion import GRID_NS, Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.core.posture import Posed, Posture, PostureDay, PostureSettings
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.model.events import Calibrated, Event, PostureReminder, SensorWarning, Step
from imu_hinge.model.inputs import Command
from tests.core.folds import GUIDED, still
from tests.core.motions import HZ, Course, pair, walk

S = 1_000_000_000
E = TypeVar("E")
CALIBRATED = Calibrated(
    t_ns=0,
    status="guided",
    quality=1.0,
    reasons=(),
    upright_known=True,
    thorax_rom_deg=62.0,
    own_max_lumbar_deg=50.0,
)


@dataclass(frozen=True, eq=False)
class Told:
    """What the stage said of a course."""

    events: list[Event]
    posed: list[Posed]
    stage: Posture

    @property
    def day(self) -> PostureDay:
        return self.stage.summary()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def reminders(self) -> list[tuple[str, int, str]]:
        """Id, second, fate."""
        return [(e.reminder, e.t_ns // S, e.fate) for e in self.of(PostureReminder)]

    @property
    def warned(self) -> list[str]:
        return [event.id for event in self.of(SensorWarning)]

    def states(self, first: int = 0, stop: int | None = None) -> set[str]:
        return {one.state.value for one in self.posed[first:stop]}


def stay(seconds: float, thorax: float = 0.0, pelvis: float = 0.0) -> Course:
    """A position with the small sway of a living body."""
    t = np.arange(round(seconds * HZ)) / HZ
    sway = 0.3 * np.sin(2 * np.pi * 0.2 * t)
    rows = np.zeros((len(t), 5))
    rows[:, 0], rows[:, 1] = thorax + sway, pelvis + sway
    return Course(rows)


def rigid(seconds: float, thorax: float = 0.0, pelvis: float = 0.0) -> Course:
    """Without any: on a table."""
    return Course(np.tile([thorax, pelvis, 0.0, 0.0, 0.0], (round(seconds * HZ), 1)))


def eased(course: Course) -> Course:
    """The same with every change of a tilt spread over a second: who leaps in no time would leave the chair."""
    tilts = [np.convolve(np.pad(column, 25, "edge"), np.ones(51) / 51, "valid") for column in course.rows[:, :4].T]
    return Course(np.column_stack([*tilts, course.rows[:, 4]]))


def steps(seconds: float, thorax: float = 3.0, pelvis: float = 2.0) -> Course:
    """Walking, from a stand to a stand: the vertical speed is zero before and after."""
    course = walk(seconds).leaning(thorax, pelvis)
    t = np.arange(len(course.rows)) / HZ
    fade = np.clip(np.minimum(t, t[-1] - t) / 0.3, 0.0, 1.0)
    course.rows[:, 4] = np.gradient(0.25 * fade * np.sin(2 * np.pi * 1.9 * t)) * HZ
    return course


def chair(seconds: float, way_m: float, thorax: float = 0.0, pelvis: float = 0.0) -> Course:
    """Both segments move up by `way_m` (down: below 0), smoothly from rest to rest."""
    course = stay(seconds, thorax, pelvis)
    turn = 2 * np.pi * np.arange(len(course.rows)) / len(course.rows)
    course.rows[:, 4] = 2 * np.pi * way_m / seconds**2 * np.sin(turn)
    return course


START = stay(70)
"""A minute after the calibration reminders may be given."""


def told(
    course: Course | Pair,
    *said: Command | Event,
    settings: PostureSettings | None = None,
    params: PostureParams | None = None,
    calibration: Calibration = GUIDED,
    size: int = 500,
    sizes: Sequence[int] = (),
) -> Told:
    """A day of this course, calibrated at its beginning; `said` are commands and events at their times."""
    stage, rows = Posture(settings, params), course if isinstance(course, Pair) else pair(course)
    first_ns = int(rows.t_ns[0])
    waiting: list[Command | Event] = [replace(CALIBRATED, t_ns=first_ns), *said]
    events: list[Event] = []
    posed: list[Posed] = []
    at = 0
    lengths = iter(sizes)
    while at < len(rows):
        block = rows[at : at + next(lengths, size)]
        at += len(block)
        now_ns = int(block.t_ns[-1])
        due = [one for one in waiting if one.t_ns <= now_ns]
        waiting = [one for one in waiting if one.t_ns > now_ns]
        for one in due:
            if isinstance(one, Command):
                stage.command(one)
        stage.tap(block)
        heard = tuple(one for one in due if not isinstance(one, Command))
        events += stage.step(Step(frames_of(block, calibration, still(block)), heard))
        posed += stage.fresh
    return Told(events, posed, stage)


def word(t_s: float, name: str, argument: str = "") -> Command:
    return Command(round(t_s * S), name, argument)


def shifted(course: Course, seconds: int) -> Pair:
    """The course, that much later."""
    return pair(course, seconds * S // GRID_NS)
