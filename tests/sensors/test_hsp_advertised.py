"""What a scan learns of a sensor before anyone connects."""

import pytest

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors import hsp
from imu_hinge.sensors.driver import Advertised, Sighting

FAULT = "sensor fault: its motion chip does not answer. Switch the sensor off and on; if that does not help, replace it"


def sighted(manufacturer: bytes) -> Sighting | None:
    return hsp.DRIVER.sight(Advertised("HINGE-7A3C", (hsp.SERVICE,), {hsp.COMPANY: manufacturer}))


@pytest.mark.parametrize(
    ("state", "battery_pct", "words"),
    [
        (hsp.State.IDLE, 87, "ready"),
        (hsp.State.IDLE, 15, "ready"),
        (hsp.State.IDLE, 14, "battery low: charge it soon"),
        (hsp.State.IDLE, 4, "battery empty: charge it"),
        (hsp.State.IDLE, 255, "ready"),
        (hsp.State.STREAMING, 87, "in use"),
        (hsp.State.BUFFERING, 87, "in use, out of its receiver's reach"),
        (hsp.State.BUSY, 87, "busy with a test of its own: wait some seconds"),
        (hsp.State.FAULT, 87, FAULT),
        (hsp.State.FAULT, 9, f"{FAULT}; battery low: charge it soon"),
        (9, 87, "state unknown"),
    ],
)
def test_the_state_is_told_in_words(state: int, battery_pct: int, words: str) -> None:
    sighting = sighted(hsp.encode_advert(hsp.Advert(hsp.Role.SACRUM, battery_pct, state, 0x7A3C)))
    battery = None if battery_pct == 255 else battery_pct
    assert sighting == Sighting(Placement.SACRUM, battery, "HINGE-7A3C", state=words)


def test_a_sensor_without_readable_data_is_listed_all_the_same() -> None:
    newer = bytes.fromhex("02 01 57 00 3c 7a")
    assert sighted(b"\x01\x01") == Sighting(None)
    assert sighted(newer) == Sighting(None, obstacle="needs another version of this program")
    assert hsp.DRIVER.sight(Advertised("HINGE-7A3C", (), {hsp.COMPANY: newer})) is None
