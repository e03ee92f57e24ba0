"""A recording that says something else is named with its first difference."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.cli import main
from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.model.events import Event, RepCompleted, Step
from imu_hinge.recording import Recorder, read_table
from tests.made import bends_csv

Change = Callable[[Event], Event | None]


def recorded(folder: Path, change: Change) -> Path:
    """A recording in which each event was said as `change` gives it back; None: not said."""
    session = Session(exercise=load_exercise("forward_bend"))
    with Recorder(folder / "changed.mcap", about_recording("forward_bend", "import")) as recorder:
        for item in read_table(bends_csv(folder / "bends.csv")).inputs(1.0):
            step = session.feed(item)
            said = (change(event) for event in step.events)
            recorder.receive(item, Step(step.frames, tuple(event for event in said if event)))
    return recorder.path


def silent(event: Event) -> Event | None:
    return None if isinstance(event, RepCompleted) and event.rep.index == 2 else event


def renumbered(event: Event) -> Event | None:
    return replace(event, rep=replace(event.rep, index=7)) if isinstance(event, RepCompleted) else event


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda event: event, 0, "same, "),
        (silent, 1, "differs after "),
        (renumbered, 1, "RepCompleted: rep.index was 7, is 1"),
        (lambda event: None, 1, "differs after 0 events, at input "),
    ],
)
def test_first_difference(
    change: Change, code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recorded(tmp_path, change)
    assert main(["verify", str(path)]) == code
    out, err = capsys.readouterr()
    assert (out.count("\n"), err) == (1, "")
    assert words in out
