"""The pain key: it stops everything until the question it asks is answered."""

from imu_hinge.model.events import SetEnded, Step
from imu_hinge.model.inputs import Command, Input


class Pain:
    """Follows the command `pain`: an empty argument asks, any other answers; so does the start of another set."""

    def __init__(self) -> None:
        self.asking = False
        self.stopped = False
        """Whether this input stopped the wearer: the key, or a number given in the middle of a set."""

    def step(self, item: Input, step: Step) -> None:
        """Take an input and what the fold made of it."""
        self.stopped = False
        if not isinstance(item, Command):
            return
        if item.name == "pain":
            ended = any(isinstance(event, SetEnded) for event in step.events)
            self.asking = not item.argument
            self.stopped = self.asking or ended
        elif item.name == "start_set":
            self.asking = False
