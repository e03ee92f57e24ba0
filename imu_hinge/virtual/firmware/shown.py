"""What a wearer sees and feels of a device: lamp and motor (PROTOCOL.md sections 9 and 17)."""

from collections import deque

from imu_hinge.sensors.hsp import ControlRequest, motor_ms

_BUDGET_OVER_S = 60.0
_PAUSE_S = 0.2
_PAUSE_IN_DOUBLE_S = 0.1
_MOTOR_AT_MOST_S = 15.0
"""H2: whatever is asked, the motor is off by then."""
_DOUBLE = 2


class Motor:
    """The vibration motor: how long it runs, and what it may still be asked (H1 to H4)."""

    def __init__(self) -> None:
        self.until_s = 0.0
        """True time at which it is off by itself."""
        self._asked: deque[tuple[float, int]] = deque()

    def run(self, request: ControlRequest, t_s: float) -> None:
        """Replaces what is running (H1); pattern 0 stops."""
        self._asked.append((t_s, motor_ms(request)))
        self.until_s = t_s + min(_MOTOR_AT_MOST_S, _length_s(request))

    def stop(self) -> None:
        """Off, at once (H3)."""
        self.until_s = 0.0

    def ms_60s(self, t_s: float) -> int:
        """Motor-on time asked for in the last 60 s (H4)."""
        while self._asked and self._asked[0][0] <= t_s - _BUDGET_OVER_S:
            self._asked.popleft()
        return sum(ms for _, ms in self._asked)


def _length_s(request: ControlRequest) -> float:
    on_s = motor_ms(request) / 1000
    if not on_s:
        return 0.0
    repeat = request.args["repeat"]
    inside = _PAUSE_IN_DOUBLE_S * repeat if request.args["pattern"] == _DOUBLE else 0.0
    return on_s + inside + _PAUSE_S * (repeat - 1)
