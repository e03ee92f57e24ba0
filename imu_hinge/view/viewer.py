"""The sink that keeps the snapshot: written on the engine's thread, read by any other by a plain reference."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from imu_hinge.catalogue import Exercise
from imu_hinge.core.quality import Quality, quality
from imu_hinge.core.session import SensorStats
from imu_hinge.core.summary import SetSummary, Summary
from imu_hinge.cues.banner import Banner
from imu_hinge.cues.limits import lumbar_limits
from imu_hinge.cues.planned import Planned, planned_of
from imu_hinge.gate.pain import START_LIMIT, pain_said
from imu_hinge.model.events import Calibrated, CalibrationRefused, Event, SensorWarning, Step
from imu_hinge.model.inputs import Command, Input, Link, Placement
from imu_hinge.view.asked import Asking
from imu_hinge.view.links import Links
from imu_hinge.view.progress import Progress
from imu_hinge.view.sets import SetNumbers
from imu_hinge.view.snapshot import Limits, Note, Recorded, Snapshot, Stage, Watched
from imu_hinge.view.stance import Stance
from imu_hinge.view.stillness import Heard
from imu_hinge.view.today import today
from imu_hinge.view.totals import numbers_of
from imu_hinge.view.trace import Trace
from imu_hinge.view.words import note_words, unjudged_words

_NOTES = 6
_WHOLE = 2
"""Sets of which the repetitions are kept: the open one and the one before it. One that is over does not change."""
_COUNT_NS = 1_000_000_000
"""How often rate and loss are asked for."""


class Fold(Protocol):
    """What the viewer asks of a session."""

    @property
    def exercise(self) -> Exercise:
        """What is trained."""
        ...

    def sensors(self) -> Mapping[Placement, SensorStats]:
        """What came from each sensor that was heard."""
        ...

    def hinges_seen(self) -> int:
        """Of the guided calibration under way."""
        ...


class Banners(Protocol):
    """Who chooses the word."""

    def step(self, item: Input, step: Step) -> Banner:
        """The banner from here on."""
        ...


class Viewer:
    """Makes a Snapshot of every step. `fold` must have been given `heard.tap` for its samples."""

    def __init__(
        self,
        fold: Fold,
        heard: Heard,
        banners: Banners,
        recorded: Callable[[], Recorded],
        watched: Callable[[], Watched] = Watched,
        *,
        pain_limit: int = START_LIMIT,
    ) -> None:
        self._fold, self._heard, self._banners, self._recorded = fold, heard, banners, recorded
        self._watched, self._asking, self._pain_limit = watched, Asking(), pain_limit
        self._trace, self._links, self._progress, self._summary = Trace(), Links(), Progress(), Summary()
        self._stance = Stance()
        self._notes: deque[Note] = deque(maxlen=_NOTES)
        self._pains: tuple[tuple[int, int], ...] = ()
        self._earlier: tuple[SetNumbers, ...] = ()
        self._sets: tuple[SetSummary, ...] = ()
        self._planned: Planned | None = None
        self._today, self._quality = today((), fold.exercise), Quality()
        self._limits: Limits | None = None
        self._unjudged = ""
        self._counted_ns = 0
        self.snapshot = Snapshot(exercise=fold.exercise)
        """The latest; replaced as a whole."""

    def receive(self, item: Input, step: Step) -> None:
        """Takes one input and what the fold made of it."""
        if isinstance(item, Link):
            self._links.take(item)
        elif isinstance(item, Command):
            self._command(item)
        self._asking.step(item, step.events)
        for event in step.events:
            self._event(event)
        if words := self._stance.step(item, step):
            self._notes.append(Note(item.t_ns, words))
        if step.events:
            self._keep_sets()
        if step.events or isinstance(item, Command):
            self._look_at_sets()
        if item.t_ns - self._counted_ns >= _COUNT_NS:
            self._counted_ns = item.t_ns
            self._links.count(self._fold.sensors())
        self._trace.take(step.frames, item.t_ns)
        self.snapshot = self._seen(item.t_ns, self._banners.step(item, step))

    def tell(self, words: str) -> None:
        """A line for the screen that is no event of the session; on the engine's thread."""
        self._notes.append(Note(self.snapshot.t_ns, words))
        self.snapshot = replace(self.snapshot, notes=tuple(self._notes))

    def tell_ahead(self, lines: tuple[str, ...]) -> None:
        """Where the wearer stands after the session; once that is over."""
        self.snapshot = replace(self.snapshot, ahead=lines)

    def close(self) -> None:
        """The last snapshot stays."""

    def _look_at_sets(self) -> None:
        exercise, shown = self._fold.exercise, self._shown_set()
        self._quality = quality(shown.reps, exercise) if shown else Quality()
        self._today = today((*self._earlier, *self._sets), exercise, self._planned, self._progress.named)

    def _keep_sets(self) -> None:
        """Of those before the last ones the numbers stay: a long session must not fill the memory."""
        sets = self._summary.sets
        old, self._sets = sets[:-_WHOLE], sets[-_WHOLE:]
        if old:
            self._earlier += tuple(numbers_of(one, self._fold.exercise) for one in old)
            self._summary.forget(self._sets[0].index)

    def _shown_set(self) -> SetSummary | None:
        """The open set, the last one while resting."""
        return next((one for one in reversed(self._sets) if one.index == self._progress.set_index), None)

    def _command(self, command: Command) -> None:
        pain = pain_said(command.name, command.argument)
        if pain is not None:
            self._pains += ((command.t_ns, pain),)
        progress = self._progress
        self._planned = planned_of(command) or self._planned
        match command.name:
            case "side":
                progress.name_side(command.argument)
            case "skip":
                progress.skip()
            case "pain" if not command.argument:
                progress.stop(command.t_ns)
            case "start_set" | "calibrate":
                progress.go_on()
            case "end":
                progress.end()

    def _event(self, event: Event) -> None:
        self._progress.take(event)
        self._summary.take(event)
        if isinstance(event, Calibrated):
            self._unjudged = unjudged_words(self._fold.exercise, event.reasons)
            self._limits = limits_of(self._fold.exercise, event)
        if isinstance(event, CalibrationRefused | SensorWarning):
            self._notes.append(Note(event.t_ns, note_words(event)))

    def _seen(self, t_ns: int, banner: Banner) -> Snapshot:
        progress = self._progress
        current = self._shown_set()
        resting = progress.stage is Stage.REST and progress.ended_ns is not None
        return Snapshot(
            exercise=self._fold.exercise,
            t_ns=t_ns,
            stage=progress.stage,
            phase=progress.phase,
            banner=banner,
            earlier=self._earlier,
            sets=self._sets,
            count=current.counted + current.unsure if current else 0,
            provisional=progress.provisional,
            side=progress.side,
            rest_s=(t_ns - progress.ended_ns) / 1e9 if resting and progress.ended_ns is not None else None,
            angles=self._trace.newest(t_ns),
            limits=self._limits,
            unjudged=self._unjudged,
            trace=self._trace.points(t_ns),
            sensors=self._links.seen(t_ns, self._heard),
            calibrating=progress.calibrating.seen(self._fold.hinges_seen()),
            recorded=self._recorded(),
            notes=tuple(self._notes),
            pains=self._pains,
            pain_limit=self._pain_limit,
            watched=self._watched(),
            asked=self._asking.asked,
            stopped_ns=progress.stopped_ns,
            quality=self._quality,
            today=self._today,
        )


def limits_of(exercise: Exercise, calibrated: Calibrated) -> Limits | None:
    """Of lumbar flexion, in force; None where it is not judged."""
    if unjudged_words(exercise, calibrated.reasons):
        return None
    limits = lumbar_limits(exercise, calibrated)
    own = calibrated.own_max_lumbar_deg is not None
    return None if limits is None else Limits(limits.caution_deg, limits.fault_deg, own)
