"""When to calibrate: guided on a word; otherwise from the past, looked at again until enough movement was seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.core.automatic import calibrate_automatically
from imu_hinge.core.directions import angle
from imu_hinge.core.guided import Guided
from imu_hinge.core.motion import GRID_NS, Pair, join
from imu_hinge.core.mount import Calibration
from imu_hinge.core.refusals import Refusal
from imu_hinge.model.events import CalibrationRefused, CalibrationStep, Event
from imu_hinge.model.inputs import Command


@dataclass(frozen=True, slots=True)
class CalibratingParams:
    """ALGORITHMS 5.2 (d)."""

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
    events: list[Event] = field(default_factory=list)


class Calibrating:
    """Keeps the recent past while it may still teach something."""

    def __init__(self, params: CalibratingParams | None = None) -> None:
        self._p = params or CalibratingParams()
        self._guided: Guided | None = None
        self._automatic = True
        self._past: list[Pair] = []
        self._rows = self._moved = 0
        self._pause = rows_in(self._p.again_s)
        self._next = rows_in(self._p.first_s)
        self._found: Calibration | None = None
        self._refused = ""
        self._looked_at = 0

    def command(self, command: Command) -> list[Event]:
        """`calibrate` begins the guided one, `skip` leaves out its full bend."""
        if command.name == "calibrate":
            self._guided, self._automatic = Guided(), False
            return [CalibrationStep(t_ns=command.t_ns, step="hold")]
        if self._guided is not None:
            self._guided.skip()
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
            else:
                n = min(len(pair), self._next - self._rows) if self._automatic else len(pair)
                decided = self._decide(pair[:n])
            self._rows += n
            yield pair[:n], decided
            pair = pair[n:]

    def give_up(self) -> None:
        """Ends a guided calibration under way, without a word: nobody will go on with it."""
        self._guided = None

    def at_end(self) -> Decided:
        """One last look when nothing more will come."""
        return self._look(at_end=True) if self._automatic and self._past else Decided()

    def _decide(self, piece: Pair) -> Decided:
        if not self._automatic:
            return Decided()
        self._remember(piece)
        if self._rows + len(piece) < self._next:
            return Decided()
        if self._found is not None and self._moved < self._looked_at + rows_in(self._p.news_s):
            self._next += rows_in(self._p.revise_s)
            return Decided()
        return self._look(at_end=False)

    def _guide(self, guided: Guided, pair: Pair) -> tuple[int, Decided]:
        """Rows the guided calibration used, and what it came to."""
        announced = guided.step(pair)
        said: list[Event] = [CalibrationStep(t_ns=a.t_ns, step=str(a.step)) for a in announced]
        if guided.result is None:
            return len(pair), Decided(events=said)
        self._guided, result, now = None, guided.result, announced[-1].t_ns
        n = int(np.searchsorted(pair.t_ns, now)) + 1
        if isinstance(result, Calibration):
            return n, Decided(calibration=result, events=said)
        self._start_looking(n)
        said.append(CalibrationRefused(t_ns=now, reason=result.reason, remedy=result.remedy))
        return n, Decided(events=said)

    def _start_looking(self, used: int) -> None:
        """Without a guided calibration the data alone must do."""
        self._automatic, self._past, self._moved, self._found = True, [], 0, None
        self._next = self._rows + used + rows_in(self._p.first_s)

    def _remember(self, piece: Pair) -> None:
        lead = piece.thoracic if piece.thoracic.valid.any() else piece.sacrum
        rate = lead.gyr
        fast = (rate * rate).sum(axis=1) > np.radians(self._p.moving_dps) ** 2
        self._moved += int(fast.sum())
        self._past.append(piece)

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
        return Decided(result, past)

    def _not_yet(self, refusal: Refusal, past: Pair, at_end: bool) -> Decided:
        self._pause = min(round(self._pause * self._p.grows + 0.5), rows_in(self._p.again_most_s))
        self._next += self._pause if self._found is None else rows_in(self._p.revise_s)
        if self._found is not None or not (at_end or refusal.reason == "swapped") or refusal.reason == self._refused:
            return Decided()
        self._refused = refusal.reason
        now = int(past.t_ns[-1])
        return Decided(events=[CalibrationRefused(t_ns=now, reason=refusal.reason, remedy=refusal.remedy)])


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
