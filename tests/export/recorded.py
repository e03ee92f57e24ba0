"""The shipped recordings, each folded once for all tests of a module."""

from functools import cache
from pathlib import Path

from imu_hinge.analysis import open_source
from imu_hinge.export import Wanted, write
from imu_hinge.export.folded import Folded, folded

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings"
NAMES = (
    "band_hinge",
    "band_rdl_back",
    "band_rdl_dropouts",
    "band_rdl_rounding",
    "forward_bend",
    "rdl_row",
    "split_stance_hinge",
)
"""Every exercise, several sets, sides, faults, and sensors that fall silent."""


def recording(name: str) -> Path:
    return RECORDINGS / f"{name}.mcap"


@cache
def fold_of(name: str) -> Folded:
    with open_source(recording(name)) as source:
        return folded(source)


def exported(name: str, form: str, out: Path, table: str, set_index: int | None = None) -> Path:
    """Writes a shipped recording in a format."""
    with open_source(recording(name)) as source:
        write(form, source, Wanted(recording(name), table, set_index), out)
    return out
