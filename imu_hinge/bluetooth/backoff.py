"""How long to wait before the next try: for ever, with growing pauses, never in step with the other sensor."""

from random import Random

from imu_hinge.bluetooth.errors import Delay

STEPS_S = (0.25, 0.5, 1.0, 2.0, 5.0)
JITTER = (0.8, 1.2)
"""Two sensors lost together must not collide for ever."""
SLOW_S = 5.0


class Backoff:
    """Pauses of one link; back to the start after a connection that delivered data."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.reset()

    def reset(self) -> None:
        """The last connection delivered data."""
        self._step = 0
        self._at_once_spent = False

    def pause_s(self, delay: Delay) -> float:
        """Seconds until the next try; infinite where trying again is useless."""
        match delay:
            case Delay.NEVER:
                return float("inf")
            case Delay.SHORT:
                return self._jittered(STEPS_S[0])
            case Delay.SLOW:
                return self._jittered(SLOW_S)
            case Delay.FAST:
                return self._grown()
            case Delay.AT_ONCE | Delay.AT_ONCE_THEN_SLOW:
                return self._at_once(delay)

    def _at_once(self, delay: Delay) -> float:
        if not self._at_once_spent:
            self._at_once_spent = True
            return 0.0
        return self.pause_s(Delay.SLOW if delay is Delay.AT_ONCE_THEN_SLOW else Delay.FAST)

    def _grown(self) -> float:
        step = STEPS_S[min(self._step, len(STEPS_S) - 1)]
        self._step += 1
        return self._jittered(step)

    def _jittered(self, seconds: float) -> float:
        return seconds * self._chance.uniform(*JITTER)
