"""The latest state of an assessment, ready to be drawn, and the sink that keeps it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.core.assess import Now, Results, TestResult
from imu_hinge.model.events import AssessmentStep, Captured, CaptureDropped, CaptureRefused, Event, Step
from imu_hinge.model.inputs import Input
from imu_hinge.view.assess.outcome import Outcome
from imu_hinge.view.snapshot import Snapshot, Stage
from imu_hinge.view.viewer import Viewer

LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """Everything a screen shows of an assessment."""

    session: Snapshot
    rows: tuple[AssessTest, ...]
    """What is tested, in order."""
    now: Now
    results: tuple[TestResult, ...] = ()
    """Of the tests that were begun, so far."""
    gone_by: frozenset[str] = frozenset()
    """Tests that are done, or were left."""
    refused: str = ""
    """Why the last movement was not measured, and what to do; empty once another one was."""
    over: bool = False
    """Whether nothing more is asked for."""
    outcome: Outcome | None = None
    """Once the session is over."""

    @property
    def row(self) -> AssessTest | None:
        """The test under way; None before the first, and once all is over."""
        return next((row for row in self.rows if row.id == self.now.test), None)

    def result_of(self, test: str) -> TestResult | None:
        """None where nothing of it was taken or refused yet."""
        return next((one for one in self.results if one.test == test), None)


class Moving(Protocol):
    """What is asked of the fold."""

    @property
    def now(self) -> Now:
        """The movement at this moment."""
        ...

    @property
    def results(self) -> Results:
        """What was taken and refused so far."""
        ...


class AssessViewer:
    """Makes a Seen of every step; what a session of any kind shows is made by `viewer`."""

    def __init__(
        self,
        viewer: Viewer,
        fold: Moving,
        rows: Sequence[AssessTest],
        conclude: Callable[[tuple[TestResult, ...]], Outcome],
    ) -> None:
        """`conclude` says what came of it, once the session is over."""
        self._viewer, self._fold, self._conclude = viewer, fold, conclude
        self.seen = Seen(session=viewer.snapshot, rows=tuple(rows), now=fold.now)
        """The latest; replaced as a whole."""

    @property
    def snapshot(self) -> Snapshot:
        """What a session of any kind shows."""
        return self.seen.session

    def receive(self, item: Input, step: Step) -> None:
        """Takes one input and what the fold made of it."""
        self._viewer.receive(item, step)
        for event in step.events:
            self._take(event)
        if self._viewer.snapshot.stage is Stage.ENDED and self.seen.outcome is None:
            self.seen = replace(self.seen, outcome=self._conclude(self.seen.results))
        self._show()

    def tell(self, words: str) -> None:
        """A line for the screen that is no event of the session; on the engine's thread."""
        self._viewer.tell(words)
        self._show()

    def close(self) -> None:
        """The last one stays."""

    def _show(self) -> None:
        self.seen = replace(self.seen, session=self._viewer.snapshot, now=self._fold.now)

    def _take(self, event: Event) -> None:
        """What one event changes."""
        match event:
            case AssessmentStep():
                self.seen = _asked(self.seen, event)
            case CaptureRefused(reason=reason, remedy=remedy) if reason != LEFT_OUT:
                self.seen = replace(self.seen, refused=remedy)
            case Captured():
                self.seen = replace(self.seen, refused="")
        if isinstance(event, Captured | CaptureRefused | CaptureDropped):
            self.seen = replace(self.seen, results=self._fold.results.tests())


def _asked(before: Seen, event: AssessmentStep) -> Seen:
    """A test that is asked for again is not gone by; what was refused in the one before concerns it no more."""
    test = before.now.test
    another = bool(test) and event.test != test
    return replace(
        before,
        gone_by=(before.gone_by | ({test} if another else set())) - {event.test},
        refused="" if another else before.refused,
        over=event.stage == "done",
    )
