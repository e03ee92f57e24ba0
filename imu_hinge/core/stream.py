"""One sensor from its inputs to grid rows: decode, clock, rate, gaps, orientation, grid."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from imu_hinge.core.clock import ClockParams, DeviceClock
from imu_hinge.core.counting import COUNTED_CLOCK, Counting
from imu_hinge.core.frozen import Repeats
from imu_hinge.core.gaps import Run
from imu_hinge.core.holes import Holes
from imu_hinge.core.inclination import Inclination
from imu_hinge.core.line import Filter, Line, Waiting, gathered
from imu_hinge.core.motion import Motion
from imu_hinge.core.orientation import Orientation
from imu_hinge.core.placing import Placing
from imu_hinge.model.arrays import SAMPLE, Array, Records, Times
from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.events import SensorWarning
from imu_hinge.model.inputs import Packet, Placement, Samples
from imu_hinge.sensors.driver import Decoded, Decoder, Echo
from imu_hinge.sensors.hsp import bridge_rotation
from imu_hinge.sensors.registry import find_driver

Tap = Callable[[Placement, Times, Array], None]
"""Called with placement, times (n,) and quaternions (n, 4) of each processed block."""
SampleTap = Callable[[Placement, Records], None]
"""Called with placement and the measured samples (n,) SAMPLE of each processed block."""


@dataclass(frozen=True, slots=True)
class StreamParams:
    """When a sensor is to be spoken about."""

    rate_off: float = 0.10
    """A measured rate further than this from nominal makes the filter start anew with the measured one."""
    low_rate_hz: float = 40.0
    """Below this no rows are counted."""
    rates_hz: tuple[float, float] = (20.0, 420.0)
    """Nominal rates that are read: 25 to 104 Hz gave the same angles in simulation, 416 Hz is a usual step of IMUs."""
    refusals: int = 10
    refusals_ns: int = 10_000_000_000


@dataclass(frozen=True, slots=True)
class SensorStats:
    """What came from one sensor."""

    rate_hz: float | None
    """Measured; None below two samples."""
    samples: int
    """Live ones, and those of the past that filled a hole."""
    lost_samples: int
    """Still missing. Of a sensor that tells no time they are inferred, from arrivals and its measured rate."""
    gaps: int
    """Steps above three sample periods, as far as they are not filled."""


class Stream:
    """One sensor: samples are taken at once, and worked on when rows are asked for.

    `warnings` collects what is to be said; whoever reads them empties the list.
    """

    def __init__(self, placement: Placement, tap: Tap | None, sample_tap: SampleTap | None) -> None:
        self._placement, self._tap, self._sample_tap = placement, tap, sample_tap
        self._params = StreamParams()
        self._decoders: dict[str, Decoder] = {}
        self._clock, self._holes = DeviceClock(), Holes()
        self._counting = Counting()
        self._newest: Decoded | None = None
        self._origin: Decoded | None = None
        self._placing: Placing | None = None
        self._line: Line | None = None
        self._waiting: list[Waiting] = []
        self._refused: list[int] = []
        self._astray: list[int] = []
        self._told: set[str] = set()
        self.repeats = Repeats()
        self.warnings: list[SensorWarning] = []

    @property
    def last_ns(self) -> int | None:
        """Time of the last sample taken whose time is known; None before the first."""
        return None if self._line is None else self._line.gaps.last_ns

    def take_packet(self, packet: Packet) -> None:
        """Decode a packet, and tell when its samples were measured."""
        try:
            decoded = self._decoder(packet.driver).decode(packet)
        except ProtocolError as refusal:
            self._refuse(packet.t_ns, refusal)
            return
        if isinstance(decoded, Echo):
            self._clock.echo(decoded)
            self._placed()
        elif decoded is None or not self._readable(decoded.nominal_period_ns, packet.t_ns):
            return
        elif not decoded.counted:
            self._take_decoded(decoded, packet.t_ns)
        else:
            for d, arrival_ns in self._counting.take(decoded, packet.t_ns, self._clock):
                self._take_decoded(d, arrival_ns)

    def take_samples(self, item: Samples) -> None:
        """Take a block of imported samples; a first one without rates is of no gyroscope."""
        t_ns, acc, gyr = (np.ascontiguousarray(item.samples[name]) for name in ("t_ns", "acc", "gyr"))
        without_rates = np.isnan(gyr).all() if self._line is None else self.tilt_only
        filter_ = Inclination if without_rates else Orientation
        known = np.isfinite(acc).all(axis=1) & (without_rates | np.isfinite(gyr).all(axis=1))
        if not known.all():
            t_ns, acc, gyr = t_ns[known], acc[known], gyr[known]
        while len(t_ns):
            line = self._line_for(item.nominal_period_ns, filter_)
            n, ratio = line.until_renewal(t_ns), line.meter.ratio
            self._wait(line, line.split(t_ns[:n], acc[:n], gyr[:n]), ratio)
            t_ns, acc, gyr = t_ns[n:], acc[n:], gyr[n:]

    def rows(self) -> list[tuple[int, Motion]]:
        """Grid rows of what was taken since they were asked for last; they are the same however often that is."""
        waiting, self._waiting = self._waiting, []
        return [self._worked(one) for one in gathered(waiting)]

    def stats(self) -> SensorStats:
        """What came so far."""
        if self._line is None:
            return SensorStats(None, 0, 0, 0)
        gaps, late = self._line.gaps, self._holes
        rate_hz = self._line.measured_rate_hz()
        return SensorStats(rate_hz, gaps.samples + late.samples, gaps.lost - late.samples, gaps.gaps - late.gaps)

    def _decoder(self, driver: str) -> Decoder:
        if driver not in self._decoders:
            try:
                self._decoders[driver] = find_driver(driver).new_decoder()
            except KeyError as unknown:
                raise ProtocolError(driver, 0, str(unknown.args[0])) from unknown
        return self._decoders[driver]

    def _readable(self, period_ns: int, t_ns: int) -> bool:
        """Whether the sensor's rate is one that is read; says so where it is not."""
        least, most = self._params.rates_hz
        rate_hz = 1e9 / period_ns if period_ns > 0 else float("inf")
        if least <= rate_hz <= most:
            return True
        self._warn(t_ns, "unreadable_rate", f"the sensor says {rate_hz:.4g} Hz: set it to {least:.0f} to {most:.0f} Hz")
        return False

    @property
    def tilt_only(self) -> bool:
        """Whether the sensor has no gyroscope."""
        return self._line is not None and isinstance(self._line.orientation, Inclination)

    def _line_for(self, period_ns: int, filter_: Filter = Orientation) -> Line:
        if self._line is None:
            self._line = Line(period_ns, filter_)
            if filter_ is Inclination:
                self._warn(0, "tilt_only", "no gyroscope: tilt and counts, the low back is not judged")
            if 1e9 / period_ns < self._params.low_rate_hz:
                self._warn(0, "low_rate", f"{1e9 / period_ns:.0f} Hz: rows are not counted below 40 Hz")
        return self._line

    def _begins(self, d: Decoded, arrival_ns: int) -> bool:
        """Whether a packet is the first of a run."""
        if self._newest is None or not follows(self._newest, d):
            return True
        return self._placing is None and self._clock.leaps(d.device_ns, arrival_ns)

    def _begin(self, d: Decoded, arrival_ns: int) -> None:
        """Join nothing to what came before. A run that ends before its clock is known is left out."""
        self._count_astray(self._newest, d, arrival_ns)
        self._placing, self._origin = Placing(), None

    def _take_decoded(self, d: Decoded, arrival_ns: int) -> None:
        """Take a packet, or let it wait until the clock of its run is known."""
        if not d.past and self._begins(d, arrival_ns):
            self._begin(d, arrival_ns)
        if not d.past:
            self._newest = d
        if self._placing is None:
            self._place(d, arrival_ns)
        else:
            self._placing.hold(d, arrival_ns)
            self._placed()

    def _placed(self) -> None:
        """Take the packets that wait, once the clock of their run is known."""
        placing = self._placing
        if placing is None or not placing.known(self._clock.echoes):
            return
        self._placing = None
        params = COUNTED_CLOCK if placing.held[0][0].counted else ClockParams()
        self._clock, self._holes = self._clock.renewed(placing.offset_ns, params), self._holes.renewed()
        if self._line is not None:
            self._line.restart()
        for d, arrival_ns in placing.held:
            self._place(d, arrival_ns)

    def _place(self, d: Decoded, arrival_ns: int) -> None:
        """Give the samples of a packet their times."""
        if d.past:
            self._take_past(d)
            return
        filter_ = Inclination if np.isnan(d.gyr).all() else Orientation
        line, before = self._line_for(d.nominal_period_ns, filter_), self._origin
        n = len(d.acc)
        offsets = np.round(np.arange(n) * line.meter.period_ns).astype(np.int64)
        self._clock.observe(d.device_ns + int(offsets[-1]), arrival_ns)
        t_ns = line.after_last(self._clock.to_session(d.device_ns + offsets))
        lost, rate = 0, None
        if before is None and d.counted:
            line.gaps.missed_until(int(t_ns[0]), line.meter.period_ns)
        if before is not None:
            lost = d.index - before.index - len(before.acc)
            pace = self._clock.pace if d.counted else 0.0
            line.meter.add(d.index - before.index, round((d.device_ns - before.device_ns) * (1.0 + pace)))
            rate = bridged_rate(before, d, lost, line.meter.period_ns * 1e-9)
            if lost > 0 and line.gaps.last_ns is not None:
                self._tap_past(self._holes.opened(d.index - lost, d.index, line.gaps.last_ns, int(t_ns[0])))
        self._origin = d
        self._wait(line, line.gaps.join(t_ns, d.acc, d.gyr, lost, rate), line.meter.ratio)

    def _take_past(self, d: Decoded) -> None:
        """Samples that fill a hole of this run: for the statistics and the sample tap alone."""
        newest = self._origin
        if newest is not None and newest.stream == d.stream:
            self._tap_past(self._holes.filled(d, newest.index + len(newest.acc)))

    def _tap_past(self, parts: list[Records]) -> None:
        if self._sample_tap:
            for rows in parts:
                self._sample_tap(self._placement, rows)

    def _wait(self, line: Line, runs: list[Run], ratio: float) -> None:
        self._waiting += [Waiting(line, run, ratio) for run in runs]
        self._say_what_limits(line, int(runs[-1].t_ns[-1]))

    def _worked(self, waiting: Waiting) -> tuple[int, Motion]:
        """Grid rows of a run."""
        line, run, ratio = waiting
        oriented = line.orientation.step(run, ratio)
        if oriented.bias_unknown is not None:
            self._warn(int(run.t_ns[oriented.bias_unknown]), "gyro_bias", "hold still for two seconds")
        if run.measured:
            self.repeats.take(run.t_ns, run.acc, run.acc if self.tilt_only else run.gyr)
        if self._tap and run.measured:
            self._tap(self._placement, run.t_ns, oriented.quat)
        if self._sample_tap and run.measured:
            self._sample_tap(self._placement, as_samples(run))
        return line.sampler.step(oriented)

    def _say_what_limits(self, line: Line, t_ns: int) -> None:
        p, gaps = self._params, line.gaps
        if gaps.lossy_ns is not None:
            self._warn(gaps.lossy_ns, "lossy_link", "more than 2 % of the samples are missing")
        if abs(line.meter.ratio - 1.0) > p.rate_off:
            self._warn(t_ns, "rate_mismatch", f"measured {1e9 / line.meter.period_ns:.1f} Hz, expected another rate")
            if line.can_be_measured:
                self._line = line.at_measured_rate()

    def _count_astray(self, before: Decoded | None, d: Decoded, t_ns: int) -> None:
        """A run that does not go on with itself, again and again: its clock or its counter is wrong."""
        if before is not None and before.stream == d.stream and self._often(self._astray, t_ns):
            self._warn(t_ns, "unreadable_clock", "the sensor's clock contradicts its samples: switch it off and on")

    def _often(self, times: list[int], t_ns: int) -> bool:
        """Adds a time; whether there are many of late."""
        times[:] = [*(t for t in times if t > t_ns - self._params.refusals_ns), t_ns]
        return len(times) >= self._params.refusals

    def _refuse(self, t_ns: int, refusal: ProtocolError) -> None:
        if self._often(self._refused, t_ns):
            self._warn(t_ns, "unreadable_sensor", f"the sensor sends what this program does not know: {refusal}")

    def _warn(self, t_ns: int, warning: str, detail: str) -> None:
        """Say it once."""
        if warning not in self._told:
            self._told.add(warning)
            self.warnings.append(SensorWarning(t_ns=t_ns, id=warning, placement=self._placement, detail=detail))


def follows(a: Decoded, b: Decoded) -> bool:
    """Whether b goes on with the run of a: counters that disagree by more than any loss or rate error tell another.

    So does a clock that stands still or runs backwards.
    """
    by_index, by_time = (b.index - a.index) * b.nominal_period_ns, b.device_ns - a.device_ns
    slack = 64 * b.nominal_period_ns + max(by_index, by_time) // 2
    return a.stream == b.stream and by_time > 0 and abs(by_index - by_time) <= slack


def bridged_rate(a: Decoded, b: Decoded, lost: int, period_s: float) -> Array | None:
    """(3,) mean raw rate of the samples lost between two packets, rad/s; None where no device rotation tells it."""
    if lost <= 0 or a.rotation is None or b.rotation is None or a.origin != b.origin:
        return None
    return np.asarray(bridge_rotation(a.rotation, b.rotation, b.gyr, period_s)) / (lost * period_s)


def as_samples(run: Run) -> Records:
    """(n,) SAMPLE of a run."""
    rows = np.empty(len(run), SAMPLE)
    rows["t_ns"], rows["acc"], rows["gyr"] = run.t_ns, run.acc, run.gyr
    return rows
