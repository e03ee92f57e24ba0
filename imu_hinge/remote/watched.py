"""One client elsewhere, as its trainer sees it: messages in, a seat and what is to be kept and sent out. Pure."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.history.inbox import Arrived, Batch, Taken
from imu_hinge.history.orders import OrderRow
from imu_hinge.model.errors import HingeError
from imu_hinge.remote.asking import Answer, Asking
from imu_hinge.remote.incoming import Incoming
from imu_hinge.remote.messages import LEFT, SIMULATED, UNWATCHED, WITHDRAWN, Events, Live, Status
from imu_hinge.remote.mirror import Mirror
from imu_hinge.remote.presence import AWAY_S, Attendance
from imu_hinge.remote.sieve import Sieve
from imu_hinge.remote.topics import Kind
from imu_hinge.view.wall import NOT_WATCHED, Person, Presence, Seat

_AWAY_BY_CHOICE = (LEFT, UNWATCHED, WITHDRAWN)
_ANSWERED, _ERASE = "CommandAnswered", "EraseRequest"

UNKNOWN_EXERCISE = "trains {exercise}, which is not known here: update imu-hinge"
ERASE = "asks to be erased: what came over the broker is erased here; `imu-hinge clients erase` erases the rest"
ASKED = {"note": "the note", "stop": "the request to stop", "exercise": "the exercise proposed"}
ANSWERS = {"accepted": "took {what}", "refused": "did not take {what}: {reason}", "expired": "{what} came too late"}
NO_ANSWER = "{what} was not answered"
NO_SOUND = "sound stays where the client is; only clients of this station are heard here"


class Pace(NamedTuple):
    """How much of what comes is read. What a live message told the next one tells again."""

    read_s: float
    """Seconds from one live message that is read to the next, at least; the newest waits."""
    row_s: float
    """The same for the rows of the trace."""


AT_ONCE, UNTRACED = Pace(0.0, 0.0), Pace(0.0, float("inf"))


class Held(NamedTuple):
    """A live message that waits, and when it came."""

    payload: bytes
    now_s: float
    wall_s: float


class Watched:
    """One client. `now_s` is a clock of this machine that only goes forward, `wall_s` its time since 1970."""

    def __init__(self, client: str, trainer: str, now_s: float) -> None:
        self.client = client
        self.person = Person(client=client, number=0, name=client)
        """Number 0: not on the wall yet."""
        self.incoming, self.asking = Incoming(client), Asking()
        self.status: Status | None = None
        self.seen = False
        """Whether there is something to show: a message that cannot be read, too, but no client that left before."""
        self.wanted: str | None = None
        """Session whose events are to be read from what is kept."""
        self.erase = False
        """Whether the client asked for it."""
        self.changed = True
        """Whether the seat may look different."""
        self.shown_s = float("-inf")
        """Until when a screen shows this client, by `now_s`."""
        self._trainer = trainer
        self._sieve, self._attendance = Sieve(), Attendance(now_s)
        self._mirror: Mirror | None = None
        self._live: Live | None = None
        self._held: Held | None = None
        self._read_s = float("-inf")
        """When a live message was last read."""
        self._unknown = ""
        self._words: list[str] = []

    @property
    def online(self) -> bool:
        """Whether the client is connected, as far as is known."""
        return self.status is not None and self.status.online

    @property
    def moment(self) -> dict[str, Any]:
        """Session, set and repetition that are shown, as far as there are any: what a note is about."""
        if self._mirror is None:
            return {}
        seen = self._mirror.snapshot
        newest = seen.sets[-1].index if seen.sets else None
        return {"session": self._mirror.session, "set": newest, "rep": seen.count or None}

    def take(
        self,
        kind: Kind,
        payload: bytes,
        now_s: float,
        wall_s: float,
        *,
        retained: bool = False,
        pace: Pace = AT_ONCE,
    ) -> None:
        """One message; a live one may wait until `catch_up`."""
        if kind is Kind.LIVE:
            self._held = Held(payload, now_s, wall_s) if self._sieve.admits(payload, now_s) else self._held
            self._attendance.heard(now_s)
            self.catch_up(now_s, pace)
            return
        self.changed = True
        if kind is Kind.STATUS and not payload:
            self._forget()
        elif self._sieve.admits(payload, now_s):
            self._take(kind, payload, now_s, retained)
        self.seen = self.seen or self._sieve.dropped > 0

    def _take(self, kind: Kind, payload: bytes, now_s: float, retained: bool) -> None:
        """What came before a status is read before it."""
        if kind is Kind.STATUS:
            self._read_held(AT_ONCE)
        match self._sieve.read(kind, payload, now_s):
            case Status() as status:
                self._take_status(status, now_s, retained)
            case Events() as events:
                self.incoming.take_events(events)

    def catch_up(self, now_s: float, pace: Pace) -> None:
        """Reads the newest live message, where one waits and it is time."""
        if self._held is not None and now_s - self._read_s >= pace.read_s:
            self._read_held(pace)

    def _read_held(self, pace: Pace) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        self._read_s = held.now_s
        live = self._sieve.read(Kind.LIVE, held.payload, held.now_s)
        self.seen, self.changed = self.seen or self._sieve.dropped > 0, True
        if isinstance(live, Live):
            self._take_live(live, held.now_s, held.wall_s, pace.row_s)

    def recalled(self, session: str | None, exercise: Any) -> None:
        """The last session of today, from what is kept: shown where the client is gone and nothing else is to show."""
        gone = self.status is not None and not self.online and "events" in self.status.scopes
        idle = self._mirror is None and not self._attendance.withdrawn
        if gone and idle and session and exercise in exercise_ids():
            self.seen = self.changed = True
            self._follow(session, exercise)

    def reconnected(self, now_s: float) -> None:
        """The trainer's own connection is back."""
        self._attendance.reconnected(now_s)
        self.incoming.ask()

    def answers(self, batch: Batch) -> list[Answer]:
        """To orders of this trainer, among what is to be kept."""
        found = [one.body for one in batch.rows if one.type == _ANSWERED and one.body.get("trainer") == self._trainer]
        return [Answer(self.client, str(body.get("command")), _result(body)) for body in found]

    def kept(self, batch: Batch, taken: Taken) -> None:
        """A batch is kept for good: only then it is shown, after the live messages that came before."""
        self.changed = True
        self._read_held(UNTRACED)
        fresh = self.incoming.kept(batch, taken)
        for one in fresh.rows:
            self._heard_answer(one)
            if one.type == _ERASE:
                self.erase = True
                self._words.append(ERASE)
        self._show(fresh.rows)
        if fresh.elsewhere and self._mirror is not None:
            self.wanted = self._mirror.session

    def rebuilt(self, session: str, rows: Sequence[Arrived]) -> None:
        """All that is kept of a session, by number: what was shown of it is made anew."""
        before = self._mirror
        if before is None or before.session != session:
            return
        self.changed = True
        self._words += before.drain()
        mirror = self._new_mirror(session, before)
        told = [one for one in rows if one.seq <= before.seq or not before.seq]
        mirror.take_events(told)
        mirror.drain()  # it was told when it happened
        mirror.take_events(rows[len(told) :])
        for one in rows:
            self._heard_answer(one)
        if self._live is not None and self._live.session == session:
            mirror.take_live(self._live, self.status.sensors if self.status else {})
        self._mirror = mirror

    def named(self, person: Person) -> None:
        """Who it is."""
        self.person, self.changed = person, True
        if self._mirror is not None:
            self._mirror.person = person

    def restored(self, rows: Sequence[OrderRow], now_s: float) -> list[Answer]:
        """Orders of before this program began: notes go on; the others are too old."""
        before = [one for one in rows if one.id not in self.asking]
        for one in before:
            if one.kind == "note":
                self.asking.add(one.id, one.kind, one.body, now_s)
        return [Answer(self.client, one.id, "expired") for one in before if one.kind != "note"]

    def seat(self, now_s: float, broker_down_s: float | None) -> Seat:
        """At this moment; `broker_down_s`: since when there is no connection to the broker."""
        self.changed = False
        standing = self._attendance.standing(now_s, broker_down_s)
        nobody = "simulated" if self.status and self.status.software.endswith(SIMULATED) else ""
        remarks = (nobody, standing.remark, self._sieve.remark(now_s), self._unknown, self.incoming.remark(now_s))
        return Seat(
            person=self.person,
            snapshot=self._mirror.snapshot if self._mirror else None,
            presence=standing.presence if self.status or self._live else Presence.HERE,
            silent_s=standing.silent_s,
            remark=", ".join(one for one in remarks if one),
            mute=NO_SOUND,
        )

    def sentences(self, now_s: float) -> list[str]:
        """For the feed, since this was last asked; oldest first."""
        self._words += [NO_ANSWER.format(what=ASKED[one.kind]) for one in self.asking.expired(now_s)]
        said = [*(self._mirror.drain() if self._mirror else []), *self._words]
        self._words.clear()
        return said

    def _take_status(self, status: Status, now_s: float, retained: bool) -> None:
        self.status = status
        gone_s = now_s - AWAY_S if retained and not status.online else now_s
        self._attendance.take_status(status, gone_s)
        self.incoming.take_status(status)
        self.seen = self.seen or status.online or status.reason not in _AWAY_BY_CHOICE
        if self._attendance.withdrawn:
            self._forget()
        elif status.session is not None and status.exercise is not None:
            self._follow(status.session, status.exercise)
        if self._mirror is not None:
            self._mirror.told_events = "events" in status.scopes
        if status.online:
            self.asking.reconnected(now_s)

    def _take_live(self, live: Live, now_s: float, wall_s: float, gap_s: float) -> None:
        if self._attendance.withdrawn:
            return
        self.seen, self._live = True, live
        self._attendance.take_live(live, now_s, wall_s)
        self.incoming.take_given_out(live.seq)
        self._follow(live.session, live.exercise)
        if self._mirror is not None:
            self._mirror.take_live(live, self.status.sensors if self.status else {}, gap_s)

    def _follow(self, session: str, exercise: str) -> None:
        """The session that is shown is the newest one the client told of."""
        if self._mirror is not None and self._mirror.session == session:
            return
        try:
            found = load_exercise(exercise)
        except HingeError:
            self._mirror, self._unknown = None, UNKNOWN_EXERCISE.format(exercise=exercise)
            return
        self._unknown, self.wanted = "", session
        self._mirror = Mirror(self.person, session, found)
        self._mirror.told_events = self.status is None or "events" in self.status.scopes

    def _new_mirror(self, session: str, before: Mirror) -> Mirror:
        mirror = Mirror(self.person, session, before.exercise)
        mirror.told_events = before.told_events
        return mirror

    def _show(self, rows: Sequence[Arrived]) -> None:
        mirror = self._mirror
        ours = [one for one in rows if mirror is not None and one.session == mirror.session]
        if mirror is None or not ours:
            return
        if ours[0].seq <= mirror.seq:  # a hole is filled: what came after it was shown already
            self.wanted = mirror.session
        else:
            mirror.take_events(ours)

    def _heard_answer(self, row: Arrived) -> None:
        """To an order of this trainer that is open; any other event is none."""
        if row.type != _ANSWERED or row.body.get("trainer") != self._trainer:
            return
        asked = self.asking.answered(str(row.body.get("command")))
        words = ANSWERS.get(str(row.body.get("result")))
        if asked is not None and words is not None:
            reason = str(row.body.get("reason") or "without a reason")
            self._words.append(words.format(what=ASKED[asked.kind], reason=reason))

    def _forget(self) -> None:
        """Nothing of the session is shown any more."""
        if self._mirror is not None:
            self._words.append(NOT_WATCHED)
        self._mirror = self._live = self._held = self.wanted = None
        self._unknown = ""


def _result(body: Any) -> str:
    reason = str(body.get("reason") or "")
    return ": ".join(part for part in (str(body.get("result")), reason) if part)
