"""A fold that only remembers, and a sink that only logs."""

import numpy as np

from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input


class Remembering:
    """Says nothing, and works on everything at once."""

    def __init__(self) -> None:
        self.seen: list[Input] = []

    def feed(self, item: Input) -> Step:
        self.seen.append(item)
        return Step(np.empty(0, FRAME))

    def defer(self, item: Input) -> bool:
        """Nothing waits."""
        return False

    def catch_up(self) -> Step:
        """Nothing waited."""
        return Step(np.empty(0, FRAME))


class Listener:
    def __init__(self, log: list[tuple[str, int]], name: str) -> None:
        self.log, self.name = log, name

    def receive(self, item: Input, step: Step) -> None:
        self.log.append((self.name, item.t_ns))

    def close(self) -> None:
        self.log.append((f"{self.name} closed", -1))
