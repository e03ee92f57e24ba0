"""One watch, shown by several processes."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from imu_hinge.model.errors import UsageError
from imu_hinge.station.sharing import Way, ask, connect, shared, way_from
from imu_hinge.station.shown_wall import SharedWatch
from imu_hinge.view.wall import Line, Person, Seat, Wall
from tests.remote.broker import until
from tests.tui.made import RESTING


@dataclass
class Owner:
    """A watch that remembers what it was asked for."""

    wall: Wall = field(default_factory=Wall)
    heard: list[tuple[str, ...]] = field(default_factory=list)
    looked: Sequence[str] = ()
    running: bool = True
    leaving: bool = False

    def read(self) -> Wall:
        return self.wall

    def look_at(self, clients: Sequence[str]) -> None:
        self.looked = clients

    def note(self, client: str, text: str) -> str:
        self.heard.append(("note", client, text))
        return ""

    def ask_stop(self, client: str, reason: str) -> str:
        return f"{client} is not here"

    def propose(self, client: str, exercise: str, side: str, set_reps: int | None) -> str:
        return ""

    def listen(self, client: str | None) -> str:
        return ""

    def exercises(self) -> list[tuple[str, str]]:
        return [("band_rdl", "Romanian deadlift")]

    def begin(self) -> None: ...

    def stop(self) -> None:
        self.heard.append(("stop",))


def person(number: int) -> Person:
    return Person(client=f"c-000000{number}", number=number, name="Anna")


def test_a_screen_shows_what_the_owner_has_and_passes_on_what_it_is_asked() -> None:
    owner = Owner(Wall((Seat(person=person(1), snapshot=RESTING),), (Line(1, 12.5, "c-0000001", "rep 6 rounded"),)))
    with shared(owner) as way:
        screen = SharedWatch(way_from(way.environment()))
        screen.begin()
        seat = screen.read().seats[0]
        shown, own = seat.snapshot, owner.wall.seats[0].snapshot
        assert shown is not None and own is not None
        assert (shown.sets, shown.count, shown.sensors) == (own.sets, own.count, own.sensors)
        assert (screen.read().feed, screen.exercises()) == (owner.wall.feed, [("band_rdl", "Romanian deadlift")])
        screen.look_at(["c-0000001"])
        assert (screen.note("c-0000001", "hips first"), screen.ask_stop("c-0000001", "")) == (
            "",
            "c-0000001 is not here",
        )
        until(lambda: owner.looked == ("c-0000001",))
        screen.stop()
    assert owner.heard == [("note", "c-0000001", "hips first")]


def test_a_screen_ends_nothing_but_itself() -> None:
    owner = Owner()
    with shared(owner) as way, connect(way) as line:
        assert ask(line, "stop") is None
        assert isinstance(ask(line, "read"), Wall)
    assert owner.heard == []


def test_nobody_gets_in_without_the_secret_and_the_next_one_still_does() -> None:
    with shared(Owner()) as way:
        with pytest.raises((AuthenticationError, OSError, EOFError)):
            Client(way.address, authkey=b"guessed").recv()
        with connect(way) as line:
            assert isinstance(ask(line, "read"), Wall)


def test_a_screen_without_a_watch_is_told_what_to_start(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="trainer --web"):
        way_from({})
    with pytest.raises(UsageError, match="start it there again"):
        SharedWatch(Way(str(tmp_path / "gone"), b"key")).begin()


def test_a_wall_can_be_sent() -> None:
    assert pickle.loads(pickle.dumps(RESTING)).sets == RESTING.sets
