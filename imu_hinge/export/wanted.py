"""What somebody wants of a source, and the refusals that all formats share."""

from dataclasses import dataclass
from pathlib import Path

from imu_hinge.analysis import Source, is_recording
from imu_hinge.export.table import Table
from imu_hinge.export.tables import make_table
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import About, open_recording


@dataclass(frozen=True, slots=True)
class Wanted:
    """One table of one file."""

    path: Path
    """The file it comes from, as it is to be called in a refusal."""
    table: str
    """A key of TABLES."""
    set_index: int | None = None
    """This set alone; None: everything."""


def wanted_table(source: Source, wanted: Wanted) -> Table:
    """The table; raises UsageError when nothing is in it. A session may have no repetitions."""
    table = make_table(wanted.table, source)
    if not len(table) and wanted.table != "reps":
        raise nothing_in(wanted)
    return table


def nothing_in(wanted: Wanted) -> UsageError:
    """The refusal of a file that holds nothing of what is wanted."""
    remedy = "see what `imu-hinge verify` says of it"
    return UsageError(f"{wanted.path}: holds no {wanted.table} that can be read; {remedy}")


def about_of(path: Path) -> About:
    """Who and when; raises UsageError for a plain CSV, which says neither."""
    if not is_recording(path):
        raise UsageError(
            f"{path}: a plain CSV says neither who nor when; make a recording of it first: `imu-hinge import`"
        )
    with open_recording(path) as recording:
        return recording.about
