"""Watching as lines: the feed in words, or as JSON."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from imu_hinge.catalogue import Exercise
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Link
from imu_hinge.recording import event_to_json
from imu_hinge.station import Sink
from imu_hinge.view.wall import Line, Person, Wall, Watch

_LOOK_S = 0.2
Form = Callable[[Line, Mapping[str, str]], str]
"""A line of the feed as text; names are by client."""


def printed(watch: Watch, form: Form) -> None:
    """The feed as lines, the oldest first, until nobody is watched any more."""
    watch.begin()
    told = 0
    while True:
        running = watch.running
        told = _print_new(watch.read(), told, form)
        if not running:
            return
        time.sleep(_LOOK_S)


def _print_new(wall: Wall, told: int, form: Form) -> int:
    names = {seat.person.client: seat.person.name for seat in wall.seats}
    new = [line for line in reversed(wall.feed) if line.id > told]
    for line in new:
        print(form(line, names), flush=True)
    return new[-1].id if new else told


def as_words(line: Line, names: Mapping[str, str]) -> str:
    """`18:22:39  Anna K.  rep 6 rounded, 24 deg (limit 18)`."""
    at = time.strftime("%H:%M:%S", time.localtime(line.at_s))
    return "  ".join((at, names.get(line.client, line.client), line.words))


def as_json(line: Line, names: Mapping[str, str]) -> str:
    """`{"client": ..., "type": "Line", "at_s": ..., "words": ...}`, without the name."""
    return _object(line.client, {"type": "Line", "at_s": round(line.at_s, 3), "words": line.words})


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
