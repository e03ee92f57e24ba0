"""Left and right take turns, and a word of the wearer stands."""

from imu_hinge.core.session import no_frames, no_step
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Tick
from imu_hinge.station.sides import PAUSE_NS, Alternating
from tests.made import set_ended


def ended(reason: str) -> Step:
    return Step(no_frames(), (set_ended(5, reason=reason),))


def test_after_each_set_the_other_side_works() -> None:
    said: list[tuple[str, str]] = []
    sides = Alternating(lambda *words: said.append(words))
    sides.receive(Command(0, "side", "left"), no_step())
    sides.receive(Tick(1), ended("standing"))
    sides.receive(Tick(PAUSE_NS), no_step())
    assert said == []
    sides.receive(Tick(PAUSE_NS + 1), no_step())
    sides.receive(Command(PAUSE_NS + 2, *said[-1]), ended("side"))
    sides.receive(Tick(2 * PAUSE_NS), ended("standing"))
    sides.receive(Tick(3 * PAUSE_NS), no_step())
    assert said == [("side", "right"), ("side", "left")]


def test_a_side_named_by_the_wearer_is_not_turned_around() -> None:
    said: list[tuple[str, str]] = []
    sides = Alternating(lambda *words: said.append(words))
    sides.receive(Command(0, "side", "left"), ended("side"))
    sides.receive(Tick(2 * PAUSE_NS), no_step())
    assert said == []


def test_without_a_side_nothing_is_said() -> None:
    said: list[tuple[str, str]] = []
    Alternating(lambda *words: said.append(words)).receive(Tick(1), ended("standing"))
    assert said == []
