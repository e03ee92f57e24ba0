"""A set that is not what it was at its start: told once, as a hint. Nothing ends by itself."""

from collections.abc import Callable, Mapping

from imu_hinge.catalogue import Exercise
from imu_hinge.core.quality import Quality, quality
from imu_hinge.core.summary import Summary
from imu_hinge.cues.banner import Banner
from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.dose import Dosing
from imu_hinge.cues.past import judged_anew
from imu_hinge.model.events import RepCompleted, RepRejected, RepRevised, SetEnded, SetStarted, Step
from imu_hinge.model.inputs import Input

_REPS = (RepCompleted, RepRevised, RepRejected)
NEWS_S = 1.5
"""A repetition that ended longer ago is spoken of on the screen only; our choice, as for counts."""


class SetQuality:
    """How the open set goes on, from the events."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise, self._summary = exercise, Summary()
        self._open: int | None = None
        self.now = Quality()
        """Of the open set; nothing known while none is open."""

    def step(self, step: Step) -> None:
        """Take what the fold said."""
        for event in step.events:
            self._summary.take(event)
            if isinstance(event, SetStarted):
                self._open = event.set_index
                self._summary.forget(self._open)
            elif isinstance(event, SetEnded):
                self._open, self.now = None, Quality()
        if self._open is not None and any(isinstance(event, _REPS) for event in step.events):
            self.now = quality(self._summary.reps(self._open), self._exercise)


class Hints:
    """Speaks a hint, at most once in a set, where the dose lets faults be told in it at all."""

    def __init__(self, exercise: Exercise, dosing: Dosing) -> None:
        self._quality, self._dosing = SetQuality(exercise), dosing
        self._told: int | None = None
        """The set in which it was said, or kept back."""
        self.withheld: list[Cue] = []
        """What the dose kept back."""

    def step(self, item: Input, step: Step, target: int | None) -> list[Cue]:
        """At most one; nothing once the repetitions of the plan (`target`) are done: they were the last ones."""
        self._quality.step(step)
        rep = next((event.rep for event in reversed(step.events) if isinstance(event, RepCompleted | RepRevised)), None)
        hint = self._quality.now.hint
        if hint is None or rep is None or rep.set_index == self._told:
            return []
        self._told = rep.set_index
        late = item.t_ns - rep.t_end_ns > NEWS_S * 1e9 or judged_anew(step)
        if late or (target is not None and hint.rep_index >= target):
            return []
        cue = Cue(t_ns=item.t_ns, sort=Sort.HINT, words=hint.fault.hint)
        if not self._dosing.policy(rep.set_index).nth_fault:
            self.withheld.append(cue)
            return []
        return [cue]


class HintLine:
    """The same as a quiet sentence, from the hint to the end of the set."""

    def __init__(self, exercise: Exercise) -> None:
        self._quality = SetQuality(exercise)

    def step(self, item: Input, step: Step) -> Banner | None:
        """A banner without a word."""
        self._quality.step(step)
        line = hint_words(self._quality.now)
        return Banner(line=line) if line else None


def hint_words(found: Quality) -> str:
    """`slowing, last ones: 24 % slower than reps 1 to 4`; empty where there is no hint."""
    if found.hint is None:
        return ""
    return f"{found.hint.fault.hint}: {_CHANGES[found.hint.fault.measure](found)} {_working(found)}"


def pace_words(loss: float) -> str:
    """`24 % slower`, `7 % quicker`."""
    pct = round(100.0 * loss)
    return f"{abs(pct)} % {'slower' if pct >= 0 else 'quicker'}"


def _slower(found: Quality) -> str:
    return f"{pace_words(found.speed_loss or 0.0)} than"


def _less_share(found: Quality) -> str:
    return f"hinge share {found.share_change or 0.0:+.2f} against"


def _rounder(found: Quality) -> str:
    return f"low back {found.peak_change_deg or 0.0:+.0f} deg against"


_CHANGES: Mapping[str, Callable[[Quality], str]] = {
    "speed_loss": _slower,
    "hinge_share": _less_share,
    "lumbar_flexion": _rounder,
}
"""What changed, by the measure of the fault the hint is about."""


def _working(found: Quality) -> str:
    """They need not be neighbours: unsure ones between them are left out."""
    return f"reps {found.based_on[0]} to {found.based_on[-1]}"
