"""`imu-hinge report`: one page about one session, a day, a week of days, or an assessment."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.output import check_output, written
from imu_hinge.export.extras import needing
from imu_hinge.model.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from imu_hinge.history.rows import SessionRow
    from imu_hinge.report.contents import Contents, Origin

EXAMPLE = """example:
  imu-hinge report recordings/band_rdl_rounding.mcap -o page.html
  imu-hinge report 0b9a61f2 --note "Hips back first." --pdf"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument(
        "target",
        metavar="PATH|SESSION",
        help="recording, plain CSV, or the beginning of the id of a session or of its recording",
    )
    meaning = "page to write; default: start and id of the recording, never a name"
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.html", help=meaning)
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    parser.add_argument("--note", metavar="TEXT", help="the sentence for next time; default: the trainer's latest note")
    parser.add_argument("--week", action="store_true", help="of a day: the days from Monday to Sunday around it")
    parser.add_argument("--anonymous", action="store_true", help="leave out pseudonym, dates, notes and recording id")
    parser.add_argument("--pdf", action="store_true", help="write OUT.pdf as well")
    parser.add_argument("--force", action="store_true", help="overwrite what is there")


def run(arguments: argparse.Namespace) -> int:
    """Writes the page, and notes it in the history where the session is in it."""
    _check(arguments)
    page = needing("report", "imu_hinge.report.page", "report")
    pdf = needing("pdf", "imu_hinge.report.pdf", "--pdf") if arguments.pdf else None
    from imu_hinge.cli.reported import is_path

    source = Path(arguments.target) if is_path(arguments.target) else None
    if arguments.output:
        _check_free(arguments.output, arguments, source)
    sheet = _sheet(arguments, page.html)
    out = arguments.output or Path(_name(sheet.origin))
    _check_free(out, arguments, source)
    html = sheet.html()
    files = {out: html.encode(), **({out.with_suffix(".pdf"): pdf.pdf(html)} if pdf else {})}
    for path, content in files.items():
        with written(path, arguments.force) as stream:
            stream.buffer.write(content)
        print(path)
    _note(sheet.session, files)
    return 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that can be written."""

    origin: "Origin"
    html: Callable[[], str]
    session: "SessionRow | None"
    """None where the history does not know it."""


def _sheet(arguments: argparse.Namespace, page: "Callable[[Contents], str]") -> Sheet:
    """Of whatever kind of session. Raises HingeError, OSError."""
    from imu_hinge.cli.reported import reported
    from imu_hinge.cli.reported_kinds import as_asked, kind_reported

    other = kind_reported(arguments.target, arguments.week)
    if other is not None:
        other = as_asked(other, arguments.note, arguments.anonymous)
        return Sheet(other.origin, other.html, other.session)
    found = reported(arguments.target, arguments.exercise)
    contents = _as_asked(found.contents, arguments)
    return Sheet(contents.origin, lambda: page(contents), found.session)


def _check(arguments: argparse.Namespace) -> None:
    if arguments.note is not None and arguments.anonymous:
        raise UsageError("--note does not go with --anonymous, which leaves notes out; give one of them")
    if arguments.output and arguments.output.suffix.lower() == ".pdf":
        raise UsageError(f"{arguments.output}: the page is HTML; name OUT.html, and give --pdf for a PDF beside it")


def _check_free(out: Path, arguments: argparse.Namespace, source: Path | None) -> None:
    """Before the work is done: the names can be taken."""
    for path in _names(out, arguments.pdf):
        check_output(path, arguments.force, source)


def _names(out: Path, pdf: bool) -> Iterator[Path]:
    yield out
    if pdf:
        yield out.with_suffix(".pdf")


def _as_asked(contents: "Contents", arguments: argparse.Namespace) -> "Contents":
    from imu_hinge.report.contents import anonymous

    if arguments.anonymous:
        return anonymous(contents)
    note = contents.note if arguments.note is None else " ".join(arguments.note.split())
    return replace(contents, note=note)


def _name(origin: "Origin") -> str:
    """As the recording is called, without the folder of the client."""
    started = f"{origin.start:%Y%m%dT%H%M}-" if origin.start else ""
    return f"{started}{origin.recording_id[:8] or 'report'}.html"


def _note(session: "SessionRow | None", files: "dict[Path, bytes]") -> None:
    """Among the copies that an erase names."""
    if session is None:
        return
    from imu_hinge.cli.people import note_access
    from imu_hinge.history.database import open_history
    from imu_hinge.history.handed_out import note_report
    from imu_hinge.history.sessions import session_line

    now_ns = time.time_ns()
    try:
        with open_history() as history:
            with history.writing() as db:
                client = session_line(db, session.id).client
                for path in files:
                    note_report(db, client.id, path, now_ns)
            note_access(history, client, "exported", now_ns)
    except HistoryError as error:
        print(f"imu-hinge: {error}; the page is written, and not noted in the history", file=sys.stderr)
