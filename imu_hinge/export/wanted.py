"""What somebody wants of a source, and the refusals that all formats share."""

from dataclasses import dataclass
from pathlib import Path

from imu_hinge.analysis import Source, is_recording
from imu_hinge.export.table import Table
from imu_hinge.export.tables import make_table
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind
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
    """The table; raises UsageError when nothing is in it. A training session may have no repetitions."""
    if _OF_KIND.get(wanted.table, source.kind) != source.kind:
        raise not_of(wanted, source.kind)
    table = make_table(wanted.table, source)
    if not len(table) and wanted.table != "reps":
        raise nothing_in(wanted)
    if not len(table) and source.kind != Kind.TRAINING:
        raise not_of(wanted, source.kind)
    return table


_OF_KIND = {"posture": Kind.POSTURE, "captures": Kind.ASSESSMENT}
"""Tables that only one kind of session has."""
_KINDS = {
    Kind.TRAINING.value: ("a training session", "--table reps has its repetitions"),
    Kind.POSTURE.value: ("a part of a day", "--table posture has its zones"),
    Kind.ASSESSMENT.value: ("an assessment", "--table captures has its movements"),
}
"""What a session of this kind is, and what it has."""


def not_of(wanted: Wanted, kind: str) -> UsageError:
    """The refusal of a session of this kind, which holds something else."""
    what, has = _KINDS[kind]
    return UsageError(f"{wanted.path}: is {what} and holds no {wanted.table}; {has}")


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
