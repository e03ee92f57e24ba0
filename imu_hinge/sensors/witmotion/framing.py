"""From notifications to frames: they hold several, and a host may cut and join them at any byte."""

from imu_hinge.sensors.witmotion.codec import FRAME_BYTES, REPLY, STREAM, TIME_STAMP_BYTES

_HEAD_BYTES = 2
_STAMPED_BYTES = FRAME_BYTES + TIME_STAMP_BYTES


class Framing:
    """The bytes of one sensor. There is no checksum: a frame counts when the next one, or nothing yet, follows it."""

    def __init__(self) -> None:
        self.skipped = 0
        """Bytes that belonged to no frame."""
        self.stamped = False
        """Whether frames with time stamps behind them were among those skipped last."""
        self._waiting = b""

    def take(self, payload: bytes) -> list[bytes]:
        """The frames that are whole with these bytes."""
        self._waiting += payload
        self.stamped = False
        frames = []
        while len(self._waiting) >= _HEAD_BYTES and (step := self._step()):
            if step == FRAME_BYTES and self._begins(0):
                frames.append(self._waiting[:step])
            else:
                self.skipped += step
            self._waiting = self._waiting[step:]
        return frames

    def _step(self) -> int:
        """FRAME_BYTES for a frame, else how many bytes to skip; 0 while more must come to tell."""
        if not self._begins(0):
            return self._next_start()
        if len(self._waiting) < FRAME_BYTES:
            return 0
        if self._begins(FRAME_BYTES):
            return FRAME_BYTES
        if len(self._waiting) < _STAMPED_BYTES + _HEAD_BYTES:
            return 0
        step = self._next_start()
        self.stamped |= step == _STAMPED_BYTES
        return step

    def _next_start(self) -> int:
        return next(at for at in range(1, len(self._waiting) + 1) if self._begins(at))

    def _begins(self, at: int) -> bool:
        """Whether a frame may begin here, as far as its bytes have come."""
        head = self._waiting[at : at + _HEAD_BYTES]
        return STREAM.startswith(head) or REPLY.startswith(head)
