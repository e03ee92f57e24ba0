"""From repetitions to sets: provisional until three alike stand in a row; odd ones at the ends are trimmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from imu_hinge.core.describe import Draft
from imu_hinge.core.quality import usual_rate
from imu_hinge.model.events import RepStatus


@dataclass(frozen=True, slots=True)
class SetParams:
    """With two in a row, sitting down and standing up became repetitions in 11 of 20 sessions."""

    alike: int = 3
    within: float = 0.45
    """Share of the median excursion within which repetitions are alike."""
    idle_s: float = 9.0
    trim_lumbar_deg: float = 22.0
    trim_from: int = 3


class SetBook:
    """The open set and the provisional repetitions before it."""

    def __init__(self, set_index: int, params: SetParams | None = None) -> None:
        self.params = params or SetParams()
        self.index = set_index
        """Number of the open set, or of the next one."""
        self.open = False
        self.drafts: list[Draft] = []
        """Of the open set; before it the provisional ones."""

    def usual_dps(self, before: int) -> float | None:
        """The middle way up of the working repetitions ahead of number `before`; None where there are none yet."""
        return usual_rate([_rate(draft) for draft in self.drafts[:before]])

    def confirmed(self, enough: int) -> list[Draft] | None:
        """The last provisional ones when they are enough and alike, else None."""
        last = self.drafts[-enough:]
        if len(last) < enough:
            return None
        return last if all(self._near(d, last) for d in last) else None

    def odd_ends(self) -> list[Draft]:
        """The first and the last of the set where they differ from the rest: a pick-up, a put-down."""
        if len(self.drafts) < self.params.trim_from:
            return []
        peaks = [d.measures.lumbar_flexion_peak_deg for d in self.drafts]
        known = [p for p in peaks if p is not None]
        usual = median(known) if known else None
        ends = (self.drafts[0], self.drafts[-1])
        return [d for d in ends if not self._near(d, self.drafts) or self._rounds(d, usual)]

    def _near(self, draft: Draft, among: Sequence[Draft]) -> bool:
        """Whether it is as deep as the others measured like it: on the thorax, or on what stood in for it."""
        middle = median(d.cycle.excursion for d in among if d.measures.valid == draft.measures.valid)
        return abs(draft.cycle.excursion - middle) <= self.params.within * middle

    def _rounds(self, draft: Draft, usual: float | None) -> bool:
        peak = draft.measures.lumbar_flexion_peak_deg
        return usual is not None and peak is not None and peak > usual + self.params.trim_lumbar_deg

    def close(self) -> list[Draft]:
        """End the set; its repetitions, numbered anew."""
        done, self.drafts, self.open = self.drafts, [], False
        self.index += 1
        return done

    def number(self) -> list[Draft]:
        """Number the repetitions; those whose number changed."""
        changed = []
        for i, draft in enumerate(self.drafts, start=1):
            if draft.index != i or draft.set_index != self.index:
                draft.index, draft.set_index = i, self.index
                changed.append(draft)
        return changed


def _rate(draft: Draft) -> float | None:
    """As of the repetition that is said."""
    known = draft.measures.valid and draft.status is RepStatus.COUNTED
    return draft.measures.concentric_peak_dps if known else None


def sure(draft: Draft, unsure: bool) -> RepStatus:
    """Status of a repetition of a confirmed set."""
    return RepStatus.UNSURE if unsure else RepStatus.COUNTED
