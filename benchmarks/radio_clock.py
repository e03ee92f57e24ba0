"""How far apart the two sensors' samples are placed in time, over the virtual radio."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np
from radio_heard import Heard

from imu_hinge.core.session import Session
from imu_hinge.model.arrays import Records
from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.hsp import HspDecoder
from imu_hinge.station import Stage
from imu_hinge.station.rehearsal import rehearse
from imu_hinge.virtual import acts
from imu_hinge.virtual.air.simulation import Worn
from imu_hinge.virtual.body import random_person
from imu_hinge.virtual.scenarios import Act, Happening, Scenario
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.sensor import random_setup
from imu_hinge.virtual.wearer import Wearer

PAIRS_MS = ((7.5, 7.5), (15.0, 15.0), (30.0, 30.0), (50.0, 50.0), (7.5, 50.0), (15.0, 30.0), (30.0, 50.0))
AT_S = (20.0, 120.0)
TARGETS_MS = (3.0, 1.5)
_MOVED_S = 14.0
"""When the central moves the second link to the longer interval."""


@dataclass(frozen=True, slots=True)
class Case:
    """One wearer who stands for two minutes."""

    seed: int
    pair_ms: tuple[float, float]


class Placed:
    """A sink that knows the devices' true clocks: how far each newest sample is off its true session time."""

    def __init__(self) -> None:
        self.newest_ns: dict[Placement, int] = {}
        self.errors: dict[Placement, list[tuple[float, float]]] = {placement: [] for placement in Placement}
        self._decoders = {placement: HspDecoder() for placement in Placement}
        self.worn: Worn | None = None
        self.began_s = 0.0

    def tap(self, placement: Placement, samples: Records) -> None:
        self.newest_ns[placement] = int(samples["t_ns"][-1])

    def receive(self, item: Input, step: Step) -> None:
        if not isinstance(item, Packet):
            return
        try:
            found = self._decoders[item.placement].decode(item)
        except ProtocolError:
            return
        if isinstance(found, Decoded) and not found.past and item.placement in self.newest_ns:
            truth_s = self._true_s(item.placement, found)
            self.errors[item.placement].append((item.t_ns / 1e9, self.newest_ns[item.placement] / 1e9 - truth_s))

    def _true_s(self, placement: Placement, found: Decoded) -> float:
        """Session time at which the newest sample of a frame was really taken."""
        assert self.worn is not None
        sensor = self.worn.sensors[placement].firmware.machine
        source, first = sensor.source, sensor.clock.boot_s + found.device_ns / 1e9 / sensor.clock.pace
        number = source.until(first + 1e-4) - 1 + len(found.acc) - 1
        return float(source.time_s(number) - self.began_s)

    def close(self) -> None:
        pass

    def apart_ms(self, at_s: float) -> float:
        """Difference of the two sensors' errors at a time after both streamed."""
        begin_s = max(errors[0][0] for errors in self.errors.values())
        one, other = (_at(errors, begin_s + at_s) for errors in self.errors.values())
        return abs(one - other) * 1e3


def _at(errors: list[tuple[float, float]], t_s: float) -> float:
    times, values = np.array(errors).T
    return float(values[np.searchsorted(times, t_s) - 1])


def standing(seed: int) -> Wearer:
    """Nothing but standing."""
    rng, script = np.random.default_rng(seed), Script()
    acts.stand(script, AT_S[-1] + 12.0)
    script.say("end")
    setups = {placement: random_setup(rng) for placement in Placement}
    return Wearer(script, random_person(rng), setups, int(rng.integers(2**62)))


def measure(case: Case) -> tuple[float, ...]:
    """Relative clock error in ms at each time of AT_S."""
    wearer, placed = standing(case.seed), Placed()
    short_s, long_s = (ms / 1e3 for ms in case.pair_ms)

    def opened(worn: Worn, source: object) -> None:
        placed.worn, placed.began_s = worn, worn.began_s + worn.now_s()
        worn.air.granted = lambda least_s, most_s: short_s
        for sensor in worn.sensors.values():
            sensor.conditions.interval_s = short_s
            sensor.conditions.retry = 0.05

    happenings = (Happening(_MOVED_S, Placement.THORACIC, Act.INTERVAL, long_s),)
    scenario = Scenario("", lambda seed, extra_s=0.0: wearer, lambda _: happenings, True)
    fold = Session("band_rdl", sample_tap=placed.tap)
    rehearse(scenario, wearer, Stage(fold, [Heard(), placed]), opened)
    return tuple(placed.apart_ms(t_s) for t_s in AT_S)


def run(seeds: range, pool: ProcessPoolExecutor, runs: int) -> tuple[list[str], list[tuple[str, str, str, bool]]]:
    """Lines for each pair of intervals, and the figures."""
    cases = [Case(seed, pair) for seed, (pair, _) in zip(seeds, product(PAIRS_MS, range(runs)), strict=False)]
    found = dict(zip(cases, pool.map(measure, cases), strict=True))
    lines, worst = [], [0.0 for _ in AT_S]
    for pair in PAIRS_MS:
        errors = np.array([apart for case, apart in found.items() if case.pair_ms == pair])
        medians = np.median(errors, axis=0)
        worst = [max(a, float(b)) for a, b in zip(worst, medians, strict=True)]
        cells = "  ".join(
            f"{t:.0f} s: {m:.2f}, most {x:.2f} ms" for t, m, x in zip(AT_S, medians, errors.max(axis=0), strict=True)
        )
        lines.append(f"{pair[0]:4.1f} / {pair[1]:4.1f} ms  {cells}")
    every = np.median(np.array(list(found.values())), axis=0)
    figures = [
        (
            f"clock error after {t:.0f} s, median of {len(cases)}",
            f"{target} ms",
            f"{m:.2f} ms, worst pair {w:.2f}",
            bool(m < target),
        )
        for t, target, m, w in zip(AT_S, TARGETS_MS, every, worst, strict=True)
    ]
    return lines, figures
