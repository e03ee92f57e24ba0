"""Angles to events under one calibration: finder, context, faults and sets, put in one order of decision."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.angles import Angles
from imu_hinge.core.asked import MOVEMENTS, NOBODY, PAUSE_S, Asked
from imu_hinge.core.blind import blind_frames, was_unseen
from imu_hinge.core.coach import Coach
from imu_hinge.core.context import ContextParams, Sitting, Walking
from imu_hinge.core.cycles import RATE_FRAMES, Cycle, Entered, Halted, signals
from imu_hinge.core.describe import (
    UNSEEN,
    Draft,
    described,
    doubts,
    lockout_crossings,
    rep_crossings,
    rep_values,
    session_ns,
    unseen,
)
from imu_hinge.core.early import bottom_crossings, bottom_known, halt_crossings, lockouts, top_known
from imu_hinge.core.faults import Crossing, FrameFaults, rules_for
from imu_hinge.core.measures import LOCKOUT_FRAMES, PARAMS, Measures, frames, measured, movement_end, untimed
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.mount import Calibration
from imu_hinge.core.reps import RepFinder
from imu_hinge.core.segments import Segments
from imu_hinge.core.sets import SetBook, sure
from imu_hinge.core.tape import Tape
from imu_hinge.model.arrays import Array
from imu_hinge.model.events import (
    Event,
    FaultCleared,
    FaultRaised,
    Level,
    Phase,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SetEnded,
    SetStarted,
)

PELVIS_OF_HINGE, PELVIS_OF_BEND = 0.75, 0.53
"""Pelvis / thorax tilt in a coached hinge (inferred) and in a free bend (59 of 111 deg, Laird 2019, PMC6339318)."""
RETAKEN_S = (0.5, 2.0)
"""A seat this long after a repetition takes it back."""


class Judge:
    """One calibration's view of the movement. Feed every block once, in order, however it is cut."""

    def __init__(
        self,
        exercise: Exercise,
        calibration: Calibration,
        set_index: int,
        ids: "count[int]",
        side: str | None,
        asked: Asked = NOBODY,
    ) -> None:
        self._exercise, self._calibration, self._ids = exercise, calibration, ids
        self.side, self._asked = side, asked
        self._armed = exercise.armed
        expected = calibration.thorax_rom_rad or float(np.radians(exercise.thorax_range_deg))
        if calibration.thoracic is None:
            expected *= PELVIS_OF_HINGE
        self._target_deg = min(float(np.degrees(expected)), exercise.thorax_range_deg)
        paired = calibration.sacrum is not None and calibration.thoracic is not None
        self._finder = RepFinder(
            expected,
            fixed=not exercise.hinge_demanded,
            hinge=exercise.hinge_demanded and paired,
            rows=exercise.rows,
        )
        self._walking = Walking(ContextParams().walk_bent * expected)
        self._sitting = None if exercise.seated_allowed else Sitting()
        self._rules = rules_for(exercise.faults, calibration)
        self._cannot = tuple(
            f.id for f in exercise.faults if "plan" not in f.needs and f.id not in {r.fault.id for r in self._rules}
        )
        self._faults, self._segments = FrameFaults(self._rules), Segments()
        self._coach, self._book, self._tape = Coach(), SetBook(set_index), Tape()
        self._before = np.full(RATE_FRAMES, np.nan)
        self._phase = Phase.WAITING
        self._frame = 0
        self._movement, self._start = 0, -1
        self._passed: list[Crossing] = []
        self._told: set[tuple[str, Level]] = set()
        self._left: Cycle | None = None
        self._revise_at: int | None = None
        self._idle_from = 0
        self._idle_at: int | None = None
        self._out: list[Event] = []

    @property
    def set_index(self) -> int:
        """Number of the open set, or of the next one."""
        return self._book.index

    def step(self, angles: Angles) -> list[Event]:
        """What is said of a block."""
        first = int(angles.t_ns[0]) // GRID_NS
        height = self._height(angles)
        rate = self._rate(height)
        self._tape.append(first, angles, height, rate)
        if self._revise_at is not None and (draft := self._unsettled) is not None:
            self._revise_at = top_known(self._tape, draft.cycle)
        sat, seats = self._sitting.step(first, angles) if self._sitting else ([], [])
        if self._armed or not sat:
            sat, seats = [False] * len(angles), []
        walks = self._walking.step(first, angles.heave, height)
        marks = self._finder.step(signals(first, angles, height, np.nan_to_num(rate), sat))
        timeline: list[tuple[int, int, object]] = [(frame, 1, mark) for frame, mark in marks]
        timeline += [(frame, 0, "walking") for frame in walks] + [(frame, 0, "seated") for frame in seats]
        for segment in self._segments.cut(first, angles, rate, [(f, m) for f, m in marks if isinstance(m, Entered)]):
            timeline += [(crossing.frame, 2, crossing) for crossing in self._faults.step(segment)]
        for frame, _, what in sorted(timeline, key=lambda entry: entry[:2]):
            self._due_before(frame)
            self._frame = frame
            self._happens(what)
        self._due_before(first + len(angles))
        self._frame = first + len(angles) - 1
        return self._said()

    def _height(self, angles: Angles) -> Array:
        """The count signal: the thorax, or what the pelvis makes likely while the thorax is silent."""
        if self._calibration.thoracic is None:
            return angles.pelvis
        hinge = self._exercise.hinge_demanded
        thorax = angles.thorax if hinge else angles.inclination
        return np.where(np.isnan(thorax), angles.pelvis / (PELVIS_OF_HINGE if hinge else PELVIS_OF_BEND), thorax)

    def _rate(self, height: Array) -> Array:
        """Mean rate over the last RATE_FRAMES, rad/s: one period of soft-tissue wobble, which thereby cancels."""
        past = np.concatenate([self._before, height])
        self._before = past[-RATE_FRAMES:]
        return np.asarray((past[RATE_FRAMES:] - past[:-RATE_FRAMES]) / (RATE_FRAMES * GRID_NS * 1e-9))

    def _said(self) -> list[Event]:
        said, self._out = self._out, []
        return said

    def _now(self) -> int:
        return self._frame * GRID_NS

    def _happens(self, what: object) -> None:
        if isinstance(what, Cycle):
            self._cycle(what)
        elif isinstance(what, Entered):
            self._entered(what)
        elif isinstance(what, Halted):
            self._halted(what)
        elif isinstance(what, Crossing):
            self._crossed(what)
        elif self._phase in (Phase.STANDING, Phase.WAITING):
            if what == "seated":
                self._take_back()
            self._close(str(what))

    def _entered(self, entered: Entered) -> None:
        """A phase begins: the wait for the end of the set begins or ends with it."""
        self._phase = entered.phase
        resting = entered.phase in (Phase.STANDING, Phase.WAITING)
        self._idle_from = self._frame
        self._idle_at = self._idle_until(self._frame) if resting else None
        if entered.phase is Phase.HINGING and entered.start != self._start:
            self._settle(min(entered.start, self._frame))
            self._start = entered.start
            self._movement += 1
            self._passed, self._told = [], set()
        self._left = entered.so_far
        self._out.append(PhaseChanged(t_ns=self._now(), phase=entered.phase))

    def _due_before(self, frame: int) -> None:
        """Whatever falls due before a frame, in order."""
        while True:
            dues = ((self._revise_at, "revise"), (bottom_known(self._left), "bottom"), (self._idle_at, "idle"))
            at, due = min(((at, due) for at, due in dues if at is not None), default=(frame, ""))
            if at >= frame:
                return
            self._frame = at
            if due == "revise":
                self._settle(at)
            elif due == "bottom":
                self._bottom_left()
            elif (later := self._idle_until(at)) > at:
                self._idle_at = later
            else:
                self._idle_at = None
                self._close("idle")

    def _idle_until(self, frame: int) -> int:
        """When the wearer will have stood for as long as ends a set, as far as is known at a frame."""
        idle = frames(PAUSE_S if self._asking else self._book.params.idle_s)
        return self._idle_from + idle + blind_frames(self._tape, self._idle_from, frame)

    def _cycle(self, cycle: Cycle) -> None:
        """A movement is over: a repetition, or none with a reason."""
        if cycle.rejected:
            self._reject(None, cycle, cycle.rejected)
            return
        draft = Draft(
            next(self._ids),
            self._book.index,
            len(self._book.drafts) + 1,
            RepStatus.PROVISIONAL,
            self.side,
            cycle,
            self._measured(cycle, cycle.end + 1),
            cycle.end,
            unseen=was_unseen(self._tape, self._last_end(cycle), cycle.end),
            asked=cycle.start * GRID_NS < self._asked.until_ns,
        )
        self._book.drafts.append(draft)
        self._judge(draft)
        self._revise_at = top_known(self._tape, cycle)
        self._confirm(draft)

    def _measured(self, cycle: Cycle, stop: int) -> Measures:
        """What is known of a cycle at frame `stop` under this calibration."""
        whole = measured(self._tape, cycle, stop, pelvis_there=self._calibration.sacrum is not None)
        return whole if self._calibration.movement_timed else untimed(whole)

    def _last_end(self, cycle: Cycle) -> int:
        """Where the repetition before this one ended; its own start where it is the first."""
        drafts = self._book.drafts
        return drafts[-1].cycle.end if drafts else cycle.start

    def _judge(self, draft: Draft) -> None:
        """The faults of the movement that just ended."""
        values = rep_values(draft, self._target_deg, self._book.best_dps(len(self._book.drafts) - 1))
        for crossing in self._passed:
            draft.past(crossing)
        crossings = rep_crossings(self._rules, values, draft, self._frame)
        unknown = {r.fault.id for r in self._rules if "pelvis" in r.fault.needs and draft.measures.hinge_share is None}
        draft.not_judged = tuple(dict.fromkeys([*self._cannot, *sorted(unknown)]))
        for crossing in crossings:
            draft.past(crossing)
        if self._counts_now:
            self._raise(crossings, draft.index)

    def _bottom_left(self) -> None:
        """What the way down was like is told while the wearer comes up; it is noted when the repetition has ended."""
        cycle, self._left = self._left, None
        if cycle is not None and self._counts_now:
            self._raise(bottom_crossings(self._rules, self._tape, cycle, self._frame), len(self._book.drafts) + 1)

    def _halted(self, halted: Halted) -> None:
        """The wearer rests above the top: the lockout will not come."""
        found = halt_crossings(self._rules, self._tape, halted, self._frame)
        self._passed += found
        if self._counts_now:
            self._raise(found, len(self._book.drafts) + 1)

    @property
    def _counts_now(self) -> bool:
        return self._book.open or (self._armed and not self._asking)

    @property
    def _asking(self) -> bool:
        """Whether the movements since the last stand may be those of a guided calibration."""
        drafts = self._book.drafts
        start = drafts[0].cycle.start if drafts else self._start
        return not self._book.open and 0 <= start * GRID_NS < self._asked.again_ns

    def _confirm(self, draft: Draft) -> None:
        """Count at once in a set; else wait for three alike, or for more than a guided calibration asks for."""
        book = self._book
        if self._counts_now:
            if not book.open:
                self._open_set()
            self._promote(draft)
            self._out.append(RepCompleted(t_ns=self._now(), rep=self._described(draft)))
            return
        self._out.append(RepCompleted(t_ns=self._now(), rep=self._described(draft)))
        confirmed = book.confirmed(MOVEMENTS + 1 if self._asking else book.params.alike)
        if confirmed is None:
            return
        self._none(book.drafts[: -len(confirmed)])
        book.drafts = confirmed
        self._open_set()
        book.number()
        for d in confirmed:
            self._promote(d)
            self._out.append(RepRevised(t_ns=self._now(), rep=self._described(d), reason="confirmed"))

    def _open_set(self) -> None:
        self._book.open = True
        self._coach.new_set()
        self._out.append(
            SetStarted(t_ns=self._now(), set_index=self._book.index, exercise=self._exercise.id, side=self.side)
        )

    def _promote(self, draft: Draft) -> None:
        unsure = doubts(draft, self._exercise, self._calibration)
        draft.status = sure(draft, bool(unsure))

    @property
    def _unsettled(self) -> Draft | None:
        """The last repetition, while its end is not known."""
        return next((d for d in reversed(self._book.drafts) if not d.settled), None)

    def _settle(self, stop: int) -> None:
        """The last repetition's end and lockout are known at frame `stop`, where the next one begins at the latest."""
        self._revise_at = None
        draft = self._unsettled
        if draft is None:
            return
        draft.settled = True
        cycle = draft.cycle
        draft.end = movement_end(self._tape, cycle, max(stop, cycle.end + 1))
        last = min(draft.end + LOCKOUT_FRAMES, max(stop, draft.end + frames(PARAMS.before_end_s)))
        draft.measures = self._measured(cycle, max(draft.end, cycle.end) + 1)
        if self._calibration.movement_timed:
            draft.lockout_pelvis_deg, draft.lockout_thorax_deg = lockouts(self._tape, draft.end, last + 1)
        crossings = lockout_crossings(self._rules, draft, self._frame)
        if draft.lockout_pelvis_deg is None or draft.lockout_thorax_deg is None:
            unknown = [rule.fault.id for rule in self._rules if rule.fault.measure == "lockout"]
            draft.not_judged = tuple(dict.fromkeys([*draft.not_judged, *unknown]))
        for crossing in crossings:
            draft.past(crossing)
        if draft.status is not RepStatus.PROVISIONAL:
            self._raise(crossings, draft.index)
        self._out.append(RepRevised(t_ns=self._now(), rep=self._described(draft), reason="lockout"))

    def _crossed(self, crossing: Crossing) -> None:
        """A frame fault was raised or cleared."""
        resting = self._phase in (Phase.STANDING, Phase.WAITING)
        if not crossing.raised:
            if crossing.level is Level.CAUTION and self._counts_now:
                self._out.append(FaultCleared(t_ns=self._now(), fault=crossing.fault.id))
            return
        if not resting:
            self._passed.append(crossing)
            if self._counts_now:
                self._raise([crossing], len(self._book.drafts) + 1)
        elif self._book.open and self._book.drafts:
            draft = self._book.drafts[-1]
            draft.past(crossing)
            self._raise([crossing], draft.index)
            if draft.settled:
                self._out.append(RepRevised(t_ns=self._now(), rep=self._described(draft), reason="fault"))

    def _raise(self, crossings: Sequence[Crossing], rep_index: int) -> None:
        """Say what was passed; the coach gives one of them its cue."""
        crossings = [c for c in crossings if (c.fault.id, c.level) not in self._told or not c.fault.per_rep]
        self._told |= {(c.fault.id, c.level) for c in crossings}
        cued = self._coach.choose(self._movement, crossings)
        for c in crossings:
            self._out.append(
                FaultRaised(
                    t_ns=self._now(),
                    fault=c.fault.id,
                    level=c.level,
                    set_index=self._book.index,
                    rep_index=rep_index,
                    value=c.value,
                    limit=c.limit,
                    cue=c.fault.cue if c is cued else "",
                )
            )

    def _take_back(self) -> None:
        """Sitting down right after a repetition: it was none."""
        drafts = self._book.drafts
        if drafts and frames(RETAKEN_S[0]) <= self._frame - drafts[-1].cycle.end <= frames(RETAKEN_S[1]):
            draft = drafts.pop()
            self._reject(draft.id, draft.cycle, "from_seat")

    def _close(self, reason: str) -> None:
        """The set is over; provisional repetitions without a set were none."""
        book = self._book
        if not (book.open or book.drafts):
            return
        self._settle(self._frame)
        if not book.open:
            self._none(book.drafts)
            book.drafts = []
            return
        if self._exercise.hinge_demanded:
            for draft in book.odd_ends():
                book.drafts.remove(draft)
                self._reject(draft.id, draft.cycle, "trimmed")
            self._compare_again()
        for draft in book.number():
            self._out.append(RepRevised(t_ns=self._now(), rep=self._described(draft), reason="numbered"))
        self._end_set(reason)

    def _none(self, drafts: Sequence[Draft]) -> None:
        """Provisional repetitions that did not become a set."""
        reason = "calibrating" if self._asking else "unconfirmed"
        for draft in drafts:
            self._reject(draft.id, draft.cycle, reason)

    def _compare_again(self) -> None:
        """What compares repetitions with one another, once the odd ones are gone."""
        rules = [rule for rule in self._rules if rule.fault.measure == "speed_loss"]
        for i, draft in enumerate(self._book.drafts):
            before = dict(draft.faults)
            values = rep_values(draft, self._target_deg, self._book.best_dps(i))
            for rule in rules:
                draft.faults.pop(rule.fault.id, None)
            for crossing in rep_crossings(rules, values, draft, self._frame):
                draft.past(crossing)
            if draft.faults != before:
                self._out.append(RepRevised(t_ns=self._now(), rep=self._described(draft), reason="compared"))

    def _end_set(self, reason: str) -> None:
        index, self._armed = self._book.index, self._exercise.armed
        done = self._book.close()
        now = self._now()
        self._out.append(
            SetEnded(
                t_ns=now,
                set_index=index,
                t_start_ns=session_ns(done[0].cycle.start) if done else now,
                t_end_ns=session_ns(done[-1].end) if done else now,
                side=self.side,
                reason=reason,
                counted=sum(d.status is RepStatus.COUNTED for d in done),
                unsure=sum(d.status is RepStatus.UNSURE for d in done),
            )
        )

    def _reject(self, rep_id: int | None, cycle: Cycle, reason: str) -> None:
        self._out.append(
            RepRejected(
                t_ns=self._now(),
                rep_id=rep_id,
                t_start_ns=session_ns(cycle.start),
                t_bottom_ns=session_ns(cycle.bottom),
                t_end_ns=session_ns(cycle.end),
                reason=reason,
            )
        )

    def _described(self, draft: Draft) -> Rep:
        return described(draft, self._exercise, self._calibration)

    def start_set(self) -> list[Event]:
        """Arm: the next repetitions count at once."""
        self._close("command")
        self._armed = True
        self._open_set()
        return self._said()

    def end_set(self, reason: str) -> list[Event]:
        """Close the set on a word."""
        self._close(reason)
        self._armed = self._exercise.armed
        return self._said()

    def undo(self) -> list[Event]:
        """Take the last repetition of the open set back."""
        if self._book.open and self._book.drafts:
            draft = self._book.drafts.pop()
            self._reject(draft.id, draft.cycle, "undone")
        return self._said()

    def add(self) -> list[Event]:
        """Count one repetition of the open set that was not seen: nothing of it is measured."""
        book = self._book
        if book.open:
            cycle, nothing = unseen(self._frame, self._finder.range_rad), replace(UNSEEN, bottom=self._frame)
            draft = Draft(
                next(self._ids),
                book.index,
                len(book.drafts) + 1,
                RepStatus.COUNTED,
                self.side,
                cycle,
                nothing,
                self._frame,
            )
            draft.settled = draft.added = True
            draft.not_judged = tuple(fault.id for fault in self._exercise.faults)
            book.drafts.append(draft)
            self._out.append(RepCompleted(t_ns=self._now(), rep=self._described(draft)))
        return self._said()

    def rename(self, ids: Mapping[int, int]) -> None:
        """Call repetitions by the ids they were said under before."""
        for draft in self._book.drafts:
            draft.id = ids.get(draft.id, draft.id)

    def end(self) -> list[Event]:
        """Nothing more will come."""
        open_one = self._finder.unfinished(self._frame)
        if open_one is not None:
            self._reject(None, open_one, "unfinished")
        self._close("end")
        return self._said()
