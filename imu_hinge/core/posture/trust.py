"""How far the tilts can be trusted: calibration, sensors that moved, and a zero set anew by a two-second stance."""

import math
from dataclasses import dataclass

from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.rows import SECOND_NS
from imu_hinge.core.posture.senses import Segment, Sensed
from imu_hinge.core.posture.states import NOWHERE, Position
from imu_hinge.core.posture.walks import Shift, Walks
from imu_hinge.model.arrays import Array
from imu_hinge.model.events import Calibrated, Event, SensorWarning
from imu_hinge.model.inputs import Placement

AGAIN = "calibrate again"
REFUSED = {
    "moved": "no stand of two seconds was seen: stand still, then ask again",
    "seated": "this looks like a seat: walk a few steps, stand tall, then ask again",
    "far": f"a sensor sits too far from where it was: {AGAIN}",
    "not_calibrated": "the sensors are not calibrated: calibrate first",
}
"""Why a stance was not taken, with the remedy."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """What one second can be judged by."""

    at: Position
    missing: tuple[str, ...]
    """Why not both tilts are known; empty when they are."""


class Trust:
    """Fed with each second, and with what is said of the sensors."""

    def __init__(self, params: PostureParams) -> None:
        self._p = params
        self._walks = Walks(params)
        self._zero = Position(0.0, 0.0)
        self._moved: dict[Placement, bool] = dict.fromkeys(Placement, False)
        self._calibrated = False
        self.calibrated_s = -(10**9)
        """Second of the last calibration or re-zeroing."""
        self.doubted = False
        """A shift was noticed and no stance taken since: minutes are told, reminders wait."""
        self._removed = False
        self._asked_s: int | None = None
        self._took_s = -(10**9)
        self._stood, self._stand = 0, NOWHERE
        self._walked_s = -(10**9)

    def heard(self, event: Event) -> None:
        """What the fold said of the sensors."""
        if isinstance(event, Calibrated):
            self._begin(Position(0.0, 0.0), event.t_ns // SECOND_NS)
        elif isinstance(event, SensorWarning) and event.id == "sensor_moved" and event.placement:
            self._moving(event.placement, event.t_ns // SECOND_NS)

    def _moving(self, placement: Placement, second: int) -> None:
        """The fold judges by the calibration alone: of a segment that was zeroed anew it cannot know."""
        own = second - self._took_s <= self._p.stance_own_s
        zero_deg = self._zero.pelvis_deg if placement is Placement.SACRUM else self._zero.thorax_deg
        if abs(zero_deg) < self._p.zeroed_deg and not own:
            self._moved[placement] = True
        elif not own:
            self.doubted = True

    def ask(self, second: int) -> None:
        """The wearer is about to stand still for two seconds."""
        self._asked_s, self._stood, self._stand = second, 0, NOWHERE

    def uncalibrated(self) -> None:
        """A new calibration begins: the old one holds no more."""
        self._calibrated, self._asked_s = False, None

    def removed(self) -> None:
        """The sensors were off the body: where they sit is not known until a stance."""
        self._removed = self._calibrated

    def step(self, sensed: Sensed) -> tuple[Trusted, list[Event]]:
        """The position of a second, and what is to be said of the sensors."""
        events: list[Event] = []
        if sensed.walking:
            self._walked_s = sensed.second
        if self._asked_s is not None and sensed.second > self._asked_s:
            events += self._stance(sensed)
        trusted = self._trusted(sensed)
        for shift in self._walks.step(sensed.walking, trusted.at):
            self.doubted = True
            events.append(shifted(shift, (sensed.second + 1) * SECOND_NS))
        return trusted, events

    def all_valid(self) -> None:
        """The fold itself trusts both segments: whatever moved has been learned anew."""
        self._moved = dict.fromkeys(Placement, False)

    def zeroed_rows(self, pelvis: Array, thorax: Array) -> tuple[Array, Array]:
        """Rows (n,) of tilts in degrees, from the stance in force."""
        return pelvis - self._zero.pelvis_deg, thorax - self._zero.thorax_deg

    def zeroed(self, pelvis: float, thorax: float) -> Position:
        """Tilts of the calibration in degrees, from the stance in force."""
        return Position(pelvis - self._zero.pelvis_deg, thorax - self._zero.thorax_deg)

    def _trusted(self, sensed: Sensed) -> Trusted:
        missing = self._missing(sensed)
        if set(missing) & {"not_calibrated", "check_stance"}:
            return Trusted(NOWHERE, missing)
        at = self.zeroed(sensed.pelvis.tilt_deg, sensed.thorax.tilt_deg)
        pelvis = math.nan if self._moved[Placement.SACRUM] else at.pelvis_deg
        thorax = math.nan if self._moved[Placement.THORACIC] else at.thorax_deg
        return Trusted(Position(pelvis, thorax), missing)

    def _missing(self, sensed: Sensed) -> tuple[str, ...]:
        if not (sensed.pelvis.present or sensed.thorax.present):
            return ("no_data",)
        if not self._calibrated:
            return ("not_calibrated",)
        if self._removed:
            return ("check_stance",)
        found = (self._why(sensed.pelvis, Placement.SACRUM), self._why(sensed.thorax, Placement.THORACIC))
        return tuple(reason for reason in found if reason)

    def _why(self, one: Segment, placement: Placement) -> str:
        """Why the tilt of a segment is not known; empty when it is."""
        if not one.present:
            return f"no_{placement}"
        if self._moved[placement]:
            return f"{placement}_moved"
        if not one.settled:
            return f"{placement}_unsettled"
        return f"{placement}_uncalibrated" if math.isnan(one.tilt_deg) and not one.sideways else ""

    def _stance(self, sensed: Sensed) -> list[Event]:
        """Wait for two quiet seconds, then take them as upright."""
        assert self._asked_s is not None
        heard = [one for one in (sensed.pelvis, sensed.thorax) if one.present]
        quiet = bool(heard) and all(one.settled and one.turning_dps < self._p.stance_dps for one in heard)
        stand, before = Position(sensed.pelvis.tilt_deg, sensed.thorax.tilt_deg), self._stand
        settled = not any(abs(a - b) > self._p.stance_drift_deg for a, b in zip(both(stand), both(before), strict=True))
        self._stand = stand
        self._stood = self._stood + 1 if quiet and settled and not sensed.walking else 0
        late = sensed.second - self._asked_s > self._p.stance_wait_s
        if self._stood < 2 and not late:
            return []
        self._asked_s = None
        reason = "moved" if self._stood < 2 else self._refusal(stand, sensed.second)
        t_ns = (sensed.second + 1) * SECOND_NS
        if reason:
            return [SensorWarning(t_ns=t_ns, id="stance_refused", placement=None, detail=REFUSED[reason])]
        return [self._take(stand, sensed.second, t_ns)]

    def _refusal(self, stand: Position, second: int) -> str:
        if not self._calibrated or (math.isnan(stand.pelvis_deg) and math.isnan(stand.thorax_deg)):
            return "not_calibrated"
        known = [tilt for tilt in (stand.pelvis_deg, stand.thorax_deg) if not math.isnan(tilt)]
        if max(map(abs, known)) > self._p.stance_most_deg:
            return "far"
        at = self.zeroed(stand.pelvis_deg, stand.thorax_deg)
        seat = at.pelvis_deg < self._p.seat_pelvis_deg and at.lumbar_deg > self._p.seat_lumbar_deg
        return "seated" if seat and second - self._walked_s > self._p.stance_walked_s else ""

    def _take(self, stand: Position, second: int, t_ns: int) -> Event:
        kept = [new if not math.isnan(new) else old for new, old in zip(both(stand), both(self._zero), strict=True)]
        moved_by = [new - old for new, old in zip(kept, both(self._zero), strict=True)]
        self._begin(Position(*kept), second)
        self._took_s = second
        detail = f"pelvis by {moved_by[0]:+.0f}, thorax by {moved_by[1]:+.0f} deg"
        return SensorWarning(t_ns=t_ns, id="stance_zeroed", placement=None, detail=detail)

    def _begin(self, zero: Position, second: int) -> None:
        self._zero, self._calibrated, self._removed, self.doubted = zero, True, False, False
        self._moved = dict.fromkeys(Placement, False)
        self._walks, self.calibrated_s = Walks(self._p), second


def both(at: Position) -> tuple[float, float]:
    """Pelvis and thorax."""
    return at.pelvis_deg, at.thorax_deg


def shifted(shift: Shift, t_ns: int) -> SensorWarning:
    """What is said of a sensor that sits otherwise than it did."""
    detail = f"walking {shift.by_deg:+.0f} deg from before: stand still for two seconds and check the stance"
    return SensorWarning(t_ns=t_ns, id="stance_shift", placement=shift.placement, detail=detail)
