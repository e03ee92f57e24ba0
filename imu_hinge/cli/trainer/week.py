"""`trainer week`: who came, who did not, whose pain rises, and which sessions to look into."""

import argparse
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from imu_hinge.cli.output import fitted, print_json
from imu_hinge.cli.told import ago, by, day
from imu_hinge.core.progression import Proposal, step_words
from imu_hinge.history.database import open_history
from imu_hinge.history.flags import Glance, flag_words
from imu_hinge.history.progress import proposals
from imu_hinge.history.rows import ME
from imu_hinge.history.weekly import WEEKS, PlanDone, Remark, WeekRow, week
from imu_hinge.model.errors import UsageError
from imu_hinge.model.plural import counted
from imu_hinge.station.settings import load_settings, settings_path
from imu_hinge.view.words import UNKNOWN, spaced

EXAMPLE = "trainer week --weeks 8"
HEAD = ("client", "last seen", "7 days", "before", "pain", "level", "proposed", "plan", "look at", "newest note")
NOBODY = "no clients yet: `imu-hinge clients add NAME` adds one"
_MOST_WEEKS = 520
_NOTE_LETTERS = 60
"""So much of a note is printed."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    meaning = f"so far back the first and the newest pain are compared; {WEEKS} without it"
    parser.add_argument("--weeks", type=int, default=WEEKS, metavar="N", help=meaning)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line for each client: those with something to look at first, then by when they were last seen."""
    if not 1 <= arguments.weeks <= _MOST_WEEKS:
        raise UsageError(f"trainer week --weeks: expected 1 to {_MOST_WEEKS}, found {arguments.weeks}")
    limit, now_ns = load_settings(settings_path()).pain_start_limit, time.time_ns()
    with open_history() as history, history.reading() as db:
        rows = sorted(week(db, now_ns, arguments.weeks), key=_urgency)
        proposed = proposals(db, now_ns, [row.client for row in rows], limit)
    if arguments.json:
        print_json([_as_dict(row, proposed.get(row.client.id)) for row in rows])
    else:
        print("\n".join(_page(rows, proposed, arguments.weeks)))
    return 0


def _urgency(row: WeekRow) -> tuple[bool, bool, int]:
    return not row.pain_rise, not row.flagged, row.last_seen_at_ns or 0


def _page(rows: list[WeekRow], proposed: Mapping[UUID, Proposal], weeks: int) -> list[str]:
    if not rows:
        return [NOBODY]
    words = f"pain: first and newest of {counted(weeks, 'week')}; plan: sets done in 7 days, of those for one session"
    return [*fitted(HEAD, [_row(row, proposed.get(row.client.id)) for row in rows]), words]


def _row(row: WeekRow, proposal: Proposal | None) -> tuple[str, ...]:
    return (
        _who(row),
        ago(row.last_seen_at_ns, row.now_ns),
        *(
            f"{done.sessions}, {counted(done.reps, 'rep')}" if done.sessions else UNKNOWN
            for done in (row.this_week, row.week_before)
        ),
        _pain(row),
        UNKNOWN if row.level is None else str(row.level),
        UNKNOWN if proposal is None else step_words(proposal),
        "; ".join(map(_planned, row.plan)) or UNKNOWN,
        "; ".join(_flagged(one, found) for one, found in row.flagged) or UNKNOWN,
        _note(row.note),
    )


def _who(row: WeekRow) -> str:
    one = row.client
    return "you" if one.pseudonym == ME else one.display_name or one.pseudonym


def _pain(row: WeekRow) -> str:
    if row.pain_first is None:
        return UNKNOWN
    risen = f", up {row.pain_rise}" if row.pain_rise else ""
    return f"{row.pain_first} to {row.pain_last}{risen}"


def _planned(one: PlanDone) -> str:
    return f"{spaced(one.exercise)} {one.sets_done} of {one.sets} x {one.reps}"


def _flagged(one: Glance, found: tuple[str, ...]) -> str:
    return f"{day(one.started_at_ns)} {flag_words(found)}"


def _note(note: Remark | None) -> str:
    if note is None:
        return UNKNOWN
    text = " ".join(note.text.split())
    return f"{day(note.at_ns)}: {text[:_NOTE_LETTERS]}{'...' if len(text) > _NOTE_LETTERS else ''}"


def _as_dict(row: WeekRow, proposal: Proposal | None) -> dict[str, Any]:
    return {
        "client": row.client.pseudonym,
        "name": row.client.display_name,
        "last_seen_at_ns": row.last_seen_at_ns,
        "weeks_away": row.weeks_away,
        "this_week": {"sessions": row.this_week.sessions, "reps": row.this_week.reps},
        "week_before": {"sessions": row.week_before.sessions, "reps": row.week_before.reps},
        "pain_first": row.pain_first,
        "pain_last": row.pain_last,
        "pain_rise": row.pain_rise,
        "level": row.level,
        "proposal": None if proposal is None else {"kind": proposal.kind.value, "to_level": proposal.to_level},
        "plan": [
            {
                "exercise": one.exercise,
                "sets": one.sets,
                "reps": one.reps,
                "sets_done": one.sets_done,
                "reps_done": one.reps_done,
            }
            for one in row.plan
        ],
        "flagged": [_flagged_dict(one, found) for one, found in row.flagged],
        "note": None if row.note is None else {"at_ns": row.note.at_ns, "by": by(row.note.by), "text": row.note.text},
    }


def _flagged_dict(one: Glance, found: tuple[str, ...]) -> dict[str, Any]:
    about = {"session": one.session, "here": one.here, "started_at_ns": one.started_at_ns, "exercise": one.exercise}
    return {**about, "flags": list(found), "words": flag_words(found)}
