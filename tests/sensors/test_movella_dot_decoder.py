import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.movella_dot import DRIVER, codec
from imu_hinge.sensors.movella_dot.decoder import DotDecoder

AT_REST = np.array([0.0, 0.0, 9.81, 0.0, 0.0, 0.0])
PERIOD_US = 16_667


def packet(payload: bytes, t_ns: int = 0, characteristic: str = codec.MEDIUM) -> Packet:
    return Packet(t_ns, Placement.SACRUM, DRIVER.id, payload, characteristic)


def sample(decoder: DotDecoder, t_us: int, arrival_us: int) -> Decoded:
    part = decoder.decode(packet(codec.encode_rate_quantities(t_us, AT_REST), arrival_us * 1000))
    assert part is not None
    return part


def test_one_payload_is_one_sample() -> None:
    part = sample(DotDecoder(), 5_000_000, 0)
    assert (part.stream, part.index, part.device_ns, part.nominal_period_ns) == ((0,), 0, 5_000_000_000, 16_666_667)
    assert np.allclose(part.acc, [[0, 0, 9.81]]) and np.array_equal(part.gyr, np.zeros((1, 3)))
    assert part.rotation is None and not part.counted


def test_lost_samples_show_as_a_step() -> None:
    decoder = DotDecoder()
    indices = [sample(decoder, n * PERIOD_US, n * PERIOD_US).index for n in (0, 1, 2, 6, 7, 67)]
    assert indices == [0, 1, 2, 6, 7, 67]


def test_a_sensor_off_its_rate_loses_nothing() -> None:
    """Three percent, which 30 s later are 54 samples."""
    decoder = DotDecoder()
    indices = [sample(decoder, round(n * PERIOD_US * 1.03), n * 17_000).index for n in range(1800)]
    assert indices == list(range(1800))
    assert sample(decoder, round(2100 * PERIOD_US * 1.03), 2100 * 17_000).index == 2100


def test_time_goes_on_when_the_counter_wraps() -> None:
    decoder = DotDecoder()
    before = (1 << 32) - PERIOD_US
    parts = [sample(decoder, before + n * PERIOD_US, n * PERIOD_US) for n in range(3)]
    assert [part.index for part in parts] == [0, 1, 2]
    assert {part.stream for part in parts} == {(0,)}
    assert parts[2].device_ns - parts[0].device_ns == 2 * PERIOD_US * 1000


def test_laps_of_the_counter_are_counted_by_arrivals() -> None:
    decoder = DotDecoder()
    sample(decoder, 1000, 0)
    hours_us = 3 * 3_600_000_000
    part = sample(decoder, 1000 + hours_us, hours_us)
    assert part.stream == (0,)
    assert part.device_ns == (1000 + hours_us) * 1000


@pytest.mark.parametrize(("t_us", "arrival_us"), [(4_000_000, 1_000_000), (60_000_000, 1_000_000), (0, 4_300_000_000)])
def test_a_clock_that_does_not_go_on_begins_a_new_stream(t_us: int, arrival_us: int) -> None:
    """Stepped back; ahead of the arrivals; or started again, an hour later."""
    decoder = DotDecoder()
    assert sample(decoder, 5_000_000, 0).stream == (0,)
    part = sample(decoder, t_us, arrival_us)
    assert (part.stream, part.index, part.device_ns) == ((1,), 0, t_us * 1000)


def test_a_doubled_notification_is_left_out() -> None:
    decoder = DotDecoder()
    sample(decoder, 100, 0)
    assert decoder.decode(packet(codec.encode_rate_quantities(100, AT_REST), 1000)) is None
    assert sample(decoder, 100 + PERIOD_US, PERIOD_US).index == 1


def test_rates_are_told_in_degrees_and_given_in_radians() -> None:
    si = np.array([0.0, 0.0, 9.81, np.pi / 2, 0.0, 0.0])
    payload = codec.encode_rate_quantities(0, si)
    assert np.frombuffer(payload, "<f4", 1, 16)[0] == pytest.approx(90.0)
    part = DotDecoder().decode(packet(payload))
    assert part is not None and part.gyr[0, 0] == pytest.approx(np.pi / 2)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "truncated"),
        (codec.encode_rate_quantities(0, AT_REST)[:20], "truncated"),
        (codec.encode_rate_quantities(0, AT_REST)[:28] + b"\0\4\0\0\0\0", "mode"),
        (codec.encode_rate_quantities(0, AT_REST * 100), "value"),
        (codec.encode_rate_quantities(0, AT_REST * np.nan), "value"),
        (codec.encode_rate_quantities(0, AT_REST + np.array([0, 0, 0, 0, 0, 90.0])), "value"),
    ],
    ids=["empty", "small MTU", "magnetic field behind", "far too large", "no number", "degrees taken for radians"],
)
def test_what_is_no_payload_of_ours_is_refused(payload: bytes, reason: str) -> None:
    with pytest.raises(ProtocolError) as refusal:
        DotDecoder().decode(packet(payload))
    assert (refusal.value.driver, refusal.value.reason) == ("movella_dot", reason)


def test_a_payload_of_another_mode_is_refused_however_it_looks() -> None:
    """Angles in degrees and free acceleration have the length of ours."""
    decoder, payload = DotDecoder(), codec.encode_rate_quantities(0, AT_REST)
    decoder.decode(packet(bytes((1, 1, 16)), characteristic=codec.RUN))
    with pytest.raises(ProtocolError, match="mode"):
        decoder.decode(packet(payload))
    decoder.decode(packet(bytes((1, 0, 16)), characteristic=codec.RUN))
    assert decoder.decode(packet(payload)) is not None


def test_other_characteristics_give_nothing() -> None:
    assert DotDecoder().decode(packet(b"\x50\0", characteristic=codec.BATTERY)) is None


@given(st.lists(st.tuples(st.sampled_from([codec.MEDIUM, codec.RUN, ""]), st.binary(max_size=64), st.integers(0))))
def test_any_bytes_give_samples_or_a_reason(told: list[tuple[str, bytes, int]]) -> None:
    decoder = DotDecoder()
    for characteristic, payload, t_ns in told:
        try:
            part = decoder.decode(packet(payload, t_ns, characteristic))
        except ProtocolError as refusal:
            assert refusal.driver == "movella_dot" and 0 <= refusal.offset <= len(payload)
            continue
        assert part is None or (np.isfinite(part.acc).all() and np.isfinite(part.gyr).all())
