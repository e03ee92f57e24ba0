"""A rest on the way up."""

from imu_hinge.core.cycles import RATE_LAG


class Rest:
    """Begins where the way up ends and ends where it goes on; wobble does not end it. Fed one frame at a time."""

    def __init__(self, slow_rate: float, further: float) -> None:
        """Slower than `slow_rate` (rad/s) is a rest, `further` (rad) up ends it."""
        self._slow_rate, self._further = slow_rate, further
        self._height = 0.0
        self.began: int | None = None
        """Frame at which it began, RATE_LAG before that was seen; None while there is none."""

    def step(self, frame: int, height: float, rate: float) -> None:
        """Take one frame."""
        if self.began is None:
            if rate > -self._slow_rate:
                self.began, self._height = frame - RATE_LAG, height
        elif height < self._height - self._further:
            self.began = None
