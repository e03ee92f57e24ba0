"""How far each trainer has received what a client published."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from imu_hinge.history.outbox import known_epoch, last_seq
from imu_hinge.history.rows import Client
from imu_hinge.history.stored import add_new
from imu_hinge.history.transport import DELIVERY


@dataclass(frozen=True, slots=True)
class Acked:
    """What one trainer said."""

    seq: int
    """Everything up to this number is kept there."""
    at_ns: int
    """When the trainer last said so, changed or not."""


def acked(db: Connection, client: Client) -> dict[str, Acked]:
    """Trainer's account -> what was said about the numbers of this database."""
    chosen = select(DELIVERY.c.trainer, DELIVERY.c.acked_seq, DELIVERY.c.at_ns)
    of_client = (DELIVERY.c.client_id == client.id, DELIVERY.c.epoch == (known_epoch(db) or ""))
    return {trainer: Acked(seq, at_ns) for trainer, seq, at_ns in db.execute(chosen.where(*of_client))}


def raise_to(db: Connection, client: Client, trainer: str, epoch: str, seq: int, now_ns: int) -> Acked | None:
    """An acknowledgement: never goes down. None: it is about another database, and nothing changed."""
    before = acked(db, client).get(trainer)
    return set_to(db, client, trainer, epoch, max(seq, before.seq if before else 0), now_ns)


def set_to(db: Connection, client: Client, trainer: str, epoch: str, seq: int, now_ns: int) -> Acked | None:
    """The word of a trainer who comes back: holds even where it is less than before, as after a restored backup.

    Numbers that were never given out cannot have arrived: such a word counts as the highest there is. None: it is
    about another database, and nothing changed.
    """
    if epoch != known_epoch(db):
        return None
    said = Acked(min(max(seq, 0), last_seq(db, client)), now_ns)
    key = {"client_id": client.id, "trainer": trainer, "epoch": epoch}
    add_new(db, DELIVERY, {**key, "acked_seq": said.seq, "at_ns": now_ns})
    where = (DELIVERY.c[name] == value for name, value in key.items())
    db.execute(update(DELIVERY).where(*where).values(acked_seq=said.seq, at_ns=now_ns))
    return said
