"""One live session: the engine, its recording, the history and its limits around whoever listens."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from imu_hinge.analysis import Folded, Span, new_session
from imu_hinge.catalogue import Exercise
from imu_hinge.cli.broker import Watch
from imu_hinge.cli.keeping import recording_of
from imu_hinge.cli.sinks import Limit
from imu_hinge.cli.sources import IMPORTED, LIVE, Plan
from imu_hinge.cli.today import PlanOfToday
from imu_hinge.export.extras import needing
from imu_hinge.history.keeper import Keeper
from imu_hinge.model.kinds import Kind
from imu_hinge.station import Engine, Sink
from imu_hinge.station.sides import FIRST, Alternating
from imu_hinge.view.snapshot import Recorded

if TYPE_CHECKING:
    from imu_hinge.core.stream import SampleTap


@dataclass(frozen=True, slots=True)
class Folding:
    """A session of the fold, and from when to when its samples are."""

    session: Folded
    span: Span
    kind: str = Kind.TRAINING
    """A Kind."""
    settings: str = ""
    """As in About."""


def folding(exercise: Exercise, sample_tap: "SampleTap | None" = None) -> Folding:
    """A session about to begin."""
    span = Span()
    return Folding(new_session(exercise, tap=span.tap, sample_tap=sample_tap), span)


def outlets(arguments: argparse.Namespace, client: str) -> list[Sink]:
    """The Lab Streaming Layer, where it is asked for; raises UsageError where its library is missing."""
    if not arguments.lsl:
        return []
    lsl = needing("lsl", "imu_hinge.export.lsl", "--lsl")
    return [lsl.Outlets(f"imu-hinge-{client}")]


class Sitting:
    """Built before it begins; `tell` hears in words what becomes of the recording and of the history.

    `watch` publishes it, where it is to be watched from elsewhere.
    """

    def __init__(
        self,
        plan: Plan,
        arguments: argparse.Namespace,
        client: str,
        folded: Folding,
        sinks: Sequence[Sink],
        tell: Callable[[str], None],
        watch: Watch | None = None,
    ) -> None:
        self.tell = tell
        said = {"kind": folded.kind, "settings": folded.settings}
        self._recording = recording_of(plan, arguments.record, arguments.no_record, client, self, **said)
        self._keeper: Keeper | None = None
        if self._recording:
            about, sensors = self._recording.about, folded.session.sensors
            span, path = folded.span, self._recording.path
            self._keeper = Keeper(about, plan.exercise, tell, span=span, sensors=sensors, path=path)
        self.is_progress = self._keeper is not None and plan.kind == LIVE
        """Whether what is trained is kept in the history and counts for the progression."""
        limit = Limit(arguments.duration, arguments.sets, lambda: self.engine.stop())
        kept = [sink for sink in (self._recording, self._keeper) if sink is not None]
        turns = plan.kind == LIVE and plan.exercise.sides  # a simulated or recorded wearer names the sides unasked
        sides = [Alternating(lambda *word: self.engine.say(*word), plan.exercise)] if turns else []
        session = UUID(self._recording.about.session_id) if self._recording else uuid4()
        is_planned = folded.kind == Kind.TRAINING and plan.kind != IMPORTED  # a recording knows its plan itself
        plans = [self._plan_of_today(plan.exercise, client, session)] if is_planned else []
        published = watch.begin(session, plan.exercise, lambda *word: self.engine.say(*word)) if watch else []
        everyone = [*kept, *sinks, limit, *sides, *plans, *outlets(arguments, client), *published]
        self.engine = Engine(plan.open_source, folded.session, everyone, plan.new_loop)
        if turns:
            self.engine.say("side", FIRST)

    def _plan_of_today(self, exercise: Exercise, client: str, session: UUID) -> PlanOfToday:
        return PlanOfToday(exercise.id, client, session, say=lambda *word: self.engine.say(*word), tell=self.tell)

    def recorded(self) -> Recorded:
        """What becomes of the recording; empty where nothing is kept."""
        return self._recording.recorded() if self._recording else Recorded()

    def fail(self, why: str) -> None:
        """The wearer hears and sees that nothing is recorded any more."""
        self.engine.say("not_recording", why)

    def kept(self, path: Path, reason: str) -> None:
        """The recording is closed; the history is closed after it."""
        if self._keeper:
            self._keeper.recorded_at(path, reason)
