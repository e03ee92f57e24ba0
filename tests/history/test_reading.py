from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest

from imu_hinge.analysis import analyze
from imu_hinge.history.hearing import Hearing, SaidNote, SaidPain
from imu_hinge.history.reading import SessionRead, read_session
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import SetStarted, Step
from imu_hinge.model.inputs import Command
from tests.history.lived import Lived, about, record
from tests.history.made import NOW_NS
from tests.made import S, completed, set_ended


def test_a_recording_gives_what_was_said_live(lived: Lived, read: SessionRead) -> None:
    hearing = Hearing()
    for item, step in lived.steps:
        hearing.take(item, step.events)
    assert read.said == hearing.said
    assert [one.counted for one in read.said.sets] == [4]
    assert [one.status for one in read.said.calibrations] == ["guided"]
    assert read.verify_state == "same"


def test_its_numbers_are_those_of_analyze(lived: Lived, read: SessionRead) -> None:
    analysis = analyze(lived.path)
    assert read.analysis.to_dict() == analysis.to_dict()
    assert read.said.sets == analysis.sets
    row = read.row(uuid4(), lived.path.parent)
    assert (row.origin_ns, row.duration_ns) == (analysis.origin_ns, round(analysis.duration_s * 1e9))
    assert list(row.warnings) == analysis.to_dict()["warnings"]


def test_pain_is_read_with_its_moment_and_notes_with_their_words(read: SessionRead) -> None:
    """An answer that was a mistake is none, and no answer is none."""
    assert read.pains == (SaidPain(0, 2, "before"), SaidPain(57 * S, 4, "during"), SaidPain(61 * S, 1, "after"))
    assert read.notes == (SaidNote(62 * S, "looks at the floor"), SaidNote(63 * S, "eyes [2J ahead", "anna"))


def test_pain_ahead_of_the_first_set_is_before_it() -> None:
    hearing = Hearing()
    hearing.take(Command(S, "pain", "3"), ())
    hearing.take(None, (SetStarted(t_ns=2 * S, set_index=1, exercise="band_rdl", side=None), completed(1)))
    hearing.take(Command(9 * S, "pain", "4"), (set_ended(1),))
    hearing.take(Command(10 * S, "pain", "5"), ())
    assert [pain.moment for pain in hearing.pains] == ["before", "during", "after"]


def test_the_row_says_where_when_and_how(lived: Lived, read: SessionRead) -> None:
    client_id = uuid4()
    row = read.row(client_id, lived.path.parents[1])
    assert (row.id, row.client_id, row.recording_id) == (lived.session_id, client_id, UUID(lived.about.recording_id))
    assert row.recording_path == "c-7k2m9xq4/20261121T090000Z-000000ab.mcap"
    assert row.started_at_ns == NOW_NS
    assert row.ended_at_ns == NOW_NS + 66 * S
    assert (row.end_reason, row.damage, row.verify_state) == ("closed", (), "same")
    assert row.lost_samples == sum(stats.lost_samples for stats in lived.sensors.values())
    assert read.row(client_id, Path("/elsewhere")).recording_path == str(lived.path)


def test_under_another_exercise_it_is_judged_anew_and_not_compared(lived: Lived) -> None:
    again = read_session(lived.path, "forward_bend")
    assert (again.exercise.id, again.verify_state) == ("forward_bend", "not_run")
    assert again.row(uuid4(), lived.path.parent).exercise == "forward_bend"
    assert not any(rep.faults for one in again.said.sets for rep in one.reps)


def test_what_was_said_otherwise_live_is_told(lived: Lived, tmp_path: Path) -> None:
    silent = Step(np.empty(0, FRAME))
    steps = [(item, silent if step.events and item.t_ns > 50 * S else step) for item, step in lived.steps]
    path = record(tmp_path / "other.mcap", lived.about, steps)
    assert read_session(path).verify_state == "different"


def test_a_recording_without_an_exercise_needs_one(tmp_path: Path, lived: Lived) -> None:
    unknown = replace(about(3), exercise="", exercise_profile="")
    path = record(tmp_path / "unknown.mcap", unknown, lived.steps[:50])
    with pytest.raises(UsageError, match="says no exercise"):
        read_session(path)
    assert read_session(path, "band_hinge").exercise.id == "band_hinge"


def test_sessions_of_other_programs_may_be_called_anything(tmp_path: Path, lived: Lived) -> None:
    path = record(tmp_path / "named.mcap", about(3, session_id="session-1"), lived.steps[:50])
    once, again = (read_session(path).row(UUID(int=5), tmp_path).id for _ in range(2))
    assert once == again
