"""Everything one fold of a source makes known, for the formats that put several tables together."""

from collections.abc import Mapping
from dataclasses import dataclass

from imu_hinge.analysis import Source, fold_of
from imu_hinge.catalogue import Exercise
from imu_hinge.core.mount import Calibration
from imu_hinge.core.summary import SetSummary, Summary
from imu_hinge.export.streams import Stream, Streams
from imu_hinge.export.tables import frames_by_time
from imu_hinge.model.arrays import Records
from imu_hinge.model.events import CalibrationStep, Event, FaultRaised
from imu_hinge.model.inputs import Placement


@dataclass(frozen=True, slots=True)
class Since:
    """A calibration, and the session time from which it was in use."""

    t_ns: int
    calibration: Calibration


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Folded:
    """All times are session time."""

    exercise: Exercise
    samples: Mapping[Placement, Stream]
    """Six columns: acc (m/s2), gyr (rad/s), sensor frame."""
    orientation: Mapping[Placement, Stream]
    """Four columns: q_w, q_x, q_y, q_z, sensor to earth."""
    frames: Records
    """(n,) FRAME, one for each instant."""
    rates_hz: Mapping[Placement, float | None]
    """As measured; None below two samples."""
    sets: tuple[SetSummary, ...]
    raised: tuple[FaultRaised, ...]
    calibrations: tuple[Since, ...]
    """In order of use."""
    stood_ns: tuple[int, ...]
    """When the guided calibration began to measure how the wearer stands."""

    @property
    def origin_ns(self) -> int:
        """Session time of the first sample; 0 without any."""
        return min((int(t_ns[0]) for t_ns, _ in self.samples.values()), default=0)

    @property
    def end_ns(self) -> int:
        """Session time of the last sample; 0 without any."""
        return max((int(t_ns[-1]) for t_ns, _ in self.samples.values()), default=0)


def folded(source: Source) -> Folded:
    """Feeds all of a source to a new session."""
    samples, orientation, heard = Streams(), Streams(), Heard()
    of = (source.kind, source.exercise, source.settings)
    session = fold_of(*of, tap=orientation.add, sample_tap=samples.add_samples)
    parts = []
    for item in source.items:  # one by one: the time from which a calibration holds is that of its input
        step = session.feed(item)
        parts.append(step.frames)
        heard.take(item.t_ns, session.calibration, step.events)
    return Folded(
        exercise=source.exercise,
        samples=samples.each(),
        orientation=orientation.each(),
        frames=frames_by_time(parts),
        rates_hz={placement: stats.rate_hz for placement, stats in session.sensors().items()},
        sets=heard.summary.sets,
        raised=tuple(heard.raised),
        calibrations=tuple(heard.calibrations),
        stood_ns=tuple(heard.stood_ns),
    )


class Heard:
    """Collects what is said and which calibration is in use."""

    def __init__(self) -> None:
        self.summary = Summary()
        self.raised: list[FaultRaised] = []
        self.calibrations: list[Since] = []
        self.stood_ns: list[int] = []

    def take(self, t_ns: int, calibration: Calibration, events: tuple[Event, ...]) -> None:
        """Takes what one input made known."""
        if not self.calibrations or self.calibrations[-1].calibration is not calibration:
            self.calibrations.append(Since(t_ns, calibration))
        for event in events:
            self.summary.take(event)
            match event:
                case FaultRaised():
                    self.raised.append(event)
                case CalibrationStep(step="stance"):
                    self.stood_ns.append(event.t_ns)
