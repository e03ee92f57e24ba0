"""Every byte vector of the Thingy:52, and what its notifications are read as."""

from collections.abc import Callable
from contextlib import suppress
from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.thingy52.codec import CONFIG, RAW, Config, decode_config, decode_raw, encode_config, encode_raw
from imu_hinge.sensors.thingy52.decoder import Thingy52Decoder
from imu_hinge.sensors.thingy52.sequences import WANTED
from tests.sensors.vendor import Vector, raw, vectors

QUATERNION = RAW.replace("0406", "0404")


def packet(payload: bytes, characteristic: str = RAW) -> Packet:
    return Packet(0, Placement.SACRUM, "thingy52", payload, characteristic)


def sample(decoder: Thingy52Decoder, payload: bytes) -> Decoded:
    part = decoder.decode(packet(payload))
    assert part is not None
    return part


def check_raw(v: Vector, payload: bytes) -> None:
    part = sample(Thingy52Decoder(), payload)
    assert part.acc[0] == pytest.approx(v["expect"]["acc_mps2"], abs=v["tolerance"])
    assert part.gyr[0] == pytest.approx(v["expect"]["gyr_radps"], abs=v["tolerance"])
    assert encode_raw(np.hstack([part.acc, part.gyr])[0])[:12] == payload[:12]


def check_config(v: Vector, payload: bytes) -> None:
    e = v["expect"]
    config = Config(e["pedometer_ms"], e["temperature_ms"], e["compass_ms"], e["rate_hz"], e["wake_on_motion"])
    assert decode_config(payload) == config == WANTED
    assert encode_config(config) == payload


CHECKS: dict[str, Callable[[Vector, bytes], None]] = {"thingy-raw": check_raw, "thingy-config-100hz": check_config}


@pytest.mark.parametrize("v", [v for v in vectors("thingy52") if v["id"] in CHECKS], ids=lambda v: v["id"])
def test_a_vector_is_read_as_expected_and_not_when_a_byte_is_wrong(v: Vector) -> None:
    payload = bytes.fromhex(v["hex"])
    CHECKS[v["id"]](v, payload)
    with pytest.raises(AssertionError):
        CHECKS[v["id"]](v, bytes((payload[0] ^ 0x10,)) + payload[1:])


def test_the_sensors_own_orientation_is_left_alone() -> None:
    assert {v["id"] for v in vectors("thingy52")} - set(CHECKS) == {"thingy-quat"}
    assert Thingy52Decoder().decode(packet(raw("thingy-quat"), QUATERNION)) is None


def test_the_axis_that_points_up_reads_plus_g_though_the_sensor_says_minus() -> None:
    upright = encode_raw(np.array([0, 0, 9.80665, 0, 0, 0]))
    assert int.from_bytes(upright[4:6], "little", signed=True) == -1024
    assert sample(Thingy52Decoder(), upright).acc[0] == pytest.approx([0, 0, 9.80665])


def test_turning_is_not_inverted_with_the_acceleration() -> None:
    turning = encode_raw(np.array([0, 0, 9.80665, 100 * pi / 180, 0, 0]))
    assert int.from_bytes(turning[6:8], "little") == 3200, "100 degrees per second at 1/32"
    assert sample(Thingy52Decoder(), turning).gyr[0, 0] > 0


def test_a_g_is_not_what_the_makers_script_takes_it_for() -> None:
    """It divides acceleration by 64 and rate by 2048: 16 times too much, 64 times too little."""
    part = sample(Thingy52Decoder(), raw("thingy-raw"))
    assert np.linalg.norm(part.acc) == pytest.approx(9.80665)
    assert np.degrees(np.linalg.norm(part.gyr)) == pytest.approx(100)


def test_what_is_too_fast_for_the_format_saturates() -> None:
    part = sample(Thingy52Decoder(), encode_raw(np.array([-400.0, 400.0, 0, 50.0, -50.0, 0])))
    assert part.acc[0, :2] / 9.80665 == pytest.approx([-31, 32])
    assert np.degrees(part.gyr[0, :2]) == pytest.approx([1023, -1024])


def test_samples_are_counted() -> None:
    decoder = Thingy52Decoder()
    parts = [sample(decoder, raw("thingy-raw")) for _ in range(3)]
    assert [(part.index, part.device_ns) for part in parts] == [(0, 0), (1, 10_000_000), (2, 20_000_000)]
    assert all(part.counted and part.rotation is None and part.nominal_period_ns == 10_000_000 for part in parts)
    assert len({part.stream for part in parts}) == 1


def test_settings_that_are_read_begin_a_new_stream() -> None:
    decoder = Thingy52Decoder()
    assert decoder.decode(packet(raw("thingy-config-100hz"), CONFIG)) is None
    first = sample(decoder, raw("thingy-raw"))
    decoder.decode(packet(raw("thingy-config-100hz"), CONFIG))
    decoder.decode(packet(raw("thingy-config-100hz"), CONFIG))
    again = sample(decoder, raw("thingy-raw"))
    assert (first.stream, again.stream, again.index) == ((0,), (1,), 0)


@pytest.mark.parametrize("length", [0, 17, 19, 36])
def test_a_value_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ProtocolError) as refusal:
        Thingy52Decoder().decode(packet(bytes(length)))
    assert (refusal.value.reason, refusal.value.offset) == ("length", length)


@given(st.lists(st.tuples(st.binary(max_size=40), st.sampled_from([RAW, CONFIG, QUATERNION, ""]))))
def test_any_bytes_give_a_sample_nothing_or_a_refusal(given_bytes: list[tuple[bytes, str]]) -> None:
    decoder = Thingy52Decoder()
    for payload, characteristic in given_bytes:
        with suppress(ProtocolError):
            part = decoder.decode(packet(payload, characteristic))
            assert part is None or (np.isfinite(part.acc).all() and part.acc.shape == (1, 3))


@given(st.lists(st.floats(-9.9, 9.9), min_size=6, max_size=6))
def test_what_is_encoded_comes_back_to_one_step(si: list[float]) -> None:
    steps = np.repeat([9.80665 / 1024, pi / 180 / 32], 3)
    assert (np.abs(decode_raw(encode_raw(np.array(si))) - si) <= steps * 1.01).all()
