"""A session with the assessment behind it: the same fold, the same words to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from imu_hinge.catalogue import Exercise
from imu_hinge.core.assess.now import Now
from imu_hinge.core.assess.params import AssessParams
from imu_hinge.core.assess.results import Results
from imu_hinge.core.assess.settings import AssessmentSettings
from imu_hinge.core.assess.stage import Assessment, Learned
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.core.session import SensorStats, Session
from imu_hinge.core.steps import joined, no_step
from imu_hinge.core.stream import SampleTap, Tap
from imu_hinge.model.events import Calibrated, CalibrationRefused, CalibrationStep, Event, SensorWarning, Step
from imu_hinge.model.inputs import Command, Input, Placement, Samples

PASSED_ON = (Calibrated, CalibrationRefused, CalibrationStep, SensorWarning)
"""Of the session inside: repetitions, sets, phases and faults are of no account here."""
WATCHED = ("sensor_moved", "stance_shift", "stance_note", "stance_slouched", "swapped")
"""Warnings that the stage passes on, or decides about: their checks know nothing of movements to an end range."""
PIECE_NS = 500_000_000
"""Longer blocks are cut, so that a calibration is seen before the next one."""
NOTED = "pain"
"""Kept with the movement, and the person chooses: a session of sets would stop, and a calibration with it."""


class AssessmentSession:
    """A Session that leads through the tests; commands: ASSESS_COMMANDS and those of the guided calibration."""

    def __init__(
        self,
        exercise: str | Exercise = "forward_bend",
        settings: AssessmentSettings | None = None,
        *,
        tap: Tap | None = None,
        sample_tap: SampleTap | None = None,
        params: AssessParams | None = None,
    ) -> None:
        """`tap` sees times and quaternions, `sample_tap` the samples, of every block."""
        self._pairs: list[Pair] = []
        self._session = Session(exercise, tap=tap, sample_tap=sample_tap, grid_tap=self._pairs.append)
        self._stage = Assessment(settings, params)
        self.results = Results()
        """What was captured so far."""

    @property
    def exercise(self) -> Exercise:
        """What the session inside was made for."""
        return self._session.exercise

    @property
    def calibration(self) -> Calibration:
        """The one in use."""
        return self._session.calibration

    @property
    def now(self) -> Now:
        """At the last instant."""
        return self._stage.now

    def hinges_seen(self) -> int:
        """Hinges that the guided calibration under way has seen; 0 when there is none."""
        return self._session.hinges_seen()

    def sensors(self) -> Mapping[Placement, SensorStats]:
        """What came from each sensor that was heard."""
        return self._session.sensors()

    def feed(self, item: Input) -> Step:
        """Take one input; what it makes known."""
        if isinstance(item, Samples):
            return joined([self._fed(piece) for piece in pieces(item)])
        if isinstance(item, Command):
            self._stage.hear(item)
        return self._fed(item)

    def defer(self, item: Input) -> bool:
        """As `Session.defer`."""
        return self._session.defer(item)

    def catch_up(self) -> Step:
        """What all that was taken makes known."""
        return self._measured(self._session.catch_up())

    def _fed(self, item: Input) -> Step:
        noted = isinstance(item, Command) and item.name == NOTED
        return self._measured(no_step() if noted else self._session.feed(item), item)

    def _measured(self, step: Step, item: Input | None = None) -> Step:
        """What the session inside says, and what the tests say of its rows."""
        events = [event for event in step.events if self._passes(event)]
        pairs = self._pairs.copy()
        self._pairs.clear()
        for pair in pairs:
            events += self._stage.step(pair)
        if isinstance(item, Command) and item.name == "end":
            events += self._stage.end(item.t_ns)
        for event in events:
            self.results.hear(event)
        return Step(step.frames, tuple(sorted(events, key=lambda event: event.t_ns)))

    def _passes(self, event: Event) -> bool:
        """Whether an event of the session inside goes on at once; the stage hears of those that concern it."""
        if isinstance(event, SensorWarning) and event.id in WATCHED:
            self._stage.hear(event)
            return False
        if isinstance(event, Calibrated) and event.status == "guided":
            self._stage.hear(Learned(event.t_ns, self._session.calibration))
        return isinstance(event, PASSED_ON)


def pieces(item: Samples) -> Iterator[Samples]:
    """The samples in blocks of at most PIECE_NS."""
    rows = item.samples
    start = 0
    while start < len(rows):
        stop = int(rows["t_ns"].searchsorted(rows["t_ns"][start] + PIECE_NS))
        yield replace(item, samples=rows[start:stop])
        start = stop
