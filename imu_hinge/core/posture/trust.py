"""How far the tilts can be trusted: calibration, sensors that moved, and a zero set anew by a two-second stance."""

import math
from dataclasses import dataclass

from imu_hinge.core.mount import Calibration
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.rows import SECOND_NS
from imu_hinge.core.posture.senses import Segment, Sensed
from imu_hinge.core.posture.standing import Stand, Stay, both
from imu_hinge.core.posture.states import NOWHERE, Position
from imu_hinge.core.posture.taken_over import SOON_S, BorneOut
from imu_hinge.core.posture.walks import Shift, Walks
from imu_hinge.core.restoring import Restored
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How the zero of the tilts stands; times are seconds of session time."""

    zeroed_s: int | None
    """When it was calibrated or set anew; None when it is not calibrated."""
    since_s: int | None
    """Since when a stance is waited for; None when none was asked for."""
    wanted: str
    """What the wearer is to do: `calibrate`, `check_stance` (the sensors were off), `stance_shift`; empty: nothing."""

    @property
    def doubted(self) -> bool:
        """Whether a sensor seems to have shifted: minutes are told, reminders wait."""
        return self.wanted == "stance_shift"


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
        self._off: set[Placement] = set()
        """Segments whose sensor did not move at all for so long that it was not worn."""
        self.still = False
        """Whether a sensor that is heard is so still that it may lie on a table."""
        self._lost: set[Placement] = set()
        """Segments that the fold said have moved, and has not learned anew."""
        self._calibrated = False
        self.calibrated_s = -(10**9)
        """Second of the last calibration or re-zeroing; of one taken over, when that was."""
        self._zeroed_s = self.calibrated_s
        """Second at which the zero was taken, in an earlier part too."""
        self.doubted = False
        """A shift was noticed and no stance taken since: minutes are told, reminders wait."""
        self._removed = False
        self._asked_s: int | None = None
        self._took_s = -(10**9)
        self._stand = Stand(params)
        self._stay: Stay | None = None
        self._walked_s = -(10**9)
        self._restored: Restored | None = None
        self._bearing_out: BorneOut | None = None

    def kept(self, calibration: Calibration) -> Restored | None:
        """What a later part of the day needs to go on with this calibration; None where it is not in use."""
        if not self._calibrated or calibration.thoracic is None:
            return None
        sure = not (self._removed or self.doubted or self._off or any(self._moved.values()))
        return Restored(
            calibration=calibration,
            zero_deg=both(self._zero),
            walk_deg=both(self._walks.first),
            sure=sure,
            zeroed_s=self._zeroed_s,
        )

    def restored(self, restored: Restored) -> None:
        """The calibration that is said next comes from an earlier part of the day."""
        self._restored = restored

    @property
    def stance(self) -> Stance:
        """How the zero stands."""
        table = (
            ("calibrate", not self._calibrated),
            ("check_stance", self._removed),
            ("stance_shift", self.doubted),
        )
        wanted = next((what for what, holds in table if holds), "")
        return Stance(zeroed_s=self._zeroed_s if self._calibrated else None, since_s=self._asked_s, wanted=wanted)

    def heard(self, event: Event) -> None:
        """What the fold said of the sensors."""
        if isinstance(event, Calibrated):
            self._calibrated_at(event.t_ns // SECOND_NS)
        elif isinstance(event, SensorWarning) and event.id == "sensor_moved" and event.placement:
            self._moving(event.placement, event.t_ns // SECOND_NS)

    def _calibrated_at(self, second: int) -> None:
        restored, self._restored = self._restored, None
        self._lost.clear()
        if restored is None:
            self._begin(Position(0.0, 0.0), second)
            return
        walked = Position(*restored.walk_deg)
        self._begin(Position(*restored.zero_deg), second)
        self._walks = Walks(self._p, walked)
        self._zeroed_s = second if restored.zeroed_s is None else restored.zeroed_s
        self._removed = not restored.sure or restored.gap_s > SOON_S
        self._bearing_out = BorneOut(self._p, walked) if self._removed else None

    def _moving(self, placement: Placement, second: int) -> None:
        """The fold judges by the calibration alone: of a segment that was zeroed anew it cannot know."""
        self._lost.add(placement)
        own = second - self._took_s <= self._p.stance_own_s
        zero_deg = self._zero.pelvis_deg if placement is Placement.SACRUM else self._zero.thorax_deg
        if abs(zero_deg) < self._p.zeroed_deg and not own:
            self._moved[placement] = True
        elif not own:
            self.doubted = True

    def ask(self, second: int) -> None:
        """The wearer is about to stand still for two seconds."""
        self._asked_s, self._stand, self._stay = second, Stand(self._p), None

    def uncalibrated(self) -> None:
        """A new calibration begins: the old one holds no more."""
        self._calibrated, self._asked_s = False, None

    def removed(self) -> None:
        """The sensors were off the body: where they sit is not known until a stance."""
        self._removed, self._bearing_out = self._calibrated, None

    def step(self, sensed: Sensed) -> tuple[Trusted, list[Event]]:
        """The position of a second, and what is to be said of the sensors."""
        events: list[Event] = []
        if sensed.walking:
            self._walked_s = sensed.second
        if self._stay is not None:
            self._follow(self._stay, sensed)
        self._lie(sensed)
        if self._asked_s is not None and sensed.second > self._asked_s:
            events += self._stance(sensed)
        self._bear_out(sensed)
        trusted = self._trusted(sensed)
        for shift in self._walks.step(sensed.walking, trusted.at):
            self.doubted = True
            events.append(shifted(shift, (sensed.second + 1) * SECOND_NS))
        return trusted, events

    def _lie(self, sensed: Sensed) -> None:
        """One sensor may be taken off while the other one is worn."""
        pairs = ((Placement.SACRUM, sensed.pelvis), (Placement.THORACIC, sensed.thorax))
        still_s = {placement: one.still_s for placement, one in pairs if one.present}
        self.still = any(held_s >= self._p.still_s for held_s in still_s.values())
        self._off |= {placement for placement, held_s in still_s.items() if held_s >= self._p.off_s}

    def _bear_out(self, sensed: Sensed) -> None:
        """A calibration from before is trusted again when a walk looks as it should."""
        at = self.zeroed(sensed.pelvis.tilt_deg, sensed.thorax.tilt_deg)
        if self._bearing_out is not None and self._bearing_out.step(sensed.walking, at):
            self._removed, self._bearing_out = False, None

    def all_valid(self) -> None:
        """The fold itself trusts both segments: what it had lost has been learned anew, and with it its zero."""
        pelvis, thorax = (
            0.0 if placement in self._lost else zero_deg
            for placement, zero_deg in zip((Placement.SACRUM, Placement.THORACIC), both(self._zero), strict=True)
        )
        self._zero = Position(pelvis, thorax)
        self._lost.clear()
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
        pelvis = math.nan if self._astray(Placement.SACRUM) else at.pelvis_deg
        thorax = math.nan if self._astray(Placement.THORACIC) else at.thorax_deg
        return Trusted(Position(pelvis, thorax), missing)

    def _astray(self, placement: Placement) -> bool:
        """Whether it is not known how the sensor sits."""
        return self._moved[placement] or placement in self._off

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
        if self._astray(placement):
            return f"{placement}_moved"
        if not one.settled:
            return f"{placement}_unsettled"
        return f"{placement}_uncalibrated" if math.isnan(one.tilt_deg) and not one.sideways else ""

    def _stance(self, sensed: Sensed) -> list[Event]:
        """Wait for two quiet seconds, then take them as upright."""
        assert self._asked_s is not None
        self._stand.step(sensed)
        late = sensed.second - self._asked_s > self._p.stance_wait_s
        stand = self._stand.stood()
        if stand is None and not late:
            return []
        self._asked_s = None
        reason = "moved" if stand is None else self._refusal(stand, sensed.second)
        t_ns = (sensed.second + 1) * SECOND_NS
        if reason or stand is None:
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

    def _follow(self, stay: Stay, sensed: Sensed) -> None:
        """The zero goes with a stance that lasts."""
        if (stand := stay.step(sensed)) is not None:
            self._zero = self._kept(stand)
        if not stay.lasts:
            self._stay = None

    def _kept(self, stand: Position) -> Position:
        """The stance as zero; a segment that it does not know keeps its own."""
        return Position(
            *(old if math.isnan(new) else new for new, old in zip(both(stand), both(self._zero), strict=True))
        )

    def _take(self, stand: Position, second: int, t_ns: int) -> Event:
        kept = self._kept(stand)
        moved_by = [new - old for new, old in zip(both(kept), both(self._zero), strict=True)]
        self._begin(kept, second)
        self._took_s, self._stay = second, Stay(self._p, stand, second)
        detail = f"pelvis by {moved_by[0]:+.0f}, thorax by {moved_by[1]:+.0f} deg"
        return SensorWarning(t_ns=t_ns, id="stance_zeroed", placement=None, detail=detail)

    def _begin(self, zero: Position, second: int) -> None:
        self._zero, self._calibrated, self._removed, self.doubted = zero, True, False, False
        self._bearing_out = None
        self._moved = dict.fromkeys(Placement, False)
        self._off.clear()
        self._walks, self._stay = Walks(self._p), None
        self.calibrated_s = self._zeroed_s = second


def shifted(shift: Shift, t_ns: int) -> SensorWarning:
    """What is said of a sensor that sits otherwise than it did."""
    detail = f"walking {shift.by_deg:+.0f} deg from before: stand still for two seconds and check the stance"
    return SensorWarning(t_ns=t_ns, id="stance_shift", placement=shift.placement, detail=detail)
