"""Packets that cannot be what the sensor measured: begun anew or left out, and never a reason to fail."""

import numpy as np
import pytest

from imu_hinge.core.clock import DeviceClock
from imu_hinge.core.rate import RateMeter
from imu_hinge.core.session import Session
from imu_hinge.core.stream import follows
from imu_hinge.model.events import SensorWarning
from imu_hinge.model.inputs import Packet, Placement, Tick
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.hsp import (
    CONFIG,
    CONTROL,
    DATA,
    Config,
    ControlReply,
    Frame,
    Op,
    ReplyStatus,
    encode_config,
    encode_control_reply,
    encode_frame,
)

S = 1_000_000_000
PERIOD_NS = 9_615_385


def decoded(index: int, device_ns: int, stream: tuple[int, ...] = (1, 1)) -> Decoded:
    rows = np.zeros((5, 3))
    return Decoded(stream, (*stream, 0), index, device_ns, PERIOD_NS, rows, rows, None)


@pytest.mark.parametrize(
    ("b", "goes_on"),
    [
        (decoded(5, 5 * PERIOD_NS), True),
        (decoded(10_400, 100 * S), True),
        (decoded(10_400, 115 * S), True),
        (decoded(10_400, 30 * S), False),
        (decoded(4_000_000_000, S), False),
        (decoded(5, 3600 * S), False),
        (decoded(5, 5 * PERIOD_NS, (1, 2)), False),
    ],
)
def test_a_packet_goes_on_with_a_run_when_its_two_counters_agree(b: Decoded, goes_on: bool) -> None:
    """Within the loss and the rate error there can be, a rate 15 % off among them."""
    assert follows(decoded(0, 0), b) is goes_on


def test_nothing_arrives_before_it_was_taken_nor_a_minute_later() -> None:
    clock = DeviceClock()
    assert not clock.leaps(0, 5 * S)
    clock.observe(0, 5 * S)
    assert not clock.leaps(S, 6 * S + S // 2)
    assert not clock.leaps(S, 40 * S)
    assert clock.leaps(20 * S, 6 * S)
    assert clock.leaps(S, 70 * S)


def test_no_counter_makes_the_measured_rate_absurd() -> None:
    stopped, racing = RateMeter(PERIOD_NS), RateMeter(PERIOD_NS)
    stopped.add(64, 0)
    racing.add(64, 3600 * S)
    assert stopped.ratio == RateMeter.LEAST
    assert racing.ratio == RateMeter.MOST


def sensor(odr_mhz: int) -> list[Packet]:
    """A sensor that claims this rate, and two of its frames a second apart."""
    config = Config(
        epoch=1,
        role=1,
        state=1,
        batch=5,
        acc_fs_mg=8000,
        gyr_fs_dps=500,
        acc_ng_per_lsb=244_000,
        gyr_ndps_per_lsb=17_500_000,
        odr_mhz=odr_mhz,
        caps=0,
    )
    started = ControlReply(Op.START, 1, ReplyStatus.OK, {"run": 1, "next_index": 0, "now_us": 0})
    samples = np.full((5, 6), 1000, dtype=np.int16)
    frames = [
        encode_frame(Frame(0, 0, 1, (odr_mhz * s // 1000) % 65536, s * 1_000_000, None, samples)) for s in (0, 1, 2)
    ]
    values = [(CONFIG, encode_config(config)), (CONTROL, encode_control_reply(started)), *((DATA, f) for f in frames)]
    return [Packet(S + i * S // 2, Placement.SACRUM, "hsp", value, where) for i, (where, value) in enumerate(values)]


@pytest.mark.parametrize("odr_mhz", [1, 1_000_000, 4_000_000_000])
def test_a_rate_that_no_such_sensor_has_is_told_and_not_read(odr_mhz: int) -> None:
    session = Session("band_rdl")
    for packet in sensor(odr_mhz):
        session.feed(packet)
    (warning,) = session.feed(Tick(10 * S)).events
    assert isinstance(warning, SensorWarning)
    assert warning.id == "unreadable_rate"
    assert session.sensors() == {}
