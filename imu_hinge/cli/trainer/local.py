"""The wearers of this room as a trainer's screen watches them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Protocol

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.cli.trainer.sitter import Sitter
from imu_hinge.station.room import Room
from imu_hinge.view.board import Board
from imu_hinge.view.wall import Presence, Seat, Wall

NOT_HERE = "this client is not training"


class Listening(Protocol):
    """Makes one client heard."""

    def listen(self, client: str | None) -> str:
        """This client and nobody else; words for why it cannot be."""
        ...


class LocalWatch:
    """Implements `view.wall.Watch`; every deed is a Command in the session of the wearer, in the trainer's name."""

    def __init__(self, room: Room, sitters: Sequence[Sitter], board: Board, listening: Listening, by: str) -> None:
        self._room, self._sitters, self._board, self._listening, self._by = room, sitters, board, listening, by
        self._lock = Lock()
        self.signals: Sequence[int] = ()
        """Signals that came; nobody waits for a last page after one."""
        for sitter in sitters:
            sitter.say = partial(room.say, sitter.person.client)

    def read(self) -> Wall:
        """The newest state."""
        with self._lock:
            dark = self._room.dark
            for sitter in self._sitters:
                sitter.post()
            seats = tuple(_lit(sitter.seat(), dark) for sitter in self._sitters)
            return Wall(seats, self._board.lines())

    def look_at(self, clients: Sequence[str]) -> None:
        """All wearers of this room always are."""

    def note(self, client: str, text: str) -> str:
        """A Command, which recording and history keep."""
        return self._say(client, "trainer_note", text=text)

    def ask_stop(self, client: str, reason: str) -> str:
        """A Command; the wearer ends the set."""
        return self._say(client, "trainer_stop", reason=reason)

    def propose(self, client: str, exercise: str, side: str, set_reps: int | None) -> str:
        """A Command; the exercise changes as soon as no set is open."""
        why_not = self._say(client, "trainer_exercise", exercise=exercise, side=side, set_reps=set_reps)
        if not why_not:
            self._room.change(client, exercise, side)
        return why_not

    def listen(self, client: str | None) -> str:
        """This client's cues."""
        return self._listening.listen(client)

    def exercises(self) -> Sequence[tuple[str, str]]:
        """All of the catalogue."""
        return [(one, load_exercise(one).title) for one in exercise_ids()]

    def begin(self) -> None:
        """Starts the room."""
        self._room.start()

    def stop(self) -> None:
        """Asks all sessions to end."""
        self._room.stop()

    def wait(self) -> None:
        """Until everything is closed; raises what ended all before its time."""
        if self._room.began:
            self._room.wait()

    @property
    def running(self) -> bool:
        """Whether the room is open."""
        return self._room.running

    @property
    def leaving(self) -> bool:
        """Whether nobody waits for a last page."""
        return bool(self.signals) or self._room.broke

    def _say(self, client: str, name: str, **fields: str | int | None) -> str:
        sitter = next((one for one in self._sitters if one.person.client == client), None)
        if sitter is None or not self._room.running or sitter.seat().presence is Presence.LEFT:
            return NOT_HERE
        self._room.say(client, name, json.dumps({"by": self._by, **fields}))
        return ""


def _lit(seat: Seat, dark: dict[str, str]) -> Seat:
    why = dark.get(seat.person.client)
    return replace(seat, presence=Presence.AWAY, remark=why) if why else seat
