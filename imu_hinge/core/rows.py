"""Rows at the bottom of `rdl_row`: short dips of the thorax. Shown with low confidence, nothing is judged on them."""

from dataclasses import dataclass

from imu_hinge.core.motion import GRID_NS


@dataclass(frozen=True, slots=True)
class RowParams:
    """No recording of rows with a thoracic sensor is known; the dips are an inference."""

    dip_rad: float = 0.0314
    """1.8 deg."""
    returned: float = 0.6
    least_frames: int = round(0.4e9 / GRID_NS)
    most_frames: int = round(3.0e9 / GRID_NS)
    pulse_mps2: float = 0.3
    """Linear acceleration along the thorax's x axis that confirms the pull (inferred)."""


class RowCounter:
    """Fed with the thorax tilt and its x acceleration at the bottom, one frame at a time."""

    def __init__(self, params: RowParams | None = None) -> None:
        self._p = params or RowParams()
        self.count = 0
        self.reset()

    def reset(self) -> None:
        """A new repetition."""
        self.count = 0
        self._settle(float("-inf"))

    def _settle(self, top: float) -> None:
        self._top = self._low = top
        self._age = 0
        self._pulse = 0.0

    @property
    def rowing(self) -> bool:
        """Whether a dip is under way."""
        return self._top - self._low >= self._p.dip_rad

    def step(self, thorax: float, pull: float) -> None:
        """Take one frame; a dip that came back raises the count."""
        p = self._p
        self._pulse = max(self._pulse, abs(pull))
        if thorax >= self._top:
            self._settle(thorax)
            return
        self._age += 1
        self._low = min(self._low, thorax)
        if self.rowing and thorax - self._low >= p.returned * (self._top - self._low):
            self.count += p.least_frames <= self._age <= p.most_frames and self._pulse >= p.pulse_mps2
            self._settle(thorax)
        elif self._age > p.most_frames:
            self._settle(thorax)
