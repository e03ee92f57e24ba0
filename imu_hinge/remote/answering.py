"""What trainers ask of a wearer: carried out as Commands in the session, and answered, once each. Pure."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from imu_hinge.catalogue import exercise_ids
from imu_hinge.remote.messages import Order
from imu_hinge.remote.scopes import COMMANDS
from imu_hinge.remote.telling import Said
from imu_hinge.remote.texts import one_line

ACCEPTED, REFUSED, EXPIRED = "accepted", "refused", "expired"
EXERCISE_S = 120.0
"""So long a proposal waits for the wearer."""
GRACE_S = 5.0
"""The screen withdraws a proposal first, so that what was taken in time counts."""
TAKE, LEAVE = "take_exercise", "leave_exercise"
"""Commands of the wearer about a proposal."""
_TRAINER = "t-"


@dataclass(frozen=True, slots=True)
class Answer:
    """How an order ended."""

    order_id: str
    said: Said
    result: str
    """As the history keeps it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What follows from an order or from what the wearer said about it."""

    answers: tuple[Answer, ...] = ()
    commands: tuple[tuple[str, str], ...] = ()
    """Name and argument of what is to be said into the session."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A proposal the wearer has not answered."""

    trainer: str
    order: Order
    until_ns: int


def named(trainer: str) -> str:
    """How an account is shown: `anna`."""
    return trainer.removeprefix(_TRAINER)


class Answering:
    """Of one session. An order must be given once only: the history knows what was asked before."""

    def __init__(self, scopes: Collection[str]) -> None:
        self._may_ask = COMMANDS in scopes
        self._open: _Open | None = None

    def ask(self, trainer: str, order: Order, now_ns: int) -> Carried:
        """A trainer asks."""
        if not self._may_ask:
            return _refused(trainer, order, "the consent does not allow it")
        match order.kind:
            case "note" if text := order.fields["text"]:
                return _done(trainer, order, "trainer_note", text=text)
            case "stop":
                return _done(trainer, order, "trainer_stop", reason=one_line(order.fields["reason"]))
            case "exercise":
                return self._propose(trainer, order, now_ns)
        return _refused(trainer, order, "not known here")

    def word(self, name: str) -> Carried:
        """The wearer said a Command."""
        answers = {TAKE: (ACCEPTED, ""), LEAVE: (REFUSED, "not now")}
        return self._close(*answers[name]) if name in answers else Carried()

    def tick(self, now_ns: int) -> Carried:
        """Time passes."""
        late = self._open is not None and now_ns >= self._open.until_ns
        return self._close(EXPIRED, "") if late else Carried()

    def end(self) -> Carried:
        """The session is over: what is open cannot be taken any more."""
        return self._close(EXPIRED, "")

    def _propose(self, trainer: str, order: Order, now_ns: int) -> Carried:
        exercise = order.fields["exercise"]
        if exercise not in exercise_ids():
            return _refused(trainer, order, "no such exercise here")
        before = self._close(REFUSED, "another one was proposed")
        self._open = _Open(trainer, order, now_ns + round((EXERCISE_S + GRACE_S) * 1e9))
        fields = {key: order.fields[key] for key in ("exercise", "side", "set_reps")}
        return Carried(before.answers, (_command("trainer_exercise", trainer, **fields),))

    def _close(self, result: str, reason: str) -> Carried:
        closed, self._open = self._open, None
        return Carried((_answer(closed.trainer, closed.order, result, reason),)) if closed else Carried()


def expired(trainer: str, order: Order) -> Answer:
    """To what was asked in a session that broke off."""
    return _answer(trainer, order, EXPIRED, "")


def _done(trainer: str, order: Order, name: str, **fields: Any) -> Carried:
    return Carried((_answer(trainer, order, ACCEPTED, ""),), (_command(name, trainer, **fields),))


def _refused(trainer: str, order: Order, reason: str) -> Carried:
    return Carried((_answer(trainer, order, REFUSED, reason),))


def _command(name: str, trainer: str, **fields: Any) -> tuple[str, str]:
    return name, json.dumps({"by": named(trainer), **fields})


def _answer(trainer: str, order: Order, result: str, reason: str) -> Answer:
    data = {"command": order.id, "kind": order.kind, "trainer": trainer, "result": result, "reason": reason}
    return Answer(order.id, ("CommandAnswered", data), f"{result}: {reason}" if reason else result)
