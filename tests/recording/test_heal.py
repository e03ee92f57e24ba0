"""Healing: keeps every intact message, reports every loss, never touches the only copy."""

from pathlib import Path

import numpy as np
import pytest

from imu_hinge.model.errors import RecordingError
from imu_hinge.recording import Recorder, abandoned, heal, open_recording
from tests.recording.examples import about, judge, record, session
from tests.recording.test_damage import chunks_of, flipped

FED = session(12.0)


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return record(tmp_path_factory.mktemp("intact") / "session.mcap", FED).read_bytes()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "walked")


def test_a_recording_that_is_well_is_left_alone(intact: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.mcap"
    path.write_bytes(intact)
    healed = heal(path)
    assert (healed.path, healed.changed, healed.inputs, healed.damage) == (path, False, len(FED), ())
    assert path.read_bytes() == intact


def test_a_torn_part_file_becomes_a_recording(intact: bytes, tmp_path: Path) -> None:
    part = tmp_path / "a.mcap.part"
    part.write_bytes(intact[: len(intact) // 2])
    healed = heal(part)
    assert healed.path == tmp_path / "a.mcap" and healed.kept_original is None
    assert names(tmp_path) == ["a.mcap"]
    with open_recording(healed.path) as recording:
        assert recording.finished and recording.ended == "healed" and recording.damage == []
        read = list(recording)
    assert read == [item for item, _ in FED[: len(read)]] and len(read) == healed.inputs > len(FED) // 3
    assert recording.said == [entry for entry in recording.said if entry[0] < len(read)] != []


def test_damage_in_the_middle_keeps_the_original(intact: bytes, tmp_path: Path) -> None:
    chunk = chunks_of(intact, tmp_path)[5]
    damaged = flipped(intact, 8 * (chunk.offset + 100))
    for name in ("a.mcap", "b.mcap.part"):
        (tmp_path / name).write_bytes(damaged)
        healed = heal(tmp_path / name)
        assert healed.kept_original is not None and healed.kept_original.read_bytes() == damaged
        assert "inputs missing from" in str(healed) and "\n" not in str(healed)
        with open_recording(healed.path) as recording:
            assert judge(recording, FED) == (0, 0)
            assert [one.missing_first for one in recording.damage] == [one.missing_first for one in healed.damage]
            assert sum(1 for _ in recording) == healed.inputs
    assert names(tmp_path) == ["a.mcap", "a.mcap.damaged", "b.mcap", "b.mcap.damaged"]


def test_healing_twice_gives_the_same_file(intact: bytes, tmp_path: Path) -> None:
    chunk = chunks_of(intact, tmp_path)[5]
    damaged = flipped(intact, 8 * (chunk.offset + 100))
    for name in ("a.mcap", "b.mcap"):
        (tmp_path / name).write_bytes(damaged)
        assert heal(tmp_path / name).changed
    once = (tmp_path / "a.mcap").read_bytes()
    assert once == (tmp_path / "b.mcap").read_bytes()
    assert not heal(tmp_path / "a.mcap").changed
    assert (tmp_path / "a.mcap").read_bytes() == once


def test_damage_to_a_healed_recording_is_healed_again(intact: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.mcap"
    path.write_bytes(intact)
    for place in (5, 8):
        chunk = chunks_of(path.read_bytes(), tmp_path)[place]
        path.write_bytes(flipped(path.read_bytes(), 8 * (chunk.offset + 100)))
        assert heal(path).changed
    with open_recording(path) as recording:
        assert len(recording.damage) == 2 and judge(recording, FED) == (0, 0)
    assert names(tmp_path) == ["a.mcap", "a.mcap-2.damaged", "a.mcap.damaged"]


def test_random_damage_is_healed_without_a_wrong_input(intact: bytes, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    for trial, bit in enumerate(rng.integers(0, 8 * len(intact), 40)):
        path = tmp_path / f"{trial}.mcap"
        path.write_bytes(flipped(intact, int(bit)))
        healed = heal(path)
        with open_recording(healed.path) as recording:
            assert healed.changed and recording.finished and judge(recording, FED) == (0, 0)
            assert len(FED) - healed.inputs < 60


def test_a_taken_name_is_not_overwritten(intact: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.mcap").write_text("mine")
    (tmp_path / "a.mcap.part").write_bytes(intact[:-500])
    assert heal(tmp_path / "a.mcap.part").path == tmp_path / "a-2.mcap"
    assert (tmp_path / "a.mcap").read_text() == "mine"


def test_a_part_file_in_use_is_neither_abandoned_nor_healed(intact: bytes, tmp_path: Path) -> None:
    (tmp_path / "old.mcap.part").write_bytes(intact[:9000])
    with Recorder(tmp_path / "a.mcap", about()) as recorder:
        assert abandoned(tmp_path) == [tmp_path / "old.mcap.part"]
        with pytest.raises(RecordingError, match="being written"):
            heal(recorder.path)
    assert names(tmp_path) == ["a.mcap", "old.mcap.part"]


def test_a_file_with_nothing_left_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.mcap.part"
    path.write_bytes(b"\x89MCAP0\r\n")
    with pytest.raises(RecordingError, match="nothing of it is left"):
        heal(path)
    assert names(tmp_path) == ["a.mcap.part"]


def test_a_copy_that_differs_is_thrown_away(intact: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.mcap.part"
    path.write_bytes(intact[:-500])
    digests = iter([(1, "one"), (1, "other")])
    monkeypatch.setattr("imu_hinge.recording.healing._digest", lambda _: next(digests))
    with pytest.raises(RecordingError, match="left as it is"):
        heal(path)
    assert names(tmp_path) == ["a.mcap.part"]
