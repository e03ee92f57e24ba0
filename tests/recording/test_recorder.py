"""The recorder: place and name, what the disk may do to it, and that the session never notices."""

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from imu_hinge.model.errors import RecordingError
from imu_hinge.model.events import SetEnded, Step
from imu_hinge.model.inputs import Tick
from imu_hinge.recording import Recorder, heal, open_recording, recording_path
from imu_hinge.recording.part import PartFile
from tests.recording.examples import SILENCE, about, judge, record, session


def wait_for(condition: object) -> None:
    assert callable(condition)
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_the_name_tells_start_and_id_but_no_person_and_no_exercise(tmp_path: Path) -> None:
    assert recording_path(tmp_path, about()) == tmp_path / "c-7k2m9xq4" / "20261121T090000Z-0b9a61f2.mcap"


def test_only_this_user_may_read_it(tmp_path: Path) -> None:
    path = record(recording_path(tmp_path / "recordings", about()), [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


def test_a_part_file_until_it_is_closed(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.mcap", about())
    assert recorder.path == tmp_path / "a.mcap.part"
    assert recorder.close() == tmp_path / "a.mcap"
    assert sorted(tmp_path.iterdir()) == [tmp_path / "a.mcap"]


def test_a_taken_name_is_never_overwritten(tmp_path: Path) -> None:
    first = record(tmp_path / "a.mcap", session(1.0))
    before = first.read_bytes()
    assert record(tmp_path / "a.mcap", session(2.0)) == tmp_path / "a-2.mcap"
    assert first.read_bytes() == before


def test_a_name_taken_while_it_recorded(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.mcap", about())
    (tmp_path / "a.mcap").write_text("mine")
    assert recorder.close() == tmp_path / "a-2.mcap"
    assert (tmp_path / "a.mcap").read_text() == "mine"


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a.mcap").write_text("mine")
    recorder = Recorder(tmp_path / "b.mcap", about())
    (tmp_path / "b.mcap").write_text("mine too")
    assert recorder.close() == tmp_path / "b-2.mcap"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mcap", "b-2.mcap", "b.mcap"]


def test_two_writers_in_one_folder(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.mcap", about()) as one, Recorder(tmp_path / "a.mcap", about()) as other:
        assert one.path != other.path
        for recorder in (one, other):
            recorder.receive(Tick(1), SILENCE)
    for recorder in (one, other):
        with open_recording(recorder.path) as recording:
            assert list(recording) == [Tick(1)]


def test_it_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    fed = session(5.0)
    with Recorder(tmp_path / "a.mcap", about()) as recorder:
        for item, step in fed:
            recorder.receive(item, step)
        wait_for(lambda: recorder._backlog() == 0)
        with open_recording(recorder.path) as recording:
            read = list(recording)
            assert not recording.finished and recording.damage == []
    assert read == [item for item, _ in fed[: len(read)]]
    assert fed[len(read)][0].t_ns >= 4_000_000_000


def test_the_end_of_a_set_is_written_at_once(tmp_path: Path) -> None:
    ended = SetEnded(t_ns=5, set_index=1, t_start_ns=0, t_end_ns=5, side=None, reason="stood", counted=8, unsure=0)
    with Recorder(tmp_path / "a.mcap", about()) as recorder:
        before = recorder.size_bytes
        recorder.receive(Tick(5), Step(SILENCE.frames, (ended,)))
        wait_for(lambda: recorder.size_bytes > before)


def test_a_folder_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    with pytest.raises(RecordingError, match="cannot be created"):
        Recorder(tmp_path / "file" / "a.mcap", about())


def test_a_read_only_folder_is_said_at_the_start(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the administrator may write everywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(RecordingError, match="Permission denied"):
        Recorder(tmp_path / "a.mcap", about())


def test_a_full_disk_ends_the_recording_and_not_the_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = 60_000
    write = os.write

    def write_while_there_is_room(fd: int, data: memoryview) -> int:
        left = room - os.fstat(fd).st_size
        if left <= 0:
            raise OSError(28, "No space left on device")
        return write(fd, bytes(data[:left]))

    monkeypatch.setattr("imu_hinge.recording.part.os.write", write_while_there_is_room)
    fed = session(30.0)
    recorder = Recorder(tmp_path / "a.mcap", about())
    for item, step in fed:
        recorder.receive(item, step)
    path = recorder.close()
    assert "No space left on device" in recorder.notice and "free some space" in recorder.notice
    assert path == tmp_path / "a.mcap.part"
    with open_recording(path) as recording:
        assert recording.damage == [] and not recording.finished
        assert judge(recording, fed) == (0, 0)
        assert recording.duration_ns > 8_000_000_000
    monkeypatch.undo()
    assert heal(path).damage == ()


FULL = """
import resource, sys
from pathlib import Path
from imu_hinge.recording import Recorder
from tests.recording.examples import about, session
recorder = Recorder(Path(sys.argv[1]), about())
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
for item, step in session(60.0):
    recorder.receive(item, step)
print(recorder.close(), recorder.notice)
"""


def test_a_limit_of_the_system_on_a_real_file(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="this system has no limits of file size")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "a.mcap")], capture_output=True, text=True, check=True
    )
    assert "recording stopped: File too large" in done.stdout and not done.stderr
    with open_recording(tmp_path / "a.mcap.part") as recording:
        assert recording.damage == []
        assert judge(recording, session(60.0)) == (0, 0)
        assert recording.duration_ns > 15_000_000_000


def test_a_disk_that_hangs_delays_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hang = threading.Event()
    write = PartFile.write

    def hanging(self: PartFile, data: bytes) -> int:
        hang.wait()
        return write(self, data)

    fed = session(10.0)
    recorder = Recorder(tmp_path / "a.mcap", about(source="live"))
    monkeypatch.setattr(PartFile, "write", hanging)
    rescue = threading.Timer(30.0, hang.set)  # or a recorder that waits for the disk would never end
    rescue.start()
    for item, step in fed:
        recorder.receive(item, step)
    assert not hang.is_set()
    rescue.cancel()
    hang.set()
    with open_recording(recorder.close()) as recording:
        assert list(recording) == [item for item, _ in fed]


def test_a_queue_that_runs_over_ends_a_live_recording_cleanly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imu_hinge.recording.writer._QUEUE_BYTES", 1000)
    fed = session(10.0)
    recorder = Recorder(tmp_path / "a.mcap", about(source="live"))
    for item, step in fed:
        recorder.receive(item, step)
    assert "too slow" in recorder.notice
    with open_recording(recorder.close()) as recording:
        assert recording.ended == "slow_disk" and recording.damage == []
        read = list(recording)
    assert read == [item for item, _ in fed[: len(read)]]


def test_an_import_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imu_hinge.recording.writer._QUEUE_BYTES", 1000)
    fed = session(10.0)
    with open_recording(record(tmp_path / "a.mcap", fed, source="import")) as recording:
        assert list(recording) == [item for item, _ in fed]
