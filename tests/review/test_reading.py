"""Going through a file: the angles, the words, and whether they are those that were said live."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.analysis import Agreement, Comparing, analyze
from imu_hinge.analysis.source import open_source
from imu_hinge.core.steps import no_step
from imu_hinge.export import make_table
from imu_hinge.model.events import Event
from imu_hinge.recording import Recorder, event_from_json, open_recording
from imu_hinge.review.agreement import agreement_words, state_of
from imu_hinge.review.angles import Angles
from imu_hinge.review.beside import Beside, Here
from imu_hinge.review.opening import open_book
from imu_hinge.review.reading import Folded, News, Shown, Stopped, Through, read_through
from imu_hinge.review.reviewed import Reviewed
from tests.made import bends_csv, completed
from tests.review.made import ROUNDING, ROW, Given, news_of, path_of, reviewed, through_of


def angles_of(news: Iterable[News | Stopped]) -> Angles:
    angles = Angles()
    for one in news:
        if isinstance(one, Folded):
            angles.take(one.rows)
        elif isinstance(one, Shown):
            angles.take_shown(one.rows)
    return angles


def test_it_ends_with_what_analyze_finds() -> None:
    assert through_of(ROUNDING).analysis.to_dict() == analyze(path_of(ROUNDING)).to_dict()


def test_the_angles_are_those_of_the_table_of_frames() -> None:
    with open_source(path_of(ROUNDING)) as source:
        table = make_table("frames", source)
    rows = angles_of(news_of(ROUNDING)).rows
    assert rows["t_ns"] / 1e9 == pytest.approx(np.asarray(table.columns["t_s"]))
    lumbar = np.asarray(table.columns["lumbar_flexion_deg"])
    assert np.degrees(rows["lumbar_flexion"]) == pytest.approx(lumbar, nan_ok=True)


def test_what_was_shown_live_comes_first_and_is_close() -> None:
    news = news_of(ROUNDING)
    first_folded = next(place for place, one in enumerate(news) if isinstance(one, Folded))
    assert {type(one) for one in news[:first_folded]} == {Shown}
    shown, folded = angles_of(news[:first_folded]), angles_of(news)
    for line in open_book(path_of(ROUNDING)).lines:
        span = line.rep.t_start_ns, line.rep.t_end_ns
        live = shown.between(*span)
        assert len(live) > 20
        known = folded.between(*span)
        lumbar = np.interp(live["t_ns"].astype(float), known["t_ns"].astype(float), known["lumbar_flexion"])
        assert np.degrees(live["lumbar_flexion"]) == pytest.approx(np.degrees(lumbar), abs=1.5)


def test_another_answer_is_told_with_its_time(tmp_path: Path) -> None:
    """A recording in which one repetition more was said than the fold says."""
    path = tmp_path / "more.mcap"
    with open_recording(path_of(ROUNDING)) as recording, Recorder(path, recording.about) as recorder:
        said: defaultdict[int, list[Event | None]] = defaultdict(list)
        for index, values in recording.said:
            said[index].append(event_from_json(values))
        said[400].append(completed(9))
        for index, item in recording.indexed():
            events = tuple(event for event in said[index] if event)
            recorder.receive(item, replace(no_step(), events=events))
    *_, last = read_through(path, open_book(path).exercise, compare=True, shown=False)
    assert isinstance(last, Through) and last.agreement is not None
    assert state_of(last.agreement) == "different"
    assert last.agreement.events > 3 and last.agreement.differs_ns == completed(9).t_ns
    assert agreement_words(last.agreement).startswith("differs from live at ")


def test_where_it_differs_the_screen_keeps_what_was_said_live() -> None:
    news = news_of(ROUNDING)
    through = replace(through_of(ROUNDING), agreement=Agreement(3, 7, True))
    book = open_book(path_of(ROUNDING))
    one = Reviewed(book, lambda *_: Given([*news[:-1], through]))
    assert one.look() and not one.look()
    assert one.book.said is book.said
    assert one.checked == "differs from live at 0.0 s"
    assert reviewed(ROUNDING).book.said is through.said


def test_a_recording_that_is_not_whole_says_so(tmp_path: Path) -> None:
    data = path_of(ROUNDING).read_bytes()
    path = tmp_path / "cut.mcap"
    path.write_bytes(data[: len(data) // 2])
    one = Reviewed(open_book(path), Here)
    one.look()
    assert one.checked == "parts of the recording are missing; same as live before them"
    assert one.angles.complete and len(one.angles.rows) > 1000


def test_a_table_is_read_like_a_recording(tmp_path: Path) -> None:
    one = Reviewed(open_book(bends_csv(tmp_path / "bends.csv"), "forward_bend"), Here)
    assert (one.checked, one.book.totals.reps) == ("checking 0 %", 0)
    one.look()
    assert (one.checked, one.book.totals.reps) == ("nothing was said live", 3)
    assert one.book.duration_ns == pytest.approx(30e9, abs=0.1e9)


def test_a_process_beside_gives_the_same() -> None:
    one = Reviewed(open_book(path_of(ROW)))
    while not (one.through or one.stopped):
        one.look()
        time.sleep(0.02)
    one.close()
    assert one.stopped == ""
    assert one.book.said == through_of(ROW).said
    assert (one.angles.rows["t_ns"] == angles_of(news_of(ROW)).rows["t_ns"]).all()


def test_it_may_be_left_at_any_time() -> None:
    running = Beside(path_of(ROW), open_book(path_of(ROW)).exercise, compare=True)
    running.close()
    list(running.news())
    running.close()


def test_what_goes_amiss_beside_is_told_in_words(tmp_path: Path) -> None:
    one = Reviewed(replace(open_book(path_of(ROW)), path=tmp_path / "gone.mcap"))
    while not one.stopped:
        one.look()
        time.sleep(0.02)
    one.close()
    assert "gone.mcap" in one.stopped and one.checked == "not checked"


def test_a_process_that_dies_is_told() -> None:
    running = Beside(path_of(ROW), open_book(path_of(ROW)).exercise, compare=True)
    running._process.kill()
    while not (came := list(running.news())):
        time.sleep(0.02)
    running.close()
    assert came == [Stopped("the process that goes through the recording ended; open it again")]


def test_a_session_without_a_recording_is_known_by_its_numbers() -> None:
    one = Reviewed(replace(open_book(path_of(ROW)), path=None))
    assert not one.look()
    assert one.stopped.startswith("there is no recording of this session")
    assert one.book.totals.reps == 5


def test_a_recording_in_which_nothing_was_said_has_nothing_to_compare() -> None:
    with open_recording(path_of(ROW)) as recording:
        recording.said.clear()
        comparing = Comparing(recording)
        assert agreement_words(comparing.agreement()) == "nothing was said live"


def test_the_order_of_what_is_said_at_other_times_does_not_matter() -> None:
    with open_recording(path_of(ROW)) as recording:
        events = [event for _, said in recording.said if (event := event_from_json(said))]
        same, turned, fewer = Comparing(recording), Comparing(recording), Comparing(recording)
        for event in events:
            same.take(event)
        for event in sorted(events, key=lambda event: -event.t_ns):
            turned.take(event)
        for event in events[:-1]:
            fewer.take(event)
    assert same.agreement() == turned.agreement() == Agreement(len(events), None, True)
    assert fewer.agreement() == Agreement(len(events) - 1, events[-1].t_ns, True)
