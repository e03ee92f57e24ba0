"""Every format there is: which tables it takes, what comes out, and who writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from imu_hinge.analysis import Source
from imu_hinge.export.extras import needing
from imu_hinge.export.tables import TABLES
from imu_hinge.export.wanted import Wanted
from imu_hinge.model.errors import UsageError


class Writer(Protocol):
    """A module of this room that writes one format."""

    def write(self, source: Source, wanted: Wanted, out: Path) -> None:
        """Makes `out`, which is not there yet, and what belongs beside it. Raises HingeError, OSError."""
        ...


class Gatherer(Protocol):
    """A module whose format is a folder that may hold many recordings."""

    def gather(self, part: Path, into: Path) -> str:
        """Moves what `write` made of one more recording; says where to. Raises UsageError if it is there already."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    tables: Sequence[str]
    """What it can hold."""
    default: str | None = None
    """The table that is meant when none is said; None: it must be said."""
    folder: bool = False
    """Whether it is a folder that holds everything of many recordings, and not a file for each."""
    sets: bool = False
    """Whether it can be limited to one set."""
    judged: bool = False
    """Whether it holds repetitions, so that the exercise must be known."""
    extra: str = ""
    """The extra of the package that it needs."""


FORMATS = {
    "csv": Format(tuple(TABLES)),
    "parquet": Format(tuple(TABLES), extra="parquet"),
    "sto": Format(("orientation",), default="orientation", sets=True),
    "bids": Format(tuple(TABLES), default="reps", folder=True, judged=True),
    "fit": Format(("reps",), default="reps", judged=True, extra="fit"),
}
"""By the name `export --format` knows it by, which is also the module of this room that writes it."""


def table_for(name: str, table: str | None, set_index: int | None = None) -> str:
    """The table meant with this format (a key of FORMATS); raises UsageError for what does not go together."""
    chosen = FORMATS[name]
    if set_index is not None and not chosen.sets:
        able = " or ".join(name for name, one in FORMATS.items() if one.sets)
        raise UsageError(f"--set {set_index}: {name} holds the whole session; leave it out, or give --format {able}")
    meant = table or chosen.default
    if meant is None:
        raise UsageError(f"{name} needs to know what to write; give --table with one of {', '.join(chosen.tables)}")
    if meant not in chosen.tables:
        raise UsageError(f"--table {meant}: {name} holds {', '.join(chosen.tables)} only; choose another --format")
    return meant


def needs_exercise(name: str, wanted: Wanted) -> bool:
    """Whether the answer depends on the exercise."""
    return FORMATS[name].judged or wanted.table == "reps" or wanted.set_index is not None


def write(name: str, source: Source, wanted: Wanted, out: Path) -> None:
    """Writes in this format. Raises UsageError where its extra is missing, and what its Writer raises."""
    cast("Writer", _module(name)).write(source, wanted, out)


def gather(name: str, part: Path, into: Path) -> str:
    """Moves one recording's folder into that of all, and says where to; for a format that is a folder."""
    return cast("Gatherer", _module(name)).gather(part, into)


def check_extra(name: str) -> None:
    """Raises UsageError when what the format needs is not installed."""
    _module(name)


def _module(name: str) -> object:
    return needing(FORMATS[name].extra, f"imu_hinge.export.{name}", f"the format {name}")
