"""A recording folded on a client's machine and watched on another: through the very bytes of the messages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from imu_hinge.analysis import open_source
from imu_hinge.catalogue import Exercise
from imu_hinge.core.session import Session
from imu_hinge.cues.banners import Banners
from imu_hinge.history.inbox import Arrived
from imu_hinge.model.events import Event, SetEnded, Step
from imu_hinge.model.inputs import Command, Input, Link
from imu_hinge.recording import event_from_json, event_to_json
from imu_hinge.remote.messages import Entry, Events, Live, decode, encode
from imu_hinge.remote.mirror import Mirror
from imu_hinge.remote.scopes import live_allowed
from imu_hinge.remote.telling import Posture, Said, Telling, posture_of
from imu_hinge.remote.topics import Kind
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Viewer
from imu_hinge.view.wall import Person

RECORDINGS = Path(__file__).parents[2] / "recordings"
SESSION = "5e551011"
LIVE_NS = 200_000_000
PAINS = {1: 3, 2: 5}
"""Set that ended -> the score the wearer gives then."""


class Wire:
    """From one session to one trainer, under one consent."""

    def __init__(self, exercise: Exercise, scopes: Sequence[str]) -> None:
        self.rows: list[Arrived] = []
        """All that arrived."""
        self.mirror = mirror_of(exercise)
        self.mirror.told_events = "events" in scopes
        self._telling, self._scopes = Telling(SESSION, exercise, scopes), scopes
        self._posture, self._live_ns, self._n = Posture(), -LIVE_NS, 0
        self._send(self._telling.begun("test"))

    def take(self, item: Input, step: Step) -> None:
        if len(step.frames):
            self._posture = posture_of(step.frames[-1])
        if step.events or isinstance(item, Command | Link):
            self._send(self._telling.take(item if isinstance(item, Command | Link) else None, step.events))
        if item.t_ns - self._live_ns >= LIVE_NS:
            self._live_ns = item.t_ns
            self._live(self._telling.live(item.t_ns, self._posture))

    def end(self) -> None:
        self._send(self._telling.ended("closed"))

    def _live(self, live: Live | None) -> None:
        allowed = live and live_allowed(live, self._scopes)
        if allowed is not None:
            self._n += 1
            said = decode(Kind.LIVE, encode(replace(allowed, n=self._n, seq=len(self.rows))))
            assert isinstance(said, Live)
            self.mirror.take_live(said, self._telling.sensors)

    def _send(self, said: Sequence[Said]) -> None:
        rows = []
        for seq, (kind, data) in enumerate(said, len(self.rows) + 1):
            entry = Entry(seq=seq, id=f"e{seq}", t_ms=seq, session=SESSION, type=kind, data=data)
            rows += _arrived(encode(Events("epoch", (entry,))))
        self.rows += rows
        self.mirror.take_events(rows)


def mirror_of(exercise: Exercise) -> Mirror:
    return Mirror(Person(client="c-7k3m9q2x", number=1, name="Anna"), SESSION, exercise)


def watched(name: str, *consents: Sequence[str]) -> Iterator[tuple[int | None, Viewer, list[Wire]]]:
    """Moments at which both sides can be compared: each end of a set, by its number, and the end of the session.

    The wearer's screen is given events as messages hold them: rounded. The trainers have one consent each.
    """
    with open_source(RECORDINGS / f"{name}.mcap") as source:
        heard = Heard()
        session = Session(source.exercise, sample_tap=heard.tap)
        viewer = Viewer(session, heard, Banners(source.exercise), Recorded)
        wires = [Wire(source.exercise, scopes) for scopes in consents]

        def feed(item: Input) -> Step:
            step = session.feed(item)
            viewer.receive(item, Step(step.frames, tuple(map(rounded, step.events))))
            for wire in wires:
                wire.take(item, step)
            return step

        for item in source.items:
            ended = [event.set_index for event in feed(item).events if isinstance(event, SetEnded)]
            if ended:
                if (score := PAINS.get(ended[-1])) is not None:
                    feed(Command(item.t_ns, "pain", str(score)))
                yield ended[-1], viewer, wires
        for wire in wires:
            wire.end()
        yield None, viewer, wires


def rounded(event: Event) -> Event:
    kept = event_from_json(event_to_json(event))
    assert kept is not None
    return kept


def _arrived(payload: bytes) -> list[Arrived]:
    message = decode(Kind.EVENT, payload)
    assert isinstance(message, Events)
    return [
        Arrived(seq=one.seq, id=one.id, t_ms=one.t_ms, session=one.session, type=one.type, body=one.data)
        for one in message.events
    ]
