"""When to calibrate: guided on a word; otherwise from the past, looked at again until enough movement was seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.core.asked import AGAIN_S, AT_ONCE_S, NOBODY, OPENS_RAD, Asked, away_rad, bends_in, not_as_asked
from imu_hinge.core.automatic import calibrate_automatically
from imu_hinge.core.directions import angle
from imu_hinge.core.guided import Guided
from imu_hinge.core.motion import GRID_NS, Pair, join
from imu_hinge.core.mount import Calibration
from imu_hinge.core.refusals import Refusal, refused
from imu_hinge.model.events import CalibrationRefused, CalibrationStep, Event
from imu_hinge.model.inputs import Command

ENDING = {"start_set": "set_begun", "pain": "stopped"}
"""Commands after which nobody goes on with a guided calibration, and the reason that is told."""


@dataclass(frozen=True, slots=True)
class CalibratingParams:
    """When an automatic calibration is tried; inferred."""

    memory_s: float = 180.0
    first_s: float = 8.0
    again_s: float = 1.0
    grows: float = 1.15
    """While nothing succeeds the pauses between two looks grow by this factor, ..."""
    again_most_s: float = 30.0
    """... up to this."""
    revise_s: float = 10.0
    news_s: float = 10.0
    """So much new movement is needed for another look at what was found (inferred)."""
    moved_s: float = 60.0
    """After so much movement an automatic calibration is final."""
    moving_dps: float = 20.0
    changed_deg: float = 3.0
    """A new automatic calibration replaces the one in use only when an axis differs by more."""


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What was decided at the end of a piece."""

    calibration: Calibration | None = None
    past: Pair | None = None
    """Rows to be judged anew with it; None when it holds from here on."""
    asked: Asked = NOBODY
    """What of the past may be movements that a guided calibration asked for."""
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A guided calibration just done; a bend that begins before `until_ns` says that its movements were repetitions."""

    calibration: Calibration
    t_ns: int
    until_ns: int


class Calibrating:
    """Keeps the recent past while it may still teach something, or may have to be judged."""

    def __init__(
        self,
        params: CalibratingParams | None = None,
        limited: Callable[[Calibration], Calibration] = lambda found: found,
    ) -> None:
        """`limited` adds to a calibration what the sensors themselves cannot tell."""
        self._p, self._limited = params or CalibratingParams(), limited
        self._guided: Guided | None = None
        self._learned: Learned | None = None
        self._automatic, self._given_up = True, False
        self._past: list[Pair] = []
        self._rows = self._moved = 0
        self._pause = rows_in(self._p.again_s)
        self._next = rows_in(self._p.first_s)
        self._found: Calibration | None = None
        self._asked = NOBODY
        self._refused = ""
        self._looked_at = 0

    def command(self, command: Command) -> list[Event]:
        """`calibrate` begins the guided one, `skip` leaves out its full bend, ENDING words break it off."""
        if command.name == "calibrate":
            self._past = [] if self._guided is None else self._past
            self._guided, self._learned, self._automatic, self._moved = Guided(), None, False, 0
            return [CalibrationStep(t_ns=command.t_ns, step="hold")]
        if self._guided is not None and command.name == "skip":
            self._guided.skip()
        if self._guided is not None and command.name in ENDING:
            reason = ENDING[command.name]
            self._look_instead(reason, command.t_ns, again_s=0.0)
            return [said(refused(reason), command.t_ns)]
        return []

    @property
    def hinges_seen(self) -> int:
        """Hinges that the guided calibration under way has seen; 0 when there is none."""
        return 0 if self._guided is None else self._guided.hinges_seen

    def step(self, pair: Pair) -> Iterator[tuple[Pair, Decided]]:
        """The rows in pieces, each with what was decided at its end."""
        while len(pair):
            if self._guided is not None:
                n, decided = self._guide(self._guided, pair)
            elif self._learned is not None:
                n, decided = self._listen(self._learned, pair)
            elif self._automatic:
                n = min(len(pair), self._next - self._rows)
                decided = self._decide(pair[:n])
            else:
                n, decided = len(pair), Decided()
                self._rows += n
            yield pair[:n], decided
            pair = pair[n:]

    def restored(self) -> None:
        """A calibration came from elsewhere: nothing is looked for until one is asked for."""
        self._guided, self._learned, self._automatic, self._past = None, None, False, []

    def give_up(self) -> None:
        """Ends a guided calibration under way, without a word: nobody will go on with it."""
        if self._guided is not None:
            self._given_up = True
            self._look_instead("", int(self._past[-1].t_ns[-1]) if self._past else 0)

    def at_end(self) -> Decided:
        """One last look when nothing more will come."""
        decided = self._look(at_end=True) if self._automatic and self._past else Decided()
        return Decided() if self._given_up and decided.calibration is None else decided

    def _decide(self, piece: Pair) -> Decided:
        self._remember(piece)
        if self._rows < self._next:
            return Decided()
        if self._found is not None and self._moved < self._looked_at + rows_in(self._p.news_s):
            self._next += rows_in(self._p.revise_s)
            return Decided()
        return self._look(at_end=False)

    def _guide(self, guided: Guided, pair: Pair) -> tuple[int, Decided]:
        """Rows the guided calibration used, and what it came to."""
        announced = guided.step(pair)
        events: list[Event] = [CalibrationStep(t_ns=a.t_ns, step=str(a.step)) for a in announced]
        if guided.result is None:
            self._remember(pair)
            return len(pair), Decided(events=events)
        now = announced[-1].t_ns
        n = int(np.searchsorted(pair.t_ns, now)) + 1
        self._remember(pair[:n])
        if isinstance(guided.result, Calibration):
            return n, self._succeeded(self._limited(guided.result), now, events)
        events.append(said(guided.result, now))
        if guided.again:
            self._guided = Guided(expected=guided.places)
            events.append(CalibrationStep(t_ns=now, step="hold"))
        else:
            self._look_instead(guided.result.reason, now)
        return n, Decided(events=events)

    def _succeeded(self, calibration: Calibration, t_ns: int, events: list[Event]) -> Decided:
        """It holds from here on; also for the past when the wearer did not do as asked."""
        self._guided, past = None, join(self._past)
        bends = bends_in(past, calibration)
        if not_as_asked(bends, calibration):
            return self._for_the_past(calibration, t_ns, events)
        last_ns = max((int(past.t_ns[stop - 1]) for _, stop in bends), default=t_ns)
        self._learned = Learned(calibration, t_ns, last_ns + rows_in(AT_ONCE_S) * GRID_NS)
        return Decided(calibration, events=events)

    def _listen(self, learned: Learned, pair: Pair) -> tuple[int, Decided]:
        """Whether the wearer bends again at once."""
        soon = int(np.searchsorted(pair.t_ns, learned.until_ns))
        bent = np.flatnonzero(away_rad(pair[:soon], learned.calibration) > OPENS_RAD)
        n = int(bent[0]) + 1 if len(bent) else len(pair)
        self._remember(pair[:n])
        if len(bent):
            return n, self._for_the_past(learned.calibration, learned.t_ns, [])
        if soon < len(pair):
            self._learned, self._past = None, []
        return n, Decided()

    def _for_the_past(self, calibration: Calibration, t_ns: int, events: list[Event]) -> Decided:
        """The calibration for everything since it was asked for."""
        past, self._past, self._learned = join(self._past), [], None
        return Decided(calibration, past, Asked(t_ns, t_ns), events)

    def _look_instead(self, reason: str, t_ns: int, again_s: float = AGAIN_S) -> None:
        """Without a guided calibration the data alone must do; sensors that are to be exchanged say nothing of it."""
        self._guided, self._automatic, self._found = None, True, None
        self._past = [] if reason == "swapped" else self._past
        self._asked = Asked(t_ns, t_ns + rows_in(again_s) * GRID_NS)
        self._pause = rows_in(self._p.again_s)
        self._next = self._rows + self._pause

    def _remember(self, piece: Pair) -> None:
        lead = piece.thoracic if piece.thoracic.valid.any() else piece.sacrum
        rate = lead.gyr
        fast = (rate * rate).sum(axis=1) > np.radians(self._p.moving_dps) ** 2
        self._moved += int(fast.sum())
        self._past.append(piece)
        self._rows += len(piece)

    def _look(self, *, at_end: bool) -> Decided:
        """Try to calibrate from the past; schedules the next look."""
        past = join(self._past)[-rows_in(self._p.memory_s) :]
        self._past, self._looked_at = [past], self._moved
        if self._found is not None and self._moved > rows_in(self._p.moved_s):
            self._automatic, self._past = False, []
        result = calibrate_automatically(past, at_end=at_end)
        if isinstance(result, Refusal):
            return self._not_yet(result, past, at_end)
        self._next += rows_in(self._p.revise_s)
        if self._found is not None and not differs(self._found, result, np.radians(self._p.changed_deg)):
            return Decided()
        self._found = result
        return Decided(self._limited(result), past, self._asked)

    def _not_yet(self, refusal: Refusal, past: Pair, at_end: bool) -> Decided:
        self._pause = min(round(self._pause * self._p.grows + 0.5), rows_in(self._p.again_most_s))
        self._next += self._pause if self._found is None else rows_in(self._p.revise_s)
        if self._found is not None or not (at_end or refusal.reason == "swapped") or refusal.reason == self._refused:
            return Decided()
        self._refused = refusal.reason
        return Decided(events=[said(refusal, int(past.t_ns[-1]))])


def said(refusal: Refusal, t_ns: int) -> CalibrationRefused:
    """The event of a refusal."""
    return CalibrationRefused(t_ns=t_ns, reason=refusal.reason, remedy=refusal.remedy)


def differs(old: Calibration, new: Calibration, by_rad: float) -> bool:
    """Whether the calibrations would judge differently."""
    if old.upright_known != new.upright_known or (old.quality >= 0.5) != (new.quality >= 0.5):
        return True
    for a, b in ((old.sacrum, new.sacrum), (old.thoracic, new.thoracic)):
        if (a is None) != (b is None):
            return True
        if a is not None and b is not None and bool((angle(a.axes, b.axes) > by_rad).any()):
            return True
    return False


def rows_in(seconds: float) -> int:
    """Grid rows in so many seconds."""
    return round(seconds * 1e9 / GRID_NS)
