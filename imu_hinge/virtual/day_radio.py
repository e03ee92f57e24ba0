"""A virtual day as a station would record it: packets of our own sensors at any of their rates."""

from dataclasses import dataclass, replace

import numpy as np

from imu_hinge.model.inputs import Input, Packet, Placement, Tick
from imu_hinge.sensors.hsp import DRIVER, decode_config, encode_config
from imu_hinge.virtual.day import DayWearer
from imu_hinge.virtual.day_blocks import Feed, windows
from imu_hinge.virtual.device import Device, Sent
from imu_hinge.virtual.radio import Radio, deliver
from imu_hinge.virtual.sensor import Reading


@dataclass(frozen=True, slots=True, eq=False)
class RatedDevice(Device):
    """A device that was asked for another rate."""

    rate_hz: float = 104.0

    def config(self, t_s: float) -> Sent:
        """The Config value with that rate."""
        sent = Device.config(self, t_s)
        value = replace(decode_config(sent.payload), odr_mhz=round(self.rate_hz * 1000))
        return replace(sent, payload=encode_config(value))


def station_inputs(wearer: DayWearer, rate_hz: float, radio: Radio, tick_s: float, until_s: float) -> list[Input]:
    """Config, START reply, Status once, frames and ticks up to `until_s`, by arrival; all of it is in memory."""
    inputs: list[Input] = [Tick(round(t * 1e9)) for t in np.arange(tick_s, until_s, tick_s).tolist()]
    for placement in Placement:
        setup = wearer.cast.setups[placement]
        device = RatedDevice(placement, setup, radio.batch, radio.rotation, rate_hz=rate_hz)
        values = [device.config(0.001), device.start_reply(0.003, 0), device.status(0.004, 0, radio.interval_s)]
        sent = device.frames(_reading(wearer, placement, rate_hz, until_s))
        arrived = deliver(sent, radio, (), wearer.cast.stream(f"radio {placement}"))
        inputs += [
            Packet(round(value.t_s * 1e9), placement, DRIVER.id, value.payload, value.characteristic)
            for value in [*values, *arrived]
        ]
    return sorted(inputs, key=lambda item: item.t_ns)


def _reading(wearer: DayWearer, placement: Placement, rate_hz: float, until_s: float) -> Reading:
    feed = Feed(wearer.cast, placement, rate_hz, wearer.day.off_s)
    parts = [feed.window(body, end_s) for _, end_s, body in windows(wearer.cast, wearer.day.script.channels, until_s)]
    rows = np.concatenate(parts)
    return Reading(rows["t_ns"] * 1e-9, rows["acc"].copy(), rows["gyr"].copy(), np.ones(len(rows), dtype=bool))
