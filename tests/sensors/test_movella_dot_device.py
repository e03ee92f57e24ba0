"""The driver's own words, said to a virtual DOT, and what comes of them."""

from collections.abc import Callable

import numpy as np
import pytest

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.sensors.driver import READY, Advertised, Decoded, Sighting
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.movella_dot import DRIVER, codec
from imu_hinge.sensors.movella_dot.decoder import DotDecoder
from imu_hinge.sensors.movella_dot.sequences import DotDialogue, ask_identity
from imu_hinge.virtual.firmware.wire import HangUp
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.device import AttError, Device
from imu_hinge.virtual.makes.movella_dot import POWER_SAVING, RATE_AND_FIELD, DotDevice, DotMake
from imu_hinge.virtual.makes.outbox import Radio
from tests.sensors.device_port import DevicePort
from tests.sensors.swing import Swing

START, STOP = codec.START, codec.STOP


def connected(
    device: Device, dialogue: DotDialogue | None = None, now_s: float = 1.0
) -> tuple[DevicePort, DotDialogue]:
    dialogue = dialogue or DotDialogue()
    return DevicePort(device, DRIVER.id, dialogue, now_s), dialogue


def begun(device: DotDevice, seconds: float = 0.0) -> tuple[DevicePort, DotDialogue]:
    """Begun, and listened to for some time."""
    port, dialogue = connected(device)
    run_jumping(dialogue.begin(port))
    run_jumping(port.sleep(seconds))
    return port, dialogue


def decoded(port: DevicePort) -> list[Decoded]:
    decoder = DotDecoder()
    return [part for packet in port.packets if (part := decoder.decode(packet))]


def refusal(device: DotDevice) -> str:
    with pytest.raises(SensorRefusedError) as refused:
        begun(device)
    return str(refused.value)


def test_a_sensor_set_right_is_told_to_start_and_nothing_else() -> None:
    port, _ = begun(DotDevice(Swing()))
    assert port.written == [(codec.RUN, bytes.fromhex("010115"))]


def test_notifications_are_wanted_before_it_starts() -> None:
    device = DotDevice(Swing())
    port, dialogue = connected(device)
    port.deaf = lambda payload: payload == START
    with pytest.raises(SensorRefusedError, match="does not start"):
        run_jumping(dialogue.begin(port))
    assert codec.MEDIUM in port.subscribed


def test_samples_come_as_they_were_measured() -> None:
    port, _ = begun(DotDevice(Swing(), DotMake(drift_ppm=40.0, clock_us=7_000_000), boot_s=1.0), 5.0)
    parts = decoded(port)
    assert [part.index for part in parts] == list(range(len(parts)))
    assert len(parts) in range(298, 303)
    for part in parts:
        true_s = 1.0 + (part.device_ns / 1e9 - 7.0) / (1 + 40e-6)
        si = Swing().at(true_s)
        assert si is not None
        assert np.allclose(np.hstack([part.acc[0], part.gyr[0]]), si, atol=2e-5)


def test_a_rate_that_was_found_is_put_back_at_the_end() -> None:
    device = DotDevice(Swing(), DotMake(rate_hz=30))
    port, dialogue = begun(device)
    assert device.rate_hz == 60
    run_jumping(dialogue.end(port))
    assert device.rate_hz == 30
    rates = [codec.rate_of(payload) for uuid, payload in port.written if uuid == codec.CONTROL]
    masks = [payload[0] for uuid, payload in port.written if uuid == codec.CONTROL]
    assert (rates, masks) == ([60, 30], [0x10, 0x10])
    assert port.payloads()[-2:] == [STOP, codec.set_rate(30)]


def test_a_rate_that_was_found_is_put_back_after_a_lost_link_too() -> None:
    device = DotDevice(Swing(), DotMake(rate_hz=30))
    port, dialogue = begun(device)
    port.hang_up()
    with pytest.raises(LinkDownError):
        run_jumping(dialogue.end(port))
    assert device.rate_hz == 60
    again, _ = connected(device, dialogue, port.now_s + 3.0)
    run_jumping(dialogue.begin(again))
    run_jumping(dialogue.end(again))
    assert device.rate_hz == 30


def test_it_streams_on_without_us_and_is_stopped_first() -> None:
    device = DotDevice(Swing())
    port, dialogue = begun(device, 1.0)
    port.hang_up()
    assert device.measuring
    again, _ = connected(device, dialogue, port.now_s + 2.0)
    run_jumping(dialogue.begin(again))
    assert again.payloads() == [STOP, START]


def test_samples_that_nobody_heard_show_as_a_gap() -> None:
    device = DotDevice(Swing())
    port, dialogue = begun(device, 1.0)
    port.hang_up()
    again, _ = connected(device, dialogue, port.now_s + 2.0)
    run_jumping(dialogue.begin(again))
    run_jumping(again.sleep(1.0))
    again.packets[:0] = port.packets
    parts = decoded(again)
    assert {part.stream for part in parts} == {(0,)}
    steps = np.diff([part.index for part in parts])
    assert sorted(set(steps.tolist()))[0] == 1 and np.count_nonzero(steps > 1) == 1
    assert abs(int(steps.max()) - 60 * 2.3) < 20


def test_samples_that_found_no_room_show_as_a_gap() -> None:
    port, _ = begun(DotDevice(Swing(), radio=Radio(stalls_s=((2.0, 3.0),), held=10)), 4.0)
    steps = np.diff([part.index for part in decoded(port)])
    assert sorted(steps.tolist())[-2:] == [1, 50] or sorted(steps.tolist())[-2:] == [1, 51]


def test_the_counter_may_wrap_while_it_streams() -> None:
    port, _ = begun(DotDevice(Swing(), DotMake(clock_us=(1 << 32) - 2_000_000)), 3.0)
    parts = decoded(port)
    assert {part.stream for part in parts} == {(0,)}
    assert np.ptp(np.diff([part.device_ns for part in parts])) <= 1000
    assert parts[0].device_ns < (1 << 32) * 1000 < parts[-1].device_ns


def test_a_restarted_sensor_begins_a_new_stream() -> None:
    device = DotDevice(Swing(), DotMake(clock_us=500_000_000))
    port, dialogue = begun(device, 1.0)
    port.hang_up()
    device.restart(port.now_s)
    again, _ = connected(device, dialogue, port.now_s + 1.0)
    run_jumping(dialogue.begin(again))
    run_jumping(again.sleep(0.5))
    again.packets[:0] = port.packets
    streams = [part.stream for part in decoded(again)]
    assert streams[0] == (0,) and streams[-1] == (1,)


def test_another_programs_stream_is_ended_first() -> None:
    device = DotDevice(Swing(), DotMake(left_running=RATE_AND_FIELD))
    port, _ = begun(device, 0.5)
    assert port.payloads() == [STOP, START]
    assert len(decoded(port)) > 25


def test_another_programs_payload_is_never_taken_for_ours() -> None:
    port, _ = connected(DotDevice(Swing(), DotMake(left_running=RATE_AND_FIELD)))
    run_jumping(port.subscribe(codec.MEDIUM))
    run_jumping(port.sleep(0.2))
    assert port.packets
    for packet in port.packets:
        with pytest.raises(Exception, match="mode"):
            DotDecoder().decode(packet)


def test_a_sensor_that_keeps_its_rate_is_refused() -> None:
    device = DotDevice(Swing(), DotMake(rate_hz=20))
    port, dialogue = connected(device)
    port.deaf = lambda payload: len(payload) == codec.CONTROL_BYTES
    with pytest.raises(SensorRefusedError, match="keeps 20 Hz: set its output rate to 60 Hz"):
        run_jumping(dialogue.begin(port))


def test_silence_is_met_by_asking_again() -> None:
    device = DotDevice(Swing())
    port, dialogue = begun(device, 0.5)
    device.write(codec.RUN, STOP, port.now_s)
    heard = len(port.packets)
    run_jumping(dialogue.revive(port))
    run_jumping(port.sleep(0.5))
    assert len([p for p in port.packets[heard:] if p.characteristic == codec.MEDIUM]) > 25


def test_it_shows_itself_by_its_light() -> None:
    device = DotDevice(Swing())
    port, dialogue = begun(device)
    run_jumping(dialogue.identify(port, 5))
    assert device.blinks == 1 and device.rate_hz == 60 and device.measuring


def test_battery_and_identity_are_told() -> None:
    port, dialogue = begun(DotDevice(Swing(), DotMake(battery_pct=55)))
    assert dialogue.battery_pct == 55
    assert run_jumping(ask_identity(port)) == Identity("000000800000010A", "XS-T02", "2.0.0")


@pytest.mark.parametrize(("told", "battery_pct"), [(0, 0), (100, 100), (101, None), (255, None)])
def test_a_battery_that_makes_no_sense_is_unknown(told: int, battery_pct: int | None) -> None:
    _, dialogue = begun(DotDevice(Swing(), DotMake(battery_pct=told)))
    assert dialogue.battery_pct == battery_pct


def test_power_saving_ends_an_idle_link_and_then_sleeps() -> None:
    device = DotDevice(Swing())
    device.connected(1.0)
    device.subscribe(codec.REPORT, True, 1.0)
    assert device.next_s == 1801.0
    assert device.take_wish(1800.0) is None
    assert device.take(1801.0) == (codec.REPORT, POWER_SAVING)
    assert device.take_wish(1801.0) == HangUp() and device.take_wish(1801.0) is None
    device.disconnected(1801.0)
    assert device.advertising(2400.0) is not None
    assert device.advertising(2402.0) is None
    device.press_button(2500.0)
    assert device.advertising(2501.0) is not None


@pytest.mark.parametrize(
    "write",
    [
        lambda device: device.write(codec.RUN, b"\1\1", 1.0),
        lambda device: device.write(codec.RUN, b"\1\1\6", 1.0),
        lambda device: device.write(codec.RUN, START, 1.0),
        lambda device: device.write(codec.CONTROL, bytes(31), 1.0),
        lambda device: device.write(codec.CONTROL, codec.set_rate(25), 1.0),
    ],
    ids=["too short", "unknown mode", "started for nobody", "control too short", "no such rate"],
)
def test_the_device_refuses_what_makes_no_sense(write: Callable[[DotDevice], None]) -> None:
    with pytest.raises(AttError):
        write(DotDevice(Swing()))


def test_the_device_keeps_rate_and_mode_while_it_measures() -> None:
    device = DotDevice(Swing())
    device.subscribe(codec.MEDIUM, True, 1.0)
    device.write(codec.RUN, START, 1.0)
    for uuid, payload in ((codec.CONTROL, codec.set_rate(30)), (codec.RUN, bytes((1, 1, RATE_AND_FIELD)))):
        with pytest.raises(AttError):
            device.write(uuid, payload, 2.0)


@pytest.mark.parametrize(
    ("advertised", "sighting"),
    [
        (Advertised("Xsens DOT", ()), Sighting(None)),
        (Advertised("Movella DOT", ()), Sighting(None)),
        (Advertised("Xsens DOT L", ()), Sighting(None, hint="L")),
        (Advertised("left hip", (), {0x0886: b"\1"}), Sighting(None, hint="left hip")),
        (Advertised("WT901BLE67", ()), None),
    ],
)
def test_it_is_known_by_name_or_maker(advertised: Advertised, sighting: Sighting | None) -> None:
    assert DRIVER.sight(advertised) == sighting
    assert sighting is None or sighting.state != READY


@pytest.mark.parametrize(
    ("model", "firmware", "words"),
    [
        ("XS-T02", "2.0.0", ""),
        ("XS-T01", "1.6.0", ""),
        ("XS-T02", "3.0.0", "firmware 3.0.0 was never tried"),
        ("XS-T09", "2.0.0", "model XS-T09 was never tried"),
        ("", "", "model unknown with firmware unknown"),
    ],
)
def test_unknown_models_and_firmware_are_told(model: str, firmware: str, words: str) -> None:
    told = DRIVER.remark(Identity("1", model, firmware))
    assert words in told
    assert bool(told) == bool(words)
    assert not told or "XS-T01 and XS-T02 with firmware 1.x and 2.x are supported" in told
