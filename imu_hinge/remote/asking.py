"""What a trainer asked of one client and is not answered yet: sent again until it is answered or too old. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

EXPIRY_S: Mapping[str, float] = {"note": inf, "stop": 30.0, "exercise": 120.0}
"""So long an order may be carried out, by kind; a note waits for as long as it takes."""
AGAIN_S = 5.0
"""Between the first two sendings; doubled up to AGAIN_MOST_S. A client that comes back gets all of them at once."""
AGAIN_MOST_S = 60.0
GRACE_S = 10.0
"""An answer may take so long beyond the end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client answered to an order."""

    client: str
    order: str
    result: str


@dataclass(slots=True)
class Asked:
    """One order under way."""

    id: str
    kind: str
    body: Mapping[str, Any]
    made_s: float
    next_s: float
    again_s: float = AGAIN_S

    def left_s(self, now_s: float) -> float:
        """How long it still holds; infinite for what has no end."""
        return self.made_s + EXPIRY_S[self.kind] - now_s


class Asking:
    """Of one client. Times are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._open: dict[str, Asked] = {}

    def add(self, order: str, kind: str, body: Mapping[str, Any], now_s: float) -> None:
        """To be sent from here on."""
        self._open.setdefault(order, Asked(order, kind, body, now_s, now_s))

    def __contains__(self, order: str) -> bool:
        return order in self._open

    def reconnected(self, now_s: float) -> None:
        """The client is there again: what it may have missed is due."""
        for one in self._open.values():
            one.next_s, one.again_s = now_s, AGAIN_S

    def due(self, now_s: float) -> list[Asked]:
        """What to send now to a client that is there; each counts as sent."""
        found = [one for one in self._open.values() if now_s >= one.next_s and one.left_s(now_s) > 0.0]
        for one in found:
            one.next_s, one.again_s = now_s + one.again_s, min(2 * one.again_s, AGAIN_MOST_S)
        return found

    def answered(self, order: str) -> Asked | None:
        """The order an answer is to; None for one that is not open."""
        return self._open.pop(order, None)

    def expired(self, now_s: float) -> list[Asked]:
        """Those that nobody answered in time; they are open no more."""
        old = [one for one in self._open.values() if one.left_s(now_s) < -GRACE_S]
        for one in old:
            del self._open[one.id]
        return old
