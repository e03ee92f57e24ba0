"""docs/assess.md says what the program does."""

from pathlib import Path

from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess import REMEDIES
from imu_hinge.core.assess.noise import DAYS_DEG, DAYS_SHARE, NOISE_DEG
from imu_hinge.core.assess.verdict import VERDICTS
from tests.wording import forbidden

TEXT = (Path(__file__).parents[3] / "docs" / "assess.md").read_text(encoding="utf-8")
LINES = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("| ")]


def test_every_test_stands_there_with_its_limits() -> None:
    by = {cells[1]: cells for cells in LINES if len(cells) == 6}
    for row in rows():
        title, _, _, least, hold, off = by[f"`{row.id}`"]
        assert (title, least, hold) == (row.title, f"{row.least_deg:g} deg", f"{row.hold_s:g} s")
        assert off.startswith(f"{row.off_plane_deg:g} deg")


def test_every_reason_stands_there_with_what_to_do_in_the_order_of_the_table() -> None:
    told = {cells[0].strip("`"): cells[2] for cells in LINES if len(cells) == 3 and cells[0].strip("`") in REMEDIES}
    assert told == REMEDIES
    assert [reason for reason in told if reason in VERDICTS] == list(VERDICTS)


def test_every_published_range_stands_there_with_its_source() -> None:
    for known in (known for row in rows() for known in row.ranges):
        (cells,) = [cells for cells in LINES if cells[-1] == known.source and f"{known.mean_deg:g}" in cells[2]]
        assert ("SD not given" in cells[2]) if known.sd_deg is None else (f"± {known.sd_deg:g} deg" in cells[2])
        assert cells[3] == f"{known.who}, n = {known.n}"
        assert ("(another method)" in cells[4]) == (not known.same_method)


def test_the_noise_stands_there() -> None:
    (cells,) = [cells for cells in LINES if cells[0] == "noise"]
    assert all(f"{noise:g} deg" in cells[1] for noise in NOISE_DEG.values())
    (least,) = [cells for cells in LINES if cells[0] == "least change, another day"]
    assert f"{DAYS_DEG:g} deg" in least[1] and f"{DAYS_SHARE:g}" in least[1]


def test_the_words_are_plain() -> None:
    assert forbidden(TEXT) == []
