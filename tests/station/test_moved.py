"""The sensor that is moved is found; where it is not clear nothing is said."""

import pytest

from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.hsp import DRIVER
from imu_hinge.station.moved import Moved
from imu_hinge.virtual import Wearer
from imu_hinge.virtual.scenarios import SCENARIOS
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.seeds import TUNING


def heard(wearer: Wearer, until_s: float) -> Moved:
    moved = Moved({str(placement): DRIVER.new_decoder() for placement in Placement})
    for item in wearer.inputs():
        if isinstance(item, Packet) and item.t_ns < until_s * 1e9:
            moved.take(str(item.placement), item)
    return moved


@pytest.mark.parametrize("seed", TUNING[:3])
def test_the_sensor_on_a_tilting_pelvis_is_found(seed: int) -> None:
    wearer = SCENARIOS["no_roles"].wearer(seed)
    assert heard(wearer, 2.5).which() is None
    assert heard(wearer, 8.0).which() == "sacrum"


def test_when_both_move_nothing_is_said() -> None:
    wearer = session("band_rdl", TUNING[0], Options(sets=1, reps=(3, 4), nuisance=False))
    walk = next(act for act in wearer.truth.acts if act.name == "walk")
    assert heard(wearer, walk.t_end_s).which() is None


def test_a_sensor_that_says_nothing_cannot_be_told_from_a_quiet_one() -> None:
    wearer = SCENARIOS["no_roles"].wearer(TUNING[0])
    moved = Moved({str(placement): DRIVER.new_decoder() for placement in Placement})
    for item in wearer.inputs():
        if isinstance(item, Packet) and item.placement is Placement.SACRUM and item.t_ns < 8e9:
            moved.take(str(item.placement), item)
    assert moved.which() is None
