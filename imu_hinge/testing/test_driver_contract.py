"""What the program relies on of a driver's record, its view of advertisements and its decoder."""

import re
import time
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.driver import Advertised, Decoded, Driver, Echo, Sighting
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.registry import offer_troubles
from imu_hinge.testing.chosen import chosen_ids, specimens_of
from imu_hinge.testing.feeding import (
    SECOND_NS,
    any_bytes,
    as_values,
    damaged,
    decoded,
    live,
    one_second,
    outcome,
    packets,
)

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STRANGE = "5a1c0de0-0000-4000-8000-000000000000"
"""A characteristic, or service, that no sensor has."""
LONGEST_WORDS = 100
"""Characters that fit in a line."""
PERIODS_NS = (1e9 / 420, 1e9 / 20)
"""Rates outside 20 to 420 Hz are not read."""
MOST_CPU_S = 0.002
"""For one notification: a sensor at 420 Hz leaves 2.4 ms."""
AT_REST_MPS2, AT_REST_WITHIN_MPS2 = 9.8, 0.5
AT_REST_RADPS = 0.2
"""Bias and noise of a sensor out of its box."""
SECOND_WITHIN = 0.1
"""Share by which the specimens of one second may be off it."""

pytestmark = pytest.mark.filterwarnings("error")
"""A warning would be written across the wearer's screen."""


def is_plain(words: str) -> bool:
    """Whether it is a line of text without blanks around it."""
    return words.isprintable() and words == words.strip() and len(words) <= LONGEST_WORDS


def hostile(driver: Driver) -> list[bytes]:
    """Bytes by chance, and the first specimen with all damages, sound ones between them."""
    specimens = specimens_of(driver.id)
    return [*any_bytes(1), *specimens, *damaged(specimens[0] if specimens else b""), *any_bytes(2), *specimens]


def check_samples(found: Decoded) -> None:
    """Shapes, numbers and period of the samples of one notification."""
    assert found.acc.shape == found.gyr.shape == (len(found.acc), 3), "acc and gyr are (n, 3) both"
    assert len(found.acc) > 0, "None where there is no sample"
    assert np.isfinite(found.acc).all(), "acc is finite"
    assert np.isfinite(found.gyr).all() or np.isnan(found.gyr).all(), (
        "gyr is finite, or NaN where there is no gyroscope"
    )
    assert PERIODS_NS[0] <= found.nominal_period_ns <= PERIODS_NS[1], "nominal_period_ns is that of 20 to 420 Hz"
    assert isinstance(found.index, int) and isinstance(found.device_ns, int), "index and device_ns are int"


def check_order(found: Sequence[Decoded]) -> None:
    """No sample comes twice, and the device's time goes on, within each stream."""
    for before, after in pairwise(found):
        if before.stream == after.stream:
            assert after.index >= before.index + len(before.acc), "index rises by at least the samples given"
            assert after.device_ns > before.device_ns, "device_ns rises"


def test_every_offered_driver_can_be_used() -> None:
    """An entry point gives a Driver whose id is the name of the entry point."""
    assert offer_troubles() == ()


def test_there_is_a_driver_to_test() -> None:
    """Nothing tested is not the same as nothing wrong."""
    assert chosen_ids(), "no installed package offers a driver: install yours first (pip install -e .)"


def test_words_are_plain_text(driver: Driver) -> None:
    """`name`, `cannot` and `remark` are shown as they are."""
    assert driver.name and is_plain(driver.name)
    assert isinstance(driver.cannot, tuple), 'one entry is written ("...",) with a comma'
    assert all(words and is_plain(words) for words in driver.cannot)
    remark = driver.remark(Identity(serial="", model="", firmware=""))
    assert remark.isprintable()


def test_uuids_are_full_and_in_lower_case(driver: Driver) -> None:
    """As those that a scan and a connection give."""
    for uuid in (driver.data_characteristic, driver.probe):
        assert not uuid or UUID.fullmatch(uuid), uuid
    assert driver.data_characteristic


@pytest.mark.parametrize("name", ["", "A kettle", "\N{SNOWMAN}"])
def test_an_unknown_advertisement_is_none_of_its_own(driver: Driver, name: str) -> None:
    """With services and company data of others, or with nothing."""
    assert driver.sight(Advertised(name, ())) is None
    assert driver.sight(Advertised(name, (STRANGE,), {0xFFFF: b"\x01\x02\x03"})) is None


def test_any_advertisement_gives_a_sighting_or_none(driver: Driver) -> None:
    """Also one with its own name and company data that were damaged on the air."""
    for payload in any_bytes(3):
        heard = Advertised(driver.name, (), {0xFFFF: payload})
        sighting = driver.sight(heard)
        assert sighting is None or isinstance(sighting, Sighting)


def test_any_bytes_give_samples_an_echo_none_or_a_protocol_error(driver: Driver) -> None:
    """No other error leaves `decode`, and what it gives is sound."""
    decoder = driver.new_decoder()
    found = [outcome(decoder, packet) for packet in packets(driver, hostile(driver), driver.data_characteristic)]
    assert all(one is None or isinstance(one, Decoded | Echo | ProtocolError) for one in found)
    samples = [one for one in found if isinstance(one, Decoded)]
    for one in samples:
        check_samples(one)
    for before, after in pairwise(live(samples)):
        assert before.stream != after.stream or after.index >= before.index + len(before.acc), "no sample comes twice"


def test_any_bytes_are_decoded_quickly(driver: Driver) -> None:
    """In processor time, so that a busy machine changes nothing."""
    decoder, heard = driver.new_decoder(), packets(driver, hostile(driver), driver.data_characteristic)
    begin_s = time.process_time()
    for packet in heard:
        outcome(decoder, packet)
    assert (time.process_time() - begin_s) / len(heard) < MOST_CPU_S


def test_other_characteristics_give_none(driver: Driver) -> None:
    """All that a session reads passes through the decoder."""
    decoder, heard = driver.new_decoder(), packets(driver, hostile(driver), STRANGE)
    assert all(decoder.decode(packet) is None for packet in heard)


def test_a_packet_without_characteristic_is_data(driver: Driver) -> None:
    """An empty characteristic stands for the driver's data characteristic."""
    found = []
    for characteristic in ("", driver.data_characteristic):
        decoder = driver.new_decoder()
        heard = packets(driver, hostile(driver), characteristic)
        found.append(as_values(outcome(decoder, packet) for packet in heard))
    assert found[0] == found[1]


def test_two_decoders_share_nothing(driver: Driver) -> None:
    """Two sensors of one make: each gives what it gives alone, whatever the other one sends."""
    payloads = [*specimens_of(driver.id), *any_bytes(4)]
    heard = packets(driver, payloads, driver.data_characteristic)
    alone, one, other = (driver.new_decoder() for _ in range(3))
    by_itself = as_values(outcome(alone, packet) for packet in heard)
    both = [(outcome(one, packet), outcome(other, packet)) for packet in heard]
    assert as_values(a for a, _ in both) == by_itself
    assert as_values(b for _, b in both) == by_itself


def test_specimens_are_one_second_in_order(driver: Driver, specimens: tuple[bytes, ...]) -> None:
    """Number of samples, nominal period and the device's time agree."""
    found = decoded(driver, one_second(driver, specimens))
    assert found, "specimens give samples"
    for one in found:
        check_samples(one)
    check_order(found)
    first, last = found[0], found[-1]
    assert first.stream == last.stream, "one run of the device"
    assert last.index + len(last.acc) - first.index == sum(len(one.acc) for one in found), "no sample is lost"
    told_ns = last.device_ns - first.device_ns + len(last.acc) * last.nominal_period_ns
    nominal_ns = sum(len(one.acc) * one.nominal_period_ns for one in found)
    assert [told_ns, nominal_ns] == pytest.approx([SECOND_NS] * 2, rel=SECOND_WITHIN)


def test_a_lost_notification_shows(driver: Driver, specimens: tuple[bytes, ...]) -> None:
    """In the index, or, where the sensor tells no time and only counts what comes, by saying so."""
    whole = decoded(driver, one_second(driver, specimens))
    middle = len(specimens) // 2
    holed = decoded(driver, [one for at, one in enumerate(one_second(driver, specimens)) if at != middle])
    if whole[0].counted:
        assert any("lost samples" in words for words in driver.cannot), "`cannot` says that lost samples do not show"
    else:
        assert (holed[-1].index, holed[-1].device_ns) == (whole[-1].index, whole[-1].device_ns)


def test_a_still_sensor_measures_gravity_and_no_rotation(driver: Driver, specimens: tuple[bytes, ...]) -> None:
    """In m/s2 and rad/s: a wrong scale or unit shows here."""
    found = decoded(driver, one_second(driver, specimens))
    acc, gyr = (np.concatenate([getattr(one, name) for one in found]) for name in ("acc", "gyr"))
    assert np.linalg.norm(acc, axis=1) == pytest.approx(AT_REST_MPS2, abs=AT_REST_WITHIN_MPS2)
    assert np.isnan(gyr).all() or (np.linalg.norm(gyr, axis=1) < AT_REST_RADPS).all()
