"""Known bytes to known values; what every driver must do is tested by `pytest --pyargs imu_hinge.testing`."""

from math import radians

import pytest
from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Advertised, Decoded

from example_imu import DRIVER, SPECIMENS
from example_imu.codec import DATA, SERVICE, decode_frame
from example_imu.sequences import battery_pct

FRAME = bytes.fromhex("a5 57 40420f00 0008 00f8 0000 1000 f0ff a005 3105")
"""Battery 87 %, 1 s, +1 g and -1 g, then +1, -1 and 90 degrees per second."""


def packet(payload: bytes, t_ns: int = 0) -> Packet:
    return Packet(t_ns, Placement.SACRUM, "example_imu", payload, DATA)


def test_a_frame_is_what_the_makers_table_says() -> None:
    frame = decode_frame(FRAME)
    assert (frame.battery_pct, frame.t_us) == (87, 1_000_000)
    assert frame.si[:3] == pytest.approx([9.80665, -9.80665, 0])
    assert frame.si[3:] == pytest.approx([radians(1), radians(-1), radians(90)])


@pytest.mark.parametrize(
    ("payload", "reason"),
    [(FRAME[:-1], "length"), (b"\xa6" + FRAME[1:], "head"), (FRAME[:-1] + b"\x06", "sum")],
)
def test_damaged_frames_are_refused(payload: bytes, reason: str) -> None:
    with pytest.raises(ProtocolError, match=reason):
        decode_frame(payload)


def test_a_lost_notification_shows_as_a_step_of_the_index() -> None:
    decoder = DRIVER.new_decoder()
    came = [(number, payload) for number, payload in enumerate(SPECIMENS) if number != 7]
    parts = [decoder.decode(packet(payload, number * 10_000_000)) for number, payload in came]
    assert [part.index for part in parts if isinstance(part, Decoded)] == [number for number, _ in came]


def test_the_battery_is_told_by_every_notification() -> None:
    assert battery_pct(packet(FRAME)) == 87
    assert battery_pct(packet(FRAME[:-1])) is None


def test_it_is_known_by_its_service() -> None:
    sighting = DRIVER.sight(Advertised("left one", (SERVICE,)))
    assert sighting is not None and sighting.hint == "left one"
    assert DRIVER.sight(Advertised("left one", ())) is None
