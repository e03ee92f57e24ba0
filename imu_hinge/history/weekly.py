"""What a trainer looks at once a week: who came, who did not, whose pain rises, and which sessions to look into.

A week is 7 days back from now, so that it means the same on every day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, ScalarSelect, Select, func, select

from imu_hinge.core.progression.ticks import Aim, SetDone, counts, is_done
from imu_hinge.gate.pain import RISE
from imu_hinge.history.authors import authors
from imu_hinge.history.flags import Glance, flags
from imu_hinge.history.glances import SHORT, glances, kept_here, trained
from imu_hinge.history.levels import levels
from imu_hinge.history.notes import notes
from imu_hinge.history.pains import of_nobody
from imu_hinge.history.rows import Author, Client, LevelRow, PlanRow
from imu_hinge.history.sets_done import is_planned, sets_done
from imu_hinge.history.stored import made, read
from imu_hinge.history.tables import CLIENT, LEVEL, NOTE, PAIN, PLAN, SESSION
from imu_hinge.history.told_pains import ToldPain, arrived_pains, told_pains
from imu_hinge.history.transport import INBOX, INBOX_MARK
from imu_hinge.history.trends import SIMULATED, TRAINING
from imu_hinge.history.wording import shown

WEEK_NS = 7 * 86_400 * 1_000_000_000
WEEKS = 4
"""So many are looked at where nobody says how many."""
_NEWEST = NOTE.alias("newest")
_OLDEST, _LATEST = (PAIN.c.at_ns, PAIN.c.id), (PAIN.c.at_ns.desc(), PAIN.c.id.desc())
"""Orders of pain."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was trained in a week."""

    sessions: int = 0
    reps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDone:
    """What is planned of an exercise for one session, and what was done of it in the last 7 days."""

    exercise: str
    sets: int
    reps: int
    """In each set."""
    sets_done: int
    """As `ticks.is_done` says; of several sessions there may be more than are planned for one."""
    reps_done: int
    """In all sets that count for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note as it is shown."""

    at_ns: int
    by: Author | None
    """None: the wearer, on another machine."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One client in the view of the week."""

    client: Client
    now_ns: int
    last_seen_at_ns: int | None
    """Start of the last session, or when the last event of another machine arrived."""
    this_week: Done
    week_before: Done
    pain_first: int | None
    """Of the weeks looked at; None: no score was given."""
    pain_last: int | None
    flagged: tuple[tuple[Glance, tuple[str, ...]], ...]
    """Sessions of the last 7 days, with the ids of `flags.RULES` that hold, newest first."""
    level: int | None
    plan: tuple[PlanDone, ...]
    note: Remark | None
    """The newest."""

    @property
    def weeks_away(self) -> int | None:
        """Full weeks since the client was last seen; None: never."""
        return None if self.last_seen_at_ns is None else max(self.now_ns - self.last_seen_at_ns, 0) // WEEK_NS

    @property
    def pain_rise(self) -> int:
        """How much higher the newest score is than the first, 0 where that is less than `RISE`: it may be chance."""
        risen = (self.pain_last or 0) - (self.pain_first or 0)
        return risen if risen >= RISE else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """All that a trainer wants to know of one client at a glance."""

    row: WeekRow
    remarks: tuple[Remark, ...]
    """Newest first."""
    levels: tuple[LevelRow, ...]
    """Newest first."""
    pains: tuple[ToldPain, ...]
    """All scores, oldest first."""
    sessions: tuple[tuple[Glance, tuple[str, ...]], ...]
    """Newest first, with the ids of the rules that hold."""
    authors: Mapping[UUID, Author]


def week(db: Connection, now_ns: int, weeks: int = WEEKS, client: Client | None = None) -> list[WeekRow]:
    """One row for each client who is not archived, by pseudonym; where `client` is given only of that one.

    `weeks`: so far back the first and the newest pain are looked for.
    """
    seen = _by_client(glances(db, now_ns - WEEK_NS, client))
    before = trained(db, now_ns - 2 * WEEK_NS, now_ns - WEEK_NS, client)
    plans, who = _plans(db, client), {one.id: one for one in authors(db)}
    done = _done(db, now_ns - WEEK_NS, client) if plans else {}
    since_ns = now_ns - weeks * WEEK_NS
    arrived = arrived_pains(db, since_ns, client)
    found = db.execute(_clients(client, since_ns)).mappings()
    return [
        _row(
            row,
            now_ns,
            seen,
            Done(*before.get(row["id"].hex, (0, 0))),
            _planned(row["id"], plans, done, seen),
            arrived,
            who,
        )
        for row in found
    ]


def client_page(db: Connection, client: Client, now_ns: int, weeks: int = WEEKS) -> ClientPage:
    """Everything about one client; sessions of the last `weeks`."""
    (row,) = week(db, now_ns, weeks, client)
    who = {one.id: one for one in authors(db)}
    written = [Remark(at_ns=one.at_ns, by=who.get(one.author_id), text=one.text) for one in notes(db, client)]
    recent = glances(db, now_ns - weeks * WEEK_NS, client)
    return ClientPage(
        row=row,
        remarks=tuple(sorted([*written, *_arrived_remarks(db, client)], key=lambda one: -one.at_ns)),
        levels=tuple(reversed(levels(db, client))),
        pains=tuple(told_pains(db, client)),
        sessions=tuple((one, flags(one)) for one in recent),
        authors=who,
    )


def _by_client(found: Iterable[Glance]) -> Mapping[str, list[Glance]]:
    grouped: dict[str, list[Glance]] = defaultdict(list)
    for one in found:
        grouped[one.client].append(one)
    return grouped


def _plans(db: Connection, client: Client | None) -> Mapping[UUID, list[PlanRow]]:
    of = () if client is None else (PLAN.c.client_id == client.id,)
    grouped: dict[UUID, list[PlanRow]] = defaultdict(list)
    for one in read(db, PlanRow, select(PLAN).where(*of).order_by(PLAN.c.exercise)):
        grouped[one.client_id].append(one)
    return grouped


def _clients(client: Client | None, since_ns: int) -> Select[Any]:
    """Each with what is newest of it; every part is found through an index, for one client after the other."""
    session = select(SESSION.c.started_at_ns).where(SESSION.c.client_id == CLIENT.c.id, SESSION.c.source != SIMULATED)
    arrival = select(func.max(INBOX_MARK.c.at_ns)).where(INBOX_MARK.c.client_id == CLIENT.c.id)
    level = select(LEVEL.c.level).where(LEVEL.c.client_id == CLIENT.c.id)
    note = select(_NEWEST.c.id).where(_NEWEST.c.client_id == CLIENT.c.id)
    pain = select(PAIN.c.score).where(PAIN.c.client_id == CLIENT.c.id, PAIN.c.at_ns >= since_ns, ~of_nobody())
    wanted = CLIENT.c.archived_at_ns.is_(None) if client is None else CLIENT.c.id == client.id
    return (
        select(
            CLIENT,
            _first(session, SESSION.c.started_at_ns.desc()).label("session_at_ns"),
            arrival.scalar_subquery().label("arrived_at_ns"),
            _first(level, LEVEL.c.at_ns.desc(), LEVEL.c.id.desc()).label("level"),
            *(
                _first(pain.with_only_columns(PAIN.c[name]), *order).label(f"pain_{which}_{name}")
                for which, order in (("first", _OLDEST), ("last", _LATEST))
                for name in ("at_ns", "score")
            ),
            *(NOTE.c[name].label(f"note_{name}") for name in ("author_id", "at_ns", "text")),
        )
        .select_from(CLIENT)
        .outerjoin(NOTE, NOTE.c.id == _first(note, _NEWEST.c.at_ns.desc(), _NEWEST.c.id.desc()))
        .where(wanted)
        .order_by(CLIENT.c.pseudonym)
    )


def _first(wanted: Select[Any], *order: Any) -> ScalarSelect[Any]:
    return wanted.order_by(*order).limit(1).scalar_subquery()


def _row(
    row: RowMapping,
    now_ns: int,
    seen: Mapping[str, Sequence[Glance]],
    before: Done,
    plan: tuple[PlanDone, ...],
    arrived: Mapping[UUID, Sequence[ToldPain]],
    who: Mapping[UUID, Author],
) -> WeekRow:
    this_week = seen.get(row["id"].hex, ())
    times = [at_ns for at_ns in (row["session_at_ns"], row["arrived_at_ns"]) if at_ns is not None]
    first, last = _pains(row, arrived.get(row["id"], ()))
    return WeekRow(
        client=made(Client, row),
        now_ns=now_ns,
        last_seen_at_ns=max(times, default=None),
        this_week=Done(len(this_week), sum([one.reps for one in this_week])),
        week_before=before,
        pain_first=first,
        pain_last=last,
        flagged=tuple([(one, found) for one in this_week if (found := flags(one))]),
        level=row["level"],
        plan=plan,
        note=_remark(row, who),
    )


def _pains(row: RowMapping, arrived: Sequence[ToldPain]) -> tuple[int | None, int | None]:
    """First and newest of those given here and those that arrived."""
    here = [(row[f"pain_{which}_at_ns"], row[f"pain_{which}_score"]) for which in ("first", "last")]
    away = [(one.at_ns, one.score) for one in arrived]
    told = sorted([one for one in (*here, *away) if one[0] is not None], key=itemgetter(0))
    return (told[0][1], told[-1][1]) if told else (None, None)


def _done(db: Connection, since_ns: int, client: Client | None) -> Mapping[UUID, list[SetDone]]:
    """By client, of what is planned and in this history."""
    of = () if client is None else (SESSION.c.client_id == client.id,)
    grouped: dict[UUID, list[SetDone]] = defaultdict(list)
    for one in sets_done(db, SESSION.c.started_at_ns >= since_ns, *TRAINING, is_planned(), *of):
        grouped[one.client_id].append(one.done)
    return grouped


def _planned(
    client_id: UUID,
    plans: Mapping[UUID, Sequence[PlanRow]],
    done: Mapping[UUID, Sequence[SetDone]],
    seen: Mapping[str, Sequence[Glance]],
) -> tuple[PlanDone, ...]:
    """The plan of a client, with what was done of it here and where it was only watched."""
    watched = [SetDone(one.exercise, *each) for one in seen.get(client_id.hex, ()) for each in one.each]
    sets = [*done.get(client_id, ()), *watched]
    return tuple([_plan_done(one, sets) for one in plans.get(client_id, ())])


def _plan_done(one: PlanRow, sets: Iterable[SetDone]) -> PlanDone:
    aim = Aim(one.exercise, one.sets, one.reps)
    of_it = [each for each in sets if counts(aim, each)]
    return PlanDone(
        exercise=one.exercise,
        sets=one.sets,
        reps=one.reps,
        sets_done=sum([is_done(aim, each) for each in of_it]),
        reps_done=sum([each.reps for each in of_it]),
    )


def _remark(row: RowMapping, who: Mapping[UUID, Author]) -> Remark | None:
    if row["note_at_ns"] is None:
        return None
    return Remark(at_ns=row["note_at_ns"], by=who.get(row["note_author_id"]), text=shown(row["note_text"], True))


def _arrived_remarks(db: Connection, client: Client) -> list[Remark]:
    """What the wearer wrote on another machine; what was written in a session that is here is among the notes."""
    columns = (INBOX.c.arrived_at_ns, INBOX.c.session, INBOX.c.body)
    rows = db.execute(select(*columns).where(INBOX.c.client_id == client.id, INBOX.c.type == "NoteAdded")).all()
    known = kept_here(db, {client.id} if rows else ())
    away = ((at_ns, body) for at_ns, session, body in rows if (client.id.hex, (session or "")[:SHORT]) not in known)
    told = [(at_ns, body.get("text")) for at_ns, body in away if isinstance(body, dict)]
    return [Remark(at_ns=at_ns, by=None, text=shown(text, True)) for at_ns, text in told if isinstance(text, str)]
