"""The one idea: a session is a fold over its inputs, `Session.feed(input) -> Step(frames, events)`."""

from collections.abc import Callable, Mapping

from imu_hinge.catalogue import Exercise, load_exercise
from imu_hinge.core.align import PATIENCE_NS, Align
from imu_hinge.core.calibrating import Calibrating, Decided
from imu_hinge.core.frozen import Frozen
from imu_hinge.core.judging import Judging
from imu_hinge.core.links import Links
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration, limited
from imu_hinge.core.restoring import RESTORE, restored_of
from imu_hinge.core.sampler import nothing
from imu_hinge.core.silence import Silence
from imu_hinge.core.steps import joined, no_frames, no_step
from imu_hinge.core.stream import SampleTap, SensorStats, Stream, Tap
from imu_hinge.model.events import SensorWarning, Step
from imu_hinge.model.inputs import Command, Input, Link, Packet, Placement, Samples, Tick

__all__ = ["GridTap", "SensorStats", "Session"]

GridTap = Callable[[Pair], None]
"""Called with the rows of both sensors on the grid, before the frames of the same instants are given."""


class Session:
    """One wearing, folded. Pure: no clock, no I/O; the same inputs give the same steps however samples were cut.

    Frames of times already given may come again after an automatic calibration: the later ones hold.
    """

    def __init__(
        self,
        exercise: str | Exercise,
        *,
        tap: Tap | None = None,
        sample_tap: SampleTap | None = None,
        grid_tap: GridTap | None = None,
    ) -> None:
        """`tap` sees times and quaternions, `sample_tap` the samples, of every block; `grid_tap` the rows of both."""
        self.exercise = load_exercise(exercise) if isinstance(exercise, str) else exercise
        self._streams = {placement: Stream(placement, tap, sample_tap) for placement in Placement}
        self._align, self._grid_tap = Align(), grid_tap
        self._calibrating = Calibrating(limited=self._limited)
        self._judging = Judging(self.exercise)
        self._frozen, self._silence, self._links = Frozen(), Silence(), Links()
        self._warnings: list[SensorWarning] = []

    @property
    def calibration(self) -> Calibration:
        """The one in use."""
        return self._judging.calibration

    def hinges_seen(self) -> int:
        """Hinges that the guided calibration under way has seen; 0 when there is none."""
        return self._calibrating.hinges_seen

    def sensors(self) -> Mapping[Placement, SensorStats]:
        """What came from each sensor that was heard."""
        stats = {placement: stream.stats() for placement, stream in self._streams.items()}
        return {placement: one for placement, one in stats.items() if one.samples}

    def feed(self, item: Input) -> Step:
        """Take one input; what it makes known."""
        match item:
            case Packet(placement=placement):
                self._streams[placement].take_packet(item)
                return self.catch_up()
            case Samples(placement=placement):
                self._streams[placement].take_samples(item)
                return self.catch_up()
            case Tick(t_ns=t_ns):
                step = self._step(self._align.until(t_ns))
                return joined([step, Step(no_frames(), tuple(self._flush(t_ns - PATIENCE_NS)))])
            case Command():
                return self._commanded(item)
            case Link():
                return Step(no_frames(), tuple(self._links.step(item)))

    def defer(self, item: Input) -> bool:
        """Take a packet or a tick that can as well be worked on later; False: it has to be fed.

        It can while both sensors are heard: what packets make known is the same a moment later. Before anything is fed
        again, `catch_up` has to be asked.
        """
        heard_ns = self._heard_until_ns()
        match item:
            case Packet(placement=placement) if heard_ns is not None:
                self._streams[placement].take_packet(item)
                return True
            case Tick(t_ns=t_ns) if heard_ns is not None:
                return heard_ns >= t_ns - PATIENCE_NS
        return False

    def catch_up(self) -> Step:
        """What all that was taken makes known."""
        for placement, stream in self._streams.items():
            for first, rows in stream.rows():
                self._align.put(placement, first, rows)
        return self._step(self._align.both())

    def _heard_until_ns(self) -> int | None:
        """Time of the last sample of the sensor that is behind; None while one was not heard."""
        last = [stream.last_ns for stream in self._streams.values() if stream.last_ns is not None]
        return min(last) if len(last) == len(self._streams) else None

    def _commanded(self, command: Command) -> Step:
        if command.name == "end":
            self._calibrating.give_up()
            last = self._step(self._align.rest())
            decided = self._calibrating.at_end()
            return joined([last, self._decided(decided), Step(no_frames(), (*self._flush(None), *self._judging.end()))])
        if command.name == RESTORE:
            return self._restored(command)
        return Step(no_frames(), (*self._judging.command(command), *self._calibrating.command(command)))

    def _restored(self, command: Command) -> Step:
        """A calibration from elsewhere holds from here on; a text that is none changes nothing."""
        restored = restored_of(command.argument)
        if restored is None:
            return no_step()
        self._calibrating.restored()
        return self._judging.restore(restored.calibration, command.t_ns)

    def _step(self, pair: Pair | None) -> Step:
        """Calibrate and judge released rows, piece by piece where a calibration is decided on the way."""
        for stream in self._streams.values():
            self._warnings += stream.warnings
            stream.warnings.clear()
        if pair is None:
            return no_step()
        pair, frozen = self._frozen.step(pair, {p: stream.repeats for p, stream in self._streams.items()})
        self._warnings += [*frozen, *self._silence.step(pair)]
        pair, steps = self._judged(pair), []
        if self._grid_tap:
            self._grid_tap(pair)
        for piece, decided in self._calibrating.step(pair):
            judged = self._judging.step(piece)
            events = sorted([*self._flush(int(piece.t_ns[-1])), *judged.events], key=lambda event: event.t_ns)
            steps.append(Step(judged.frames, tuple(events)))
            steps.append(self._decided(decided))
        return joined(steps)

    def _judged(self, pair: Pair) -> Pair:
        """Without the pelvis where a sensor has no gyroscope: a difference of two tilts would be off by 10 deg."""
        if not any(stream.tilt_only for stream in self._streams.values()):
            return pair
        return Pair(pair.t_ns, nothing(len(pair)), pair.thoracic)

    def _limited(self, calibration: Calibration) -> Calibration:
        """With the sensors that have no gyroscope."""
        segments = {Placement.SACRUM: "sacrum", Placement.THORACIC: "thorax"}
        names = tuple(f"{segments[p]}_tilt_only" for p, stream in self._streams.items() if stream.tilt_only)
        return limited(calibration, names, pelvis_heard=Placement.SACRUM in self.sensors())

    def _decided(self, decided: Decided) -> Step:
        """What a look at the calibration came to."""
        said = Step(no_frames(), tuple(decided.events))
        return said if decided.calibration is None else joined([said, self._judging.recalibrate(decided)])

    def _flush(self, until_ns: int | None) -> list[SensorWarning]:
        """Sensor warnings whose time has come on the grid."""
        due = [w for w in self._warnings if until_ns is None or w.t_ns <= until_ns]
        self._warnings = [w for w in self._warnings if w not in due]
        return sorted(due, key=lambda w: (w.t_ns, w.id, str(w.placement)))
