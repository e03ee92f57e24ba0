"""Whether the fold says what was said live: compared on the way, and told in a few words."""

from dataclasses import dataclass

from imu_hinge.model.events import Event
from imu_hinge.recording import Recording, event_to_json

SAME, DIFFERS, NOT_WHOLE, NOTHING = "same", "different", "not_whole", "nothing"


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
    """Takes the events of a new fold one by one, up to the first loss.

    `imu_hinge.analysis.verify` asks also whether each is said at the same input.
    """

    def __init__(self, recording: Recording) -> None:
        losses = [one.missing_first for one in recording.damage if one.missing_first is not None]
        self.end = min(losses, default=float("inf"))
        """Index of the first input that is missing; infinity where none is."""
        judged = bool(recording.about.exercise)
        self._then = iter([event for index, event in recording.said if index < self.end] if judged else [])
        self._whole, self._judged = not recording.damage, judged
        self._count = 0
        self._differs_ns: int | None = None

    def take(self, event: Event) -> None:
        """An event of the fold, said by an input before the first loss."""
        if self._differs_ns is not None or not self._judged:
            return
        now, then = event_to_json(event), next(self._then, None)
        if then == now:
            self._count += 1
        else:
            self._differs_ns = min(int(said.get("t_ns", 0)) for said in (then, now) if said)

    def agreement(self) -> Agreement:
        """The answer, after the last event."""
        left = next(self._then, None) if self._differs_ns is None else None
        differs_ns = self._differs_ns if left is None else int(left.get("t_ns", 0))
        return Agreement(self._count, differs_ns, self._whole)


def state_of(agreement: Agreement | None) -> str:
    """A word for the answer; None stands for a file in which nothing can have been said."""
    if agreement is None:
        return NOTHING
    if agreement.differs_ns is not None:
        return DIFFERS
    if not agreement.whole:
        return NOT_WHOLE
    return SAME if agreement.events else NOTHING


def agreement_words(agreement: Agreement | None) -> str:
    """`same as live`, `differs from live at 93.1 s`, ..."""
    if agreement is not None and agreement.differs_ns is not None:
        return f"differs from live at {agreement.differs_ns / 1e9:.1f} s"
    return _WORDS[state_of(agreement)]


_WORDS = {
    SAME: "same as live",
    NOT_WHOLE: "parts of the recording are missing; same as live before them",
    NOTHING: "nothing was said live",
}
