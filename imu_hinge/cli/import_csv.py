"""`imu-hinge import`: a plain CSV becomes a recording."""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from imu_hinge.analysis import ended, is_recording, new_session
from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.cli.about import about_recording
from imu_hinge.cli.output import check_output
from imu_hinge.cli.progress import watched
from imu_hinge.core.steps import no_step
from imu_hinge.model.errors import RecordingError, UsageError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.recording import About, Recorder, read_table
from imu_hinge.station import Fold, run_session

EXAMPLE = "example:\n  imu-hinge import bend.csv -o bend.mcap --exercise forward_bend --began 2026-11-21T09:00"
BLOCK_S = 1.0
NO_DATE = "a CSV has no date, so it begins at the time of now; to give another import it with --began WHEN --force"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("source", type=Path, metavar="SRC", help="plain CSV")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PATH", help="recording to write")
    parser.add_argument(
        "--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; also folds it and keeps what is said"
    )
    parser.add_argument(
        "--began", type=moment, metavar="WHEN", help="when it was recorded, as 2026-11-21T09:00; default: now"
    )
    parser.add_argument("--force", action="store_true", help="overwrite PATH")


def run(arguments: argparse.Namespace) -> int:
    """Writes the recording."""
    check_output(arguments.output, arguments.force, arguments.source)
    if is_recording(arguments.source):
        raise UsageError(f"{arguments.source}: is a recording already; import takes a plain CSV")
    about = _begun(about_recording(arguments.exercise, "import"), arguments.began)
    items = ended(read_table(arguments.source).inputs(BLOCK_S))
    fold: Fold = new_session(load_exercise(arguments.exercise)) if arguments.exercise else Silent()
    with _recorder(arguments.output, about, arguments.force) as recorder:
        run_session(watched(items, arguments.source.name), fold, [recorder])
    if arguments.began is None:
        print(f"{arguments.output.name}: {NO_DATE}", file=sys.stderr)
    return 0


def moment(text: str) -> datetime:
    """An ISO date and time that is past, of this machine unless it has an offset; raises ArgumentTypeError."""
    wrong = argparse.ArgumentTypeError(f"expected a date and time like 2026-11-21T09:00, found {text!r}")
    try:
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.astimezone()
    except (ValueError, OverflowError, OSError):
        raise wrong from None
    if ":" not in text or found.timestamp() < 0:
        raise wrong
    if found.timestamp() > time.time():
        raise argparse.ArgumentTypeError(f"{text} is still to come; give when the recording began")
    return found


def _begun(about: About, began: datetime | None) -> About:
    """The same, but at this time."""
    if began is None:
        return about
    offset = began.utcoffset()
    minutes = about.utc_offset_min if offset is None else round(offset.total_seconds() / 60)
    return replace(about, start_wall_ns=round(began.timestamp()) * 1_000_000_000, utc_offset_min=minutes)


class Silent:
    """A fold that says nothing: the recording then holds the samples alone."""

    def feed(self, item: Input) -> Step:
        """Nothing follows."""
        return no_step()

    def defer(self, item: Input) -> bool:
        """There is nothing to work on."""
        return True

    def catch_up(self) -> Step:
        """Nothing follows."""
        return no_step()


@contextmanager
def _recorder(path: Path, about: About, force: bool) -> Iterator[Recorder]:
    """A recorder whose file becomes `path` when the block ends well, and leaves nothing otherwise."""
    folder = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        folder.mkdir(mode=0o700)
        with Recorder(folder / "import.mcap", about) as recorder:
            yield recorder
        if recorder.notice:
            raise RecordingError(
                path, None, recorder.notice.partition(";")[0] + "; free some space or choose another disk"
            )
        check_output(path, force)
        recorder.path.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
