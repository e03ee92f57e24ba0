"""A figure with its target, and the list of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number and what was asked of it; without a target it is information."""

    name: str
    value: float | None
    """None when nothing could be measured: a miss wherever there is a target."""
    unit: str = ""
    most: float | None = None
    least: float | None = None
    basis: str = ""
    """What it was measured on."""

    @property
    def has_target(self) -> bool:
        """Whether it can be missed."""
        return self.most is not None or self.least is not None

    @property
    def passed(self) -> bool:
        """Whether the target is reached."""
        if self.value is None:
            return not self.has_target
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def target(self) -> str:
        """The target in words."""
        if self.most is not None:
            return f"at most {_number(self.most)}{self._suffix}"
        return "" if self.least is None else f"at least {_number(self.least)}{self._suffix}"

    @property
    def reached(self) -> str:
        """The value in words."""
        return "not measured" if self.value is None else f"{_number(self.value)}{self._suffix}"

    @property
    def verdict(self) -> str:
        """pass, MISS or nothing."""
        return ("pass" if self.passed else "MISS") if self.has_target else ""

    @property
    def _suffix(self) -> str:
        return f" {self.unit}" if self.unit else ""


def _number(value: float) -> str:
    return f"{value:.4g}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"
