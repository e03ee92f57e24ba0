"""What stands on the screen at once is what was said when it was recorded."""

import json
from pathlib import Path

import pytest

from imu_hinge.core.steps import no_step
from imu_hinge.model.errors import HingeError, RecordingError, UsageError
from imu_hinge.model.inputs import Command, Input, Tick
from imu_hinge.review.opening import IN_SESSION, open_book, texts_of
from imu_hinge.review.reading import Through, read_through
from imu_hinge.view.totals import totals
from tests.made import bends_csv
from tests.recording.examples import Fed, record, session
from tests.review.made import RECORDINGS, ROUNDING, ROW, SPLIT, path_of, through_of
from tests.tiers import shortened

NAMES = sorted(path.stem for path in RECORDINGS.glob("*.mcap"))


@pytest.mark.parametrize("name", NAMES)
def test_the_counts_of_every_sample_are_there_without_a_fold(name: str) -> None:
    truth = json.loads((RECORDINGS / f"{name}.truth.json").read_text(encoding="utf-8"))
    book = open_book(path_of(name))
    assert book.live and book.totals == totals(book.sets, book.exercise)
    if "lossy" not in name and "dropouts" not in name:
        assert [(one.side, len(one.reps)) for one in book.sets] == [(s["side"], len(s["reps"])) for s in truth["sets"]]


@pytest.mark.parametrize("name", shortened([ROUNDING, SPLIT, ROW]))
def test_what_was_said_is_what_the_fold_says_to_fewer_digits(name: str) -> None:
    book, through = open_book(path_of(name)), through_of(name)
    assert through.agreement and through.agreement.same
    assert book.totals.faults == totals(through.said.sets, book.exercise).faults
    assert [one.reason for one in book.said.rejected] == [one.reason for one in through.said.rejected]
    assert book.pains == tuple((one.t_ns, one.score) for one in through.pains)
    for said, folded in zip(book.said.sets, through.said.sets, strict=True):
        assert [rep.t_bottom_ns for rep in said.reps] == [rep.t_bottom_ns for rep in folded.reps]
        peaks = [
            (a.lumbar_flexion_peak_deg, b.lumbar_flexion_peak_deg) for a, b in zip(said.reps, folded.reps, strict=True)
        ]
        assert all(a == pytest.approx(b, abs=0.006) for a, b in peaks)


def test_pain_and_notes_of_the_session_are_there(tmp_path: Path) -> None:
    words: list[Input] = [Command(5, "pain", "2"), Command(9, "note", "pad slips"), Command(12, "note", " ")]
    fed: Fed = [(item, no_step()) for item in (*words, Tick(20))]
    book = open_book(record(tmp_path / "few.mcap", fed), "band_rdl")
    assert book.pains == ((5, 2),)
    assert [(one.t_ns, one.author, one.text) for one in book.remarks] == [(9, IN_SESSION, "pad slips")]


def test_under_another_exercise_nothing_is_known_before_the_fold() -> None:
    book = open_book(path_of(ROUNDING), "band_hinge")
    assert (book.live, book.asked, book.sets, book.totals.reps) == (False, True, (), 0)
    assert open_book(path_of(ROUNDING), "band_rdl").live


def test_a_table_of_samples_needs_an_exercise_and_a_fold(tmp_path: Path) -> None:
    path = bends_csv(tmp_path / "bends.csv")
    with pytest.raises(UsageError, match=r"bends.csv: says no exercise; give --exercise with one of band_hinge"):
        open_book(path)
    book = open_book(path, "forward_bend")
    *_, last = read_through(path, book.exercise, compare=False)
    assert isinstance(last, Through) and last.agreement is None
    assert sum(len(one.reps) for one in last.said.sets) == 3
    assert texts_of(book)[0].startswith('id = "forward_bend"')


def test_a_recording_keeps_its_own_limits() -> None:
    book = open_book(path_of(ROW))
    assert book.about is not None
    assert texts_of(book) == (book.about.exercise_profile, book.about.fault_profiles)


def test_a_recording_that_is_not_whole_opens_with_what_is_left(tmp_path: Path) -> None:
    data = path_of(ROUNDING).read_bytes()
    path = tmp_path / "cut.mcap"
    path.write_bytes(data[: len(data) // 2])
    book = open_book(path)
    assert book.live and 0 < book.duration_ns < open_book(path_of(ROUNDING)).duration_ns


@pytest.mark.parametrize(("name", "why"), [("missing.mcap", "No such file"), ("folder", "Is a directory")])
def test_what_is_not_there_is_refused(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=why):
        open_book(tmp_path / name)


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.mcap"
    path.write_bytes(b"nothing of ours")
    with pytest.raises(RecordingError, match="is no recording of imu-hinge"):
        open_book(path)


def test_an_unknown_exercise_is_refused() -> None:
    with pytest.raises(HingeError, match="there is no exercise 'squat'"):
        open_book(path_of(ROW), "squat")


def test_a_recording_without_an_exercise_asks_for_one(tmp_path: Path) -> None:
    path = record(tmp_path / "import.mcap", session(2.0), exercise="", exercise_profile="", fault_profiles={})
    with pytest.raises(UsageError, match="says no exercise"):
        open_book(path)
    assert open_book(path, "band_rdl").live is False
