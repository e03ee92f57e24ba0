"""The virtual Thingy:52 with the real driver: what was measured comes back, and what it refuses."""

from math import inf

import numpy as np
import pytest

from imu_hinge.model.arrays import Array
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.thingy52 import DRIVER
from imu_hinge.sensors.thingy52.codec import CONFIG, CONNECTION, FIRMWARE, LED, NAME, RAW, decode_config
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.device import AttError
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.thingy52 import FACTORY, Thingy52Device
from tests.sensors.device_port import DevicePort
from tests.sensors.swing import Swing
from tests.sensors.vendor import raw

STEPS = np.repeat([9.80665 / 1024, np.pi / 180 / 32], 3)


def session(device: Thingy52Device, seconds: float) -> DevicePort:
    """Started by the driver and streaming for so long."""
    port = DevicePort(device, "thingy52", DRIVER.new_dialogue())
    assert port.dialogue
    run_jumping(port.dialogue.begin(port))
    run_jumping(port.sleep(seconds))
    return port


def decoded(port: DevicePort) -> tuple[Array, list[Decoded]]:
    """Arrival times and samples."""
    decoder = DRIVER.new_decoder()
    parts = [(p.t_ns * 1e-9, decoder.decode(p)) for p in port.packets]
    told = [(t_s, part) for t_s, part in parts if isinstance(part, Decoded)]
    return np.array([t_s for t_s, _ in told]), [part for _, part in told]


def test_what_it_measured_comes_back_to_one_step() -> None:
    motion = Swing()
    arrivals_s, parts = decoded(session(Thingy52Device(motion), 10.0))
    got = np.vstack([np.hstack([part.acc, part.gyr]) for part in parts])
    truth = np.array([motion.at(t_s) for t_s in arrivals_s])
    assert len(got) > 900
    assert (np.abs(got - truth) < STEPS * 1.5 + 1e-4).all()


def test_its_rate_is_not_quite_the_nominal_one() -> None:
    arrivals_s, parts = decoded(session(Thingy52Device(Swing(), rate_error=-0.0123), 20.0))
    assert (len(parts) - 1) / (arrivals_s[-1] - arrivals_s[0]) == pytest.approx(98.77, abs=0.01)
    assert parts[-1].device_ns == (len(parts) - 1) * 10_000_000


def test_until_it_is_told_otherwise_it_sends_10_a_second() -> None:
    port = DevicePort(Thingy52Device(Swing(), rate_error=0.0), "thingy52")
    run_jumping(port.subscribe(RAW))
    run_jumping(port.sleep(2.01))
    assert len(port.packets) == 20
    assert decode_config(Thingy52Device(Swing()).values[CONFIG]) == FACTORY


def test_who_does_not_listen_hears_nothing_and_who_hangs_up_ends_it() -> None:
    device = Thingy52Device(Swing())
    port = DevicePort(device, "thingy52")
    run_jumping(port.sleep(1.0))
    run_jumping(port.write(CONFIG, raw("thingy-config-100hz")))
    assert (port.packets, device.next_s) == ([], inf)
    run_jumping(port.subscribe(RAW))
    run_jumping(port.sleep(1.0))
    device.subscribe(RAW, False, port.now_s)
    heard = len(port.packets)
    run_jumping(port.sleep(1.0))
    assert len(port.packets) == heard > 0
    device.subscribe(RAW, True, port.now_s)
    device.disconnected(port.now_s + 1.0)
    device.connected(port.now_s + 1.0)
    assert device.take(port.now_s + 2.0) is None
    assert device.next_s == inf


def test_samples_of_a_stall_are_lost_and_the_count_does_not_show_it() -> None:
    arrivals_s, parts = decoded(session(Thingy52Device(Swing(), radio=Radio(stalls_s=((5.0, 6.0),))), 10.0))
    assert np.diff(arrivals_s).max() == pytest.approx(1.0, abs=0.02)
    assert [part.index for part in parts] == list(range(len(parts)))
    due = (arrivals_s[-1] - arrivals_s[0]) * 99.4
    assert due - len(parts) == pytest.approx(88, abs=2)


REFUSED = {
    "too short": (CONFIG, "f401f401f4016400"),
    "rate 0": (CONFIG, "f401f401f401000000"),
    "rate 201": (CONFIG, "f401f401f401c90000"),
    "too many steps": (CONFIG, "6300f401f401640000"),
    "interval of 6.25 ms": (CONNECTION, "05000c0000009001"),
    "time-out below the interval": (CONNECTION, "800c800c00000a00"),
    "light without colours": (LED, "01ff"),
    "name of eleven letters": (NAME, "6162636465666768696a6b"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses_values_out_of_range_and_keeps_the_old_ones(case: str) -> None:
    characteristic, value = REFUSED[case]
    device = Thingy52Device(Swing())
    before = dict(device.values)
    with pytest.raises(AttError) as refusal:
        device.write(characteristic, bytes.fromhex(value), 0.0)
    assert refusal.value.code == 0x03
    assert device.values == before


def test_what_cannot_be_read_or_written_does_not_answer() -> None:
    device = Thingy52Device(Swing())
    with pytest.raises(KeyError):
        device.read(RAW, 0.0)
    with pytest.raises(KeyError):
        device.write(FIRMWARE, b"\0\0\0", 0.0)
    with pytest.raises(KeyError):
        device.subscribe(CONFIG, True, 0.0)


def test_settings_outlive_the_battery() -> None:
    device = Thingy52Device(Swing())
    session(device, 1.0)
    device.restart(9.0)
    config = decode_config(device.read(CONFIG, 9.0))
    assert config is not None
    assert config.rate_hz == 100
