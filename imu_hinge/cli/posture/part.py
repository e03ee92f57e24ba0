"""One part of a day: its fold, its recording, and what it shares with the parts before it."""

from collections.abc import Callable
from dataclasses import dataclass

from imu_hinge.cli.posture.plan import Opening
from imu_hinge.cli.sinks import Recording
from imu_hinge.core.posture import PostureDay, PostureSession, joined
from imu_hinge.core.restoring import KEPT, text_of
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.station.day_parts import Earlier
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.stillness import Heard


@dataclass(slots=True, eq=False)
class Part:
    """A sink too: it notes how far it is."""

    opening: Opening
    fold: PostureSession
    heard: Heard
    """Hears the samples that the fold is given."""
    earlier: Earlier
    since_s: float
    """Second of the day at which its first part began."""
    recording: Recording | None = None
    now_ns: int = 0
    """Session time of the last input."""

    @property
    def origin_s(self) -> float:
        """Second of the day at session time 0."""
        return self.opening.origin_s

    @property
    def end_wall_ns(self) -> int:
        """Wall clock at the last input; asked when it has just come."""
        wall = self.opening.wall
        return wall(self.now_ns) if wall else self.opening.start_wall_ns + self.now_ns

    @property
    def read(self) -> float:
        """How much of the earlier parts is in the numbers, 0 to 1."""
        return self.earlier.progress

    def today(self) -> PostureDay:
        """All parts of this day, as far as they are read; to be asked where the fold is not being fed."""
        return joined([self.earlier.day, self.fold.posture.summary()])

    def recorded(self) -> Recorded:
        """What becomes of the recording; empty where nothing is kept."""
        return self.recording.recorded() if self.recording else Recorded()

    def receive(self, item: Input, step: Step) -> None:
        """Takes the time of an input."""
        self.now_ns = max(self.now_ns, item.t_ns)

    def close(self) -> None:
        """Nothing is held."""


class Noting:
    """A sink that notes the calibration in use as a word in the session, for a part that comes after a crash."""

    def __init__(self, fold: PostureSession, say: Callable[[str, str], None]) -> None:
        self._fold, self._say = fold, say
        self._noted = ""

    def receive(self, item: Input, step: Step) -> None:
        """Looks with every second."""
        if not self._fold.posture.fresh:
            return
        kept = self._fold.kept
        text = text_of(kept) if kept else ""
        if text and text != self._noted:
            self._noted = text
            self._say(KEPT, text)

    def close(self) -> None:
        """Nothing is held."""
