"""Whether the fold says what was said live: compared on the way, and told in a few words."""

from collections.abc import Iterator
from itertools import takewhile

from imu_hinge.analysis import Verdict
from imu_hinge.analysis.verify import Said
from imu_hinge.model.events import Event
from imu_hinge.recording import Recording, event_to_json

SAME, DIFFERS, NOT_WHOLE, NOTHING = "same", "different", "not_whole", "nothing"


class Comparing:
    """Takes the events of a new fold one by one, up to the first loss. As `imu_hinge.analysis.verify`."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        losses = [one.missing_first for one in recording.damage if one.missing_first is not None]
        self._end = min(losses, default=float("inf"))
        self._said: Iterator[Said] = takewhile(lambda said: said[0] < self._end, iter(recording.said))
        self._count = 0
        self._difference: tuple[Said | None, Said | None] | None = None

    def take(self, index: float, event: Event) -> None:
        """An event of the fold, caused by the input with this index; infinity for one that was not recorded."""
        if self._difference is not None or index >= self._end:
            return
        now = int(index), event_to_json(event)
        then = next(self._said, None)
        if then == now:
            self._count += 1
        else:
            self._difference = then, now

    def verdict(self) -> Verdict:
        """The answer, after the last event."""
        if not self._recording.about.exercise:
            self._difference = None, None
        then, now = self._difference or (next(self._said, None), None)
        return Verdict(self._recording.path, self._count, then, now, tuple(self._recording.damage))


def state_of(verdict: Verdict | None) -> str:
    """A word for the answer; None stands for a file in which nothing can have been said."""
    if verdict is None:
        return NOTHING
    if verdict.then or verdict.now:
        return DIFFERS
    return NOT_WHOLE if verdict.damage else SAME if verdict.events else NOTHING


def agreement_words(verdict: Verdict | None) -> str:
    """`same as live`, `differs from live at 93.1 s`, ..."""
    if verdict is not None and state_of(verdict) == DIFFERS:
        return f"differs from live at {_moment(verdict) / 1e9:.1f} s"
    return _WORDS[state_of(verdict)]


_WORDS = {
    SAME: "same as live",
    NOT_WHOLE: "parts of the recording are missing; same as live before them",
    NOTHING: "nothing was said live",
}


def _moment(verdict: Verdict) -> int:
    """Session time of the first difference, ns."""
    return min(int(said[1].get("t_ns", 0)) for said in (verdict.then, verdict.now) if said)
