"""What is checked for as long as a calibration is in use: swapped, moved, shifted, handled; and how a sensor heals."""

from dataclasses import dataclass, field, replace

import numpy as np

from imu_hinge.core.bend_checks import BendCheckParams, BendChecks
from imu_hinge.core.bends import Bends, Memory, Streak, calm
from imu_hinge.core.directions import angle, dot, known_or_zero, middle
from imu_hinge.core.forward import ForwardParams, PelvisParams, find_pelvis
from imu_hinge.core.lessons import sensor, tilt
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration, Mount
from imu_hinge.core.smooth import GRID_HZ
from imu_hinge.core.upright import excursions
from imu_hinge.model.arrays import Bools
from imu_hinge.model.inputs import Placement


@dataclass(frozen=True, slots=True)
class WatchParams:
    """Healthy dev TrunkyXL, upright and slow: pelvis -31..12 deg, lateral below 13 deg."""

    automatic_deg: float = 6.0
    """All limits on angles are this much wider under automatic calibration."""
    upright_deg: float = 20.0
    slow_dps: float = 60.0
    moved_s: float = 1.5
    """Time within the two limits above, added up: seated side bends and twists leave little of it at a stretch."""
    lumbar_least_deg: float = -20.0
    pelvis_least_deg: float = -40.0
    lateral_most_deg: float = 15.0
    handled_dps: float = 200.0
    handled_other_dps: float = 60.0
    handled_s: float = 0.3
    opens_deg: float = 15.0
    closes_deg: float = 10.0
    quiet_dps: float = 8.0
    quiet_s: float = 2.0
    stance_within_deg: float = 30.0
    """Standing still further from upright than this is no stand (inferred)."""
    fresh_s: float = 5.0
    """A stand that ended so recently is the one before the set (inferred)."""
    stance_note_deg: float = 3.0
    stance_shift_deg: float = 5.0
    stance_moved_deg: float = 12.0
    memory_s: float = 90.0
    heal_bends: int = 2
    heal_same_deg: float = 6.0
    """Quiet pelvis stance before against after the bends it heals by; a hanging sensor passed two bends, not this."""
    bends: BendCheckParams = field(default_factory=BendCheckParams)
    forward: ForwardParams = field(default_factory=ForwardParams)
    pelvis: PelvisParams = field(default_factory=PelvisParams)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the sensors that limits what can be judged; the fields of a SensorWarning."""

    t_ns: int
    id: str
    placement: Placement | None
    detail: str


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What the watch says of one block."""

    findings: tuple[Finding, ...]
    moved: dict[Placement, Bools]
    """(n,) per placement: rows in which the segment is not to be judged."""
    healed: Calibration | None
    """A calibration that replaces the one in use, for the rows after the block's last one that `moved` names."""


class Watch:
    """The running checks of one calibration. Feed every block once, in order, however it is cut.

    A segment that moved stays so until it heals or a new Watch begins with a new calibration.
    """

    def __init__(self, calibration: Calibration, params: WatchParams | None = None) -> None:
        self.params = p = params or WatchParams()
        self.calibration = calibration
        self.moved = dict.fromkeys(Placement, False)
        self._wider_deg = p.automatic_deg if calibration.status == "automatic" else 0.0
        self._paired = calibration.sacrum is not None
        self._memory = Memory(rows_in(p.memory_s))
        self._bends = Bends(np.radians(p.opens_deg), np.radians(p.closes_deg))
        self._quiet = Streak(rows_in(p.quiet_s))
        self._off = Streak(rows_in(p.moved_s))
        self._handled = {s: Streak(rows_in(p.handled_s)) for s in Placement}
        self._checks = BendChecks(p.bends)
        self._closed = 0
        self._rechecking = False
        self._stood = 0
        self._asked: dict[Placement, float] = {}
        self._quiet_stop: int | None = None
        self._bent_since_quiet = False
        self._findings: list[Finding] = []

    def check_stance(self) -> None:
        """Compare the stand just ended, else the next one, with the calibrated one: asked for at the start of a set."""
        fresh = self._stood and self._memory.row - self._stood <= rows_in(self.params.fresh_s)
        rows = self._memory.rows(self._stood - self._quiet.needed, self._stood) if fresh else None
        self._asked = self._stance_off_deg(rows) if rows is not None else {}
        self._rechecking = not self._asked

    def step(self, block: Pair) -> Watched:
        """What is found in this block; nothing without a thorax mount."""
        flags = {s: np.zeros(len(block), dtype=bool) for s in Placement}
        mount, before, self._findings = self.calibration.thoracic, self.calibration, []
        if mount is None or not len(block):
            return Watched((), flags, None)
        self._compare_all(int(block.t_ns[0]), self._asked)
        self._asked = {}
        start = done = self._memory.row
        bends = self._bends.step(known_or_zero(angle(block.thoracic.up_slow, mount.axes[2])))
        stands = [(row + start, -1) for row in self._quiet.step(*self._quiet_rows(block))]
        for last, opened in [
            *sorted([(stop, first) for first, stop in bends] + stands),
            (start + len(block) - 1, None),
        ]:
            piece, rows = block[done - start : last + 1 - start], slice(done - start, last + 1 - start)
            self._take(piece, {s: f[rows] for s, f in flags.items()})
            done = last + 1
            if opened is not None:
                self._happened(opened, done, int(block.t_ns[last - start]))
        healed = self.calibration if self.calibration is not before else None
        return Watched(tuple(self._findings), flags, healed)

    def _happened(self, opened: int, stop: int, t_ns: int) -> None:
        """A quiet stand (opened -1) or a bend is complete at row `stop`."""
        if opened < 0:
            self._stand(stop, t_ns)
        else:
            self._bend(opened, stop, t_ns)

    def _take(self, piece: Pair, flags: dict[Placement, Bools]) -> None:
        """The row-by-row checks; sets `flags` where a segment has moved."""
        if not len(piece):
            return
        self._memory.append(piece)
        for s, flag in flags.items():
            flag |= self.moved[s]
        for row, placement, detail in sorted([*self._sits_off(piece), *self._is_handled(piece)]):
            if self._move(int(piece.t_ns[row]), placement, detail):
                flags[placement][row:] = True

    def _move(self, t_ns: int, placement: Placement, detail: str) -> bool:
        """Say once that the sensor moved; whether it is news."""
        if self.moved[placement]:
            return False
        self.moved[placement] = True
        self._quiet_stop = None
        self._findings.append(Finding(t_ns, "sensor_moved", placement, detail))
        return True

    def _sits_off(self, piece: Pair) -> list[tuple[int, Placement, str]]:
        """Rows at which the pelvis has been where none can be, the thorax upright and slow, for long enough."""
        p, c = self.params, self.calibration
        if c.sacrum is None or c.thoracic is None:
            return []
        pelvis = np.degrees(tilt(piece.sacrum.up_slow, c.sacrum))
        lumbar = np.degrees(tilt(piece.thoracic.up_slow, c.thoracic)) - pelvis
        lateral = np.degrees(np.arcsin(np.clip(dot(piece.sacrum.up_slow, c.sacrum.axes[1]), -1.0, 1.0)))
        telling = angle(piece.thoracic.up_slow, c.thoracic.axes[2]) < np.radians(p.upright_deg)
        telling &= calm(piece.thoracic.gyr, np.radians(p.slow_dps)) & np.isfinite(pelvis)
        off = (lumbar < p.lumbar_least_deg - self._wider_deg) | (pelvis < p.pelvis_least_deg - self._wider_deg)
        off |= np.abs(lateral) > p.lateral_most_deg + self._wider_deg
        hits = self._off.step(telling & off, telling & ~off)
        return [
            (
                row,
                Placement.SACRUM,
                f"pelvis tilt {pelvis[row]:.0f}, lateral {lateral[row]:.0f} deg with the thorax upright",
            )
            for row in hits
        ]

    def _is_handled(self, piece: Pair) -> list[tuple[int, Placement, str]]:
        """Rows at which one sensor has turned fast for long enough while the other has not."""
        p, found = self.params, []
        for s, one, other in (
            (Placement.SACRUM, piece.sacrum, piece.thoracic),
            (Placement.THORACIC, piece.thoracic, piece.sacrum),
        ):
            fast = ~calm(one.gyr, np.radians(p.handled_dps)) & np.isfinite(one.gyr[:, 0])
            spun = fast & calm(other.gyr, np.radians(p.handled_other_dps))
            found += [(r, s, "turned fast while the other sensor rested") for r in self._handled[s].step(spun, ~spun)]
        return found

    def _quiet_rows(self, block: Pair) -> tuple[Bools, Bools]:
        """Rows in which every calibrated sensor rests, and the others."""
        quiet = calm(block.thoracic.gyr, np.radians(self.params.quiet_dps))
        if self._paired:
            quiet &= calm(block.sacrum.gyr, np.radians(self.params.quiet_dps))
        return quiet, ~quiet

    def _bend(self, first: int, stop: int, t_ns: int) -> None:
        """Everything a complete bend can tell."""
        bend = self._memory.rows(first, stop)
        self._rechecking, self._stood = False, 0
        idle = first - self._closed > rows_in(self.params.bends.set_idle_s)
        between = None if idle else self._memory.rows(self._closed, first)
        self._closed, self._bent_since_quiet = stop, True
        if bend is None:
            return
        for said, placement, detail in self._checks.step(bend, between, self.calibration, self.moved[Placement.SACRUM]):
            self._findings.append(Finding(t_ns, said, placement, detail))

    def _stand(self, stop: int, t_ns: int) -> None:
        """What a quiet stand says of the mounts."""
        self._stood = stop
        if not (self._rechecking or (self._paired and self.moved[Placement.SACRUM])):
            return
        rows = self._memory.rows(stop - self._quiet.needed, stop)
        off = self._stance_off_deg(rows) if rows is not None else {}
        if rows is None or not off:
            return
        if self._rechecking:
            self._rechecking = False
            self._compare_all(t_ns, off)
        if self._paired and self.moved[Placement.SACRUM]:
            self._heal(rows, stop)

    def _stance_off_deg(self, rows: Pair) -> dict[Placement, float]:
        """Present against calibrated up vector of each calibrated segment; empty when that is no stand at all."""
        mounts = ((Placement.SACRUM, self.calibration.sacrum), (Placement.THORACIC, self.calibration.thoracic))
        off = {
            s: float(np.degrees(angle(middle(sensor(rows, s).up_slow), m.axes[2])))
            for s, m in mounts
            if m is not None and sensor(rows, s).valid.all()
        }
        return off if off.get(Placement.THORACIC, 180.0) <= self.params.stance_within_deg else {}

    def _compare_all(self, t_ns: int, off_deg: dict[Placement, float]) -> None:
        """Say how far a stand is from the calibrated one; both segments off is a posture, not a sensor that moved."""
        bent = len(off_deg) > 1 and min(off_deg.values()) > self.params.stance_shift_deg + self._wider_deg
        for s in [s for s in off_deg if not self.moved[s] and not bent]:
            self._compare(t_ns, s, off_deg[s])

    def _compare(self, t_ns: int, placement: Placement, off_deg: float) -> None:
        """Say how far a stand is from the calibrated one."""
        p, detail = self.params, f"stance {off_deg:.0f} deg from the calibrated one"
        if off_deg > p.stance_moved_deg + self._wider_deg:
            self._move(t_ns, placement, detail)
        elif off_deg > p.stance_shift_deg + self._wider_deg:
            self._findings.append(Finding(t_ns, "stance_shift", placement, detail))
        elif off_deg > p.stance_note_deg + self._wider_deg:
            self._findings.append(Finding(t_ns, "stance_note", placement, detail))

    def _heal(self, quiet: Pair, stop: int) -> None:
        """Calibrate the pelvis anew from the bends between two quiet stands in which its sensor sits alike."""
        p, since = self.params, self._quiet_stop
        past = None if since is None else self._memory.rows(since - self._quiet.needed, stop)
        if past is None or not self._bent_since_quiet or not alike(past, quiet, self._quiet.needed, p.heal_same_deg):
            self._quiet_stop, self._bent_since_quiet = stop, False
            return
        mount = healed(past, self.calibration, p)
        if mount is not None:
            self.calibration = replace(self.calibration, sacrum=mount)
            self.moved[Placement.SACRUM] = False
            self._off = Streak(self._off.needed)


def alike(past: Pair, quiet: Pair, n: int, within_deg: float) -> bool:
    """Whether the pelvis sensor sits in the quiet rows as in the first n of the past."""
    return bool(angle(middle(past.sacrum.up_slow[:n]), middle(quiet.sacrum.up_slow)) < np.radians(within_deg))


def healed(past: Pair, calibration: Calibration, p: WatchParams) -> Mount | None:
    """The pelvis mount that all forward bends of the past agree on, None when they are too few."""
    assert calibration.thoracic is not None
    axes = calibration.thoracic.axes
    away = excursions(past.thoracic.up_slow, axes[2], p.opens_deg)
    ahead = angle(away.direction, -axes[0]) < np.radians(p.forward.bend_within_deg)
    bends = away.only(ahead & (away.size_rad > np.radians(p.bends.bend_deg)))
    if len(bends) < p.heal_bends:
        return None
    strict = replace(p.pelvis, family_share=1.0, same_deg=p.heal_same_deg)
    pelvis = find_pelvis(past, calibration.thoracic, bends, strict)
    return pelvis.mount if pelvis is not None else None


def rows_in(seconds: float) -> int:
    """Rows of the grid in so many seconds."""
    return round(seconds * GRID_HZ)
