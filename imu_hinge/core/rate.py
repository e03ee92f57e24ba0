"""The measured sample period of one sensor."""


class RateMeter:
    """Measured sample period relative to the nominal one, renewed at fixed sample counts so that cuts do not matter."""

    FIRST = 64
    WINDOW_S = 60.0
    LEAST, MOST = 0.2, 5.0
    """Beyond these ratios it is no measurement: the device's times or counters are wrong."""

    def __init__(self, nominal_period_ns: int) -> None:
        self._nominal_ns = nominal_period_ns
        self._most = max(self.FIRST, round(self.WINDOW_S * 1e9 / nominal_period_ns))
        self._count = self._span_ns = 0
        self._next = self.FIRST
        self.ratio = 1.0
        """Measured period / nominal period."""

    def until_renewal(self) -> int:
        """How many more steps may be added before the ratio changes."""
        return self._next - self._count

    def add(self, steps: int, span_ns: int) -> None:
        """Take `steps` ordinary sample steps that lasted `span_ns` together."""
        self._count += steps
        self._span_ns += span_ns
        if self._count < self._next:
            return
        self.ratio = min(max(self._span_ns / (self._count * self._nominal_ns), self.LEAST), self.MOST)
        if self._count >= self._most:
            self._count, self._span_ns = self._count // 2, self._span_ns // 2
        self._next = min(2 * self._count, self._most) if self._count else self.FIRST

    @property
    def period_ns(self) -> float:
        """The measured period."""
        return self.ratio * self._nominal_ns
