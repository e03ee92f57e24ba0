"""Counts said aloud, and the sum at rest."""

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import tally
from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.dose import Dosing
from imu_hinge.cues.past import judged_anew
from imu_hinge.cues.planned import Ticking
from imu_hinge.cues.spoken import Said, number, rest, rest_summed
from imu_hinge.model.events import Rep, RepCompleted, RepRejected, RepRevised, RepStatus, SetEnded, SetStarted, Step
from imu_hinge.model.inputs import Input

NEWS_S = 1.5
"""A repetition that ended longer ago is not counted aloud any more."""
UNTOLD = frozenset({"pain", "side", "calibrating", "calibrated", "end"})
"""Reasons for the end of a set about which something else is said."""


class Counting:
    """Follows the repetitions of the open set."""

    def __init__(self, exercise: Exercise, dosing: Dosing, plan: Ticking) -> None:
        """`plan` takes each step before this does."""
        self._titles = {fault.id: fault.title for fault in exercise.faults if fault.cue}
        self._dosing = dosing
        self._plan, self._done_before = plan, False
        self._reps: dict[int, Rep] = {}

    def step(self, item: Input, step: Step) -> list[Cue]:
        """At most one count, and one end of a set."""
        counts: list[Cue] = []
        ends: list[Cue] = []
        for event in step.events:
            if isinstance(event, RepCompleted | RepRevised):
                counts = self._rep(item.t_ns, event.rep) or counts
            elif isinstance(event, RepRejected):
                counts = self._rejected(item.t_ns, event) or counts
            elif isinstance(event, SetEnded):
                counts, ends = [], [] if judged_anew(step) else self._ended(item.t_ns, event)
            elif isinstance(event, SetStarted):
                ends = []
        self._done_before = self._plan.done
        return [*counts, *ends]

    def _rep(self, t_ns: int, rep: Rep) -> list[Cue]:
        """A click for a repetition that is new, its number when it counts for the first time."""
        before = self._reps.get(rep.id)
        self._reps[rep.id] = rep
        news = before is None or (_counts(rep) and not _counts(before))
        late = t_ns - rep.t_end_ns > NEWS_S * 1e9
        return self._said(t_ns, rep) if news and not late else []

    def _rejected(self, t_ns: int, event: RepRejected) -> list[Cue]:
        """Silent, but for the wearer's own word: then the count that holds."""
        if event.rep_id is None or self._reps.pop(event.rep_id, None) is None or event.reason != "undone":
            return []
        holds = max((rep.index for rep in self._reps.values() if _counts(rep)), default=0)
        return [Cue(t_ns=t_ns, sort=Sort.REP, words=number(holds))]

    def _said(self, t_ns: int, rep: Rep) -> list[Cue]:
        if not self._dosing.policy(rep.set_index).counts:
            return []
        if not _counts(rep):
            return [Cue(t_ns=t_ns, sort=Sort.REP, soft=True)]
        if self._plan.target is not None and rep.index == self._plan.target - 1:
            return [Cue(t_ns=t_ns, sort=Sort.LAST_REP, words=Said.LAST_ONE)]
        return [Cue(t_ns=t_ns, sort=Sort.REP, words=number(rep.index), soft=rep.status is RepStatus.UNSURE)]

    def _ended(self, t_ns: int, event: SetEnded) -> list[Cue]:
        past = self._past_limit() if self._dosing.policy(event.set_index).summed else None
        self._reps = {}
        if event.reason in UNTOLD:
            return []
        reps = event.counted + event.unsure
        words = rest_summed(reps, past[1], past[0]) if past else rest(reps)
        done = f". {Said.PLAN_DONE}" if self._plan.done and not self._done_before else ""
        return [Cue(t_ns=t_ns, sort=Sort.REST, words=words + done)]

    def _past_limit(self) -> tuple[str, int] | None:
        """Title and number of repetitions of the most frequent fault of those that are cued."""
        past = tally(rep.faults for rep in self._reps.values())
        return next(((self._titles[fault], count) for fault, count in past.items() if fault in self._titles), None)


def _counts(rep: Rep) -> bool:
    return rep.status is not RepStatus.PROVISIONAL
