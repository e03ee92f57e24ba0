"""The driver's own words, said to a virtual MetaMotion, and what comes of them."""

import numpy as np
import pytest

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.sensors.driver import Advertised, Decoded, Sighting
from imu_hinge.sensors.identity import Identity, read_identity
from imu_hinge.sensors.metamotion import DRIVER, codec, processors
from imu_hinge.sensors.metamotion.chips import BMI160, BMI270, Chip
from imu_hinge.sensors.metamotion.decoder import MetaMotionDecoder
from imu_hinge.sensors.metamotion.sequences import MetaMotionDialogue
from imu_hinge.virtual.firmware.asking import AskInterval
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.metamotion import MetaMotionDevice
from imu_hinge.virtual.makes.metamotion_chain import MOST
from imu_hinge.virtual.makes.metamotion_make import MetaMotionMake
from imu_hinge.virtual.makes.outbox import Radio
from tests.sensors.device_port import DevicePort
from tests.sensors.swing import Swing
from tests.sensors.vendor import raw


def connected(
    device: MetaMotionDevice, dialogue: MetaMotionDialogue | None = None, now_s: float = 1.0
) -> tuple[DevicePort, MetaMotionDialogue]:
    dialogue = dialogue or MetaMotionDialogue()
    return DevicePort(device, DRIVER.id, dialogue, now_s), dialogue


def begun(device: MetaMotionDevice, seconds: float = 0.0) -> tuple[DevicePort, MetaMotionDialogue]:
    """Begun, and listened to for some time."""
    port, dialogue = connected(device)
    run_jumping(dialogue.begin(port))
    run_jumping(port.sleep(seconds))
    return port, dialogue


def decoded(port: DevicePort) -> list[Decoded]:
    decoder = MetaMotionDecoder()
    return [part for packet in port.packets if (part := decoder.decode(packet))]


def said(port: DevicePort) -> list[str]:
    return [payload.hex() for payload in port.payloads()]


HALT = ["030100", "130100", "03020001", "13020001"]
DISCOVERY = ["0380", "1380", "0980", "1180", "11cc"]
MOTION = ["03020100", "13020100", "130101", "030101"]
BMI270_WORDS = [
    *("0303a802", "13032802", "0383", "1383"),
    *("09021304ffa00f05", "09020304ffa01b0100" + 11 * "00", "0902090301601131" + "03"),
    "11090c000c0000009001",
    *("09070201", "090301"),
]
BMI160_WORDS = ["03032808", *BMI270_WORDS[1:4], "09021305ffa00f05", *BMI270_WORDS[5:]]


@pytest.mark.parametrize(("chip", "words"), [(BMI270, BMI270_WORDS), (BMI160, BMI160_WORDS)])
def test_what_is_said_to_each_chip(chip: Chip, words: list[str]) -> None:
    port, _ = begun(MetaMotionDevice(Swing(), MetaMotionMake(chip=chip)))
    assert said(port) == [*HALT, *DISCOVERY, *words, *MOTION]


def test_what_is_said_at_the_end() -> None:
    port, dialogue = begun(MetaMotionDevice(Swing()))
    begin = len(port.written)
    run_jumping(dialogue.end(port))
    assert said(port)[begin:] == [*HALT, "09070200", "090602", "090601", "090600"]


@pytest.mark.parametrize("chip", [BMI160, BMI270])
def test_samples_come_as_they_were_measured(chip: Chip) -> None:
    make = MetaMotionMake(chip=chip, rate_error=-0.01, drift_ppm=20.0, tick=500)
    port, _ = begun(MetaMotionDevice(Swing(), make, boot_s=0.5), 5.0)
    parts = decoded(port)
    assert [part.index for part in parts] == list(range(len(parts)))
    assert len(parts) in range(490, 500)
    for part in parts:
        true_s = 0.5 + (part.device_ns - 500 * 1_464_843.75) / 1e9 / (1 + 20e-6)
        si = Swing().at(true_s + 0.0007)
        assert si is not None
        assert np.allclose(np.hstack([part.acc[0], part.gyr[0]]), si, rtol=0, atol=0.006)


def test_ticks_may_wrap_while_it_streams() -> None:
    port, _ = begun(MetaMotionDevice(Swing(), MetaMotionMake(tick=(1 << 32) - 1500)), 3.0)
    parts = decoded(port)
    assert {part.stream for part in parts} == {(0, 0)}
    assert parts[-1].device_ns > (1 << 32) * 1_464_843.75 > parts[0].device_ns


def test_packets_that_found_no_room_show_as_a_gap() -> None:
    port, _ = begun(MetaMotionDevice(Swing(), radio=Radio(stalls_s=((3.0, 4.0),), held=24)), 4.0)
    steps = np.diff([part.index for part in decoded(port)])
    assert sorted(steps.tolist())[-2] == 1 and steps.max() in range(75, 80)


def test_a_board_that_makes_no_processors_gives_single_samples() -> None:
    port, dialogue = begun(MetaMotionDevice(Swing(), MetaMotionMake(creates=False)), 2.0)
    parts = decoded(port)
    assert len(parts) in range(198, 202)
    assert all(part.counted for part in parts)
    for part in parts:
        assert np.abs(part.acc).max() < 14
    begin = len(port.written)
    assert said(port)[begin - 6 : begin] == ["030401", "130401", *MOTION]
    run_jumping(dialogue.end(port))
    assert said(port)[begin:] == [*HALT, "030400", "130400"]


def test_a_chain_that_is_made_in_part_is_taken_away() -> None:
    device = MetaMotionDevice(Swing(), MetaMotionMake(other_processors=MOST - 2))
    port, dialogue = begun(device, 1.0)
    assert all(part.counted for part in decoded(port)) and len(device.chain.made) == MOST
    run_jumping(dialogue.end(port))
    assert len(device.chain.made) == MOST - 2


def test_processors_of_other_programs_stay() -> None:
    device = MetaMotionDevice(Swing(), MetaMotionMake(other_processors=2))
    port, dialogue = begun(device, 1.0)
    assert len(decoded(port)) in range(97, 103)
    run_jumping(dialogue.end(port))
    assert sorted(device.chain.made) == [0, 1]
    assert processors.REMOVE_ALL not in port.payloads()


def test_what_a_lost_connection_left_is_taken_away() -> None:
    device = MetaMotionDevice(Swing())
    port, dialogue = begun(device, 1.0)
    for _ in range(12):
        port.hang_up()
        with pytest.raises(LinkDownError):
            run_jumping(dialogue.end(port))
        port, _ = connected(device, dialogue, port.now_s + 1.0)
        run_jumping(dialogue.begin(port))
        run_jumping(port.sleep(0.2))
        assert len(device.chain.made) == 3
    assert not any(part.counted for part in decoded(port))


def test_the_stream_goes_on_over_a_lost_connection() -> None:
    device = MetaMotionDevice(Swing())
    port, dialogue = begun(device, 1.0)
    port.hang_up()
    again, _ = connected(device, dialogue, port.now_s + 2.0)
    run_jumping(dialogue.begin(again))
    run_jumping(again.sleep(1.0))
    again.packets[:0] = port.packets
    parts = decoded(again)
    steps = np.diff([part.index for part in parts])
    assert {part.stream for part in parts} == {(0, 0)}
    assert np.count_nonzero(steps > 1) == 1
    true_steps = np.diff([part.device_ns for part in parts]) / 1e7
    assert np.abs(steps - true_steps).max() < 0.6


def test_silence_is_met_without_more_processors() -> None:
    device = MetaMotionDevice(Swing())
    port, dialogue = begun(device, 0.5)
    device.write(codec.COMMAND, bytes.fromhex("030100"), port.now_s)
    run_jumping(port.sleep(0.5))
    heard = len(decoded(port))
    run_jumping(dialogue.revive(port))
    run_jumping(port.sleep(1.0))
    assert len(decoded(port)) >= heard + 99
    assert len(device.chain.made) == 3


def test_a_board_that_keeps_another_setting_is_refused() -> None:
    device = MetaMotionDevice(Swing(), MetaMotionMake(keeps={b"\x03\x03": b"\xa8\x03"}))
    with pytest.raises(SensorRefusedError, match="keeps another setting than it was given"):
        begun(device)


@pytest.mark.parametrize(
    ("unheard", "answer", "words"),
    [
        ("0380", "0380", "a motion chip that is not known: MetaMotion R and MetaMotion S"),
        ("0380", "03800300", "a motion chip that is not known"),
        ("1380", "1380", "no gyroscope"),
    ],
)
def test_a_board_without_our_chips_is_refused(unheard: str, answer: str, words: str) -> None:
    class Other(MetaMotionDevice):
        def write(self, uuid: str, payload: bytes, t_s: float) -> None:
            if payload.hex() == unheard:
                self._tell(bytes.fromhex(answer))
            else:
                super().write(uuid, payload, t_s)

    with pytest.raises(SensorRefusedError, match=words):
        begun(Other(Swing()))


@pytest.mark.parametrize(
    ("answers", "chained", "asks"),
    [
        ({"0980": "0980"}, False, True),
        ({"0980": "09800000"}, False, True),
        ({"0980": "09800001"}, True, True),
        ({"1180": "11800000"}, True, False),
        ({"1180": "11800001"}, True, True),
        ({"1180": "1180"}, True, False),
    ],
)
def test_what_a_module_cannot_is_not_asked_of_it(answers: dict[str, str], chained: bool, asks: bool) -> None:
    class Old(MetaMotionDevice):
        def write(self, uuid: str, payload: bytes, t_s: float) -> None:
            if payload.hex() in answers:
                self._tell(bytes.fromhex(answers[payload.hex()]))
            else:
                super().write(uuid, payload, t_s)

    port, _ = begun(Old(Swing()), 0.5)
    assert any(payload.startswith(processors.CREATE) for payload in port.payloads()) == chained
    assert any(payload.startswith(b"\x11\x09") for payload in port.payloads()) == asks
    assert {part.counted for part in decoded(port)} == {not chained}


def test_a_board_that_does_not_answer_counts_as_down() -> None:
    port, dialogue = connected(MetaMotionDevice(Swing()))
    port.deaf = lambda payload: True
    with pytest.raises(LinkDownError):
        run_jumping(dialogue.begin(port))


def test_it_asks_for_the_interval_that_it_is_told() -> None:
    device = MetaMotionDevice(Swing())
    port, dialogue = begun(device)
    assert device.take_wish(port.now_s) == AskInterval(12, 12)
    run_jumping(dialogue.ask_interval(port, 30.0))
    assert device.take_wish(port.now_s) == AskInterval(24, 24) and device.take_wish(port.now_s) is None


def test_it_shows_itself_by_light_and_motor() -> None:
    device = MetaMotionDevice(Swing())
    port, dialogue = begun(device)
    begin = len(port.written)
    run_jumping(dialogue.identify(port, 5))
    assert said(port)[begin:] == ["020201", "020300021f0000003200" + "0000f40100000a", "020101", "0801f8f40100"]
    assert (device.blinks, device.shakes) == (1, 1)


def test_battery_and_identity_are_told() -> None:
    port, dialogue = begun(MetaMotionDevice(Swing(), MetaMotionMake(battery_pct=61)))
    assert dialogue.battery_pct == 61
    assert run_jumping(read_identity(port)) == Identity("04F1A2", "8", "1.7.3", 61)


def test_the_vectors_of_streams_are_said() -> None:
    port, _ = begun(MetaMotionDevice(Swing(), MetaMotionMake(creates=False)))
    names = ("acc-subscribe", "acc-enable", "acc-start", "gyr-start")
    assert {raw(f"mm-cmd-{name}") for name in names} <= set(port.payloads())
    assert raw("mm-cmd-disconnect") not in port.payloads()


@pytest.mark.parametrize("command", ["", "03", "0303", "0303ff09", "1303", "0402", "0902", "0906", "7f7f7f"])
def test_the_device_passes_over_what_makes_no_sense(command: str) -> None:
    device = MetaMotionDevice(Swing())
    device.write(codec.COMMAND, bytes.fromhex(command), 1.0)
    port, _ = begun(device, 0.2)
    assert len(decoded(port)) > 15


def test_a_restarted_board_has_forgotten_everything() -> None:
    device = MetaMotionDevice(Swing())
    begun(device, 0.5)[0].hang_up()
    device.restart(10.0)
    assert device.next_s == float("inf") and not device.chain.made


@pytest.mark.parametrize(
    ("advertised", "sighting"),
    [
        (Advertised("MetaWear", (codec.SERVICE,)), Sighting(None)),
        (Advertised("", (codec.SERVICE,)), Sighting(None)),
        (Advertised("MetaMotion", ()), Sighting(None)),
        (Advertised("Hip", (codec.SERVICE,)), Sighting(None, hint="Hip")),
        (Advertised("Polar H10 A1B2C3D4", ()), None),
    ],
)
def test_it_is_known_by_service_or_name(advertised: Advertised, sighting: Sighting | None) -> None:
    assert DRIVER.sight(advertised) == sighting


@pytest.mark.parametrize(
    ("model", "firmware", "words"),
    [
        ("8", "1.7.3", ""),
        ("5", "1.5.0", ""),
        ("8", "2.0.0", "MetaMotion S with firmware 2.0.0 was never tried"),
        ("2", "1.3.4", "model number 2"),
    ],
)
def test_unknown_models_and_firmware_are_told(model: str, firmware: str, words: str) -> None:
    remark = DRIVER.remark(Identity("1", model, firmware))
    assert words in remark and bool(remark) == bool(words)
    assert not remark or "MetaMotion R and MetaMotion S with firmware 1.x are supported" in remark
