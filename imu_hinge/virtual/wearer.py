"""One wearer with two sensors performing one script."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from imu_hinge.model.arrays import Records
from imu_hinge.model.inputs import Command, Input, Link, Packet, Placement, Samples, Tick
from imu_hinge.sensors.hsp import DRIVER
from imu_hinge.virtual import rotation
from imu_hinge.virtual.body import Body, Person
from imu_hinge.virtual.device import BATTERY_PCT, Device, Sent
from imu_hinge.virtual.measure import measure_set
from imu_hinge.virtual.radio import Radio, deliver
from imu_hinge.virtual.script import Script, Spoken
from imu_hinge.virtual.sensor import NOMINAL_HZ, Reading, Setup, Spans, Worn
from imu_hinge.virtual.truth import Truth

TICK_NS = 100_000_000
_STATUS_EVERY_S = 10.0
_RECONNECT_S = 0.05
_OTHER_SIDE = {"left": "right", "right": "left"}
_OTHER_PLACEMENT = {Placement.SACRUM: Placement.THORACIC, Placement.THORACIC: Placement.SACRUM}


@dataclass(eq=False)
class Wearer:
    """Each output is the same at every call."""

    script: Script
    person: Person
    setups: Mapping[Placement, Setup]
    """By the segment a sensor really sits on."""
    chance: int
    """All chance is drawn from this number, so that `replace` changes nothing but what it names."""
    swapped: bool = False
    """The sensors are worn in each other's place: each is recorded under the placement it does not sit on."""
    radio: Radio = field(default_factory=Radio)
    """How `inputs` treats frames unless told otherwise."""
    name: str = ""
    seed: int | None = None

    def __post_init__(self) -> None:
        self.body = Body(self.person, self.script.channels, self._stream("body"))

    @property
    def end_s(self) -> float:
        """How long the session lasts."""
        return self.script.t_s

    @property
    def commands(self) -> list[Spoken]:
        """What is said in the course of the script."""
        if not self.person.mirrored:
            return self.script.commands
        return [replace(c, argument=_OTHER_SIDE.get(c.argument, c.argument)) for c in self.script.commands]

    @cached_property
    def readings(self) -> dict[Placement, Reading]:
        """Every sample, by the placement under which it is recorded."""
        readings = {}
        for placement, setup in self.setups.items():
            worn = Worn(self.body, placement, setup, self._stream(f"sensor {placement}"))
            readings[self._recorded(placement)] = worn.read(self.end_s)
        return readings

    def samples(self) -> dict[Placement, Records]:
        """(n,) SAMPLE per placement, on one clock with zero error, without loss: what a samples CSV holds."""
        return {placement: reading.samples() for placement, reading in self.readings.items()}

    def blocks(self, size: int = 50) -> list[Input]:
        """The samples as `Samples` of at most `size` rows, with ticks and commands, in order of time."""
        nominal_ns = round(1e9 / NOMINAL_HZ)
        inputs = self._ticks_and_commands()
        for placement, rows in self.samples().items():
            inputs += [Samples(placement, rows[i : i + size], nominal_ns) for i in range(0, len(rows), size)]
        return sorted(inputs, key=lambda item: item.t_ns)

    def inputs(self, radio: Radio | None = None) -> list[Input]:
        """What a station would record: links, Config, START reply, frames, Status, ticks, commands, by arrival."""
        radio = radio or self.radio
        inputs = self._ticks_and_commands()
        for placement, setup in self.recorded_setups.items():
            device = Device(placement, setup, radio.batch, radio.rotation)
            inputs += self._station_inputs(device, radio)
        return sorted(inputs, key=lambda item: item.t_ns)

    @cached_property
    def truth(self) -> Truth:
        """What was really done."""
        stance = self._stance_deg()
        plans = self.script.sets
        if self.person.mirrored:
            plans = [replace(plan, side=_OTHER_SIDE.get(plan.side or "")) for plan in plans]
        own_max = self.person.own_max_lumbar_deg
        return Truth(
            name=self.name,
            seed=self.seed,
            duration_s=self.end_s,
            sets=tuple(measure_set(plan, i + 1, self.body, stance, own_max) for i, plan in enumerate(plans)),
            acts=tuple(self.script.acts),
            stances=tuple(self.script.stances),
            stance_pelvis_deg=stance[0],
            stance_thorax_deg=stance[1],
            own_max_lumbar_deg=own_max,
            mounts={self._recorded(p): _axes(setup) for p, setup in self.setups.items()},
            swapped=self.swapped,
            body=self.body,
        )

    def _stream(self, purpose: str) -> np.random.Generator:
        return np.random.default_rng([self.chance, *purpose.encode()])

    def _recorded(self, placement: Placement) -> Placement:
        return _OTHER_PLACEMENT[placement] if self.swapped else placement

    @property
    def recorded_setups(self) -> dict[Placement, Setup]:
        """Each sensor, by the placement under which it is recorded."""
        return {self._recorded(placement): setup for placement, setup in self.setups.items()}

    def _stance_deg(self) -> tuple[float, float]:
        if not self.script.stances:
            return 0.0, 0.0
        tilts = self.body.tilts(np.arange(*self.script.stances[0], 0.01))
        return float(np.degrees(tilts.pelvis.mean())), float(np.degrees(tilts.thorax.mean()))

    def _ticks_and_commands(self) -> list[Input]:
        inputs: list[Input] = [Tick(t) for t in range(TICK_NS, _ns(self.end_s) + 1, TICK_NS)]
        return inputs + [Command(_ns(c.t_s), c.name, c.argument) for c in self.commands]

    def _station_inputs(self, device: Device, radio: Radio) -> list[Input]:
        placement, rng = device.placement, self._stream(f"radio {device.placement}")
        reading = self.readings[placement]
        spans = radio.dropouts_s.get(placement, ())
        values = [device.config(0.001), device.start_reply(0.003, 0)]
        for _, end in spans:
            values += [device.config(end - _RECONNECT_S), device.start_reply(end - 0.01, _index(reading, end - 0.01))]
        linked = [t for t in np.arange(0.004, self.end_s, _STATUS_EVERY_S) if not any(a <= t < b for a, b in spans)]
        values += [device.status(float(t), _index(reading, float(t)), radio.interval_s) for t in linked]
        arrived = deliver(device.frames(reading), radio, spans, rng)
        packets = [_packet(placement, value) for value in [*values, *arrived]]
        first_s = arrived[0].t_s if arrived else self.end_s
        return [*_links(device, spans, first_s), *packets]


def _ns(t_s: float) -> int:
    return round(t_s * 1e9)


def _index(reading: Reading, t_s: float) -> int:
    """Index of the first sample at or after a time."""
    return int(np.searchsorted(reading.t_s, t_s))


def _axes(setup: Setup) -> tuple[tuple[float, float, float], ...]:
    return tuple((x, y, z) for x, y, z in rotation.matrix(np.array(setup.mounting)).tolist())


def _packet(placement: Placement, value: Sent) -> Packet:
    return Packet(_ns(value.t_s), placement, DRIVER.id, value.payload, value.characteristic)


def _links(device: Device, spans: Spans, first_s: float) -> list[Input]:
    """Connecting, streaming, and lost and back again for every dropout."""

    def link(t_s: float, state: str) -> Link:
        serial = f"virtual-{device.placement}"
        return Link(_ns(t_s), device.placement, state, BATTERY_PCT, -55, DRIVER.id, "virtual", "1.0", serial)

    links: list[Input] = [link(0.0, "connecting"), link(first_s, "streaming")]
    for start, end in spans:
        noticed = start + min(1.0, (end - start) / 2)
        links += [link(noticed, "lost"), link(end - 2 * _RECONNECT_S, "connecting"), link(end + 0.1, "streaming")]
    return links
