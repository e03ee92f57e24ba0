"""Recordings that lie elsewhere are taken in; a whole one takes the place of a damaged copy."""

from pathlib import Path

from imu_hinge.history.database import History
from imu_hinge.history.gathering import gather
from imu_hinge.history.rebuild import path_of
from imu_hinge.history.sessions import said

WHOLE = Path(__file__).parents[2] / "recordings/forward_bend.mcap"


def counted(history: History, folder: Path, source: Path) -> tuple[int, bool]:
    """How many repetitions the session has, and whether it was taken in."""
    gathered = gather(history, source, folder, None, None)
    with history.reading() as db:
        known = said(db, gathered.session.id)
    return sum(len(one.reps) for one in known.sets), gathered.is_new


def test_a_whole_recording_takes_the_place_of_a_torn_copy_and_not_the_other_way_round(
    history: History, tmp_path: Path
) -> None:
    folder, torn = tmp_path / "recordings", tmp_path / "torn.mcap"
    torn.write_bytes(WHOLE.read_bytes()[:100_000])
    assert counted(history, folder, torn) == (0, True)
    assert counted(history, folder, WHOLE) == (5, True)
    assert counted(history, folder, torn) == (5, False)
    assert counted(history, folder, WHOLE) == (5, False)
    row = gather(history, WHOLE, folder, None, None).session
    path = path_of(row, folder)
    assert path and path.read_bytes() == WHOLE.read_bytes()
    assert len(list(folder.rglob("*.mcap"))) == len(list(folder.rglob("*.mcap.damaged"))) == 1
