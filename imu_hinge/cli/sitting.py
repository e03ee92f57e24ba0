"""One live session: the engine, its recording and its limits around whoever listens."""

import argparse
from collections.abc import Callable, Sequence

from imu_hinge.cli.keeping import recording_of
from imu_hinge.cli.sinks import Limit
from imu_hinge.cli.sources import LIVE, Plan
from imu_hinge.station import Engine, Fold, Sink
from imu_hinge.station.sides import FIRST, Alternating
from imu_hinge.view.snapshot import Recorded


class Sitting:
    """Built before it begins; `tell` hears in words what becomes of the recording."""

    def __init__(
        self,
        plan: Plan,
        arguments: argparse.Namespace,
        fold: Fold,
        sinks: Sequence[Sink],
        tell: Callable[[str], None],
    ) -> None:
        self.tell = tell
        self._recording = recording_of(plan, arguments.record, arguments.no_record, self)
        limit = Limit(arguments.duration, arguments.sets, lambda: self.engine.stop())
        kept = [self._recording] if self._recording else []
        turns = plan.kind == LIVE and plan.exercise.sides  # a simulated or recorded wearer names the sides unasked
        sides = [Alternating(lambda name, side: self.engine.say(name, side))] if turns else []
        self.engine = Engine(plan.open_source, fold, [*kept, *sinks, limit, *sides], plan.new_loop)
        if turns:
            self.engine.say("side", FIRST)

    def recorded(self) -> Recorded:
        """What becomes of the recording; empty where nothing is kept."""
        return self._recording.recorded() if self._recording else Recorded()

    def fail(self, why: str) -> None:
        """The wearer hears and sees that nothing is recorded any more."""
        self.engine.say("not_recording", why)
