"""What came of a session over the virtual radio: kept sample by sample, link by link."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.core.session import Session
from imu_hinge.core.summary import Summary
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.events import SensorWarning, Step
from imu_hinge.model.inputs import Input, Link, LinkState, Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.hsp import HspDecoder
from imu_hinge.station import Stage
from imu_hinge.station.loop import Sink
from imu_hinge.station.rehearsal import rehearse
from imu_hinge.virtual.air.simulation import Worn
from imu_hinge.virtual.scenarios import Scenario
from imu_hinge.virtual.wearer import Wearer


@dataclass(slots=True)
class Arrived:
    """The samples of one sensor. Runs of one boot only: `index` is full."""

    decoder: HspDecoder = field(default_factory=HspDecoder)
    live: list[tuple[int, int, int]] = field(default_factory=list)
    """First index, number of samples, arrival in ns."""
    past: list[tuple[int, int]] = field(default_factory=list)
    """First index, number of samples."""

    def take(self, packet: Packet) -> None:
        try:
            found = self.decoder.decode(packet)
        except ProtocolError:
            return
        if isinstance(found, Decoded):
            if found.past:
                self.past.append((found.index, len(found.acc)))
            else:
                self.live.append((found.index, len(found.acc), packet.t_ns))

    @property
    def lost_live(self) -> int:
        """Samples between the first and the last that did not come live."""
        first, last = self.live[0][0], self.live[-1][0] + self.live[-1][1]
        return last - first - sum(n for _, n, _ in self.live)

    @property
    def missing(self) -> int:
        """Samples that did not come at all."""
        last = self.live[-1][0] + self.live[-1][1]
        there = np.zeros(last, bool)
        for first, n in [*((first, n) for first, n, _ in self.live), *self.past]:
            there[first : first + n] = True
        return int((~there).sum())


class Heard:
    """A sink that keeps what the figures are made of."""

    def __init__(self) -> None:
        self.arrived = {placement: Arrived() for placement in Placement}
        self.links: list[Link] = []
        self.warnings: list[SensorWarning] = []
        self.summary = Summary()
        self._frames: list[Records] = []

    def receive(self, item: Input, step: Step) -> None:
        if isinstance(item, Packet):
            self.arrived[item.placement].take(item)
        elif isinstance(item, Link):
            self.links.append(item)
        self._frames.append(step.frames)
        for event in step.events:
            self.summary.take(event)
            if isinstance(event, SensorWarning):
                self.warnings.append(event)

    def close(self) -> None:
        pass

    @property
    def frames(self) -> Records:
        """(n,) FRAME, the later ones where times came again."""
        frames = np.concatenate([np.empty(0, FRAME), *self._frames])
        _, newest = np.unique(frames["t_ns"][::-1], return_index=True)
        return frames[::-1][newest]

    def states(self, placement: Placement, state: LinkState) -> list[int]:
        """When a link entered a state, ns."""
        return [one.t_ns for one in self.links if one.placement is placement and one.state == state]


@dataclass(slots=True, eq=False)
class Rehearsed:
    """A rehearsed session."""

    heard: Heard
    worn: Worn
    offset_s: float
    """Wearer's time at session time 0."""
    complaints: list[str]


def rehearsed(
    scenario: Scenario,
    wearer: Wearer,
    prepare: Callable[[Worn], None] = lambda worn: None,
    fold: Session | None = None,
    sinks: tuple[Sink, ...] = (),
) -> Rehearsed:
    """The whole session, in virtual time."""
    heard, opened = Heard(), []

    def note(worn: Worn, source: object) -> None:
        opened.append((worn, worn.now_s()))
        prepare(worn)

    stage = Stage(fold or Session(wearer.script.sets[0].exercise), [heard, *sinks])
    complaints = rehearse(scenario, wearer, stage, note)
    (worn, offset_s), *_ = opened
    return Rehearsed(heard, worn, offset_s, complaints)
