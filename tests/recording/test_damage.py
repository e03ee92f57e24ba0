"""Cut, flipped, zeroed or foreign: never a wrong input, never an unreported loss."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imu_hinge.model.errors import RecordingError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.recording import Damage, open_recording
from imu_hinge.recording.framing import CHUNK, Chunk, Walk
from tests.recording.examples import SILENCE, Fed, judge, record, session

FED = session(20.0)
TRIALS = 200
S = 1_000_000_000


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return record(tmp_path_factory.mktemp("intact") / "session.mcap", FED).read_bytes()


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path / "damaged.mcap"


def chunks_of(data: bytes, folder: Path) -> list[Chunk]:
    path = folder / "walked"
    path.write_bytes(data)
    with path.open("rb") as file:
        return [piece for piece in Walk(file, len(data)) if isinstance(piece, Chunk)]


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def offsets_of_records(data: bytes) -> list[int]:
    offsets, at = [], 8
    while at < len(data) - 8:
        offsets.append(at)
        at += 9 + int.from_bytes(data[at + 1 : at + 9], "little")
    return offsets


def check(path: Path, data: bytes, fed: Fed = FED) -> int:
    """Write and read; returns how many inputs are missing."""
    path.write_bytes(data)
    with open_recording(path) as recording:
        assert recording.damage or not recording.finished
        assert judge(recording, fed) == (0, 0)
        return len(fed) - sum(1 for _ in recording)


def test_every_chunk_before_a_cut_is_kept(intact: bytes, scratch: Path) -> None:
    chunks = chunks_of(intact, scratch.parent)
    rng = np.random.default_rng(1)
    for cut in rng.integers(chunks[0].offset, len(intact), TRIALS):
        scratch.write_bytes(intact[:cut])
        with open_recording(scratch) as recording:
            assert recording.damage
            assert judge(recording, FED) == (0, 0)
            kept = sum(chunk.offset + chunk.length <= cut for chunk in chunks)
            assert len(recording._survey.spans) == kept


def test_one_flipped_bit_costs_at_most_one_chunk(intact: bytes, scratch: Path) -> None:
    rng = np.random.default_rng(2)
    most = max(40 + 20, len(FED) // 15)
    for bit in rng.integers(0, 8 * len(intact), TRIALS):
        assert check(scratch, flipped(intact, int(bit))) <= most


@pytest.mark.parametrize("finished", [True, False])
def test_a_flip_in_the_first_chunk_leaves_the_others_readable(intact: bytes, scratch: Path, finished: bool) -> None:
    chunks = chunks_of(intact, scratch.parent)
    data = intact if finished else intact[: chunks[9].offset + chunks[9].length]
    path = scratch if finished else scratch.with_name("damaged.mcap.part")
    for position in range(chunks[0].offset, chunks[0].offset + chunks[0].length, 40):
        path.write_bytes(flipped(data, 8 * position))
        with open_recording(path) as recording:
            assert judge(recording, FED) == (0, 0)
            assert len(list(recording)) >= (len(FED) if finished else 0.35 * len(FED))
            assert recording.damage


def test_a_flip_in_the_head_of_every_kind_of_record(intact: bytes, scratch: Path) -> None:
    offsets = offsets_of_records(intact)
    kinds = {intact[offset]: offset for offset in reversed(offsets)}
    assert len(kinds) >= 10
    for offset in kinds.values():
        for bit in range(8 * offset, 8 * (offset + 12), 5):
            assert check(scratch, flipped(intact, bit)) < 60


def test_zeroed_and_removed_blocks(intact: bytes, scratch: Path) -> None:
    rng = np.random.default_rng(3)
    for start in rng.integers(2000, len(intact) - 4096, 60):
        check(scratch, intact[:start] + bytes(4096) + intact[start + 4096 :])
        check(scratch, intact[:start] + intact[start + 4096 :])


def test_the_second_session_message_is_enough_without_metadata_and_first_chunk(intact: bytes, scratch: Path) -> None:
    chunks = chunks_of(intact, scratch.parent)
    assert check(scratch, intact[:8] + b"\xff" * (chunks[1].offset - 8) + intact[chunks[1].offset :]) == 0


def test_a_short_recording_survives_the_loss_of_its_beginning(intact: bytes, scratch: Path) -> None:
    chunks = chunks_of(intact, scratch.parent)
    assert check(scratch, intact[chunks[3].offset :]) < 0.2 * len(FED)


def test_a_gap_is_described(intact: bytes, scratch: Path) -> None:
    chunk = chunks_of(intact, scratch.parent)[5]
    scratch.write_bytes(flipped(intact, 8 * (chunk.offset + 200)))
    with open_recording(scratch) as recording:
        (damage,) = recording.damage
        present = [index for index, _ in recording.indexed()]
    assert damage.offset == chunk.offset and "chunk" in damage.reason
    assert damage.missing_first is not None and damage.missing_last is not None
    assert set(range(damage.missing_first, damage.missing_last + 1)) == set(range(len(FED))) - set(present)
    assert damage.t_first_ns == FED[damage.missing_first - 1][0].t_ns
    assert damage.t_last_ns == FED[damage.missing_last + 1][0].t_ns


def test_the_mark_of_a_chunk_within_packet_bytes_misleads_nobody(scratch: Path) -> None:
    rng = np.random.default_rng(4)
    mark = bytes([CHUNK]) + bytes(36) + b"\x04\x00\x00\x00zstd"
    fed: Fed = [
        (Packet(k * 10_000_000, Placement.SACRUM, "hsp", rng.bytes(30) + mark + rng.bytes(30)), SILENCE)
        for k in range(1000)
    ]
    data = record(scratch.with_name("planted.mcap"), fed).read_bytes()
    for bit in rng.integers(0, 8 * len(data), 50):
        check(scratch, flipped(data, int(bit)), fed)


@pytest.mark.parametrize("data", [b"", b"\x89MCAP0\r\n", b"PK\x03\x04" * 300, "größe\n".encode() * 99], ids=repr)
def test_a_file_that_is_none_of_ours_is_refused(scratch: Path, data: bytes) -> None:
    scratch.write_bytes(data)
    with pytest.raises(RecordingError, match="no recording of imu-hinge"):
        open_recording(scratch)


def test_a_foreign_mcap_is_refused(scratch: Path) -> None:
    from mcap.writer import Writer

    writer: Any = Writer(str(scratch))
    writer.start()
    channel = writer.register_channel("/camera", "json", 0)
    writer.add_message(channel, 5, b"{}", 5)
    writer.finish()
    with pytest.raises(RecordingError, match="no recording of imu-hinge"):
        open_recording(scratch)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.mcap", tmp_path):
        with pytest.raises(RecordingError, match="cannot be opened"):
            open_recording(path)


def test_a_newer_layout_is_refused_by_its_name(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        later.setattr("imu_hinge.recording.about.MAJOR", 2)
        record(scratch, FED[:50])
    with pytest.raises(RecordingError, match="imu-hinge/recording/2; a newer imu-hinge"):
        open_recording(scratch)


def test_unknown_topics_keys_and_records_are_skipped_and_counted(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mcap.writer import Writer

    from imu_hinge.recording.about import sealed, to_json, to_metadata
    from imu_hinge.recording.channels import compact, fixed_channels
    from tests.recording.examples import about

    writer: Any = Writer(str(scratch), enable_data_crcs=True)
    writer.start("imu_hinge")
    writer.add_metadata("imu_hinge.recording", sealed({**to_metadata(about()), "mood": "good"} | {"crc32": ""}))
    writer.add_attachment(1, 1, "photo", "image/png", b"png")
    ids = [writer.register_channel(one.topic, one.encoding, 0, dict(one.metadata)) for one in fixed_channels({})]
    later = writer.register_channel("/input/heart_rate", "beats", 0)
    start = about().start_wall_ns
    writer.add_message(ids[0], start, compact({**to_json(about()), "channels": [], "mood": "good"}), start)
    writer.add_message(ids[3], start, b"", start, 0)
    writer.add_message(later, start, b"61", start, 1)
    writer.finish()
    with open_recording(scratch) as recording:
        assert recording.about == about()
        assert [index for index, _ in recording.indexed()] == [0]
        assert recording.skipped == 2


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (Damage(7, "torn"), "byte 7: torn"),
        (Damage(7, "torn", 4, None, 2 * S), "byte 7: torn, what came after 2.0 s may be missing"),
        (Damage(7, "torn", 4, 4, 2 * S), "byte 7: torn, 1 input missing from 2.0 s"),
        (Damage(7, "torn", 4, 6, 2 * S, 3 * S), "byte 7: torn, 3 inputs missing from 2.0 to 3.0 s"),
    ],
)
def test_losses_in_words(damage: Damage, words: str) -> None:
    assert str(damage) == words
