"""Watching this room and a broker on one screen, or as lines."""

import argparse
import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.cli import main
from imu_hinge.cli.sources import LIVE, SIMULATED
from imu_hinge.cli.trainer.hearing import Studio
from imu_hinge.cli.trainer.joined import UNKNOWN, Joined
from imu_hinge.cli.trainer.lines import as_json, as_words, events_of, printed
from imu_hinge.cli.trainer.local import NOT_HERE, LocalWatch
from imu_hinge.cli.trainer.room import simulated, watch_room
from imu_hinge.cli.trainer.sitter import Habit, Sitter
from imu_hinge.cli.trainer.watching import _form
from imu_hinge.cues.dose import Dose
from imu_hinge.history.authors import default_author
from imu_hinge.history.consents import grant
from imu_hinge.history.database import open_history
from imu_hinge.history.rows import Client
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Input, Link, Placement, Tick
from imu_hinge.sound import SilentPlayer
from imu_hinge.station.loop import Stage
from imu_hinge.station.room import Begun
from imu_hinge.station.roster import Known, Roster
from imu_hinge.station.settings import Settings
from imu_hinge.station.wearers import Paired, save_wearers, wearers_path
from imu_hinge.view.board import Board
from imu_hinge.view.snapshot import Stage as Part
from imu_hinge.view.wall import Line, Person, Presence, Seat, Wall
from imu_hinge.virtual.scenarios import SCENARIOS
from tests.cli.test_trainer_past import filled
from tests.tui.walls import Watched

__all__ = ["filled"]

S = 1_000_000_000
ANN, BEN = simulated(1), simulated(2)


@dataclass
class Lasts(Watched):
    """A watch that can be waited for."""

    waited: int = 0

    def wait(self) -> None:
        self.waited += 1


def wall(*clients: str, lines: Sequence[Line] = (), broker: str = "") -> Wall:
    persons = [Person(client=one, number=place, name=one) for place, one in enumerate(clients, 1)]
    return Wall(tuple(Seat(person=one) for one in persons), tuple(lines), broker)


def test_clients_of_both_are_numbered_as_they_come_and_keep_their_numbers() -> None:
    here, there = Lasts(wall("a", "b")), Lasts(wall("x", broker="broker ok"))
    joined = Joined([here, there])
    assert [(one.person.number, one.person.client) for one in joined.read().seats] == [(1, "a"), (2, "b"), (3, "x")]
    here.wall, there.wall = wall("b"), wall("w", "x", "b")
    assert [(one.person.number, one.person.client) for one in joined.read().seats] == [(2, "b"), (3, "x"), (4, "w")]
    assert joined.read().broker == ""


def test_feeds_are_one_feed_in_which_each_line_stands_once() -> None:
    here = Lasts(wall("a", lines=[Line(1, 10.0, "a", "one")]))
    there = Lasts(wall("x", lines=[Line(7, 11.0, "x", "two")]))
    joined = Joined([here, there])
    joined.read()
    here.wall = wall("a", lines=[Line(2, 12.0, "a", "three"), *here.wall.feed])
    feed = joined.read().feed
    assert [(line.words, line.at_s) for line in feed] == [("three", 12.0), ("two", 11.0), ("one", 10.0)]
    assert [line.id for line in feed] == [3, 2, 1]


def test_who_has_the_client_is_asked() -> None:
    here, there = Lasts(wall("a")), Lasts(wall("a", "x"), why_not="not now")
    joined = Joined([here, there])
    assert joined.note("a", "hi") == ""
    assert joined.ask_stop("x", "") == "not now"
    assert joined.propose("nobody", "band_rdl", "", None) == UNKNOWN
    assert (here.asked, there.asked) == ([("note", "a", "hi")], [("stop", "x", "")])


def test_everybody_is_told_who_is_on_a_screen() -> None:
    here, there = Lasts(wall("a")), Lasts(wall("x"))
    Joined([here, there]).look_at(["x"])
    assert here.looked == there.looked == [["x"]]


def test_what_did_not_change_is_the_same_object() -> None:
    joined = Joined([Lasts(wall("a"))])
    before, after = joined.read(), joined.read()
    assert before.feed is after.feed
    assert [one is two for one, two in zip(before.seats, after.seats, strict=True)] == [True]


def test_who_is_heard_silences_everybody_else() -> None:
    here, there = Lasts(wall("a")), Lasts(wall("x"))
    joined = Joined([here, there])
    joined.listen("a")
    joined.listen(None)
    assert here.asked == [("listen", "a"), ("listen", None)]
    assert there.asked == [("listen", None), ("listen", None)]


def test_beginning_and_end_are_those_of_all() -> None:
    here, there = Lasts(), Lasts()
    joined = Joined([here, there])
    joined.begin()
    here.stop()
    assert joined.running and not joined.leaving
    joined.stop()
    joined.wait()
    assert (joined.running, here.waited, there.waited) == (False, 1, 1)
    joined.signals = [2]
    assert joined.leaving


class Broken(Lasts):
    """One that ended before its time."""

    def wait(self) -> None:
        super().wait()
        raise UsageError("broke")


def test_whoever_broke_is_told_of_when_all_are_closed() -> None:
    here, there = Broken(), Lasts()
    with pytest.raises(UsageError, match="broke"):
        Joined([here, there]).wait()
    assert (here.waited, there.waited) == (1, 1)


@dataclass
class Said:
    """Stands for a room: keeps what is said into its sessions."""

    said: list[tuple[str, ...]] = field(default_factory=list)
    dark: dict[str, str] = field(default_factory=dict)
    running: bool = True
    broke: bool = False

    def say(self, client: str, name: str, argument: str = "") -> None:
        self.said.append((client, name, argument))

    def change(self, client: str, exercise: str, side: str = "") -> None:
        self.said.append((client, "change", exercise, side))


def sitter(
    person: Person = ANN, *, recorded: bool = False, kind: str = SIMULATED, board: Board | None = None
) -> Sitter:
    habit = Habit(kind=kind, recorded=recorded, kept=False)
    return Sitter(person, habit, board or Board(), lambda person, exercise: [])


def local(room: Said, *sitters: Sitter) -> LocalWatch:
    with ExitStack() as opened:
        return LocalWatch(room, sitters, Board(), Studio(opened, Dose.EVERY), "anna")  # type: ignore[arg-type]


def test_deeds_are_words_in_the_session_of_the_wearer_in_the_name_of_the_trainer() -> None:
    room = Said()
    watch = local(room, sitter())
    assert watch.note(ANN.client, 'say "tall"') == watch.ask_stop(ANN.client, "") == ""
    assert watch.propose(ANN.client, "rdl_row", "", 8) == ""
    words = [(name, json.loads(argument)) for _, name, argument in room.said[:3]]
    assert words == [
        ("trainer_note", {"by": "anna", "text": 'say "tall"'}),
        ("trainer_stop", {"by": "anna", "reason": ""}),
        ("trainer_exercise", {"by": "anna", "exercise": "rdl_row", "side": "", "set_reps": 8}),
    ]
    assert room.said[3] == (ANN.client, "change", "rdl_row", "")


def test_nothing_is_asked_of_somebody_who_is_not_there() -> None:
    room = Said()
    assert local(room, sitter()).note(BEN.client, "hi") == NOT_HERE
    room.running = False
    assert local(room, sitter()).note(ANN.client, "hi") == NOT_HERE
    assert room.said == []


def test_a_place_that_went_dark_says_why() -> None:
    room = Said(dark={ANN.client: "disk full"})
    shown = local(room, sitter(), sitter(BEN)).read().seats
    assert [(one.presence, one.remark) for one in shown] == [(Presence.AWAY, "disk full"), (Presence.HERE, "")]


def run_through(begun: Begun, scenario: str) -> None:
    wearer = SCENARIOS[scenario].wearer(101)
    stage = Stage(begun.fold, begun.sinks)
    for item in [*wearer.inputs(), Command(round(wearer.end_s * S), "end")]:
        stage.take(item)
    for sink in reversed(begun.sinks):
        sink.close()


def test_each_session_of_a_wearer_is_recorded_apart_and_the_seat_is_that_of_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    board = Board()
    one = sitter(recorded=True, board=board)
    assert one.seat().snapshot is None
    run_through(one.begin("band_rdl"), "rounding")
    first = one.seat()
    assert (first.presence, first.snapshot is not None and first.snapshot.count) == (Presence.LEFT, 6)
    one.begin("rdl_row")
    second = one.seat().snapshot
    assert second is not None and (second.exercise.id, second.stage) == ("rdl_row", Part.WAITING)
    one.post()
    files = list(tmp_path.rglob("*.mcap"))
    assert len(files) == 1 and files[0].parent.name == ANN.client
    assert [words.split()[0] for words in one.told] == ["recording", "recorded"]
    assert any(line.words.startswith("recorded") for line in board.lines())


def test_a_wearer_with_sensors_begins_on_the_left_and_is_told_the_other_side() -> None:
    said: list[tuple[str, str]] = []
    one = sitter(kind=LIVE)
    one.say = lambda name, argument: said.append((name, argument))
    with_sides = one.begin("split_stance_hinge")
    assert said == [("side", "left")]
    assert len(with_sides.sinks) == 1 + len(one.begin("band_rdl").sinks)


def test_the_feed_as_lines(capsys: pytest.CaptureFixture[str]) -> None:
    line = Line(1, 0.0, "c-1", "pain 6")
    assert as_words(line, {"c-1": "Anna"}).endswith("  Anna  pain 6")
    assert as_words(line, {}).endswith("  c-1  pain 6")
    assert json.loads(as_json(line, {"c-1": "Anna"})) == {
        "client": "c-1",
        "type": "Line",
        "at_s": 0.0,
        "words": "pain 6",
    }
    watch = Ends(replace(wall("c-1"), feed=(Line(2, 1.0, "c-1", "second"), Line(1, 0.0, "c-1", "first"))))
    printed(watch, lambda line, names: line.words)
    assert capsys.readouterr().out == "first\nsecond\n"


@pytest.mark.parametrize(("form", "told"), [("plain", "imu-hinge: no broker"), ("json", '"type": "Broker"')])
def test_what_becomes_of_the_broker_is_told_once_beside_the_feed(
    form: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    watch = Reads([wall(broker="no broker: refused")] * 3)
    arguments = argparse.Namespace(plain=form == "plain", json=form == "json")
    assert _form(arguments)(Joined([watch]), arguments) == 0
    out, err = capsys.readouterr()
    assert (out if form == "json" else err).count(told) == 1
    assert (err if form == "json" else out) == ""


def test_a_line_that_counts_up_is_told_again_when_it_more_than_doubled(capsys: pytest.CaptureFixture[str]) -> None:
    def folded(count: int) -> Wall:
        return wall("c-1", lines=[Line(7, 0.0, "c-1", f"{count} more", count)])

    printed(Joined([Reads([folded(count) for count in (1, 2, 3, 50)])]), lambda line, names: line.words)
    assert capsys.readouterr().out == "1 more\n3 more\n50 more\n"


class Reads(Lasts):
    """Shows one wall after the other, and is over."""

    def __init__(self, walls: Sequence[Wall]) -> None:
        super().__init__(running=True)
        self.walls = iter(walls[:-1])
        self.wall = walls[-1]

    def read(self) -> Wall:
        one = next(self.walls, None)
        self.running = one is not None
        return one or self.wall


class Ends(Lasts):
    """Is over at once."""

    def begin(self) -> None:
        pass


def test_events_as_json_say_of_whom_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    (sink,) = events_of(ANN, load_exercise("band_rdl"))
    nothing = Step(frames=None)  # type: ignore[arg-type]
    sink.receive(Tick(0), nothing)
    sink.receive(Link(S, "sacrum", "lost"), nothing)  # type: ignore[arg-type]
    said = json.loads(capsys.readouterr().out)
    assert (said["client"], said["type"], said["state"]) == (ANN.client, "Link", "lost")


@pytest.fixture
def nobody_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))


@pytest.mark.usefixtures("nobody_home")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--plain"], "trainer pair"),
        (["--simulate=dancing", "--plain"], "there is no such scenario"),
        (["--exercise", "squat", "--plain"], "there is no exercise 'squat'"),
    ],
)
def test_what_cannot_be_watched_is_told_with_the_remedy(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trainer", *words]) == 2
    assert told in capsys.readouterr().err


def test_who_did_not_agree_or_has_one_sensor_is_left_out_and_the_others_are_watched(
    filled: tuple[Client, Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    anna, boris = (one.pseudonym for one in filled)
    both = Roster({place: Known("hsp", f"{place}-1", f"HINGE-{place[:2]}") for place in Placement})
    half = Roster({Placement.SACRUM: Known("hsp", "1", "HINGE-1")})
    save_wearers({anna: Paired(both, "rdl_row"), boris: Paired(both), "c-zzzzzzzz": Paired(half)}, wearers_path())
    with open_history() as history, history.writing() as db:
        for purpose in ("keep", "watch"):
            grant(db, filled[0], purpose, default_author(db, "trainer"), time.time_ns())
    arguments = argparse.Namespace(simulate=None, hci=None, exercise=None, no_record=False, plain=True, json=False)
    with ExitStack() as opened:
        watch = watch_room(arguments, opened, Settings(), lambda person, exercise: [])
    assert watch is not None
    (seat,) = watch.read().seats
    assert (seat.person.client, seat.person.name, seat.person.level) == (anna, "Anna", 2)
    said = capsys.readouterr().err
    assert f"{boris} has not agreed" in said and "no thoracic sensor is known" in said


@dataclass
class Ear:
    """What a sounder would play."""

    heard: list[int] = field(default_factory=list)

    def receive(self, item: Input, step: Step) -> None:
        self.heard.append(item.t_ns)


class Loud(Studio):
    """A studio whose device is there, and silent."""

    def _open(self) -> None:
        self._player = SilentPlayer("")
        self._sounder = self.ears = Ear()  # type: ignore[assignment]


def test_one_client_is_heard_from_the_moment_it_is_wished() -> None:
    studio, rdl = Loud(ExitStack(), Dose.EVERY), load_exercise("band_rdl")
    ann, ben = studio.ear(ANN, rdl), studio.ear(BEN, rdl)
    nothing = Step(frames=np.empty(0, FRAME))

    def stop(at_s: int) -> list[int]:
        for ear in (ann, ben):
            ear.receive(Command(at_s * S, "pain"), nothing)
            ear.receive(Command(at_s * S, "start_set"), nothing)
        return list(studio.ears.heard) if hasattr(studio, "ears") else []

    assert stop(1) == []
    assert studio.listen(ANN.client) == ""
    assert stop(2).count(2 * S) == 1
    studio.listen(None)
    assert stop(3).count(3 * S) == 0


def test_more_wearers_than_one_adapter_serves_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["trainer", "--simulate", "--wearers", "13"])
    assert left.value.code == 2
    assert "expected 1 to 12" in capsys.readouterr().err


def test_each_command_of_its_own_has_its_own_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["trainer", "setup", "--help"])
    assert "imu-hinge trainer setup" in capsys.readouterr().out
