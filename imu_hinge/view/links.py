"""What the link bar says of each sensor."""

from collections.abc import Mapping
from dataclasses import replace

from imu_hinge.core.session import SensorStats
from imu_hinge.model.inputs import Link, LinkState, Placement
from imu_hinge.view.snapshot import Sensor
from imu_hinge.view.stillness import Heard


class Links:
    """The newest state of every sensor."""

    def __init__(self) -> None:
        self._sensors = {placement: Sensor() for placement in Placement}

    def take(self, link: Link) -> None:
        """One change of a link; what it does not say stays as it was."""
        known = self._sensors[link.placement]
        self._sensors[link.placement] = replace(
            known,
            state=_state(link.state),
            battery_pct=known.battery_pct if link.battery_pct is None else link.battery_pct,
            rssi_dbm=known.rssi_dbm if link.rssi_dbm is None else link.rssi_dbm,
            detail=link.detail,
        )

    def count(self, stats: Mapping[Placement, SensorStats]) -> None:
        """What came from the sensors so far."""
        for placement, one in stats.items():
            known, total = self._sensors[placement], one.samples + one.lost_samples
            lost_pct = 100.0 * one.lost_samples / total if total else None
            self._sensors[placement] = replace(known, rate_hz=one.rate_hz, lost_pct=lost_pct)

    def seen(self, t_ns: int, heard: Heard) -> Mapping[Placement, Sensor]:
        """All of them as they are at `t_ns`."""
        ages = heard.ages_s(t_ns)
        return {
            placement: replace(one, age_s=ages.get(placement), still_dps=heard.turning_dps(placement))
            for placement, one in self._sensors.items()
        }


def _state(name: str) -> LinkState | None:
    """A recording of a later version may hold states that are not known here."""
    return LinkState(name) if name in set(LinkState) else None
