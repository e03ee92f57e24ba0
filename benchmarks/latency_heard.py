"""A session over the virtual radio, with what was heard and shown of it, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time

import numpy as np

from imu_hinge.catalogue import Exercise, load_exercise
from imu_hinge.core.session import Session
from imu_hinge.cues.banner import Banner
from imu_hinge.cues.banners import Banners
from imu_hinge.cues.cue import Cue
from imu_hinge.cues.cues import Cues
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import Event, Step
from imu_hinge.model.inputs import Input, Placement
from imu_hinge.station import Stage
from imu_hinge.station.rehearsal import rehearse
from imu_hinge.virtual import Wearer
from imu_hinge.virtual.air.simulation import Worn
from imu_hinge.virtual.scenarios import Scenario

INTERVAL_S = 0.03
"""Connection interval of both links."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One input and everything that came of it."""

    t_ns: int
    """Its arrival, session time."""
    spent_s: float
    """Processor time from the input to events, cues and banner."""
    events: tuple[Event, ...]
    cues: tuple[Cue, ...]
    banner: Banner


@dataclass(slots=True)
class Stopwatch:
    """Processor time since an input came; what the machine does beside it does not count."""

    began_s: float = 0.0

    def timed(self, fold: Session) -> "Timed":
        return Timed(fold, self)


@dataclass(slots=True)
class Timed:
    """A fold that starts the watch at each input."""

    fold: Session
    watch: Stopwatch

    def feed(self, item: Input) -> Step:
        self.watch.began_s = thread_time()
        return self.fold.feed(item)

    def defer(self, item: Input) -> bool:
        return self.fold.defer(item)

    def catch_up(self) -> Step:
        return self.fold.catch_up()


class Heard:
    """A sink that keeps what came, and when."""

    def __init__(self, exercise: Exercise, watch: Stopwatch) -> None:
        self._cues, self._banners, self._watch = Cues(exercise), Banners(exercise), watch
        self.moments: list[Moment] = []
        self.covered: list[tuple[int, int]] = []
        """Arrival, and the time up to which the samples of both sensors are there, ns."""
        self.framed: list[tuple[int, int]] = []
        """Arrival, and the time of the newest frame, ns."""
        self._newest_ns: dict[Placement, int] = {}
        self._frames: list[Records] = [np.empty(0, FRAME)]

    def tap(self, placement: Placement, samples: Records) -> None:
        self._newest_ns[placement] = int(samples["t_ns"][-1])

    def receive(self, item: Input, step: Step) -> None:
        cues, banner = self._cues.step(item, step), self._banners.step(item, step)
        self.moments.append(Moment(item.t_ns, thread_time() - self._watch.began_s, step.events, cues, banner))
        if len(self._newest_ns) == len(Placement):
            self.covered.append((item.t_ns, min(self._newest_ns.values())))
        if len(step.frames):
            self.framed.append((item.t_ns, int(step.frames["t_ns"][-1])))
            self._frames.append(step.frames)

    def close(self) -> None:
        pass

    @property
    def frames(self) -> Records:
        """(n,) FRAME, of times given twice the later ones."""
        frames = np.concatenate(self._frames)
        _, newest = np.unique(frames["t_ns"][::-1], return_index=True)
        return np.asarray(frames[::-1][newest])


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsed:
    """What a session came to."""

    wearer: Wearer
    heard: Heard
    fold: Session
    offset_s: float
    """Wearer's time at session time 0."""


def rehearsed(wearer: Wearer, prepare: Callable[[Worn], None] = lambda worn: None) -> Rehearsed:
    """The whole session in virtual time; raises RuntimeError where something went wrong unseen."""
    exercise, watch, opened = load_exercise(wearer.script.sets[0].exercise), Stopwatch(), list[float]()
    heard = Heard(exercise, watch)
    fold = Session(exercise, sample_tap=heard.tap)

    def ready(worn: Worn, source: object) -> None:
        opened.append(worn.now_s())
        worn.air.granted = lambda least_s, most_s: INTERVAL_S
        for sensor in worn.sensors.values():
            sensor.conditions.interval_s = INTERVAL_S
        prepare(worn)

    scenario = Scenario("", lambda seed, extra_s=0.0: wearer, lambda _: (), True)
    complaints = rehearse(scenario, wearer, Stage(watch.timed(fold), [heard]), ready)
    if complaints:
        raise RuntimeError(complaints[0])
    return Rehearsed(wearer, heard, fold, opened[0])
