"""`imu-hinge review`: a session again, repetition by repetition."""

import argparse
import gc
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.drawing import only_ascii
from imu_hinge.cli.output import print_json
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.terminal import leaving_anyway
from imu_hinge.model.errors import HingeError, UsageError
from imu_hinge.recording import default_folder
from imu_hinge.review.beside import Here
from imu_hinge.review.book import Book
from imu_hinge.review.desk import Desk
from imu_hinge.review.keeping import Keeping, Unkept, is_path
from imu_hinge.review.kind_telling import told_kind
from imu_hinge.review.opened import Opened, open_session
from imu_hinge.review.telling import told
from imu_hinge.station.settings import keep_settings, load_settings, settings_path

EXAMPLE = "example:\n  imu-hinge review recordings/rdl_row.mcap"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    meaning = "recording, plain CSV, or the beginning of the id of a session or recording; without one a list is shown"
    parser.add_argument("what", nargs="?", metavar="PATH or SESSION", help=meaning)
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    parser.add_argument("--by", default="", metavar="NAME", help="who changes and notes; default: the trainer, or you")
    parser.add_argument("--ascii", action="store_true", help="draw the screen with ASCII only")
    parser.add_argument("--json", action="store_true", help="print what the screen would show as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Shows the session until the screen is left, or prints it."""
    with ExitStack() as opened:
        return printed(arguments, opened) if arguments.json else shown(arguments, opened)


def printed(arguments: argparse.Namespace, opened: ExitStack) -> int:
    """Everything the screen would show after the file was gone through."""
    if arguments.what is None:
        raise UsageError("review --json: name a recording or a session; `imu-hinge sessions list` lists them")
    keeping = kept_or_not(arguments, opened)
    book = keeping.open(arguments.what, arguments.exercise)
    if not isinstance(book, Book):
        print_json(told_kind(book, keeping))
        return 0
    desk = Desk(book, keeping, Here)
    desk.look()
    if desk.reviewed.stopped and desk.reviewed.book.path:
        raise UsageError(desk.reviewed.stopped)
    print_json(told(desk.reviewed))
    return 0


def shown(arguments: argparse.Namespace, opened: ExitStack) -> int:
    """The screen. What cannot be read is refused before anything is drawn."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("review needs a terminal; --json prints what the screen would show")
    book, keeping = first(arguments, opened)
    from imu_hinge.tui.looks import Looks
    from imu_hinge.tui.review.app import ReviewApp

    settings = load_settings(settings_path())
    app = ReviewApp(
        book,
        lambda: kept(arguments, opened),
        Looks(ascii=only_ascii(settings, arguments)),
        keeping=keeping,
        exercise=arguments.exercise,
        theme=settings.theme,
        keymap=settings.keymap,
        settle=gc.freeze,  # looking through what stays for garbage would stall held keys by a fifth of a second
    )
    with stopping(app.exit) as came, leaving_anyway(lambda: bool(came), lambda: 128 + came[0]):
        app.run()
    if app.theme != settings.theme:
        keep_settings(replace(settings, theme=app.theme), settings_path())
    return 128 + came[0] if came else 0


def first(arguments: argparse.Namespace, opened: ExitStack) -> tuple[Opened | None, Keeping | None]:
    """The session that was named; a file is there before the history is, which takes a while to open."""
    if arguments.what is None:
        return None, None
    if is_path(arguments.what):
        return open_session(Path(arguments.what), arguments.exercise), None
    keeping = kept(arguments, opened)
    return keeping.open(arguments.what, arguments.exercise), keeping


def kept(arguments: argparse.Namespace, opened: ExitStack) -> Keeping:
    """The history. Raises HingeError where it cannot be opened."""
    from imu_hinge.history.database import open_history
    from imu_hinge.review.kept import Kept, Speaker

    return Kept(opened.enter_context(open_history()), default_folder(), Speaker(name=arguments.by))


def kept_or_not(arguments: argparse.Namespace, opened: ExitStack) -> Keeping:
    """The history, or files alone where it cannot be opened: the screen would say so too."""
    try:
        return kept(arguments, opened)
    except HingeError as error:
        print(f"imu-hinge: {error}", file=sys.stderr)
        return Unkept(str(error))
