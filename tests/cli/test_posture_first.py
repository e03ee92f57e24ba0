"""A day with real sensors begins with the guided calibration, with one sensor too."""

import numpy as np

from imu_hinge.cli.posture.first import CalibrateFirst
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Link, LinkState, Placement, Tick

S = 1_000_000_000
SACRUM, THORACIC = Placement
NOTHING = Step(np.zeros(0, FRAME))


class Listening:
    """What is asked for and told."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.told: list[str] = []
        self.sink = CalibrateFirst(self.said.append, self.told.append)

    def link(self, t_s: int, placement: Placement, state: LinkState = LinkState.STREAMING) -> None:
        self.sink.receive(Link(t_s * S, placement, state), NOTHING)

    def ticks(self, first_s: int, last_s: int) -> None:
        for t_s in range(first_s, last_s + 1):
            self.sink.receive(Tick(t_s * S), NOTHING)


def test_it_is_asked_for_once_both_stream() -> None:
    day = Listening()
    day.link(3, THORACIC)
    day.ticks(4, 20)
    assert day.said == []
    day.link(21, SACRUM)
    day.ticks(22, 100)
    day.link(101, SACRUM, LinkState.LOST)
    day.link(102, SACRUM)
    assert (day.said, day.told) == (["calibrate"], [])


def test_one_sensor_alone_is_calibrated_after_a_while_and_it_is_said_what_that_gives() -> None:
    day = Listening()
    day.link(3, THORACIC)
    day.ticks(4, 40)
    assert day.said == ["calibrate"]
    (words,) = day.told
    assert "zones" in words and "no reminders" in words


def test_a_sensor_that_comes_and_goes_is_waited_for() -> None:
    day = Listening()
    for t_s in (0, 20, 40):
        day.link(t_s, THORACIC)
        day.link(t_s + 10, THORACIC, LinkState.LOST)
    day.ticks(50, 100)
    assert day.said == []
