"""Tables of days and assessments; what a kind of session does not have is refused with what it has."""

from pathlib import Path

import pytest

from imu_hinge.analysis import open_source
from imu_hinge.export import Wanted, write
from imu_hinge.export.kind_tables import CAPTURES, capture_row
from imu_hinge.model.errors import UsageError
from tests.history.kinds import CAPTURES as MADE
from tests.review.days import minute


def test_stretches_of_posture_follow_one_another(tmp_path: Path) -> None:
    path, _ = minute()
    with open_source(path) as source:
        write("csv", source, Wanted(path, "posture"), tmp_path / "day.csv")
    rows = [line.split(",") for line in (tmp_path / "day.csv").read_text().splitlines()]
    assert rows[0] == ["t_start_s", "t_end_s", "state", "zone", "slumped", "reasons"]
    assert [row[0] for row in rows[2:]] == [row[1] for row in rows[1:-1]]
    assert rows[1][2] == "unknown" and rows[1][5] == "not_calibrated"


@pytest.mark.parametrize(("name", "table"), [("csv", "captures"), ("fit", "reps")])
def test_a_day_says_what_it_has_in_place_of_what_it_has_not(name: str, table: str, tmp_path: Path) -> None:
    path, _ = minute()
    with open_source(path) as source, pytest.raises(UsageError, match=r"is a part of a day.*--table posture"):
        write(name, source, Wanted(path, table), tmp_path / "out")


def test_a_movement_is_a_row_whatever_became_of_it() -> None:
    rows = [capture_row(one) for one in MADE]
    assert all(set(row) == set(CAPTURES) for row in rows)
    assert [(row["fate"], row["capture"], row["pain"], row["t_peak_s"]) for row in rows[1:4]] == [
        ("kept", "2", "2", 22.0),
        ("dropped", "3", None, 32.0),
        ("refused", None, "1", None),
    ]
