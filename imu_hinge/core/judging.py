"""Angles and judgement under the calibration in use, and what changes when a better one comes."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.angles import Moved, angles_of, frames_of
from imu_hinge.core.asked import NOBODY, Asked
from imu_hinge.core.calibrating import Decided
from imu_hinge.core.judge import Judge
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import UNCALIBRATED, Calibration
from imu_hinge.core.watch import Watch
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import (
    Calibrated,
    Event,
    FaultCleared,
    FaultRaised,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepRejected,
    RepRevised,
    SensorWarning,
    SetEnded,
    SetStarted,
    Step,
)
from imu_hinge.model.inputs import Command, Placement

WORDS = ("start_set", "end_set", "stance", "side", "undo", "add", "pain")
"""Commands that a second judgement of the same past has to hear again."""
SAME_BOTTOM_NS = 500_000_000
"""Repetitions of two calibrations whose bottoms are this close are the same."""


class Judging:
    """Everything between the grid and the events."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self.calibration = UNCALIBRATED
        self._ids = count(1)
        self._side: str | None = None
        self._judge: Judge | None = None
        self._watch: Watch | None = None
        self._since_ns = -1
        self._said: dict[int, Rep] = {}
        self._started: set[int] = set()
        self._next_set = 1
        self._words: list[Command] = []
        self._told: set[tuple[str, Placement | None]] = set()
        self._now = 0

    def step(self, pair: Pair) -> Step:
        """Frames and events of a block under the calibration in use."""
        self._now = int(pair.t_ns[-1])
        if self._judge is None or self._watch is None:
            nothing = {s: np.zeros(len(pair), dtype=bool) for s in Placement}
            return Step(frames_of(pair, self.calibration, nothing))
        frames, events = self._judged(self._judge, self._watch, pair)
        self._note(events)
        return Step(frames, tuple(events))

    def recalibrate(self, decided: Decided) -> Step:
        """Use another calibration: from here on, or, with a past, as if it had been known all along."""
        assert decided.calibration is not None
        calibration = decided.calibration
        events: list[Event] = [] if calibration is self.calibration else [calibrated(calibration, self._now)]
        self.calibration = calibration
        if decided.past is None:
            if self._judge is not None:
                events += self._judge.end_set("calibrated")
            self._begin(calibration, decided.asked)
            self._note(events)
            return Step(np.empty(0, FRAME), tuple(events))
        past = decided.past[int(np.searchsorted(decided.past.t_ns, self._since_ns, side="right")) :]
        before, first = list(self._said.values()), self._judge is None
        self._begin(calibration, decided.asked)
        assert self._judge is not None
        assert self._watch is not None
        watch = self._watch if calibration.status == "automatic" else Watch(UNCALIBRATED)
        frames, again = self._judged_again(self._judge, watch, past)
        again = silenced([at_least(event, self._now) for event in again])
        again = again if decided.asked == NOBODY else in_one_breath(again)
        events += again if first else self._reconciled(self._judge, before, again)
        self._note(events)
        return Step(frames, tuple(events))

    def restore(self, calibration: Calibration, t_ns: int) -> Step:
        """Use a calibration of an earlier session from here on."""
        self._now = max(self._now, t_ns)
        return self.recalibrate(Decided(calibration))

    def command(self, command: Command) -> list[Event]:
        """A word to the judge."""
        if command.name == "side":
            self._side = command.argument or None
        if command.name in WORDS:
            self._words.append(command)
        if command.name == "calibrate" and self._judge is not None:
            ended = self._judge.end_set("calibrating")
            self._next_set, self._judge, self._watch, self.calibration = self._judge.set_index, None, None, UNCALIBRATED
            self._note(ended)
            return ended
        if self._judge is None:
            return []
        events = self._commanded(self._judge, command)
        self._note(events)
        return events

    def end(self) -> list[Event]:
        """Nothing more will come."""
        return [] if self._judge is None else self._judge.end()

    def _commanded(self, judge: Judge, command: Command) -> list[Event]:
        match command.name:
            case "start_set":
                if self._watch is not None:
                    self._watch.check_stance()
                return judge.start_set()
            case "stance":
                if self._watch is not None:
                    self._watch.check_stance()
                return []
            case "end_set":
                return judge.end_set("command")
            case "pain":
                return judge.end_set("pain")
            case "undo":
                return judge.undo()
            case "add":
                return judge.add()
            case "side":
                ended = judge.end_set("side")
                judge.change_side(self._side)
                return ended
        return []

    def _begin(self, calibration: Calibration, asked: Asked) -> None:
        if self._judge is not None:
            self._next_set = self._judge.set_index
        self._judge = Judge(self._exercise, calibration, self._next_set, self._ids, self._side, asked)
        self._watch = Watch(calibration)

    def _judged(self, judge: Judge, watch: Watch, pair: Pair) -> tuple[Records, list[Event]]:
        watched = watch.step(pair)
        warnings: list[Event] = []
        for finding in watched.findings:
            if (finding.id, finding.placement) not in self._told or finding.id == "sensor_moved":
                self._told.add((finding.id, finding.placement))
                warnings.append(
                    SensorWarning(t_ns=finding.t_ns, id=finding.id, placement=finding.placement, detail=finding.detail)
                )
        calibration = self.calibration
        if watched.healed is None:
            parts = [(pair, calibration, watched.moved)]
        else:
            self.calibration = watched.healed
            stop = last_moved(watched.moved) + 1
            late = {s: rows[stop:] for s, rows in watched.moved.items()}
            early = {s: rows[:stop] for s, rows in watched.moved.items()}
            parts = [(pair[:stop], calibration, early), (pair[stop:], watched.healed, late)]
        events: list[Event] = []
        for rows, known, moved in parts:
            if len(rows):
                events += judge.step(angles_of(rows, known, moved))
        frames = np.concatenate([frames_of(*part) for part in parts])
        return frames, sorted([*warnings, *events], key=lambda event: event.t_ns)

    def _judged_again(self, judge: Judge, watch: Watch, past: Pair) -> tuple[Records, list[Event]]:
        """The past with the words that fell in it."""
        parts: list[Records] = [np.empty(0, FRAME)]
        events: list[Event] = []
        for word in [*self._words, None]:
            n = len(past) if word is None else int(np.searchsorted(past.t_ns, word.t_ns, side="right"))
            if n:
                frames, said = self._judged(judge, watch, past[:n])
                parts, events, past = [*parts, frames], [*events, *said], past[n:]
            if word is not None:
                events += self._commanded(judge, word)
        return np.concatenate(parts), events

    def _note(self, events: Sequence[Event]) -> None:
        """Remember what was said, for the day it has to be revised."""
        for event in events:
            if isinstance(event, RepCompleted | RepRevised):
                self._said[event.rep.id] = event.rep
            elif isinstance(event, RepRejected) and event.rep_id is not None:
                self._said.pop(event.rep_id, None)
            elif isinstance(event, SetStarted):
                self._started.add(event.set_index)
            elif isinstance(event, SetEnded):
                self._since_ns, self._said = event.t_ns, {}
                self._words = [word for word in self._words if word.t_ns > event.t_ns]

    def _reconciled(self, judge: Judge, before: Sequence[Rep], again: Sequence[Event]) -> list[Event]:
        """What a second judgement of the same past changes of what was said: the same repetitions keep their ids."""
        old_ids: dict[int, int] = {}
        events: list[Event] = []
        for event in again:
            match event:
                case RepCompleted(rep=rep):
                    twin = next((r for r in before if r.id not in old_ids.values() and same(r, rep)), None)
                    if twin is None:
                        events.append(event)
                        continue
                    old_ids[rep.id] = twin.id
                    events.append(RepRevised(t_ns=event.t_ns, rep=replace(rep, id=twin.id), reason="recalibrated"))
                case RepRevised(rep=rep):
                    events.append(replace(event, rep=replace(rep, id=old_ids.get(rep.id, rep.id))))
                case RepRejected(rep_id=int(rep_id)):
                    events.append(replace(event, rep_id=old_ids.get(rep_id, rep_id)))
                case SetStarted(set_index=index) if index in self._started:
                    pass
                case FaultRaised() | RepRejected():
                    pass
                case _:
                    events.append(event)
        judge.rename(old_ids)
        events += [gone(rep, self._now) for rep in before if rep.id not in old_ids.values()]
        return events


def same(a: Rep, b: Rep) -> bool:
    """Whether two judgements mean the same repetition."""
    return abs(a.t_bottom_ns - b.t_bottom_ns) < SAME_BOTTOM_NS


def gone(rep: Rep, t_ns: int) -> RepRejected:
    """The rejection of a repetition that a better calibration does not see."""
    return RepRejected(
        t_ns=t_ns,
        rep_id=rep.id,
        t_start_ns=rep.t_start_ns,
        t_bottom_ns=rep.t_bottom_ns,
        t_end_ns=rep.t_end_ns,
        reason="recalibrated",
    )


def at_least(event: Event, t_ns: int) -> Event:
    """The event as said now; what a sensor did keeps its own time."""
    return event if isinstance(event, SensorWarning) else replace(event, t_ns=max(event.t_ns, t_ns))


def silenced(events: Sequence[Event]) -> list[Event]:
    """What of a judged past is still worth saying: no phases gone by, no cues for them."""
    kept = [event for event in events if not isinstance(event, PhaseChanged | FaultCleared)]
    return [replace(event, cue="") if isinstance(event, FaultRaised) else event for event in kept]


def in_one_breath(events: Sequence[Event]) -> list[Event]:
    """Of repetitions that are said and taken back at once, only that they were none."""
    said = {event.rep.id for event in events if isinstance(event, RepCompleted)}
    none = said & {event.rep_id for event in events if isinstance(event, RepRejected)}
    kept: list[Event] = []
    for event in events:
        match event:
            case RepCompleted(rep=rep) | RepRevised(rep=rep) if rep.id in none:
                pass
            case RepRejected(rep_id=rep_id) if rep_id in none:
                kept.append(replace(event, rep_id=None))
            case _:
                kept.append(event)
    return kept


def last_moved(moved: Moved) -> int:
    """The last row in which a segment is not to be judged; -1 when there is none."""
    return max((int(np.flatnonzero(rows)[-1]) for rows in moved.values() if rows.any()), default=-1)


def calibrated(c: Calibration, t_ns: int) -> Calibrated:
    """The event of a calibration."""
    return Calibrated(
        t_ns=t_ns,
        status=c.status,
        quality=c.quality,
        reasons=c.reasons,
        upright_known=c.upright_known,
        thorax_rom_deg=None if c.thorax_rom_rad is None else float(np.degrees(c.thorax_rom_rad)),
        own_max_lumbar_deg=None if c.own_max_lumbar_rad is None else float(np.degrees(c.own_max_lumbar_rad)),
    )
