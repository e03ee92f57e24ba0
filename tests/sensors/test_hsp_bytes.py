"""Any bytes give a value that encodes back to them, or ProtocolError."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors import hsp
from imu_hinge.sensors.driver import Decoded
from tests.sensors.checks import CODECS, codec_of, frame_words
from tests.sensors.vectors import VECTORS, Vector, packet, raw

ACCEPTED = [v for v in VECTORS if v.get("accept") and "hex" in v]
CHARACTERISTICS = ("", hsp.DATA, hsp.BACKFILL, hsp.CONFIG, hsp.CONTROL, hsp.STATUS, hsp.TIME_SYNC, "2a19")
SAMPLES = [bytes.fromhex(v["hex"]) for v in ACCEPTED if len(v["hex"]) < 400]
HEADS = (b"", b"\x20", b"\x21", b"\x22\x40", b"\x23\x40", b"\x80\x01\x07\x00", b"\x1c\x01", b"\x24", b"\x01", b"\x81")
REASONS = {"short", "length", "version", "type", "characteristic", "quaternion", "truncated", "value", "unknown_op"}
every_accepted = pytest.mark.parametrize("v", ACCEPTED, ids=lambda v: v["id"])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good value with bytes overwritten, cut off or appended."""
    payload = bytearray(draw(st.sampled_from(SAMPLES)))
    for place in draw(st.lists(st.integers(0, len(payload) - 1), max_size=4)):
        payload[place] = draw(st.integers(0, 255))
    return bytes(payload[: draw(st.integers(0, len(payload)))]) + draw(st.binary(max_size=24))


random_bytes = st.tuples(st.sampled_from(HEADS), st.binary(max_size=520)).map(b"".join)
any_bytes = random_bytes | damaged()


def attempt(decode: Callable[[bytes], Any], payload: bytes) -> Any:
    try:
        return decode(payload)
    except ProtocolError as error:
        assert error.driver == "hsp"
        assert error.reason in REASONS
        assert 0 <= error.offset <= len(payload)
        return None


@settings(max_examples=1000)
@given(any_bytes, st.sampled_from((hsp.DATA, hsp.BACKFILL)))
def test_a_frame_that_is_accepted_encodes_to_the_same_bytes(payload: bytes, characteristic: str) -> None:
    frame = attempt(lambda p: hsp.decode_frame(p, characteristic), payload)
    assert frame is None or hsp.encode_frame(frame) == payload


@pytest.mark.parametrize("kind", CODECS)
@settings(max_examples=500)
@given(payload=any_bytes)
def test_a_struct_that_is_accepted_keeps_its_known_bytes(kind: str, payload: bytes) -> None:
    decode, encode, words = CODECS[kind]
    value = attempt(decode, payload)
    if value is None:
        return
    again = encode(value)
    assert len(again) <= len(payload)
    assert {**words(decode(again)), "len": 0} == {**words(value), "len": 0}
    reserved = {"config": {0, 7}, "status": {0}, "control_request": {5} if payload[:1] == b"\x03" else set()}
    kept = set(range(len(again))) - reserved.get(kind, set())
    assert all(again[place] == payload[place] for place in kept)


@settings(max_examples=500)
@given(any_bytes, any_bytes)
def test_any_advertisement_is_listed(sent: bytes, response: bytes) -> None:
    assert isinstance(hsp.decode_advertisement(sent, response), hsp.Advertisement)


@settings(max_examples=500)
@given(st.lists(st.tuples(st.sampled_from(CHARACTERISTICS), any_bytes), max_size=8), st.booleans())
def test_the_decoder_lets_nothing_but_protocol_errors_out(values: list[tuple[str, bytes]], configured: bool) -> None:
    decoder = hsp.HspDecoder()
    if configured:
        decoder.decode(packet(raw("config-example"), hsp.CONFIG))
    for characteristic, payload in values:
        try:
            part = decoder.decode(packet(payload, characteristic))
        except ProtocolError:
            continue
        assert part is None or (isinstance(part, Decoded) and part.index >= 0 and part.device_ns >= 0)


@settings(max_examples=500)
@given(any_bytes, st.builds(hsp.DeviceContext, battery=st.integers(0, 100), mtu=st.integers(23, 517)))
def test_every_request_deserves_a_status(payload: bytes, context: hsp.DeviceContext) -> None:
    assert hsp.judge_request(payload, context) in hsp.ReplyStatus


@settings(max_examples=500)
@given(
    index=st.integers(0, 1 << 32),
    t_us=st.integers(0, 1 << 40),
    step=st.integers(-2000, 190_000),
    error=st.floats(0.95, 1.05),
)
def test_counters_are_found_again_half_an_hour_later(index: int, t_us: int, step: int, error: float) -> None:
    now, there = t_us + round(step * error * 1e9 / 104_000), index + step
    if now < 0 or there < 0:
        return
    found = hsp.unwrap(hsp.Anchor(index, t_us), there % (1 << 16), now % (1 << 32), 104_000)
    assert found == hsp.Anchor(there, now)


@given(st.integers(0, 1 << 32), st.integers(0, 65_535))
def test_backfill_counters_are_found_again(next_index: int, ahead: int) -> None:
    assert hsp.unwrap_backfill(next_index, (next_index + ahead) % (1 << 16)) == next_index + ahead


@every_accepted
def test_every_beginning_of_a_value_is_refused_or_whole(v: Vector) -> None:
    decode, encode, _ = codec_of(v)
    payload = bytes.fromhex(v["hex"])
    known = len(str(v.get("encodes_to", v["hex"]))) // 2
    for end in range(len(payload)):
        value = attempt(decode, payload[:end])
        if v["kind"] == "frame":
            assert value is None or encode(value) == payload[:end]
            assert (value is None) == (end < smallest(v) or (end - smallest(v)) % 12 != 0)
        elif end < known:
            assert value is None


def smallest(v: Vector) -> int:
    return 28 if v["value"]["quat"] else 20


@every_accepted
@pytest.mark.parametrize("padding", [b"\x00", b"\xff" * 7, bytes(11), b"\x01" * 24])
def test_padding_is_ignored_by_structs_and_refused_by_frames(v: Vector, padding: bytes) -> None:
    decode, encode, words = codec_of(v)
    payload = bytes.fromhex(v["hex"])
    value = attempt(decode, payload + padding)
    if v["kind"] != "frame":
        assert words(value) == v["value"]
    elif len(padding) % 12 or len(v["value"]["samples"]) + 2 > hsp.MAX_SAMPLES:
        assert value is None
    else:
        assert encode(value) == payload + padding
        assert frame_words(value)["samples"][:-2] == v["value"]["samples"]
