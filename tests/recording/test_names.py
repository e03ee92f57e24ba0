"""Where recordings lie, and how much room there is."""

from itertools import islice
from pathlib import Path

from imu_hinge.recording import default_folder, free_bytes
from imu_hinge.recording.names import candidates, final_of, part_of


def test_names_go_there_and_back() -> None:
    assert part_of(Path("a/b.mcap")) == Path("a/b.mcap.part")
    assert final_of(Path("a/b.mcap.part")) == final_of(Path("a/b.mcap")) == Path("a/b.mcap")
    assert list(islice(candidates(Path("a/b.mcap")), 3)) == [Path(f"a/b{n}.mcap") for n in ("", "-2", "-3")]


def test_the_room_where_a_recording_will_lie(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "there" / "yet.mcap") == free_bytes(tmp_path) > 0


def test_recordings_lie_in_the_data_folder_of_the_user() -> None:
    assert default_folder().name == "recordings"
