"""Angles to events under one calibration: finder, context, faults and sets, put in one order of decision."""

from collections.abc import Iterator, Mapping

from imu_hinge.catalogue import Exercise
from imu_hinge.core.angles import Angles
from imu_hinge.core.asked import NOBODY, Asked
from imu_hinge.core.blind import blind_frames
from imu_hinge.core.context import ContextParams, Sitting, Walking
from imu_hinge.core.cycles import Cycle, Entered, Halted, signals
from imu_hinge.core.directions import known_or_zero
from imu_hinge.core.drafting import Drafting
from imu_hinge.core.early import bottom_known
from imu_hinge.core.faults import Crossing, FrameFaults
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.mount import Calibration
from imu_hinge.core.reps import RepFinder
from imu_hinge.core.saying import Saying
from imu_hinge.core.segments import Segments
from imu_hinge.core.set_keeping import SetKeeping
from imu_hinge.core.tape import Tape
from imu_hinge.core.trunk_height import TrunkHeight, expected_range_rad
from imu_hinge.core.under_way import UnderWay
from imu_hinge.model.arrays import Array
from imu_hinge.model.events import Event, Level, Phase

RESTING = (Phase.STANDING, Phase.WAITING)


class Judge:
    """One calibration's view of the movement. Feed every block once, in order, however it is cut."""

    def __init__(
        self,
        exercise: Exercise,
        calibration: Calibration,
        set_index: int,
        ids: Iterator[int],
        side: str | None,
        asked: Asked = NOBODY,
    ) -> None:
        expected = expected_range_rad(exercise, calibration)
        self._height, self._tape = TrunkHeight(exercise, calibration), Tape()
        self._finder = finder_for(exercise, calibration, expected)
        self._walking = Walking(ContextParams().walk_bent * expected)
        self._sitting = None if exercise.seated_allowed else Sitting()
        self._drafting = Drafting(exercise, calibration, self._tape)
        self._faults, self._segments = FrameFaults(self._drafting.rules), Segments()
        self._say, self._under_way = Saying(exercise, calibration, side), UnderWay()
        self._sets = SetKeeping(exercise, self._drafting, self._say, self._under_way, ids, set_index, asked)
        self._phase = Phase.WAITING
        self._idle_from = 0
        self._idle_at: int | None = None

    @property
    def set_index(self) -> int:
        """Number of the open set, or of the next one."""
        return self._sets.index

    def change_side(self, side: str | None) -> None:
        """What follows is done on another side."""
        self._say.side = side

    def step(self, angles: Angles) -> list[Event]:
        """What is said of a block."""
        first = int(angles.t_ns[0]) // GRID_NS
        height, rate = self._height.step(angles)
        self._tape.append(first, angles, height, rate)
        self._sets.look_ahead()
        for frame, _, what in sorted(self._timeline(first, angles, height, rate), key=lambda entry: entry[:2]):
            self._due_before(frame)
            self._say.frame = frame
            self._happens(what)
        self._due_before(first + len(angles))
        self._say.frame = first + len(angles) - 1
        return self._say.taken()

    def _timeline(self, first: int, angles: Angles, height: Array, rate: Array) -> list[tuple[int, int, object]]:
        """What happens in a block: frame, rank among what happens in the same frame, and what it is."""
        sat, seats = self._seated(first, angles)
        walks = self._walking.step(first, angles.heave, height)
        marks = self._finder.step(signals(first, angles, height, known_or_zero(rate), sat))
        timeline: list[tuple[int, int, object]] = [(frame, 1, mark) for frame, mark in marks]
        timeline += [(frame, 0, "walking") for frame in walks] + [(frame, 0, "seated") for frame in seats]
        entered = [(frame, mark) for frame, mark in marks if isinstance(mark, Entered)]
        for segment in self._segments.cut(first, angles, rate, entered):
            timeline += [(crossing.frame, 2, crossing) for crossing in self._faults.step(segment)]
        return timeline

    def _seated(self, first: int, angles: Angles) -> tuple[list[bool], list[int]]:
        """Per frame whether the wearer was seated shortly before, and the frames at which a seat is known."""
        sat, seats = self._sitting.step(first, angles) if self._sitting else ([], [])
        return ([False] * len(angles), []) if self._sets.armed or not sat else (sat, seats)

    def _happens(self, what: object) -> None:
        if isinstance(what, Cycle):
            self._sets.take(what)
        elif isinstance(what, Entered):
            self._entered(what)
        elif isinstance(what, Halted):
            self._halted(what)
        elif isinstance(what, Crossing):
            self._crossed(what)
        elif self._phase in RESTING:
            if what == "seated":
                self._sets.seated()
            self._sets.close(str(what))

    def _entered(self, entered: Entered) -> None:
        """A phase begins: the wait for the end of the set begins or ends with it."""
        frame, self._phase = self._say.frame, entered.phase
        self._idle_from = frame
        self._idle_at = self._idle_until(frame) if entered.phase in RESTING else None
        if entered.phase is Phase.HINGING and entered.start != self._under_way.start:
            self._sets.settle(min(entered.start, frame))
            self._under_way.begin(entered.start)
        self._under_way.left = entered.so_far
        self._say.phase(entered.phase)

    def _due_before(self, frame: int) -> None:
        """Whatever falls due before a frame, in order."""
        while True:
            bottom = bottom_known(self._under_way.left)
            dues = ((self._sets.settles_at, "revise"), (bottom, "bottom"), (self._idle_at, "idle"))
            at, due = min(((at, due) for at, due in dues if at is not None), default=(frame, ""))
            if at >= frame:
                return
            self._say.frame = at
            if due == "revise":
                self._sets.settle(at)
            elif due == "bottom":
                self._bottom_left()
            else:
                self._idle(at)

    def _idle(self, frame: int) -> None:
        """The wearer stood for long enough to end the set, unless nobody saw it."""
        later = self._idle_until(frame)
        if later > frame:
            self._idle_at = later
        else:
            self._idle_at = None
            self._sets.close("idle")

    def _idle_until(self, frame: int) -> int:
        """When the wearer will have stood for as long as ends a set, as far as is known at a frame."""
        return self._idle_from + self._sets.ends_after_frames + blind_frames(self._tape, self._idle_from, frame)

    def _bottom_left(self) -> None:
        """What the way down was like is told while the wearer comes up; it is noted when the repetition has ended."""
        cycle, self._under_way.left = self._under_way.left, None
        if cycle is not None:
            self._sets.past(self._drafting.on_the_way_down(cycle, self._say.frame))

    def _halted(self, halted: Halted) -> None:
        """The wearer rests above the top: the lockout will not come."""
        found = self._drafting.halted(halted, self._say.frame)
        self._under_way.passed += found
        self._sets.past(found)

    def _crossed(self, crossing: Crossing) -> None:
        """A frame fault was raised or cleared."""
        if not crossing.raised:
            if crossing.level is Level.CAUTION and self._sets.counts:
                self._say.cleared(crossing.fault.id)
        elif self._phase in RESTING:
            self._sets.past_at_rest(crossing)
        else:
            self._under_way.passed.append(crossing)
            self._sets.past([crossing])

    def start_set(self) -> list[Event]:
        """Arm: the next repetitions count at once."""
        self._sets.arm()
        return self._say.taken()

    def end_set(self, reason: str) -> list[Event]:
        """Close the set on a word."""
        self._sets.disarm(reason)
        return self._say.taken()

    def undo(self) -> list[Event]:
        """Take the last repetition of the open set back."""
        self._sets.undo()
        return self._say.taken()

    def add(self) -> list[Event]:
        """Count one repetition of the open set that was not seen: nothing of it is measured."""
        self._sets.add(self._finder.range_rad)
        return self._say.taken()

    def rename(self, ids: Mapping[int, int]) -> None:
        """Call repetitions by the ids they were said under before."""
        self._sets.rename(ids)

    def end(self) -> list[Event]:
        """Nothing more will come."""
        open_one = self._finder.unfinished(self._say.frame)
        if open_one is not None:
            self._say.rejected(None, open_one, "unfinished")
        self._sets.close("end")
        return self._say.taken()


def finder_for(exercise: Exercise, calibration: Calibration, expected_rad: float) -> RepFinder:
    """The finder of repetitions of an exercise, for a wearer who goes down by about `expected_rad`."""
    paired = calibration.sacrum is not None and calibration.thoracic is not None
    hinge = exercise.hinge_demanded
    return RepFinder(expected_rad, fixed=not hinge, hinge=hinge and paired, rows=exercise.rows)
