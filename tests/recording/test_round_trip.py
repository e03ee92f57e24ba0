"""What is fed to a recorder comes back from the reader, bit for bit, in order."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.model.arrays import SAMPLE
from imu_hinge.model.inputs import Command, Input, Link, Packet, Placement, Samples, Tick
from imu_hinge.recording import open_recording
from imu_hinge.recording.channels import MOST_ROWS
from tests.recording.examples import SILENCE, about, record, same, session

TIMES = st.integers(0, 10**13)
PLACEMENTS = st.sampled_from(Placement)
WORDS = st.text(max_size=12)
NUMBERS = st.none() | st.integers(-128, 127)


@st.composite
def blocks(draw: Any) -> Samples:
    data = draw(st.binary(min_size=SAMPLE.itemsize, max_size=5 * SAMPLE.itemsize))
    rows = np.frombuffer(data[: len(data) // SAMPLE.itemsize * SAMPLE.itemsize], SAMPLE).copy()
    rows["t_ns"] = draw(TIMES) + np.arange(len(rows))
    return Samples(draw(PLACEMENTS), rows, draw(st.integers(1, 10**9)))


INPUTS = st.one_of(
    st.builds(Packet, TIMES, PLACEMENTS, st.sampled_from(["hsp", "witmotion"]), st.binary(max_size=40), WORDS),
    blocks(),
    st.builds(Tick, TIMES),
    st.builds(Link, TIMES, PLACEMENTS, WORDS, NUMBERS, NUMBERS, WORDS, WORDS, WORDS, WORDS),
    st.builds(Command, TIMES, WORDS, WORDS),
)


@settings(max_examples=60)
@given(st.lists(INPUTS, max_size=30))
def test_any_inputs_come_back_bit_for_bit(items: list[Input]) -> None:
    with TemporaryDirectory() as folder:
        path = record(Path(folder) / "any.mcap", [(item, SILENCE) for item in items])
        with open_recording(path) as recording:
            read = list(recording)
    assert len(read) == len(items)
    assert all(same(one, other) for one, other in zip(read, items, strict=True))
    assert recording.damage == []


def test_a_session_with_what_was_said(tmp_path: Path) -> None:
    fed = session(5.0)
    with open_recording(record(tmp_path / "session.mcap", fed)) as recording:
        assert list(recording) == [item for item, _ in fed]
        assert recording.about == about()
        assert recording.finished and recording.ended == "closed"
        assert recording.damage == [] and recording.skipped == 0
    causes = [index for index, (_, step) in enumerate(fed) for _ in step.events]
    assert [index for index, _ in recording.said] == causes
    assert recording.said[0][1] == {"type": "PhaseChanged", "t_ns": 0, "phase": "hinging"}


def test_a_recording_without_inputs(tmp_path: Path) -> None:
    with open_recording(record(tmp_path / "empty.mcap", [])) as recording:
        assert list(recording) == [] and recording.finished and recording.damage == []


def test_a_long_block_of_samples_is_stored_as_several(tmp_path: Path) -> None:
    rows = np.zeros(2 * MOST_ROWS + 1, SAMPLE)
    rows["t_ns"] = np.arange(len(rows))
    path = record(tmp_path / "long.mcap", [(Samples(Placement.SACRUM, rows, 1), SILENCE)])
    with open_recording(path) as recording:
        read = [item for item in recording if isinstance(item, Samples)]
    assert len(read) == 3
    assert np.array_equal(np.concatenate([one.samples for one in read]), rows)


def test_an_empty_block_is_no_input(tmp_path: Path) -> None:
    nothing = Samples(Placement.SACRUM, np.zeros(0, SAMPLE), 1)
    with open_recording(record(tmp_path / "nothing.mcap", [(nothing, SILENCE), (Tick(5), SILENCE)])) as recording:
        assert list(recording) == [Tick(5)]


def test_the_library_reads_our_files_too(tmp_path: Path) -> None:
    from mcap.reader import make_reader

    fed = session(3.0)
    with record(tmp_path / "session.mcap", fed).open("rb") as file:
        reader = make_reader(file, validate_crcs=True)
        topics = [channel.topic for _, channel, _ in reader.iter_messages()]
        assert reader.get_header().profile == "imu_hinge"
        assert {record.name for record in reader.iter_metadata()} == {"imu_hinge.recording", "imu_hinge.end"}
    assert sum(topic.startswith("/input/") for topic in topics) == len(fed)
    assert 55 <= topics.count("/view/posture") <= 61
    assert topics[0] == "/session"
