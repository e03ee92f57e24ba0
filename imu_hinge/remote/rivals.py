"""Whether another machine logs in with the same account, where the broker does not say so."""

from imu_hinge.remote.backoff import STABLE_S

THROWN_OUT = 3
"""Logins in a row that the broker let in and soon ended without a reason. Two machines throw each other out in turn, so
that as a rule the one which was there first reaches this number first."""
AGAIN_S = 0.05
"""After a login that was thrown out the next one is tried so soon: a broker that died refuses it, and is no machine."""
YIELD_S = 60.0
"""So long the account is left to the other machine; a short visit then throws it out once."""


class Rivals:
    """Of one account; told of each try to connect that is over."""

    def __init__(self) -> None:
        self._thrown_out = 0

    def won(self, ended: bool, lasted_s: float) -> bool:
        """Whether another machine has the account: stay away for `YIELD_S`.

        `ended`: the broker let this login in, and ended it after `lasted_s` without a reason of its own.
        """
        if not ended:
            self._thrown_out = 0
            return False
        self._thrown_out = 1 if lasted_s >= STABLE_S else self._thrown_out + 1
        if self._thrown_out < THROWN_OUT:
            return False
        self._thrown_out = THROWN_OUT - 1
        return True
