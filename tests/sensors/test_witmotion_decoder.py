"""Notifications of WitMotion, however they are cut and joined, and what of them is left out."""

from contextlib import suppress
from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.witmotion import DRIVER
from imu_hinge.sensors.witmotion.codec import (
    COMMAND,
    DATA,
    FRAME_BYTES,
    Register,
    encode_reply,
    encode_stream,
    find_reply,
)
from imu_hinge.sensors.witmotion.decoder import OUTPUT_CONTENT, SETTLE_NS, WitmotionDecoder
from tests.sensors.vendor import arrival_ms, raw

ANSWER = encode_reply(Register.OUTPUT, (0,) * 8)
SETTLED_NS = SETTLE_NS
STEP_NS = 10_000_000
FOUR = raw("wit-notification-1")


def packet(payload: bytes, t_ns: int, characteristic: str = DATA) -> Packet:
    return Packet(t_ns, Placement.SACRUM, "witmotion", payload, characteristic)


def set_up() -> WitmotionDecoder:
    """A decoder whose sensor was set up at time 0."""
    decoder = WitmotionDecoder()
    assert decoder.decode(packet(ANSWER, 0)) is None
    return decoder


def samples(decoder: WitmotionDecoder, payload: bytes, t_ns: int = SETTLED_NS) -> Decoded:
    part = decoder.decode(packet(payload, t_ns))
    assert part is not None
    return part


def table(parts: list[Decoded]) -> list[list[float]]:
    return [row for part in parts for row in np.hstack([part.acc, part.gyr]).tolist()]


def test_four_frames_come_with_one_notification_and_are_counted() -> None:
    decoder = set_up()
    first = samples(decoder, FOUR)
    second = samples(decoder, raw("wit-notification-2"), SETTLED_NS + 4 * STEP_NS)
    assert (first.index, second.index, len(second.acc)) == (0, 4, 4)
    assert (second.device_ns, second.nominal_period_ns, second.counted) == (4 * STEP_NS, STEP_NS, True)
    assert second.stream == first.stream
    assert second.rotation is None


def test_at_rest_the_axis_that_points_up_reads_plus_g() -> None:
    upright = encode_stream(np.array([0, 0, 9.80665, 0, 0, 1.0]))
    assert upright[6:8] == (2048).to_bytes(2, "little"), "1 g is 2048: 16 g are 32768"
    part = samples(set_up(), upright)
    assert part.acc[0] == pytest.approx([0, 0, 9.80665])
    assert part.gyr[0] == pytest.approx([0, 0, 1.0], abs=2000 / 32768 * pi / 180)


def test_rates_beyond_the_range_are_clipped_and_do_not_wrap() -> None:
    part = samples(set_up(), encode_stream(np.array([200.0, -200.0, 0, 100.0, -100.0, 0])))
    assert part.acc[0, :2] == pytest.approx([157, -157], abs=0.2)
    assert part.gyr[0, :2] == pytest.approx([34.9, -34.9], abs=0.1)


def test_each_axis_is_read_from_its_own_bytes() -> None:
    given_si = np.array([1.0, 2.0, 3.0, 0.4, 0.5, 0.6])
    part = samples(set_up(), encode_stream(given_si))
    assert np.hstack([part.acc, part.gyr])[0] == pytest.approx(given_si, abs=0.0025)


@given(st.lists(st.integers(1, 45), min_size=1), st.integers(1, 12))
def test_cuts_and_joins_at_any_byte_change_nothing(sizes: list[int], frames: int) -> None:
    rng = np.random.default_rng(frames)
    stream = b"".join(encode_stream(row) for row in rng.normal(0, 8, (frames, 6)))
    whole = table([samples(set_up(), stream)])
    decoder, parts, at = set_up(), list[Decoded](), 0
    while at < len(stream):
        size = sizes[len(parts) % len(sizes)]
        part = decoder.decode(packet(stream[at : at + size], SETTLED_NS + at))
        parts += [part] if part else []
        at += size
    assert table(parts) == whole
    assert decoder.skipped == 0


@pytest.mark.parametrize("length", range(1, FRAME_BYTES))
def test_the_rest_of_a_frame_that_was_never_continued_costs_its_own_bytes_only(length: int) -> None:
    decoder = set_up()
    assert decoder.decode(packet(FOUR[:length], SETTLED_NS)) is None
    assert table([samples(decoder, FOUR)]) == table([samples(set_up(), FOUR)])
    assert decoder.skipped == length


def test_an_answer_counts_when_it_is_whole() -> None:
    assert find_reply(FOUR + ANSWER, Register.OUTPUT) == (0,) * 8
    assert find_reply(ANSWER[:-1], Register.OUTPUT) is None
    assert find_reply(ANSWER, Register.BATTERY) is None


def test_before_the_set_up_nothing_tells_what_the_numbers_are() -> None:
    decoder = WitmotionDecoder()
    assert decoder.decode(packet(FOUR, SETTLED_NS)) is None


def test_what_comes_at_the_slow_rate_of_the_set_up_is_left_out() -> None:
    decoder = set_up()
    assert decoder.decode(packet(FOUR, SETTLE_NS // 2)) is None
    assert decoder.decode(packet(FOUR + ANSWER, SETTLE_NS * 3 // 4)) is None
    assert decoder.decode(packet(FOUR, SETTLED_NS)) is None, "the last answer counts"
    assert samples(decoder, FOUR, SETTLE_NS * 7 // 4).index == 0


@pytest.mark.parametrize("between", [ANSWER, b""], ids=["another set-up", "a long pause"])
def test_a_new_stream_begins_after(between: bytes) -> None:
    decoder = set_up()
    first = samples(decoder, FOUR)
    decoder.decode(packet(between, 3 * SETTLE_NS))
    again = samples(decoder, FOUR, 4 * SETTLE_NS)
    assert (first.stream, again.stream, again.index) == ((0,), (1,), 0)


def test_frames_with_time_stamps_are_refused_with_what_to_do() -> None:
    decoder = set_up()
    assert decoder.decode(packet(raw("wit-0x61-time"), SETTLED_NS)) is None
    with pytest.raises(ProtocolError, match=OUTPUT_CONTENT):
        decoder.decode(packet(raw("wit-0x61-time") * 4, SETTLED_NS))
    with pytest.raises(ProtocolError, match=OUTPUT_CONTENT):
        decoder.decode(packet(FOUR, SETTLED_NS))
    with pytest.raises(ProtocolError, match=OUTPUT_CONTENT):
        decoder.decode(packet(raw("wit-0x61-time") * 2 + FOUR[:7] + FOUR, SETTLED_NS))
    assert len(samples(decoder, FOUR).acc) == 4, "and the next ones are read"


def test_other_characteristics_say_nothing() -> None:
    assert set_up().decode(packet(FOUR, SETTLED_NS, COMMAND)) is None


def test_two_sensors_do_not_share_their_bytes() -> None:
    one, other = DRIVER.new_decoder(), set_up()
    one.decode(packet(FOUR[:13], SETTLED_NS))
    assert len(samples(other, FOUR).acc) == 4


def test_a_recorded_stall_leaves_no_trace_in_the_bytes() -> None:
    """Why the core has to look at arrivals: about 11 samples of this recording are missing."""
    decoder = set_up()
    arrivals_ns = [SETTLED_NS + ms * 1_000_000 for ms in arrival_ms("wit-arrivals-100hz")]
    parts = [samples(decoder, FOUR, t_ns) for t_ns in arrivals_ns]
    assert [part.index for part in parts] == list(range(0, 4 * len(parts), 4))
    spans_ns = np.array([part.device_ns for part in parts]) - (np.array(arrivals_ns) - arrivals_ns[0])
    assert spans_ns[-1] < spans_ns[8] - 9 * STEP_NS


SNIPPETS = st.sampled_from([b"\x55", b"\x55\x61", b"\x55\x71", FOUR, FOUR[:FRAME_BYTES], ANSWER, raw("wit-0x61-time")])


@given(st.lists(st.tuples(st.binary(max_size=64) | SNIPPETS, st.integers(0, 2 * SETTLE_NS)), max_size=40))
def test_any_bytes_give_samples_nothing_or_a_refusal(given_bytes: list[tuple[bytes, int]]) -> None:
    decoder, t_ns, ends = set_up(), 0, dict[tuple[int, ...], int]()
    for payload, step_ns in given_bytes:
        t_ns += step_ns
        with suppress(ProtocolError):
            part = decoder.decode(packet(payload, t_ns))
            if part is not None:
                assert np.isfinite(part.acc).all()
                assert part.index == ends.get(part.stream, 0)
                ends[part.stream] = part.index + len(part.acc)
