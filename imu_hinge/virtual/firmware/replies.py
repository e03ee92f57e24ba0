"""Indications of Control on their way: in order, one at a time, each confirmed before the next (PROTOCOL.md K1, K6)."""

from collections import deque

from imu_hinge.virtual.firmware.commands import After, Answer


class Replies:
    """The answers that wait, and the one that waits for its confirmation."""

    def __init__(self) -> None:
        self._waiting: deque[Answer] = deque()
        self._unconfirmed: Answer | None = None
        self._unopened = 0

    @property
    def hold_frames(self) -> bool:
        """Whether a START is not confirmed yet: no frame may leave (K6)."""
        return self._unopened > 0

    def add(self, answer: Answer) -> None:
        """One more answer."""
        self._waiting.append(answer)
        self._unopened += answer.after is After.FLOW

    def take(self, frames_wait: bool) -> bytes | None:
        """The next indication, if it may be sent now."""
        if self._unconfirmed or not self._waiting or (frames_wait and self._waiting[0].last):
            return None
        self._unconfirmed = self._waiting.popleft()
        return self._unconfirmed.encode()

    def confirmed(self) -> After:
        """The receiver has the last indication; gives what follows."""
        answer, self._unconfirmed = self._unconfirmed, None
        if answer is None:
            return After.NOTHING
        self._unopened -= answer.after is After.FLOW
        return answer.after
