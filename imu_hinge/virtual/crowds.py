"""Several virtual wearers in one room: who does what, and by what their sensors are known."""

from collections.abc import Sequence
from dataclasses import dataclass

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp import DRIVER
from imu_hinge.virtual.firmware import Identity, hsp_serial
from imu_hinge.virtual.makes.worn import worn_serial
from imu_hinge.virtual.scenarios import OWN, SCENARIOS, Scenario
from imu_hinge.virtual.wearer import Wearer

MIX = (
    "clean_set",
    "rounding",
    "sacrum_drops",
    "battery_dies",
    "split_stance",
    "band_hinge",
    "silent_sensor",
    "leaning",
    "thoracic_drops",
    "rdl_row",
    "not_tall",
    "bad_radio",
)
"""Scenarios of the wearers of a mixed room, in order, again from the first for the thirteenth."""
EACH_S = 2.6
"""So much longer than alone does everybody stand for each other wearer: all are connected one after another."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What is remembered of a sensor."""

    driver: str
    serial: str
    hint: str
    """As `Sighting.hint`: empty where its advertisement tells it from no other."""


@dataclass(frozen=True, slots=True)
class Member:
    """One wearer of a room."""

    number: int
    """From 0; the sensors of different numbers differ in address, name and serial."""
    scenario: Scenario
    wearer: Wearer

    @property
    def tags(self) -> dict[Placement, Tag]:
        """Of the sensors, by placement."""
        return {placement: _tag(make, placement, self.number) for placement, make in self.scenario.makes.items()}


def crowd(count: int, seed: int, names: Sequence[str] = MIX) -> tuple[Member, ...]:
    """So many wearers, each with a movement of its own, in scenarios of these names."""
    chosen = [SCENARIOS[names[number % len(names)]] for number in range(count)]
    extra_s = EACH_S * (count - 1)
    return tuple(Member(number, one, one.wearer(seed + number, extra_s)) for number, one in enumerate(chosen))


def _tag(make: str, placement: Placement, number: int) -> Tag:
    if make == OWN:
        identity = Identity(serial=hsp_serial(placement, number))
        return Tag(DRIVER.id, identity.serial, f"HINGE-{identity.number:04X}")
    serial = worn_serial(make, placement, number)
    return Tag(make, serial, serial if make in _NAMED else "")


_NAMED = ("thingy52", "polar")
"""Makes whose name in the air ends in what stands for the serial."""
