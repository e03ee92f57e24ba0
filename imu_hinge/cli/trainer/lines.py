"""Watching as lines: the feed in words, or as JSON."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from imu_hinge.catalogue import Exercise
from imu_hinge.cli.sources import say
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Link
from imu_hinge.recording import event_to_json
from imu_hinge.station import Sink
from imu_hinge.view.wall import Line, Person, Wall, Watch

_LOOK_S = 0.2
Form = Callable[[Line, Mapping[str, str]], str]
"""A line of the feed as text; names are by client."""


def printed(watch: Watch, form: Form, tell_broker: Callable[[str], None] = say) -> None:
    """The feed as lines, the oldest first, until nobody is watched any more; the broker where its words change."""
    watch.begin()
    told: dict[int, int] = {}
    broker = ""
    while True:
        running = watch.running
        wall = watch.read()
        if wall.broker not in ("", broker):
            tell_broker(wall.broker)
        broker = wall.broker
        told = _print_new(wall, told, form)
        if not running:
            return
        time.sleep(_LOOK_S)


def _print_new(wall: Wall, told: Mapping[int, int], form: Form) -> dict[int, int]:
    """How many sentences each line told stood for, by its id; one that more than doubled is told again."""
    names = {seat.person.client: seat.person.name for seat in wall.seats}
    new = [line for line in reversed(wall.feed) if line.id not in told or line.more > 2 * told[line.id]]
    for line in new:
        print(form(line, names), flush=True)
    return {line.id: told.get(line.id, 0) for line in wall.feed} | {line.id: line.more for line in new}


def as_words(line: Line, names: Mapping[str, str]) -> str:
    """`18:22:39  Anna K.  rep 6 rounded, 24 deg (limit 18)`."""
    at = time.strftime("%H:%M:%S", time.localtime(line.at_s))
    return "  ".join((at, names.get(line.client, line.client), line.words))


def as_json(line: Line, names: Mapping[str, str]) -> str:
    """`{"client": ..., "type": "Line", "at_s": ..., "words": ...}`, without the name."""
    return _object(line.client, {"type": "Line", "at_s": round(line.at_s, 3), "words": line.words})


def broker_as_json(words: str) -> None:
    """Prints `{"type": "Broker", "at_s": ..., "words": ...}`."""
    print(json.dumps({"type": "Broker", "at_s": round(time.time(), 3), "words": words}), flush=True)


def nobody_else(person: Person, exercise: Exercise) -> list[Sink]:
    """No further listener to a session of this room."""
    return []


def events_of(person: Person, exercise: Exercise) -> list[Sink]:
    """One who prints every event and every change of a link as JSON."""
    return [_Events(person.client)]


class _Events:
    """A sink."""

    def __init__(self, client: str) -> None:
        self._client = client

    def receive(self, item: Input, step: Step) -> None:
        """Prints what one step says."""
        links = [{"type": "Link", **asdict(item)}] if isinstance(item, Link) else []
        for values in (*links, *map(event_to_json, step.events)):
            print(_object(self._client, values), flush=True)

    def close(self) -> None:
        """Nothing is held."""


def _object(client: str, values: Mapping[str, Any]) -> str:
    return json.dumps({"client": client, **values}, allow_nan=False)
