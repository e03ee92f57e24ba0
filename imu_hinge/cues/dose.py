"""How many of the cues are heard: a setting per client. What a dose keeps back is known all the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

EVERY_NTH_REPS = 3
"""`every_nth`: the least number of repetitions from one fault told to the next; our choice."""


class Dose(StrEnum):
    """What of the faults and the counts is heard; everything about sensors, sets and pain always is."""

    EVERY = "every"
    """Each repetition past its limit, and the ticks near it."""
    PAST_ONLY = "past_only"
    EVERY_NTH = "every_nth"
    FADING = "fading"
    """Everything in set 1, every second fault in set 2, from set 3 on a summary at rest."""
    SUMMARY = "summary"
    """Counts; the faults are told at rest."""
    SILENT = "silent"
    """Nothing but the start and the end of a set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is heard of one set."""

    counts: bool = True
    ticks: bool = False
    """Near the limit."""
    nth_fault: int = 1
    """1: every fault, 2: every second one, ...; 0: none."""
    reps_apart: int = 0
    """Least number of repetitions from one fault told to the next."""
    summed: bool = False
    """Whether the faults are told at rest."""


_FULL = Policy(ticks=True)
_SUMMARY = Policy(nth_fault=0, summed=True)

POLICIES: Mapping[Dose, tuple[Policy, ...]] = {
    Dose.EVERY: (_FULL,),
    Dose.PAST_ONLY: (Policy(),),
    Dose.EVERY_NTH: (Policy(reps_apart=EVERY_NTH_REPS),),
    Dose.FADING: (_FULL, Policy(nth_fault=2), _SUMMARY),
    Dose.SUMMARY: (_SUMMARY,),
    Dose.SILENT: (Policy(counts=False, nth_fault=0),),
}
"""Of set 1, 2, ...; the last one holds for all that follow."""


class Dosing:
    """Applies one dose to a session."""

    def __init__(self, dose: Dose) -> None:
        self._policies = POLICIES[dose]
        self._set_index = 0
        self._faults = 0
        self._told_rep: int | None = None

    def policy(self, set_index: int) -> Policy:
        """What is heard of set number `set_index`, from 1."""
        return self._policies[min(max(set_index, 1), len(self._policies)) - 1]

    def lets_fault(self, set_index: int, rep_index: int) -> bool:
        """Whether this fault is told; to be asked once for each fault, in order."""
        if set_index != self._set_index:
            self._set_index, self._faults, self._told_rep = set_index, 0, None
        self._faults += 1
        policy = self.policy(set_index)
        if not policy.nth_fault or (self._faults - 1) % policy.nth_fault:
            return False
        if self._told_rep is not None and rep_index - self._told_rep < policy.reps_apart:
            return False
        self._told_rep = rep_index
        return True
