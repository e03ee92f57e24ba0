"""What a fold says beside what was said live, where only what is said matters."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from imu_hinge.model.events import Event
from imu_hinge.recording import Recording, event_to_json


@dataclass(frozen=True, slots=True)
class Agreement:
    """The answer for one recording."""

    events: int
    """How many were the same, up to the first difference or loss."""
    differs_ns: int | None
    """Session time of the first difference; None where there is none."""
    whole: bool
    """Whether nothing of the recording is damaged or missing."""

    @property
    def same(self) -> bool:
        """Whether everything is there and says what it said then."""
        return self.differs_ns is None and self.whole


class Comparing:
    """Takes the events of a new fold, up to the first loss.

    They are put in order of their times: in strides a warning about what is past may come before or after its
    neighbours. `imu_hinge.analysis.verify` asks for the very order, and for the inputs they were said at.
    """

    def __init__(self, recording: Recording) -> None:
        losses = [one.missing_first for one in recording.damage if one.missing_first is not None]
        self.end = min(losses, default=float("inf"))
        """Index of the first input that is missing; infinity where none is."""
        self._judged, self._whole = bool(recording.about.exercise), not recording.damage
        self._then = [event for index, event in recording.said if index < self.end]
        self._now: list[dict[str, Any]] = []

    def take(self, event: Event) -> None:
        """An event of the fold, said by an input before the first loss."""
        self._now.append(event_to_json(event))

    def agreement(self) -> Agreement:
        """The answer, after the last event."""
        if not self._judged:
            return Agreement(0, None, self._whole)
        then, now = sorted(self._then, key=_place), sorted(self._now, key=_place)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(then, now, strict=False)))
        differ = [*then[same : same + 1], *now[same : same + 1]]
        return Agreement(same, min((_time(said) for said in differ), default=None), self._whole)


def _time(said: dict[str, Any]) -> int:
    return int(said.get("t_ns", 0))


def _place(said: dict[str, Any]) -> tuple[int, str]:
    return _time(said), str(said.get("type"))
