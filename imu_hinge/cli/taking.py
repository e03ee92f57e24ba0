"""A trainer's proposal that the wearer took: this session ends, and the next one trains what was proposed."""

import argparse
from collections.abc import Callable
from pathlib import Path

from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Input
from imu_hinge.recording.names import candidates
from imu_hinge.view.asked import TAKE, Asking
from imu_hinge.view.snapshot import Proposal


class Taking:
    """A sink that asks for the end once a proposal was taken."""

    def __init__(self, enough: Callable[[], None]) -> None:
        self.taken: Proposal | None = None
        """What the next session trains; None: there is none after this one."""
        self._asking, self._enough = Asking(), enough

    def receive(self, item: Input, step: Step) -> None:
        """Looks at what is proposed, and whether it is taken."""
        proposal = self._asking.asked.proposal
        self._asking.step(item, step.events)
        if isinstance(item, Command) and item.name == TAKE and proposal:
            self.taken = proposal
            self._enough()

    def close(self) -> None:
        """Nothing is held."""


def following(arguments: argparse.Namespace, taken: Proposal) -> argparse.Namespace:
    """The same request for the next session: another exercise, and another file where one was named."""
    record = arguments.record and free_name(arguments.record)
    return argparse.Namespace(**{**vars(arguments), "exercise": taken.exercise, "record": record})


def free_name(path: Path) -> Path:
    """The first of `set.mcap`, `set-2.mcap`, ... that is not there."""
    return next(name for name in candidates(path) if not name.exists())
