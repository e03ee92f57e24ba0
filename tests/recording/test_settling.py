"""What a crash left behind is settled once; what another program is about to write is left alone."""

from pathlib import Path

import pytest

from imu_hinge.model.errors import RecordingError
from imu_hinge.recording import Recorder, abandoned, open_recording, settle
from imu_hinge.recording import part as part_file
from imu_hinge.recording.locks import try_lock
from tests.recording.examples import about, record, session

HEADS = {"an empty file": 0, "a piece of the first word": 5, "half a head": 5000}


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return record(tmp_path_factory.mktemp("intact") / "session.mcap", session(12.0)).read_bytes()


@pytest.fixture
def head(tmp_path: Path) -> bytes:
    """What is on the disk before the first input."""
    with Recorder(tmp_path / "head.mcap", about()) as recorder:
        data = recorder.path.read_bytes()
    (tmp_path / "head.mcap").unlink()
    return data


@pytest.mark.parametrize("name", HEADS)
def test_a_file_killed_as_it_was_made_is_removed(tmp_path: Path, head: bytes, name: str) -> None:
    left = tmp_path / "a.mcap.part"
    left.write_bytes(head[: HEADS[name]])
    assert settle(left) == f"nothing was recorded, removed: {left}"
    assert abandoned(tmp_path) == [] and list(tmp_path.iterdir()) == []


def test_a_whole_head_without_an_input_is_removed(tmp_path: Path, head: bytes) -> None:
    left = tmp_path / "a.mcap.part"
    left.write_bytes(head)
    assert "nothing was recorded" in settle(left)
    assert not left.exists()


def test_what_holds_inputs_becomes_a_recording(tmp_path: Path, intact: bytes) -> None:
    (tmp_path / "a.mcap.part").write_bytes(intact[: len(intact) // 3])
    assert settle(tmp_path / "a.mcap.part").startswith(f"made whole: {tmp_path / 'a.mcap'}: ")
    with open_recording(tmp_path / "a.mcap") as recording:
        assert recording.ended == "healed" and sum(1 for _ in recording) > 100


def test_what_cannot_be_read_is_put_aside(tmp_path: Path, intact: bytes) -> None:
    left = tmp_path / "a.mcap.part"
    left.write_bytes(bytes(9000) + intact[9000:12_000])
    assert settle(left) == f"it cannot be read, put aside as {tmp_path / 'a.mcap.damaged'}"
    assert (tmp_path / "a.mcap.damaged").stat().st_size == 12_000 and abandoned(tmp_path) == []


def test_what_is_being_written_is_left_alone(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.mcap", about()) as recorder:
        with pytest.raises(RecordingError, match="being written"):
            settle(recorder.path)
        assert recorder.path.exists()


def test_a_file_that_is_settled_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[str] = []

    def late(fd: int) -> bool:
        if not settled:
            settled.extend(map(settle, abandoned(tmp_path)))
        return try_lock(fd)

    monkeypatch.setattr(part_file, "try_lock", late)
    path = record(tmp_path / "a.mcap", session(2.0))
    assert len(settled) == 1 and path.parent == tmp_path
    with open_recording(path) as recording:
        assert sum(1 for _ in recording) > 10
