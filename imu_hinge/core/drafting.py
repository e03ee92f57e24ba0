"""What is measured of a repetition and which faults it has: as it is counted, as its end is known, after the set."""

from collections.abc import Sequence

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.blind import was_unseen
from imu_hinge.core.cycles import Cycle, Halted
from imu_hinge.core.describe import Draft, doubts, lockout_crossings, rep_crossings, rep_values
from imu_hinge.core.early import bottom_crossings, halt_crossings, lockouts, top_known
from imu_hinge.core.faults import Crossing, rules_for
from imu_hinge.core.measures import LOCKOUT_FRAMES, PARAMS, Measures, frames, measured, movement_end, untimed
from imu_hinge.core.mount import Calibration
from imu_hinge.core.sets import sure
from imu_hinge.core.tape import Tape
from imu_hinge.core.trunk_height import expected_range_rad


class Drafting:
    """The measures and limits of one exercise under one calibration; `tape` is what they look back at."""

    def __init__(self, exercise: Exercise, calibration: Calibration, tape: Tape) -> None:
        self._exercise, self._calibration, self._tape = exercise, calibration, tape
        expected_deg = float(np.degrees(expected_range_rad(exercise, calibration)))
        self._target_deg = min(expected_deg, exercise.thorax_range_deg)
        self.rules = rules_for(exercise.faults, calibration)
        """The faults that can be judged."""
        judged = {rule.fault.id for rule in self.rules}
        self._cannot = tuple(f.id for f in exercise.faults if "plan" not in f.needs and f.id not in judged)

    def measured(self, cycle: Cycle, stop: int) -> Measures:
        """What is known of a cycle at frame `stop`."""
        whole = measured(self._tape, cycle, stop, pelvis_there=self._calibration.sacrum is not None)
        return whole if self._calibration.movement_timed else untimed(whole)

    def was_unseen(self, start: int, stop: int) -> bool:
        """Whether a repetition, or the end of one, may be missing between two frames."""
        return was_unseen(self._tape, start, stop)

    def end_known(self, cycle: Cycle) -> int:
        """Frame at which the lockout of a counted repetition is known, as far as the tape reaches."""
        return top_known(self._tape, cycle)

    def judge(
        self, draft: Draft, passed: Sequence[Crossing], usual_dps: float | None, frame: int
    ) -> Sequence[Crossing]:
        """Note the faults of a repetition that ended; those known only at its end are returned."""
        for crossing in passed:
            draft.past(crossing)
        crossings = rep_crossings(self.rules, rep_values(draft, self._target_deg, usual_dps), draft, frame)
        unknown = {r.fault.id for r in self.rules if "pelvis" in r.fault.needs and draft.measures.hinge_share is None}
        draft.not_judged = tuple(dict.fromkeys([*self._cannot, *sorted(unknown)]))
        for crossing in crossings:
            draft.past(crossing)
        return crossings

    def settle(self, draft: Draft, stop: int, frame: int) -> Sequence[Crossing]:
        """Measure end and lockout, which are known at frame `stop`; the faults of the lockout."""
        draft.settled = True
        cycle = draft.cycle
        draft.end = movement_end(self._tape, cycle, max(stop, cycle.end + 1))
        last = min(draft.end + LOCKOUT_FRAMES, max(stop, draft.end + frames(PARAMS.before_end_s)))
        draft.measures = self.measured(cycle, max(draft.end, cycle.end) + 1)
        if self._calibration.movement_timed:
            draft.lockout_pelvis_deg, draft.lockout_thorax_deg = lockouts(self._tape, draft.end, last + 1)
        if draft.lockout_pelvis_deg is None or draft.lockout_thorax_deg is None:
            unknown = [rule.fault.id for rule in self.rules if rule.fault.measure == "lockout"]
            draft.not_judged = tuple(dict.fromkeys([*draft.not_judged, *unknown]))
        crossings = lockout_crossings(self.rules, draft, frame)
        for crossing in crossings:
            draft.past(crossing)
        return crossings

    def compare(self, draft: Draft, usual_dps: float | None, frame: int) -> bool:
        """Judge once more what compares repetitions with one another; whether anything changed."""
        rules = [rule for rule in self.rules if rule.fault.measure == "speed_loss"]
        before = dict(draft.faults)
        for rule in rules:
            draft.faults.pop(rule.fault.id, None)
        for crossing in rep_crossings(rules, rep_values(draft, self._target_deg, usual_dps), draft, frame):
            draft.past(crossing)
        return draft.faults != before

    def promote(self, draft: Draft) -> None:
        """It belongs to a set: it is counted, or unsure where there are doubts."""
        draft.status = sure(draft, bool(doubts(draft, self._exercise, self._calibration)))

    def on_the_way_down(self, cycle: Cycle, frame: int) -> Sequence[Crossing]:
        """The faults of the way down, of a movement whose bottom was left."""
        return bottom_crossings(self.rules, self._tape, cycle, frame)

    def halted(self, halted: Halted, frame: int) -> Sequence[Crossing]:
        """The faults of a lockout that will not come."""
        return halt_crossings(self.rules, self._tape, halted, frame)
