"""One watched session on the publisher's thread: what was heard goes to the outbox, orders become Commands."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import uuid4

from imu_hinge.model.errors import HistoryError
from imu_hinge.model.events import Event
from imu_hinge.model.inputs import Command, Input
from imu_hinge.remote.answering import Answering, Carried, expired
from imu_hinge.remote.box import Allowed, Box
from imu_hinge.remote.messages import UNWATCHED, WITHDRAWN, Live
from imu_hinge.remote.outgoing import Asked, Displaced, Outgoing, Place, Sending, Session, Told
from imu_hinge.remote.telling import Posture, Telling
from imu_hinge.remote.window import Window

CONSENT_LOOK_NS = 1_000_000_000
"""How often it is looked whether the consent still stands: another program may take it back."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One input that matters to a trainer, or what the fold said because of any other."""

    item: Input | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the session is."""

    t_ns: int
    posture: Posture


class Wearing:
    """Used on one thread; times are ns since 1970, from a clock that never goes back.

    `account` is the client's name at the broker, `session` its session, which is told by `telling`.
    """

    def __init__(
        self,
        box: Box,
        allowed: Allowed,
        telling: Telling,
        session: Session,
        account: str,
        software: str,
        say: Callable[[str, str], None],
        now_ns: int,
    ) -> None:
        self._box, self._allowed, self._telling, self._session, self._say = box, allowed, telling, session, say
        self._answering = Answering(allowed.scopes)
        self._looked_ns = now_ns
        self._moment: Moment | None = None
        self.stopped = ""
        """Why nothing of this session is sent any more: UNWATCHED, which is a Command too, WITHDRAWN; else empty."""
        self.ended = False
        """Whether its last event is in the outbox."""
        place = Place(
            client=account,
            instance=uuid4().hex[:16],
            epoch=box.epoch(),
            from_seq=box.first_under(allowed.consent),
            trainers=frozenset(allowed.trainers),
            scopes=allowed.scopes,
            software=software,
        )
        self.outgoing = Outgoing(place, Window(box.heard(allowed), place.from_seq, box.last_seq()), now_ns)
        self.outgoing.session(session)
        self._answers = [expired(trainer, order) for trainer, order in box.unanswered()]
        self._said = telling.begun(software)
        """Not yet in the outbox."""

    def hear(self, heard: deque[Heard], moment: Moment, now_ns: int) -> None:
        """Takes in everything that has come since the last time."""
        self._moment = moment
        while heard and not self.stopped:
            one = heard.popleft()
            self._said += self._telling.take(one.item, one.events)
            if isinstance(one.item, Command):
                self._word(one.item)
        self._carry(self._answering.tick(now_ns))
        with suppress(HistoryError):
            self._look(now_ns)
            self._keep(now_ns)
        self.outgoing.session(self._shown())

    def take(self, topic: str, payload: bytes, retained: bool, now_ns: int) -> bool:
        """One message that came; whether another machine has taken the account over."""
        done = self.outgoing.take(topic, payload, retained, now_ns)
        over = self.stopped or self.ended  # a note that comes now waits for the next session
        with suppress(HistoryError):  # it comes again: a trainer repeats what is not answered
            match done:
                case Told(trainer, epoch, up_to, exactly):
                    self._box.hear(trainer, epoch, up_to, exactly, now_ns)
                    if exactly and not over:
                        self._box.seen_by(trainer, now_ns)
                case Asked(trainer, order) if not over and self._box.received(trainer, order, now_ns):
                    self._carry(self._answering.ask(trainer, order, now_ns))
        return isinstance(done, Displaced)

    def due(self, now_ns: int) -> Sequence[Sending]:
        """What is to be sent at this moment; ask again until nothing is."""
        try:
            return self.outgoing.due(now_ns, self._box.after, self._live())
        except HistoryError:
            return ()

    def end(self, now_ns: int) -> None:
        """The session is over: its last events."""
        if not self.stopped:
            self._carry(self._answering.end())
            self._said += self._telling.ended("closed")
            with suppress(HistoryError):
                self._keep(now_ns)
        self._moment, self.ended = None, True
        self.outgoing.session(Session())

    def _shown(self) -> Session:
        """What presence says of the session: nothing once it is not watched."""
        return Session() if self.stopped else replace(self._session, sensors=dict(self._telling.sensors))

    def _live(self) -> Live | None:
        return self._telling.live(self._moment.t_ns, self._moment.posture) if self._moment else None

    def _word(self, word: Command) -> None:
        if word.name == UNWATCHED:
            self.stopped = UNWATCHED
        self._carry(self._answering.word(word.name))

    def _look(self, now_ns: int) -> None:
        """Taken back, or given anew in other words: this session ends for the trainer."""
        if now_ns - self._looked_ns >= CONSENT_LOOK_NS:
            self._looked_ns = now_ns
            stands = self._box.allowed(self._allowed.trainers, now_ns)
            if stands is None or stands.consent != self._allowed.consent:
                self._withdrawn()

    def _withdrawn(self) -> None:
        """Nothing more is said under a consent that is over."""
        self.stopped = WITHDRAWN
        self._said.clear()
        self._answers.clear()

    def _carry(self, carried: Carried) -> None:
        self._answers += carried.answers
        for name, argument in carried.commands:
            self._say(name, argument)

    def _keep(self, now_ns: int) -> None:
        """Puts into the outbox what waits for it. Raises HistoryError: then it waits on."""
        if self._said and self._posted(self._box.post(self._said, self._allowed.consent, now_ns)):
            self._said.clear()
        while self._answers and self._posted(self._box.answered(self._answers[0], self._allowed.consent, now_ns)):
            self._answers.pop(0)

    def _posted(self, seq: int | None) -> bool:
        """Whether it is in the outbox, up to this number; else the consent is over."""
        if seq is None:
            self._withdrawn()
            return False
        self.outgoing.window.last_seq = seq
        return True
