"""`sessions show`: one session, with all corrections and notes."""

import argparse
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from imu_hinge.cli.output import print_json
from imu_hinge.cli.page import folded, set_lines
from imu_hinge.cli.people import add_session, note_access
from imu_hinge.cli.remarks import note_lines
from imu_hinge.cli.sessions.assessed_page import assessed_lines, assessed_title
from imu_hinge.cli.sessions.day_page import day_lines, day_title
from imu_hinge.cli.sessions.story import Story, as_dict, story
from imu_hinge.cli.texts import REPORT_LINE
from imu_hinge.cli.told import by, duration, title, when
from imu_hinge.history.database import open_history
from imu_hinge.history.effective import standing
from imu_hinge.history.rebuild import path_of
from imu_hinge.history.rows import Edit
from imu_hinge.history.sessions import session
from imu_hinge.history.trends import SIMULATED
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import default_folder
from imu_hinge.view.posture_words import is_told
from imu_hinge.view.totals import words
from imu_hinge.view.words import spaced

EXAMPLE = "sessions show 0b9a61f2"
Page = tuple[Callable[[Story], str], Callable[[Story], Iterator[str]]]
"""Second line of the page, and what follows it."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_session(parser, "session")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints it, and notes that somebody looked."""
    with open_history() as history:
        with history.reading() as db:
            told = story(db, session(db, arguments.session))
        note_access(history, told.client, "shown", time.time_ns())
    if arguments.json:
        print_json(as_dict(told))
    else:
        width = shutil.get_terminal_size().columns
        print("\n".join(part for line in _page(told, width) for part in folded(line, width)))
    return 0


def _page(told: Story, width: int) -> Iterator[str]:
    one = told.session
    heading, body = KINDS.get(one.kind, _TRAINING)
    yield f"{title(told.client)}, {when(one.started_at_ns, one.utc_offset_min)}, {duration(one.duration_ns)}"
    yield f"{heading(told)}{OF_NOBODY if one.source == SIMULATED else ''}"
    yield f"  session {one.id}, {_place(told)}"
    yield from body(told)
    yield from _sets(told, width)
    for name, lines in _remarks(told).items():
        yield from (["", name, *lines] if lines else [])
    yield from ("", REPORT_LINE)


def _sums(told: Story) -> str:
    return f"{told.analysis.exercise.title} ({told.analysis.exercise.id}): {words(told.totals)}"


def _nothing(told: Story) -> Iterator[str]:
    """A training session is its sets."""
    yield from ()


_TRAINING: Page = (_sums, _nothing)
OF_NOBODY = "; of the virtual wearer, so in no trend"
KINDS: Mapping[str, Page] = {Kind.POSTURE: (day_title, day_lines), Kind.ASSESSMENT: (assessed_title, assessed_lines)}
"""What stands in place of the sums, and ahead of the sets."""


def _sets(told: Story, width: int) -> Iterator[str]:
    for one_set in told.analysis.sets:
        yield ""
        yield from set_lines(told.analysis, one_set, width)


def _place(told: Story) -> str:
    path = path_of(told.session, default_folder())
    if path is None or not path.exists():
        return "its recording is missing: what was worked out of it stays" if path else "without a recording"
    return f"recording {path}"


def _remarks(told: Story) -> Mapping[str, list[str]]:
    """What stands below the sets, by its heading."""
    held = {edit.id for edit in standing(told.edits)}
    trained = told.session.kind == Kind.TRAINING
    pains = [f"{pain.score} {spaced(pain.moment)}" if trained else str(pain.score) for pain in told.pains]
    rejected = told.said.rejected if trained else ()
    return {
        "changed by hand": [f"  {_edit(told, edit)}{'' if edit.id in held else ' (undone)'}" for edit in _shown(told)],
        "not counted": [f"  {_seconds(told, one.t_bottom_ns)}  {spaced(one.reason)}" for one in rejected],
        "pain": [f"  {', '.join(pains)}"] if pains else [],
        "notes": note_lines(told.notes, told.authors, told.session.origin_ns),
        "sensors": [f"  {_warning(one)}" for one in told.session.warnings if is_told(one["id"], told.session.kind)],
        "not readable in the recording": [f"  {damage}" for damage in told.session.damage],
    }


def _shown(told: Story) -> list[Edit]:
    return [edit for edit in told.edits if edit.action != "undo"]


def _edit(told: Story, edit: Edit) -> str:
    what = " ".join(filter(None, [_seconds(told, edit.t_bottom_ns), spaced(edit.action), _after(edit)]))
    reason = f": {edit.reason}" if edit.reason else ""
    return f"{what}, {by(told.authors.get(edit.author_id))}, {when(edit.at_ns)}{reason}"


def _after(edit: Edit) -> str:
    """What it was changed to."""
    if edit.action == "add":
        return f"to set {edit.after['set_index']}"
    return ", ".join("no side" if value is None else spaced(str(value)) for value in edit.after.values())


def _seconds(told: Story, t_ns: int | None) -> str:
    return "" if t_ns is None else f"{told.analysis.seconds(t_ns):.1f} s"


def _warning(warning: Mapping[str, Any]) -> str:
    place = f"{warning['placement']} " if warning.get("placement") else ""
    return f"{max(warning['t_s'], 0.0):.1f} s  {place}{spaced(warning['id'])}: {warning['detail']}"
