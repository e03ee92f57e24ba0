"""One assessment on the screen, with what belongs to it alone: sound, snapshot, recording."""

import argparse
from collections.abc import Callable

from imu_hinge.cli.assess.plan import Tests
from imu_hinge.cli.assess.sitting import Assessment
from imu_hinge.cli.sources import Plan
from imu_hinge.cli.taking import Taking
from imu_hinge.cli.who import Who
from imu_hinge.cues.assess.banners import AssessBanners
from imu_hinge.cues.assess.cues import AssessCues, assess_phrases
from imu_hinge.cues.cue import Mode
from imu_hinge.sound import Player, Sounder
from imu_hinge.sound.voice import Voice
from imu_hinge.station import Sink
from imu_hinge.view.assess.viewer import AssessViewer
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Viewer


class AssessTurn:
    """Built before it begins; `engine` runs it."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        plan: Plan,
        tests: Tests,
        wearer: Who,
        *,
        pain_limit: int,
        hearing: tuple[Mode, Player, Voice],
        tell: Callable[[str], None],
    ) -> None:
        self.plan = plan
        mode, player, voice = hearing
        voice.prepare(assess_phrases(plan.exercise, tests.rows, tests.repeats))
        heard = Heard()
        self._assessment = Assessment(arguments, plan, tests, wearer, tell, heard.tap)
        session, rows = self._assessment.session, tests.rows
        self.sounder = Sounder(AssessCues(plan.exercise, rows, pain_limit), mode, player, voice)
        banners = AssessBanners(plan.exercise, rows, lambda: session.now)
        viewer = Viewer(session, heard, banners, lambda: self._sitting.recorded())
        self.viewer = AssessViewer(viewer, session, rows, self._assessment.concluded)
        self.taking = Taking(lambda: None)
        sinks: list[Sink] = [self.sounder, self.viewer]
        self._sitting = self._assessment.sit(sinks)
        self.engine = self._sitting.engine

    def take(self, place: int) -> str:
        """Keeps the proposed limit of this place; what became of it, in words. Raises HingeError."""
        outcome = self.viewer.seen.outcome
        return self._assessment.take(outcome.proposals[place]) if outcome else ""

    def end_line(self) -> str:
        """The results."""
        return self._assessment.page()
