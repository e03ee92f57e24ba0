"""The first look at a client's messages: what is too much, unreadable or old is dropped, counted and told. Pure."""

from dataclasses import dataclass

from imu_hinge.remote.messages import Live, Message, MessageError, NewerMessageError, Status, decode
from imu_hinge.remote.topics import Kind

BYTES_PER_S = 1_000_000
"""Of one client: three times what a client sends that makes up for ten minutes at full speed; our choice."""
BURST_BYTES = 3_000_000
MESSAGES_PER_S, BURST_MESSAGES = 200, 400
"""Of one client: a client sends five live messages a second, and events in batches; our choice."""
MESSAGE_BYTES = 500
"""Counted on top of each payload: small messages cost time as well."""
TOLD_S = 10.0
"""So long it is told after the last time."""

NEWER = "speaks a newer version: update imu-hinge here"
FLOOD = "{count} messages too many, not read"
UNREADABLE = "{count} messages not readable"
_OLDEST_S = float("-inf")


@dataclass(slots=True)
class _Trouble:
    count: int = 0
    last_s: float = _OLDEST_S

    def note(self, now_s: float) -> None:
        self.count, self.last_s = self.count + 1, now_s

    def fresh(self, now_s: float) -> bool:
        return now_s - self.last_s < TOLD_S


class _Allowance:
    """Grows with time up to `most`, and is spent."""

    def __init__(self, per_s: float, most: float) -> None:
        self._per_s, self._most = per_s, most
        self._left, self._since_s = most, _OLDEST_S

    def affords(self, cost: float, now_s: float) -> bool:
        """Whether so much is left; then it is spent."""
        grown = self._left + (now_s - self._since_s) * self._per_s
        self._left, self._since_s = min(grown, self._most), now_s
        if self._left < cost:
            return False
        self._left -= cost
        return True


class Sieve:
    """Of one client. Times are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._bytes = _Allowance(BYTES_PER_S, BURST_BYTES)
        self._messages = _Allowance(MESSAGES_PER_S, BURST_MESSAGES)
        self._flood, self._unreadable, self._newer = _Trouble(), _Trouble(), _Trouble()
        self._instance, self._session, self._n = "", "", -1

    def admits(self, payload: bytes, now_s: float) -> bool:
        """Whether it is not too much."""
        cost = len(payload) + MESSAGE_BYTES
        if self._messages.affords(1, now_s) and self._bytes.affords(cost, now_s):
            return True
        self._flood.note(now_s)
        return False

    def read(self, kind: Kind, payload: bytes, now_s: float) -> Message | None:
        """The message; None where it is dropped."""
        try:
            message = decode(kind, payload)
        except NewerMessageError:
            self._newer.note(now_s)
        except MessageError:
            self._unreadable.note(now_s)
        else:
            return message if self._is_news(message) else None
        return None

    @property
    def dropped(self) -> int:
        """How many so far, without those that only came late."""
        return self._flood.count + self._unreadable.count + self._newer.count

    def remark(self, now_s: float) -> str:
        """What is to be told; empty where all is well."""
        told = (
            (self._newer, NEWER),
            (self._flood, FLOOD),
            (self._unreadable, UNREADABLE),
        )
        return next((words.format(count=trouble.count) for trouble, words in told if trouble.fresh(now_s)), "")

    def _is_news(self, message: Message) -> bool:
        """Live messages are numbered within one process of the client, and may overtake one another."""
        if isinstance(message, Status) and message.instance != self._instance:
            self._instance, self._n = message.instance, -1
        if isinstance(message, Live):
            if message.session != self._session:
                self._session, self._n = message.session, -1
            if message.n <= self._n:
                return False
            self._n = message.n
        return True
