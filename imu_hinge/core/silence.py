"""Silence is data: a sensor that says nothing is told within two seconds, and so is its return."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.core.motion import GRID_NS, Pair
from imu_hinge.model.arrays import Bools
from imu_hinge.model.events import SensorWarning
from imu_hinge.model.inputs import Placement


@dataclass(frozen=True, slots=True)
class SilenceParams:
    """Rows come half a second late when a sensor is silent, and with the next tick; that stays within two seconds."""

    told_after_s: float = 1.3
    missing_after_s: float = 6.0
    """Of a sensor that was never heard: sensors connect one after another, 2 to 4 s apart."""


class Silence:
    """Watches the rows of both sensors, however they are cut."""

    def __init__(self, params: SilenceParams | None = None) -> None:
        p = params or SilenceParams()
        self._told_after = {
            heard: round(seconds * 1e9 / GRID_NS)
            for heard, seconds in ((True, p.told_after_s), (False, p.missing_after_s))
        }
        self._heard = dict.fromkeys(Placement, False)
        self._rows = dict.fromkeys(Placement, 0)

    def step(self, pair: Pair) -> list[SensorWarning]:
        """What is to be told of these rows."""
        motions = ((Placement.SACRUM, pair.sacrum), (Placement.THORACIC, pair.thoracic))
        found = []
        for placement, motion in motions:
            found += self._of(placement, pair, np.isnan(motion.up[:, 0]))
        return sorted(found, key=lambda warning: warning.t_ns)

    def _of(self, placement: Placement, pair: Pair, silent: Bools) -> list[SensorWarning]:
        if not silent.any() and not self._rows[placement]:
            self._heard[placement] = True
            return []
        found = []
        for t_ns, nothing in zip(pair.t_ns.tolist(), silent.tolist(), strict=True):
            rows, told_after = self._rows[placement], self._told_after[self._heard[placement]]
            if nothing:
                self._rows[placement] = rows + 1
                if rows + 1 == told_after:
                    said = "sensor_silent" if self._heard[placement] else "sensor_missing"
                    found.append(warning(t_ns, said, placement, "no data: counting goes on where it can"))
            else:
                self._heard[placement], self._rows[placement] = True, 0
                if rows >= told_after:
                    missing = f"{rows * GRID_NS * 1e-9:.1f} s missing"
                    found.append(warning(t_ns, "sensor_back", placement, missing))
        return found


def warning(t_ns: int, what: str, placement: Placement, detail: str) -> SensorWarning:
    """The warning about one sensor."""
    return SensorWarning(t_ns=t_ns, id=what, placement=placement, detail=detail)
