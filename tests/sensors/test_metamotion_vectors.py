"""Bytes of the maker's own tests, and of boards that others have recorded."""

import numpy as np
import pytest

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.metamotion import codec, processors
from imu_hinge.sensors.metamotion.chips import (
    BMI160,
    BMI270,
    Chip,
    acc_config,
    acc_scale,
    chip_of,
    gyr_config,
    gyr_scale,
)
from imu_hinge.sensors.metamotion.codec import Module
from imu_hinge.sensors.metamotion.decoder import MetaMotionDecoder
from imu_hinge.sensors.metamotion.sequences import SEQUENCES
from tests.sensors.vendor import expected, raw, vector, vectors

TIMES = [f"mm-accounter-time-{n}" for n in range(1, 7)]
COMMANDS = {
    "mm-cmd-acc-50hz-2g-bmi160": acc_config(BMI160, 50, 2),
    "mm-cmd-acc-100hz-16g-bmi270": acc_config(BMI270, 100, 16),
    "mm-cmd-gyr-50hz-125-bmi160": gyr_config(50, 125),
    "mm-cmd-buffer-gyr-bmi160": processors.buffer(BMI160),
    "mm-cmd-fuse-acc": processors.fuser(0),
    "mm-cmd-account-time": processors.accounter(2),
    "mm-cmd-processor-notify": processors.notify(0),
    "mm-cmd-processor-enable": processors.enable(),
    "mm-cmd-remove-processors": processors.REMOVE_ALL,
    "mm-cmd-conn-params": codec.connection(750, 1000, 128, 16384),
    "mm-cmd-motor": codec.vibrate(1.0, 5000),
}


def test_characteristics_are_those_of_the_maker() -> None:
    assert codec.NOTIFY == "326a9006-85cb-9195-d9dd-464cfbbae75a"
    assert [uuid[4:8] for uuid in (codec.SERVICE, codec.COMMAND)] == ["9000", "9001"]


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_those_of_the_maker(name: str) -> None:
    assert COMMANDS[name] == raw(name)


def test_a_chip_is_set_as_the_vectors_of_streams_do() -> None:
    said = {step.payload for step in SEQUENCES.revive if hasattr(step, "payload")}
    assert {raw("mm-cmd-acc-enable"), raw("mm-cmd-acc-start"), raw("mm-cmd-gyr-start")} <= said


def test_counting_instead_of_timing_differs_in_one_byte() -> None:
    pairs = zip(raw("mm-cmd-account-time"), raw("mm-cmd-account-count"), strict=True)
    assert [(a, b) for a, b in pairs if a != b] == [(0x31, 0x30)]


@pytest.mark.parametrize(
    ("name", "chip"), [("mmr-acc-2g", BMI160), ("mms-acc-4g", BMI270), ("mms-acc-packed-8g", BMI270)]
)
def test_accelerations_are_scaled_by_their_range(name: str, chip: Chip) -> None:
    scale = acc_scale(chip, acc_config(chip, 100, vector(name)["range_g"])[2:])
    acc = codec.triples(raw(name)[2:]) * scale.si_per_lsb
    assert np.allclose(acc / 9.80665, expected(name)["acc_g"], rtol=0, atol=vector(name)["tolerance"])


@pytest.mark.parametrize("name", ["mmr-gyr-500", "mmr-gyr-packed-1000"])
def test_rates_are_scaled_by_their_range(name: str) -> None:
    scale = gyr_scale(gyr_config(100, vector(name)["range_dps"])[2:])
    gyr = codec.triples(raw(name)[2:]) * scale.si_per_lsb
    assert np.allclose(np.degrees(gyr), expected(name)["gyr_dps"], rtol=0, atol=vector(name)["tolerance"])


@pytest.mark.parametrize(("rate_hz", "code"), [(12.5, 5), (25, 6), (50, 7), (100, 8), (200, 9), (400, 10)])
def test_rates_have_their_codes(rate_hz: float, code: int) -> None:
    assert gyr_config(rate_hz, 500)[2] == 0x20 + code
    assert acc_config(BMI270, rate_hz, 8)[2] == 0xA0 + code
    assert gyr_scale(bytes((0x20 + code, 2))).rate_hz == rate_hz


@pytest.mark.parametrize(("seconds", "blinks"), [(0, 1), (5, 10), (1000, 254)])
def test_a_light_blinks_twice_a_second(seconds: int, blinks: int) -> None:
    assert codec.blink(seconds).hex() == "020300021f0000003200" + "0000f4010000" + f"{blinks:02x}"


def test_what_is_beyond_16_bit_is_clipped() -> None:
    assert codec.untriples(np.array([[40000, -40000, 0.6]])) == bytes.fromhex("ff7f00800100")


def test_a_fused_packet_holds_both() -> None:
    told, expect = codec.decode_accounted(raw("mm-fused-count")), expected("mm-fused-count")
    assert (told.processor, told.tick) == (expect["processor"], expect["count"])
    assert told.raw.tolist() == [expect["acc_raw"], expect["gyr_raw"]]
    assert codec.encode_accounted(told) == raw("mm-fused-count")


@pytest.mark.parametrize("name", TIMES)
def test_ticks_are_the_boards_time(name: str) -> None:
    told, expect = codec.decode_accounted(raw(name)), expected(name)
    assert (told.processor, told.tick, told.raw[0].tolist()) == (expect["processor"], expect["tick"], expect["acc_raw"])
    assert float(told.tick * codec.TICK_NS) / 1e6 == pytest.approx(expect["t_ms"], abs=1e-6)
    assert codec.encode_accounted(told) == raw(name)


@pytest.mark.parametrize("at", range(2, 19))
def test_a_changed_byte_of_a_packet_is_seen(at: int) -> None:
    payload = bytearray(raw("mm-fused-count"))
    payload[at] ^= 0x21
    told, whole = codec.decode_accounted(bytes(payload)), codec.decode_accounted(raw("mm-fused-count"))
    assert (told.processor, told.tick, told.raw.tolist()) != (whole.processor, whole.tick, whole.raw.tolist())


@pytest.mark.parametrize("length", [3, 6, 7, 18, 20])
def test_a_packet_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ProtocolError, match="short" if length < 7 else "length"):
        codec.decode_accounted(raw("mm-fused-count").ljust(20, b"\0")[:length])


@pytest.mark.parametrize(
    "v", [v for v in vectors("metamotion") if v["message"] == "discovery reply"], ids=lambda v: v["id"]
)
def test_modules_tell_what_they_are(v: dict[str, "object"]) -> None:
    found, expect = codec.decode_found(bytes.fromhex(str(v["hex"]))), expected(str(v["id"]))
    assert (found is not None) == expect["present"]
    if found is not None:
        assert (found.implementation, found.revision) == (expect["implementation"], expect["revision"])
        known = chip_of(found) if expect["module"] == Module.ACC else None
        assert known is None or known.name == expect["meaning"]


def test_the_battery_is_told_in_percent_and_mv() -> None:
    expect = expected("mm-battery")
    assert codec.decode_battery(raw("mm-battery")) == (expect["percent"], expect["millivolt"])
    assert codec.decode_battery(raw("mm-battery")[:-1]) is None
    assert codec.decode_battery(raw("mm-discover-absent")) is None


@pytest.mark.parametrize("name", ["mm-quat", "mm-corrected-acc", "mm-gravity"])
def test_what_the_boards_own_fusion_makes_is_not_used(name: str) -> None:
    """It comes in mg and in m/s2, as floats: other units than those of the chip."""
    assert MetaMotionDecoder().decode(Packet(0, Placement.SACRUM, "metamotion", raw(name))) is None
