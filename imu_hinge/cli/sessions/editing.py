"""`sessions edit`: changes by hand, noted in the journal of the session."""

import argparse
import time
from collections.abc import Mapping
from typing import Any

from imu_hinge.cli.people import add_by, add_session, note_access, speaker
from imu_hinge.cli.sessions.story import story
from imu_hinge.cli.told import decimal, short
from imu_hinge.history.database import Connection, History, open_history
from imu_hinge.history.edits import edit, undo
from imu_hinge.history.effective import effective, excluded, standing
from imu_hinge.history.journal import edits
from imu_hinge.history.rebuild import path_of, refold
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import said, session, session_line
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import default_folder
from imu_hinge.view.totals import words
from imu_hinge.view.words import reps_words

EXAMPLE = (
    'sessions edit 0b9a61f2 exclude --rep 1.3 --reason "a step"\n'
    "  imu-hinge sessions edit 0b9a61f2 add --set 1 --start 30.1 --bottom 31.4 --end 32.8\n"
    "  imu-hinge sessions edit 0b9a61f2 undo"
)
ACTIONS = {
    "exclude": "a repetition does not count",
    "restore": "a movement is again what the program made of it",
    "add": "a movement that was not counted counts",
    "status": "a repetition is sure or not",
    "side": "the working side was another one",
    "clear_fault": "the verdict of one fault is taken away",
    "exercise": "the whole session was another exercise",
    "undo": "the last change by hand does not hold",
}
REFOLDED = ("exercise",)
"""Actions after which the session is judged anew."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_session(parser, "session")
    parser.add_argument(
        "action", choices=ACTIONS, help="; ".join(f"{name}: {words}" for name, words in ACTIONS.items())
    )
    parser.add_argument("--rep", metavar="SET.REP", help="the repetition, as `show` numbers it")
    for name, meaning in (("bottom", "moment of its bottom"), ("start", "where it starts"), ("end", "where it ends")):
        parser.add_argument(f"--{name}", type=decimal, metavar="SECONDS", help=f"{meaning}, as `show` counts")
    parser.add_argument("--set", type=int, dest="set_index", metavar="SET", help="the set it is added to")
    parser.add_argument("--to", metavar="VALUE", help="status, side, fault or exercise; `none` for no side")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")
    add_by(parser)


def run(arguments: argparse.Namespace) -> int:
    """Notes the change, and prints what the session comes to."""
    with open_history() as history:
        with history.writing() as db:
            one = session(db, arguments.session)
            refolded = _is_refolded(db, one, arguments.action)
            _edit(db, one, arguments)
            client = session_line(db, one.id).client
        note_access(history, client, "edited", time.time_ns())
        if refolded:
            one = refold(history, one, default_folder())
        print(_words(history, one))
    return 0


def _is_refolded(db: Connection, one: SessionRow, action: str) -> bool:
    """Whether it has to be judged anew; raises UsageError where that needs a recording that is gone."""
    held = standing(edits(db, one.id))
    is_so = (held[-1].action if action == "undo" and held else action) in REFOLDED
    path = path_of(one, default_folder())
    if is_so and not (path and path.exists()):
        raise UsageError(f"session {one.id}: its recording is missing, so that it cannot be judged anew")
    return is_so


def _edit(db: Connection, one: SessionRow, arguments: argparse.Namespace) -> None:
    who, now_ns = speaker(db, arguments, session_line(db, one.id).client), time.time_ns()
    if arguments.action == "undo":
        undo(db, one.id, who, now_ns)
    else:
        bottom_ns = _bottom(db, one, arguments)
        edit(db, one.id, arguments.action, bottom_ns, _after(one, arguments), who, arguments.reason, now_ns)


def _bottom(db: Connection, one: SessionRow, arguments: argparse.Namespace) -> int | None:
    """Session time of the movement; None where the whole session is meant. Raises UsageError."""
    if arguments.action in REFOLDED:
        return None
    if arguments.rep is None and arguments.bottom is None and arguments.action != "add":
        raise UsageError(
            f"sessions edit {arguments.action}: --rep SET.REP is missing: it says which repetition is meant"
        )
    if arguments.rep is None:
        return _time(one, "--bottom", arguments.bottom)
    journal, fold = edits(db, one.id), said(db, one.id)
    listed = [rep for summary in effective(fold, journal) for rep in summary.reps] + list(excluded(fold, journal))
    found = [rep for rep in listed if f"{rep.set_index}.{rep.index}" == arguments.rep]
    if not found:
        raise UsageError(f"--rep {arguments.rep}: there is no such repetition; `imu-hinge sessions show` numbers them")
    return found[0].t_bottom_ns


def _after(one: SessionRow, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """As ACTIONS says."""
    if arguments.action == "add":
        if arguments.set_index is None:
            raise UsageError("--set is missing: it says the set the repetition is added to")
        times = {"t_start_ns": _time(one, "--start", arguments.start), "t_end_ns": _time(one, "--end", arguments.end)}
        return {"set_index": arguments.set_index, "side": _value(arguments.to), **times}
    if arguments.action not in _NAMES:
        return {}
    if arguments.to is None:
        raise UsageError(f"sessions edit {arguments.action}: --to is missing; it says the {_NAMES[arguments.action]}")
    return {_NAMES[arguments.action]: _value(arguments.to)}


_NAMES = {"status": "status", "side": "side", "clear_fault": "fault", "exercise": "exercise"}
"""Action -> what --to says."""


def _value(word: str | None) -> str | None:
    return None if word == "none" else word


def _time(one: SessionRow, option: str, seconds: float | None) -> int:
    if seconds is None:
        raise UsageError(f"{option} is missing: it says where the movement is, as `show` counts")
    if seconds < 0:
        raise UsageError(f"{option} {seconds:g}: is before the session, which begins at 0.0 s")
    return one.origin_ns + round(seconds * 1e9)


def _words(history: History, one: SessionRow) -> str:
    with history.reading() as db:
        told = story(db, one)
    program = reps_words(sum(s.counted for s in told.said.sets), sum(s.unsure for s in told.said.sets))
    return f"session {short(one.id)}: {words(told.totals)}; the program said {program}"
