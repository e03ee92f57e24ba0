"""Which format takes what, and what is refused."""

from pathlib import Path

import pytest

from imu_hinge.analysis import open_source
from imu_hinge.export import FORMATS, TABLES, Wanted, check_extra, needs_exercise, table_for, write
from imu_hinge.model.errors import UsageError
from tests.export.recorded import recording
from tests.made import bends_csv
from tests.tiers import shortened

EXTRAS = {"parquet": "pyarrow", "fit": "fit_tool"}


@pytest.mark.parametrize("name", shortened(FORMATS, 3))
def test_every_format_writes_something_that_was_not_there(name: str, tmp_path: Path) -> None:
    for extra in [EXTRAS[name]] if name in EXTRAS else []:
        pytest.importorskip(extra, reason=f"the extra {name} is not installed")
    out = tmp_path / f"out.{name}"
    table = FORMATS[name].default or "reps"
    with open_source(recording("split_stance_hinge_shift")) as source:
        write(name, source, Wanted(recording("split_stance_hinge_shift"), table), out)
    assert out.is_dir() == FORMATS[name].folder
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert min(path.stat().st_size for path in files) > 0


@pytest.mark.parametrize("name", ["csv", "sto", "bids"])
def test_the_core_formats_need_no_extra(name: str) -> None:
    assert FORMATS[name].extra == ""
    check_extra(name)


@pytest.mark.parametrize(
    ("name", "table", "meant"),
    [("csv", "samples", "samples"), ("sto", None, "orientation"), ("fit", None, "reps"), ("bids", "frames", "frames")],
)
def test_the_table_that_is_meant(name: str, table: str | None, meant: str) -> None:
    assert table_for(name, table) == meant


@pytest.mark.parametrize(
    ("name", "table", "set_index", "why"),
    [
        ("csv", None, None, "csv needs to know what to write; give --table with one of samples, orientation"),
        ("sto", "frames", None, "--table frames: sto holds orientation only"),
        ("fit", "samples", None, "--table samples: fit holds reps only"),
        ("parquet", "reps", 2, "--set 2: parquet holds the whole session; .*--format sto"),
    ],
)
def test_what_does_not_go_together(name: str, table: str | None, set_index: int | None, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        table_for(name, table, set_index)


def test_only_what_is_judged_needs_the_exercise() -> None:
    def needed(name: str, table: str, set_index: int | None = None) -> bool:
        return needs_exercise(name, Wanted(Path(), table, set_index))

    assert {name for name in TABLES if needed("csv", name)} == {"reps"}
    assert [needed("bids", "samples"), needed("fit", "reps"), needed("sto", "orientation", 1)] == [True] * 3
    assert not needed("sto", "orientation")


@pytest.mark.parametrize("name", ["bids", "fit"])
def test_a_plain_csv_says_neither_who_nor_when(name: str, tmp_path: Path) -> None:
    if name in EXTRAS:
        pytest.importorskip(EXTRAS[name], reason=f"the extra {name} is not installed")
    path = bends_csv(tmp_path / "bends.csv")
    with open_source(path, "band_rdl") as source, pytest.raises(UsageError, match=r"bends\.csv: a plain CSV .*import"):
        write(name, source, Wanted(path, "reps"), tmp_path / "out")
    assert list(tmp_path.iterdir()) == [path]
