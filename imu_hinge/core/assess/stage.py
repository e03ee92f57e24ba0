"""The assessment behind a session: rows and words to captures. Pure; the same however it is cut."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess.made import captured
from imu_hinge.core.assess.now import Now, now_of
from imu_hinge.core.assess.params import AssessParams
from imu_hinge.core.assess.plan import Plan
from imu_hinge.core.assess.poses import Pose, Poses
from imu_hinge.core.assess.refusals import REMEDIES
from imu_hinge.core.assess.settings import AssessmentSettings
from imu_hinge.core.assess.trial import Trial
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.model.arrays import Array
from imu_hinge.model.events import AssessmentStep, CaptureDropped, CaptureRefused, Event, SensorWarning
from imu_hinge.model.inputs import Command

PAINS = range(11)
PATIENT = ("moved_at_start", "not_back", "not_as_calibrated")
"""After these the wearer knows that the start is to be found again: it is not told at once that it is not."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A calibration that holds from the row after `t_ns` on."""

    t_ns: int
    calibration: Calibration


Heard = Command | Learned | SensorWarning


class Assessment:
    """Fed with words, calibrations and warnings at their times, and with the rows of the grid."""

    def __init__(self, settings: AssessmentSettings | None = None, params: AssessParams | None = None) -> None:
        self._settings, self._p = settings or AssessmentSettings(), params or AssessParams()
        self._plan = Plan(rows(self._settings.tests), self._settings.repeats)
        self._heard: list[Heard] = []
        self._asked = False
        self._poses: Poses | None = None
        self._pose: Pose | None = None
        self._trial: Trial | None = None
        self._pain: int | None = None
        self._announced: tuple[str, str] | None = None
        self._said: list[Event] = []

    @property
    def running(self) -> bool:
        """Whether tests are under way, or wait for a calibration."""
        return self._asked and self._plan.current is not None

    @property
    def now(self) -> Now:
        """At the last instant."""
        return now_of(self._plan, self._trial, self._pose) if self._asked else Now()

    def hear(self, what: Heard) -> None:
        """It holds from its own time on."""
        self._heard.append(what)

    def step(self, pair: Pair) -> tuple[Event, ...]:
        """What these rows come to, with what was heard until their end."""
        if len(pair):
            for what in self._due(int(pair.t_ns[-1])):
                n = int(np.searchsorted(pair.t_ns, what.t_ns, side="right"))
                self._watch(pair[:n])
                pair = pair[n:]
                self._take(what)
            self._watch(pair)
        return self._news()

    def end(self, t_ns: int) -> tuple[Event, ...]:
        """No more rows will come: what was heard after the last one, and a pain for which one stopped."""
        for what in self._due(None):
            self._take(what)
        if self._pain is not None and self._plan.current is not None:
            self._refuse(self._plan.current.id, "left_out", t_ns)
        return self._news()

    def _due(self, until_ns: int | None) -> list[Heard]:
        """What was heard until then, in order of time."""
        heard = sorted(self._heard, key=lambda one: one.t_ns)
        n = len(heard) if until_ns is None else sum(one.t_ns <= until_ns for one in heard)
        self._heard = heard[n:]
        return heard[:n]

    def _news(self) -> tuple[Event, ...]:
        said, self._said = tuple(self._said), []
        return said

    def _watch(self, pair: Pair) -> None:
        for pose in self._poses.step(pair) if self._poses is not None else ():
            self._pose = pose
            if self._trial is not None:
                self._trial.step(pose)
                self._judge(self._trial, pose.t_ns)
                self._announce(pose.t_ns)

    def _judge(self, trial: Trial, t_ns: int) -> None:
        """What becomes of a trial that is over."""
        if trial.reason is None:
            return
        if trial.reason:
            self._refuse(trial.test.id, trial.reason, t_ns)
        else:
            self._capture(trial, t_ns)
        if trial.reason == "sensor_slipped":
            self._uncalibrated()
        else:
            patient = trial.reason in PATIENT
            self._begin(t_ns, trial.base, self._p.quiet_s if patient else self._p.lost_s)

    def _capture(self, trial: Trial, t_ns: int) -> None:
        assert trial.attempt is not None
        assert self._poses is not None
        number = self._plan.made(trial.test) + 1
        event = captured(trial.attempt, self._poses, t_ns, number, self._spent_pain(), self._p)
        self._plan.keep(event)
        self._said.append(event)

    def _begin(self, t_ns: int, base: Array, lost_s: float) -> None:
        """The next trial; in a test that is new nothing is awaited before its sentence is spoken."""
        test, last = self._plan.current, self._trial
        self._announced = None
        if test is None:
            self._trial = None
            return
        new = last is None or last.test is not test
        ready_ns = t_ns + (round(self._settings.ready_s * 1e9) if new else 0)
        self._trial = Trial(test, base, ready_ns, lost_s, self._p)

    def _announce(self, t_ns: int) -> None:
        """Say the stage when it is another one."""
        test, trial = self._plan.current, self._trial
        if test is not None and trial is None:
            return
        stage = trial.stage if trial is not None else "done"
        name, number, of = ("", 0, 0) if test is None else (test.id, self._plan.made(test) + 1, self._plan.of(test))
        if self._announced != (name, stage):
            self._announced = (name, stage)
            self._said.append(AssessmentStep(t_ns=t_ns, test=name, stage=stage, capture=number, of=of))

    def _refuse(self, test: str, reason: str, t_ns: int) -> None:
        pain = self._spent_pain()
        self._said.append(CaptureRefused(t_ns=t_ns, test=test, reason=reason, remedy=REMEDIES[reason], pain=pain))

    def _spent_pain(self) -> int | None:
        pain, self._pain = self._pain, None
        return pain

    def _uncalibrated(self) -> None:
        self._poses = self._trial = self._announced = None

    def _take(self, what: Heard) -> None:
        match what:
            case Learned():
                self._poses = Poses(what.calibration, self._p)
                if self._asked:
                    self._calibrated(what.t_ns)
            case SensorWarning():
                self._warned(what)
            case Command():
                self._obey(what)

    def _warned(self, warning: SensorWarning) -> None:
        """A check that knows nothing of movements to an end range: of account between them only."""
        if not self.running:
            self._said.append(warning)
        elif warning.id == "sensor_moved" and self._trial is not None and self._trial.attempt is None:
            self._refuse(self._trial.test.id, "sensor_slipped", warning.t_ns)
            self._uncalibrated()

    def _calibrated(self, t_ns: int) -> None:
        """Tests begin, or go on, without those that the sensors worn cannot measure."""
        assert self._poses is not None
        before, tests = self._plan.blocked, self._plan.tests
        paired = self._poses.paired
        self._plan.blocked = frozenset(test.id for test in tests if test.needs_pelvis and not paired)
        for test in tests:
            if test.id in self._plan.blocked - before:
                self._refuse(test.id, "no_pelvis", t_ns)
        self._trial = None
        self._begin(t_ns, np.zeros(4), self._p.lost_s)
        self._announce(t_ns)

    def _obey(self, command: Command) -> None:
        t_ns = command.t_ns
        match command.name:
            case "assess" if not self._asked:
                self._asked = True
                if self._poses is None:
                    self._refuse("", "not_calibrated", t_ns)
                else:
                    self._calibrated(t_ns)
            case "next" if self._plan.current is not None and self._asked:
                self._refuse(self._plan.current.id, "left_out", t_ns)
                self._plan.leave_out(self._plan.current)
                self._go_on(t_ns)
            case "again" if self._asked:
                dropped = self._plan.take_back()
                if dropped is not None:
                    self._said.append(CaptureDropped(t_ns=t_ns, test=dropped.test, capture=dropped.capture))
                    self._go_on(t_ns)
            case "pain" if self._asked and command.argument.isdecimal() and int(command.argument) in PAINS:
                self._hurt(int(command.argument), t_ns)
            case "calibrate":
                self._uncalibrated()

    def _go_on(self, t_ns: int) -> None:
        """With the test that is next, from the stand; nothing while the sensors are not calibrated."""
        if self._poses is not None:
            self._begin(t_ns, np.zeros(4) if self._trial is None else self._trial.base, self._p.lost_s)
            self._announce(t_ns)

    def _hurt(self, pain: int, t_ns: int) -> None:
        """A pain of the movement under way, else of the last capture, else of the first one to come."""
        under_way = self._trial is not None and self._trial.attempt is not None
        again = None if under_way else self._plan.hurt(pain, t_ns)
        if again is None:
            self._pain = pain
        else:
            self._said.append(again)
