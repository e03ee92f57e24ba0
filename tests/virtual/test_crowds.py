"""Several virtual wearers on one radio: no two sensors are the same, and each is what is remembered of it."""

import pytest

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.listen import ask
from imu_hinge.model.inputs import Placement
from imu_hinge.station.worlds import bound
from imu_hinge.virtual.air.simulation import open_crowd
from imu_hinge.virtual.crowds import MIX, Member, crowd
from imu_hinge.virtual.firmware import hsp_serial
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.worn import MAKES, worn_serial
from imu_hinge.virtual.seeds import TUNING


def heard(members: tuple[Member, ...]) -> list[tuple[Sighted, str]]:
    """What one scan of the room hears, and the serial of each."""

    async def main() -> list[tuple[Sighted, str]]:
        async with open_crowd([(one.scenario, one.wearer) for one in members]) as simulated:
            adapter = Adapter(bound(*simulated.backends))
            found = await adapter.scan(3.0)
            return [(one, (await ask(adapter, one)).serial) for one in found]

    return run_jumping(main())


def test_twelve_wearers_wear_twenty_four_sensors_and_move_each_in_a_way_of_their_own() -> None:
    members = crowd(12, TUNING[0])
    tags = [tag for one in members for tag in one.tags.values()]
    assert len({tag.serial for tag in tags}) == len({tag.hint for tag in tags}) == 24
    assert len({one.scenario.says for one in members}) == len(MIX) == 12
    assert len({one.wearer.chance for one in members}) == 12


@pytest.mark.parametrize("make", MAKES)
def test_two_wearers_of_one_make_wear_different_sensors_known_by_their_tags(make: str) -> None:
    members = crowd(2, TUNING[0], [make])
    found = heard(members)
    tags = [tag for one in members for tag in one.tags.values()]
    assert len({one.address for one, _ in found}) == len(tags) == len(found)
    assert sorted((one.driver.id, serial, one.sighting.hint) for one, serial in found) == sorted(
        (tag.driver, tag.serial, tag.hint) for tag in tags
    )


def test_our_own_sensors_are_known_by_their_tags_and_the_first_wearers_are_those_of_a_wearer_alone() -> None:
    members = crowd(2, TUNING[0])
    tags = [(tag.driver, tag.serial, tag.hint) for one in members for tag in one.tags.values()]
    assert sorted((one.driver.id, serial, one.sighting.hint) for one, serial in heard(members)) == sorted(tags)
    assert [tag.serial for tag in members[0].tags.values()] == [hsp_serial(place) for place in Placement]
    assert worn_serial("metamotion", Placement.SACRUM) == "04F1A2"
