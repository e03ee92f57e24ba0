import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.polar import codec
from imu_hinge.sensors.polar.codec import COMPRESSED, COMPRESSED_G, RAW, Answer, Frame, Op, Setting
from imu_hinge.sensors.polar.decoder import PolarDecoder
from tests.sensors.vendor import raw

G = 9.80665
PERIOD_NS = 5_000_000


def packet(payload: bytes, t_ns: int = 0, characteristic: str = codec.DATA) -> Packet:
    return Packet(t_ns, Placement.THORACIC, "polar", payload, characteristic)


def block(samples: int, last_ns: int, kind: int = RAW) -> bytes:
    return codec.encode_frame(Frame(last_ns, kind, np.tile([[0, 10, 1000]], (samples, 1))))


def part(decoder: PolarDecoder, payload: bytes, t_ns: int = 0) -> Decoded:
    found = decoder.decode(packet(payload, t_ns))
    assert found is not None
    return found


def told_factor(factor: float) -> Packet:
    bits = int.from_bytes(np.float32(factor).tobytes(), "little")
    return packet(codec.encode_answer(Answer(Op.START, 0, {Setting.FACTOR: (bits,)})), characteristic=codec.CONTROL)


def test_a_packet_in_si_units() -> None:
    found = part(PolarDecoder(), raw("polar-acc-type1"))
    assert np.allclose(found.acc, np.array([[-9, -1, 999], [-8, -2, 997]]) * G / 1000)
    assert np.isnan(found.gyr).all() and found.gyr.shape == (2, 3)
    assert (found.stream, found.index, found.nominal_period_ns, found.counted) == ((0,), 0, PERIOD_NS, False)


def test_its_time_is_that_of_the_last_sample() -> None:
    found = part(PolarDecoder(), raw("polar-acc-type1"))
    assert found.device_ns == 2_000_000_000 - PERIOD_NS


def test_samples_lie_between_the_times_of_two_packets() -> None:
    """A sensor that is 2 % fast: the measured period is used."""
    decoder = PolarDecoder()
    times = [round(36 * n * PERIOD_NS * 0.98) for n in range(1, 100)]
    parts = [part(decoder, block(36, t), t) for t in times]
    assert [found.index for found in parts] == [36 * n for n in range(99)]
    assert abs(parts[-1].device_ns - (times[-2] + PERIOD_NS * 0.98)) < PERIOD_NS * 0.2


def test_a_lost_packet_shows_as_a_step() -> None:
    decoder = PolarDecoder()
    times = [36 * n * PERIOD_NS for n in (1, 2, 5)]
    assert [part(decoder, block(36, t), t).index for t in times] == [0, 36, 144]


def test_a_clock_that_was_set_begins_a_new_stream() -> None:
    decoder = PolarDecoder()
    assert part(decoder, block(36, 10**18), 0).stream == (0,)
    assert part(decoder, block(36, 2 * 10**17), 10**8).stream == (1,)


def test_compressed_content_in_mg_needs_no_factor() -> None:
    assert np.allclose(part(PolarDecoder(), block(40, 10**9, COMPRESSED)).acc, [[0, 0.01 * G, G]])


def test_the_frame_types_are_those_of_the_maker() -> None:
    content = bytes.fromhex("0a0000000000") + bytes.fromhex("0203") + bytes(3)
    for kind, unit in ((0x81, G / 1000), (0x80, G)):
        found = part(PolarDecoder(), b"\x02" + bytes(8) + bytes((kind,)) + content)
        assert np.allclose(found.acc, np.tile([[10 * unit, 0, 0]], (4, 1)))


def test_a_block_of_no_bits_repeats_its_sample() -> None:
    found = part(PolarDecoder(), block(1, 10**9, COMPRESSED) + b"\x00\x07")
    assert np.allclose(found.acc, np.tile([[0, 0.01 * G, G]], (8, 1)))


def test_the_largest_frame_is_taken_and_a_larger_one_is_not() -> None:
    whole = block(1, 10**9, COMPRESSED) + b"\x00\xff" * 7 + b"\x00\xd6"
    assert len(part(PolarDecoder(), whole).acc) == 2000
    with pytest.raises(ProtocolError, match="count"):
        PolarDecoder().decode(packet(whole + b"\x00\x01"))


@pytest.mark.parametrize(("kind", "factor"), [(COMPRESSED, 0.5), (COMPRESSED_G, 0.000244)])
def test_the_factor_that_the_start_told_is_used(kind: int, factor: float) -> None:
    decoder = PolarDecoder()
    decoder.decode(told_factor(factor))
    unit = G if kind == COMPRESSED_G else G / 1000
    assert np.allclose(part(decoder, block(40, 10**9, kind)).acc[0], np.array([0, 10, 1000]) * factor * unit)


def test_content_in_g_without_its_factor_is_refused() -> None:
    """1000 counts would be 1000 g."""
    with pytest.raises(ProtocolError, match="value"):
        PolarDecoder().decode(packet(block(40, 10**9, COMPRESSED_G)))


def test_the_factor_is_not_for_raw_samples() -> None:
    decoder = PolarDecoder()
    decoder.decode(told_factor(0.5))
    assert part(decoder, block(2, 10**9)).acc[0, 2] == pytest.approx(G)


def test_each_device_has_a_factor_of_its_own() -> None:
    one, other = PolarDecoder(), PolarDecoder()
    one.decode(told_factor(0.5))
    assert part(other, block(2, 10**9, COMPRESSED)).acc[0, 2] == pytest.approx(G)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"\x02", "truncated"),
        (block(2, 10**9)[:-1], "length"),
        (block(2, 10**9)[:10], "length"),
        (bytes((2,)) + bytes(8) + b"\x02" + bytes(9), "frame_type"),
        (bytes((2,)) + b"\xff" * 8 + b"\x01" + bytes(6), "time"),
        (block(40, 10**9, COMPRESSED)[:-1], "truncated"),
        (block(1, 10**9, COMPRESSED) + b"\x11\x01" + bytes(20), "bits"),
        (block(1, 10**9, COMPRESSED) + b"\x00\xff" * 9, "count"),
    ],
)
def test_what_is_no_frame_is_refused(payload: bytes, reason: str) -> None:
    with pytest.raises(ProtocolError) as refusal:
        PolarDecoder().decode(packet(payload))
    assert (refusal.value.driver, refusal.value.reason) == ("polar", reason)
    assert 0 <= refusal.value.offset <= len(payload)


@pytest.mark.parametrize("payload", [b"", b"\x00" + bytes(20)], ids=["empty", "heart current"])
def test_other_measurements_give_nothing(payload: bytes) -> None:
    assert PolarDecoder().decode(packet(payload)) is None


BYTES = st.binary(max_size=80)
FRAMES = st.builds(lambda kind, content: b"\x02" + bytes(8) + bytes((kind,)) + content, st.integers(0, 255), BYTES)
ANSWERS = st.builds(lambda content: b"\xf0\x02\x02\x00\x00" + content, BYTES)


@given(st.lists(st.tuples(st.sampled_from([codec.DATA, codec.CONTROL]), BYTES | FRAMES | ANSWERS, st.integers(0))))
@example(
    [(codec.CONTROL, b"\xf0\x02\x02\x00\x00\x05\x01\x00\x00\xc0\x7f", 0), (codec.DATA, block(2, 1, COMPRESSED), 0)]
)
def test_any_bytes_give_samples_or_a_reason(told: list[tuple[str, bytes, int]]) -> None:
    decoder = PolarDecoder()
    for characteristic, payload, t_ns in told:
        try:
            found = decoder.decode(packet(payload, t_ns, characteristic))
        except ProtocolError as refusal:
            assert refusal.driver == "polar" and 0 <= refusal.offset <= len(payload)
            continue
        assert found is None or (np.isfinite(found.acc).all() and found.device_ns < 1 << 63)
