"""One session on the screen, with what belongs to it alone: its plan, sound, snapshot and recording."""

import argparse
from collections.abc import Callable
from typing import Protocol

from imu_hinge.cli.broker import Watch
from imu_hinge.cli.sitting import Sitting, folding
from imu_hinge.cli.sources import Plan
from imu_hinge.cli.taking import Taking
from imu_hinge.cli.who import Who
from imu_hinge.cues.banners import Banners
from imu_hinge.cues.cue import Mode
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.dose import Dose
from imu_hinge.cues.spoken import phrases
from imu_hinge.sound import Player, Sounder
from imu_hinge.sound.voice import Voice
from imu_hinge.station import Engine, Sink
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.stillness import Heard
from imu_hinge.view.totals import all_numbers, session_line, together
from imu_hinge.view.viewer import Viewer


class View(Protocol):
    """What a screen reads."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest state."""
        ...

    def tell(self, words: str) -> None:
        """A line for the screen that is no event of the session."""
        ...


class AnyTurn(Protocol):
    """One session on the screen, of whatever kind."""

    @property
    def plan(self) -> Plan:
        """What it is fed with."""
        ...

    @property
    def engine(self) -> Engine:
        """What runs it."""
        ...

    @property
    def sounder(self) -> Sounder:
        """What is heard."""
        ...

    @property
    def viewer(self) -> View:
        """What is seen."""
        ...

    @property
    def taking(self) -> Taking:
        """What the next session trains, where one follows."""
        ...

    def end_line(self) -> str:
        """What came of it."""
        ...


class Turn:
    """Built before it begins; `engine` runs it."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        plan: Plan,
        wearer: Who,
        *,
        hearing: tuple[Dose, Mode, Player, Voice],
        tell: Callable[[str], None],
        watch: Watch,
        pain_limit: int,
    ) -> None:
        self.plan = plan
        dose, mode, player, voice = hearing
        voice.prepare(phrases(plan.exercise))
        heard = Heard()
        folded = folding(plan.exercise, heard.tap)
        self.sounder = Sounder(Cues(plan.exercise, dose), mode, player, voice)
        banners = Banners(plan.exercise)
        self.viewer = Viewer(
            folded.session, heard, banners, lambda: self._sitting.recorded(), watch.watched, pain_limit=pain_limit
        )
        self.taking = Taking(lambda: self.engine.stop())
        sinks: list[Sink] = [self.sounder, self.viewer, self.taking]
        self._sitting = Sitting(plan, arguments, wearer.pseudonym, folded, sinks, tell, watch)
        self.engine = self._sitting.engine

    @property
    def is_progress(self) -> bool:
        """Whether it counts for the progression."""
        return self._sitting.is_progress

    def end_line(self) -> str:
        """What was counted in all."""
        snapshot = self.viewer.snapshot
        return session_line(snapshot.t_ns, together([one.totals for one in all_numbers(snapshot)]))
