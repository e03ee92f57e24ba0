"""How often a movement turns back on its way."""

from imu_hinge.core.assess.params import AssessParams


class Peaks:
    """Counts how often the way turns back by enough; fed with how far along the movement is, deg."""

    def __init__(self, params: AssessParams) -> None:
        self._p = params
        self.count = 0
        """Peaks so far: one that was not left yet counts none."""
        self.farthest = 0.0
        """The largest excursion, with its sign."""
        self._top = self._low = 0.0
        self._falling = False

    def step(self, along: float) -> None:
        """Take one value."""
        if abs(along) > abs(self.farthest):
            if along * self.farthest < 0:
                self._top = self._low = 0.0
                self._falling, self.count = False, 0
            self.farthest = along
        size = abs(along) if along * self.farthest > 0 else 0.0
        least = max(self._p.bounce_deg, self._p.bounce_share * abs(self.farthest))
        if self._falling:
            self._low = min(self._low, size)
            if size - self._low >= least:
                self._falling, self._top = False, size
        else:
            self._top = max(self._top, size)
            if self._top - size >= least:
                self._falling, self._low = True, size
                self.count += 1
