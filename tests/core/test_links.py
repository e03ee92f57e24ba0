"""What the links to the sensors tell a person."""

from imu_hinge.core.links import Links
from imu_hinge.core.session import Session
from imu_hinge.model.events import SensorWarning
from imu_hinge.model.inputs import Link, Placement

S = 1_000_000_000


def link(battery_pct: int | None = None, serial: str = "", placement: Placement = Placement.SACRUM) -> Link:
    return Link(S, placement, "streaming", battery_pct, serial=serial)


def said(*levels: int | None) -> list[list[str]]:
    """What each battery level makes known, one after another."""
    links = Links()
    return [[w.id for w in links.step(link(level))] for level in levels]


def test_a_low_battery_is_said_once_and_a_critical_one_too() -> None:
    assert said(40, 16, 15, 14, 6, 5, 4) == [[], [], ["battery_low"], [], [], ["battery_critical"], []]


def test_a_battery_that_swings_is_said_again_only_after_it_rose_by_3() -> None:
    assert said(15, 17, 15, 18, 15) == [["battery_low"], [], [], [], ["battery_low"]]


def test_a_battery_first_heard_of_when_critical_is_said_to_be_that() -> None:
    assert said(4, None, 10, 5) == [["battery_critical"], [], [], ["battery_critical"]]


def test_each_sensor_is_watched_by_itself() -> None:
    links = Links()
    warnings = [w for p in Placement for w in links.step(link(10, placement=p))]
    assert [(w.id, w.placement) for w in warnings] == [("battery_low", p) for p in Placement]


def test_another_sensor_in_the_same_place_is_told() -> None:
    links = Links()
    found = [links.step(link(serial=serial)) for serial in ("", "A", "", "A", "B", "B", "A")]
    assert [[w.id for w in warnings] for warnings in found] == [[], [], [], [], ["wrong_sensor"], [], ["wrong_sensor"]]
    assert "B" in found[4][0].detail
    assert "A" in found[4][0].detail


def test_a_session_says_it_at_the_time_of_the_link() -> None:
    step = Session("band_rdl").feed(link(3))
    (warning,) = step.events
    assert isinstance(warning, SensorWarning)
    assert (warning.id, warning.placement, warning.t_ns) == ("battery_critical", Placement.SACRUM, S)
    assert not len(step.frames)
