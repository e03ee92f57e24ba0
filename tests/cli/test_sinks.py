"""Who listens to a live session."""

import json
from pathlib import Path

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.cli.about import about_recording
from imu_hinge.cli.sinks import Json, Limit, Printer, Recording, Words
from imu_hinge.core.progression.ticks import Aim
from imu_hinge.core.steps import no_step
from imu_hinge.cues.planned import PLAN, Planned, plan_argument
from imu_hinge.model.errors import RecordingError
from imu_hinge.model.events import SetEnded, Step
from imu_hinge.model.inputs import Command, Link, LinkState, Packet, Placement, Tick
from imu_hinge.recording import open_recording
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.told_today import TodayTeller
from imu_hinge.view.told_today import Told as Line

NOTHING = no_step()


def link(t_s: float, state: LinkState, detail: str = "", placement: Placement = Placement.SACRUM) -> Link:
    return Link(round(t_s * 1e9), placement, state, 87, -55, "hsp", "Hinge", "1.0", "0001", detail)


def plain(links: list[Link], capsys: pytest.CaptureFixture[str]) -> list[str]:
    printer = Printer(Words(load_exercise("band_rdl")))
    for one in links:
        printer.receive(one, NOTHING)
    return capsys.readouterr().out.splitlines()


def test_a_link_is_told_when_it_changes_and_not_when_its_battery_does(capsys: pytest.CaptureFixture[str]) -> None:
    told = plain([link(1, LinkState.CONNECTING), link(2, LinkState.STREAMING), link(3, LinkState.STREAMING)], capsys)
    assert told == ["1.0  sensor  sacrum  connecting", "2.0  sensor  sacrum  streaming  battery 87 %"]


def test_a_reason_is_told_with_the_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert plain([link(4, LinkState.SILENT), link(9.25, LinkState.LOST, "connection lost")], capsys) == [
        "4.0  sensor  sacrum  no data",
        "9.2  sensor  sacrum  lost  connection lost",
    ]


def test_missing_bluetooth_is_told_once_for_both(capsys: pytest.CaptureFixture[str]) -> None:
    both = [link(0, LinkState.NO_BLUETOOTH, "Switch it on.", placement) for placement in Placement]
    assert plain(both, capsys) == ["0.0  sensor  no Bluetooth  Switch it on.  Waiting for it; Ctrl-C ends."]


@pytest.mark.parametrize(
    ("name", "argument", "said"),
    [
        ("pain", "7", "72.1  pain  7"),
        ("pain", "", "72.1  pain  stopped"),
        ("pain", "unanswered", "72.1  pain  unanswered"),
        ("gate", "c 4", "72.1  pain  4"),
        ("pain_choice", "easier", "72.1  pain choice  easier"),
        ("note", "pad slips", "72.1  note  pad slips"),
    ],
)
def test_pain_and_notes_are_told(name: str, argument: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Printer(Words(load_exercise("band_rdl"))).receive(Command(72_100_000_000, name, argument), NOTHING)
    assert capsys.readouterr().out == f"{said}\n"


@pytest.mark.parametrize("form", [Words(load_exercise("band_rdl")), Json()])
def test_words_that_others_tell_of_are_not(form: Words | Json, capsys: pytest.CaptureFixture[str]) -> None:
    Printer(form).receive(Command(5, "start_set"), NOTHING)
    assert capsys.readouterr().out == ""


def test_links_are_objects_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(Json()).receive(link(1, LinkState.LOST, "connection lost"), NOTHING)
    said = json.loads(capsys.readouterr().out)
    assert (said["type"], said["placement"], said["state"], said["detail"], said["t_ns"]) == (
        "Link",
        "sacrum",
        "lost",
        "connection lost",
        1_000_000_000,
    )


class Told:
    """Hears what becomes of a recording."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.failed: list[str] = []
        self.ends: list[tuple[Path, str]] = []

    def tell(self, words: str) -> None:
        self.words.append(words)

    def fail(self, why: str) -> None:
        self.failed.append(why)

    def kept(self, path: Path, reason: str) -> None:
        self.ends.append((path, reason))


SPOKEN = Packet(5, Placement.SACRUM, "hsp", b"?")


def test_a_recording_makes_its_file_when_the_first_sensor_speaks(tmp_path: Path) -> None:
    path, told = tmp_path / "a.mcap", Told()
    recording = Recording(path, about_recording("band_rdl", "live"), told)
    recording.receive(Tick(1), NOTHING)
    assert (list(tmp_path.iterdir()), recording.recorded()) == ([], Recorded())
    recording.receive(SPOKEN, NOTHING)
    assert recording.recorded().bytes > 0
    recording.close()
    assert told.words == [f"recording to {path}", f"recorded {path}"]
    assert told.ends == [(path, "closed")]
    with open_recording(path) as recorded:
        assert list(recorded) == [Tick(1), SPOKEN]


def test_a_session_without_a_sensor_leaves_no_file(tmp_path: Path) -> None:
    told = Told()
    recording = Recording(tmp_path / "a.mcap", about_recording("band_rdl", "live"), told)
    recording.receive(Tick(1), NOTHING)
    recording.close()
    assert (list(tmp_path.iterdir()), told.words) == ([], [])


def test_a_place_that_will_not_do_is_told_when_the_first_sensor_speaks(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recording = Recording(tmp_path / "file" / "a.mcap", about_recording("band_rdl", "live"), Told())
    with pytest.raises(RecordingError, match="choose another place"):
        recording.receive(SPOKEN, NOTHING)


def set_ended(index: int) -> Step:
    ended = SetEnded(t_ns=0, set_index=index, t_start_ns=0, t_end_ns=0, side=None, reason="stood", counted=5, unsure=0)
    return Step(NOTHING.frames, (ended,))


@pytest.mark.parametrize(("seconds", "sets", "after"), [(None, None, None), (2.0, None, 2), (None, 2, 1), (3.0, 1, 0)])
def test_enough_is_after_so_many_seconds_or_sets(seconds: float | None, sets: int | None, after: int | None) -> None:
    said: list[int] = []
    limit = Limit(seconds, sets, lambda: said.append(now))
    for now in range(4):
        limit.receive(Tick(now * 1_000_000_000), set_ended(now) if now < 2 else NOTHING)
    assert said[:1] == ([] if after is None else [after])


HINT = Line(34_000_000_000, "SetHint", "hint  slowing, last ones: 25 % slower than reps 1 to 4", {"speed_loss": 0.25})


def test_what_is_no_event_is_a_line_or_an_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    for form in (Words(load_exercise("band_rdl")), Json()):
        Printer(form).tell(HINT)
    words, values = capsys.readouterr().out.splitlines()
    assert words == "34.0  hint  slowing, last ones: 25 % slower than reps 1 to 4"
    assert json.loads(values) == {"type": "SetHint", "t_ns": 34_000_000_000, "speed_loss": 0.25}


def test_where_the_wearer_stands_is_the_last_line(capsys: pytest.CaptureFixture[str]) -> None:
    for form in (Words(load_exercise("band_rdl")), Json()):
        Printer(form).end_with(["level 1; proposed: stay", "  days: 2 of 6"])
    words, values = capsys.readouterr().out.splitlines()
    assert words == "0.0  progression  level 1; proposed: stay days: 2 of 6"
    assert json.loads(values)["lines"] == ["level 1; proposed: stay", "  days: 2 of 6"]


def test_the_plan_is_told_when_it_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer(Words(load_exercise("band_rdl")), TodayTeller(load_exercise("band_rdl")))
    printer.receive(Command(5_000_000_000, PLAN, plan_argument(Planned(Aim("band_rdl", 3, 8)))), NOTHING)
    assert capsys.readouterr().out == "5.0  today  set 1 of 3, 8 reps\n"
