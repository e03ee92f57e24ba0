"""The driver's own words, said to a virtual H10, and what comes of them."""

from collections.abc import Mapping

import numpy as np
import pytest

from imu_hinge.model.errors import SensorRefusedError
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.driver import Advertised, Decoded, Sighting
from imu_hinge.sensors.identity import Identity, read_identity
from imu_hinge.sensors.polar import DRIVER, codec
from imu_hinge.sensors.polar.codec import COMPRESSED, COMPRESSED_G, RAW, Setting
from imu_hinge.sensors.polar.decoder import PolarDecoder
from imu_hinge.sensors.polar.sequences import SEQUENCES
from imu_hinge.sensors.sequence import SequencedDialogue
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.device import AttError
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.polar import BEGINNING_NS, PolarDevice
from imu_hinge.virtual.makes.polar_make import OFFERED, PolarMake
from tests.sensors.device_port import DevicePort
from tests.sensors.swing import Swing
from tests.sensors.vendor import raw


def begun(device: PolarDevice, seconds: float = 0.0, now_s: float = 1.0) -> tuple[DevicePort, SequencedDialogue]:
    """Begun, and listened to for some time."""
    dialogue = SequencedDialogue(SEQUENCES)
    port = DevicePort(device, DRIVER.id, dialogue, now_s)
    run_jumping(dialogue.begin(port))
    run_jumping(port.sleep(seconds))
    return port, dialogue


def decoded(port: DevicePort) -> list[Decoded]:
    decoder = PolarDecoder()
    return [part for packet in port.packets if (part := decoder.decode(packet))]


def refusal(device: PolarDevice) -> str:
    with pytest.raises(SensorRefusedError) as refused:
        begun(device)
    return str(refused.value)


def test_it_is_stopped_asked_and_started() -> None:
    port, _ = begun(PolarDevice(Swing()))
    assert port.subscribed == [codec.CONTROL, codec.DATA]
    assert port.payloads() == [raw("polar-stop-acc"), bytes((1, 2)), raw("polar-start-acc")]


@pytest.mark.parametrize(
    ("kind", "factor", "step_g"),
    [(RAW, None, 0.001), (COMPRESSED, None, 0.001), (COMPRESSED, 0.5, 0.0005), (COMPRESSED_G, 0.000244, 0.000244)],
)
def test_samples_come_as_they_were_measured(kind: int, factor: float | None, step_g: float) -> None:
    make = PolarMake(kind=kind, factor=factor, rate_error=0.01, drift_ppm=-30.0)
    port, _ = begun(PolarDevice(Swing(), make, boot_s=0.5), 5.0)
    parts = decoded(port)
    assert [part.index for part in parts] == [36 * n for n in range(len(parts))]
    assert len(parts) in range(26, 29)
    for part in parts[15:]:
        device_s = (part.device_ns - BEGINNING_NS) / 1e9 + np.arange(36) * 0.005 / 1.01
        true = np.array([Swing().at(0.5 + t / (1 - 30e-6)) for t in device_s])
        assert np.abs(part.acc - true[:, :3]).max() < step_g / 2 * 9.81 + 0.005


def test_what_is_beyond_the_range_is_cut() -> None:
    class Blow:
        def at(self, t_s: float) -> "np.typing.NDArray[np.float64]":
            return np.array([200.0, -200.0, 9.8, 0.0, 0.0, 0.0])

    port, _ = begun(PolarDevice(Blow()), 0.5)
    assert np.allclose(decoded(port)[0].acc[0, :2], [8 * 9.80665, -8 * 9.80665])


def test_it_stays_on_unless_it_is_stopped() -> None:
    device = PolarDevice(Swing())
    port, _ = begun(device, 1.0)
    port.hang_up()
    device.take_off(port.now_s)
    assert device.measuring and device.advertising(port.now_s + 100_000.0) is not None
    again, dialogue = begun(device, 0.0, port.now_s + 100_000.0)
    run_jumping(dialogue.end(again))
    again.hang_up()
    device.take_off(again.now_s)
    assert not device.measuring and device.advertising(again.now_s + 61.0) is None


def test_one_that_another_program_left_on_is_started_anew() -> None:
    device = PolarDevice(Swing(), PolarMake(left_running=True))
    port, _ = begun(device, 1.0)
    assert len(decoded(port)) > 3


def test_samples_that_found_no_room_show_as_a_gap() -> None:
    port, _ = begun(PolarDevice(Swing(), radio=Radio(stalls_s=((3.0, 6.0),), held=3)), 8.0)
    steps = np.diff([part.index for part in decoded(port)])
    assert set((steps // 36).tolist()) == {1, 14} or set((steps // 36).tolist()) == {1, 15}
    assert (steps % 36 == 0).all()


def test_silence_is_met_by_stopping_and_starting() -> None:
    device = PolarDevice(Swing())
    port, dialogue = begun(device, 0.5)
    device.write(codec.CONTROL, codec.STOP, port.now_s)
    run_jumping(port.sleep(1.0))
    heard = len(decoded(port))
    run_jumping(dialogue.revive(port))
    run_jumping(port.sleep(1.0))
    assert len(decoded(port)) >= heard + 5


def test_a_stop_that_is_not_answered_does_not_matter() -> None:
    device = PolarDevice(Swing())
    dialogue = SequencedDialogue(SEQUENCES)
    port = DevicePort(device, DRIVER.id, dialogue, 1.0, deaf=lambda payload: payload == codec.STOP)
    run_jumping(dialogue.begin(port))
    assert device.measuring


LESS: Mapping[int, tuple[int, ...]] = {**OFFERED, Setting.RATE_HZ: (25, 50), Setting.RANGE_G: (2, 4)}


def test_a_sensor_without_our_settings_is_refused() -> None:
    assert "does not offer 200 Hz, 8 g" in refusal(PolarDevice(Swing(), PolarMake(offered=LESS)))


def test_a_sensor_that_cannot_be_stopped_is_refused() -> None:
    device = PolarDevice(Swing(), PolarMake(left_running=True))
    dialogue = SequencedDialogue(SEQUENCES)
    port = DevicePort(device, DRIVER.id, dialogue, 1.0, deaf=lambda payload: payload == codec.STOP)
    with pytest.raises(SensorRefusedError, match="already measuring for another program"):
        run_jumping(dialogue.begin(port))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (6, "already measuring for another program"),
        (10, "use another Bluetooth adapter"),
        (12, "wet the strap"),
        (13, "take it off the charger"),
        (14, "refuses (start, status 14): take the sensor off its strap"),
    ],
)
def test_a_start_that_fails_is_told(status: int, words: str) -> None:
    class Refusing(PolarDevice):
        def write(self, uuid: str, payload: bytes, t_s: float) -> None:
            if payload[0] == 2:
                self._server.put(uuid, bytes((0xF0, 2, 2, status)))
            else:
                super().write(uuid, payload, t_s)

    assert words in refusal(Refusing(Swing()))


def test_settings_that_are_refused_or_unreadable_are_told() -> None:
    class Odd(PolarDevice):
        told = "f0010203"

        def write(self, uuid: str, payload: bytes, t_s: float) -> None:
            if payload[0] == 1:
                self._server.put(uuid, bytes.fromhex(self.told))
            else:
                super().write(uuid, payload, t_s)

    assert "refuses (settings, status 3)" in refusal(Odd(Swing()))
    Odd.told = "f00102000009"
    assert "settings cannot be read" in refusal(Odd(Swing()))


def test_a_sensor_without_acceleration_is_refused() -> None:
    device = PolarDevice(Swing())
    device.values[codec.CONTROL] = bytes.fromhex("0f01")
    assert "offers no acceleration" in refusal(device)


def test_battery_and_identity_are_told() -> None:
    port, dialogue = begun(PolarDevice(Swing()))
    assert run_jumping(read_identity(port)) == Identity("A1B2C3D4", "H10", "3.1.1", 70)
    assert dialogue.battery_pct == 70


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("0502", "f0050201"),
        ("", "f0000201"),
        ("0101", "f0010202"),
        ("0202", "f0020205"),
        ("02020001", "f0020205"),
        ("02020001f401010110000201 0800".replace(" ", ""), "f0020208"),
        ("02020001c80001010c0002010800", "f0020207"),
        ("02020001c8000101100002010300", "f0020209"),
        ("0302", "f003020c"),
    ],
)
def test_the_device_refuses_what_makes_no_sense(command: str, answer: str) -> None:
    device = PolarDevice(Swing())
    device.subscribe(codec.CONTROL, True, 1.0)
    device.write(codec.CONTROL, bytes.fromhex(command), 1.0)
    assert device.take(1.0) == (codec.CONTROL, bytes.fromhex(answer))


def test_the_device_takes_no_command_before_its_answers_are_wanted() -> None:
    with pytest.raises(AttError):
        PolarDevice(Swing()).write(codec.CONTROL, codec.STOP, 1.0)


def test_the_device_is_started_once() -> None:
    device = PolarDevice(Swing())
    device.subscribe(codec.CONTROL, True, 1.0)
    for _ in range(2):
        device.write(codec.CONTROL, codec.encode_start(), 1.0)
    answers = [device.take(1.0) for _ in range(2)]
    assert [told[1][:4].hex() for told in answers if told] == ["f0020200", "f0020206"]


@pytest.mark.parametrize(
    ("name", "sighting"),
    [("Polar H10 A1B2C3D4", Sighting(Placement.THORACIC, hint="A1B2C3D4")), ("Xsens DOT", None), ("", None)],
)
def test_it_is_known_by_its_name_and_claims_the_thorax(name: str, sighting: Sighting | None) -> None:
    assert DRIVER.sight(Advertised(name, ())) == sighting


def test_other_models_are_told_that_they_are_not_supported() -> None:
    sighting = DRIVER.sight(Advertised("Polar Sense 12345678", ()))
    assert sighting is not None and "use a Polar H10" in sighting.obstacle


@pytest.mark.parametrize(
    ("model", "firmware", "known"),
    [("H10", "3.1.1", True), ("H10", "2.9", False), ("H9", "3.0", False), ("", "", False)],
)
def test_unknown_models_and_firmware_are_told(model: str, firmware: str, known: bool) -> None:
    told = DRIVER.remark(Identity("1", model, firmware))
    assert (not told) == known
    assert known or "Polar H10 with firmware 3.x or later is supported" in told


def test_it_is_worn_on_the_thorax_alone() -> None:
    sighting = DRIVER.sight(Advertised("Polar H10 A1B2C3D4", ()))
    assert sighting and sighting.placement is Placement.THORACIC
