"""How late each thing of a rehearsed session was told: the movement against what was heard and shown."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from judged import CLEAR_DEG, CLEAR_SHARE
from latency_course import Course, seen_course, true_course
from latency_heard import Moment, Rehearsed
from latency_moments import KNOWN, LOOKED, Scene, falls_below, met, parts

from imu_hinge.catalogue import Fault, load_exercise
from imu_hinge.core.faults import Rule, rules_for
from imu_hinge.cues.banner import Tint
from imu_hinge.cues.cue import Sort
from imu_hinge.model.arrays import Times
from imu_hinge.model.events import Event, FaultRaised, Level, RepCompleted
from imu_hinge.virtual.truth import TrueRep, TrueSet

BUFFER_S = 0.02
"""Of the sound device: what is handed over is heard so much later."""
SCREEN_S, DRAW_S = 1 / 15, 0.01
"""From one picture of the screen to the next, and to draw one."""
COUNTS, FORM = (Sort.REP, Sort.LAST_REP), (Sort.FAULT, Sort.TALL)
TINTS = {Level.FAULT: Tint.BAD, Level.CAUTION: Tint.CAUTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something that is to be told. Times are the wearer's, s."""

    what: str
    """Fault id, or `rep`."""
    level: Level | None
    fault: Fault | None
    clear: bool
    """Past the limit without doubt, as in docs/accuracy.md."""
    true_s: float
    """When it was so."""
    seen_s: float | None
    """When it was so by the fold's own frames, without the delay of smoothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of it; None where it never came."""

    case: Case
    arrived_s: float
    """When the samples of both sensors of that instant had arrived."""
    framed_s: float
    """When the fold gave a frame of that instant or later."""
    event_s: float | None
    """When the input came that brought the event."""
    spent_s: float
    """Processor time of that input."""
    tone_s: float | None
    """When its tone was heard; the second fault of a repetition has none."""
    shown_s: float | None
    """When a picture with its word, or with the count, was drawn; a more urgent word may hide it."""


class Latencies:
    """One session."""

    def __init__(self, done: Rehearsed) -> None:
        self._done, self._truth, self._offset_s = done, done.wearer.truth, done.offset_s
        self._rules = rules_for(load_exercise(self._truth.sets[0].exercise).faults, done.fold.calibration)
        self._covered, self._framed = (np.array(rows) for rows in (done.heard.covered, done.heard.framed))
        self._moments = done.heard.moments
        self._said = [(place, event) for place, moment in enumerate(self._moments) for event in moment.events]
        self._screen_s = float(np.random.default_rng(self._truth.seed).uniform(0.0, SCREEN_S))

    def all(self) -> Iterator[Told]:
        """Everything that was told or should have been."""
        frames = self._done.heard.frames
        for one in self._truth.sets:
            true = true_course(self._truth, one.t_start_s - 2.0, one.t_end_s + 5.0)
            seen = seen_course(frames, self._offset_s, true.t_s)
            for rep in one.reps:
                for case in self._cases(one, rep, true, seen):
                    yield self._told(case, one, rep)

    def _cases(self, one: TrueSet, rep: TrueRep, true: Course, seen: Course) -> Iterator[Case]:
        rows_s = self._done.wearer.script.sets[one.index - 1].reps[rep.index - 1].row_starts_s
        found = parts(true, rep, self._following_s(one, rep), self._range_deg(one, rep))
        scenes = [Scene(course, found, rep, rows_s) for course in (true, seen)]
        for rule in self._rules:
            if rule.fault.id in LOOKED:
                yield from _held(rule, *scenes)
            elif rule.fault.id in KNOWN:
                yield from _once(rule.fault, rep, scenes[0])
        if found.top is not None:
            true_s, seen_s = (falls_below(c, found.bottom, float(true.thorax[found.top])) for c in (true, seen))
            assert true_s is not None
            yield Case(what="rep", level=None, fault=None, clear=True, true_s=true_s, seen_s=seen_s)

    def _following_s(self, one: TrueSet, rep: TrueRep) -> float:
        """When the next repetition begins, or the wearer turns to something else."""
        more = rep.index < len(one.reps)
        return one.reps[rep.index].t_start_s if more else self._done.wearer.script.sets[one.index - 1].t_end_s

    def _range_deg(self, one: TrueSet, rep: TrueRep) -> float:
        """The wearer's range as it is known in a repetition: the median of the five before it."""
        before = [other.thorax_rom_deg for other in one.reps[: rep.index - 1]][-5:]
        calibrated = self._done.fold.calibration.thorax_rom_rad
        assert calibrated is not None
        return float(np.median(before)) if before else float(np.degrees(calibrated))

    def _told(self, case: Case, one: TrueSet, rep: TrueRep) -> Told:
        place = next((place for place, event in self._said if self._means(event, case, one, rep)), None)
        moment = None if place is None else self._moments[place]
        return Told(
            case=case,
            arrived_s=self._reached_s(self._covered, case.true_s),
            framed_s=self._reached_s(self._framed, case.true_s),
            event_s=None if moment is None else self._wearers_s(moment.t_ns),
            spent_s=0.0 if moment is None else moment.spent_s,
            tone_s=None if moment is None else self._tone_s(moment, case),
            shown_s=None if place is None else self._shown_s(place, case),
        )

    def _means(self, event: Event, case: Case, one: TrueSet, rep: TrueRep) -> bool:
        """Whether an event tells the case."""
        match event:
            case RepCompleted():
                bottom_s = self._wearers_s(event.rep.t_bottom_ns)
                return case.fault is None and rep.t_start_s < bottom_s < rep.t_end_s
            case FaultRaised():
                said = (event.fault, event.level, event.rep_index)
                return said == (case.what, case.level, rep.index) and self._within(event.t_ns, one, rep)
        return False

    def _within(self, t_ns: int, one: TrueSet, rep: TrueRep) -> bool:
        """Whether a session time lies between the start of a repetition and the bottom of the next one."""
        more = rep.index < len(one.reps)
        stop_s = one.reps[rep.index].t_bottom_s if more else self._following_s(one, rep) + 3.0
        return rep.t_start_s < self._wearers_s(t_ns) < stop_s

    def _tone_s(self, moment: Moment, case: Case) -> float | None:
        sorts = COUNTS if case.fault is None else FORM if case.level is Level.FAULT and case.fault.cue else ()
        sounds = any(cue.sort in sorts for cue in moment.cues)
        return self._wearers_s(moment.t_ns) + moment.spent_s + BUFFER_S if sounds else None

    def _shown_s(self, place: int, case: Case) -> float | None:
        """The next picture, whose phase has nothing to do with the radio's."""
        moment = self._moments[place]
        if case.fault is not None and not _is_on(moment, case):
            return None
        there_s = self._wearers_s(moment.t_ns) + moment.spent_s
        picture = np.ceil((there_s - self._screen_s) / SCREEN_S)
        return float(self._screen_s + picture * SCREEN_S) + DRAW_S

    def _reached_s(self, rows: Times, t_s: float) -> float:
        """When the second column of the rows first reached a wearer's time."""
        place = int(np.argmax(rows[:, 1] >= (t_s - self._offset_s) * 1e9))
        return self._wearers_s(int(rows[place, 0]))

    def _wearers_s(self, t_ns: int) -> float:
        return t_ns * 1e-9 + self._offset_s


def _is_on(moment: Moment, case: Case) -> bool:
    assert case.fault is not None
    assert case.level is not None
    return (moment.banner.word, moment.banner.tint) == (case.fault.word, TINTS[case.level])


def _held(rule: Rule, true: Scene, seen: Scene) -> Iterator[Case]:
    """The levels of a fault with a hold time that the movement passes."""
    margin = CLEAR_DEG if rule.fault.direction == "above" else -CLEAR_DEG
    for level, limit in rule.levels():
        true_s, clear = met(true, rule.fault, limit), met(true, rule.fault, limit + margin) is not None
        if true_s is not None:
            seen_s = met(seen, rule.fault, limit)
            yield Case(what=rule.fault.id, level=level, fault=rule.fault, clear=clear, true_s=true_s, seen_s=seen_s)


def _once(fault: Fault, rep: TrueRep, true: Scene) -> Iterator[Case]:
    """The higher level that a repetition passes of a fault that is decided once."""
    for past in rep.faults:
        if past.id == fault.id:
            clear = past.margin > (CLEAR_DEG if fault.unit == "deg" else CLEAR_SHARE)
            at_s = KNOWN[fault.id](true)
            yield Case(what=fault.id, level=Level(past.level), fault=fault, clear=clear, true_s=at_s, seen_s=at_s)
