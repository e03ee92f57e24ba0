"""The trainer's side of one client's events: what is kept, answered, and when. Pure: the caller keeps and sends.

Nothing is acknowledged before it is kept, and only up to the first hole; what is not acknowledged, the client sends
again. So whatever is dropped here comes back. Several programs may keep in one place: what one of them kept first, and
acknowledged, each of the others has still to show.
"""

from dataclasses import dataclass

from imu_hinge.history.inbox import Arrived, Batch, Taken
from imu_hinge.remote.had import Had
from imu_hinge.remote.messages import Events, Status

REPLY_S = 0.2
"""Between two answers to one client: a client that sends event by event is not answered event by event."""
BEHIND_S = 3.0
"""Events that were given out and are not here are told after so long: most are on their way."""
ASKED_S = 10.0
"""Where nothing comes of what is missing for so long, the client is told again what is held, and goes back to that."""
MOST_WAITING = 2_000
"""Events of one client that wait to be kept, ten times what a client sends ahead; what comes beyond comes again."""

DISAGREE = "{count} events differ from those kept under the same numbers"
BEHIND = "{count} not yet here"


@dataclass(frozen=True, slots=True)
class Reply:
    """What to send to a client."""

    kind: str
    """`hello`: the truth about what is held, which may be less than the client thinks; `ack`: so far it is kept."""
    epoch: str
    up_to: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a batch brings to be shown."""

    rows: tuple[Arrived, ...]
    """By number, each once, whichever program kept it first."""
    elsewhere: bool
    """Whether more is kept than came here: it is to be read."""


class Incoming:
    """One client. Times are seconds of any clock that only goes forward."""

    def __init__(self, client: str) -> None:
        self.client = client
        self.doubled = 0
        """Events that came again."""
        self.conflicts = 0
        """Other events under numbers that were taken."""
        self._epoch: str | None = None
        self._from_seq = 1
        self._rows: list[Arrived] = []
        self._asked = self._greet = self._answer = False
        self._held: int | None = None
        self._had = Had(0)
        self._given_out = 0
        self._replied_s = float("-inf")
        self._whole_s: float | None = None
        """When nothing was missing last."""
        self._online = self._came = False
        self._quiet_s = 0.0
        """Since when nothing comes of what is missing."""

    def take_status(self, status: Status) -> None:
        """Where the client's numbers stand; one that is online is told what is held."""
        counts = status.epoch, max(status.from_seq, 1)
        if counts != (self._epoch, self._from_seq):
            (self._epoch, self._from_seq), self._given_out = counts, 0
            self.forget()
        self._given_out = max(self._given_out, status.seq)
        self._online, self._greet = status.online, self._greet or status.online

    def forget(self) -> None:
        """What is held has to be asked for again; what waits to be kept is dropped."""
        self._rows.clear()
        self._had = Had(self._from_seq - 1)
        self._held, self._asked, self._answer = None, True, False

    def ask(self) -> None:
        """What is held is asked for with the next batch: another program may have kept what did not come here."""
        self._asked = True

    def take_given_out(self, seq: int) -> None:
        """The last number given out, as a live message tells it."""
        self._given_out = max(self._given_out, seq)

    def take_events(self, events: Events) -> bool:
        """Whether they wait to be kept; not before a status told from where the numbers count."""
        if events.epoch != self._epoch or len(self._rows) >= MOST_WAITING:
            return False
        self._came = True
        self._rows += (
            Arrived(seq=one.seq, id=one.id, t_ms=one.t_ms, session=one.session, type=one.type, body=one.data)
            for one in events.events
            if one.seq >= self._from_seq
        )
        return True

    def batch(self) -> Batch | None:
        """What to keep next, if anything; it is out of here until `kept` or `refused`."""
        if self._epoch is None or not (self._rows or self._asked):
            return None
        rows, self._rows, self._asked = tuple(self._rows), [], False
        return Batch(self.client, self._epoch, self._from_seq, rows)

    def kept(self, batch: Batch, taken: Taken) -> Fresh:
        """The batch is kept for good; what of it has not been here before."""
        self.doubled += taken.doubled
        self.conflicts += len(taken.conflicts)
        if (batch.epoch, batch.from_seq) == (self._epoch, self._from_seq):
            self._held = taken.held
            self._answer = self._answer or bool(batch.rows)
        return self._fresh(batch, taken)

    def _fresh(self, batch: Batch, taken: Taken) -> Fresh:
        if (batch.epoch, batch.from_seq) != (self._epoch, self._from_seq):
            return Fresh(taken.new, False)
        for one in taken.new:
            self._had.add(one.seq)
        rows = [*taken.new, *(one for one in taken.same if self._had.add(one.seq))]
        return Fresh(tuple(sorted(rows, key=lambda one: one.seq)), self._had.reach(taken.held))

    def refused(self) -> None:
        """It could not be kept: nothing of it is acknowledged, and what is held is still to be asked for."""
        self._asked = True

    def reply(self, now_s: float) -> Reply | None:
        """What to answer now, if anything."""
        if self._held is None or self._epoch is None or now_s - self._replied_s < REPLY_S:
            return None
        self._ask_for_missing(now_s)
        if not (self._greet or self._answer):
            return None
        kind = "hello" if self._greet else "ack"
        self._greet, self._answer, self._replied_s = False, False, now_s
        return Reply(kind, self._epoch, self._held)

    def _ask_for_missing(self, now_s: float) -> None:
        """A client may take a trainer who was silent in a long rest for absent, and sends nothing again unasked."""
        if self._came or not self._online or self._missing <= 0:
            self._came, self._quiet_s = False, now_s
        elif now_s - self._quiet_s >= ASKED_S:
            self._greet, self._quiet_s = True, now_s

    @property
    def _missing(self) -> int:
        """Events that were given out and are not kept."""
        return 0 if self._held is None else self._given_out - max(self._held, self._from_seq - 1)

    def remark(self, now_s: float) -> str:
        """What is to be told about the events; empty where all are here."""
        missing = self._missing
        if missing <= 0 or self._whole_s is None:
            self._whole_s = now_s
        if self.conflicts:
            return DISAGREE.format(count=self.conflicts)
        return BEHIND.format(count=missing) if now_s - self._whole_s > BEHIND_S else ""
