"""The guided calibration: stance, three hinges, one full bend, stance again. Hands-free; holding still starts it."""

from collections.abc import Iterable

import numpy as np

from imu_hinge.core.directions import Runs, angle
from imu_hinge.core.guided_table import TABLE, Announcement, GuidedParams, GuidedStep
from imu_hinge.core.lessons import (
    Lesson,
    Stance,
    agreement,
    full_bend_rad,
    hinge,
    refusal_in,
    sensor,
    spread_dps,
    stand,
)
from imu_hinge.core.motion import Pair, join
from imu_hinge.core.mount import Calibration
from imu_hinge.core.refusals import Refusal, refused
from imu_hinge.core.smooth import GRID_HZ, Smooth
from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement


class Guided:
    """One guided calibration. Feed it blocks of any length until `result` is there."""

    def __init__(self, params: GuidedParams | None = None, expected: Iterable[Placement] = ()) -> None:
        """Sensors that are `expected`, and all that are heard while the wearer is to hold still, are waited for."""
        self.params = params or GuidedParams()
        self.now = GuidedStep.HOLD
        self.result: Calibration | Refusal | None = None
        self.again = False
        """Whether the refusal asks for another one at once."""
        self.places = [s for s in Placement if s in set(expected)]
        """The sensors that take part."""
        self._past: Pair | None = None
        self._rates: dict[Placement, Array] = {s: np.empty((0, 3)) for s in Placement}
        self._filters = {s: Smooth(self.params.still_hz) for s in Placement}
        self._row = self._since = 0
        self._skip = False
        self._away = 0
        self._stance: Stance | None = None
        self._lesson: Lesson | None = None
        self._scores: dict[str, float] = {}
        self._bends: list[tuple[int, int]] = []
        self._open: int | None = None
        self._own_max: float | None = None

    def skip(self) -> None:
        """Leave out the full bend, now or when its turn comes."""
        self._skip = True

    @property
    def hinges_seen(self) -> int:
        """Hinges completed so far, at most those asked for."""
        return min(len(self._bends), self.params.hinges)

    @property
    def stood_s(self) -> float:
        """How long the step under way has lasted."""
        return (self._row - self._since) / GRID_HZ

    @property
    def quality(self) -> float:
        """The weakest score so far, 1 before the first."""
        return min(self._scores.values(), default=1.0)

    def step(self, block: Pair) -> list[Announcement]:
        """What is to be announced in this block; nothing after the result."""
        said: list[Announcement] = []
        if self.result is not None or not len(block):
            return said
        past = self._take(block)
        while self.result is None and self._row < len(past):
            self._row += 1
            ended = self._watch(past)
            if ended is None and self.stood_s >= TABLE[self.now].most_s:
                ended = self._late(past)
            if ended is not None:
                said.append(self._enter(ended, int(past.t_ns[self._row - 1])))
        self._forget()
        return said

    def _late(self, past: Pair) -> str:
        """What it means that the step takes too long."""
        here = Placement.THORACIC in self.places and self._heard(past)
        return TABLE[self.now].late if here or self.now is not GuidedStep.HOLD else "sensor_lost"

    def _take(self, block: Pair) -> Pair:
        """Append the block and its low-passed rates."""
        self._past = block if self._past is None else join([self._past, block])
        for s in Placement:
            rows = np.nan_to_num(sensor(block, s).gyr)
            self._rates[s] = np.concatenate([self._rates[s], self._filters[s].step(rows.T).T])
        return self._past

    def _forget(self) -> None:
        """Drop what a stand that has not begun will not need."""
        spare = self._row - rows_in(self.params.hold_s)
        if self.now is GuidedStep.HOLD and spare > 0 and self._past is not None:
            self._past = self._past[spare:]
            self._rates = {s: r[spare:] for s, r in self._rates.items()}
            self._row -= spare
            self._since -= spare

    def _enter(self, reason: str, t_ns: int) -> Announcement:
        """Go on to the next step of the table, or end with the refusal."""
        self._since = self._row
        self._open = None
        then = self._then()
        self.again = reason in TABLE[self.now].again
        if reason:
            self.result = refused(reason)
        elif then is GuidedStep.DONE:
            self.result = self._calibration()
        self.now = GuidedStep.DONE if self.result is not None else then
        return Announcement(t_ns, self.now, self.result)

    def _then(self) -> GuidedStep:
        """The next step; the full bend tells of the low back, which needs the sacrum sensor."""
        then = TABLE[self.now].then
        return TABLE[then].then if then is GuidedStep.FULL_BEND and Placement.SACRUM not in self.places else then

    def _watch(self, past: Pair) -> str | None:
        """None while the step goes on, empty when it is over, or the reason for which it refuses."""
        watchers = {
            GuidedStep.HOLD: self._hold,
            GuidedStep.STANCE: self._first_stance,
            GuidedStep.HINGES: self._hinges,
            GuidedStep.FULL_BEND: self._full_bend,
            GuidedStep.STANCE_AGAIN: self._second_stance,
        }
        return "sensor_lost" if self._left(past) else watchers[self.now](past)

    def _left(self, past: Pair) -> bool:
        """Whether a sensor that takes part has gone away; until the wearer holds still it may come and go."""
        self._away = 0 if self.now is GuidedStep.HOLD or self._heard(past) else self._away + 1
        return self._away >= rows_in(self.params.away_s)

    def _hold(self, past: Pair) -> str | None:
        """Over when every sensor that is waited for has been still long enough, the thoracic one among them."""
        n = rows_in(self.params.hold_s)
        self.places = [s for s in Placement if s in self.places or sensor(past, s).valid[self._row - 1]]
        if self._row < n or Placement.THORACIC not in self.places:
            return None
        there = all(sensor(past, s).valid[self._row - n : self._row].all() for s in self.places)
        return "" if there and self._still(n) else None

    def _still(self, n: int) -> bool:
        """Whether the sensors that take part hardly turned in the last n rows."""
        window = slice(self._row - n, self._row)
        return all(spread_dps(self._rates[s][window]) <= self.params.hold_dps for s in self.places)

    def _stand(self, past: Pair) -> Stance:
        """The stand since the step began."""
        window = slice(self._since, self._row)
        return stand(past[window], {s: self._rates[s][window] for s in self.places}, self.params.lesson)

    def _heard(self, past: Pair) -> bool:
        """Whether every sensor that takes part is there at this row."""
        return all(bool(np.isfinite(sensor(past, s).up[self._row - 1, 0])) for s in self.places)

    def _first_stance(self, past: Pair) -> str | None:
        """Over after its time; a gap or a move refuses."""
        if not self._heard(past):
            return "sensor_lost"
        if self._row - self._since < rows_in(self.params.stance_s):
            return None
        self._stance = self._stand(past)
        return self._passed(self._stance.scores)

    def _passed(self, scores: dict[str, float]) -> str:
        """Keep the scores; the reason of the first that refuses, else empty."""
        self._scores |= scores
        return refusal_in(scores)

    def _bent(self, past: Pair, up: Array) -> tuple[int, int] | None:
        """The rows of a bend of the thorax that ends at this row."""
        p = self.params
        away = float(np.nan_to_num(angle(past.thoracic.up_slow[self._row - 1], up)))
        if self._open is None:
            self._open = self._row - 1 if away > np.radians(p.opens_deg) else None
            return None
        if away > np.radians(p.closes_deg):
            return None
        start, self._open = self._open, None
        return start, self._row

    def _hinges(self, past: Pair) -> str | None:
        """Over after the last hinge, when all of them teach."""
        assert self._stance is not None
        bend = self._bent(past, self._stance.up[Placement.THORACIC])
        if bend is None:
            return None
        self._bends.append(bend)
        if len(self._bends) < self.params.hinges:
            return None
        start, stop = (np.array(ends, dtype=np.intp) for ends in zip(*self._bends, strict=True))
        lost = max(float(np.isnan(sensor(past, s).up[start[0] : stop[-1], 0]).mean()) for s in self.places)
        if lost > self.params.lesson.lost_most:
            return "sensor_lost"
        self._lesson = hinge(past, self._stance.up, Runs(start, stop), self.params.lesson)
        return self._passed(self._lesson.scores)

    def _full_bend(self, past: Pair) -> str | None:
        """Over after one bend, or when it is to be left out."""
        assert self._stance is not None
        assert self._lesson is not None
        if self._skip:
            return ""
        bend = self._bent(past, self._stance.up[Placement.THORACIC])
        if bend is None:
            return None
        self._own_max = full_bend_rad(past[slice(*bend)], self._lesson.mounts, self.params.lesson)
        return ""

    def _second_stance(self, past: Pair) -> str | None:
        """Over when the wearer stands still again, where the first stand was."""
        assert self._stance is not None
        n = rows_in(self.params.again_s)
        if self._row - self._since < n:
            return None
        heard = all(np.isfinite(sensor(past, s).up[self._row - n : self._row, 0]).all() for s in self.places)
        if not heard or not self._still(n):
            return None
        self._since = self._row - n
        return self._passed(agreement(self._stance, self._stand(past), self.params.lesson))

    def _calibration(self) -> Calibration:
        """What was learned, with the weakest score as its quality."""
        assert self._lesson is not None
        weakest = min(self._scores, key=lambda name: self._scores[name])
        mounts = self._lesson.mounts
        reasons = (
            *(() if Placement.SACRUM in mounts else ("no_pelvis",)),
            *((weakest,) if self._scores[weakest] < 1.0 else ()),
            *(("no_full_bend",) if self._own_max is None else ()),
        )
        return Calibration(
            "guided",
            self._scores[weakest],
            reasons,
            mounts.get(Placement.SACRUM),
            mounts[Placement.THORACIC],
            True,
            self._lesson.rom_rad,
            self._own_max,
        )


def rows_in(seconds: float) -> int:
    """Rows of the grid in so many seconds."""
    return round(seconds * GRID_HZ)
