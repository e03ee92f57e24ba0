"""What the history holds for one client who is watched: the outbox, what arrived, what was asked, the consent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from imu_hinge.history import deliveries, orders, outbox
from imu_hinge.history.accesses import looked
from imu_hinge.history.authors import author
from imu_hinge.history.clients import alone_with, client_known_as, client_of
from imu_hinge.history.consents import ACCOUNT, SCOPES, watch_of
from imu_hinge.history.database import Connection, History
from imu_hinge.history.outbox import Posted, Posting
from imu_hinge.history.rows import Client
from imu_hinge.model.errors import UsageError
from imu_hinge.remote.answering import Answer
from imu_hinge.remote.messages import Order
from imu_hinge.remote.telling import Said
from imu_hinge.remote.window import Heard


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the client agreed to."""

    consent: UUID | None
    """None: nobody's data, which needs no consent."""
    trainers: tuple[str, ...]
    scopes: tuple[str, ...]


class Box:
    """Of one client; `session` is what the events belong to. Raises HistoryError, UsageError for an unknown client."""

    def __init__(self, history: History, pseudonym: str, session: UUID, anybody: bool) -> None:
        """`anybody`: a simulated wearer, who is made here."""
        self._history, self._session, self._anybody = history, session, anybody
        self._seen_by: set[str] = set()
        self._client = self._made(pseudonym) if anybody else self._known(pseudonym)

    def allowed(self, trainers: Sequence[str], now_ns: int) -> Allowed | None:
        """What may be sent to these trainers at this time; None: nothing."""
        if self._anybody:
            return Allowed(None, tuple(trainers), SCOPES)
        with self._history.reading() as db:
            consent = watch_of(db, self._client, now_ns)
        if consent is None or not set(trainers) <= set(consent.trainers) or not trainers:
            return None
        return Allowed(consent.id, tuple(trainers), tuple(consent.scopes))

    def epoch(self) -> str:
        """Of this database."""
        with self._history.writing() as db:
            return outbox.epoch(db)

    def first_under(self, consent: UUID | None) -> int:
        """The number of the first event that it lets be sent, or of the next one; None: of the next one."""
        with self._history.reading() as db:
            if consent is None:
                return outbox.last_seq(db, self._client) + 1
            return outbox.first_under(db, self._client, consent)

    def last_seq(self) -> int:
        """The highest number given out."""
        with self._history.reading() as db:
            return outbox.last_seq(db, self._client)

    def heard(self, allowed: Allowed) -> Mapping[str, Heard]:
        """How far each trainer of the consent has come."""
        with self._history.reading() as db:
            known = deliveries.acked(db, self._client)
        return {
            one: Heard(known[one].seq, known[one].at_ns) if one in known else Heard(0, 0) for one in allowed.trainers
        }

    def post(self, said: Sequence[Said], consent: UUID | None, now_ns: int) -> int | None:
        """Keeps events under the next numbers; the last of them. None: the consent is over, and nothing was kept."""
        with self._history.writing() as db:
            return self._posted(db, said, consent, now_ns)

    def after(self, seq: int, most: int) -> list[Posted]:
        """What follows a number."""
        with self._history.reading() as db:
            return outbox.after(db, self._client, seq, most)

    def hear(self, trainer: str, epoch: str, up_to: int, exactly: bool, now_ns: int) -> None:
        """Keeps how far a trainer has come."""
        keep = deliveries.set_to if exactly else deliveries.raise_to
        with self._history.writing() as db:
            keep(db, self._client, trainer, epoch, up_to, now_ns)

    def seen_by(self, trainer: str, now_ns: int) -> None:
        """Notes that a trainer watches; once in a session, however often it is said."""
        if trainer in self._seen_by:
            return
        with self._history.writing() as db:
            looked(db, self._client, author(db, trainer.removeprefix(ACCOUNT), "trainer"), "watched", now_ns)
        self._seen_by.add(trainer)

    def received(self, trainer: str, order: Order, now_ns: int) -> bool:
        """Keeps what was asked; False where it was asked before."""
        with self._history.writing() as db:
            return orders.received(db, self._client, order.id, trainer, order.kind, order.fields, now_ns)

    def answered(self, answer: Answer, consent: UUID | None, now_ns: int) -> int | None:
        """Posts the answer, as `post` does, and keeps that it was given."""
        with self._history.writing() as db:
            seq = self._posted(db, [answer.said], consent, now_ns)
            if seq is not None:
                orders.answered(db, self._client, "received", answer.order_id, answer.result, now_ns)
            return seq

    def unanswered(self) -> list[tuple[str, Order]]:
        """Trainer and what was asked in a session that broke off before it was answered."""
        with self._history.reading() as db:
            rows = orders.open_orders(db, "received", self._client)
        return [(row.trainer, Order(row.id, row.created_at_ns // 1_000_000, row.kind, row.body)) for row in rows]

    def _posted(self, db: Connection, said: Sequence[Said], consent: UUID | None, now_ns: int) -> int | None:
        """What holds is looked at here, and not before: after an event under a consent none follows under an older one.

        Else what was said under the older one would go out to whoever the newer one names.
        """
        alone_with(db, self._client)
        held = None if self._anybody else watch_of(db, self._client, now_ns)
        if (held and held.id) != consent:
            return None
        entries = [
            Posting(session_id=self._session, consent_id=consent, at_ns=now_ns, type=kind, body=data)
            for kind, data in said
        ]
        return outbox.post(db, self._client, entries)[-1].seq

    def _known(self, pseudonym: str) -> Client:
        with self._history.reading() as db:
            found = client_known_as(db, pseudonym)
        if found is None:
            raise UsageError(f"{pseudonym} is not known in the history")
        return found

    def _made(self, pseudonym: str) -> Client:
        with self._history.writing() as db:
            return client_of(db, pseudonym, 0)
