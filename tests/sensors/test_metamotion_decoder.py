import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.metamotion import codec
from imu_hinge.sensors.metamotion.chips import BMI160, BMI270, Chip, acc_config, gyr_config
from imu_hinge.sensors.metamotion.codec import Accounted
from imu_hinge.sensors.metamotion.decoder import MetaMotionDecoder

G = 9.80665
TICK_NS = 1_464_843.75
TICKS = [6, 7, 7, 7, 7, 7]
"""How a period of 10 ms shows: 6.83 ticks."""


def packet(payload: bytes, t_ns: int = 0, characteristic: str = codec.NOTIFY) -> Packet:
    return Packet(t_ns, Placement.SACRUM, "metamotion", payload, characteristic)


def told(chip: Chip, range_g: int = 8, range_dps: int = 500, processor: int | None = 3) -> MetaMotionDecoder:
    """One that has heard a board's answers of a set-up."""
    decoder = MetaMotionDecoder()
    answers = [
        bytes((3, 0x80, chip.implementation, 1)),
        b"\x03\x83" + acc_config(chip, 100, range_g)[2:],
        b"\x13\x83" + gyr_config(100, range_dps)[2:],
        *([b"\x09\x02" + bytes((processor,))] if processor is not None else []),
    ]
    for answer in answers:
        assert decoder.decode(packet(answer)) is None
    return decoder


def fused(tick: int, acc: int = 4096, gyr: int = 0, processor: int = 3) -> bytes:
    return codec.encode_accounted(Accounted(processor, tick, np.array([[0, 0, acc], [gyr, 0, 0]], np.float64)))


def sample(decoder: MetaMotionDecoder, tick: int, elapsed: int) -> Decoded:
    """Of a packet that comes so many ticks after the first."""
    part = decoder.decode(packet(fused(tick % (1 << 32)), round(elapsed * TICK_NS)))
    assert part is not None
    return part


@pytest.mark.parametrize("chip", [BMI160, BMI270])
def test_one_packet_is_one_sample_in_si_units(chip: Chip) -> None:
    part = told(chip).decode(packet(fused(1000, 4096, 65_6)))
    assert part is not None
    assert np.allclose(part.acc, [[0, 0, G]])
    assert np.allclose(np.degrees(part.gyr), [[10, 0, 0]])
    assert (part.stream, part.index, part.nominal_period_ns, part.counted) == ((0, 0), 0, 10_000_000, False)
    assert part.device_ns == 1000 * TICK_NS


@pytest.mark.parametrize("chip", [BMI160, BMI270])
@pytest.mark.parametrize(("range_g", "range_dps"), [(2, 2000), (4, 1000), (16, 125), (8, 250)])
def test_scales_are_those_that_the_board_tells(chip: Chip, range_g: int, range_dps: int) -> None:
    part = told(chip, range_g, range_dps).decode(packet(fused(1000, 32768 // range_g, 164)))
    assert part is not None
    assert part.acc[0, 2] == pytest.approx(G)
    assert np.degrees(part.gyr[0, 0]) == pytest.approx(10 * range_dps / 2000)


def test_the_same_byte_means_another_range_on_the_other_chip() -> None:
    """3 is 2 g on the one and 16 g on the other."""
    ranges = {}
    for chip in (BMI160, BMI270):
        decoder = MetaMotionDecoder()
        for answer in (
            bytes((3, 0x80, chip.implementation, 1)),
            b"\x03\x83\x28\x03",
            b"\x13\x83\x28\x02",
            b"\x09\x02\x03",
        ):
            decoder.decode(packet(answer))
        part = decoder.decode(packet(fused(0, 16384)))
        assert part is not None
        ranges[chip.name] = round(part.acc[0, 2] / G)
    assert ranges == {"BMI160": 1, "BMI270": 8}


def test_ticks_that_do_not_divide_a_period_lose_nothing() -> None:
    decoder = told(BMI270)
    ticks = np.cumsum(np.tile(TICKS, 200)).tolist()
    assert [sample(decoder, t, t).index for t in ticks] == list(range(1200))


def test_lost_packets_show_as_a_step() -> None:
    decoder = told(BMI270)
    ticks = np.cumsum(np.tile(TICKS, 50)).tolist()
    kept = [n for n in range(300) if n not in (100, 150, 151, 152, 153, 290)]
    assert [sample(decoder, ticks[n], ticks[n]).index for n in kept] == kept


def test_ticks_may_wrap() -> None:
    decoder = told(BMI270)
    parts = [sample(decoder, (1 << 32) - 10 + 7 * n, 7 * n) for n in range(4)]
    assert [part.index for part in parts] == [0, 1, 2, 3]
    assert {part.stream for part in parts} == {(0, 0)}


def test_a_restarted_board_begins_a_new_stream() -> None:
    decoder = told(BMI270)
    assert sample(decoder, 800_000, 0).stream == (0, 0)
    assert sample(decoder, 900, 7000).stream == (0, 1)


def test_packets_of_other_processors_are_left_alone() -> None:
    assert told(BMI270).decode(packet(fused(1000, processor=2))) is None
    assert told(BMI270, processor=None).decode(packet(fused(1000))) is None


def test_a_set_up_on_another_connection_keeps_the_stream() -> None:
    decoder = told(BMI270)
    first = sample(decoder, 7000, 0)
    for answer in (b"\x03\x80\x04\x01", b"\x03\x83\xa8\x02", b"\x13\x83\x28\x02", b"\x09\x02\x03"):
        decoder.decode(packet(answer))
    later = sample(decoder, 7000 + 2048, 2048)
    assert (later.stream, later.index) == (first.stream, 300)


def test_accelerations_and_rates_that_come_alone_are_paired() -> None:
    decoder = told(BMI160, processor=None)
    acc, gyr = b"\x03\x04" + bytes(4) + b"\0\x10", b"\x13\x05" + bytes(6)
    found = [decoder.decode(packet(payload)) for payload in (acc, gyr, acc, gyr, acc, acc, gyr)]
    parts = [part for part in found if part]
    assert [part.index for part in parts] == [0, 1, 2]
    assert [part.device_ns for part in parts] == [0, 10_000_000, 20_000_000]
    assert {(part.stream, part.counted) for part in parts} == {((1, 0), True)}
    assert np.allclose(parts[0].acc, [[0, 0, G]]) and parts[0].gyr.shape == (1, 3)


def test_another_set_up_of_pairs_begins_a_new_stream() -> None:
    """Nobody knows how much was lost between two connections."""
    decoder, acc, gyr = told(BMI270, processor=None), packet(b"\x03\x04" + bytes(6)), packet(b"\x13\x04" + bytes(6))
    assert [decoder.decode(one) is None for one in (acc, gyr, acc)] == [True, False, True]
    for answer in (b"\x03\x80\x04\x01", b"\x03\x83\xa8\x02", b"\x13\x83\x28\x02"):
        decoder.decode(packet(answer))
    assert decoder.decode(gyr) is None
    part = decoder.decode(acc)
    assert part is not None and (part.stream, part.index) == ((1, 1), 0)


def test_packed_samples_are_left_alone() -> None:
    """Register 5 of the gyroscope is plain on the one chip and packed on the other."""
    assert told(BMI270, processor=None).decode(packet(b"\x13\x05" + bytes(18))) is None
    assert told(BMI270, processor=None).decode(packet(b"\x03\x05" + bytes(18))) is None


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "short"),
        (b"\x09", "short"),
        (b"\x09\x03\x03\0\0\0", "short"),
        (fused(0)[:-1], "length"),
        (fused(0)[:-6], "length"),
        (fused(0) + bytes(6), "length"),
        (b"\x03\x04" + bytes(12), "length"),
        (b"\x03\x83\xa8\x07", "setting"),
        (b"\x03\x83\xaf\x02", "setting"),
        (b"\x03\x83\xa8", "setting"),
        (b"\x13\x83\x27\x02", "rate"),
    ],
)
def test_what_is_no_packet_of_ours_is_refused(payload: bytes, reason: str) -> None:
    with pytest.raises(ProtocolError) as refusal:
        told(BMI270).decode(packet(payload))
    assert (refusal.value.driver, refusal.value.reason) == ("metamotion", reason)


def test_samples_before_their_scale_is_known_are_refused() -> None:
    decoder = MetaMotionDecoder()
    decoder.decode(packet(b"\x09\x02\x03"))
    with pytest.raises(ProtocolError, match="no_config"):
        decoder.decode(packet(fused(0)))


def test_other_characteristics_and_modules_give_nothing() -> None:
    assert told(BMI270).decode(packet(b"\x01\x01")) is None
    assert told(BMI270).decode(packet(fused(0), characteristic=codec.COMMAND)) is None


HEADS = [
    b"\x03\x80\x04",
    b"\x03\x80\x01",
    b"\x03\x83\xa8\x02",
    b"\x13\x83\x28\x02",
    b"\x09\x02",
    b"\x09\x03\x03",
    b"\x03\x04",
]
TELLING = st.builds(
    lambda head, content: head + content, st.sampled_from([*HEADS, b"\x13\x04", b"\x13\x05"]), st.binary()
)


@given(st.lists(st.tuples(st.binary(max_size=30) | TELLING | st.sampled_from(HEADS), st.integers(0))))
def test_any_bytes_give_samples_or_a_reason(said: list[tuple[bytes, int]]) -> None:
    decoder = MetaMotionDecoder()
    for payload, t_ns in said:
        try:
            part = decoder.decode(packet(payload, t_ns))
        except ProtocolError as refusal:
            assert refusal.driver == "metamotion" and 0 <= refusal.offset <= max(2, len(payload))
            continue
        assert part is None or (part.acc.shape == part.gyr.shape == (1, 3) and np.isfinite(part.acc).all())
