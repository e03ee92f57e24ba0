"""The virtual WitMotion sensor with the real driver: what was measured comes back, whatever the sensor does."""

from dataclasses import dataclass

import numpy as np
import pytest

from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.witmotion import DRIVER
from imu_hinge.sensors.witmotion.codec import (
    COMMAND,
    DATA,
    UNLOCK,
    Rate,
    Register,
    find_reply,
    read_command,
    write_command,
)
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.witmotion import WitmotionDevice
from tests.sensors.device_port import DevicePort
from tests.sensors.vendor import arrival_ms

STEPS = np.repeat([9.80665 / 2048, 2000 / 32768 * np.pi / 180], 3)


@dataclass
class Swinging:
    """Smooth, never the same twice, all axes different."""

    def at(self, t_s: float) -> Array:
        return np.array([1, 2, 9, 0.5, -0.7, 3]) + np.sin(t_s * np.array([1.1, 1.3, 1.7, 1.9, 2.3, 2.9]))


def session(device: WitmotionDevice, seconds: float) -> DevicePort:
    """Started by the driver, streaming for so long, stopped."""
    port = DevicePort(device, "witmotion", DRIVER.new_dialogue())

    async def steps() -> None:
        assert port.dialogue
        await port.dialogue.begin(port)
        await port.sleep(seconds)
        await port.dialogue.end(port)

    run_jumping(steps())
    return port


def decoded(port: DevicePort) -> list[tuple[float, Decoded]]:
    """Arrival time and samples of each notification that gave any."""
    decoder = DRIVER.new_decoder()
    parts = [(p.t_ns * 1e-9, decoder.decode(p)) for p in port.packets]
    return [(t_s, part) for t_s, part in parts if isinstance(part, Decoded)]


def rows(parts: list[tuple[float, Decoded]]) -> Array:
    return np.vstack([np.hstack([part.acc, part.gyr]) for _, part in parts])


@pytest.mark.parametrize("pieces", [(), (1, 79, 33, 20, 7, 100)], ids=["whole frames", "cut and joined anywhere"])
def test_what_it_measured_comes_back_to_half_a_step(pieces: tuple[int, ...]) -> None:
    motion = Swinging()
    device = WitmotionDevice(motion, rate_error=-0.007, radio=Radio(pieces=pieces))
    port = session(device, 12.0)
    parts = decoded(port)
    got = rows(parts)
    t_s = parts[0][0] + np.arange(len(got)) / 99.3
    first = min(
        np.arange(-0.15, 0.05, 0.0005), key=lambda shift: float(np.abs(motion.at(t_s[0] + shift) - got[0]).max())
    )
    truth = np.array([motion.at(t) for t in t_s + first])
    assert len(got) > 1000
    assert np.abs(got - truth).max() < 0.005 + STEPS.max()


def test_its_rate_is_below_the_nominal_one_and_nothing_in_the_bytes_tells() -> None:
    parts = decoded(session(WitmotionDevice(Swinging(), rate_error=-0.0107), 30.0))
    (begin_s, first), (end_s, last) = parts[0], parts[-4]
    assert (last.index - first.index) / (end_s - begin_s) == pytest.approx(98.93, abs=0.05)
    assert last.device_ns == last.index * 10_000_000


def test_four_frames_come_at_once_at_100_hz_and_one_at_10_hz() -> None:
    port = session(WitmotionDevice(Swinging()), 5.0)
    sizes = [len(packet.payload) for packet in port.packets if packet.payload[1] == 0x61]
    assert set(sizes) == {20, 80}
    assert sizes == sorted(sizes), "slow while it is set up"


def test_a_stall_as_recorded_loses_samples_without_a_trace() -> None:
    """239 ms of silence, then a burst; about 11 samples fewer than the time between them holds."""
    trace = np.diff(arrival_ms("wit-arrivals-100hz"))
    stall = (6.0, 6.0 + trace.max() / 1000)
    parts = decoded(session(WitmotionDevice(Swinging(), rate_error=-0.017, radio=Radio(stalls_s=(stall,))), 10.0))
    arrivals_s = np.array([t_s for t_s, _ in parts])
    indices = np.array([part.index for _, part in parts])
    gaps = np.diff(arrivals_s)
    assert gaps.max() == pytest.approx(trace.max() / 1000, abs=0.05)
    burst = int(np.argmax(gaps)) + 1
    assert (np.diff(arrivals_s)[burst : burst + 2] < 0.001).all(), "what was held comes at once"
    assert (np.diff(indices[:-4]) == 4).all()
    before, after = arrivals_s[burst - 1], arrivals_s[-5]
    due = (after - before) * 98.3 - (indices[-5] - indices[burst - 1])
    assert due == pytest.approx(11, abs=2)


def test_another_programs_output_content_is_put_right_before_the_first_sample() -> None:
    motion = Swinging()
    parts = decoded(session(WitmotionDevice(motion, settings={Register.OUTPUT: 1}), 3.0))
    assert rows(parts)[:, 2].min() > 7.0


def test_a_question_that_is_asked_twice_does_not_let_slow_samples_in() -> None:
    port = DevicePort(WitmotionDevice(Swinging()), "witmotion", DRIVER.new_dialogue())
    port.deaf = lambda payload: payload[2] == Register.READ and payload not in port.payloads()[:-1]
    assert port.dialogue
    run_jumping(port.dialogue.begin(port))
    run_jumping(port.sleep(3.0))
    parts = decoded(port)
    assert {part.stream for _, part in parts} == {(0,)}
    assert np.diff([t_s for t_s, _ in parts]).max() < 0.05


def test_time_stamps_in_the_stream_are_put_right_without_a_word() -> None:
    parts = decoded(session(WitmotionDevice(Swinging(), settings={Register.OUTPUT: 2}), 3.0))
    assert rows(parts)[:, 2].min() > 7.0


def test_time_stamps_that_come_back_are_refused() -> None:
    port = session(WitmotionDevice(Swinging()), 3.0)
    run_jumping(port.write(COMMAND, write_command(Register.RATE, Rate.HZ_100)))
    run_jumping(port.write(COMMAND, write_command(Register.OUTPUT, 2)))
    run_jumping(port.sleep(1.0))
    assert len(port.packets[-1].payload) == 4 * 28
    with pytest.raises(ProtocolError, match="output content"):
        decoded(port)


def test_it_streams_on_when_the_link_is_lost_and_is_set_up_anew_on_the_next() -> None:
    device = WitmotionDevice(Swinging())
    port = DevicePort(device, "witmotion", DRIVER.new_dialogue())
    assert port.dialogue
    run_jumping(port.dialogue.begin(port))
    run_jumping(port.sleep(3.0))
    port.hang_up()
    assert device.settings[Register.RATE] == Rate.HZ_100
    again = DevicePort(device, "witmotion", port.dialogue, now_s=port.now_s + 2.0, packets=port.packets)
    run_jumping(port.dialogue.begin(again))
    run_jumping(again.sleep(3.0))
    streams = [part.stream for _, part in decoded(again)]
    assert streams == sorted(streams)
    assert set(streams) == {(0,), (1,)}


def test_of_two_questions_at_once_one_is_lost() -> None:
    port = DevicePort(WitmotionDevice(Swinging()), "witmotion")
    run_jumping(port.subscribe(DATA))
    for register in (Register.BATTERY, Register.VERSION):
        port.device.write(COMMAND, read_command(register), port.now_s)
    run_jumping(port.sleep(0.5))
    answers = [packet.payload for packet in port.packets if packet.payload[1] == 0x71]
    assert len(answers) == 1
    assert find_reply(answers[0], Register.VERSION)


def test_in_the_fastest_stream_no_question_is_answered() -> None:
    port = DevicePort(WitmotionDevice(Swinging(), settings={Register.RATE: Rate.HZ_200}), "witmotion")
    run_jumping(port.subscribe(DATA))
    run_jumping(port.write(COMMAND, read_command(Register.BATTERY)))
    run_jumping(port.sleep(0.5))
    assert len(port.packets) > 20
    assert {packet.payload[1] for packet in port.packets} == {0x61}


def test_displacements_come_under_the_header_of_accelerations() -> None:
    port = DevicePort(WitmotionDevice(Swinging(), settings={Register.OUTPUT: 1}), "witmotion")
    run_jumping(port.subscribe(DATA))
    run_jumping(port.sleep(0.5))
    assert {packet.payload[:14] for packet in port.packets} == {b"\x55\x61" + bytes(12)}


def test_the_key_is_good_for_ten_seconds() -> None:
    device = WitmotionDevice(Swinging())
    device.write(COMMAND, UNLOCK, 0.0)
    device.write(COMMAND, write_command(Register.RATE, Rate.HZ_50), 9.9)
    device.write(COMMAND, write_command(Register.RATE, Rate.HZ_100), 10.1)
    assert device.settings[Register.RATE] == Rate.HZ_50


def test_what_is_saved_outlives_the_battery() -> None:
    device = WitmotionDevice(Swinging())
    device.write(COMMAND, UNLOCK, 0.0)
    device.write(COMMAND, write_command(Register.OUTPUT, 1), 0.1)
    device.restart(1.0)
    assert device.settings[Register.OUTPUT] == 0
    device.write(COMMAND, UNLOCK, 2.0)
    device.write(COMMAND, write_command(Register.OUTPUT, 1), 2.1)
    device.write(COMMAND, write_command(Register.SAVE, 0), 2.2)
    device.restart(3.0)
    assert device.settings[Register.OUTPUT] == 1
