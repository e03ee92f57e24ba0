"""What becomes of repetitions: provisional, counted, revised, taken back; and when a set opens and ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from imu_hinge.catalogue import Exercise
from imu_hinge.core.asked import MOVEMENTS, PAUSE_S, Asked
from imu_hinge.core.cycles import Cycle
from imu_hinge.core.describe import UNSEEN, Draft, unseen
from imu_hinge.core.drafting import Drafting
from imu_hinge.core.faults import Crossing
from imu_hinge.core.measures import frames
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.saying import Saying
from imu_hinge.core.sets import SetBook
from imu_hinge.core.under_way import UnderWay
from imu_hinge.model.events import RepStatus

RETAKEN_S = (0.5, 2.0)
"""A seat this long after a repetition takes it back."""


class SetKeeping:
    """Decides what counts; `say.frame` is the instant at which each method is called."""

    def __init__(
        self,
        exercise: Exercise,
        drafting: Drafting,
        say: Saying,
        under_way: UnderWay,
        ids: Iterator[int],
        set_index: int,
        asked: Asked,
    ) -> None:
        self._exercise, self._drafting, self._say = exercise, drafting, say
        self._under_way, self._ids, self._asked = under_way, ids, asked
        self._book = SetBook(set_index)
        self.armed = exercise.armed
        """Whether the next repetition counts at once."""
        self.settles_at: int | None = None
        """Frame at which the end of the last repetition will be known, as far as is known."""

    @property
    def index(self) -> int:
        """Number of the open set, or of the next one."""
        return self._book.index

    @property
    def counts(self) -> bool:
        """Whether a repetition would count at once."""
        return self._book.open or (self.armed and not self._asking)

    @property
    def ends_after_frames(self) -> int:
        """Standing for so long ends the set."""
        return frames(PAUSE_S if self._asking else self._book.params.idle_s)

    @property
    def _asking(self) -> bool:
        """Whether the movements since the last stand may be those of a guided calibration."""
        drafts = self._book.drafts
        start = drafts[0].cycle.start if drafts else self._under_way.start
        return not self._book.open and 0 <= start * GRID_NS < self._asked.again_ns

    @property
    def _unsettled(self) -> Draft | None:
        """The last repetition, while its end is not known."""
        return next((d for d in reversed(self._book.drafts) if not d.settled), None)

    def look_ahead(self) -> None:
        """More is on the tape: the end of the last repetition may be known earlier than it seemed."""
        if self.settles_at is not None and (draft := self._unsettled) is not None:
            self.settles_at = self._drafting.end_known(draft.cycle)

    def take(self, cycle: Cycle) -> None:
        """A movement is over: a repetition, or none with a reason."""
        if cycle.rejected:
            self._say.rejected(None, cycle, cycle.rejected)
            return
        drafts = self._book.drafts
        draft = self._drafted(cycle, drafts[-1].cycle.end if drafts else cycle.start)
        drafts.append(draft)
        usual_dps = self._book.usual_dps(len(drafts) - 1)
        found = self._drafting.judge(draft, self._under_way.passed, usual_dps, self._say.frame)
        if self.counts:
            self._raise(found, draft.index)
        self.settles_at = self._drafting.end_known(cycle)
        self._confirm(draft)

    def _drafted(self, cycle: Cycle, before: int) -> Draft:
        """The repetition as it is first known; the one before it ended at frame `before`."""
        return Draft(
            next(self._ids),
            self._book.index,
            len(self._book.drafts) + 1,
            RepStatus.PROVISIONAL,
            self._say.side,
            cycle,
            self._drafting.measured(cycle, cycle.end + 1),
            cycle.end,
            unseen=self._drafting.was_unseen(before, cycle.end),
            asked=cycle.start * GRID_NS < self._asked.until_ns,
        )

    def _confirm(self, draft: Draft) -> None:
        """Count at once in a set; else wait for three alike, or for more than a guided calibration asks for."""
        book = self._book
        if self.counts:
            if not book.open:
                self._open()
            self._drafting.promote(draft)
            self._say.completed(draft)
            return
        self._say.completed(draft)
        confirmed = book.confirmed(MOVEMENTS + 1 if self._asking else book.params.alike)
        if confirmed is None:
            return
        self._none(book.drafts[: -len(confirmed)])
        book.drafts = confirmed
        self._open()
        book.number()
        for one in confirmed:
            self._drafting.promote(one)
            self._say.revised(one, "confirmed")

    def _open(self) -> None:
        self._book.open = True
        self._under_way.new_set()
        self._say.set_started(self._book.index)

    def settle(self, stop: int) -> None:
        """The last repetition's end and lockout are known at frame `stop`, where the next one begins at the latest."""
        self.settles_at = None
        draft = self._unsettled
        if draft is None:
            return
        found = self._drafting.settle(draft, stop, self._say.frame)
        if draft.status is not RepStatus.PROVISIONAL:
            self._raise(found, draft.index)
        self._say.revised(draft, "lockout")

    def past(self, crossings: Sequence[Crossing]) -> None:
        """Limits that the movement under way is past; said where it may count."""
        if self.counts:
            self._raise(crossings, len(self._book.drafts) + 1)

    def past_at_rest(self, crossing: Crossing) -> None:
        """A limit passed while standing belongs to the last repetition of the set."""
        if not (self._book.open and self._book.drafts):
            return
        draft = self._book.drafts[-1]
        draft.past(crossing)
        self._raise([crossing], draft.index)
        if draft.settled:
            self._say.revised(draft, "fault")

    def _raise(self, crossings: Sequence[Crossing], rep_index: int) -> None:
        for crossing, cue in self._under_way.untold(crossings):
            self._say.raised(crossing, self._book.index, rep_index, cue)

    def seated(self) -> None:
        """Sitting down right after a repetition: it was none."""
        drafts = self._book.drafts
        if drafts and frames(RETAKEN_S[0]) <= self._say.frame - drafts[-1].cycle.end <= frames(RETAKEN_S[1]):
            self._take_back("from_seat")

    def _take_back(self, reason: str) -> None:
        draft = self._book.drafts.pop()
        self._say.rejected(draft.id, draft.cycle, reason)

    def close(self, reason: str) -> None:
        """The set is over; provisional repetitions without a set were none."""
        book = self._book
        if not (book.open or book.drafts):
            return
        self.settle(self._say.frame)
        if not book.open:
            self._none(book.drafts)
            book.drafts = []
            return
        if self._exercise.hinge_demanded:
            self._trim()
            self._compare_again()
        for draft in book.number():
            self._say.revised(draft, "numbered")
        self.armed = self._exercise.armed
        index = book.index
        self._say.set_ended(index, book.close(), reason)

    def _none(self, drafts: Sequence[Draft]) -> None:
        """Provisional repetitions that did not become a set."""
        reason = "calibrating" if self._asking else "unconfirmed"
        for draft in drafts:
            self._say.rejected(draft.id, draft.cycle, reason)

    def _trim(self) -> None:
        """Without the odd ones at the ends."""
        for draft in self._book.odd_ends():
            self._book.drafts.remove(draft)
            self._say.rejected(draft.id, draft.cycle, "trimmed")

    def _compare_again(self) -> None:
        """What compares repetitions with one another, once the odd ones are gone."""
        for i, draft in enumerate(self._book.drafts):
            if self._drafting.compare(draft, self._book.usual_dps(i), self._say.frame):
                self._say.revised(draft, "compared")

    def arm(self) -> None:
        """Open a set on a word: the next repetitions count at once."""
        self.close("command")
        self.armed = True
        self._open()

    def disarm(self, reason: str) -> None:
        """Close the set on a word."""
        self.close(reason)
        self.armed = self._exercise.armed

    def undo(self) -> None:
        """Take the last repetition of the open set back."""
        if self._book.open and self._book.drafts:
            self._take_back("undone")

    def add(self, range_rad: float) -> None:
        """Count one repetition of the open set that was not seen: nothing of it is measured."""
        book, frame = self._book, self._say.frame
        if not book.open:
            return
        draft = Draft(
            next(self._ids),
            book.index,
            len(book.drafts) + 1,
            RepStatus.COUNTED,
            self._say.side,
            unseen(frame, range_rad),
            replace(UNSEEN, bottom=frame),
            frame,
            not_judged=tuple(fault.id for fault in self._exercise.faults),
            added=True,
            settled=True,
        )
        book.drafts.append(draft)
        self._say.completed(draft)

    def rename(self, ids: Mapping[int, int]) -> None:
        """Call repetitions by the ids they were said under before."""
        for draft in self._book.drafts:
            draft.id = ids.get(draft.id, draft.id)
