"""`sessions note`: a few words about a session, or about a moment of it."""

import argparse
import time

from imu_hinge.cli.clients.saying import add_note_options, drop
from imu_hinge.cli.output import print_json
from imu_hinge.cli.people import add_session, by_id, speaker
from imu_hinge.cli.remarks import note_dict, note_lines
from imu_hinge.cli.told import decimal, short
from imu_hinge.history.database import open_history
from imu_hinge.history.notes import add_note, notes
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import session, session_line
from imu_hinge.model.errors import UsageError
from imu_hinge.model.plural import counted

EXAMPLE = 'sessions note 0b9a61f2 "the band was the red one" --at 31.5'


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_session(parser, "session")
    parser.add_argument("text", nargs="?", metavar="TEXT", help="without it the notes are printed")
    parser.add_argument("--at", type=decimal, metavar="SECONDS", help="the moment it is about, as `show` counts")
    add_note_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Writes one, takes one away, or prints them."""
    with open_history() as history:
        with history.reading() as db:
            one = session(db, arguments.session)
            about = session_line(db, one.id).client
        if arguments.text is not None:
            t_ns = _moment(one, arguments.at)
            with history.writing() as db:
                who = speaker(db, arguments, about)
                told = {"session": one, "t_ns": t_ns, "client_may_see": arguments.client_may_see}
                add_note(db, about, who, arguments.text, time.time_ns(), **told)
        if arguments.drop:
            drop(history, about, arguments.drop)
        with history.reading() as db:
            found, authors = notes(db, about, one), by_id(db)
    if arguments.json:
        print_json([note_dict(note, authors, one.origin_ns) for note in found])
    else:
        print(
            "\n".join(
                [
                    f"session {short(one.id)}: {counted(len(found), 'note')}",
                    *note_lines(found, authors, one.origin_ns),
                ]
            )
        )
    return 0


def _moment(one: SessionRow, at_s: float | None) -> int | None:
    """Session time. Raises UsageError for a moment before the session or after it."""
    if at_s is None:
        return None
    length_s = one.duration_ns / 1e9
    if at_s < 0 or (one.ended_at_ns is not None and at_s > length_s):
        raise UsageError(f"--at {at_s:g}: is outside of the session, which is from 0.0 s to {length_s:.1f} s")
    return one.origin_ns + round(at_s * 1e9)
