"""Bytes that DOT sensors sent, and those that their specification prints."""

from typing import Any

import numpy as np
import pytest

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.movella_dot import codec
from imu_hinge.sensors.movella_dot.messages import Message, decode_message, encode_message
from tests.sensors.vendor import expected, raw, vectors

MESSAGES = [v for v in vectors("movella_dot") if v["message"].startswith("message")]


def test_characteristics_have_the_makers_numbers() -> None:
    assert codec.MEDIUM == "15172003-4947-11e9-8646-d663bd873d93"
    used = [codec.INFO, codec.CONTROL, codec.REPORT, codec.RUN, codec.BATTERY]
    assert [uuid[4:8] for uuid in used] == ["1001", "1002", "1004", "2001", "3001"]


@pytest.mark.parametrize("name", ["dot-mode6-1", "dot-mode6-2"])
def test_a_captured_payload_begins_with_time_and_numbers(name: str) -> None:
    t_us, values = codec.quantities(raw(name), 3)
    assert t_us == expected(name)["t_us"]
    assert np.allclose(values, expected(name)["free_acc_mps2"], rtol=0, atol=1e-5)


def test_two_captured_payloads_are_one_period_apart() -> None:
    first, second = (codec.quantities(raw(f"dot-mode6-{i}"), 3)[0] for i in (1, 2))
    assert second - first == expected("dot-mode6-2")["t_us_minus_previous"] == round(codec.PERIOD_NS / 1000)


def test_rate_quantities_come_in_si_units() -> None:
    t_us, si = codec.decode_rate_quantities(raw("dot-mode21"))
    expect = expected("dot-mode21")
    assert t_us == expect["t_us"]
    assert np.allclose(si, expect["acc_mps2"] + expect["gyr_radps"], rtol=0, atol=1e-5)


def test_the_vector_is_encoded_again() -> None:
    t_us, si = codec.decode_rate_quantities(raw("dot-mode21"))
    assert codec.encode_rate_quantities(t_us, si) == raw("dot-mode21")


@pytest.mark.parametrize("at", range(28))
def test_a_changed_byte_is_seen(at: int) -> None:
    """Refused, or another value."""
    payload = bytearray(raw("dot-mode21"))
    payload[at] ^= 0x5A
    expect = codec.decode_rate_quantities(raw("dot-mode21"))
    try:
        t_us, si = codec.decode_rate_quantities(bytes(payload))
    except ProtocolError as refusal:
        assert refusal.reason == "value"
        return
    assert t_us != expect[0] or not np.array_equal(si, expect[1])


def test_start_and_stop_are_those_of_the_specification() -> None:
    assert (raw("dot-start-mode21"), raw("dot-stop")) == (codec.START, codec.STOP)


@pytest.mark.parametrize("v", MESSAGES, ids=lambda v: str(v["id"]))
def test_messages_are_read_and_written(v: dict[str, Any]) -> None:
    payload, expect = bytes.fromhex(v["hex"]), v["expect"]
    if not expect["checksum_ok"]:
        with pytest.raises(ProtocolError, match="checksum"):
            decode_message(payload)
        return
    message = decode_message(payload)
    assert (message.mid, len(message.data)) == (expect["mid"], expect["data_length"])
    assert encode_message(message) == payload


def test_the_misprinted_message_ends_otherwise() -> None:
    payload = raw("dot-msg-start-recording-misprint")
    assert encode_message(Message(payload[0], payload[2:-1]))[-1] == 0xE4


@pytest.mark.parametrize("v", MESSAGES, ids=lambda v: str(v["id"]))
def test_a_cut_or_changed_message_is_refused(v: dict[str, Any]) -> None:
    payload = bytes.fromhex(v["hex"])
    for damaged in (b"", payload[:2], payload[:-1], payload + b"\0", payload[:-1] + bytes((payload[-1] ^ 0x10,))):
        with pytest.raises(ProtocolError):
            decode_message(damaged)


def test_what_the_sensor_says_of_itself() -> None:
    info = codec.Info("D4:CA:6E:F1:69:3D", "1.6.0", "000000800123ABCD", "XS-T01")
    value = codec.encode_info(info)
    assert len(value) == codec.INFO_BYTES
    assert value[:6] == bytes.fromhex("3d69f16ecad4")
    assert value[20:28] == bytes.fromhex("cdab230180000000")
    assert codec.decode_info(value) == info


def test_information_that_is_cut_is_refused() -> None:
    with pytest.raises(ProtocolError, match="truncated"):
        codec.decode_info(bytes(33))
