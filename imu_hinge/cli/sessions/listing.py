"""`sessions list`."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from imu_hinge.cli.output import columns, fitted, print_json
from imu_hinge.cli.people import add_client_option, named
from imu_hinge.cli.told import duration, end_of, iso, short, start_of, when
from imu_hinge.history.database import open_history
from imu_hinge.history.rebuild import path_of
from imu_hinge.history.rows import ME, SessionRow
from imu_hinge.history.sessions import SessionLine, sessions
from imu_hinge.model.kinds import Kind
from imu_hinge.model.plural import counted
from imu_hinge.recording import default_folder
from imu_hinge.view.words import number, reps_words

EXAMPLE = "sessions list --client Ann --since 2026-11-01"
HEAD = ("session", "began", "client", "what", "time", "sets", "repetitions", "good", "close", "past", "peak", "")
FEW = ("session", "began", "client", "time", "what")
SHOWN = 20
NO_MATCH = "no session matches; `imu-hinge sessions list` shows them all"
NOTHING = "no sessions: `imu-hinge live` records one, `imu-hinge sessions import` adds recordings"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_client_option(parser, "only those of one client")
    parser.add_argument("--since", type=start_of, metavar="DATE", help="begun on this day or later")
    parser.add_argument("--until", type=end_of, metavar="DATE", help="begun on this day or earlier")
    parser.add_argument("--text", default="", metavar="WORDS", help="in the exercise, the kind, the client or a note")
    parser.add_argument("--all", action="store_true", help=f"print all, not only the newest {SHOWN}")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line for each session."""
    whole = arguments.all or arguments.json
    with open_history() as history, history.reading() as db:
        client = named(db, arguments.client) if arguments.client else None
        found = sessions(db, client, arguments.since, arguments.until, arguments.text, None if whole else SHOWN + 1)
    if arguments.json:
        print_json([as_dict(line) for line in found])
    elif not found and (arguments.client or arguments.since or arguments.until or arguments.text):
        print(NO_MATCH)
    else:
        print("\n".join(_page(found, whole)))
    return 0


def _page(found: list[SessionLine], whole: bool) -> list[str]:
    if not found:
        return [NOTHING]
    shown = found if whole else found[:SHOWN]
    rest = ["older ones are not shown; --all shows them"] if len(shown) < len(found) else []
    return [*_table(shown), *rest]


def _table(shown: Sequence[SessionLine]) -> list[str]:
    """A column for each number; where the terminal has no room for that, numbers in words."""
    wide = columns(HEAD, [_row(line) for line in shown], numbers=(4, 5, 7, 8, 9, 10))
    room = shutil.get_terminal_size((sys.maxsize, 0)).columns
    return wide if max(map(len, wide)) <= room else fitted(FEW, [_few(line) for line in shown])


def _few(line: SessionLine) -> tuple[str, ...]:
    session, began, client, what, time, *numbers, state = _row(line)
    sets, reps, good, close, past, peak = numbers
    verdicts = [f"{count} {word}" for count, word in ((good, "good"), (close, "close"), (past, "past")) if count != "0"]
    done = (counted(line.sets, "set"), reps, *verdicts, f"peak {peak}") if sets else ()
    return session, began, client, time, ", ".join(filter(None, (what, *done, state)))


def _row(line: SessionLine) -> tuple[str, ...]:
    one = line.session
    return (
        short(one.id),
        when(one.started_at_ns, one.utc_offset_min),
        "you" if line.client.pseudonym == ME else line.client.display_name or line.client.pseudonym,
        what(one),
        duration(one.duration_ns),
        *(_numbers(line) if one.kind == Kind.TRAINING or line.reps else _NOTHING_COUNTED),
        _state(line),
    )


def _numbers(line: SessionLine) -> tuple[str, ...]:
    counts = (str(count) for count in (line.good, line.close, line.past))
    return (str(line.sets), reps_words(line.counted, line.unsure), *counts, number(line.peak_deg, 0, " deg"))


_NOTHING_COUNTED = ("",) * 6
"""Of a day or an assessment beside which nothing was trained."""


def what(one: SessionRow) -> str:
    """Its exercise; of another kind of session that kind."""
    return one.exercise if one.kind == Kind.TRAINING else one.kind


def _state(line: SessionLine) -> str:
    """What is out of the ordinary."""
    one, path = line.session, path_of(line.session, default_folder())
    states = {
        "no end": one.ended_at_ns is None,
        "recording missing": path is None or not (path.exists() or one.ended_at_ns is None),
        "not whole": bool(one.damage),
        "differs from live": one.verify_state == "different",
    }
    return ", ".join(name for name, holds in states.items() if holds)


def as_dict(line: SessionLine) -> dict[str, Any]:
    """A session of the list as JSON; `recording` is where it lies on this machine."""
    one, path = line.session, path_of(line.session, default_folder())
    return {
        "session": str(one.id),
        "client": line.client.pseudonym,
        "kind": one.kind,
        "exercise": one.exercise,
        "started": iso(one.started_at_ns, one.utc_offset_min),
        "duration_s": one.duration_ns / 1e9,
        "ended": one.ended_at_ns is not None,
        "sets": line.sets,
        "counted": line.counted,
        "unsure": line.unsure,
        "good": line.good,
        "close": line.close,
        "past": line.past,
        "not_judged": line.not_judged,
        "peak_deg": line.peak_deg,
        "recording": None if path is None else str(path),
    }
