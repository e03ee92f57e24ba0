"""`imu-hinge import`: a plain CSV becomes a recording."""

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from imu_hinge.analysis import ended, is_recording, new_session
from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.cli.about import about_recording
from imu_hinge.cli.output import check_output
from imu_hinge.cli.progress import watched
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.errors import RecordingError, UsageError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.recording import About, Recorder, read_table
from imu_hinge.station import Fold, run_session

EXAMPLE = "example:\n  imu-hinge import bend.csv -o bend.mcap --exercise forward_bend"
BLOCK_S = 1.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("source", type=Path, metavar="SRC", help="plain CSV")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PATH", help="recording to write")
    parser.add_argument(
        "--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; also folds it and keeps what is said"
    )
    parser.add_argument("--force", action="store_true", help="overwrite PATH")


def run(arguments: argparse.Namespace) -> int:
    """Writes the recording."""
    check_output(arguments.output, arguments.force, arguments.source)
    if is_recording(arguments.source):
        raise UsageError(f"{arguments.source}: is a recording already; import takes a plain CSV")
    about = about_recording(arguments.exercise, "import")
    items = ended(read_table(arguments.source).inputs(BLOCK_S))
    fold: Fold = new_session(load_exercise(arguments.exercise)) if arguments.exercise else Silent()
    with _recorder(arguments.output, about, arguments.force) as recorder:
        run_session(watched(items, arguments.source.name), fold, [recorder])
    return 0


class Silent:
    """A fold that says nothing: the recording then holds the samples alone."""

    def feed(self, item: Input) -> Step:
        """Nothing follows."""
        return Step(np.empty(0, FRAME))


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
