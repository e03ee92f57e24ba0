"""What begins a day with real sensors: the guided calibration, as soon as it can be made."""

from collections.abc import Callable

from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Link, LinkState, Placement

ALONE_NS = 30_000_000_000
"""A sensor that streams alone for so long is the only one (our choice): the other would have been found."""
ONE_SENSOR = "one sensor alone: zones, no low back and no reminders; for those put on both and start again"


class CalibrateFirst:
    """A sink that asks for the calibration once: when both sensors stream, or one has done so alone for a while."""

    def __init__(self, say: Callable[[str], None], tell: Callable[[str], None]) -> None:
        self._say, self._tell = say, tell
        self._since_ns: dict[Placement, int] = {}
        self._asked = False

    def receive(self, item: Input, step: Step) -> None:
        """Looks at the links."""
        if self._asked:
            return
        if isinstance(item, Link):
            self._link(item)
        alone = [since_ns for since_ns in self._since_ns.values() if item.t_ns - since_ns >= ALONE_NS]
        if len(self._since_ns) == len(Placement) or alone:
            self._asked = True
            self._say("calibrate")
            if len(self._since_ns) < len(Placement):
                self._tell(ONE_SENSOR)

    def close(self) -> None:
        """Nothing is held."""

    def _link(self, link: Link) -> None:
        if link.state == LinkState.STREAMING:
            self._since_ns.setdefault(link.placement, link.t_ns)
        else:
            self._since_ns.pop(link.placement, None)
