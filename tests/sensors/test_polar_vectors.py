"""Bytes of the maker's own tests, and commands built from its setting codes."""

import numpy as np
import pytest

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.polar import codec
from imu_hinge.sensors.polar.codec import Frame, Op, Setting
from imu_hinge.sensors.polar.deltas import decode_deltas, encode_deltas
from tests.sensors.vendor import expected, raw


def frame(payload: bytes) -> Frame:
    found = codec.decode_frame(payload)
    assert found is not None
    return found


def test_characteristics_are_those_of_the_maker() -> None:
    assert codec.DATA == "fb005c82-02e7-f387-1cad-8acd2d8df0c8"
    assert [uuid[6:8] for uuid in (codec.SERVICE, codec.CONTROL)] == ["80", "81"]


def test_a_raw_frame_is_in_mg() -> None:
    found, expect = frame(raw("polar-acc-type1")), expected("polar-acc-type1")
    assert (found.last_ns, found.kind) == (expect["t_last_ns"], expect["frame_type"])
    assert found.samples.tolist() == expect["acc_mg"]
    assert codec.encode_frame(found) == raw("polar-acc-type1")


def test_compressed_content_begins_with_a_reference() -> None:
    """The vector is the beginning of a longer content: its block is filled up here."""
    content, expect = raw("polar-acc-delta"), expected("polar-acc-delta")
    assert (content[6], content[7]) == (expect["delta_bits"], expect["delta_count"])
    samples = decode_deltas(content.ljust(8 + 3 * 56 * 10 // 8, b"\0"))
    assert len(samples) == 1 + expect["delta_count"]
    assert samples[:2].tolist() == [expect["reference"], expect["second_sample"]]


def test_the_vector_alone_is_cut_short() -> None:
    with pytest.raises(ValueError, match="truncated"):
        decode_deltas(raw("polar-acc-delta"))


@pytest.mark.parametrize("at", range(10))
def test_a_changed_reference_or_difference_is_seen(at: int) -> None:
    content = raw("polar-acc-delta").ljust(8 + 3 * 56 * 10 // 8, b"\0")
    damaged = content[:at] + bytes((content[at] ^ 0x25,)) + content[at + 1 :]
    try:
        samples = decode_deltas(damaged)
    except ValueError:
        return
    assert not np.array_equal(samples, decode_deltas(content))


@pytest.mark.parametrize("at", range(10))
def test_a_changed_head_or_sample_is_seen(at: int) -> None:
    payload = bytearray(raw("polar-acc-type1") + bytes(6))
    payload[at + 6 * (at > 9)] ^= 0x40
    whole = frame(raw("polar-acc-type1") + bytes(6))
    try:
        found = codec.decode_frame(bytes(payload))
    except ProtocolError as refusal:
        assert refusal.reason in ("frame_type", "time")
        return
    assert found is None or found.last_ns != whole.last_ns or not np.array_equal(found.samples, whole.samples)


def test_commands_are_those_of_the_maker() -> None:
    assert codec.encode_start() == raw("polar-start-acc")
    assert raw("polar-stop-acc") == codec.STOP
    assert bytes.fromhex("0102") == codec.ASK_SETTINGS


def test_settings_are_read_and_written() -> None:
    told = bytes.fromhex("f0010200 00 0004 1900 3200 6400 c800 0101 1000 0203 0200 0400 0800".replace(" ", ""))
    answer = codec.decode_answer(told)
    assert (answer.op, answer.status) == (Op.SETTINGS, 0)
    assert answer.settings == {
        Setting.RATE_HZ: (25, 50, 100, 200),
        Setting.RESOLUTION_BITS: (16,),
        Setting.RANGE_G: (2, 4, 8),
    }
    assert codec.encode_answer(answer) == told


def test_settings_that_are_not_used_are_read_over() -> None:
    told = bytes.fromhex("f001020000 0301e8030000 040103 0001c800".replace(" ", ""))
    assert codec.decode_answer(told).settings == {
        Setting.RANGE_MILLI: (1000,),
        Setting.CHANNELS: (3,),
        Setting.RATE_HZ: (200,),
    }
    assert codec.encode_answer(codec.decode_answer(told)) == told


@pytest.mark.parametrize("payload", ["f00202", "f0030200", "f0020000", "0f020200", ""])
def test_other_values_are_no_answer(payload: str) -> None:
    assert not codec.is_answer(bytes.fromhex(payload), Op.START)
    assert codec.is_answer(bytes.fromhex("f0020206"), Op.START)


def test_the_factor_is_a_float_in_the_answer_to_a_start() -> None:
    answer = codec.decode_answer(bytes.fromhex("f002020000") + bytes.fromhex("0501") + np.float32(0.25).tobytes())
    assert codec.factor_of(answer) == 0.25
    assert codec.factor_of(codec.decode_answer(bytes.fromhex("f0020200"))) == 1.0


@pytest.mark.parametrize(("content", "reason"), [("09", "setting"), ("00", "truncated"), ("0002c800", "truncated")])
def test_settings_that_make_no_sense_are_refused(content: str, reason: str) -> None:
    with pytest.raises(ProtocolError, match=reason):
        codec.decode_settings(bytes.fromhex(content))


@pytest.mark.parametrize("bits", [1, 2, 7, 8, 10, 15])
def test_differences_of_any_width_come_back(bits: int) -> None:
    largest = (1 << (bits - 1)) - 1
    deltas = np.random.default_rng(bits).integers(-largest - 1, largest, (300, 3), endpoint=True)
    steps = np.vstack([[[5, -7, 1000]], np.where(np.arange(300)[:, None] % 2, deltas, -deltas - 1)])
    samples = np.cumsum(np.clip(steps, -largest - 1, largest), axis=0) % 20000
    assert np.array_equal(decode_deltas(encode_deltas(samples)), samples)
